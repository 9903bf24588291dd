//! Frozen pools and drawn papers. Exam is a word above, so its id stands here bare.

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
