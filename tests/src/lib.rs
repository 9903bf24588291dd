//! The harness: every test enters by the front door, with a service, a database and a clock of its
//! own.

pub mod bank;
pub mod cast;
pub mod load;
pub mod materials;
pub mod morning;
pub mod postgres;
pub mod reply;
pub mod stock;
pub mod world;

pub use cast::Person;
pub use reply::Reply;
pub use world::{Backend, World};

/// Declares a test that runs on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! story {
    ($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($world: World) $body

            #[actix_web::test]
            async fn sqlite() {
                story($crate::World::on($crate::Backend::Sqlite).await).await;
            }
            #[actix_web::test]
            async fn postgres() {
                story($crate::World::on($crate::Backend::Postgres).await).await;
            }
        }
    };
}
