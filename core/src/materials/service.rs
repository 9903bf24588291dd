//! Use cases of the archive.

use std::collections::{BTreeMap, HashMap};

pub use super::store::MaterialFilter;
use super::{
    Citation, Clause, ClauseId, ClauseRef, Draft, Extracted, Host, Material, MaterialEdit, MaterialId,
    MaterialRef, MaterialRow, Theme, Topic, TopicId, Upload,
    citation::citations,
    extract,
    rule::{self, MaterialsIssue},
    split,
    store::{self, NewMaterial, Row},
};
use crate::{
    file::{self, Files},
    kernel::{Context, DepartmentId, Error, Issue, Page, PageRequest, Result, error::check},
    people::{self, Department},
    unit::{Db, Deed, Unit},
};

/// The tree of topics, parents first.
///
/// # Errors
/// Those of the database.
pub async fn topics(db: &Db) -> Result<Vec<Topic>> {
    store::topics(db.read()).await
}

/// The last number first.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, filter: &MaterialFilter, request: &PageRequest) -> Result<Page<MaterialRow>> {
    let page = store::list(db.read(), filter, request).await?;
    Ok(Page { items: named(db, page.items).await?, next: page.next })
}

/// # Errors
/// `NotFound`.
pub async fn get(db: &Db, id: MaterialId) -> Result<Material> {
    let row = store::find(db.read(), id).await?.ok_or(Error::NotFound("materials"))?;
    let row = named(db, vec![row]).await?.pop().ok_or(Error::NotFound("materials"))?;
    let (edition, clauses) = store::edition(db.read(), id).await?;
    Ok(Material { row, edition, clauses })
}

/// Puts the names of departments and trainers to rows.
async fn named(db: &Db, rows: Vec<Row>) -> Result<Vec<MaterialRow>> {
    let trainers: Vec<_> = rows.iter().filter_map(|row| row.trainer_id).collect();
    let trainers = people::service::refs(db, &trainers).await?;
    let departments: HashMap<DepartmentId, String> =
        people::service::departments(db).await?.into_iter().map(|row| (row.id, row.name)).collect();
    rows.into_iter()
        .map(|row| {
            let theme = row.theme()?;
            let host = |id| Some(Host { id, name: departments.get(&id)?.clone() });
            Ok(MaterialRow {
                id: row.id,
                no: row.no,
                title: row.title,
                topic: row.topic_id,
                theme,
                department: row.department_id.and_then(host),
                trainer: row.trainer_id.and_then(|id| trainers.get(&id).cloned()),
                clauses: row.clauses,
                questions: row.questions,
                created_at: row.created_at,
                version: row.version,
            })
        })
        .collect()
}

/// Takes a file into the archive: it is read into clauses and kept, then gets its number. What the
/// form leaves open is taken from the file's own first lines.
///
/// # Errors
/// `Invalid` with what is wrong with the file or the form; `Busy` on a full disk.
pub async fn upload(db: &Db, files: &Files, cx: &Context, upload: Upload) -> Result<MaterialId> {
    let Upload { file_name, bytes, form } = upload;
    let name = file_name.clone();
    // A large document takes a while; other requests go on meanwhile.
    let (bytes, read) = tokio::task::spawn_blocking(move || {
        let read = extract(&bytes, &name).map(|read| (split(&read.blocks), read));
        (bytes, read)
    })
    .await
    .map_err(Error::internal)?;
    let (clauses, read) = read.map_err(|fault| Error::invalid(Issue::new("/file", fault)))?;
    let topics = topics(db).await?;
    let departments = people::service::departments(db).await?;
    let (edit, department) = complete(form, &read, &clauses, &topics, &departments)?;
    let stored = file::service::keep(db, files, cx, &file_name, bytes).await?;
    db.unit(cx, Deed::new("materials.upload").with("file", stored.id.to_string()), async |unit| {
        file::service::mark_used(unit, stored.id).await?;
        let year = rule::archive_year(unit.now());
        let seq = store::next_seq(unit, year).await?;
        let new = NewMaterial {
            year,
            seq,
            no: rule::archive_no(year, seq),
            edit: &edit,
            department,
            trainer: unit.cx().person(),
            clauses: clauses.len(),
        };
        unit.note("no", new.no.clone());
        let id = store::insert(unit, new).await?;
        store::insert_edition(unit, id, &stored, &clauses).await?;
        unit.made(id.0);
        Ok(id)
    })
    .await
}

/// The entry's data from the form, or else from the file.
fn complete(
    form: super::UploadForm,
    read: &Extracted,
    clauses: &[Draft],
    topics: &[Topic],
    departments: &[Department],
) -> Result<(MaterialEdit, Option<DepartmentId>)> {
    let front = &read.front;
    let title = form.title.unwrap_or_else(|| read.title.clone()).trim().to_owned();
    let mut issues = rule::check_title(&title, "/title");
    issues.extend(rule::check_clauses(clauses, "/file"));
    let named_topic = |name: &String| topics.iter().find(|topic| topic.name == *name).map(|topic| topic.id);
    let topic = form.topic.or_else(|| front.topic.as_ref().and_then(named_topic));
    issues.extend(topic_issue(topic, topics));
    let theme = form.theme.or_else(|| front.theme.as_deref().and_then(Theme::called));
    if theme.is_none() {
        issues.push(MaterialsIssue::ThemeMissing.at("/theme"));
    }
    let unknown = |id| !departments.iter().any(|department| department.id == id);
    if form.department.is_some_and(unknown) {
        issues.push(MaterialsIssue::DepartmentUnknown.at("/department"));
    }
    let host = |name: &String| departments.iter().find(|row| row.name == *name).map(|row| row.id);
    let department = form.department.or_else(|| front.department.as_ref().and_then(host));
    match (topic, theme) {
        (Some(topic), Some(theme)) if issues.is_empty() => {
            Ok((MaterialEdit { title, topic, theme }, department))
        }
        _ => Err(Error::Invalid(issues)),
    }
}

