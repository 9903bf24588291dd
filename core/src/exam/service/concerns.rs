//! Questions that changed between publication and exam (edited, stale, retired): who takes them out of
//! the papers that nobody has begun, or keeps them, and why. Who has begun is a fact of the sittings,
//! which the word above hands in.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        model::{Concern, ConcernChoice, Decision, Exam, ExamId, Unranked},
        rule::{self, ExamRefusal},
        shelf::Shelf,
        store::{
            addenda::{self, Stored},
            candidates, published, witnesses,
        },
    },
    drawing, find, lookup, tell,
};
use crate::{
    bank::{self, QuestionState, RevisionId},
    kernel::{Context, Error, PersonId, Result, error::Busy, number},
    paper::{
        self, Candidate, CandidateId, Deal, Paper,
        export::{Addendum, Change},
    },
    people,
    unit::{Db, Deed, Unit},
};

/// What is not as it was frozen and stands on a paper, or was decided on before. None before the draw.
///
/// # Errors
/// `NotFound`.
pub async fn concerns(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    begun: &HashSet<PersonId>,
) -> Result<Vec<Concern>> {
    let exam = lookup::get(db, cx, id).await?;
    if exam.drawn_at.is_none() {
        return Ok(Vec::new());
    }
    let pool = shelf.pool(db, id).await?;
    let questions: Vec<_> = pool.questions.iter().map(|question| question.question).collect();
    let filed = bank::service::filed(db, &questions).await?;
    let mut decisions = addenda::decisions(db.read(), id).await?;
    let asked = asked(db, id, begun).await?;
    // Afterwards there is nothing to decide any more: what was decided stays readable.
    let undecided = rule::takes_addenda(exam.course(), cx.now()).is_ok();
    let mut concerns: Vec<Concern> = Vec::new();
    for (place, question) in (0u32..).zip(&pool.questions) {
        let Some(now) = filed.get(&question.question) else { continue };
        let revised = now.revision != question.revision;
        let (papers, open) = asked.get(&place).copied().unwrap_or_default();
        let changed = undecided && papers > 0 && (revised || now.state != QuestionState::Live);
        if changed || decisions.contains_key(&place) {
            concerns.push(Concern {
                place,
                question: question.question,
                kind: question.kind,
                label: question.label,
                stem: String::new(),
                state: now.state,
                revised,
                papers,
                open,
                decision: None,
            });
        }
    }
    let by: Vec<PersonId> = decisions.values().map(|decision| decision.by).collect();
    let people = people::service::refs(db, &by).await?;
    let revision = |place: u32| -> Option<RevisionId> {
        pool.questions.get(number::index(i64::from(place))).map(|question| question.revision)
    };
    let revisions: Vec<RevisionId> = concerns.iter().filter_map(|concern| revision(concern.place)).collect();
    let mut bodies = bank::service::bodies(db, &revisions).await?;
    for concern in &mut concerns {
        let body = revision(concern.place).and_then(|revision| bodies.remove(&revision));
        concern.stem = body.map(|revision| revision.body.stem).unwrap_or_default();
        concern.decision = decisions.remove(&concern.place).and_then(|made| {
            let by = people.get(&made.by)?.clone();
            Some(Decision { choice: made.choice, reason: made.reason, by, at: made.at })
        });
    }
    Ok(concerns)
}

/// By pool index: on how many papers it stands, and on how many that nobody has begun.
async fn asked(db: &Db, id: ExamId, begun: &HashSet<PersonId>) -> Result<HashMap<u32, (usize, usize)>> {
    let begun: HashSet<CandidateId> = candidates::dealt(db.read(), id)
        .await?
        .into_iter()
        .filter(|dealt| begun.contains(&dealt.person))
        .map(|dealt| dealt.candidate)
        .collect();
    let mut asked: HashMap<u32, (usize, usize)> = HashMap::new();
    for (candidate, paper) in paper::service::list(db, id.0).await? {
        for question in &paper.questions {
            let (papers, open) = asked.entry(question.index).or_default();
            *papers += 1;
            *open += usize::from(!begun.contains(&candidate));
        }
    }
    Ok(asked)
}

/// A question that changed and stands on papers.
async fn concern(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    place: u32,
    begun: &HashSet<PersonId>,
) -> Result<Concern> {
    let exam = lookup::get(db, cx, id).await?;
    rule::takes_addenda(exam.course(), cx.now())?;
    let found = concerns(db, shelf, cx, id, begun).await?;
    let found = found.into_iter().find(|concern| concern.place == place && concern.papers > 0);
    Ok(found.ok_or(ExamRefusal::NoConcern)?)
}

/// Leaves a question on the papers although it changed; who decided so, and why, is kept.
///
/// # Errors
/// `Invalid` without a reason, `Refused` for a question that is as it was frozen, before the draw and
/// once the exam is over.
pub async fn keep_question(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    place: u32,
    reason: &str,
) -> Result<()> {
    let reason = rule::reason(reason)?;
    concern(db, shelf, cx, id, place, &HashSet::new()).await?;
    let deed = Deed::new("exam.keep_question").on(id.0).with("index", place).with("reason", reason.clone());
    db.unit(cx, deed, async |unit| {
        let decision =
            Decision { choice: ConcernChoice::Kept, reason, by: unit.cx().caller()?.id, at: unit.now() };
        addenda::decide(unit, id, place, &decision).await
    })
    .await
}

