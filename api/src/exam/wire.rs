//! Exams as they travel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::model::{Kind, TopicId},
    exam::{
        self, Attendance, ExamId, ExamKind, ExamSessionId, ExamState, Layout, LeaveReason, Leaving, Phase,
        Plan, PointsRelease, ReviewRelease, Unranked, rule, service::Check,
    },
    kernel::{Instant, Points},
    paper::{Blueprint, BlueprintSource, CellCount, Reach},
    people::GroupId,
};

use crate::{front::problem::IssueBody, people::wire::PersonRef};

/// A session (场) as planned. Sessions count in order of opening.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct SessionInput {
    pub opens_at: Instant,
    pub closes_at: Instant,
    #[serde(default)]
    pub makeup: bool,
}

/// What a manager decides before publication.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct ExamInput {
    pub kind: ExamKind,
    #[schema(example = "2026年11月一月一考")]
    pub title: String,
    #[schema(example = 202_611)]
    pub month: i32,
    pub blueprint: Blueprint,
    pub minutes: i32,
    pub pass: Points,
    pub excellent: Points,
    pub points_release: PointsRelease,
    pub review_release: ReviewRelease,
    /// The frozen pool may be practised while the exam runs.
    pub pool_open: bool,
    pub layout: Layout,
    /// What leaving the page comes to; by default it is recorded and no more.
    #[serde(default)]
    pub leaving: Leaving,
    pub groups: Vec<GroupId>,
    pub sessions: Vec<SessionInput>,
    /// Witnesses add to the seed until so many hours before the first session; none for no witnesses.
    #[serde(default)]
    pub witness_hours: Option<i32>,
    /// The kept blueprint that this one came from.
    #[serde(default)]
    pub source: Option<BlueprintSource>,
    /// Per cent of a paper that two people of different sessions may share on average.
    #[serde(default = "half")]
    pub most_overlap: i32,
}

/// Unless the plan says otherwise.
const fn half() -> i32 {
    50
}

impl From<ExamInput> for Plan {
    fn from(input: ExamInput) -> Self {
        Self {
            kind: input.kind,
            title: input.title,
            month: input.month,
            blueprint: input.blueprint,
            minutes: input.minutes,
            pass: input.pass,
            excellent: input.excellent,
            points_release: input.points_release,
            review_release: input.review_release,
            pool_open: input.pool_open,
            layout: input.layout,
            leaving: input.leaving,
            groups: input.groups,
            sessions: input
                .sessions
                .into_iter()
                .map(|session| exam::SessionPlan {
                    opens_at: session.opens_at,
                    closes_at: session.closes_at,
                    makeup: session.makeup,
                })
                .collect(),
            witness_hours: input.witness_hours,
            source: input.source,
            most_overlap: input.most_overlap,
        }
    }
}

