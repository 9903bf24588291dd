//! Rulings: proposed by one, shown with who moves by how much, confirmed by another, and then
//! marked everywhere.

use std::collections::{BTreeMap, HashMap};

use super::{
    super::{
        marker::Marker,
        model::{Mark, MarkOf, Ruling, RulingKind, RulingState, Sheet},
        rule::{self, Contender, GradingIssue, LONGEST_REASON, Placed, places_of},
        ruling::{self, Reach, passes},
        store,
    },
    release::REMARK,
};
use crate::{
    bank::{
        self,
        model::{Key, QuestionId},
    },
    exam::{self, Exam, ExamId, ExamState},
    job::{self, model::Order},
    kernel::{Context, Error, Fault, PersonId, Points, Result},
    paper,
    sitting::{model::SittingId, service as sittings},
    unit::{Db, Deed},
};

/// Somebody whose points, pass or place a ruling changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub person: PersonId,
    pub before: Points,
    pub after: Points,
    pub passed_before: bool,
    pub passed_after: bool,
    pub place_before: Option<i32>,
    pub place_after: Option<i32>,
}

/// What a ruling would do.
pub struct Preview {
    /// Marked papers that have the question.
    pub affected: usize,
    pub moved: Vec<Moved>,
    pub warnings: Vec<Fault>,
}

/// All rulings of an exam, as they were made.
///
/// # Errors
/// Those of the database.
pub async fn list_rulings(db: &Db, exam: ExamId) -> Result<Vec<Ruling>> {
    store::list_rulings(db.read(), exam).await
}

/// What a ruling on a question would change if it were applied now. Nothing is stored.
///
/// # Errors
/// `Invalid` for a key the question can't have, `Refused` for a ruling that can't be made.
pub async fn preview(
    marker: &Marker,
    db: &Db,
    cx: &Context,
    exam: ExamId,
    question: QuestionId,
    kind: RulingKind,
    key: Option<Key>,
) -> Result<Preview> {
    let exam = exam::service::get(db, cx, exam).await?;
    let wanted = Wanted::new(marker, db, &exam, question, kind, key).await?;
    wanted.preview(db, &exam).await
}

/// A ruling as somebody wants it.
pub struct Proposal {
    pub question: QuestionId,
    pub kind: RulingKind,
    pub key: Option<Key>,
    pub reason: String,
}

/// The stem of the question that a ruling is about, in the revision that the exam asked.
///
/// # Errors
/// Those of the database.
pub async fn ruled_stem(marker: &Marker, db: &Db, ruling: &Ruling) -> Result<String> {
    let sheet = marker.sheet(db, ruling.exam, 0).await?;
    let index = usize::try_from(ruling.index).map_err(Error::internal)?;
    let line = sheet.questions.get(index).ok_or(Error::NotFound("question"))?;
    let mut bodies = bank::service::bodies(db, &[line.revision]).await?;
    Ok(bodies.remove(&line.revision).ok_or(Error::NotFound("question"))?.body.stem)
}

/// Proposes a ruling: nothing moves until a second person confirms it.
///
/// # Errors
/// As for [`preview`], and `Invalid` without a reason.
pub async fn propose(
    marker: &Marker,
    db: &Db,
    cx: &Context,
    exam: ExamId,
    proposal: Proposal,
) -> Result<Ruling> {
    let author = cx.caller()?.id;
    let Proposal { question, kind, key, reason } = proposal;
    if reason.chars().count() > LONGEST_REASON {
        return Err(GradingIssue::ReasonTooLong.at("/reason").with("most", LONGEST_REASON).into());
    }
    let exam = exam::service::get(db, cx, exam).await?;
    if exam.state == ExamState::Draft {
        return Err(Error::NotFound("exam"));
    }
    let wanted = Wanted::new(marker, db, &exam, question, kind, key.clone()).await?;
    // Whether a second person can be found is not known yet: the service stands in for one.
    let nobody = PersonId(uuid::Uuid::nil());
    ruling::confirm(author, nobody, &reason, |person| wanted.ranked_with_question.contains(&person))?;
    let deed = Deed::new("grading.propose_ruling").on(exam.id.0).with("question", question.to_string());
    db.unit(cx, deed, async |unit| {
        store::lock_exam(unit.tx(), exam.id).await?;
        let last = store::list_rulings(unit.tx(), exam.id).await?.last().map_or(0, |ruling| ruling.no);
        let new = Ruling {
            exam: exam.id,
            no: last + 1,
            index: wanted.index,
            question,
            kind,
            key,
            reason: reason.trim().to_owned(),
            author,
            second: None,
            state: RulingState::Proposed,
            at: unit.now(),
            decided_at: None,
            applied_as: None,
            moved: None,
        };
        store::add_ruling(unit.tx(), &new).await?;
        unit.note("no", new.no);
        Ok(new)
    })
    .await
}

