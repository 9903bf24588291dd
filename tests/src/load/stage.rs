//! A centre with many takers and one exam about to open, made by core's services.

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

use super::{
    Failure,
    client::{Request, Run},
};

/// What takers sign in with, once they were given it.
pub const PASSWORD: &str = "every morning at nine";

pub struct Stage {
    url: String,
    dir: TempDir,
    exam: ExamId,
    takers: Vec<PersonId>,
    opens_at: Instant,
    key: Vec<u8>,
}

/// What joining gave a taker.
#[derive(Clone, Debug)]
pub struct Seat {
    pub sitting: String,
    pub lease: i64,
    pass: String,
}

/// What joining gave each taker.
pub struct Seats(Vec<Seat>);

impl Stage {
    /// Fills the empty database at `url` and gives the service `dir` for its files. The exam opens
    /// `opens_in` seconds after all else is done.
    ///
    /// # Errors
    /// If the database or the services don't do as they are told.
    pub async fn set(url: String, dir: TempDir, takers: usize, opens_in: i64) -> Result<Self, Failure> {
        let database = DbSettings::new(url.clone());
        let migrated = Database::connect(database.connection_url()).await?;
        Migrator::up(&migrated, None).await?;
        migrated.close().await?;
        let key = vec![11; 32];
        let settings =
            Settings { data: dir.path().to_owned(), database_url: url.clone(), ..Settings::default() };
        let access = AccessSettings { signing_key: key.clone(), cheap_passwords: true, cores: 2 };
        let db = Db::connect(&database).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let app = web::Data::new(App::new(settings, &access, db, clock, Arc::new(SystemChance))?);

        let mut rows = vec![row("M001", "综合科", "", "管理者"), row("T001", "综合科", "", "培训师")];
        rows.push(row("T002", "综合科", "", "培训师"));
        rows.extend((0..takers).map(|no| row(&Self::number(no), "市场监管局", "企业开办类", "考生")));
        let workbook = sheet::write("人员", &import::COLUMNS, &rows)?;
        let plan = people::service::plan_import(&app.db, &workbook).await?;
        access::service::import_people(&app.db, &app.context("bench"), &plan).await?;
        let (author, reviewer) =
            (acting(&app, "T001", Role::Trainer).await?, acting(&app, "T002", Role::Trainer).await?);
        demo::stock_bank(&app, &author, &reviewer).await?;

        let manager = acting(&app, "M001", Role::Manager).await?;
        let opens_at = manager.now().plus_seconds(opens_in);
        let mut plan = exam::service::template(&app.db, &manager, ExamKind::Monthly).await?;
        plan.sessions = vec![SessionPlan { opens_at, closes_at: opens_at.plus_minutes(240), makeup: false }];
        let exam = exam::service::create(&app.db, &manager, plan).await?;
        let version = exam::service::get(&app.db, &manager, exam).await?.version;
        exam::service::publish(&app.db, &manager, exam, version).await?;
        app.runner().settle().await?;
        let mut ids = Vec::with_capacity(takers);
        for no in 0..takers {
            let person =
                people::service::find_by_number(&app.db, &Self::number(no)).await?.ok_or("no taker")?;
            ids.push(person.id);
        }
        app.db.close().await;
        Ok(Self { url, dir, exam, takers: ids, opens_at, key })
    }

