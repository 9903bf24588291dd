//! Frozen pools, drawn papers and kept blueprints. Exam is a word above, so its id stands here bare.

pub(super) mod pool {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_pool")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        /// What the draw takes.
        pub frozen: String,
        /// Which question and revision stands at each index.
        pub questions: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod paper {
    use sea_orm::entity::prelude::*;

    use crate::paper::CandidateId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub candidate_id: CandidateId,
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod blueprint {
    use sea_orm::entity::prelude::*;

    use crate::{kernel::Instant, paper::BlueprintId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_blueprint")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BlueprintId,
        pub name: String,
        pub version: i32,
        pub updated_at: Instant,
        pub retired_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod blueprint_version {
    use sea_orm::entity::prelude::*;

    use crate::{
        kernel::{Instant, PersonId},
        paper::BlueprintId,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_blueprint_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub blueprint_id: BlueprintId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub body: String,
        pub by_id: PersonId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
