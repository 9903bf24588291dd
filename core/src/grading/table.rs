//! Marks, rulings and results.

pub(super) mod mark {
    use sea_orm::entity::prelude::*;

    use crate::kernel::{Instant, Points};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grading_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sitting_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub ruling_no: i32,
        pub points: Points,
        pub full_points: Points,
        pub detail: String,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod ruling {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grading_ruling")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub no: i32,
        pub pool_index: i32,
        pub question_id: Uuid,
        pub kind: String,
        pub key: Option<String>,
        pub reason: String,
        pub author_id: Uuid,
        pub second_id: Option<Uuid>,
        pub state: String,
        pub at: Instant,
        pub decided_at: Option<Instant>,
        pub applied_as: Option<i32>,
        pub moved: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod result {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Points;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "grading_result")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub sitting_id: Uuid,
        pub ruling_no: i32,
        pub points: Points,
        pub full_points: Points,
        pub passed: bool,
        pub excellent: bool,
        pub place: Option<i32>,
        pub group_id: Option<Uuid>,
        pub group_size: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
