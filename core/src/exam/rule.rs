//! What may happen to an exam, and when. Pure: every rule takes the instant it is asked at.

use std::collections::BTreeMap;

use super::model::{Attendance, ExamSession, ExamState, Phase, Plan};
use crate::{
    kernel::{DepartmentId, Instant, Issue, Points},
    people::Person,
};

/// The page takes no answer after the deadline; the server still marks what arrives this much
/// later, the same for all.
pub const GRACE: i64 = 10 * Instant::SECOND;
const LONGEST_TITLE: usize = 80;
const MOST_MINUTES: i32 = 600;
const MOST_SESSIONS: usize = 20;
const MOST_LEAVINGS: i32 = 50;

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
        NoCandidates = "no_candidates",
        /// Parameter: most.
        LeavingLimit = "leaving_limit",
        LeaveWordsTooLong = "leave_words_too_long",
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
    }
}

/// Where an exam is at `now`.
#[must_use]
pub fn phase(
    state: ExamState,
    sessions: &[ExamSession],
    drawn_at: Option<Instant>,
    over_at: Option<Instant>,
    now: Instant,
) -> Phase {
    let begun = || sessions.iter().any(|session| session.opens_at <= now);
    let to_come = || sessions.iter().any(|session| now < session.opens_at);
    let running = || sessions.iter().any(|session| session.opens_at <= now && now < session.closes_at);
    match state {
        ExamState::Draft => Phase::Draft,
        ExamState::Released => Phase::Released,
        ExamState::Published if over_at.is_some_and(|over| over <= now) => Phase::Over,
        ExamState::Published if drawn_at.is_none() => Phase::Drawing,
        ExamState::Published if !begun() => Phase::Coming,
        ExamState::Published if !running() && to_come() => Phase::Between,
        // After the last session somebody may still have extra time.
        ExamState::Published => Phase::Open,
    }
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
mod tests {
    use super::*;
    use crate::exam::model::{
        ExamKind, ExamSessionId, Layout, Leaving, PointsRelease, ReviewRelease, SessionPlan,
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    fn session(no: i32, opens: i64, closes: i64, makeup: bool) -> ExamSession {
        ExamSession {
            id: ExamSessionId(Uuid::from_u128(u128::try_from(no).unwrap())),
            no,
            opens_at: Instant(opens),
            closes_at: Instant(closes),
            makeup,
        }
    }

    fn plan(sessions: Vec<SessionPlan>) -> Plan {
        let template = crate::paper::Template::monthly();
        Plan {
            kind: ExamKind::Monthly,
            title: "十一月一月一考".into(),
            month: 202_611,
            blueprint: template.blueprint,
            minutes: 60,
            pass: template.pass,
            excellent: template.excellent,
            points_release: PointsRelease::AtRelease,
            review_release: ReviewRelease::AfterOver,
            pool_open: false,
            layout: Layout::One,
            leaving: Leaving::RECORDED,
            groups: vec![crate::people::GroupId(Uuid::from_u128(1))],
            sessions,
        }
    }

    fn codes(issues: &[Issue]) -> Vec<(&str, &str)> {
        issues.iter().map(|issue| (issue.at.as_str(), issue.fault.code)).collect()
    }

    #[test]
    fn what_keeps_a_plan_from_being_published() {
        let now = Instant(100 * Instant::HOUR);
        let at = |hours| now.plus_micros(hours * Instant::HOUR);
        let session = |from, to, makeup| SessionPlan { opens_at: at(from), closes_at: at(to), makeup };
        assert_eq!(
            codes(&publication_issues(&plan(vec![session(1, 3, false), session(5, 7, true)]), now)),
            []
        );
        assert_eq!(codes(&publication_issues(&plan(vec![]), now)), [("/sessions", "exam.no_session")]);
        assert_eq!(
            codes(&publication_issues(&plan(vec![session(1, 3, true)]), now)),
            [("/sessions", "exam.no_regular_session")]
        );
        let mut bad = plan(vec![session(-1, 3, false), session(4, 4, false), session(2, 4, true)]);
        bad.pass = Points::whole(101);
        bad.excellent = Points::whole(101);
        bad.groups.clear();
        assert_eq!(
            codes(&publication_issues(&bad, now)),
            [
                ("/sessions/1/closes_at", "exam.closes_before_opening"),
                ("/pass", "exam.points_above_full"),
                ("/excellent", "exam.points_above_full"),
                ("/groups", "exam.no_groups"),
                ("/sessions/0/opens_at", "exam.opens_in_the_past"),
                ("/sessions/2/opens_at", "exam.makeup_too_early"),
            ]
        );
        let short =
            plan(vec![SessionPlan { opens_at: at(1), closes_at: at(1).plus_minutes(59), makeup: false }]);
        let issues = publication_issues(&short, now);
        assert_eq!(codes(&issues), [("/sessions/0/closes_at", "exam.session_too_short")]);
        assert_eq!(issues[0].fault.params["open_minutes"], 59);
    }

    #[test]
    fn a_leave_excuses_but_the_makeup_expects() {
        let regular = session(1, 10, 20, false);
        let makeup = session(2, 30, 40, true);
        let ask = |sat, leave, session, now| attendance(sat, leave, Some(session), Instant(now));
        assert_eq!(ask(true, true, &regular, 50), Attendance::Sat);
        assert_eq!(ask(false, false, &regular, 15), Attendance::Expected);
        assert_eq!(ask(false, false, &regular, 20), Attendance::Absent);
        assert_eq!(ask(false, true, &regular, 5), Attendance::Excused);
        assert_eq!(ask(false, true, &makeup, 25), Attendance::Expected);
        assert_eq!(ask(false, true, &makeup, 40), Attendance::Excused);
        assert_eq!(attendance(false, true, None, Instant(0)), Attendance::Excused);
    }

    #[test]
    fn months_are_counted_across_years() {
        assert_eq!(months_before(202_611, 3), 202_608);
        assert_eq!(months_before(202_601, 1), 202_512);
        assert_eq!(months_before(202_612, 24), 202_412);
    }

    fn sessions() -> impl Strategy<Value = Vec<ExamSession>> {
        prop::collection::vec((0i64..1000, 1i64..200), 1..5).prop_map(|spans| {
            spans.into_iter().map(|(opens, long)| session(1, opens, opens + long, false)).collect()
        })
    }

    proptest! {
        #[test]
        fn phases_follow_one_another(sessions in sessions(), extra in 0i64..100) {
            let over = over_at(sessions.iter().map(|session| session.closes_at)).map(|at| at.plus_micros(extra));
            let at = |now| phase(ExamState::Published, &sessions, Some(Instant(0)), over, Instant(now));
            let first = sessions.iter().map(|session| session.opens_at.0).min().unwrap();
            let last = sessions.iter().map(|session| session.closes_at.0).max().unwrap();
            prop_assert_eq!(at(first - 1), Phase::Coming);
            prop_assert_eq!(at(over.unwrap().0), Phase::Over);
            prop_assert_eq!(at(over.unwrap().0 - 1), Phase::Open, "the grace belongs to the exam");
            for now in first..last {
                let running = sessions.iter().any(|session| session.opens_at.0 <= now && now < session.closes_at.0);
                prop_assert_eq!(at(now), if running { Phase::Open } else { Phase::Between });
            }
        }

        #[test]
        fn nothing_is_open_before_its_papers_are_drawn(sessions in sessions(), now in 0i64..2000) {
            let over = over_at(sessions.iter().map(|session| session.closes_at));
            prop_assert_eq!(phase(ExamState::Published, &sessions, None, over, Instant(now)), Phase::Drawing);
            prop_assert_eq!(phase(ExamState::Draft, &sessions, None, None, Instant(now)), Phase::Draft);
            prop_assert_eq!(phase(ExamState::Released, &sessions, None, over, Instant(now)), Phase::Released);
        }
    }
}
