//! A service with its own database, mock clock and seeded chance, behind a real socket.

use std::{net::TcpListener, path::PathBuf, sync::Arc};

use actix_web::{dev::ServerHandle, rt, web};
use sea_orm_migration::{MigratorTrait, sea_orm::Database};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use yuekao_api::{app::App, config::Settings, server};
use yuekao_core::{
    access::AccessSettings,
    kernel::{Chance, Clock, Instant, MockClock, SeededChance},
    unit::{Db, DbSettings},
};
use yuekao_migration::Migrator;

use crate::{Person, cast, postgres};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The month of every story: Monday 2026-11-02, nine in the morning at the centre.
pub const MORNING: &str = "2026-11-02T01:00:00Z";

pub struct World {
    pub app: web::Data<App>,
    pub clock: Arc<MockClock>,
    pub backend: Backend,
    pub base: String,
    pub http: reqwest::Client,
    server: ServerHandle,
    _dir: TempDir,
}

impl World {
    pub async fn on(backend: Backend) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let url = match backend {
            Backend::Sqlite => {
                let file = dir.path().join("yuekao.db");
                std::fs::copy(sqlite_template().await, &file).expect("the template is copied");
                format!("sqlite:{}", file.display())
            }
            Backend::Postgres => postgres::fresh().await,
        };
        Self::over(backend, url, dir).await
    }

    async fn over(backend: Backend, url: String, dir: TempDir) -> Self {
        let clock = Arc::new(MockClock::at(Instant::parse(MORNING).expect("an instant")));
        let settings = Settings { data: dir.path().to_owned(), database_url: url, ..Settings::default() };
        let app = web::Data::new(replica(settings, &clock, 7).await);
        cast::arrive(&app).await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let running = server::build(app.clone(), listener, 1).expect("the server starts");
        let server = running.handle();
        rt::spawn(running);
        let http = reqwest::Client::builder().pool_max_idle_per_host(4).build().expect("a client");
        Self { app, clock, backend, base, http, server, _dir: dir }
    }

    /// Another replica on the same database, without a socket.
    pub async fn replica(&self) -> App {
        replica(self.app.settings.clone(), &self.clock, 8).await
    }

    /// Does every job that is due and keeps each duty once.
    pub async fn settle(&self) {
        self.app.runner().settle().await.expect("the work is done");
    }
    /// The database's address, for tests that go past the service.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.app.settings.database().connection_url()
    }
    /// Signs in one of the cast by number.
    pub async fn as_person(&self, number: &str) -> Person {
        Person::sign_in(self, number, cast::PASSWORD).await
    }
    pub async fn as_admin(&self) -> Person {
        self.as_person("A001").await
    }
    pub async fn as_manager(&self) -> Person {
        self.as_person("M001").await
    }
    /// The second person that some deeds want.
    pub async fn as_second_manager(&self) -> Person {
        self.as_person("M002").await
    }
    pub async fn as_trainer(&self) -> Person {
        self.as_person("T001").await
    }
    pub async fn as_reviewer(&self) -> Person {
        self.as_person("T002").await
    }
    pub async fn as_head(&self) -> Person {
        self.as_person("H001").await
    }
    pub async fn as_inspector(&self) -> Person {
        self.as_person("I001").await
    }
    pub async fn as_staff(&self) -> Person {
        self.as_person("W001").await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Not waited for: the runtime of the test ends with it.
        drop(self.server.stop(false));
    }
}

async fn replica(settings: Settings, clock: &Arc<MockClock>, seed: u64) -> App {
    let database = DbSettings {
        readers: 2,
        writers: 2,
        durable: false,
        ..DbSettings::new(settings.database_url.clone())
    };
    let db = Db::connect(&database).await.expect("the database opens");
    let chance: Arc<dyn Chance> = Arc::new(SeededChance::new(seed));
    let access = AccessSettings { signing_key: vec![7; 32], cheap_passwords: true, cores: 2 };
    App::new(settings, &access, db, Arc::clone(clock) as Arc<dyn Clock>, chance).expect("a folder for files")
}

/// A migrated SQLite file, made once a process and copied for every world.
async fn sqlite_template() -> PathBuf {
    static TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
    let (_, file) = TEMPLATE
        .get_or_init(async || {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let file = dir.path().join("template.db");
            let db = Database::connect(format!("sqlite://{}?mode=rwc", file.display())).await.expect("opens");
            Migrator::up(&db, None).await.expect("the migrations run");
            db.close().await.expect("closes");
            (dir, file)
        })
        .await;
    file.clone()
}
