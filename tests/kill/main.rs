//! What is acknowledged survives: the real binary is killed, its database stopped, its disk filled,
//! while takers save answers over HTTP. `SOAK_KILLS` kills more often and writes the figures down.

mod cluster;
mod crowd;
mod disk;
mod proof;
mod taker;

use std::{
    io::{self, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use cluster::Cluster;
use crowd::Crowd;
use disk::Disk;
use proof::{Found, Proof};
use tokio::time::sleep;
use yuekao_core::kernel::{Chance, SystemChance};
use yuekao_tests::load::{
    Failure,
    client::{self, Request},
    falling_due,
    morning::{self, Pace},
    report::Report,
    server::Server,
    stage::Stage,
};

const TAKERS: usize = 20;
/// Seconds: the server starts within less.
const OPENS_IN: i64 = 3;

/// Longer than anyone is kept waiting for a connection.
const OUTAGE: Duration = Duration::from_secs(4);

/// Kills of the server on each database.
fn kills() -> usize {
    std::env::var("SOAK_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

fn in_file(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("yuekao.db").display())
}

/// Any time up to that many milliseconds.
async fn a_while(longest: u16) {
    let mut bytes = [0; 2];
    SystemChance.fill(&mut bytes);
    sleep(Duration::from_millis(u64::from(u16::from_be_bytes(bytes) % longest))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let folder = tempfile::tempdir()?;
    let embedded = in_file(&folder);
    let (sqlite, postgres) = tokio::try_join!(
        killed(embedded, folder, kills()),
        killed(cluster.url.clone(), tempfile::tempdir()?, kills())
    )?;
    if std::env::var_os("SOAK_KILLS").is_some() {
        let mut report = Report::default();
        report.add("sittings.kills", 2.0 * kills() as f64, "kills");
        report.add("sittings.acknowledged", (sqlite.acknowledged + postgres.acknowledged) as f64, "answers");
        report.add("sittings.lost", (sqlite.lost + postgres.lost) as f64, "answers");
        report.add("sittings.marked_twice", (sqlite.marked_twice + postgres.marked_twice) as f64, "sittings");
        report.write()?;
    }
    for found in [&sqlite, &postgres] {
        assert!(found.acknowledged > TAKERS * kills(), "there was load: {found:?}");
        found.assert_nothing_lost();
    }
    Ok(())
}

/// At each kill some are saving and two hand in.
async fn killed(url: String, folder: tempfile::TempDir, kills: usize) -> Result<Found, Failure> {
    let takers = TAKERS + 2 * kills;
    let stage = Stage::set(url, folder, takers, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    let proof = Proof::of(&stage).await?;
    let crowd = Crowd::sit(&stage, &[&server], takers).await?;
    for kill in 0..kills {
        a_while(600).await;
        crowd.let_go(2 * (kill + 1));
        a_while(60).await;
        server.kill()?;
        let saved = crowd.saved();
        server.start_again(&stage).await?;
        crowd.go_on(1).await?;
        assert_eq!(proof.lost_in_journal(&saved).await?, 0, "after kill {}", kill + 1);
    }
    let (left, saved) = crowd.finish().await?;
    proof.marks(&left, &saved).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_for_a_while_is_waited_for() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let stage = Stage::set(cluster.url.clone(), tempfile::tempdir()?, TAKERS, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    let proof = Proof::of(&stage).await?;
    let crowd = Crowd::sit(&stage, &[&server], TAKERS).await?;
    let exams = Request::json("GET", "/api/v1/my/exams", &stage.bearer(0), "");
    for _ in 0..(kills() / 5).max(1) {
        crowd.go_on(TAKERS).await?;
        cluster.crash()?;
        for asked in [&exams, &Request::get("/readyz")] {
            let reply = taker::ask(&server, asked).await?;
            assert_eq!(taker::come_again(&reply)?, "busy.database");
        }
        sleep(OUTAGE).await;
        cluster.start_again()?;
        let until = Instant::now() + Duration::from_secs(10);
        while !is_ready(&server).await? {
            assert!(Instant::now() < until, "it recovers without a restart");
            sleep(Duration::from_millis(100)).await;
        }
        crowd.go_on(TAKERS).await?;
        assert_eq!(proof.lost_in_journal(&crowd.saved()).await?, 0);
    }
    let (left, saved) = crowd.finish().await?;
    for taker in &left {
        assert_eq!(taker.broken(), 0, "the server itself never went away");
        let told: Vec<_> = taker.turned_away().keys().collect();
        assert_eq!(told, ["busy.database"], "everyone was told what was the matter");
    }
    proof.marks(&left, &saved).await?.assert_nothing_lost();
    Ok(())
}

async fn is_ready(server: &Server) -> Result<bool, Failure> {
    Ok(taker::ask(server, &Request::get("/readyz")).await?.is_success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_clearly_and_tears_nothing() -> Result<(), Failure> {
    let Some(disk) = Disk::mount(48)? else {
        // Not by `eprintln`, which the harness would keep to itself.
        return Ok(writeln!(io::stderr(), "SKIPPED the full disk: only root may mount a small one")?);
    };
    let folder = tempfile::tempdir_in(disk.path())?;
    let stage = Stage::set(in_file(&folder), folder, TAKERS, OPENS_IN).await?;
    let server = Server::start(&stage).await?;
    let proof = Proof::of(&stage).await?;
    let crowd = Crowd::sit(&stage, &[&server], TAKERS).await?;
    crowd.go_on(TAKERS).await?;
    disk.fill()?;
    // What was set aside in the journal's file is used up first.
    let mut before = usize::MAX;
    while crowd.saved().len() != before {
        before = crowd.saved().len();
        sleep(Duration::from_secs(1)).await;
    }
    let exams = Request::json("GET", "/api/v1/my/exams", &stage.bearer(0), "");
    let read = taker::ask(&server, &exams).await?;
    assert!(read.is_success(), "reading goes on: {read:?}");
    assert!(proof.is_whole().await?, "nothing is torn");
    disk.make_room()?;
    crowd.go_on(TAKERS).await?;
    let (left, saved) = crowd.finish().await?;
    for taker in &left {
        assert_eq!(taker.broken(), 0, "the server itself never went away");
        let told: Vec<_> = taker.turned_away().keys().collect();
        assert_eq!(told, ["busy.disk"], "everyone was told what was the matter");
    }
    proof.marks(&left, &saved).await?.assert_nothing_lost();
    assert!(proof.is_whole().await?, "nothing is torn");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_at_another_replica_loses_nothing() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let stage = Stage::set(cluster.url.clone(), tempfile::tempdir()?, TAKERS, OPENS_IN).await?;
    let [first, second, third] =
        [Server::start(&stage).await?, Server::start(&stage).await?, Server::start(&stage).await?];
    let proof = Proof::of(&stage).await?;
    let crowd = Crowd::sit(&stage, &[&first, &second, &third], TAKERS).await?;
    crowd.go_on(TAKERS * 5).await?;
    second.kill()?;
    crowd.go_on(TAKERS * 5).await?;
    let (left, saved) = crowd.finish().await?;
    let noticed = left.iter().filter(|taker| taker.broken() > 0).count();
    let sat_there = (0..TAKERS).filter(|no| no % 3 == 1).count();
    assert_eq!(noticed, sat_there, "those who sat at the killed one noticed");
    assert!(left.iter().all(|taker| taker.broken() <= 1 && taker.turned_away().is_empty()), "by one retry");
    proof.marks(&left, &saved).await?.assert_nothing_lost();
    Ok(())
}

/// The exam morning of `make bench` in small, on both databases: what is measured there is shown
/// here to be right. How long anything takes decides nothing.
#[tokio::test(flavor = "multi_thread")]
async fn an_exam_morning_goes_well_and_ends_for_all_at_once() -> Result<(), Failure> {
    let cluster = Cluster::start()?;
    let folder = tempfile::tempdir()?;
    let embedded = in_file(&folder);
    tokio::try_join!(
        small_morning(embedded, folder),
        small_morning(cluster.url.clone(), tempfile::tempdir()?)
    )?;
    Ok(())
}

async fn small_morning(url: String, folder: tempfile::TempDir) -> Result<(), Failure> {
    let pace = Pace {
        takers: 24,
        questions: 50,
        signing_in: Duration::from_secs(4),
        joining: Duration::from_secs(2),
        sitting: Duration::from_secs(6),
    };
    let fall_due = 200;
    let stage = Arc::new(Stage::set(url, folder, pace.takers + fall_due, OPENS_IN).await?);
    stage.give_passwords().await?;
    let server = Server::start(&stage).await?;
    let found = morning::go_through(Arc::clone(&stage), &server, pace).await?;
    assert_eq!(found.requests, pace.takers * (3 + pace.questions));
    assert_eq!((found.failed, found.refused, found.lost), (0, 0, 0));
    let joins = stage.joins().into_iter().skip(pace.takers).collect();
    let joined = client::drive(&server, 20, joins, false).await?;
    assert_eq!((joined.failed, joined.times.len()), (0, fall_due));
    falling_due::all_at_once(&stage, pace.takers + fall_due).await?;
    let twice = Proof::of(&stage).await?.marked_twice().await?;
    assert_eq!(twice, 0);
    Ok(())
}
