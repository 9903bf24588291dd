//! Handing in at the very moment at which the deadline closes.

use serde_json::json;
use yuekao_api::app::App;
use yuekao_core::{
    grading,
    sitting::{model::EventKind, service},
};
use yuekao_tests::{Backend, World, morning::Morning, story};

story! {
    /// The taker and the closer, on two replicas, at once: one end, one receipt, one mark.
    async fn handing_in_as_the_closer_closes_gives_one_result(world: World) {
        let morning = Morning::open(&world).await;
        let mut pages = Vec::new();
        for number in ["W001", "W002", "W003", "W004", "W005"] {
            let page = morning.start(&world, number).await;
            page.answer(0, 1, page.right(0)).await.ok();
            pages.push(page);
        }
        world.clock.advance_seconds(3611);
        // An embedded database has one process, whose closer then comes twice.
        let other = if world.backend == Backend::Postgres { Some(world.replica().await) } else { None };
        let second = other.as_ref().map_or_else(|| world.app.runner(), App::runner);
        let runners = [world.app.runner(), second];
        let handing_in = pages.iter().flat_map(|page| [page.hand_in(2), page.hand_in(3)]);
        let (one, two, replies) =
            tokio::join!(runners[0].settle(), runners[1].settle(), futures_util::future::join_all(handing_in));
        one.and(two).expect("the work is done");
        world.settle().await;
        for (page, replies) in pages.iter().zip(replies.chunks(2)) {
            assert_eq!(replies[0].json["receipt"], replies[1].json["receipt"]);
            let sitting = service::get(&world.app.db, page.sitting().parse().expect("an id")).await.expect("there");
            let key = sitting.head().key;
            let journal = service::journal_of(&world.app.db, key).await.expect("a journal");
            assert_eq!(journal.iter().filter(|line| line.kind == EventKind::Submitted).count(), 1);
            let receipt = service::receipt(&sitting).expect("closed");
            let told = replies[0].json["receipt"]["hash"].as_str().expect("a receipt");
            assert_eq!(receipt.hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), told);
            let mark = grading::service::find_mark(&world.app.db, key).await.expect("read").expect("marked");
            assert_eq!(json!(mark.mark.points), 1000);
        }
    }
}