impl From<Plan> for ExamInput {
    fn from(plan: Plan) -> Self {
        Self {
            kind: plan.kind,
            title: plan.title,
            month: plan.month,
            blueprint: plan.blueprint,
            minutes: plan.minutes,
            pass: plan.pass,
            excellent: plan.excellent,
            points_release: plan.points_release,
            review_release: plan.review_release,
            pool_open: plan.pool_open,
            layout: plan.layout,
            leaving: plan.leaving,
            groups: plan.groups,
            sessions: plan
                .sessions
                .into_iter()
                .map(|session| SessionInput {
                    opens_at: session.opens_at,
                    closes_at: session.closes_at,
                    makeup: session.makeup,
                })
                .collect(),
            witness_hours: plan.witness_hours,
            source: plan.source,
            most_overlap: plan.most_overlap,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExamSession {
    pub id: ExamSessionId,
    pub no: i32,
    pub opens_at: Instant,
    pub closes_at: Instant,
    pub makeup: bool,
}

impl From<exam::ExamSession> for ExamSession {
    fn from(session: exam::ExamSession) -> Self {
        Self {
            id: session.id,
            no: session.no,
            opens_at: session.opens_at,
            closes_at: session.closes_at,
            makeup: session.makeup,
        }
    }
}

/// What publishing promised: anyone who noted `c` can later see that nothing was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Commitment {
    #[schema(example = "9f2c6a…")]
    pub c: String,
    pub at: Instant,
    pub witnessed: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DrawnPapers {
    pub done: usize,
    pub total: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Exam {
    pub id: ExamId,
    pub version: i32,
    pub state: ExamState,
    pub phase: Phase,
    pub kind: ExamKind,
    pub title: String,
    pub month: i32,
    pub blueprint: Blueprint,
    pub minutes: i32,
    pub pass: Points,
    pub excellent: Points,
    pub points_release: PointsRelease,
    pub review_release: ReviewRelease,
    pub pool_open: bool,
    pub layout: Layout,
    pub leaving: Leaving,
    pub groups: Vec<GroupId>,
    pub sessions: Vec<ExamSession>,
    #[schema(required)]
    pub witness_hours: Option<i32>,
    /// The kept blueprint that this one came from.
    #[schema(required)]
    pub source: Option<BlueprintSource>,
    pub most_overlap: i32,
    /// Witnesses add to the seed until then; fixed at publication.
    #[schema(required)]
    pub witness_until: Option<Instant>,
    /// When the seed of the draw was fixed.
    #[schema(required)]
    pub seeded_at: Option<Instant>,
    #[schema(required)]
    pub commitment: Option<Commitment>,
    #[schema(required)]
    pub drawn: Option<DrawnPapers>,
    pub manager: PersonRef,
    #[schema(required)]
    pub published_at: Option<Instant>,
    #[schema(required)]
    pub released_at: Option<Instant>,
    #[schema(required)]
    pub over_at: Option<Instant>,
}

impl Exam {
    pub(super) fn of(exam: exam::Exam, drawn: Option<exam::Drawn>, now: Instant) -> Self {
        let phase = rule::phase(exam.course(), now);
        let plan = exam.plan;
        Self {
            id: exam.id,
            version: exam.version,
            state: exam.state,
            phase,
            kind: plan.kind,
            title: plan.title,
            month: plan.month,
            blueprint: plan.blueprint,
            minutes: plan.minutes,
            pass: plan.pass,
            excellent: plan.excellent,
            points_release: plan.points_release,
            review_release: plan.review_release,
            pool_open: plan.pool_open,
            layout: plan.layout,
            leaving: plan.leaving,
            groups: plan.groups,
            sessions: exam.sessions.into_iter().map(ExamSession::from).collect(),
            witness_hours: plan.witness_hours,
            source: plan.source,
            most_overlap: plan.most_overlap,
            witness_until: exam.witness_until,
            seeded_at: exam.seeded_at,
            commitment: exam.promise.map(|promise| Commitment {
                c: hex::encode(promise.c),
                at: promise.at,
                witnessed: promise.witnessed,
            }),
            drawn: drawn.map(|drawn| DrawnPapers { done: drawn.done, total: drawn.total }),
            manager: exam.manager.into(),
            published_at: exam.published_at,
            released_at: exam.released_at,
            over_at: exam.over_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExamRow {
    pub id: ExamId,
    pub kind: ExamKind,
    pub title: String,
    pub month: i32,
    pub state: ExamState,
    pub phase: Phase,
    /// When the first session opens.
    #[schema(required)]
    pub opens_at: Option<Instant>,
    /// When the last session closes.
    #[schema(required)]
    pub closes_at: Option<Instant>,
    pub candidates: u64,
    pub handed_in: u64,
}

impl ExamRow {
    /// `handed_in` is what the sittings say.
    pub(super) fn of(row: exam::ExamRow, handed_in: u64) -> Self {
        Self {
            handed_in,
            id: row.id,
            kind: row.kind,
            title: row.title,
            month: row.month,
            state: row.state,
            phase: row.phase,
            opens_at: row.opens_at,
            closes_at: row.closes_at,
            candidates: row.candidates,
        }
    }
}

/// What every paper takes from one cell, against what the bank has.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Cell {
    pub kind: Kind,
    /// None for every topic without a margin.
    #[schema(required)]
    pub topic: Option<TopicId>,
    pub label: u8,
    pub need: u32,
    pub have: u32,
}

impl From<CellCount> for Cell {
    fn from(cell: CellCount) -> Self {
        Self { kind: cell.kind, topic: cell.topic, label: cell.label, need: cell.need, have: cell.have }
    }
}

/// Whether a plan could be published now, and what stands against it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AllocationReport {
    pub cells: Vec<Cell>,
    /// Everything that stands between the plan and its publication; empty if nothing does.
    pub issues: Vec<IssueBody>,
    /// Between which expected scores papers can be made, in 1/10,000 of the full points.
    #[schema(required)]
    pub reachable: Option<Reach>,
    /// What papers aim at, in 1/10,000 of the full points.
    #[schema(required)]
    pub target: Option<u16>,
    pub on_target: bool,
    /// The part of a paper that two people will share on average, in 1/10,000 of its questions.
    #[schema(required)]
    pub overlap: Option<u16>,
    /// Until when witnesses could add to the seed if it were published now; none if nobody could.
    #[schema(required)]
    pub witness_until: Option<Instant>,
    pub candidates: usize,
    pub total_points: Points,
}

impl From<Check> for AllocationReport {
    fn from(check: Check) -> Self {
        Self {
            cells: check.allocation.cells.into_iter().map(Cell::from).collect(),
            issues: check.issues.into_iter().map(IssueBody::from).collect(),
            reachable: check.allocation.reachable,
            target: check.allocation.target,
            on_target: check.allocation.on_target,
            overlap: check.allocation.overlap,
            witness_until: check.witness_until,
            candidates: check.candidates,
            total_points: check.total,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    pub id: uuid::Uuid,
    pub name: String,
}

impl From<exam::model::Named> for Named {
    fn from(named: exam::model::Named) -> Self {
        Self { id: named.id, name: named.name }
    }
}

/// Why somebody can't sit; it excuses once it is confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Leave {
    pub reason: LeaveReason,
    pub words: String,
    pub stated_by: PersonRef,
    pub stated_at: Instant,
    #[schema(required)]
    pub confirmed_by: Option<PersonRef>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Candidate {
    pub person: PersonRef,
    #[schema(required)]
    pub department: Option<Named>,
    #[schema(required)]
    pub group: Option<Named>,
    /// Known from publication on.
    #[schema(required)]
    pub session_no: Option<i32>,
    /// The number on the list that publishing promised.
    #[schema(required)]
    pub place: Option<i32>,
    pub attendance: Attendance,
    pub ranked: bool,
    /// Why the person sits without a place.
    #[schema(required)]
    pub unranked: Option<Unranked>,
    #[schema(required)]
    pub leave: Option<Leave>,
}

impl Candidate {
    /// `sat` is what the sittings say of this person.
    pub(super) fn of(candidate: exam::Candidate, sat: bool, now: Instant) -> Self {
        let confirmed = candidate.leave.as_ref().is_some_and(|leave| leave.confirmed_by.is_some());
        Self {
            attendance: rule::attendance(sat, confirmed, candidate.session.as_ref(), now),
            person: candidate.person.into(),
            department: candidate.department.map(Named::from),
            group: candidate.group.map(Named::from),
            session_no: candidate.session.map(|session| session.no),
            place: candidate.place,
            ranked: candidate.unranked.is_none(),
            unranked: candidate.unranked,
            leave: candidate.leave.map(|leave| Leave {
                reason: leave.reason,
                words: leave.words,
                stated_by: leave.stated_by.into(),
                stated_at: leave.stated_at,
                confirmed_by: leave.confirmed_by.map(PersonRef::from),
            }),
        }
    }
}
