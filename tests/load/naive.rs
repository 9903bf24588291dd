//! How one would write it first: a handler that saves each answer in a transaction of its own. It
//! runs in this process, on the same machine and the same database.

use std::{net::TcpListener, sync::mpsc, thread};

use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, put, rt, web};
use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use serde::Deserialize;
use uuid::Uuid;
use yuekao_tests::load::Failure;

/// The best of those tried.
const CONNECTIONS: u32 = 16;

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS naive_event (exam_id VARCHAR(36) NOT NULL, sitting_id VARCHAR(36) NOT NULL,
    writer INTEGER NOT NULL, n BIGINT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, question INTEGER,
    body TEXT NOT NULL, client_at BIGINT, at BIGINT NOT NULL, PRIMARY KEY (exam_id, sitting_id, writer, n))";

#[derive(Deserialize)]
struct Answer {
    n: i64,
    response: serde_json::Value,
}

#[put("/api/v1/sittings/{sitting}/answers/{question}")]
async fn save(
    db: web::Data<DatabaseConnection>,
    path: web::Path<(Uuid, i32)>,
    answer: web::Json<Answer>,
) -> HttpResponse {
    let (sitting, question) = path.into_inner();
    let Answer { n, response } = answer.into_inner();
    let sql = "INSERT INTO naive_event (exam_id, sitting_id, writer, n, seq, kind, question, body, client_at, at)
         VALUES ($1, $2, 1, $3, 1, 'answered', $4, $5, NULL, $3) ON CONFLICT (exam_id, sitting_id, writer, n) DO NOTHING";
    let values = [
        "00000000-0000-7000-8000-000000000001".into(),
        sitting.to_string().into(),
        n.into(),
        question.into(),
        response.to_string().into(),
    ];
    let insert = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    match db.execute_raw(insert).await {
        Ok(_) => HttpResponse::Ok().json(serde_json::json!({ "n": n, "status": "saved" })),
        Err(cause) => HttpResponse::InternalServerError().body(cause.to_string()),
    }
}

pub(crate) struct Naive {
    pub(crate) address: String,
    handle: ServerHandle,
}

impl Naive {
    /// On a database of this address; SQLite with one writer, its journal ahead and the disk waited
    /// for, as it does best.
    pub(crate) async fn start(url: String) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            rt::System::new().block_on(async move {
                let db = web::Data::new(open(url).await?);
                let app = move || App::new().app_data(db.clone()).service(save);
                let server = HttpServer::new(app).workers(2).listen(listener)?.run();
                tell.send(server.handle()).map_err(|_| "nobody waits")?;
                server.await?;
                Ok::<_, Failure>(())
            })
        });
        let handle = tokio::task::spawn_blocking(move || told.recv()).await??;
        Ok(Self { address, handle })
    }
    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
    }
}

async fn open(url: String) -> Result<DatabaseConnection, Failure> {
    let embedded = url.starts_with("sqlite");
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(if embedded { 1 } else { CONNECTIONS });
    let db = Database::connect(options).await?;
    if embedded {
        db.execute_unprepared("PRAGMA journal_mode = WAL").await?;
        db.execute_unprepared("PRAGMA synchronous = FULL").await?;
    }
    db.execute_unprepared(TABLE).await?;
    Ok(db)
}
