//! Materials as they travel; other words cite clauses by [`ClauseRef`].

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    kernel::{DepartmentId, Instant},
    materials::{self, ClauseId, EditionId, MaterialId, Theme, TopicId},
};

use crate::{file, front::guard::Call, people::wire::PersonRef};

/// 知识领域
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Topic {
    pub id: TopicId,
    #[schema(example = "审批制度改革")]
    pub name: String,
    #[schema(example = "reform")]
    pub slug: String,
    #[schema(required)]
    pub parent: Option<TopicId>,
}

impl From<materials::Topic> for Topic {
    fn from(topic: materials::Topic) -> Self {
        Self { id: topic.id, name: topic.name, slug: topic.slug, parent: topic.parent }
    }
}

/// A material as named elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MaterialRef {
    pub id: MaterialId,
    #[schema(example = "PX-2026-0007")]
    pub no: String,
    pub title: String,
}

impl From<materials::MaterialRef> for MaterialRef {
    fn from(material: materials::MaterialRef) -> Self {
        Self { id: material.id, no: material.no, title: material.title }
    }
}

/// A clause with the material it stands in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClauseRef {
    pub id: ClauseId,
    pub material: MaterialRef,
    #[schema(example = "12.3")]
    pub address: String,
    #[schema(example = "第十二条第三款")]
    pub label: String,
    pub text: String,
}

impl From<materials::ClauseRef> for ClauseRef {
    fn from(clause: materials::ClauseRef) -> Self {
        Self {
            id: clause.id,
            material: clause.material.into(),
            address: clause.address,
            label: clause.label,
            text: clause.text,
        }
    }
}

/// The department that hosted the training.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Host {
    pub id: DepartmentId,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MaterialRow {
    pub id: MaterialId,
    #[schema(example = "PX-2026-0007")]
    pub no: String,
    pub title: String,
    pub topic: TopicId,
    pub theme: Theme,
    #[schema(required)]
    pub department: Option<Host>,
    #[schema(required)]
    pub trainer: Option<PersonRef>,
    /// How many clauses the newest edition has.
    pub clauses: i32,
    /// How many questions rest on it and are not retired.
    pub questions: i32,
    pub created_at: Instant,
}

impl From<materials::MaterialRow> for MaterialRow {
    fn from(row: materials::MaterialRow) -> Self {
        Self {
            id: row.id,
            no: row.no,
            title: row.title,
            topic: row.topic,
            theme: row.theme,
            department: row.department.map(|host| Host { id: host.id, name: host.name }),
            trainer: row.trainer.map(PersonRef::from),
            clauses: row.clauses,
            questions: row.questions,
            created_at: row.created_at,
        }
    }
}

/// A material with its newest edition, clause by clause.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Material {
    pub id: MaterialId,
    #[schema(example = "PX-2026-0007")]
    pub no: String,
    pub version: i32,
    pub title: String,
    pub topic: TopicId,
    pub theme: Theme,
    #[schema(required)]
    pub department: Option<Host>,
    #[schema(required)]
    pub trainer: Option<PersonRef>,
    pub questions: i32,
    pub created_at: Instant,
    pub edition: Edition,
    pub clauses: Vec<Clause>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Edition {
    pub id: EditionId,
    pub no: i32,
    pub file_name: String,
    /// Where the file itself can be had for an hour.
    pub file_url: String,
    pub created_at: Instant,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Clause {
    pub id: ClauseId,
    #[schema(example = "2.1")]
    pub address: String,
    pub label: String,
    pub text: String,
    /// How many questions rest on it and are not retired.
    pub questions: i32,
}

impl Material {
    pub(super) fn of(call: &Call, material: materials::Material) -> Self {
        let materials::Material { row, edition, clauses } = material;
        let MaterialRow { id, no, title, topic, theme, department, trainer, questions, created_at, .. } =
            MaterialRow::from(row.clone());
        Self {
            id,
            no,
            version: row.version,
            title,
            topic,
            theme,
            department,
            trainer,
            questions,
            created_at,
            edition: Edition {
                id: edition.id,
                no: edition.no,
                file_name: edition.file_name,
                file_url: file::wire::address(call, edition.file),
                created_at: edition.created_at,
            },
            clauses: clauses
                .into_iter()
                .map(|clause| Clause {
                    id: clause.id,
                    address: clause.address,
                    label: clause.label,
                    text: clause.text,
                    questions: clause.questions,
                })
                .collect(),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MaterialEdit {
    pub title: String,
    pub topic: TopicId,
    pub theme: Theme,
}

impl From<MaterialEdit> for materials::MaterialEdit {
    fn from(edit: MaterialEdit) -> Self {
        Self { title: edit.title, topic: edit.topic, theme: edit.theme }
    }
}