    /// A taker's number in the register.
    #[must_use]
    pub fn number(taker: usize) -> String {
        format!("W{taker:05}")
    }
    /// Gives every taker [`PASSWORD`], as dear to check as the service makes it. One is hashed for
    /// all: to hash them all would take minutes and change nothing for who signs in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn give_passwords(&self) -> Result<(), Failure> {
        let first = self.takers.first().ok_or("nobody to give one to")?;
        let db = Db::connect(&DbSettings::new(self.url.clone())).await?;
        let dear = AccessSettings { signing_key: self.key.clone(), cheap_passwords: false, cores: 2 };
        let cx = Context::system("bench", Arc::new(SystemClock), Arc::new(SystemChance));
        access::service::set_password(&access::Access::new(&dear), &db, &cx, *first, PASSWORD.to_owned())
            .await?;
        db.close().await;
        let number = Self::number(0);
        self.execute(&format!(
            "UPDATE access_account SET must_change = FALSE, password_hash =
               (SELECT a.password_hash FROM access_account a JOIN person p ON p.id = a.person_id
                WHERE p.number = '{number}')
             WHERE person_id IN (SELECT id FROM person WHERE number LIKE 'W%')"
        ))
        .await
    }
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        use base64::{Engine, prelude::BASE64_STANDARD};
        vec![
            ("DATABASE_URL", self.url.clone()),
            ("YUEKAO_DATA", self.dir.path().display().to_string()),
            ("YUEKAO_SIGNING_KEY", BASE64_STANDARD.encode(&self.key)),
        ]
    }
    /// # Errors
    /// Those of the database.
    pub async fn execute(&self, sql: &str) -> Result<(), Failure> {
        let db = Database::connect(&self.url).await?;
        for statement in sql.split(';') {
            db.execute_unprepared(statement).await?;
        }
        db.close().await?;
        Ok(())
    }
    pub async fn wait_for_opening(&self) {
        let left = self.opens_at.since(SystemClock.now()).max(0);
        tokio::time::sleep(Duration::from_micros(u64::try_from(left).unwrap_or_default() + 50_000)).await;
    }

    /// The exam that all sit.
    #[must_use]
    pub fn exam(&self) -> ExamId {
        self.exam
    }
    /// A taker's own token as a header line.
    #[must_use]
    pub fn bearer(&self, taker: usize) -> String {
        let claims = Claims {
            sub: self.takers[taker],
            sid: uuid::Uuid::nil(),
            roles: Roles::of([]).to_text(),
            department: None,
            must_change: false,
            exp: SystemClock.now().micros() / Instant::SECOND + 600,
        };
        format!("Authorization: Bearer {}", Signer::new(&self.key).access(&claims).unwrap_or_default())
    }
    #[must_use]
    pub fn join(&self, taker: usize) -> Request {
        Request::json("POST", &format!("/api/v1/exams/{}/sitting", self.exam), &self.bearer(taker), "{}")
    }
    /// One join a taker.
    #[must_use]
    pub fn joins(&self) -> Vec<Vec<Request>> {
        (0..self.takers.len()).map(|taker| vec![self.join(taker)]).collect()
    }
    /// # Errors
    /// If a join gave no seat.
    pub fn seats(&self, joined: &Run) -> Result<Seats, Failure> {
        let seats = joined.bodies.iter().map(|(_, body)| Seat::given(&serde_json::from_slice(body)?));
        Ok(Seats(seats.collect::<Result<_, _>>()?))
    }
    /// How many hand-ins came back marked.
    #[must_use]
    pub fn marked(&self, handed_in: &Run) -> usize {
        let marked =
            |body: &[u8]| serde_json::from_slice::<Value>(body).is_ok_and(|body| body["points"].is_i64());
        handed_in.bodies.iter().filter(|(_, body)| marked(body)).count()
    }
}

/// An answer that fits the kind of the monthly template's question at this place; each round
/// chooses anew.
#[must_use]
pub fn response(question: usize, round: usize) -> String {
    match question {
        ..35 => format!("{{\"type\":\"options\",\"chosen\":[{}]}}", (question + round) % 4),
        35..45 => format!("{{\"type\":\"truth\",\"value\":{}}}", round.is_multiple_of(2)),
        _ => format!("{{\"type\":\"blanks\",\"texts\":[\"{round}\"]}}"),
    }
}

impl Seat {
    /// # Errors
    /// If the body of a join holds none.
    pub fn given(body: &Value) -> Result<Self, Failure> {
        let text = |field: &str| body[field].as_str().map(str::to_owned).ok_or(format!("no {field}: {body}"));
        let lease = body["lease"].as_i64().ok_or("no lease")?;
        Ok(Self { sitting: text("sitting")?, lease, pass: text("pass")? })
    }
    fn request(&self, method: &str, path: &str, body: &str) -> Request {
        let path = format!("/api/v1/sittings/{}/{path}", self.sitting);
        Request::json(method, &path, &format!("X-Sitting-Pass: {}", self.pass), body)
    }
    #[must_use]
    pub fn answer(&self, n: usize, question: usize, response: &str) -> Request {
        self.request("PUT", &format!("answers/{question}"), &format!("{{\"n\":{n},\"response\":{response}}}"))
    }
    #[must_use]
    pub fn hand_in(&self, n: usize) -> Request {
        self.request("POST", "hand-in", &format!("{{\"n\":{n}}}"))
    }
}

impl Seats {
    /// Every question answered once by everyone.
    #[must_use]
    pub fn answers(&self, round: usize, questions: usize) -> Vec<Vec<Request>> {
        let answer = |seat: &Seat| {
            let request = |question| {
                seat.answer(round * questions + question + 1, question, &response(question, round))
            };
            (0..questions).map(request).collect()
        };
        self.0.iter().map(answer).collect()
    }
    #[must_use]
    pub fn hand_ins(&self, rounds: usize, questions: usize) -> Vec<Vec<Request>> {
        self.0.iter().map(|seat| vec![seat.hand_in(rounds * questions + 1)]).collect()
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
