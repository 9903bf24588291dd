//! Released exams come into the books by being read: grading knows nothing of it.

use std::collections::{HashMap, HashSet};

use super::super::{model::Miss, store};
use crate::{
    bank::model::QuestionId,
    exam::{self, ExamId, Shelf},
    grading::{self, model::Verdict},
    kernel::{Context, PersonId, Result, number::index},
    unit::{Db, Deed},
};

/// Misses that one unit puts into the books or takes back.
const MISSES_A_UNIT: usize = 250;

/// Puts what was missed in released exams into the books, and takes back what a later ruling has
/// made right. Done again it changes nothing.
///
/// # Errors
/// Those of the database; what was not taken in is next time.
pub async fn take_in_released(db: &Db, shelf: &Shelf, cx: &Context) -> Result<()> {
    for (exam, known) in store::exams_to_take_in(db.read()).await? {
        take_in(db, shelf, cx, exam, known).await?;
    }
    Ok(())
}

async fn take_in(db: &Db, shelf: &Shelf, cx: &Context, exam: ExamId, known: Option<i32>) -> Result<()> {
    let results = grading::service::list_results(db, exam).await?;
    // While a ruling is on its way into the results they stand under the one before it.
    let ruling = match results.iter().map(|result| result.ruling).max() {
        Some(ruling) => ruling,
        None => exam::service::get(db, cx, exam).await?.ruling,
    };
    if known == Some(ruling) {
        return Ok(());
    }
    let takers: HashMap<_, PersonId> =
        results.into_iter().map(|result| (result.sitting, result.person)).collect();
    let pool = shelf.pool(db, exam).await?;
    let mut misses = Vec::new();
    for of in grading::service::list_marks(db, exam, ruling).await? {
        let Some(person) = takers.get(&of.sitting.id).copied() else { continue };
        for marked in of.mark.detail {
            let missed = matches!(marked.verdict, Verdict::Wrong | Verdict::Partly);
            if let Some(frozen) = pool.questions.get(index(marked.index.into())).filter(|_| missed) {
                let response = marked.response.filter(|response| !response.is_empty());
                misses.push(Miss { person, question: frozen.question, revision: frozen.revision, response });
            }
        }
    }
    let known = store::misses_of(db.read(), exam).await?;
    let now: HashSet<(PersonId, QuestionId)> =
        misses.iter().map(|miss| (miss.person, miss.question)).collect();
    misses.retain(|miss| !known.contains(&(miss.person, miss.question)));
    // Books are locked in one order by all.
    misses.sort_by_key(|miss| (miss.person, miss.question));
    let mut gone: Vec<(PersonId, QuestionId)> = known.difference(&now).copied().collect();
    gone.sort_unstable();
    for misses in misses.chunks(MISSES_A_UNIT) {
        let deed = Deed::new("practice.take_in").on(exam.0).with("misses", misses.len());
        db.unit(cx, deed, async |unit| store::add_misses(unit, exam, misses).await).await?;
    }
    for gone in gone.chunks(MISSES_A_UNIT) {
        let deed = Deed::new("practice.take_back").on(exam.0).with("misses", gone.len());
        db.unit(cx, deed, async |unit| store::take_back(unit, exam, gone).await).await?;
    }
    let deed = Deed::new("practice.taken_in").on(exam.0).with("ruling", ruling);
    db.unit(cx, deed, async |unit| store::set_taken_in(unit, exam, ruling).await).await
}
