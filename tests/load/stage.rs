//! A centre with many takers and one exam about to open, made by core's services on a durable
//! PostgreSQL.

use std::{path::Path, sync::Arc, time::Duration};

use actix_web::web;
use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, Database},
};
use serde_json::Value;
use tempfile::TempDir;
use yuekao_api::{app::App, config::Settings, demo};
use yuekao_core::{
    access::{self, AccessSettings, token::Claims, token::Signer},
    exam::{self, ExamId, ExamKind, SessionPlan},
    kernel::{
        Actor, Caller, Clock, Context, Instant, PersonId, Role, Roles, SystemChance, SystemClock, sheet,
    },
    people::{self, import},
    unit::{Db, DbSettings},
};
use yuekao_migration::Migrator;
use yuekao_tests::postgres;

use crate::{
    Failure,
    client::{Request, Run},
};

/// Long enough for the server to start, short enough to wait for.
const OPENS_IN_SECONDS: i64 = 12;

pub(crate) struct Stage {
    url: String,
    dir: TempDir,
    exam: ExamId,
    takers: Vec<PersonId>,
    opens_at: Instant,
    key: Vec<u8>,
}

/// What joining gave each taker.
pub(crate) struct Passes(Vec<(String, String)>);

impl Stage {
    pub(crate) async fn set(takers: usize) -> Result<Self, Failure> {
        let dir = tempfile::tempdir()?;
        let url = postgres::empty().await;
        let migrated = Database::connect(&url).await?;
        Migrator::up(&migrated, None).await?;
        migrated.close().await?;
        let key = vec![11; 32];
        let settings =
            Settings { data: dir.path().to_owned(), database_url: url.clone(), ..Settings::default() };
        let access = AccessSettings { signing_key: key.clone(), cheap_passwords: true, cores: 2 };
        let db = Db::connect(&DbSettings::new(url.clone())).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let app = web::Data::new(App::new(settings, &access, db, clock, Arc::new(SystemChance))?);

        let mut rows = vec![row("M001", "综合科", "", "管理者"), row("T001", "综合科", "", "培训师")];
        rows.push(row("T002", "综合科", "", "培训师"));
        rows.extend((0..takers).map(|no| row(&format!("W{no:05}"), "市场监管局", "企业开办类", "考生")));
        let workbook = sheet::write("人员", &import::COLUMNS, &rows)?;
        let plan = people::service::plan_import(&app.db, &workbook).await?;
        access::service::import_people(&app.db, &app.context("bench"), &plan).await?;
        let (author, reviewer) =
            (acting(&app, "T001", Role::Trainer).await?, acting(&app, "T002", Role::Trainer).await?);
        demo::stock_bank(&app, &author, &reviewer).await?;

        let manager = acting(&app, "M001", Role::Manager).await?;
        let opens_at = manager.now().plus_seconds(OPENS_IN_SECONDS);
        let mut plan = exam::service::template(&app.db, &manager, ExamKind::Monthly).await?;
        plan.sessions = vec![SessionPlan { opens_at, closes_at: opens_at.plus_minutes(240), makeup: false }];
        let exam = exam::service::create(&app.db, &manager, plan).await?;
        let version = exam::service::get(&app.db, &manager, exam).await?.version;
        exam::service::publish(&app.db, &manager, exam, version).await?;
        app.runner().settle().await?;
        let mut ids = Vec::with_capacity(takers);
        for no in 0..takers {
            let person =
                people::service::find_by_number(&app.db, &format!("W{no:05}")).await?.ok_or("no taker")?;
            ids.push(person.id);
        }
        app.db.close().await;
        Ok(Self { url, dir, exam, takers: ids, opens_at, key })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
    pub(crate) fn folder(&self) -> &Path {
        self.dir.path()
    }
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        use base64::{Engine, prelude::BASE64_STANDARD};
        vec![
            ("DATABASE_URL", self.url.clone()),
            ("YUEKAO_DATA", self.dir.path().display().to_string()),
            ("YUEKAO_SIGNING_KEY", BASE64_STANDARD.encode(&self.key)),
        ]
    }
    pub(crate) async fn execute(&self, sql: &str) -> Result<(), Failure> {
        let db = Database::connect(&self.url).await?;
        for statement in sql.split(';') {
            db.execute_unprepared(statement).await?;
        }
        db.close().await?;
        Ok(())
    }
    pub(crate) async fn wait_for_opening(&self) {
        let left = self.opens_at.since(SystemClock.now()).max(0);
        tokio::time::sleep(Duration::from_micros(u64::try_from(left).unwrap_or_default() + 50_000)).await;
    }

