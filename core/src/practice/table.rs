//! The tables of practice that are read row by row; what exams put into the book is written by
//! statements over many rows.

pub(super) mod run {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::model::TopicId,
        kernel::{Instant, PersonId},
        practice::PracticeId,
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "practice_run")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PracticeId,
        pub person_id: PersonId,
        pub source: String,
        pub topic_id: Option<TopicId>,
        pub questions: String,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod answer {
    use sea_orm::entity::prelude::*;

    use crate::{kernel::Instant, practice::PracticeId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "practice_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub run_id: PracticeId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub response: String,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
