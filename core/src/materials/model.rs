//! Topics, archive entries, editions and clauses.

use crate::{
    file::model::FileId,
    kernel::{DepartmentId, Instant},
    people::PersonRef,
};

crate::define_id!(TopicId, MaterialId, EditionId, ClauseId);

crate::text_enum! {
    /// What kind of training the material comes from.
    pub enum Theme {
        /// 创新亮点
        Innovation = "innovation",
        /// 业务难点
        Difficulty = "difficulty",
        /// 服务痛点
        PainPoint = "pain_point",
    }
}

impl Theme {
    /// As the plan calls it, and a lecture's first lines with it.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Innovation => "创新亮点",
            Self::Difficulty => "业务难点",
            Self::PainPoint => "服务痛点",
        }
    }
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|theme| theme.chinese() == name)
    }
}

/// 知识领域. The plan's five stand at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    pub slug: String,
    pub parent: Option<TopicId>,
}

/// A material as named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialRef {
    pub id: MaterialId,
    /// `PX-2026-0007`
    pub no: String,
    pub title: String,
}

/// The department that hosted a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    pub id: DepartmentId,
    pub name: String,
}

/// A material as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialRow {
    pub id: MaterialId,
    pub no: String,
    pub title: String,
    pub topic: TopicId,
    pub theme: Theme,
    pub department: Option<Host>,
    pub trainer: Option<PersonRef>,
    pub clauses: i32,
    /// Questions that rest on it and are not retired, as the bank told.
    pub questions: i32,
    pub created_at: Instant,
    pub version: i32,
}

/// A material with its newest edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    pub row: MaterialRow,
    pub edition: Edition,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub id: EditionId,
    pub no: i32,
    pub file: FileId,
    pub file_name: String,
    pub created_at: Instant,
}

/// An addressable passage of one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub id: ClauseId,
    pub address: String,
    pub label: String,
    pub text: String,
    /// Questions that rest on it and are not retired, as the bank told.
    pub questions: i32,
}

/// A clause with the material it stands in, as a question cites it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseRef {
    pub id: ClauseId,
    pub material: MaterialRef,
    pub address: String,
    pub label: String,
    pub text: String,
}

/// What can be changed about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialEdit {
    pub title: String,
    pub topic: TopicId,
    pub theme: Theme,
}

/// What is said of a file that goes into the archive.
#[derive(Clone, Debug, Default)]
pub struct UploadForm {
    pub title: Option<String>,
    pub topic: Option<TopicId>,
    pub theme: Option<Theme>,
    pub department: Option<DepartmentId>,
}

/// A file for the archive.
#[derive(Clone, Debug)]
pub struct Upload {
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub form: UploadForm,
}
