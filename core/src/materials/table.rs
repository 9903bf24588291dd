//! The archive's tables.

pub(super) mod topic {
    use sea_orm::entity::prelude::*;

    use crate::materials::TopicId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "materials_topic")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TopicId,
        pub name: String,
        pub slug: String,
        pub parent_id: Option<TopicId>,
        pub sort: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod material {
    use sea_orm::entity::prelude::*;

    use crate::{
        kernel::{DepartmentId, Instant, PersonId},
        materials::{MaterialId, TopicId},
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "material")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MaterialId,
        pub no: String,
        pub year: i32,
        pub seq: i32,
        pub title: String,
        pub search_text: String,
        pub topic_id: TopicId,
        pub theme: String,
        pub department_id: Option<DepartmentId>,
        pub trainer_id: Option<PersonId>,
        pub clauses: i32,
        pub questions: i32,
        pub created_at: Instant,
        pub version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod edition {
    use sea_orm::entity::prelude::*;

    use crate::{
        file::model::FileId,
        kernel::Instant,
        materials::{EditionId, MaterialId},
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "materials_edition")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EditionId,
        pub material_id: MaterialId,
        pub no: i32,
        pub file_id: FileId,
        pub file_name: String,
        pub created_at: Instant,
        pub superseded_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod clause {
    use sea_orm::entity::prelude::*;

    use crate::materials::{ClauseId, EditionId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "materials_clause")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ClauseId,
        pub edition_id: EditionId,
        pub sort: i32,
        pub address: String,
        pub label: String,
        pub text: String,
        pub questions: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
