//! The exam morning under load, driven over HTTP beside what the database alone can do. Figures go
//! to `target/bench.json` as `{"name": {"value": …, "unit": …}}`; timing decides nothing.
//!
//! `make bench` builds the release binary, starts a durable PostgreSQL and runs this.

mod client;
mod pgbench;
mod report;
mod server;
mod stage;

use std::error::Error;

use client::{Request, Run};
use report::Report;
use server::Server;
use stage::Stage;

/// How many sit the exam.
const TAKERS: usize = 300;
const QUESTIONS: usize = 50;
/// Answers are paired with pgbench this often, in turn.
const PAIRS: usize = 3;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo test` runs benches too, to see that they work: nothing is measured then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let mut report = Report::default();
    let stage = Stage::set(TAKERS).await?;
    let server = Server::start(&stage).await?;
    report.add("month.idle_rss_mb", server.memory_mb()?, "MB");
    stage.wait_for_opening().await;

    let joined = client::drive(&server, 100, stage.joins(), true).await?;
    report.run("month.joins", &joined);
    let passes = stage.passes(&joined)?;

    let mut ratios = Vec::new();
    let mut best: Option<Run> = None;
    let mut failed = joined.failed;
    for round in 0..PAIRS {
        let answered = client::drive(&server, 100, passes.answers(round, QUESTIONS), false).await?;
        failed += answered.failed;
        let database = pgbench::upserts(&stage, 100).await?;
        ratios.push(answered.per_second() / database);
        report
            .line(&format!("round {round}: {:.0} answers/s, pgbench {database:.0}/s", answered.per_second()));
        if best.as_ref().is_none_or(|best| answered.per_second() > best.per_second()) {
            best = Some(answered);
        }
    }
    ratios.sort_by(f64::total_cmp);
    if let Some(answered) = &best {
        report.run("month.answers", answered);
    }
    report.add("month.answers_over_pgbench_100", ratios[PAIRS / 2], "ratio");

    let handed_in = client::drive(&server, 100, passes.hand_ins(PAIRS, QUESTIONS), true).await?;
    report.run("month.handins", &handed_in);
    let marked = stage.marked(&handed_in);
    report.add("month.failed", (failed + handed_in.failed + (TAKERS - marked)) as f64, "requests");
    report.add("month.busy_rss_mb", server.memory_mb()?, "MB");
    let restarted = server.restart(&stage).await?;
    report.add("month.restart_s", restarted, "s");
    report.write()
}

impl Request {
    /// A request with a JSON body; `authority` is a whole header line.
    fn json(method: &str, path: &str, authority: &str, body: &str) -> Self {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: bench\r\n{authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Self { bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }
}
