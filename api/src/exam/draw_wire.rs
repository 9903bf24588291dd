//! The draw of an exam as it travels: the same for everybody, without anything that is secret before
//! the proof.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, ExamKind, ExamState, Phase, model::Added, rule},
    kernel::{Context, Instant, Permission},
    paper::{CandidateId, commitment::Digests, export::Change},
};

use super::wire::DrawnPapers;
use crate::people::wire::PersonRef;

/// A draw in the list of draws.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DrawRow {
    exam: ExamId,
    kind: ExamKind,
    title: String,
    month: i32,
    phase: Phase,
    #[schema(example = "9f2c6a…")]
    c: String,
    at: Instant,
    #[schema(required)]
    witness_until: Option<Instant>,
    contributions: i64,
    witnessed: bool,
    #[schema(required)]
    seeded_at: Option<Instant>,
}

impl From<exam::DrawRow> for DrawRow {
    fn from(row: exam::DrawRow) -> Self {
        Self {
            exam: row.exam.id,
            kind: row.exam.kind,
            title: row.exam.title,
            month: row.exam.month,
            phase: row.exam.phase,
            c: hex::encode(row.promise.c),
            at: row.promise.at,
            witness_until: row.exam.witness_until,
            contributions: row.contributions,
            witnessed: row.promise.witnessed,
            seeded_at: row.exam.seeded_at,
        }
    }
}

/// What C fixes beside the system's seed, in hexadecimal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DrawDigests {
    pool: String,
    blueprint: String,
    allocation: String,
    candidates: String,
    algorithm: u16,
}

impl From<Digests> for DrawDigests {
    fn from(digests: Digests) -> Self {
        Self {
            pool: digests.pool.to_string(),
            blueprint: digests.blueprint.to_string(),
            allocation: digests.allocation.to_string(),
            candidates: digests.candidates.to_string(),
            algorithm: digests.algorithm,
        }
    }
}

/// What a witness added to the seed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DrawContribution {
    no: i32,
    /// As it was hashed.
    #[schema(example = "W001 窗甲")]
    witness: String,
    words: String,
    at: Instant,
    mine: bool,
}

yuekao_core::text_enum! {
    /// What an addendum does.
    pub enum AddendumKind {
        /// A candidate came after publication.
        Late = "late",
        /// A question was withdrawn from papers that nobody had begun.
        Withdrawn = "withdrawn",
    }
}

/// What was changed after the draw, without a new draw.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DrawAddendum {
    no: i32,
    at: Instant,
    by: PersonRef,
    change: AddendumKind,
    /// The withdrawn question's index in the pool.
    #[schema(required)]
    question: Option<u32>,
    candidates: usize,
    digest: String,
}

impl From<Added> for DrawAddendum {
    fn from(added: Added) -> Self {
        let (change, question, candidates) = match &added.addendum.change {
            Change::Late { candidates } => (AddendumKind::Late, None, candidates.len()),
            Change::Withdrawn { question, candidates } => {
                (AddendumKind::Withdrawn, Some(*question), candidates.len())
            }
        };
        Self {
            no: added.no,
            at: added.at,
            by: added.by.into(),
            change,
            question,
            candidates,
            digest: added.addendum.digest.to_string(),
        }
    }
}

/// The caller on the committed list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnEntry {
    candidate: CandidateId,
}

/// What was promised at publication, what witnesses added, and how far the papers are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Draw {
    exam: ExamId,
    kind: ExamKind,
    title: String,
    month: i32,
    phase: Phase,
    manager: PersonRef,
    /// Whoever noted it can later see that nothing was changed.
    #[schema(example = "9f2c6a…")]
    c: String,
    at: Instant,
    digests: DrawDigests,
    /// In the frozen pool.
    questions: usize,
    /// On the committed list.
    candidates: u32,
    #[schema(required)]
    witness_until: Option<Instant>,
    /// Words are taken now.
    witnessing: bool,
    /// The caller may add words, and has not yet.
    may_witness: bool,
    contributions: Vec<DrawContribution>,
    #[schema(required)]
    seeded_at: Option<Instant>,
    /// The manager who ended the witnessing before its hour.
    #[schema(required)]
    closed_by: Option<PersonRef>,
    /// Once the seed is fixed: false means that nobody witnessed it (无见证人).
    witnessed: bool,
    drawn: DrawnPapers,
    #[schema(required)]
    drawn_at: Option<Instant>,
    addenda: Vec<DrawAddendum>,
    #[schema(required)]
    own: Option<OwnEntry>,
    /// The proof can be had.
    proof_open: bool,
}

impl Draw {
    pub(super) fn of(draw: exam::Draw, cx: &Context) -> Self {
        let (exam, now, me) = (draw.exam, cx.now(), cx.person());
        let witnessing = rule::takes_words(exam.state, exam.witness_until, exam.seeded_at, now).is_ok();
        let added = draw.contributions.iter().any(|witnessed| Some(witnessed.person) == me);
        Self {
            phase: rule::phase(exam.course(), now),
            proof_open: exam.state == ExamState::Released,
            witnessing,
            may_witness: witnessing && !added && cx.may(Permission::ExamWitness),
            exam: exam.id,
            kind: exam.plan.kind,
            title: exam.plan.title,
            month: exam.plan.month,
            manager: exam.manager.into(),
            c: draw.c.to_string(),
            at: draw.committed_at,
            digests: draw.digests.into(),
            questions: draw.questions,
            candidates: draw.candidates,
            witness_until: exam.witness_until,
            witnessed: !draw.contributions.is_empty(),
            contributions: draw
                .contributions
                .into_iter()
                .map(|witnessed| DrawContribution {
                    no: witnessed.no,
                    witness: witnessed.contribution.witness,
                    words: witnessed.contribution.words,
                    at: witnessed.at,
                    mine: Some(witnessed.person) == me,
                })
                .collect(),
            seeded_at: exam.seeded_at,
            closed_by: draw.closed_by.map(PersonRef::from),
            drawn: DrawnPapers { done: draw.drawn.done, total: draw.drawn.total },
            drawn_at: exam.drawn_at,
            addenda: draw.addenda.into_iter().map(DrawAddendum::from).collect(),
            own: draw.own.map(|candidate| OwnEntry { candidate }),
        }
    }
}

/// What a witness adds: words, or dice written down.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ContributionInput {
    #[schema(example = "3 5 6 1")]
    pub words: String,
}
