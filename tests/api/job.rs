use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use yuekao_core::{
    job::{self, Runner, model::JobState, model::Order},
    kernel::{Clock, Error},
    unit::Deed,
};
use yuekao_tests::{World, story};

const KIND: &str = "test.work";

async fn ask(world: &World, key: &str) {
    let order = Order { kind: KIND, key: key.to_owned(), payload: json!({ "key": key }) };
    let work = async |unit: &yuekao_core::unit::Unit| job::service::enqueue(unit, &order).await;
    world.app.db.unit(&world.app.context("test"), Deed::new("job.test"), work).await.expect("asked for");
}

fn runner(world: &World) -> Runner {
    let clock = Arc::clone(&world.clock) as Arc<dyn Clock>;
    Runner::new(world.app.db.clone(), clock, Arc::clone(&world.app.chance))
}

/// A runner that counts what it does.
fn counting(world: &World, count: &Arc<AtomicUsize>) -> Runner {
    let count = Arc::clone(count);
    runner(world).handle(KIND, move |task| {
        let count = Arc::clone(&count);
        async move {
            task.advance(1, 2).await?;
            count.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    })
}

async fn find(world: &World, key: &str) -> job::model::Job {
    job::service::find(&world.app.db, KIND, key).await.expect("read").expect("there")
}

story! {
    async fn work_asked_for_twice_is_done_once_and_can_be_asked_for_anew(world: World) {
        let count = Arc::new(AtomicUsize::new(0));
        ask(&world, "a").await;
        ask(&world, "a").await;
        counting(&world, &count).settle().await.expect("settled");
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let done = find(&world, "a").await;
        assert_eq!((done.state, done.done, done.total, done.attempts), (JobState::Done, 1, 2, 1));
        ask(&world, "a").await;
        counting(&world, &count).settle().await.expect("settled");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

story! {
    async fn what_fails_is_tried_again_later_and_given_up_in_the_end(world: World) {
        ask(&world, "a").await;
        let failing = || runner(&world).handle(KIND, async |_| Err(Error::NotFound("luck")));
        failing().settle().await.expect("settled");
        let waiting = find(&world, "a").await;
        assert_eq!((waiting.state, waiting.attempts), (JobState::Waiting, 1));
        failing().settle().await.expect("settled");
        assert_eq!(find(&world, "a").await.attempts, 1, "its time has not come");
        for _ in 0..7 {
            world.clock.advance_seconds(300);
            failing().settle().await.expect("settled");
        }
        let failed = find(&world, "a").await;
        assert_eq!((failed.state, failed.attempts), (JobState::Failed, 8));
        assert_eq!(failed.error.as_deref(), Some("no such luck"));
    }
}

story! {
    /// A process that dies leaves its job to the next one.
    async fn what_was_left_is_taken_up(world: World) {
        ask(&world, "a").await;
        let dying = runner(&world).handle(KIND, async |_| {
            std::future::pending::<()>().await;
            Ok(())
        });
        let died = tokio::time::timeout(Duration::from_millis(300), dying.settle()).await;
        assert!(died.is_err(), "it never ends by itself");
        let count = Arc::new(AtomicUsize::new(0));
        counting(&world, &count).settle().await.expect("settled");
        assert_eq!(count.load(Ordering::SeqCst), 0, "it is still held");
        world.clock.advance_seconds(61);
        counting(&world, &count).settle().await.expect("settled");
        assert_eq!((count.load(Ordering::SeqCst), find(&world, "a").await.attempts), (1, 2));
    }
}

story! {
    async fn two_processes_share_the_work(world: World) {
        for key in 0..12 {
            ask(&world, &key.to_string()).await;
        }
        let count = Arc::new(AtomicUsize::new(0));
        let (one, other) = (counting(&world, &count), counting(&world, &count));
        let (one, other) = tokio::join!(one.settle(), other.settle());
        one.and(other).expect("settled");
        assert_eq!(count.load(Ordering::SeqCst), 12);
    }
}

story! {
    /// The service's own housekeeping seals the audit log within a second.
    async fn the_log_is_sealed_in_the_background(world: World) {
        let verdict = async || {
            let later = world.clock.now().plus_seconds(60);
            yuekao_core::audit::service::verify(world.app.db.read(), later).await.expect("a verdict")
        };
        assert!(verdict().await.unlinked > 0);
        runner(&world).settle().await.expect("settled");
        let sealed = verdict().await;
        assert_eq!((sealed.unlinked, sealed.broken), (0, None));
    }
}
