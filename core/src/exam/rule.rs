//! What may happen to an exam, and when. Pure: every rule takes the instant it is asked at.

use std::collections::BTreeMap;

use super::model::{Attendance, Course, ExamSession, ExamState, Phase, Plan};
use crate::{
    kernel::{DepartmentId, Instant, Issue, Points, Result},
    people::Person,
};

/// The page takes no answer after the deadline; the server still marks what arrives this much
/// later, the same for all.
pub const GRACE: i64 = 10 * Instant::SECOND;
const LONGEST_TITLE: usize = 80;
const MOST_MINUTES: i32 = 600;
const MOST_SESSIONS: usize = 20;
const MOST_LEAVINGS: i32 = 50;
const MOST_WITNESS_HOURS: i32 = 7 * 24;
const LONGEST_CONTRIBUTION: usize = 100;
const LONGEST_REASON: usize = 200;

crate::codes! {
    /// What can be wrong with an exam's plan.
    pub enum ExamIssue in "exam" {
        TitleMissing = "title_missing",
        TitleTooLong = "title_too_long",
        MonthInvalid = "month_invalid",
        MinutesOutOfRange = "minutes_out_of_range",
        /// The pass mark or excellence lies above the full points. Parameter: full.
        PointsAboveFull = "points_above_full",
        ExcellentBelowPass = "excellent_below_pass",
        TooManySessions = "too_many_sessions",
        ClosesBeforeOpening = "closes_before_opening",
        NoSession = "no_session",
        /// There are only make-up sessions.
        NoRegularSession = "no_regular_session",
        MakeupTooEarly = "makeup_too_early",
        OpensInThePast = "opens_in_the_past",
        /// Nobody could start and still have all the minutes. Parameters: minutes, open_minutes.
        SessionTooShort = "session_too_short",
        NoGroups = "no_groups",
        UnknownGroup = "unknown_group",
        /// The plan says that it came from a blueprint that isn't kept.
        UnknownBlueprint = "unknown_blueprint",
        NoCandidates = "no_candidates",
        /// Parameter: most.
        LeavingLimit = "leaving_limit",
        LeaveWordsTooLong = "leave_words_too_long",
        WitnessHoursOutOfRange = "witness_hours_out_of_range",
        MostOverlapOutOfRange = "most_overlap_out_of_range",
        /// Two people of different sessions would share more than the plan allows. Parameters:
        /// overlap, most (per cent).
        OverlapTooLarge = "overlap_too_large",
        /// A witness adds nothing.
        WordsMissing = "words_missing",
        WordsTooLong = "words_too_long",
        ReasonMissing = "reason_missing",
        ReasonTooLong = "reason_too_long",
        /// Paper forms are printed a few at a time. Parameter: most.
        FormCount = "form_count",
    }
}

crate::codes! {
    /// What the state of an exam forbids.
    pub enum ExamRefusal in "exam" {
        NotDraft = "not_draft",
        NotPublished = "not_published",
        NotOver = "not_over",
        AlreadyReleased = "already_released",
        NotCandidate = "not_candidate",
        /// A head acts within the own department only.
        OtherDepartment = "other_department",
        /// Nobody acts on what concerns himself.
        ConcernsYourself = "concerns_yourself",
        /// Whoever stated a leave can't confirm it.
        SecondPersonNeeded = "second_person_needed",
        NoLeave = "no_leave",
        LeaveConfirmed = "leave_confirmed",
        SessionUnknown = "session_unknown",
        SessionEnded = "session_ended",
        /// The sitting has begun; it stays in its session.
        Begun = "begun",
        /// The seed is fixed: nobody can add to it.
        WitnessingClosed = "witnessing_closed",
        WitnessedAlready = "witnessed_already",
        /// Only the hour ends a witnessing to which nobody has added.
        NobodyWitnessed = "nobody_witnessed",
        /// The proof is shown when the exam is released.
        ProofNotOpen = "proof_not_open",
        /// Whoever only sits sees the sheet once the exam is released.
        FairnessNotOpen = "fairness_not_open",
        /// The papers are not drawn yet.
        NotDrawn = "not_drawn",
        OnTheList = "on_the_list",
        PersonLeft = "person_left",
        /// Nobody can sit any more.
        IsOver = "is_over",
        /// The question is as it was frozen, or on no paper.
        NoConcern = "no_concern",
        /// The cell has no other question; it can be kept, and ruled on afterwards.
        NothingToReplaceWith = "nothing_to_replace_with",
        /// Everybody has begun: no paper can change any more.
        AllBegun = "all_begun",
    }
}

/// Where an exam is at `now`.
#[must_use]
pub fn phase(course: Course<'_>, now: Instant) -> Phase {
    let sessions = course.sessions;
    let begun = || sessions.iter().any(|session| session.opens_at <= now);
    let to_come = || sessions.iter().any(|session| now < session.opens_at);
    let running = || sessions.iter().any(|session| session.opens_at <= now && now < session.closes_at);
    match course.state {
        ExamState::Draft => Phase::Draft,
        ExamState::Released => Phase::Released,
        ExamState::Published if course.over_at.is_some_and(|over| over <= now) => Phase::Over,
        ExamState::Published if course.seeded_at.is_none() => Phase::Witnessing,
        ExamState::Published if course.drawn_at.is_none() => Phase::Drawing,
        ExamState::Published if !begun() => Phase::Coming,
        ExamState::Published if !running() && to_come() => Phase::Between,
        // After the last session somebody may still have extra time.
        ExamState::Published => Phase::Open,
    }
}

