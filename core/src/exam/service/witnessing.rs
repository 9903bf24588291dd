//! Between the promise and the draw: witnesses add to the seed, then it is fixed and the papers are
//! drawn. What is shown of a draw is the same for everybody.

use std::collections::HashMap;

use super::{
    super::{
        model::{Draw, DrawRow, ExamId, ExamState},
        rule::{self, ExamRefusal},
        shelf::Shelf,
        store::{self, ExamFilter, addenda, candidates, published, witnesses},
    },
    drawing, find, lookup, tell,
};
use crate::{
    job::{self, model::JobState},
    kernel::{Context, Error, Page, PageRequest, PersonId, Result},
    paper::commitment::{self, Contribution},
    people,
    unit::{Db, Deed, Unit},
};

/// Adds a witness's words, or dice written down, to the seed. They are shown at once and stay.
///
/// # Errors
/// `Invalid` without words, `Refused` once the hour has come and for who has added already, `NotFound`.
pub async fn contribute(db: &Db, cx: &Context, id: ExamId, words: &str) -> Result<()> {
    let words = rule::contribution(words)?;
    lookup::get(db, cx, id).await?;
    let me = people::service::get(db, cx.caller()?.id).await?;
    let deed = Deed::new("exam.witness").on(id.0).with("words", words.clone());
    let added = Contribution { witness: format!("{} {}", me.number, me.name), words };
    db.unit(cx, deed, async |unit| {
        let before = open_for_words(unit, id).await?;
        if before.iter().any(|witnessed| witnessed.person == me.id) {
            return Err(ExamRefusal::WitnessedAlready.into());
        }
        let no = i32::try_from(before.len() + 1).map_err(Error::internal)?;
        witnesses::insert(unit, id, me.id, no, added).await?;
        unit.made(id.0);
        tell(unit, id, "witnessed").await
    })
    .await
}

/// Holds the exam while something is added, and gives what was added before.
async fn open_for_words(unit: &Unit, id: ExamId) -> Result<Vec<super::super::model::Witnessed>> {
    witnesses::hold(unit, id).await?;
    let exam = find(unit, id).await?;
    rule::takes_words(exam.state, exam.witness_until, exam.seeded_at, unit.now())?;
    witnesses::list(unit.tx(), id).await
}

/// Ends the witnessing before its hour: somebody has added, and nobody else is waited for.
///
/// # Errors
/// `Refused` while nobody has added, and once the hour has come.
pub async fn close_witnessing(db: &Db, cx: &Context, id: ExamId) -> Result<()> {
    let by = cx.caller()?.id;
    db.unit(cx, Deed::new("exam.close_witnessing").on(id.0), async |unit| {
        if open_for_words(unit, id).await?.is_empty() {
            return Err(ExamRefusal::NobodyWitnessed.into());
        }
        fix_seed(unit, id, Some(by)).await
    })
    .await
}

/// Fixes the seed of every exam whose hour has come, witnesses or not, and asks again for papers whose
/// drawing was given up: an exam that begins must have them.
///
/// # Errors
/// Those of the database.
pub async fn fix_due(db: &Db, cx: &Context) -> Result<()> {
    for id in witnesses::due(db.read(), cx.now()).await? {
        let fixed = db
            .unit(cx, Deed::new("exam.fix_seed").on(id.0), async |unit| {
                witnesses::hold(unit, id).await?;
                fix_seed(unit, id, None).await
            })
            .await;
        match fixed {
            // Another process was faster.
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(cause) => return Err(cause),
        }
    }
    for id in witnesses::undrawn(db.read()).await? {
        let job = job::service::find(db, drawing::DRAW, &id.to_string()).await?;
        if job.is_none_or(|job| job.state == JobState::Failed) {
            db.unit(cx, Deed::new("exam.draw_again").on(id.0), async |unit| {
                job::service::enqueue(unit, &drawing::order(id)).await
            })
            .await?;
        }
    }
    Ok(())
}

/// The seed follows from the promise and from what was added; the papers can be drawn.
pub(super) async fn fix_seed(unit: &Unit, id: ExamId, closed_by: Option<PersonId>) -> Result<()> {
    let committed = published::committed(unit.tx(), id).await?;
    let added: Vec<Contribution> =
        witnesses::list(unit.tx(), id).await?.into_iter().map(|witnessed| witnessed.contribution).collect();
    let seed = commitment::seed(&committed.system_seed, committed.c, &added);
    if !published::set_seed(unit, id, &seed, !added.is_empty(), closed_by).await? {
        return Err(ExamRefusal::WitnessingClosed.into());
    }
    unit.note("contributions", added.len());
    job::service::enqueue(unit, &drawing::order(id)).await?;
    tell(unit, id, "seeded").await
}

/// The draw of a published exam as everyone may see it.
///
/// # Errors
/// `NotFound`, also for a draft.
pub async fn draw(db: &Db, shelf: &Shelf, cx: &Context, id: ExamId) -> Result<Draw> {
    let exam = lookup::get(db, cx, id).await?;
    if exam.state == ExamState::Draft {
        return Err(Error::NotFound("exam"));
    }
    let committed = published::committed(db.read(), id).await?;
    let pool = shelf.pool(db, id).await?;
    let own = match cx.person() {
        Some(person) => candidates::admission(db.read(), id, person).await?.map(|own| own.candidate),
        None => None,
    };
    let addenda = addenda::list(db.read(), id).await?;
    let people: Vec<PersonId> = addenda.iter().map(|added| added.by).chain(committed.closed_by).collect();
    let people = people::service::refs(db, &people).await?;
    Ok(Draw {
        drawn: lookup::drawn(db, &exam).await?.ok_or(Error::NotFound("exam"))?,
        exam,
        c: committed.c,
        committed_at: committed.at,
        digests: committed.digests,
        questions: pool.questions.len(),
        candidates: pool.frozen.places,
        contributions: witnesses::list(db.read(), id).await?,
        closed_by: committed.closed_by.and_then(|by| people.get(&by)).cloned(),
        addenda: addenda.into_iter().filter_map(|added| added.told(&people)).collect(),
        own,
    })
}

/// The draws of published exams, the latest month first.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn list_draws(db: &Db, cx: &Context, request: &PageRequest) -> Result<Page<DrawRow>> {
    let filter = ExamFilter { published_only: true, ..ExamFilter::default() };
    let page = store::list(db.read(), &filter, request, cx.now()).await?;
    let ids: Vec<ExamId> = page.items.iter().map(|row| row.id).collect();
    let mut promises = published::promises(db.read(), &ids).await?;
    let counts: HashMap<ExamId, i64> = witnesses::counts(db.read(), &ids).await?;
    let items = page
        .items
        .into_iter()
        .filter_map(|exam| {
            let contributions = counts.get(&exam.id).copied().unwrap_or_default();
            Some(DrawRow { promise: promises.remove(&exam.id)?, contributions, exam })
        })
        .collect();
    Ok(Page { items, next: page.next })
}
