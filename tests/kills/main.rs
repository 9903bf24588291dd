//! What must survive: the server killed at any moment, and a database that is gone for a while.
//! Nothing that was acknowledged is lost, nothing is marked twice. `KILLS` says how often the
//! server dies (5 here, 50 in `make soak`).

mod database;
mod process;
mod takers;

use serde_json::json;
use yuekao_core::{
    grading,
    kernel::{Clock, SystemClock},
    sitting::service,
};
use yuekao_tests::{Backend, World, morning::Morning};

use process::Process;
use takers::{Taker, sit_through};

fn kills() -> u32 {
    std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

async fn killed_again_and_again(backend: Backend) {
    let world = World::on(backend).await;
    // The process that is killed lives by the real clock.
    world.clock.set(SystemClock.now());
    let morning = Morning::planned(&world, |input| {
        let now = world.clock.now();
        input["points_release"] = json!("at_hand_in");
        input["sessions"] =
            json!([{"opens_at": now.plus_seconds(1), "closes_at": now.plus_minutes(240), "makeup": false}]);
    })
    .await;
    let mut process = Process::start(&world).await;
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    let mut takers = Vec::new();
    for number in ["W001", "W002", "W003", "W004", "W005", "H001", "T001", "T002"] {
        takers.push(Taker::join(&process, &morning, number).await);
    }
    let told = sit_through(&takers, async {
        for kill in 0..kills() {
            // At another moment of the work each time.
            tokio::time::sleep(std::time::Duration::from_millis(150 + u64::from(kill * 97 % 300))).await;
            process.kill_and_restart(&world).await;
        }
    })
    .await;
    let mut acknowledged = 0;
    for (taker, told) in takers.iter().zip(&told) {
        let sitting = service::get(&world.app.db, taker.sitting()).await.expect("there");
        let journal = service::journal_of(&world.app.db, sitting.head().key).await.expect("a journal");
        for saved in told {
            let lines: Vec<_> =
                journal.iter().filter(|line| line.writer.0 == 1 && line.n == saved.n).collect();
            assert_eq!(lines.len(), 1, "answer {} of {} stands once", saved.n, taker.number);
            assert_eq!((json!(lines[0].at), &lines[0].body), (saved.at.clone(), &saved.body));
            acknowledged += 1;
        }
        let points = taker.hand_in().await["points"].clone();
        assert_eq!(taker.hand_in().await["points"], points, "one result");
        let of = grading::service::find_mark(&world.app.db, sitting.head().key).await.expect("read");
        let mark = of.expect("marked").mark;
        assert_eq!(json!(mark.points), points);
        let standing = service::answers(&world.app.db, sitting.head().key).await.expect("answers");
        let answered = mark.detail.iter().filter(|marked| marked.response.is_some()).count();
        assert_eq!(answered, standing.given.len(), "every answer is in the mark");
    }
    assert!(acknowledged > 100, "only {acknowledged} answers were acknowledged");
    println!("{backend:?}: {} kills, {acknowledged} answers acknowledged, 0 lost", kills());
}

#[actix_web::test]
async fn the_server_is_killed_on_sqlite() {
    killed_again_and_again(Backend::Sqlite).await;
}

#[actix_web::test]
async fn the_server_is_killed_on_postgres() {
    let _running = database::keep_running().await;
    killed_again_and_again(Backend::Postgres).await;
}

/// While the database is gone the answer is 503 and when to come again; when it is back the same
/// request is saved, and nothing has to be started anew.
#[actix_web::test]
async fn the_database_is_gone_for_a_while() {
    let _crashing = database::let_crash().await;
    let world = World::on(Backend::Postgres).await;
    let morning = Morning::open(&world).await;
    let page = morning.start(&world, "W001").await;
    page.answer(0, 1, page.right(0)).await.ok();
    database::crash();
    for n in [2, 2, 3] {
        let reply = page.answer(1, n, page.right(1)).await;
        assert_eq!(reply.headers["retry-after"], "1");
        let code = reply.json["code"].as_str().unwrap_or_default().to_owned();
        assert!(code == "busy.database" || code == "busy.load", "{code}");
        reply.problem(503, &code);
    }
    database::come_back();
    let mut saved = None;
    for _ in 0..20 {
        let reply = page.answer(1, 2, page.right(1)).await;
        if reply.status == 200 {
            saved = Some(reply.ok());
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert_eq!(saved.expect("saved within seconds")["status"], "saved");
    let page = morning.start(&world, "W001").await;
    assert_eq!(page.joined["answers"].as_array().expect("answers").len(), 2);
    page.hand_in(1).await.ok();
}
