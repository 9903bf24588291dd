//! Sittings, extra time given to a whole session, and words to takers, and
//! what two people decide: extra time for one, incidents. The journal, `sitting_event`, is written and
//! read many lines at a time by its store alone and has no entity.

pub(super) mod sitting {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub attempt: i32,
        pub session_id: Uuid,
        pub candidate_id: Uuid,
        pub questions: i32,
        pub state: String,
        pub lease: i32,
        pub seq: i32,
        pub n_high: i64,
        pub started_at: Instant,
        pub base_deadline: Instant,
        pub extra_minutes: i32,
        pub deadline: Instant,
        pub left_times: i32,
        pub last_seen_at: Instant,
        pub closed_at: Option<Instant>,
        pub closed_by: Option<String>,
        pub k: Option<i32>,
        pub nonce: Vec<u8>,
        pub receipt: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod extra_time {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_extra_time")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub minutes: i32,
        pub reason: String,
        pub author_id: Uuid,
        pub at: Instant,
        pub before_start: bool,
        pub state: String,
        pub second_id: Option<Uuid>,
        pub decided_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod incident {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_incident")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_at: Instant,
        pub until_at: Instant,
        pub scope: String,
        pub reason: String,
        pub author_id: Uuid,
        pub at: Instant,
        pub state: String,
        pub second_id: Option<Uuid>,
        pub decided_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod root {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_root")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub no: i32,
        pub at: Instant,
        pub body: String,
        pub leaves: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod message {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub sitting_id: Option<Uuid>,
        pub text: String,
        pub by_person: Uuid,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod extra {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sitting_extra")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub exam_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub session_id: Uuid,
        pub minutes: i32,
        pub reason: String,
        pub by_person: Uuid,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
