//! Questions as they travel among those who make them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    bank::{
        self, Answered, Body, Choice, Key, Kind, QuestionId, QuestionState, RevisionId,
        format::{Column, FileReading, Format},
        service::Understood,
    },
    kernel::{Instant, Issue},
    materials::{ClauseId, TopicId},
    paper::{Policy, difficulty},
};

use crate::{
    front::problem::IssueBody,
    materials::wire::{ClauseRef, MaterialRef},
    people::wire::PersonRef,
};

/// A list shows this much of a stem.
const STEM_CHARS: usize = 120;

/// What an author writes.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct QuestionInput {
    pub kind: Kind,
    pub topic: TopicId,
    /// How hard it is, 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub label: i32,
    /// A run of four or more underscores is a blank.
    pub stem: String,
    /// What is matched to options; for matching alone.
    #[serde(default)]
    pub prompts: Vec<String>,
    #[serde(default)]
    pub options: Vec<Choice>,
    pub key: Key,
    #[serde(default)]
    pub explanation: String,
    /// What it rests on.
    #[serde(default)]
    pub clauses: Vec<ClauseId>,
}

impl From<QuestionInput> for bank::QuestionInput {
    fn from(input: QuestionInput) -> Self {
        let QuestionInput { kind, topic, label, stem, prompts, options, key, explanation, clauses } = input;
        Self { body: Body { kind, stem, prompts, options, key, explanation }, topic, label, clauses }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Question {
    pub id: QuestionId,
    pub version: i32,
    pub state: QuestionState,
    pub author: PersonRef,
    #[schema(required)]
    pub reviewer: Option<PersonRef>,
    pub revision: RevisionRef,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: i32,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<Choice>,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseRef>,
    /// Why the reviewer gave it back.
    #[schema(required)]
    pub sent_back: Option<String>,
    /// What released exams told of this revision.
    #[schema(required)]
    pub statistics: Option<Statistics>,
    /// What the next exam reckons with.
    pub expected: Expected,
    pub created_at: Instant,
    pub updated_at: Instant,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RevisionRef {
    pub id: RevisionId,
    pub no: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Statistics {
    pub responses: i64,
    /// The mean share of the points that was earned, 0 to 1.
    #[schema(required)]
    pub facility: Option<f64>,
}

/// What share of its points a question is expected to earn: a Beta posterior from its label and from
/// released responses, under the first policy of its kind. All in 1/10,000.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Expected {
    facility: u16,
    /// With 95 % the true share lies between the two.
    low: u16,
    high: u16,
    responses: u32,
}

impl Expected {
    fn of(kind: Kind, label: i32, statistics: bank::Statistics) -> Self {
        let estimate = difficulty::expected(kind, Policy::AllOrNothing, label, statistics);
        let (low, high) = difficulty::interval(estimate);
        Self { facility: estimate.facility, low, high, responses: estimate.responses }
    }
}

impl From<bank::Question> for Question {
    fn from(question: bank::Question) -> Self {
        let bank::Question { body, statistics, .. } = question;
        Self {
            id: question.id,
            version: question.version,
            state: question.state,
            author: question.author.into(),
            reviewer: question.reviewer.map(PersonRef::from),
            revision: RevisionRef { id: question.revision, no: question.revision_no },
            kind: body.kind,
            topic: question.topic,
            label: question.label,
            stem: body.stem,
            prompts: body.prompts,
            options: body.options,
            key: body.key,
            explanation: body.explanation,
            clauses: question.clauses.into_iter().map(ClauseRef::from).collect(),
            sent_back: question.sent_back,
            expected: Expected::of(body.kind, question.label, statistics),
            statistics: (statistics.responses > 0)
                .then(|| Statistics { responses: statistics.responses, facility: statistics.facility() }),
            created_at: question.created_at,
            updated_at: question.updated_at,
        }
    }
}

/// A question in a list: without its key.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionRow {
    pub id: QuestionId,
    pub state: QuestionState,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: i32,
    /// Its beginning.
    pub stem: String,
    pub author: PersonRef,
    #[schema(required)]
    pub material: Option<MaterialRef>,
    pub responses: i64,
    #[schema(required)]
    pub facility: Option<f64>,
    /// What the next exam reckons with.
    pub expected: Expected,
    pub updated_at: Instant,
}

impl From<bank::QuestionRow> for QuestionRow {
    fn from(row: bank::QuestionRow) -> Self {
        Self {
            id: row.id,
            state: row.state,
            kind: row.kind,
            topic: row.topic,
            label: row.label,
            stem: beginning(row.stem),
            author: row.author.into(),
            material: row.material.map(MaterialRef::from),
            responses: row.statistics.responses,
            facility: row.statistics.facility(),
            expected: Expected::of(row.kind, row.label, row.statistics),
            updated_at: row.updated_at,
        }
    }
}

fn beginning(stem: String) -> String {
    match stem.char_indices().nth(STEM_CHARS) {
        Some((end, _)) => format!("{}…", stem.get(..end).unwrap_or_default()),
        None => stem,
    }
}

/// How many questions there are of each value, under all filters but its own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Facets {
    pub state: Vec<StateCount>,
    pub kind: Vec<KindCount>,
    pub topic: Vec<TopicCount>,
    pub label: Vec<LabelCount>,
    pub answered: Vec<AnsweredCount>,
    /// Those with most questions first.
    pub author: Vec<AuthorCount>,
    /// By the material that a question rests on first.
    pub material: Vec<MaterialCount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnsweredCount {
    pub value: Answered,
    pub count: i64,
}
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuthorCount {
    pub value: PersonRef,
    pub count: i64,
}
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MaterialCount {
    pub value: MaterialRef,
    pub count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StateCount {
    pub value: QuestionState,
    pub count: i64,
}
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KindCount {
    pub value: Kind,
    pub count: i64,
}
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicCount {
    pub value: TopicId,
    pub count: i64,
}
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LabelCount {
    pub value: i32,
    pub count: i64,
}

impl From<bank::Facets> for Facets {
    fn from(facets: bank::Facets) -> Self {
        let bank::Facets { state, kind, topic, label, answered, author, material } = facets;
        Self {
            state: state.into_iter().map(|(value, count)| StateCount { value, count }).collect(),
            kind: kind.into_iter().map(|(value, count)| KindCount { value, count }).collect(),
            topic: topic.into_iter().map(|(value, count)| TopicCount { value, count }).collect(),
            label: label.into_iter().map(|(value, count)| LabelCount { value, count }).collect(),
            answered: answered.into_iter().map(|(value, count)| AnsweredCount { value, count }).collect(),
            author: author
                .into_iter()
                .map(|(value, count)| AuthorCount { value: value.into(), count })
                .collect(),
            material: material
                .into_iter()
                .map(|(value, count)| MaterialCount { value: value.into(), count })
                .collect(),
        }
    }
}

/// What was understood of a pasted text or a file. Nothing of it is stored yet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reading {
    pub format: Format,
    /// Of a text file; none for archives and pasted text.
    #[schema(required)]
    pub encoding: Option<&'static str>,
    /// The columns of a table, and what each was taken for.
    pub columns: Vec<ReadColumn>,
    pub items: Vec<ReadQuestion>,
    /// What belongs to no single question.
    pub warnings: Vec<IssueBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadColumn {
    /// `cell:单选题!B2`
    pub at: String,
    pub name: String,
    /// `stem`, `option:A`, `blank:1`; none for a column that nothing is known of.
    #[schema(required)]
    pub field: Option<String>,
}

/// One question of the text. It can be accepted as it is if there are no issues.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReadQuestion {
    /// Where it begins: `line:12`, `paragraph:12`, `cell:单选题!B3`, `part:item.xml:2`.
    pub at: String,
    /// The line, paragraph or row of that place, from 1.
    pub line: usize,
    #[schema(required)]
    pub kind: Option<Kind>,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<Choice>,
    /// None until every issue is mended.
    #[schema(required)]
    pub key: Option<Key>,
    /// The answer as written.
    pub answer: String,
    pub explanation: String,
    #[schema(required)]
    pub label: Option<u8>,
    /// 【依据】 as written.
    pub clause_refs: Vec<String>,
    /// What of it the archive has.
    pub clauses: Vec<ClauseRef>,
    pub issues: Vec<IssueBody>,
    pub warnings: Vec<IssueBody>,
}

impl Reading {
    pub(super) fn of_text(items: Vec<Understood>, warnings: Vec<Issue>) -> Self {
        Self {
            format: Format::Text,
            encoding: None,
            columns: Vec::new(),
            items: items.into_iter().map(ReadQuestion::from).collect(),
            warnings: warnings.into_iter().map(IssueBody::from).collect(),
        }
    }

    pub(super) fn of_file(read: FileReading, items: Vec<Understood>) -> Self {
        let column = |column: Column| ReadColumn {
            at: column.at,
            name: column.name,
            field: column.field.map(|field| field.to_string()),
        };
        Self {
            format: read.format,
            encoding: read.encoding,
            columns: read.reading.columns.into_iter().map(column).collect(),
            ..Self::of_text(items, read.reading.warnings)
        }
    }
}

impl From<Understood> for ReadQuestion {
    fn from(understood: Understood) -> Self {
        let Understood { item, clauses } = understood;
        let parts = item.parts;
        let shown = |text| Choice { text, fixed: false };
        let (kind, stem, prompts, options, key, explanation) = match item.body {
            Some(body) => {
                (Some(body.kind), body.stem, body.prompts, body.options, Some(body.key), body.explanation)
            }
            None => {
                let options = parts.options.into_iter().map(|option| shown(option.text)).collect();
                (parts.kind, parts.stem, vec![], options, None, parts.explanation)
            }
        };
        Self {
            at: item.at,
            line: item.line,
            kind,
            stem,
            prompts,
            options,
            key,
            answer: parts.answer,
            explanation,
            label: item.difficulty,
            clause_refs: item.clause_refs,
            clauses: clauses.into_iter().map(ClauseRef::from).collect(),
            issues: item.issues.into_iter().map(IssueBody::from).collect(),
            warnings: item.warnings.into_iter().map(IssueBody::from).collect(),
        }
    }
}
