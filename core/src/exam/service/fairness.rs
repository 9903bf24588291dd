//! The fairness sheet of an exam: before the draw on a trial draw from a throwaway seed, afterwards on
//! the papers that were given, and once the exam is over also by the difficulties that it found.

use std::collections::HashMap;

use super::{
    super::{
        model::{Exam, ExamId, ExamState},
        rule::ExamRefusal,
        shelf::Shelf,
        store::candidates,
    },
    drafting, drawing, lookup,
    supply::Supply,
};
use crate::{
    bank::QuestionId,
    kernel::{Context, Error, Permission, Result, error, seal::Hash},
    paper::{
        self, Avoid, CandidateId, Deal, Estimate, Frozen, Paper, PoolQuestion,
        difficulty::{self, Responses},
        fairness::{Overlap, Sheet},
    },
    people,
    unit::Db,
};

crate::text_enum! {
    /// Which papers a sheet is about.
    pub enum SheetBasis {
        /// A trial draw: the real one will be another.
        Preview = "preview",
        /// The papers that were given.
        Given = "given",
    }
}

/// How equal the papers of an exam are.
#[derive(Clone, Debug)]
pub struct Fairness {
    pub basis: SheetBasis,
    pub papers: usize,
    /// By the estimates of publication.
    pub sheet: Sheet,
    /// By what the exam itself found.
    pub found: Option<Sheet>,
    /// What papers of different sessions share.
    pub between_sessions: Option<Overlap>,
    /// Which question stands at each index of the pool.
    pub questions: Vec<QuestionId>,
}

/// The sheet. `found` is what the exam's responses earned by pool index, once nobody sits any more.
///
/// # Errors
/// `Invalid` for a draft that can't be published, `Refused` before the release for whoever only sits,
/// `NotFound`.
pub async fn fairness(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    found: Option<HashMap<u32, Responses>>,
) -> Result<Fairness> {
    let exam = lookup::get(db, cx, id).await?;
    if exam.state != ExamState::Released && !cx.may(Permission::ExamRead) {
        return Err(ExamRefusal::FairnessNotOpen.into());
    }
    let (basis, frozen, seed, pool, given) = sources(db, shelf, cx, &exam).await?;
    let questions = pool.iter().map(|question| question.question).collect();
    tokio::task::spawn_blocking(move || {
        let estimates: Vec<Estimate> = pool.iter().map(|question| question.estimate).collect();
        let late = u32::try_from(given.iter().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
        let deal = Deal::with_late(frozen.clone(), seed, late.saturating_sub(frozen.places))?;
        let by_session = if given.is_empty() { vec![trial(&deal)] } else { given };
        let papers: Vec<Paper> = by_session.iter().flatten().cloned().collect();
        let found = found.map(|found| {
            let updated: Vec<Estimate> =
                (0u32..).zip(&estimates).map(|(index, before)| updated(*before, found.get(&index))).collect();
            Sheet::of(&deal, &papers, &updated)
        });
        Ok(Fairness {
            basis,
            papers: papers.len(),
            sheet: Sheet::of(&deal, &papers, &estimates),
            found,
            between_sessions: Overlap::between(&by_session),
            questions,
        })
    })
    .await
    .map_err(Error::internal)?
}

/// What the papers come from, and those that were given by session; none before the draw.
async fn sources(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    exam: &Exam,
) -> Result<(SheetBasis, Frozen, Hash, Vec<PoolQuestion>, Vec<Vec<Paper>>)> {
    if exam.state == ExamState::Draft {
        let supply = Supply::read(db, &exam.plan).await?;
        let people = people::service::active_in_groups(db, &exam.plan.groups).await?.len();
        error::check(drafting::judge(&exam.plan, &supply, people, cx.now())?.issues)?;
        let places = u32::try_from(people).map_err(Error::internal)?;
        let frozen = Frozen::new(&exam.plan.blueprint, &supply.questions, places)
            .map_err(|_| Error::internal("a blueprint that was found to be met can't be met"))?;
        return Ok((SheetBasis::Preview, frozen, cx.random(), supply.questions, Vec::new()));
    }
    let pool = shelf.pool(db, exam.id).await?;
    if exam.drawn_at.is_none() {
        let (frozen, questions) = (pool.frozen.clone(), pool.questions.clone());
        return Ok((SheetBasis::Preview, frozen, cx.random(), questions, Vec::new()));
    }
    let (frozen, seed) = drawing::sources(db, shelf, exam).await?;
    let mut papers: HashMap<CandidateId, Paper> =
        paper::service::list(db, exam.id.0).await?.into_iter().collect();
    let entrants = candidates::entrants(db.read(), exam.id, &exam.sessions).await?;
    let by_session = exam
        .sessions
        .iter()
        .map(|session| {
            let of_session = entrants.iter().filter(|entrant| entrant.session.id == session.id);
            of_session.filter_map(|entrant| papers.remove(&entrant.candidate)).collect()
        })
        .filter(|papers: &Vec<Paper>| !papers.is_empty())
        .collect();
    Ok((SheetBasis::Given, frozen, seed, pool.questions.clone(), by_session))
}

/// As many papers as the exam will have, for nobody in particular.
fn trial(deal: &Deal) -> Vec<Paper> {
    (0..deal.frozen().places)
        .map(|place| {
            let id = CandidateId(uuid::Uuid::from_u128(u128::from(place)));
            deal.paper(&drawing::candidate(id, place, Avoid::default())).paper
        })
        .collect()
}

/// The estimate of publication with what the exam's own responses add to it.
fn updated(before: Estimate, found: Option<&Responses>) -> Estimate {
    let Some(found) = found else { return before };
    let weight = difficulty::WEIGHT.saturating_add(before.responses);
    let after = difficulty::estimate(before.facility, weight, *found);
    Estimate { responses: before.responses.saturating_add(found.count), ..after }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_exam_found_moves_an_estimate_by_its_weight() {
        let before = Estimate { facility: 8_000, error: 1_000, responses: 12 };
        assert_eq!(updated(before, None), before);
        // (20 × 0.8 + 20 × 0.4) ÷ 40
        let after = updated(before, Some(&Responses { count: 20, shares: 80_000 }));
        assert_eq!((after.facility, after.responses), (6_000, 32));
    }
}
