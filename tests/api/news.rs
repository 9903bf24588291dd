use futures_util::StreamExt;
use serde_json::json;
use yuekao_core::{
    kernel::Clock,
    news::{self, model::Telling},
};
use yuekao_tests::{Person, World, story};

/// What a stream says until it has said `until`.
async fn hear(person: &Person, path: &str, until: &str, told: impl AsyncFnOnce()) -> String {
    let answer = person.request(reqwest::Method::GET, path).send().await.expect("an answer");
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut stream = answer.bytes_stream();
    let mut heard = String::new();
    let first = stream.next().await.expect("a first line").expect("bytes");
    heard.push_str(&String::from_utf8_lossy(&first));
    told().await;
    let listening = async {
        while !heard.contains(until) {
            let more = stream.next().await.expect("more").expect("bytes");
            heard.push_str(&String::from_utf8_lossy(&more));
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), listening).await.expect("it is told in time");
    heard
}

async fn tell(world: &World, sitting: bool, what: &'static str) {
    let cx = world.app.context("test");
    let exam = uuid::Uuid::from_u128(7);
    let told = Telling { exam: Some(exam), sitting: sitting.then_some(exam), what, data: json!({}) };
    let deed = yuekao_core::unit::Deed::new("news.test");
    let work = async |unit: &yuekao_core::unit::Unit| {
        news::service::tell(unit.tx(), unit.cx(), unit.now(), vec![told]).await
    };
    world.app.db.unit(&cx, deed, work).await.expect("told");
    // News of one instant come in any order.
    world.clock.advance_seconds(1);
}

story! {
    async fn pages_hear_what_concerns_them(world: World) {
        let (manager, staff) = (world.as_manager().await, world.as_staff().await);
        let exam = "/news?exam=00000000-0000-0000-0000-000000000007";
        let heard = hear(&manager, exam, "published", async || {
            tell(&world, true, "handed_in").await;
            tell(&world, false, "published").await;
        })
        .await;
        assert!(heard.contains("handed_in"), "{heard}");
        let heard = hear(&staff, exam, "released", async || {
            tell(&world, true, "extended").await;
            tell(&world, false, "released").await;
        })
        .await;
        assert!(!heard.contains("extended"), "another's sitting: {heard}");
    }
}

story! {
    async fn old_news_are_forgotten(world: World) {
        tell(&world, false, "published").await;
        let all = yuekao_core::kernel::Instant(0);
        assert_eq!(news::service::since(&world.app.db, all).await.expect("news").len(), 1);
        world.clock.advance_seconds(3601);
        news::service::trim(&world.app.db, world.clock.now()).await.expect("trimmed");
        assert_eq!(news::service::since(&world.app.db, all).await.expect("news").len(), 0);
    }
}

story! {
    /// Pages that listen don't keep a service from stopping.
    async fn streams_end_when_the_service_stops(world: World) {
        let staff = world.as_staff().await;
        let answer = staff.request(reqwest::Method::GET, "/news").send().await.expect("an answer");
        let mut stream = answer.bytes_stream();
        stream.next().await.expect("a first line").expect("bytes");
        world.app.hub.close();
        let end = async { while stream.next().await.is_some() {} };
        tokio::time::timeout(std::time::Duration::from_secs(5), end).await.expect("it ends");
    }
}
