//! Texts and files as questions to accept, and what they rest on.

use super::{
    format::{self, FileReading, Mapping, ReadItem, Reading, read_text},
    rule::BankIssue,
};
use crate::{
    kernel::{Error, Issue, Result},
    materials::{self, ClauseRef, MaterialId},
    unit::Db,
};

/// A question as read from a text, and the clauses that its 【依据】 was found to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub item: ReadItem,
    pub clauses: Vec<ClauseRef>,
}

/// Reads pasted questions, and looks up what they rest on beside `material` or in the archive.
/// Nothing is stored.
///
/// # Errors
/// `NotFound` for the material. What is wrong with the text stands beside each question.
pub async fn read(
    db: &Db,
    text: String,
    material: Option<MaterialId>,
) -> Result<(Vec<Understood>, Vec<Issue>)> {
    let Reading { items, warnings, .. } =
        tokio::task::spawn_blocking(move || read_text(&text)).await.map_err(Error::internal)?;
    Ok((understood(db, items, material).await?, warnings))
}

/// Reads a file of any format likewise; `mapping` says what the columns of a table hold.
///
/// # Errors
/// `Invalid` for what is no file of questions, `NotFound` for the material.
pub async fn read_file(
    db: &Db,
    bytes: Vec<u8>,
    mapping: Mapping,
    material: Option<MaterialId>,
) -> Result<(FileReading, Vec<Understood>)> {
    let reading = tokio::task::spawn_blocking(move || format::read_file(&bytes, &mapping));
    let mut read = reading.await.map_err(Error::internal)?.map_err(Error::invalid)?;
    let items = std::mem::take(&mut read.reading.items);
    Ok((read, understood(db, items, material).await?))
}

async fn understood(db: &Db, items: Vec<ReadItem>, material: Option<MaterialId>) -> Result<Vec<Understood>> {
    let words: Vec<String> = items.iter().flat_map(|item| item.clause_refs.iter().cloned()).collect();
    let mut cited = materials::service::cited(db, material, &words).await?.into_iter();
    let with_clauses = |mut item: ReadItem| {
        let mut clauses: Vec<ClauseRef> = Vec::new();
        for words in &item.clause_refs {
            match cited.next().flatten() {
                Some(clause) if clauses.iter().any(|known| known.id == clause.id) => {}
                Some(clause) => clauses.push(clause),
                None => {
                    let missing = BankIssue::ClauseNotFound.at(&item.at);
                    item.warnings.push(missing.with("words", words.clone()));
                }
            }
        }
        Understood { item, clauses }
    };
    Ok(items.into_iter().map(with_clauses).collect())
}
