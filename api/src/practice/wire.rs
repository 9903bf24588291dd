//! Practice as it travels.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::model::{Body, Key, Kind, QuestionId, Response},
    exam::ExamId,
    grading::model::Verdict,
    materials::{Topic, TopicId},
    practice::{self, PracticeId, PracticeSource, model, model::Wish},
};

use crate::materials::wire::ClauseRef;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicName {
    pub id: TopicId,
    #[schema(example = "行为规范")]
    pub name: String,
}

impl From<Topic> for TopicName {
    fn from(topic: Topic) -> Self {
        Self { id: topic.id, name: topic.name }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MissedIn {
    pub id: ExamId,
    pub title: String,
}

/// A question of the wrong-answer book. Options count as they stand here.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WrongItem {
    pub question: QuestionId,
    pub kind: Kind,
    pub topic: TopicName,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<String>,
    /// None where it was left empty.
    #[schema(required)]
    pub last_response: Option<Response>,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseRef>,
    pub times_wrong: i32,
    /// The exam it was last missed in; none if that was in practice alone.
    #[schema(required)]
    pub last_exam: Option<MissedIn>,
    /// Right twice in a row since.
    pub mastered: bool,
}

impl From<practice::WrongItem> for WrongItem {
    fn from(item: practice::WrongItem) -> Self {
        let practice::WrongItem { line, topic, body, clauses } = item;
        Self {
            question: line.question,
            kind: body.kind,
            topic: topic.into(),
            stem: body.stem,
            prompts: body.prompts,
            options: body.options.into_iter().map(|choice| choice.text).collect(),
            last_response: line.response,
            key: body.key,
            explanation: body.explanation,
            clauses: clauses.into_iter().map(ClauseRef::from).collect(),
            times_wrong: line.times_wrong,
            last_exam: line.exam.map(|exam| MissedIn { id: exam.id, title: exam.title }),
            mastered: practice::rule::is_mastered(line.right_in_row),
        }
    }
}

/// How much there is to practise under a topic at the root.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PracticeTopic {
    pub topic: TopicName,
    pub available: usize,
    /// Kept back by an exam that is not over.
    pub closed: usize,
    /// In one's own book and not mastered.
    pub wrong: usize,
}

impl From<model::TopicPractice> for PracticeTopic {
    fn from(topic: model::TopicPractice) -> Self {
        Self {
            topic: topic.topic.into(),
            available: topic.available,
            closed: topic.closed,
            wrong: topic.wrong,
        }
    }
}

/// What to practise.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PracticeWish {
    pub source: PracticeSource,
    /// A must for a topic; narrows the book.
    #[serde(default)]
    pub topic: Option<TopicId>,
    #[schema(minimum = 1, maximum = 50)]
    pub count: usize,
}

impl From<PracticeWish> for Wish {
    fn from(wish: PracticeWish) -> Self {
        Self { source: wish.source, topic: wish.topic, count: wish.count }
    }
}

/// A question to be answered: there is no key in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PracticeQuestion {
    pub index: usize,
    pub kind: Kind,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<String>,
    pub blanks: usize,
}

impl PracticeQuestion {
    fn of(index: usize, body: Body, shown: &[u8]) -> Self {
        let option = |option: &u8| body.options.get(usize::from(*option)).map(|choice| choice.text.clone());
        Self {
            index,
            kind: body.kind,
            options: shown.iter().filter_map(option).collect(),
            blanks: body.key.blanks(),
            stem: body.stem,
            prompts: body.prompts,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Practice {
    pub id: PracticeId,
    pub questions: Vec<PracticeQuestion>,
}

impl From<practice::Practice> for Practice {
    fn from(run: practice::Practice) -> Self {
        let questions = run.questions.into_iter().enumerate();
        Self {
            id: run.id,
            questions: questions
                .map(|(index, (posed, body))| PracticeQuestion::of(index, body, &posed.options))
                .collect(),
        }
    }
}

/// An answer; none gives up.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PracticeAnswer {
    #[schema(required)]
    pub response: Option<Response>,
}

/// What it came to, and what is right. Option numbers are places as shown.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PracticeFeedback {
    pub verdict: Verdict,
    /// Of the points, 0 to 1.
    pub share: f64,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseRef>,
}

impl From<practice::Trial> for PracticeFeedback {
    fn from(trial: practice::Trial) -> Self {
        Self {
            verdict: trial.verdict,
            share: trial.share.as_f64(),
            key: trial.key,
            explanation: trial.explanation,
            clauses: trial.clauses.into_iter().map(ClauseRef::from).collect(),
        }
    }
}
