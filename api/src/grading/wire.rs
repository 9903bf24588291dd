//! Marks, results and rulings as they travel.

use std::{collections::HashMap, hash::BuildHasher};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::model::{Key, Kind, QuestionId, Response},
    exam::ExamId,
    grading::{
        model::{Ruling as CoreRuling, RulingKind, RulingState, Verdict},
        service::{self, OwnResult, ResultState},
    },
    kernel::{Instant, PersonId, Points},
    materials::{ClauseId, ClauseRef as CoreClauseRef},
    people::{Group, PersonRef as CorePersonRef},
};

use crate::{
    exam::wire::Named, front::problem::IssueBody, materials::wire::ClauseRef, people::wire::PersonRef,
    sitting::wire::Receipt,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct ResultExam {
    pub id: ExamId,
    pub title: String,
    pub month: i32,
}

/// One's own result in one exam.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyResult {
    pub exam: ResultExam,
    pub points: Points,
    pub full: Points,
    pub passed: bool,
    pub excellent: bool,
    /// Within the group, from the release on.
    #[schema(required)]
    pub place: Option<i32>,
    #[schema(required)]
    pub group: Option<String>,
    #[schema(required)]
    pub group_size: Option<i32>,
    /// An estimate; the release decides (预估分，以发布为准).
    pub preliminary: bool,
    pub review_open: bool,
}

impl MyResult {
    pub(super) fn of(own: OwnResult, groups: &[Group]) -> Self {
        let released = own.released;
        let group = released.as_ref().and_then(|result| result.group);
        let group = groups.iter().find(|known| Some(known.id) == group).map(|known| known.name.clone());
        Self {
            exam: ResultExam { id: own.exam.id, title: own.exam.title, month: own.exam.month },
            points: own.points,
            full: own.full,
            passed: own.passed,
            excellent: own.excellent,
            place: released.as_ref().and_then(|result| result.place),
            group,
            group_size: released.as_ref().map(|result| result.group_size),
            preliminary: released.is_none(),
            review_open: own.review_open,
        }
    }
}

/// One question of the own paper with its key; option numbers are places as shown.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewQuestion {
    pub index: usize,
    pub section: u16,
    pub kind: Kind,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<String>,
    #[schema(required)]
    pub response: Option<Response>,
    pub points: Points,
    pub full: Points,
    pub verdict: Verdict,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseRef>,
    /// Why it is marked otherwise than its key was first written.
    #[schema(required)]
    pub ruling: Option<String>,
}

/// The own paper, marked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyReview {
    pub exam: ResultExam,
    pub points: Points,
    pub full: Points,
    pub passed: bool,
    pub receipt: Receipt,
    pub questions: Vec<ReviewQuestion>,
}