/// Until when witnesses of an exam published at `now` can add to the seed; none if that hour has
/// passed. It is counted back from the first session, so that papers are always there when it opens.
#[must_use]
pub fn witness_until(
    hours: Option<i32>,
    opens_at: impl IntoIterator<Item = Instant>,
    now: Instant,
) -> Option<Instant> {
    let first = opens_at.into_iter().min()?;
    let until = first.plus_micros(-i64::from(hours?) * Instant::HOUR);
    (now < until).then_some(until)
}

/// When an exam with these sessions is over, unless somebody gets extra time.
#[must_use]
pub fn over_at(sessions: impl IntoIterator<Item = Instant>) -> Option<Instant> {
    sessions.into_iter().max().map(|closes_at| closes_at.plus_micros(GRACE))
}

/// Whoever starts later than this has less than all the minutes.
#[must_use]
pub fn latest_start(closes_at: Instant, minutes: i32) -> Instant {
    closes_at.plus_minutes(-i64::from(minutes))
}

/// A confirmed leave excuses from the session it was stated for; whoever was moved to the make-up
/// is expected there.
#[must_use]
pub const fn excused(leave_confirmed: bool, session: &ExamSession) -> bool {
    leave_confirmed && !session.makeup
}

/// `sat` is what the sittings say.
#[must_use]
pub fn attendance(
    sat: bool,
    leave_confirmed: bool,
    session: Option<&ExamSession>,
    now: Instant,
) -> Attendance {
    match session {
        _ if sat => Attendance::Sat,
        Some(session) if now < session.closes_at && !excused(leave_confirmed, session) => {
            Attendance::Expected
        }
        None if !leave_confirmed => Attendance::Expected,
        _ if leave_confirmed => Attendance::Excused,
        _ => Attendance::Absent,
    }
}

/// What makes no sense whatever else is still to be decided: found each time a draft is saved.
#[must_use]
pub fn draft_issues(plan: &Plan) -> Vec<Issue> {
    let mut issues = Vec::new();
    let title = plan.title.trim();
    if title.is_empty() {
        issues.push(ExamIssue::TitleMissing.at("/title"));
    } else if title.chars().count() > LONGEST_TITLE {
        issues.push(ExamIssue::TitleTooLong.at("/title").with("most", LONGEST_TITLE));
    }
    if !(2000..2200).contains(&(plan.month / 100)) || !(1..=12).contains(&(plan.month % 100)) {
        issues.push(ExamIssue::MonthInvalid.at("/month"));
    }
    if !(1..=MOST_MINUTES).contains(&plan.minutes) {
        issues.push(ExamIssue::MinutesOutOfRange.at("/minutes").with("most", MOST_MINUTES));
    }
    if !(1..=MOST_LEAVINGS).contains(&plan.leaving.limit) {
        issues.push(ExamIssue::LeavingLimit.at("/leaving/limit").with("most", MOST_LEAVINGS));
    }
    if plan.pass < Points::ZERO || plan.excellent < plan.pass {
        issues.push(ExamIssue::ExcellentBelowPass.at("/excellent"));
    }
    if plan.sessions.len() > MOST_SESSIONS {
        issues.push(ExamIssue::TooManySessions.at("/sessions").with("most", MOST_SESSIONS));
    }
    if plan.witness_hours.is_some_and(|hours| !(1..=MOST_WITNESS_HOURS).contains(&hours)) {
        issues.push(ExamIssue::WitnessHoursOutOfRange.at("/witness_hours").with("most", MOST_WITNESS_HOURS));
    }
    if !(0..=100).contains(&plan.most_overlap) {
        issues.push(ExamIssue::MostOverlapOutOfRange.at("/most_overlap"));
    }
    for (at, session) in plan.sessions.iter().enumerate() {
        if session.closes_at <= session.opens_at {
            issues.push(ExamIssue::ClosesBeforeOpening.at(format!("/sessions/{at}/closes_at")));
        }
    }
    issues
}