/// The papers of everybody without one question, reckoned before the unit that puts them in place.
pub struct Replacement {
    exam: ExamId,
    place: u32,
    reason: String,
    papers: Vec<Replaced>,
    /// How many addenda there were.
    before: usize,
}

struct Replaced {
    person: PersonId,
    candidate: CandidateId,
    paper: Paper,
    changed: bool,
    /// It holds a question whose key this person knows: the cell had nothing else.
    barred: bool,
}

/// Reckons what taking a question out comes to.
///
/// # Errors
/// As [`keep_question`].
pub async fn plan_replacement(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    place: u32,
    reason: &str,
) -> Result<Replacement> {
    let reason = rule::reason(reason)?;
    concern(db, shelf, cx, id, place, &HashSet::new()).await?;
    let exam: Exam = lookup::get(db, cx, id).await?;
    let (frozen, seed) = drawing::sources(db, shelf, &exam).await?;
    let list = candidates::dealt(db.read(), id).await?;
    let listed = drawing::listed(&seed, frozen.places, list);
    let added = addenda::list(db.read(), id).await?;
    let before = added.len();
    let withdrawn = withdrawn(&added);
    let given: HashMap<CandidateId, Paper> = paper::service::list(db, id.0).await?.into_iter().collect();
    let papers = tokio::task::spawn_blocking(move || -> Result<Vec<Replaced>> {
        let late = u32::try_from(listed.len()).unwrap_or(u32::MAX).saturating_sub(frozen.places);
        let deal = Deal::with_late(frozen, seed, late)?;
        Ok(listed
            .into_iter()
            .map(|(person, candidate)| {
                let gone = withdrawn.get(&candidate.id).map_or(&[][..], Vec::as_slice);
                without(&deal, person, &candidate, gone, place, given.get(&candidate.id))
            })
            .collect())
    })
    .await
    .map_err(Error::internal)??;
    Ok(Replacement { exam: id, place, reason, papers, before })
}

fn without(
    deal: &Deal,
    person: PersonId,
    candidate: &Candidate,
    gone: &[u32],
    place: u32,
    given: Option<&Paper>,
) -> Replaced {
    let gone: Vec<u32> = gone.iter().copied().chain([place]).collect();
    let drawn = deal.paper_without(candidate, &gone);
    Replaced {
        person,
        candidate: candidate.id,
        changed: given != Some(&drawn.paper),
        barred: drawn.barred.iter().any(|index| candidate.avoid.hard.contains(index)),
        paper: drawn.paper,
    }
}

/// For whom which questions were withdrawn before, in order.
pub(super) fn withdrawn(added: &[Stored]) -> HashMap<CandidateId, Vec<u32>> {
    let mut withdrawn: HashMap<CandidateId, Vec<u32>> = HashMap::new();
    for stored in added {
        if let Change::Withdrawn { question, candidates } = &stored.addendum.change {
            for candidate in candidates {
                withdrawn.entry(*candidate).or_default().push(*question);
            }
        }
    }
    withdrawn
}

/// Puts the papers in place for everybody who has not begun, as one addendum. The caller keeps anybody
/// from beginning while the unit lasts, and says who has.
///
/// # Errors
/// `Refused` if everybody has begun or the cell has nothing else, once the exam is over; `Busy` if
/// somebody else added to the exam meanwhile.
pub async fn replace(unit: &Unit, planned: Replacement, begun: &HashSet<PersonId>) -> Result<()> {
    let (id, by) = (planned.exam, unit.cx().caller()?.id);
    witnesses::hold(unit, id).await?;
    rule::takes_addenda(find(unit, id).await?.course(), unit.now())?;
    let added = addenda::list(unit.tx(), id).await?;
    if added.len() != planned.before {
        return Err(Error::Busy(Busy::Load));
    }
    let open: Vec<&Replaced> =
        planned.papers.iter().filter(|replaced| !begun.contains(&replaced.person)).collect();
    if open.is_empty() {
        return Err(ExamRefusal::AllBegun.into());
    }
    let asks =
        |replaced: &Replaced| replaced.paper.questions.iter().any(|asked| asked.index == planned.place);
    if open.iter().any(|replaced| asks(replaced)) {
        return Err(ExamRefusal::NothingToReplaceWith.into());
    }
    let before = match added.last() {
        Some(last) => last.addendum.digest,
        None => published::committed(unit.tx(), id).await?.c,
    };
    let change = Change::Withdrawn {
        question: planned.place,
        candidates: open.iter().map(|replaced| replaced.candidate).collect(),
    };
    let addendum = Addendum::new(before, change, &[]);
    let papers: Vec<(CandidateId, Paper)> = open
        .iter()
        .filter(|replaced| replaced.changed)
        .map(|replaced| (replaced.candidate, replaced.paper.clone()))
        .collect();
    paper::service::replace_papers(unit, id.0, &papers).await?;
    let barred: Vec<PersonId> =
        open.iter().filter(|replaced| replaced.barred).map(|replaced| replaced.person).collect();
    candidates::set_unranked(unit, id, &barred, Unranked::OwnQuestions).await?;
    let no = i32::try_from(planned.before + 1).map_err(Error::internal)?;
    addenda::insert(unit, id, no, &addendum, by).await?;
    let decision = Decision { choice: ConcernChoice::Replaced, reason: planned.reason, by, at: unit.now() };
    addenda::decide(unit, id, planned.place, &decision).await?;
    unit.note("papers", papers.len());
    unit.note("digest", addendum.digest.to_string());
    tell(unit, id, "addendum").await
}