impl MyReview {
    pub(super) fn of(
        review: service::Review,
        clauses: &HashMap<ClauseId, CoreClauseRef, impl BuildHasher>,
    ) -> Self {
        let cited = |ids: &[ClauseId]| {
            ids.iter().filter_map(|id| clauses.get(id)).cloned().map(ClauseRef::from).collect()
        };
        Self {
            exam: ResultExam {
                id: review.exam.id,
                title: review.exam.plan.title,
                month: review.exam.plan.month,
            },
            points: review.result.points,
            full: review.result.full,
            passed: review.result.passed,
            receipt: review.receipt.into(),
            questions: review
                .questions
                .into_iter()
                .enumerate()
                .map(|(index, question)| ReviewQuestion {
                    index,
                    section: question.section,
                    kind: question.kind,
                    stem: question.stem,
                    prompts: question.prompts,
                    options: question.options,
                    response: question.response,
                    points: question.points,
                    full: question.full,
                    verdict: question.verdict,
                    key: question.key,
                    explanation: question.explanation,
                    clauses: cited(&question.clauses),
                    ruling: question.ruling,
                })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResultRow {
    pub person: PersonRef,
    #[schema(required)]
    pub department: Option<Named>,
    #[schema(required)]
    pub group: Option<Named>,
    #[schema(required)]
    pub session_no: Option<i32>,
    pub state: ResultState,
    #[schema(required)]
    pub points: Option<Points>,
    #[schema(required)]
    pub full: Option<Points>,
    #[schema(required)]
    pub passed: Option<bool>,
    #[schema(required)]
    pub place: Option<i32>,
    #[schema(required)]
    pub handed_in_at: Option<Instant>,
}

impl From<service::ResultRow> for ResultRow {
    fn from(row: service::ResultRow) -> Self {
        Self {
            person: row.candidate.person.into(),
            department: row.candidate.department.map(Named::from),
            group: row.candidate.group.map(Named::from),
            session_no: row.candidate.session.map(|session| session.no),
            state: row.state,
            points: row.points,
            full: row.full,
            passed: row.passed,
            place: row.place,
            handed_in_at: row.handed_in_at,
        }
    }
}

/// What is to be decided about a question; a corrected or further key comes with it, its option
/// numbers as the bank counts them.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RulingQuery {
    pub question: QuestionId,
    pub kind: RulingKind,
    #[serde(default)]
    pub key: Option<Key>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RulingInput {
    pub question: QuestionId,
    pub kind: RulingKind,
    #[serde(default)]
    pub key: Option<Key>,
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuledQuestion {
    pub id: QuestionId,
    pub stem: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ruling {
    pub no: i32,
    pub question: RuledQuestion,
    pub kind: RulingKind,
    #[schema(required)]
    pub key: Option<Key>,
    pub reason: String,
    pub author: PersonRef,
    /// Who confirmed or withdrew it.
    #[schema(required)]
    pub second: Option<PersonRef>,
    pub state: RulingState,
    pub at: Instant,
    #[schema(required)]
    pub decided_at: Option<Instant>,
    /// How many people it moved.
    #[schema(required)]
    pub moved: Option<i32>,
}

impl Ruling {
    pub(super) fn of(
        ruling: CoreRuling,
        stem: String,
        people: &HashMap<PersonId, CorePersonRef>,
    ) -> Option<Self> {
        let named = |person: &PersonId| people.get(person).cloned().map(PersonRef::from);
        Some(Self {
            no: ruling.no,
            question: RuledQuestion { id: ruling.question, stem },
            kind: ruling.kind,
            key: ruling.key,
            reason: ruling.reason,
            author: named(&ruling.author)?,
            second: ruling.second.as_ref().and_then(named),
            state: ruling.state,
            at: ruling.at,
            decided_at: ruling.decided_at,
            moved: ruling.moved,
        })
    }
}

/// Somebody whom a ruling moves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Moved {
    pub person: PersonRef,
    pub before: Points,
    pub after: Points,
    pub passed_before: bool,
    pub passed_after: bool,
    #[schema(required)]
    pub place_before: Option<i32>,
    #[schema(required)]
    pub place_after: Option<i32>,
}

/// What a ruling would do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulingPreview {
    /// Marked papers that have the question.
    pub affected: usize,
    pub moved: Vec<Moved>,
    /// What should be known before confirming; each is a code with its parameters.
    pub warnings: Vec<IssueBody>,
}

impl RulingPreview {
    pub(super) fn of(preview: service::Preview, people: &HashMap<PersonId, CorePersonRef>) -> Self {
        let moved = preview.moved.into_iter().filter_map(|moved| {
            Some(Moved {
                person: people.get(&moved.person).cloned()?.into(),
                before: moved.before,
                after: moved.after,
                passed_before: moved.passed_before,
                passed_after: moved.passed_after,
                place_before: moved.place_before,
                place_after: moved.place_after,
            })
        });
        Self {
            affected: preview.affected,
            moved: moved.collect(),
            warnings: preview.warnings.into_iter().map(IssueBody::from).collect(),
        }
    }
}
