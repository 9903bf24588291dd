//! The tables of standings.

pub(super) mod scheme {
    use sea_orm::entity::prelude::*;

    use crate::kernel::{Instant, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_scheme")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub name: String,
        pub body: String,
        pub state: String,
        pub author_id: PersonId,
        pub at: Instant,
        pub second_id: Option<PersonId>,
        pub decided_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod import {
    use sea_orm::entity::prelude::*;

    use crate::kernel::{Instant, PersonId};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_import")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub month: i32,
        pub component: String,
        pub file_name: String,
        pub by_id: PersonId,
        pub at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod month {
    use sea_orm::entity::prelude::*;

    use crate::kernel::Instant;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_month")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i32,
        pub state: String,
        pub revision: i32,
        pub scheme_name: String,
        pub scheme: String,
        pub notice_at: Instant,
        pub notice_until: Instant,
        pub approved_by: Option<String>,
        pub approved_on: Option<String>,
        pub published_at: Option<Instant>,
        pub bulletin: Option<String>,
        pub digest: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod place {
    use sea_orm::entity::prelude::*;

    use crate::kernel::{PersonId, Points};

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing_place")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: PersonId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: i32,
        pub place: Option<i32>,
        pub group_size: i32,
        pub total: Option<Points>,
        pub skill: Option<Points>,
        pub performance: Option<Points>,
        pub conduct: Option<Points>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
