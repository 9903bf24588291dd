//! The exam morning under load, driven over HTTP beside what the database alone can do. Figures go
//! to `target/bench.json` as `{"name": {"value": …, "unit": …}}`; timing decides nothing.
//!
//! `make bench` builds the release binary, starts a durable PostgreSQL and runs this.

mod naive;
mod pgbench;
mod sittings;

use yuekao_tests::{
    load::{
        Failure,
        client::{self, Run},
        report::Report,
        server::Server,
        stage::Stage,
    },
    postgres,
};

/// How many sit the exam.
const TAKERS: usize = 300;
const QUESTIONS: usize = 50;
/// Answers are paired with pgbench this often, in turn.
const PAIRS: usize = 3;
/// Seconds: long enough for the server to start, short enough to wait for.
const OPENS_IN: i64 = 14;
const AT_REST: std::time::Duration = std::time::Duration::from_secs(4);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo test` runs benches too, to see that they work: nothing is measured then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let mut report = Report::default();
    let stage = Stage::set(postgres::empty().await, tempfile::tempdir()?, TAKERS, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    // At rest: every connection open, every sweep run.
    tokio::time::sleep(AT_REST).await;
    report.add("month.idle_rss_mb", server.memory_mb()?, "MB");
    stage.wait_for_opening().await;

    let joined = client::drive(&server, 100, stage.joins(), true).await?;
    report.run("month.joins", &joined);
    let seats = stage.seats(&joined)?;

    let mut ratios = Vec::new();
    let mut best: Option<Run> = None;
    let mut failed = joined.failed;
    for round in 0..PAIRS {
        let answered = client::drive(&server, 100, seats.answers(round, QUESTIONS), false).await?;
        failed += answered.failed;
        let database = pgbench::inserts(&stage, 100).await?;
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

    let handed_in = client::drive(&server, 100, seats.hand_ins(PAIRS, QUESTIONS), true).await?;
    report.run("month.handins", &handed_in);
    let marked = stage.marked(&handed_in);
    report.add("month.failed", (failed + handed_in.failed + (TAKERS - marked)) as f64, "requests");
    report.add("month.busy_rss_mb", server.memory_mb()?, "MB");
    server.kill()?;
    let restarted = server.start_again(&stage).await?;
    report.add("month.restart_s", restarted, "s");
    drop(server);
    sittings::measure(&mut report).await?;
    report.write()
}