/// Confirms a proposed ruling; everyone is marked again in the background.
///
/// # Errors
/// `Refused` for the author, for who has the question on the own paper, and for one decided
/// already.
pub async fn confirm(marker: &Marker, db: &Db, cx: &Context, exam: ExamId, no: i32) -> Result<Ruling> {
    let second = cx.caller()?.id;
    let proposed = proposed(db, exam, no).await?;
    let exam = exam::service::get(db, cx, exam).await?;
    let (question, kind, key) = (proposed.question, proposed.kind, proposed.key.clone());
    let wanted = Wanted::new(marker, db, &exam, question, kind, key).await?;
    ruling::confirm(proposed.author, second, &proposed.reason, |person| {
        wanted.ranked_with_question.contains(&person)
    })?;
    let moved = wanted.preview(db, &exam).await?.moved.len();
    let deed = Deed::new("grading.confirm_ruling").on(exam.id.0).with("no", no).with("moved", moved);
    db.unit(cx, deed, async |unit| {
        if store::lock_exam(unit.tx(), exam.id).await? != exam.ruling {
            return Err(GradingIssue::AlreadyDecided.into());
        }
        let applied_as = exam.ruling + 1;
        let decided = Ruling {
            state: RulingState::Applied,
            second: Some(second),
            decided_at: Some(unit.now()),
            applied_as: Some(applied_as),
            moved: i32::try_from(moved).ok(),
            ..proposed.clone()
        };
        if !store::decide(unit.tx(), &decided).await? {
            return Err(GradingIssue::AlreadyDecided.into());
        }
        exam::service::set_ruling(unit, exam.id, applied_as).await?;
        let order = Order { kind: REMARK, key: exam.id.to_string(), payload: serde_json::to_value(exam.id)? };
        job::service::enqueue(unit, &order).await?;
        Ok(decided)
    })
    .await
}

/// Takes a proposed ruling back.
///
/// # Errors
/// `Refused` for one decided already.
pub async fn withdraw(db: &Db, cx: &Context, exam: ExamId, no: i32) -> Result<Ruling> {
    let by = cx.caller()?.id;
    let proposed = proposed(db, exam, no).await?;
    let deed = Deed::new("grading.withdraw_ruling").on(exam.0).with("no", no);
    db.unit(cx, deed, async |unit| {
        let decided = Ruling {
            state: RulingState::Withdrawn,
            second: Some(by),
            decided_at: Some(unit.now()),
            ..proposed.clone()
        };
        if store::decide(unit.tx(), &decided).await? {
            Ok(decided)
        } else {
            Err(GradingIssue::AlreadyDecided.into())
        }
    })
    .await
}

async fn proposed(db: &Db, exam: ExamId, no: i32) -> Result<Ruling> {
    let rulings = store::list_rulings(db.read(), exam).await?;
    let ruling = rulings.into_iter().find(|ruling| ruling.no == no).ok_or(Error::NotFound("ruling"))?;
    if ruling.state == RulingState::Proposed { Ok(ruling) } else { Err(GradingIssue::AlreadyDecided.into()) }
}

/// A ruling that could be made, with the marks it would change.
struct Wanted {
    index: u32,
    /// The sheet as it would be.
    sheet: Sheet,
    marks: Vec<MarkOf>,
    /// People with a ranked sitting whose paper has the question.
    ranked_with_question: Vec<PersonId>,
    /// Whose sitting each is.
    people: HashMap<SittingId, PersonId>,
}