    /// One join a taker, with a token of the taker's own.
    pub(crate) fn joins(&self) -> Vec<Vec<Request>> {
        let signer = Signer::new(&self.key);
        let exp = SystemClock.now().micros() / Instant::SECOND + 600;
        let join = |person: &PersonId| {
            let claims = Claims {
                sub: *person,
                sid: uuid::Uuid::nil(),
                roles: Roles::of([]).to_text(),
                department: None,
                must_change: false,
                exp,
            };
            let token = signer.access(&claims).unwrap_or_default();
            let path = format!("/api/v1/exams/{}/sitting", self.exam);
            vec![Request::json("POST", &path, &format!("Authorization: Bearer {token}"), "{}")]
        };
        self.takers.iter().map(join).collect()
    }
    pub(crate) fn passes(&self, joined: &Run) -> Result<Passes, Failure> {
        let pass = |(_, body): &(usize, Vec<u8>)| -> Result<(String, String), Failure> {
            let body: Value = serde_json::from_slice(body)?;
            let text =
                |field: &str| body[field].as_str().map(str::to_owned).ok_or(format!("no {field}: {body}"));
            Ok((text("sitting")?, text("pass")?))
        };
        Ok(Passes(joined.bodies.iter().map(pass).collect::<Result<_, _>>()?))
    }
    /// How many hand-ins came back marked.
    pub(crate) fn marked(&self, handed_in: &Run) -> usize {
        let marked =
            |body: &[u8]| serde_json::from_slice::<Value>(body).is_ok_and(|body| body["points"].is_i64());
        handed_in.bodies.iter().filter(|(_, body)| marked(body)).count()
    }
}

impl Passes {
    /// Every question answered once by everyone; each round chooses anew.
    pub(crate) fn answers(&self, round: usize, questions: usize) -> Vec<Vec<Request>> {
        let answer = |(sitting, pass): &(String, String)| {
            let request = |question: usize| {
                let n = round * questions + question + 1;
                let response = match question {
                    ..35 => format!("{{\"type\":\"options\",\"chosen\":[{}]}}", (question + round) % 4),
                    35..45 => format!("{{\"type\":\"truth\",\"value\":{}}}", round.is_multiple_of(2)),
                    _ => "{\"type\":\"blanks\",\"texts\":[\"二十\"]}".to_owned(),
                };
                let path = format!("/api/v1/sittings/{sitting}/answers/{question}");
                let body = format!("{{\"n\":{n},\"response\":{response}}}");
                Request::json("PUT", &path, &format!("X-Sitting-Pass: {pass}"), &body)
            };
            (0..questions).map(request).collect()
        };
        self.0.iter().map(answer).collect()
    }
    pub(crate) fn hand_ins(&self, rounds: usize, questions: usize) -> Vec<Vec<Request>> {
        let n = rounds * questions + 1;
        let hand_in = |(sitting, pass): &(String, String)| {
            let path = format!("/api/v1/sittings/{sitting}/hand-in");
            vec![Request::json("POST", &path, &format!("X-Sitting-Pass: {pass}"), &format!("{{\"n\":{n}}}"))]
        };
        self.0.iter().map(hand_in).collect()
    }
}

fn row(number: &str, department: &str, group: &str, roles: &str) -> Vec<sheet::Cell> {
    [number, number, department, group, "前台窗口", "", "否", roles].map(sheet::Cell::from).to_vec()
}

async fn acting(app: &App, number: &str, role: Role) -> Result<Context, Failure> {
    let person = people::service::find_by_number(&app.db, number).await?.ok_or("no such person")?;
    let caller =
        Caller { id: person.id, roles: Roles::of([role]), department: None, session: uuid::Uuid::nil() };
    Ok(Context { actor: Actor::Person(caller), ..app.context("bench") })
}
