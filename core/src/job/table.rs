//! The jobs.

pub(super) mod job {
    use sea_orm::entity::prelude::*;

    use crate::{job::model::JobId, kernel::Instant};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobId,
        pub kind: String,
        pub unique_key: String,
        pub state: String,
        pub payload: String,
        pub done: i64,
        pub total: i64,
        pub attempts: i32,
        pub due_at: Instant,
        pub leased_until: Option<Instant>,
        pub error: Option<String>,
        pub created_at: Instant,
        pub ended_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
