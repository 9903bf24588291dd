//! What an exam morning asks of the service, in ratios to what the database alone can do and to a
//! handler that commits each answer by itself.

use std::{sync::Arc, time::Duration};

use yuekao_tests::{
    load::{
        Failure,
        client::{self, Run},
        falling_due,
        morning::{self, Pace},
        report::Report,
        server::Server,
        stage::{Seats, Stage},
    },
    postgres,
};

use crate::{naive::Naive, pgbench};

const QUESTIONS: usize = 50;
/// Each is paired with its yardstick this often, in turn; the median counts.
const PAIRS: usize = 5;
const OPENS_IN: i64 = 20;
/// Half of them hand in, half fall due.
const TAKERS: usize = 4000;
const FALL_DUE: usize = 2000;

pub(crate) async fn measure(report: &mut Report) -> Result<(), Failure> {
    let mut refused = on_postgres(report).await?;
    refused += on_sqlite(report).await?;
    refused += exam_morning(report).await?;
    report.add("sittings.refused_honest", refused as f64, "requests");
    Ok(())
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or_default()
}

/// Each of the first `clients` answers every question once.
async fn answers(server: &str, seats: &Seats, clients: usize, round: usize) -> Result<Run, Failure> {
    let mut requests = seats.answers(round, QUESTIONS);
    requests.truncate(clients);
    client::drive_at(server, clients, requests, false).await
}

async fn on_postgres(report: &mut Report) -> Result<usize, Failure> {
    let stage = Stage::set(postgres::empty().await, tempfile::tempdir()?, TAKERS, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    stage.wait_for_opening().await;
    let joined = client::drive(&server, 200, stage.joins(), true).await?;
    report.add("sittings.joins_per_s", joined.per_second(), "requests/s");
    report.add("sittings.joins_p99_ms", joined.percentile_ms(99), "ms");
    let seats = stage.seats(&joined)?;
    let mut refused = joined.failed;

    let naive = Naive::start(stage.url().to_owned()).await?;
    let (mut round, mut worst) = (0, Vec::new());
    for clients in [400, 100] {
        let (mut over_database, mut over_naive) = (Vec::new(), Vec::new());
        for _ in 0..PAIRS {
            let ours = answers(&server.address(), &seats, clients, round).await?;
            let database = pgbench::inserts(&stage, clients).await?;
            over_database.push(ours.per_second() / database);
            if clients == 400 {
                let plain = answers(&naive.address, &seats, clients, round).await?;
                over_naive.push(ours.per_second() / plain.per_second());
                worst.push(ours.percentile_ms(99));
                report.line(&format!("  naive {:.0}/s", plain.per_second()));
            }
            report.line(&format!(
                "  {clients} clients: {:.0} answers/s, pgbench {database:.0}/s",
                ours.per_second()
            ));
            refused += ours.failed;
            round += 1;
        }
        report.add(&format!("sittings.answers_over_pgbench_{clients}"), median(over_database), "ratio");
        if clients == 400 {
            report.add("sittings.answers_over_naive_400", median(over_naive), "ratio");
            report.add("sittings.answers_p99_ms_400", median(worst.clone()), "ms");
        }
    }
    naive.stop().await;
    let alone = answers(&server.address(), &seats, 1, round).await?;
    report.add("sittings.answers_p50_ms_1", alone.percentile_ms(50), "ms");

    let mut leaving = seats.hand_ins(round + 1, QUESTIONS);
    leaving.truncate(TAKERS - FALL_DUE);
    let handed_in = client::drive(&server, 200, leaving, true).await?;
    report.add("sittings.handins_per_s", handed_in.per_second(), "requests/s");
    report.add("sittings.handins_p99_ms", handed_in.percentile_ms(99), "ms");
    let unmarked = TAKERS - FALL_DUE - stage.marked(&handed_in);
    report.add("sittings.handins_not_marked_at_once", unmarked as f64, "requests");
    refused += alone.failed + handed_in.failed;
    let due = falling_due::all_at_once(&stage, TAKERS).await?;
    report.add("sittings.due_together_marked_s", due, "s");
    Ok(refused)
}

async fn on_sqlite(report: &mut Report) -> Result<usize, Failure> {
    const SEATED: usize = 400;
    let folder = tempfile::tempdir()?;
    let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let naive =
        Naive::start(format!("{}?mode=rwc", url("naive.db").replacen("sqlite:", "sqlite://", 1))).await?;
    let stage = Stage::set(url("yuekao.db"), tempfile::tempdir()?, SEATED, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    stage.wait_for_opening().await;
    let joined = client::drive(&server, 200, stage.joins(), true).await?;
    let seats = stage.seats(&joined)?;
    let mut refused = joined.failed;
    let (mut over, mut rates) = (Vec::new(), Vec::new());
    for round in 0..PAIRS {
        let ours = answers(&server.address(), &seats, SEATED, round).await?;
        let plain = answers(&naive.address, &seats, SEATED, round).await?;
        report.line(&format!(
            "  SQLite: {:.0} answers/s, naive {:.0}/s",
            ours.per_second(),
            plain.per_second()
        ));
        over.push(ours.per_second() / plain.per_second());
        rates.push(ours.per_second());
        refused += ours.failed;
    }
    naive.stop().await;
    report.add("sittings.answers_sqlite_over_naive_400", median(over), "ratio");
    report.add("sittings.answers_sqlite_per_s_400", median(rates), "requests/s");
    Ok(refused)
}

/// 2,000 takers on one morning.
async fn exam_morning(report: &mut Report) -> Result<usize, Failure> {
    let pace = Pace {
        takers: 2000,
        questions: QUESTIONS,
        signing_in: Duration::from_secs(120),
        joining: Duration::from_secs(60),
        sitting: Duration::from_secs(180),
    };
    let stage = Stage::set(postgres::empty().await, tempfile::tempdir()?, pace.takers, 125).await?;
    stage.give_passwords().await?;
    let server = Server::start(&stage).await?;
    let found = morning::go_through(Arc::new(stage), &server, pace).await?;
    report.add("sittings.morning_requests", found.requests as f64, "requests");
    report.add("sittings.morning_failed", found.failed as f64, "requests");
    report.add("sittings.morning_turned_away", found.turned_away as f64, "requests");
    report.add("sittings.morning_sign_in_p99_ms", found.p99_ms("sign_in"), "ms");
    report.add("sittings.morning_p99_ms", found.worst_p99_ms(), "ms");
    report.add("sittings.morning_rss_mb", found.memory_mb, "MB");
    report.add("sittings.morning_lost", found.lost as f64, "answers");
    Ok(found.refused)
}