impl Wanted {
    async fn new(
        marker: &Marker,
        db: &Db,
        exam: &Exam,
        question: QuestionId,
        kind: RulingKind,
        key: Option<Key>,
    ) -> Result<Self> {
        let change = kind.change(key).ok_or_else(|| Error::from(GradingIssue::KeyMissing.at("/key")))?;
        let sheet = marker.sheet(db, exam.id, exam.ruling).await?;
        let index = sheet.questions.iter().zip(0u32..).find(|(line, _)| line.question == question);
        let (line, index) = index.ok_or_else(|| Error::from(GradingIssue::NotInExam.at("/question")))?;
        let bodies = bank::service::bodies(db, &[line.revision]).await?;
        let revision = bodies.get(&line.revision).ok_or(Error::NotFound("question"))?;
        let reach = reach(db, exam, &sheet, index).await?;
        line.marking.after(&revision.body, &change, reach)?;
        let mut after = Sheet::clone(&sheet);
        rule::apply(&mut after, &bodies, index, &change)?;

        let entrants = exam::service::entrants(db, exam).await?;
        let unranked = |person: PersonId| {
            entrants.iter().any(|entrant| entrant.person == person && entrant.unranked.is_some())
        };
        let marks = store::list_marks(db.read(), exam.id, exam.ruling).await?;
        let people: HashMap<SittingId, PersonId> = sittings::list_of_exam(db, exam.id)
            .await?
            .into_iter()
            .map(|sitting| (sitting.head().key.id, sitting.head().person))
            .collect();
        let with_question = marks.iter().filter(|of| has(&of.mark, index));
        let with_question = with_question.filter_map(|of| people.get(&of.sitting.id).copied());
        let ranked_with_question = with_question.filter(|person| !unranked(*person)).collect();
        Ok(Self { index, sheet: after, marks, ranked_with_question, people })
    }

    async fn preview(&self, db: &Db, exam: &Exam) -> Result<Preview> {
        let entrants: HashMap<_, _> = exam::service::entrants(db, exam)
            .await?
            .into_iter()
            .map(|entrant| (entrant.person, entrant))
            .collect();
        let released = exam.state == ExamState::Released;
        let mut affected = 0;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for of in &self.marks {
            let Some(person) = self.people.get(&of.sitting.id).copied() else { continue };
            let Some(entrant) = entrants.get(&person) else { continue };
            let now = if has(&of.mark, self.index) {
                affected += 1;
                rule::mark_again(&self.sheet, &of.mark)?.points
            } else {
                of.mark.points
            };
            let contender = |points| Contender {
                person,
                group: entrant.group,
                points,
                ranked: entrant.unranked.is_none(),
            };
            before.push(contender(of.mark.points));
            after.push(contender(now));
        }
        let places: [BTreeMap<PersonId, Placed>; 2] = [places_of(&before), places_of(&after)];
        let [place_before, place_after] =
            places.map(|places| move |person| places.get(&person).and_then(|placed| placed.place));
        let mut passes_stay = false;
        let mut moved = Vec::new();
        for (old, new) in before.iter().zip(&after) {
            let passed_before = passes(old.points, exam.plan.pass, false);
            let passed_after = passes(new.points, exam.plan.pass, released && passed_before);
            passes_stay |= passed_after && new.points < exam.plan.pass;
            let one = Moved {
                person: old.person,
                before: old.points,
                after: new.points,
                passed_before,
                passed_after,
                place_before: place_before(old.person),
                place_after: place_after(old.person),
            };
            if one.before != one.after || one.place_before != one.place_after {
                moved.push(one);
            }
        }
        let mut warnings = Vec::new();
        if passes_stay {
            warnings.push(GradingIssue::PassesStay.into());
        }
        if moved.is_empty() {
            warnings.push(GradingIssue::NothingMoves.into());
        }
        Ok(Preview { affected, moved, warnings })
    }
}

fn has(mark: &Mark, index: u32) -> bool {
    mark.detail.iter().any(|marked| marked.index == index)
}

/// Which papers a ruling on a question would touch.
async fn reach(db: &Db, exam: &Exam, sheet: &Sheet, index: u32) -> Result<Reach> {
    let papers = paper::service::list(db, exam.id.0).await?;
    let each: Vec<Points> =
        sheet.sections.iter().flat_map(|section| (0..section.count).map(|_| section.points_each)).collect();
    let counts = |asked: u32| {
        let line = usize::try_from(asked).ok().and_then(|asked| sheet.questions.get(asked));
        asked != index && line.is_some_and(|line| line.marking.treatment != ruling::Treatment::Void)
    };
    let mut reach = Reach { papers: papers.len(), with_question: 0, least_rest: Points(i64::MAX) };
    for (_, paper) in &papers {
        if paper.questions.iter().any(|asked| asked.index == index) {
            reach.with_question += 1;
            let rest = paper.questions.iter().zip(&each).filter(|(asked, _)| counts(asked.index));
            reach.least_rest = reach.least_rest.min(rest.map(|(_, points)| *points).sum());
        }
    }
    Ok(reach)
}