/// What stands between a plan and its publication, the bank and the candidates left aside.
#[must_use]
pub fn publication_issues(plan: &Plan, now: Instant) -> Vec<Issue> {
    let mut issues = draft_issues(plan);
    issues.extend(
        plan.blueprint
            .issues()
            .into_iter()
            .map(|issue| Issue { at: format!("/blueprint{}", issue.at), ..issue }),
    );
    let full = plan.blueprint.total();
    for (at, points) in [("/pass", plan.pass), ("/excellent", plan.excellent)] {
        if points > full {
            issues.push(ExamIssue::PointsAboveFull.at(at).with("full", full.hundredths()));
        }
    }
    if plan.groups.is_empty() {
        issues.push(ExamIssue::NoGroups.at("/groups"));
    }
    if plan.sessions.is_empty() {
        issues.push(ExamIssue::NoSession.at("/sessions"));
    } else if plan.sessions.iter().all(|session| session.makeup) {
        issues.push(ExamIssue::NoRegularSession.at("/sessions"));
    }
    let regular = plan.sessions.iter().filter(|session| !session.makeup);
    let first_end = regular.map(|session| session.closes_at).min();
    for (at, session) in plan.sessions.iter().enumerate() {
        if session.opens_at < now {
            issues.push(ExamIssue::OpensInThePast.at(format!("/sessions/{at}/opens_at")));
        }
        if session.makeup && first_end.is_some_and(|end| session.opens_at < end) {
            issues.push(ExamIssue::MakeupTooEarly.at(format!("/sessions/{at}/opens_at")));
        }
        let open = session.closes_at.since(session.opens_at);
        if open > 0 && latest_start(session.closes_at, plan.minutes) < session.opens_at {
            issues.push(
                ExamIssue::SessionTooShort
                    .at(format!("/sessions/{at}/closes_at"))
                    .with("minutes", plan.minutes)
                    .with("open_minutes", open / Instant::MINUTE),
            );
        }
    }
    issues
}

/// What a witness adds, as it is shown and hashed: white space folded.
///
/// # Errors
/// `Invalid` for nothing at all and for too much.
pub fn contribution(words: &str) -> Result<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return Err(ExamIssue::WordsMissing.at("/words").into());
    }
    if words.chars().count() > LONGEST_CONTRIBUTION {
        return Err(ExamIssue::WordsTooLong.at("/words").with("most", LONGEST_CONTRIBUTION).into());
    }
    Ok(words)
}

/// Whoever sits in a later session can have heard of questions: papers of different sessions share no
/// more than the plan allows. `overlap` is the part that two papers share, in 1/10,000.
#[must_use]
pub fn overlap_issue(plan: &Plan, overlap: u16) -> Option<Issue> {
    let overlap = i32::from(overlap.div_ceil(100));
    (plan.sessions.len() > 1 && overlap > plan.most_overlap).then(|| {
        ExamIssue::OverlapTooLarge
            .at("/most_overlap")
            .with("overlap", overlap)
            .with("most", plan.most_overlap)
    })
}

/// Why a question is replaced or kept, as it stands in the record.
///
/// # Errors
/// `Invalid` without one and for too long a one.
pub fn reason(words: &str) -> Result<String> {
    let words = words.trim();
    if words.is_empty() {
        return Err(ExamIssue::ReasonMissing.at("/reason").into());
    }
    if words.chars().count() > LONGEST_REASON {
        return Err(ExamIssue::ReasonTooLong.at("/reason").with("most", LONGEST_REASON).into());
    }
    Ok(words.to_owned())
}

/// Whether what was drawn can still be added to at `now`.
///
/// # Errors
/// `Refused` before the draw, once the exam is over and once it is released.
pub fn takes_addenda(course: Course<'_>, now: Instant) -> Result<()> {
    match phase(course, now) {
        Phase::Draft => Err(ExamRefusal::NotPublished.into()),
        Phase::Witnessing | Phase::Drawing => Err(ExamRefusal::NotDrawn.into()),
        Phase::Coming | Phase::Open | Phase::Between => Ok(()),
        Phase::Over => Err(ExamRefusal::IsOver.into()),
        Phase::Released => Err(ExamRefusal::AlreadyReleased.into()),
    }
}

/// Whether witnesses can add to the seed of an exam at `now`.
///
/// # Errors
/// `Refused` for a draft, and once the hour has come or the seed is fixed.
pub fn takes_words(
    state: ExamState,
    witness_until: Option<Instant>,
    seeded_at: Option<Instant>,
    now: Instant,
) -> Result<()> {
    if state == ExamState::Draft {
        return Err(ExamRefusal::NotPublished.into());
    }
    let open = seeded_at.is_none() && witness_until.is_some_and(|until| now < until);
    if open { Ok(()) } else { Err(ExamRefusal::WitnessingClosed.into()) }
}

/// The month this many months before one, both as yyyymm.
#[must_use]
pub const fn months_before(month: i32, months: i32) -> i32 {
    let count = (month / 100) * 12 + (month % 100 - 1) - months;
    count.div_euclid(12) * 100 + count.rem_euclid(12) + 1
}

/// Deals people out to so many sessions, so that no department is away all at once: those of one
/// department take turns. Gives the session of each, in the order in which they came.
#[must_use]
pub fn deal_out(people: &[Person], sessions: usize) -> Vec<usize> {
    let mut turns: BTreeMap<Option<DepartmentId>, usize> = BTreeMap::new();
    people
        .iter()
        .map(|person| {
            let turn = turns.entry(person.department.as_ref().map(|department| department.id)).or_default();
            let session = *turn % sessions.max(1);
            *turn += 1;
            session
        })
        .collect()
}

#[cfg(test)]
mod tests;
