//! The bank's tables.

pub(super) mod question {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::{QuestionId, RevisionId},
        kernel::{Instant, PersonId},
        materials::TopicId,
    };

    /// What changes about a question; kind and stem are those of the revision that stands.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "question")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: QuestionId,
        pub revision_id: RevisionId,
        pub kind: String,
        pub topic_id: TopicId,
        pub label: i32,
        pub state: String,
        pub stem: String,
        pub author_id: PersonId,
        pub reviewer_id: Option<PersonId>,
        pub sent_back: Option<String>,
        pub version: i32,
        pub created_at: Instant,
        pub updated_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod finder {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::{QuestionId, RevisionId},
        kernel::{Instant, PersonId},
        materials::{MaterialId, TopicId},
    };

    /// What lists are narrowed and counted by; the index of words belongs to it.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_finder")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub no: i64,
        pub question_id: QuestionId,
        pub revision_id: RevisionId,
        pub updated_at: Instant,
        pub state: String,
        pub kind: String,
        pub topic_id: TopicId,
        pub label: i32,
        pub author_id: PersonId,
        /// That of the first clause.
        pub material_id: Option<MaterialId>,
        pub answered: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod revision {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::{QuestionId, RevisionId},
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RevisionId,
        pub question_id: QuestionId,
        pub no: i32,
        pub body: String,
        pub author_id: PersonId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod revision_clause {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::RevisionId,
        materials::{ClauseId, MaterialId},
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_revision_clause")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision_id: RevisionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sort: i32,
        pub clause_id: ClauseId,
        pub material_id: MaterialId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod statistics {
    use sea_orm::entity::prelude::*;

    use crate::bank::RevisionId;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_statistics")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision_id: RevisionId,
        pub responses: i64,
        /// In 1/10,000 of a full share.
        pub share_sum: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod key_view {
    use sea_orm::entity::prelude::*;

    use crate::{
        bank::QuestionId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bank_key_view")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub question_id: QuestionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        /// The last time.
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
