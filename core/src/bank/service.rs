//! Use cases of the bank.

use std::collections::{BTreeMap, HashMap};

mod drawn;

use super::{
    Facets, Kind, Question, QuestionId, QuestionInput, QuestionRow, QuestionState, Revision, RevisionId,
    finding,
    rule::{self, BankIssue},
    store::{self, New, Row, Step},
};
pub use super::{
    exporting::{Export, Loss, export, export_losses},
    finding::QuestionFilter,
    reading::{Understood, read, read_file},
};
use crate::{
    kernel::{Context, Error, Issue, Page, PageRequest, PersonId, Result, error::check},
    materials::{self, ClauseId, ClauseRef, MaterialId, Topic},
    people,
    unit::{Db, Deed, Unit},
};
pub use drawn::{add_responses, bodies, filed, key_viewers, live_pool, topics_of};

/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn list(db: &Db, filter: &QuestionFilter, request: &PageRequest) -> Result<Page<QuestionRow>> {
    let page = finding::list(db.read(), filter, request).await?;
    let revisions: Vec<RevisionId> = page.items.iter().map(|row| row.revision_id).collect();
    let statistics = store::statistics(db.read(), &revisions).await?;
    let ids: Vec<QuestionId> = page.items.iter().map(|row| row.question_id).collect();
    let mut stems = finding::stems(db.read(), &ids).await?;
    let on: Vec<MaterialId> = page.items.iter().filter_map(|row| row.material_id).collect();
    let materials = materials::service::refs(db, &on).await?;
    let authors: Vec<PersonId> = page.items.iter().map(|row| row.author_id).collect();
    let authors = people::service::refs(db, &authors).await?;
    let items = page
        .items
        .into_iter()
        .map(|row| {
            Ok(QuestionRow {
                state: QuestionState::stored(&row.state)?,
                kind: Kind::stored(&row.kind)?,
                author: authors.get(&row.author_id).cloned().ok_or_else(|| missing("an author"))?,
                material: row.material_id.and_then(|id| materials.get(&id)).cloned(),
                statistics: statistics.get(&row.revision_id).copied().unwrap_or_default(),
                id: row.question_id,
                topic: row.topic_id,
                label: row.label,
                stem: stems.remove(&row.question_id).ok_or_else(|| missing("itself"))?,
                updated_at: row.updated_at,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Page { items, next: page.next })
}

/// # Errors
/// Those of the database.
pub async fn facets(db: &Db, filter: &QuestionFilter) -> Result<Facets> {
    let counts = finding::counts(db.read(), filter).await?;
    let ids: Vec<PersonId> = counts.author.iter().map(|(id, _)| *id).collect();
    let authors = people::service::refs(db, &ids).await?;
    let ids: Vec<MaterialId> = counts.material.iter().map(|(id, _)| *id).collect();
    let materials = materials::service::refs(db, &ids).await?;
    let named = |(id, count): (PersonId, i64)| Some((authors.get(&id)?.clone(), count));
    let titled = |(id, count): (MaterialId, i64)| Some((materials.get(&id)?.clone(), count));
    Ok(Facets {
        author: counts.author.into_iter().filter_map(named).collect(),
        material: counts.material.into_iter().filter_map(titled).collect(),
        ..counts.facets
    })
}

/// What waits for a second person, the caller's own left out.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn review_list(db: &Db, cx: &Context, request: &PageRequest) -> Result<Page<QuestionRow>> {
    let filter = QuestionFilter {
        state: Some(QuestionState::InReview),
        not_author: cx.person(),
        ..QuestionFilter::default()
    };
    list(db, &filter, request).await
}

/// A question with its key. Who is not its author leaves a trace, and won't get it in an exam.
///
/// # Errors
/// `NotFound`.
pub async fn open(db: &Db, cx: &Context, id: QuestionId) -> Result<Question> {
    let row = store::find(db.read(), id).await?.ok_or(Error::NotFound("bank"))?;
    if let Some(person) = cx.person().filter(|person| *person != row.author_id) {
        let seen = store::key_viewed_at(db.read(), id, person).await?;
        let written = store::revised_at(db.read(), row.revision_id).await?;
        // Once for each revision; opening it again, reviewed or not, tells nothing new.
        if seen.is_none_or(|at| written.is_none_or(|written| at < written)) {
            db.unit(cx, Deed::new("bank.view_key").on(id.0), async |unit| {
                store::record_key_view(unit, id, person).await
            })
            .await?;
        }
    }
    whole(db, row).await
}

async fn whole(db: &Db, row: Row) -> Result<Question> {
    let revision = revision(db, row.revision_id).await?;
    let refs = materials::service::clause_refs(db, &revision.clauses).await?;
    let people: Vec<PersonId> = std::iter::once(row.author_id).chain(row.reviewer_id).collect();
    let people = people::service::refs(db, &people).await?;
    let statistics = store::statistics(db.read(), &[row.revision_id]).await?;
    Ok(Question {
        state: row.state()?,
        author: people.get(&row.author_id).cloned().ok_or_else(|| missing("an author"))?,
        reviewer: row.reviewer_id.and_then(|id| people.get(&id)).cloned(),
        statistics: statistics.get(&row.revision_id).copied().unwrap_or_default(),
        id: row.id,
        version: row.version,
        revision: row.revision_id,
        revision_no: revision.no,
        topic: row.topic_id,
        label: row.label,
        clauses: revision.clauses.iter().filter_map(|id| refs.get(id)).cloned().collect(),
        body: revision.body,
        sent_back: row.sent_back,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

fn missing(what: &str) -> Error {
    Error::internal(format!("a question lacks {what}"))
}

async fn revision(db: &Db, id: RevisionId) -> Result<Revision> {
    store::revisions(db.read(), &[id]).await?.remove(&id).ok_or_else(|| missing("its revision"))
}

/// # Errors
/// `Invalid` with everything that is wrong with it.
pub async fn create(db: &Db, cx: &Context, input: QuestionInput) -> Result<QuestionId> {
    let (input, clauses) = checked(db, vec![input], |_| String::new()).await?;
    let made = write_new(db, cx, &input, &clauses, false).await?;
    made.into_iter().next().ok_or_else(|| missing("everything"))
}

/// Takes many questions at once, all or none, as drafts or straight to review.
///
/// # Errors
/// `Invalid` with everything that is wrong with any of them; `Already` with the first of them.
pub async fn create_all(
    db: &Db,
    cx: &Context,
    inputs: Vec<QuestionInput>,
    submit: bool,
) -> Result<Vec<QuestionId>> {
    check(rule::check_count(inputs.len()))?;
    let (inputs, clauses) = checked(db, inputs, |place| format!("/items/{place}")).await?;
    write_new(db, cx, &inputs, &clauses, submit).await
}

/// The questions that were made together with this one: what [`create_all`] gave.
///
/// # Errors
/// Those of the database.
pub async fn made_with(db: &Db, id: QuestionId) -> Result<Vec<QuestionId>> {
    store::made_with(db.read(), id).await
}

/// Inputs in the form that is kept, and the clauses that they cite.
async fn checked(
    db: &Db,
    inputs: Vec<QuestionInput>,
    at: impl Fn(usize) -> String,
) -> Result<(Vec<QuestionInput>, HashMap<ClauseId, ClauseRef>)> {
    let inputs: Vec<QuestionInput> = inputs.into_iter().map(rule::kept).collect();
    let topics = materials::service::topics(db).await?;
    let cited: Vec<ClauseId> = inputs.iter().flat_map(|input| input.clauses.iter().copied()).collect();
    let clauses = materials::service::clause_refs(db, &cited).await?;
    let issues = inputs.iter().enumerate().flat_map(|(place, input)| {
        let prefix = at(place);
        let under = move |issue: Issue| Issue { at: format!("{prefix}{}", issue.at), ..issue };
        faults(input, &topics, &clauses).into_iter().map(under)
    });
    check(issues.collect())?;
    Ok((inputs, clauses))
}

fn faults(input: &QuestionInput, topics: &[Topic], clauses: &HashMap<ClauseId, ClauseRef>) -> Vec<Issue> {
    let mut issues = rule::validate(&input.body);
    issues.extend(rule::check_filing(input));
    if topics.iter().all(|topic| topic.id != input.topic) {
        issues.push(BankIssue::TopicUnknown.at("/topic"));
    }
    let unknown = input.clauses.iter().enumerate().filter(|(_, id)| !clauses.contains_key(id));
    issues.extend(unknown.map(|(place, _)| BankIssue::ClauseUnknown.at(format!("/clauses/{place}"))));
    issues
}

async fn write_new(
    db: &Db,
    cx: &Context,
    inputs: &[QuestionInput],
    clauses: &HashMap<ClauseId, ClauseRef>,
    submit: bool,
) -> Result<Vec<QuestionId>> {
    let author = cx.caller()?.id;
    let state = if submit { rule::submit(QuestionState::Draft)? } else { QuestionState::Draft };
    db.unit(cx, Deed::new("bank.create").with("count", inputs.len()), async |unit| {
        // Ids of one instant come in any order; questions keep theirs.
        let mut ids: Vec<QuestionId> = inputs.iter().map(|_| QuestionId::new(unit.cx())).collect();
        ids.sort_unstable();
        let new: Vec<New> = inputs
            .iter()
            .zip(ids)
            .map(|(input, question)| New { question, input, clauses: cited(input, clauses) })
            .collect();
        store::insert(unit, author, state, &new).await?;
        let mut resting = Resting::default();
        new.iter().for_each(|new| resting.add(&new.clauses, 1));
        resting.tell(unit).await?;
        if let Some(first) = new.first() {
            unit.made(first.question.0);
        }
        Ok(new.into_iter().map(|new| new.question).collect())
    })
    .await
}

fn cited<'a>(input: &QuestionInput, clauses: &'a HashMap<ClauseId, ClauseRef>) -> Vec<&'a ClauseRef> {
    input.clauses.iter().filter_map(|id| clauses.get(id)).collect()
}

/// How many questions more rest on what: the archive shows it.
#[derive(Default)]
struct Resting {
    clauses: BTreeMap<ClauseId, i32>,
    materials: BTreeMap<MaterialId, i32>,
}

impl Resting {
    fn add(&mut self, clauses: &[&ClauseRef], more: i32) {
        let materials: std::collections::BTreeSet<MaterialId> =
            clauses.iter().map(|clause| clause.material.id).collect();
        clauses.iter().for_each(|clause| *self.clauses.entry(clause.id).or_default() += more);
        materials.into_iter().for_each(|id| *self.materials.entry(id).or_default() += more);
    }
    async fn tell(mut self, unit: &Unit) -> Result<()> {
        self.clauses.retain(|_, more| *more != 0);
        self.materials.retain(|_, more| *more != 0);
        materials::service::add_questions(unit, &self.clauses, &self.materials).await
    }
}

/// A new revision by the author. It must be reviewed again; papers keep the one they drew.
///
/// # Errors
/// `Invalid`, `Forbidden` for another's question, `Refused` in review or once retired, `Stale`.
pub async fn edit(db: &Db, cx: &Context, id: QuestionId, version: i32, input: QuestionInput) -> Result<()> {
    let (inputs, refs) = checked(db, vec![input], |_| String::new()).await?;
    let Some(input) = inputs.first() else { return Ok(()) };
    let row = store::find(db.read(), id).await?.ok_or(Error::NotFound("bank"))?;
    let before = revision(db, row.revision_id).await?;
    let rested = materials::service::clause_refs(db, &before.clauses).await?;
    db.unit(cx, Deed::new("bank.edit").on(id.0).with("revision", before.no + 1), async |unit| {
        let row = own(unit, id).await?;
        // The revision read above is the one of this version.
        if row.version != version || row.revision_id != before.id {
            return Err(Error::Stale { current: row.version });
        }
        let state = rule::revise(row.state()?)?;
        let clauses = cited(input, &refs);
        store::revise(unit, &row, before.no + 1, state, input, &clauses).await?;
        let mut resting = Resting::default();
        resting.add(&rested.values().collect::<Vec<_>>(), -1);
        resting.add(&clauses, 1);
        resting.tell(unit).await
    })
    .await
}

async fn find(unit: &Unit, id: QuestionId) -> Result<Row> {
    store::find(unit.tx(), id).await?.ok_or(Error::NotFound("bank"))
}

/// The caller's own question.
async fn own(unit: &Unit, id: QuestionId) -> Result<Row> {
    let row = find(unit, id).await?;
    if unit.cx().caller()?.id == row.author_id { Ok(row) } else { Err(Error::Forbidden) }
}

/// # Errors
/// `Forbidden` for another's question, `Refused` for what is no draft.
pub async fn submit(db: &Db, cx: &Context, id: QuestionId) -> Result<()> {
    db.unit(cx, Deed::new("bank.submit").on(id.0), async |unit| {
        let row = own(unit, id).await?;
        let state = rule::submit(row.state()?)?;
        store::set_state(unit, &row, state, Step::default()).await
    })
    .await
}

/// A second person finds it good: it is live.
///
/// # Errors
/// `Refused` for the author, and for what is not in review.
pub async fn accept(db: &Db, cx: &Context, id: QuestionId) -> Result<()> {
    let reviewer = cx.caller()?.id;
    db.unit(cx, Deed::new("bank.accept").on(id.0), async |unit| {
        let row = find(unit, id).await?;
        let state = rule::accept(row.state()?, row.author_id, reviewer)?;
        store::set_state(unit, &row, state, Step { reviewer: Some(reviewer), sent_back: None }).await
    })
    .await
}

/// A second person gives it back, with words.
///
/// # Errors
/// `Invalid` without words, `Refused` for the author, and for what is not in review.
pub async fn send_back(db: &Db, cx: &Context, id: QuestionId, words: &str) -> Result<()> {
    let words = rule::plain(words);
    check(rule::check_words(&words, "/words"))?;
    let reviewer = cx.caller()?.id;
    db.unit(cx, Deed::new("bank.send_back").on(id.0), async |unit| {
        let row = find(unit, id).await?;
        let state = rule::send_back(row.state()?, row.author_id, reviewer)?;
        store::set_state(unit, &row, state, Step { reviewer: Some(reviewer), sent_back: Some(words) }).await
    })
    .await
}

/// Takes a question out of use for good, with a reason that stands in the audit log.
///
/// # Errors
/// `Invalid` without a reason, `Refused` if it is retired already.
pub async fn retire(db: &Db, cx: &Context, id: QuestionId, reason: &str) -> Result<()> {
    let reason = rule::plain(reason);
    check(rule::check_words(&reason, "/reason"))?;
    let row = store::find(db.read(), id).await?.ok_or(Error::NotFound("bank"))?;
    let rested = revision(db, row.revision_id).await?.clauses;
    let rested = materials::service::clause_refs(db, &rested).await?;
    db.unit(cx, Deed::new("bank.retire").on(id.0).with("reason", reason), async |unit| {
        let now = find(unit, id).await?;
        if now.revision_id != row.revision_id {
            return Err(Error::Stale { current: now.version });
        }
        let state = rule::retire(now.state()?)?;
        let step = Step { reviewer: now.reviewer_id, sent_back: None };
        store::set_state(unit, &now, state, step).await?;
        let mut resting = Resting::default();
        resting.add(&rested.values().collect::<Vec<_>>(), -1);
        resting.tell(unit).await
    })
    .await
}
