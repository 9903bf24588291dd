//! The rows of stored files.

use sea_orm::entity::prelude::*;

use super::model::FileId;
use crate::kernel::{Instant, PersonId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub by_person: Option<PersonId>,
    pub created_at: Instant,
    /// Something of another word holds it.
    pub used: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
