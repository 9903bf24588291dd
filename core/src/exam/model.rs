//! What an exam is: its plan, its sessions, who sits it, and what publishing made of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod draw;

pub use draw::{Added, Concern, ConcernChoice, Decision, Draw, DrawRow, Late, Witnessed};

use crate::{
    kernel::{DepartmentId, Instant, Points, seal::Hash},
    paper::{Blueprint, BlueprintSource, CandidateId},
    people::{GroupId, PersonRef},
};

crate::define_id! {
    ExamId,
    /// One session (场) of an exam.
    ExamSessionId,
}

crate::text_enum! {
    pub enum ExamKind {
        /// 一月一考
        Monthly = "monthly",
        /// 知识竞赛
        Contest = "contest",
        /// 岗位测试
        PostTest = "post_test",
    }
}

crate::text_enum! {
    pub enum ExamState {
        Draft = "draft",
        Published = "published",
        Released = "released",
    }
}

crate::text_enum! {
    /// Where an exam is at an instant; [`super::rule::phase`] tells.
    pub enum Phase {
        Draft = "draft",
        /// Published; witnesses add to the seed.
        Witnessing = "witnessing",
        /// The seed is fixed; its papers are being drawn.
        Drawing = "drawing",
        Coming = "coming",
        /// Somebody may be sitting it now.
        Open = "open",
        /// One session has ended and the next has not begun.
        Between = "between",
        /// Ended for everybody.
        Over = "over",
        Released = "released",
    }
}

crate::text_enum! {
    /// When a taker sees the own points.
    pub enum PointsRelease {
        AtHandIn = "at_hand_in",
        AtRelease = "at_release",
    }
}

crate::text_enum! {
    /// Whether a taker sees what was right, once the exam is over and released.
    pub enum ReviewRelease {
        Never = "never",
        AfterOver = "after_over",
    }
}

crate::text_enum! {
    /// How the page shows a paper.
    pub enum Layout {
        One = "one",
        All = "all",
    }
}

crate::text_enum! {
    /// What happens when a page has been left too often.
    pub enum OnLeaving {
        /// It is recorded, as it always is.
        Nothing = "nothing",
        Warn = "warn",
        /// The sitting is ended by the rule.
        End = "end",
    }
}

/// What leaving the exam page comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Leaving {
    pub then: OnLeaving,
    /// So many times, and it happens.
    #[schema(minimum = 1, maximum = 50)]
    pub limit: i32,
}

impl Leaving {
    /// How an exam treats it unless its manager decides otherwise: facts, and no punishment.
    pub const RECORDED: Self = Self { then: OnLeaving::Nothing, limit: 3 };
}

impl Default for Leaving {
    fn default() -> Self {
        Self::RECORDED
    }
}

crate::text_enum! {
    /// Why somebody can't sit.
    pub enum LeaveReason {
        /// 公假
        PublicDuty = "public_duty",
        /// 公出
        FieldDuty = "field_duty",
        /// 病假
        Sick = "sick",
        /// 产假
        Maternity = "maternity",
        /// 调休
        ShiftRest = "shift_rest",
    }
}

crate::text_enum! {
    /// Why somebody sits without a place.
    pub enum Unranked {
        /// Whoever made or published the exam has seen its keys.
        Manager = "manager",
        /// A cell had nothing but this person's own questions.
        OwnQuestions = "own_questions",
    }
}

crate::text_enum! {
    pub enum Attendance {
        Expected = "expected",
        Excused = "excused",
        Sat = "sat",
        Absent = "absent",
    }
}

/// A session as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPlan {
    pub opens_at: Instant,
    pub closes_at: Instant,
    pub makeup: bool,
}

/// What a manager decides about an exam before it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub kind: ExamKind,
    pub title: String,
    /// yyyymm: the month whose comparison it belongs to.
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
    pub leaving: Leaving,
    pub groups: Vec<GroupId>,
    pub sessions: Vec<SessionPlan>,
    /// Witnesses add to the seed until so many hours before the first session; none for no witnesses.
    pub witness_hours: Option<i32>,
    /// The kept blueprint that the plan's came from.
    pub source: Option<BlueprintSource>,
    /// Per cent of a paper that two people of different sessions may share on average.
    pub most_overlap: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExamSession {
    pub id: ExamSessionId,
    /// Counts from 1, in order of opening.
    pub no: i32,
    pub opens_at: Instant,
    pub closes_at: Instant,
    pub makeup: bool,
}

