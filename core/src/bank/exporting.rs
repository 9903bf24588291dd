//! Questions out of the bank, as files. Keys leave with them: taking others' is recorded first,
//! and keeps these questions out of one's own papers.

use std::collections::HashMap;

use super::{
    QuestionId,
    finding::{self, QuestionFilter},
    format::{self, Exported, Format, Outgoing, Piece},
    rule::BankIssue,
    store::{self, ROWS_A_STATEMENT},
    table::finder::Model as Row,
};
use crate::{
    kernel::{Context, Error, PageRequest, Result},
    materials::{self, ClauseId, TopicId},
    unit::{Db, Deed},
};

/// More than any centre has at once.
const MAX_EXPORT: usize = 10_000;

/// What a format can't hold of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    pub question: QuestionId,
    pub stem: String,
    pub what: Vec<Piece>,
}

/// A file, or what it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub bytes: Vec<u8>,
    pub questions: usize,
    pub losses: Vec<Loss>,
}

/// Every question that fits as a file.
///
/// # Errors
/// `Invalid` where none fits, or more than [`MAX_EXPORT`].
pub async fn export(db: &Db, cx: &Context, filter: &QuestionFilter, format: Format) -> Result<Export> {
    let (rows, questions) = outgoing(db, filter).await?;
    record(db, cx, &rows).await?;
    written(rows, questions, format).await
}

/// What a file would lose, told before anyone takes it; no key leaves.
///
/// # Errors
/// As [`export`].
pub async fn export_losses(db: &Db, filter: &QuestionFilter, format: Format) -> Result<Export> {
    let (rows, questions) = outgoing(db, filter).await?;
    Ok(Export { bytes: Vec::new(), ..written(rows, questions, format).await? })
}

async fn written(rows: Vec<Row>, questions: Vec<Outgoing>, format: Format) -> Result<Export> {
    let count = questions.len();
    let stems: Vec<String> = questions.iter().map(|question| question.body.stem.clone()).collect();
    let write = tokio::task::spawn_blocking(move || format::write(format, &questions));
    let Exported { bytes, lost } = write.await.map_err(Error::internal)??;
    let losses = lost.into_iter().filter_map(|lost| {
        let (row, stem) = (rows.get(lost.place)?, stems.get(lost.place)?);
        Some(Loss { question: row.question_id, stem: stem.clone(), what: lost.what })
    });
    Ok(Export { bytes, questions: count, losses: losses.collect() })
}

/// Questions with how they are filed, in the order they were made.
async fn outgoing(db: &Db, filter: &QuestionFilter) -> Result<(Vec<Row>, Vec<Outgoing>)> {
    let rows = rows(db, filter).await?;
    let revisions: Vec<_> = rows.iter().map(|row| row.revision_id).collect();
    let mut revisions = store::revisions(db.read(), &revisions).await?;
    let topics: HashMap<TopicId, String> =
        materials::service::topics(db).await?.into_iter().map(|topic| (topic.id, topic.name)).collect();
    let cited: Vec<ClauseId> =
        revisions.values().flat_map(|revision| revision.clauses.iter().copied()).collect();
    let clauses = materials::service::clause_refs(db, &cited).await?;
    let mut questions = Vec::with_capacity(rows.len());
    for row in &rows {
        let revision = revisions
            .remove(&row.revision_id)
            .ok_or_else(|| Error::internal("a question lacks its revision"))?;
        let words = revision.clauses.iter().filter_map(|id| clauses.get(id)).map(|clause| {
            let title = clause.material.title.trim_matches(['《', '》']);
            format!("《{title}》{}", clause.label)
        });
        questions.push(Outgoing {
            clauses: words.collect(),
            body: revision.body,
            difficulty: u8::try_from(row.label).ok(),
            topic: topics.get(&row.topic_id).cloned(),
        });
    }
    Ok((rows, questions))
}

async fn rows(db: &Db, filter: &QuestionFilter) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut request = PageRequest { after: None, limit: PageRequest::LARGEST };
    loop {
        let page = finding::list(db.read(), filter, &request).await?;
        rows.extend(page.items);
        if rows.len() > MAX_EXPORT {
            let issue = BankIssue::TooManyToExport.at("/").with("most", MAX_EXPORT);
            return Err(issue.with("found", rows.len()).into());
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    if rows.is_empty() {
        return Err(BankIssue::NothingToExport.at("/").into());
    }
    rows.sort_by_key(|row| row.question_id);
    Ok(rows)
}

/// Writes down whose keys leave, before they do.
async fn record(db: &Db, cx: &Context, rows: &[Row]) -> Result<()> {
    let Some(person) = cx.person() else { return Ok(()) };
    let others: Vec<QuestionId> =
        rows.iter().filter(|row| row.author_id != person).map(|row| row.question_id).collect();
    for chunk in others.chunks(ROWS_A_STATEMENT) {
        let deed = Deed::new("bank.export").with("count", chunk.len());
        db.unit(cx, deed, async |unit| store::record_key_views(unit, chunk, person).await).await?;
    }
    Ok(())
}