fn topic_issue(topic: Option<TopicId>, topics: &[Topic]) -> Option<Issue> {
    match topic {
        None => Some(MaterialsIssue::TopicMissing.at("/topic")),
        Some(id) if topics.iter().all(|topic| topic.id != id) => {
            Some(MaterialsIssue::TopicUnknown.at("/topic"))
        }
        Some(_) => None,
    }
}

/// # Errors
/// `Invalid` with what is wrong, `Stale` if somebody was faster, `NotFound`.
pub async fn edit(db: &Db, cx: &Context, id: MaterialId, version: i32, edit: MaterialEdit) -> Result<()> {
    let edit = MaterialEdit { title: edit.title.trim().to_owned(), ..edit };
    let mut issues = rule::check_title(&edit.title, "/title");
    issues.extend(topic_issue(Some(edit.topic), &topics(db).await?));
    check(issues)?;
    db.unit(cx, Deed::new("materials.edit").on(id.0), async |unit| {
        let row = store::find(unit.tx(), id).await?.ok_or(Error::NotFound("materials"))?;
        if row.version != version {
            return Err(Error::Stale { current: row.version });
        }
        store::update(unit, &row, &edit).await
    })
    .await
}

/// Clauses with their materials, for whoever cites them. Unknown ids are left out.
///
/// # Errors
/// Those of the database.
pub async fn clause_refs(db: &Db, ids: &[ClauseId]) -> Result<HashMap<ClauseId, ClauseRef>> {
    store::clause_refs(db.read(), ids).await
}

/// Materials by id, for whoever names them. Unknown ids are left out.
///
/// # Errors
/// Those of the database.
pub async fn refs(db: &Db, ids: &[MaterialId]) -> Result<HashMap<MaterialId, MaterialRef>> {
    store::refs(db.read(), ids).await
}

/// The clauses that authors mean by their words: a heading of `material`, or an article of it or of
/// a regulation in the archive. In the order of the words; none for what the archive doesn't have.
///
/// # Errors
/// `NotFound` for the material.
pub async fn cited(
    db: &Db,
    material: Option<MaterialId>,
    words: &[String],
) -> Result<Vec<Option<ClauseRef>>> {
    let beside = match material {
        Some(id) => Some(
            Source::of(db, store::find(db.read(), id).await?.ok_or(Error::NotFound("materials"))?).await?,
        ),
        None => None,
    };
    let mut regulations: HashMap<String, Option<Source>> = HashMap::new();
    let mut found = Vec::with_capacity(words.len());
    for words in words {
        let citation = citations(words).into_iter().next();
        let mut clause = beside.as_ref().and_then(|source| source.cited(words, citation.as_ref()));
        if let (None, Some(citation)) = (&clause, citation)
            && let Some(title) = citation.title.clone()
        {
            if !regulations.contains_key(&title) {
                regulations.insert(title.clone(), Source::titled(db, &title).await?);
            }
            let source = regulations.get(&title).and_then(Option::as_ref);
            clause = source.and_then(|source| source.cited(words, Some(&citation)));
        }
        found.push(clause);
    }
    Ok(found)
}

/// A material that words are looked up in.
struct Source {
    material: MaterialRef,
    clauses: Vec<Clause>,
}

impl Source {
    async fn of(db: &Db, row: Row) -> Result<Self> {
        let (_, clauses) = store::edition(db.read(), row.id).await?;
        Ok(Self { material: MaterialRef { id: row.id, no: row.no, title: row.title }, clauses })
    }
    async fn titled(db: &Db, title: &str) -> Result<Option<Self>> {
        let rows = store::titled(db.read(), title).await?;
        match rows.into_iter().find(|row| rule::is_titled(&row.title, title)) {
            Some(row) => Self::of(db, row).await.map(Some),
            None => Ok(None),
        }
    }
    fn cited(&self, words: &str, citation: Option<&Citation>) -> Option<ClauseRef> {
        let here = |citation: &&Citation| {
            citation.title.as_ref().is_none_or(|title| rule::is_titled(&self.material.title, title))
        };
        let article = || rule::at_article(&self.clauses, citation.filter(here)?);
        let clause = rule::headed(&self.clauses, words).or_else(article)?;
        Some(ClauseRef {
            id: clause.id,
            material: self.material.clone(),
            address: clause.address.clone(),
            label: clause.label.clone(),
            text: clause.text.clone(),
        })
    }
}

/// The bank tells how many questions more (or fewer) rest on each clause and each material.
///
/// # Errors
/// Those of the database.
pub async fn add_questions(
    unit: &Unit,
    clauses: &BTreeMap<ClauseId, i32>,
    materials: &BTreeMap<MaterialId, i32>,
) -> Result<()> {
    store::add_questions(unit, clauses, materials).await
}