/// What an exam's phase depends on.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    pub state: ExamState,
    pub sessions: &'a [ExamSession],
    pub seeded_at: Option<Instant>,
    pub drawn_at: Option<Instant>,
    pub over_at: Option<Instant>,
}

impl Exam {
    #[must_use]
    pub fn course(&self) -> Course<'_> {
        Course {
            state: self.state,
            sessions: &self.sessions,
            seeded_at: self.seeded_at,
            drawn_at: self.drawn_at,
            over_at: self.over_at,
        }
    }
}

/// The promise made at publication: what was frozen can't have been changed since it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub c: Hash,
    pub at: Instant,
    /// Somebody who is neither manager nor admin added to the seed.
    pub witnessed: bool,
}

/// How far the drawing of the papers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub done: usize,
    pub total: usize,
}

#[derive(Clone, Debug)]
pub struct Exam {
    pub id: ExamId,
    pub version: i32,
    pub state: ExamState,
    pub plan: Plan,
    pub sessions: Vec<ExamSession>,
    pub manager: PersonRef,
    pub promise: Option<Promise>,
    pub published_at: Option<Instant>,
    /// Witnesses add to the seed until then.
    pub witness_until: Option<Instant>,
    /// The seed of the draw is fixed.
    pub seeded_at: Option<Instant>,
    /// The papers are there for all candidates.
    pub drawn_at: Option<Instant>,
    /// From here on nobody's answers are taken; extra time moves it.
    pub over_at: Option<Instant>,
    pub released_at: Option<Instant>,
    /// The number of the last decision that moves marks (a ruling, late answers accepted, a sitting
    /// opened again); marks made under an older one are made again.
    pub ruling: i32,
}

/// A row of the list of exams.
#[derive(Clone, Debug)]
pub struct ExamRow {
    pub id: ExamId,
    pub kind: ExamKind,
    pub title: String,
    pub month: i32,
    pub state: ExamState,
    pub phase: Phase,
    pub opens_at: Option<Instant>,
    pub closes_at: Option<Instant>,
    pub witness_until: Option<Instant>,
    pub seeded_at: Option<Instant>,
    pub candidates: u64,
}

/// A named place in the register, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Leave {
    pub reason: LeaveReason,
    pub words: String,
    pub stated_by: PersonRef,
    pub stated_at: Instant,
    pub confirmed_by: Option<PersonRef>,
}

/// Somebody on the list of an exam. Before publication the list is who would be on it now.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person: PersonRef,
    pub department: Option<Named>,
    pub group: Option<Named>,
    /// Known from publication on.
    pub session: Option<ExamSession>,
    pub place: Option<i32>,
    pub unranked: Option<Unranked>,
    pub leave: Option<Leave>,
}

/// What a start needs to know of one person in one exam, read in one go.
#[derive(Clone, Debug)]
pub struct Admission {
    pub exam: ExamId,
    pub state: ExamState,
    pub drawn: bool,
    pub title: String,
    pub layout: Layout,
    pub minutes: i32,
    pub candidate: CandidateId,
    pub session: ExamSession,
    /// A manager has confirmed a leave, and this is not the make-up.
    pub excused: bool,
}

/// An exam as one of its candidates sees it, without anything of the own run.
#[derive(Clone, Debug)]
pub struct PersonalExam {
    pub id: ExamId,
    pub title: String,
    pub kind: ExamKind,
    pub month: i32,
    pub phase: Phase,
    pub session: ExamSession,
    pub latest_start: Instant,
    pub minutes: i32,
    pub questions: u32,
    pub total: Points,
    pub pass: Points,
    pub layout: Layout,
    pub leaving: Leaving,
    pub points_release: PointsRelease,
    pub review_release: ReviewRelease,
    pub pool_open: bool,
    pub excused: bool,
}

/// Who is on the list of a published exam, for the words that mark and rank.
#[derive(Clone, Debug)]
pub struct Entrant {
    pub person: crate::kernel::PersonId,
    pub candidate: CandidateId,
    pub place: i32,
    pub session: ExamSession,
    pub group: Option<GroupId>,
    pub department: Option<DepartmentId>,
    pub unranked: Option<Unranked>,
    pub excused: bool,
}
