//! The tables of exams.

pub(super) mod exam {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId, Points},
        paper::BlueprintId,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ExamId,
        pub kind: String,
        pub title: String,
        pub month: i32,
        pub state: String,
        pub blueprint: String,
        pub minutes: i32,
        pub pass: Points,
        pub excellent: Points,
        pub points_release: String,
        pub review_release: String,
        pub pool_open: bool,
        pub layout: String,
        pub leaving_then: String,
        pub leaving_limit: i32,
        pub groups: String,
        pub manager_id: PersonId,
        pub version: i32,
        pub ruling: i32,
        pub created_at: Instant,
        pub published_at: Option<Instant>,
        pub witness_hours: Option<i32>,
        pub witness_until: Option<Instant>,
        pub most_overlap: i32,
        pub blueprint_id: Option<BlueprintId>,
        pub blueprint_version: Option<i32>,
        pub seeded_at: Option<Instant>,
        pub drawn_at: Option<Instant>,
        pub over_at: Option<Instant>,
        pub released_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod session {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::{ExamId, ExamSessionId},
        kernel::Instant,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ExamSessionId,
        pub exam_id: ExamId,
        pub no: i32,
        pub opens_at: Instant,
        pub closes_at: Instant,
        pub makeup: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod candidate {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::{ExamId, ExamSessionId},
        kernel::PersonId,
        paper::CandidateId,
        people::GroupId,
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_candidate")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub candidate_id: CandidateId,
        pub place: i32,
        pub session_id: ExamSessionId,
        pub group_id: Option<GroupId>,
        pub unranked: Option<String>,
        /// The pool indexes to keep from this person, as the draw takes them.
        pub avoid: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod leave {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_leave")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        pub reason: String,
        pub words: String,
        pub stated_by: PersonId,
        pub stated_at: Instant,
        pub confirmed_by: Option<PersonId>,
        pub confirmed_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod commitment {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_commitment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        /// The system's own seed, kept from everyone until the proof.
        pub system_seed: Vec<u8>,
        /// What veils the pool's revisions in the proof; kept from everyone for ever.
        pub salts: Vec<u8>,
        /// What was hashed beside the seed.
        pub digests: String,
        pub c: Vec<u8>,
        pub at: Instant,
        /// What the papers are drawn from, once witnesses have added what they would.
        pub seed: Option<Vec<u8>>,
        pub witnessed: bool,
        /// A manager who ended the witnessing before its hour.
        pub closed_by: Option<PersonId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod contribution {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_contribution")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        /// Counts from 1 in order of arrival.
        pub no: i32,
        /// The witness as shown then, and as hashed.
        pub witness: String,
        pub words: String,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod addendum {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_addendum")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        /// Counts from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub no: i32,
        pub change: String,
        pub digest: Vec<u8>,
        pub by_id: PersonId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod concern {
    use sea_orm::entity::prelude::*;

    use crate::{
        exam::model::ExamId,
        kernel::{Instant, PersonId},
    };

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_concern")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        /// Index in the frozen pool.
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub choice: String,
        pub reason: String,
        pub by_id: PersonId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod book {
    use sea_orm::entity::prelude::*;

    use crate::exam::model::ExamId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exam_book")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: ExamId,
        pub bytes: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
