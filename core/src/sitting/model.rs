//! The nouns of a sitting: who holds it, what was asked of it, what its journal says.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    bank::model::Response,
    exam::{ExamId, ExamSessionId},
    kernel::{DepartmentId, Instant, PersonId, seal::Hash},
    paper::CandidateId,
};

crate::define_id!(SittingId);

/// Who writes: the number of the page's lease, counted from 1 within a sitting, or the server.
/// A later lease is a later page.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Lease(pub i32);

impl Lease {
    pub const SERVER: Self = Self(0);

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

crate::text_enum! {
    pub enum SittingState {
        Open = "open",
        Closed = "closed",
    }
}

crate::text_enum! {
    /// Who or what ended it.
    pub enum ClosedBy {
        Person = "person",
        Deadline = "deadline",
        Invigilator = "invigilator",
        /// The page was left more often than the exam allows.
        Rule = "rule",
    }
}

crate::text_enum! {
    pub enum EventKind {
        Started = "started",
        /// Another page, or the same one after a reload, went on.
        Resumed = "resumed",
        Answered = "answered",
        /// An answer that arrived after closing: kept, not marked.
        Late = "late",
        /// An answer of a page that another had taken over from.
        Superseded = "superseded",
        Flagged = "flagged",
        /// 题目有疑
        Doubted = "doubted",
        Left = "left",
        Returned = "returned",
        /// Something was copied out of the page.
        Copied = "copied",
        FullscreenLeft = "fullscreen_left",
        Extended = "extended",
        /// Extra time after the end opened it again.
        Reopened = "reopened",
        /// Late answers that an incident made count.
        Accepted = "accepted",
        Submitted = "submitted",
    }
}

/// The index of a question on the own paper, from 0: its name towards the taker.
pub type Place = u16;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Event {
    pub writer: Lease,
    /// Counts within the writer; with it the idempotency key.
    pub n: i64,
    /// The order in which the server took it in.
    pub seq: i32,
    pub kind: EventKind,
    #[schema(required)]
    pub question: Option<Place>,
    /// What exactly was said: a response as JSON, words, a reason.
    pub body: String,
    /// The page's own clock, as a claim.
    #[schema(required)]
    pub client_at: Option<Instant>,
    /// When the server received it.
    pub at: Instant,
}

/// What a page reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// None takes the answer back.
    Answer {
        question: Place,
        response: Option<Response>,
    },
    Flag {
        question: Place,
        on: bool,
    },
    Doubt {
        question: Place,
        words: String,
    },
    Left,
    Returned,
    Copied,
    FullscreenLeft,
}

crate::text_enum! {
    /// What became of what a page reported.
    pub enum SavedAs {
        Saved = "saved",
        Late = "late",
        Superseded = "superseded",
    }
}

/// The acknowledgement: what it says is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    pub n: i64,
    pub at: Instant,
    pub status: SavedAs,
}

crate::text_enum! {
    /// What having left the page came to.
    pub enum LeftThen {
        Nothing = "nothing",
        Warned = "warned",
        Ended = "ended",
    }
}

/// The acknowledgement of something that a page noticed of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noticed {
    pub saved: Saved,
    pub left_times: i32,
    pub then: LeftThen,
}

crate::define_id!(MessageId);

crate::define_id! {
    /// Extra time for one person.
    ExtraTimeId,
    IncidentId,
}

crate::text_enum! {
    /// How far something is that two people decide.
    pub enum Decision {
        Proposed = "proposed",
        Confirmed = "confirmed",
        Withdrawn = "withdrawn",
    }
}

/// Extra time for one person alone: one decides before the start, two after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraTime {
    pub id: ExtraTimeId,
    pub exam: ExamId,
    pub person: PersonId,
    pub minutes: i32,
    pub reason: String,
    pub author: PersonId,
    pub at: Instant,
    /// Given before the person had begun: it is there from the start.
    pub before_start: bool,
    pub state: Decision,
    /// Who confirmed or withdrew it.
    pub second: Option<PersonId>,
    pub decided_at: Option<Instant>,
}

