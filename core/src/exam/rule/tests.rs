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
        witness_hours: Some(12),
        most_overlap: 50,
        source: None,
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
    assert_eq!(codes(&publication_issues(&plan(vec![session(1, 3, false), session(5, 7, true)]), now)), []);
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
    let short = plan(vec![SessionPlan { opens_at: at(1), closes_at: at(1).plus_minutes(59), makeup: false }]);
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

fn course(
    state: ExamState,
    sessions: &[ExamSession],
    drawn_at: Option<Instant>,
    over_at: Option<Instant>,
) -> Course<'_> {
    Course { state, sessions, seeded_at: Some(Instant(0)), drawn_at, over_at }
}

#[test]
fn witnessing_ends_before_the_first_session_or_is_over_at_once() {
    let opens = [Instant(50 * Instant::HOUR), Instant(40 * Instant::HOUR)];
    let until = |hours, now| witness_until(hours, opens, Instant(now * Instant::HOUR));
    assert_eq!(until(Some(12), 27), Some(Instant(28 * Instant::HOUR)));
    assert_eq!((until(Some(12), 28), until(None, 1)), (None, None));
    assert_eq!(witness_until(Some(1), [], Instant(0)), None);
}

#[test]
fn what_a_witness_adds_is_folded_and_bounded() {
    assert_eq!(contribution(" 3  5\n6 ").unwrap(), "3 5 6");
    let code = |words: &str| match contribution(words) {
        Err(crate::kernel::Error::Invalid(issues)) => issues[0].fault.code,
        other => panic!("{other:?}"),
    };
    assert_eq!((code(" \t"), code(&"风".repeat(101))), ("exam.words_missing", "exam.words_too_long"));
    assert!(contribution(&"风".repeat(100)).is_ok());
}

proptest! {
    #[test]
    fn phases_follow_one_another(sessions in sessions(), extra in 0i64..100) {
        let over = over_at(sessions.iter().map(|session| session.closes_at)).map(|at| at.plus_micros(extra));
        let at = |now| phase(course(ExamState::Published, &sessions, Some(Instant(0)), over), Instant(now));
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
        let at = |course| phase(course, Instant(now));
        let drawing = course(ExamState::Published, &sessions, None, over);
        prop_assert_eq!(at(drawing), if over.unwrap() <= Instant(now) { Phase::Over } else { Phase::Drawing });
        let witnessing = Course { seeded_at: None, ..drawing };
        prop_assert_eq!(at(witnessing) == Phase::Witnessing, at(drawing) == Phase::Drawing);
        prop_assert_eq!(at(course(ExamState::Draft, &sessions, None, None)), Phase::Draft);
        prop_assert_eq!(at(course(ExamState::Released, &sessions, None, over)), Phase::Released);
    }
}