/// Whom an incident struck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Scope {
    All,
    Department { department: DepartmentId },
    Window { window_no: String },
}

/// Something that kept answers from arriving in time, for all whom it struck alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub exam: ExamId,
    pub from: Instant,
    pub to: Instant,
    pub scope: Scope,
    pub reason: String,
    pub author: PersonId,
    pub at: Instant,
    pub state: Decision,
    pub second: Option<PersonId>,
    pub decided_at: Option<Instant>,
}

/// The late answers of one sitting that an incident made count, as the journal keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    pub incident: IncidentId,
    /// Writer and number of each.
    pub lines: Vec<(Lease, i64)>,
}

/// What an invigilator wants takers to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub exam: ExamId,
    /// None for everyone of the exam, also who begins later.
    pub sitting: Option<SittingId>,
    pub text: String,
    pub by: PersonId,
    pub at: Instant,
}

/// Names a sitting in the tables, whose keys begin with the exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SittingKey {
    pub id: SittingId,
    pub exam: ExamId,
}

/// Whose sitting it is and by which clock it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub key: SittingKey,
    pub person: PersonId,
    pub candidate: CandidateId,
    pub session: ExamSessionId,
    /// How many questions the paper has.
    pub questions: Place,
    pub started_at: Instant,
    /// min(started + minutes, closes), before any extra time.
    pub base_deadline: Instant,
    pub extra_minutes: i32,
    pub lease: Lease,
    pub seq: i32,
    /// The highest n of the live lease: a higher one can't be a repeat.
    pub n_high: i64,
    pub left_times: i32,
    pub last_seen_at: Instant,
    pub nonce: [u8; 16],
}

impl Head {
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.base_deadline.plus_minutes(i64::from(self.extra_minutes))
    }
}

/// How a sitting ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub at: Instant,
    pub by: ClosedBy,
    /// The number of the event that ended it, the last that its receipt covers.
    pub k: i32,
    /// Over the journal up to `k`; made in the transaction that closes.
    pub receipt: Option<Hash>,
}

/// The proof that a taker holds, and what it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub hash: Hash,
    pub k: i32,
    pub nonce: [u8; 16],
}

/// How a sitting begins, if it is not there yet.
#[derive(Clone, Debug)]
pub struct Opening {
    pub id: SittingId,
    pub exam: ExamId,
    pub person: PersonId,
    pub candidate: CandidateId,
    pub session: ExamSessionId,
    pub questions: Place,
    pub base_deadline: Instant,
    pub nonce: [u8; 16],
}

/// Extra time for everyone in one session.
#[derive(Clone, Debug)]
pub struct Extra {
    pub id: Uuid,
    pub exam: ExamId,
    pub session: ExamSessionId,
    pub minutes: i32,
    pub reason: String,
    pub by: PersonId,
    pub at: Instant,
}

crate::codes! {
    /// Why the sitting word says no.
    pub enum SittingIssue in "sitting" {
        NotOpen = "not_open",
        Closed = "closed",
        NotClosed = "not_closed",
        /// The papers are still being drawn.
        NotDrawn = "not_drawn",
        TooLateToStart = "too_late_to_start",
        NotCandidate = "not_candidate",
        Excused = "excused",
        /// The same number came with other content.
        NReused = "n_reused",
        NotOnPaper = "not_on_paper",
        /// Another page holds the sitting now.
        LeaseTaken = "lease_taken",
        TooManyEvents = "too_many_events",
        BadNumber = "bad_number",
        /// Too long, or with a character that is none.
        TextUnfit = "text_unfit",
        ReasonMissing = "reason_missing",
        TextMissing = "text_missing",
        BadMinutes = "bad_minutes",
        /// Nobody acts on the own sitting.
        OwnSitting = "own_sitting",
        NothingToExtend = "nothing_to_extend",
        /// Whoever proposed it can't confirm it.
        SecondPersonNeeded = "second_person_needed",
        AlreadyDecided = "already_decided",
        /// An incident ends after it began.
        IncidentEmpty = "incident_empty",
        WindowMissing = "window_missing",
    }
}
