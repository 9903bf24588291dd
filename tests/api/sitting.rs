mod closing;
mod decisions;
mod invigilate;
mod receipts;

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use yuekao_core::{
    grading,
    kernel::Clock,
    sitting::{
        Pass,
        model::{Act, SavedAs, SittingKey},
        receipt, service,
    },
};
use yuekao_tests::{
    Backend, Reply, World,
    morning::{Morning, Page},
    story,
};

fn row<'a>(board: &'a Value, number: &str) -> &'a Value {
    let rows = board["rows"].as_array().expect("rows");
    rows.iter().find(|row| row["person"]["number"] == number).expect("on the board")
}

story! {
    /// Start, answer, flag, reload, go on, hand in: what was acknowledged is what is marked.
    async fn a_sitting_from_start_to_receipt(world: World) {
        let morning = Morning::planned(&world, |input| input["points_release"] = json!("at_hand_in")).await;
        let early = world.as_person("W001").await;
        morning.try_start(&early).await.problem(409, "sitting.not_open");
        world.clock.advance_seconds(3600);

        let page = morning.start(&world, "W001").await;
        let joined = &page.joined;
        assert_eq!((&joined["lease"], &joined["state"], &joined["total"]), (&json!(1), &json!("open"), &json!(10_000)));
        assert_eq!(joined["paper"]["questions"].as_array().expect("questions").len(), 10);
        assert_eq!(joined["paper"]["sections"][1], json!({"kind": "multiple", "count": 2, "points_each": 1000}));
        assert_eq!(joined["paper"]["questions"][4]["section"], 1);
        assert_eq!((&joined["answers"], &joined["flags"]), (&json!([]), &json!([])));
        assert_eq!(joined["deadline"], json!(world.clock.now().plus_minutes(60)));

        let saved = page.answer(0, 1, page.right(0)).await.ok();
        assert_eq!(saved, json!({"n": 1, "at": world.clock.now(), "status": "saved"}));
        page.answer(1, 2, page.right(1)).await.ok();
        page.answer(1, 3, Value::Null).await.ok();
        page.answer(9, 4, page.right(9)).await.ok();
        page.send(Method::PUT, "/flags/5", json!({"n": 5, "on": true})).await.ok();
        page.send(Method::POST, "/doubts/5", json!({"n": 6, "words": "两个选项都对"})).await.ok();
        page.send(Method::POST, "/events", json!({"n": 7, "what": "left"})).await.ok();

        // A lost acknowledgement: the same again is the same, something else is not.
        world.clock.advance_seconds(5);
        assert_eq!(page.answer(0, 1, page.right(0)).await.ok(), saved);
        page.answer(0, 1, json!({"type": "options", "chosen": []})).await.problem(409, "sitting.n_reused");

        let again = morning.start(&world, "W001").await;
        assert_eq!((&again.joined["sitting"], &again.joined["lease"]), (&joined["sitting"], &json!(2)));
        assert_eq!((&again.joined["started_at"], &again.joined["paper"]), (&joined["started_at"], &joined["paper"]));
        let given = again.joined["answers"].as_array().expect("answers");
        assert_eq!(given.iter().map(|one| one["question"].clone()).collect::<Vec<_>>(), [json!(0), json!(9)]);
        assert_eq!(again.joined["flags"], json!([5]));

        // The old page is told, and what it still had counts where the new one says nothing.
        assert_eq!((&page.state().await["lease_live"], &again.state().await["lease_live"]), (&json!(false), &json!(true)));
        assert_eq!(page.answer(2, 8, page.right(2)).await.ok()["status"], "superseded");
        again.answer(0, 1, json!({"type": "options", "chosen": [0, 1]})).await.ok();
        assert_eq!(page.answer(0, 9, page.right(0)).await.ok()["status"], "superseded");
        page.hand_in(10).await.problem(409, "sitting.lease_taken");

        let handed_in = again.hand_in(2).await.ok();
        assert_eq!((&handed_in["state"], &handed_in["points"], &handed_in["full"]), (&json!("marked"), &json!(2000), &json!(10_000)));
        assert_eq!(again.hand_in(3).await.ok(), handed_in, "handing in twice finds the first");
        assert_eq!(again.state().await["state"], "closed");
        let me = world.as_person("W001").await;
        morning.try_start(&me).await.problem(409, "sitting.closed");
        let mine = &me.get("/my/exams").await.ok()[0];
        assert_eq!((&mine["state"], &mine["result"]["points"], &mine["review_open"]), (&json!("closed"), &json!(2000), &json!(false)));

        // The receipt is what the journal says, whatever arrives later.
        assert_eq!(again.answer(3, 4, again.right(3)).await.ok()["status"], "late");
        let sitting = service::get(&world.app.db, page.sitting().parse().expect("an id")).await.expect("there");
        let key: SittingKey = sitting.head().key;
        let journal = service::journal_of(&world.app.db, key).await.expect("a journal");
        let k = sitting.ending().expect("closed").k;
        let hash: String =
            receipt::hash(sitting.head(), &journal, k).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, handed_in["receipt"]["hash"]);
        let doubts = service::list_doubts(&world.app.db, key.exam).await.expect("doubts");
        assert_eq!(doubts.iter().map(|(_, doubt)| doubt.body.as_str()).collect::<Vec<_>>(), ["两个选项都对"]);
    }
}

story! {
    /// Within the grace it counts; after it, it is kept and not marked; the closer ends it once.
    async fn the_deadline_is_the_servers(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        let idle = morning.start(&world, "W002").await;
        page.answer(0, 1, page.right(0)).await.ok();
        world.clock.advance_seconds(3610);
        assert_eq!(page.answer(1, 2, page.right(1)).await.ok()["status"], "saved");
        world.settle().await;
        assert_eq!(idle.state().await["state"], "open", "the grace is not over");
        world.clock.advance_seconds(1);
        assert_eq!(page.answer(2, 3, page.right(2)).await.ok()["status"], "late");
        world.settle().await;
        assert_eq!((&idle.state().await["state"], &page.state().await["state"]), (&json!("closed"), &json!("closed")));
        let at = page.hand_in(4).await.ok()["at"].clone();
        world.clock.advance_seconds(60);
        assert_eq!(page.hand_in(5).await.ok()["at"], at);

        let manager = world.as_manager().await;
        let results = manager.get(&morning.path("/results")).await.ok();
        let points = |number: &str| {
            let rows = results["items"].as_array().expect("rows");
            let row = rows.iter().find(|row| row["person"]["number"] == number).expect("there");
            (row["state"].clone(), row["points"].clone())
        };
        assert_eq!(points("W001"), (json!("marked"), json!(2000)));
        assert_eq!(points("W002"), (json!("marked"), json!(0)));
        assert_eq!(points("W003"), (json!("not_sat"), Value::Null));
    }
}

story! {
    async fn what_is_no_honest_report_is_refused(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        page.answer(10, 1, Value::Null).await.issues(&["sitting.not_on_paper"]);
        page.answer(0, 0, Value::Null).await.issues(&["sitting.bad_number"]);
        let long = json!({"type": "blanks", "texts": ["长".repeat(501)]});
        page.answer(9, 1, long).await.issues(&["sitting.text_unfit"]);
        page.answer(9, 1, json!({"type": "blanks", "texts": ["\0"]})).await.issues(&["sitting.text_unfit"]);
        page.send(Method::PUT, "/answers/0", json!({"n": "one"})).await.problem(400, "request.bad_json");
        page.send(Method::PUT, "/answers/minus", json!({"n": 1, "response": null})).await.problem(404, "request.bad_path");

        // A pass opens its own sitting, as long as it is ours.
        let other = morning.start(&world, "W002").await;
        let pass = page.joined["pass"].as_str().expect("a pass").to_owned();
        let with = async |sitting: &Page, pass: &str| {
            let url = format!("{}/api/v1/sittings/{}/state", world.base, sitting.sitting());
            Reply::of(world.http.get(url).header("X-Sitting-Pass", pass).send().await.expect("an answer")).await
        };
        with(&other, &pass).await.problem(403, "request.forbidden");
        with(&page, "nothing").await.problem(401, "access.bad_token");
        with(&page, &pass).await.ok();
        world.clock.advance_seconds(25 * 3600);
        assert_eq!(page.answer(0, 9, Value::Null).await.ok()["status"], "late");
        world.clock.advance_seconds(1);
        with(&page, &pass).await.problem(401, "access.token_expired");

        // Who is not on the list, and who has left.
        let manager = world.as_manager().await;
        morning.try_start(&manager).await.problem(409, "sitting.not_candidate");
        let gone = world.as_person("W003").await;
        world.as_admin().await.post(&format!("/people/{}/leave", gone.id), json!({})).await.ok();
        world.clock.advance_seconds(2);
        assert_eq!(morning.try_start(&gone).await.status, 401);
    }
}

story! {
    async fn starting_late_and_being_away(world: World) {
        let morning = Morning::open(&world).await;
        let head = world.as_head().await;
        let away = world.as_person("W002").await;
        let leave = morning.path(&format!("/leave/{}", away.id));
        head.put(&leave, json!({"reason": "sick", "words": "发烧"})).await.ok();
        world.as_manager().await.post(&format!("{leave}/confirm"), json!({})).await.ok();
        morning.try_start(&away).await.problem(409, "sitting.excused");
        world.clock.advance_seconds(2 * 3600);
        let last = morning.start(&world, "W001").await;
        assert_eq!(last.joined["deadline"], morning.exam["sessions"][0]["closes_at"]);
        world.clock.advance_seconds(1);
        let late = world.as_person("W003").await;
        morning.try_start(&late).await.problem(409, "sitting.too_late_to_start");
        // Who has begun goes on.
        assert_eq!(morning.start(&world, "W001").await.joined["lease"], 2);
        let mine = late.get("/my/exams").await.ok();
        assert_eq!(mine[0]["state"], "not_started");
    }
}

/// Reads a stream until it says this, for a few seconds.
async fn hear(response: reqwest::Response, wanted: &str) -> String {
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut heard = String::new();
    let mut stream = response.bytes_stream();
    let listening = async {
        while let Some(bytes) = stream.next().await {
            heard.push_str(&String::from_utf8_lossy(&bytes.expect("bytes")));
            if heard.contains(wanted) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(6), listening).await.expect("heard within seconds");
    heard
}

story! {
    /// An open page hears of extra time and of its end; a board hears that something changed.
    async fn open_pages_hear_what_changes(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        morning.start(&world, "W002").await;
        let manager = world.as_manager().await;
        let listening = page.request(Method::GET, "/events").send().await.expect("an answer");
        let board = manager.request(Method::GET, &morning.path("/board/stream")).send().await.expect("an answer");
        decisions::grant(&world, &morning, "W002", 10).await;
        let extended = decisions::grant(&world, &morning, "W001", 10).await;
        let deadline = extended["deadline"].as_str().expect("an instant");
        let heard = hear(listening, "event: extended").await;
        assert_eq!(heard.matches("event:").count(), 1, "only what concerns the own sitting: {heard}");
        assert!(heard.contains(deadline), "{heard}");
        page.answer(0, 1, page.right(0)).await.ok();
        hear(board, r#"{"what":"changed"}"#).await;

        let listening = page.request(Method::GET, "/events").send().await.expect("an answer");
        manager.post(&format!("/sittings/{}/end", page.sitting()), json!({"reason": "替考"})).await.ok();
        hear(listening, "event: ended").await;
    }
}

story! {
    async fn the_board_shows_how_far_everyone_is(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        for (n, index) in [(1, 0), (2, 1), (3, 5)] {
            page.answer(index, n, page.right(index)).await.ok();
        }
        page.answer(1, 4, Value::Null).await.ok();
        world.clock.advance_seconds(30);
        page.send(Method::POST, "/events", json!({"n": 5, "what": "left"})).await.ok();
        page.send(Method::POST, "/events", json!({"n": 6, "what": "returned"})).await.ok();
        morning.start(&world, "W002").await.sit(3).await;
        let manager = world.as_manager().await;
        let board = manager.get(&morning.path("/board")).await.ok();
        let on = row(&board, "W001");
        assert_eq!((&on["state"], &on["answered"], &on["total"], &on["left_times"]), (&json!("on"), &json!(2), &json!(10), &json!(1)));
        assert_eq!(on["last_seen"], json!(world.clock.now()));
        assert_eq!(row(&board, "W002")["state"], "handed_in");
        assert_eq!(row(&board, "W003")["state"], "not_begun");
        let candidates = manager.get(&morning.path("/candidates")).await.ok();
        let sat = candidates["items"].as_array().expect("items").iter().filter(|one| one["attendance"] == "sat").count();
        assert_eq!(sat, 2);
        assert_eq!(manager.get("/exams").await.ok()["items"][0]["handed_in"], 1);

        // Ended with a reason: marked from what is there, and the page is told.
        let end = format!("/sittings/{}/end", page.sitting());
        manager.post(&end, json!({"reason": ""})).await.issues(&["sitting.reason_missing"]);
        manager.post(&end, json!({"reason": "替考"})).await.ok();
        assert_eq!(page.state().await["state"], "closed");
        assert_eq!(page.answer(7, 7, page.right(7)).await.ok()["status"], "late");
        world.settle().await;
        let results = manager.get(&morning.path("/results")).await.ok();
        let points: Vec<&Value> = results["items"].as_array().expect("rows").iter().map(|row| &row["points"]).filter(|points| !points.is_null()).collect();
        assert_eq!(points, [&json!(2000), &json!(3000)]);
    }
}

story! {
    /// Many at once share commits; each is answered for itself, and nothing is lost or doubled.
    async fn many_at_once(world: World) {
        let morning = Morning::open(&world).await;
        let mut pages = Vec::new();
        for number in ["W001", "W002", "W003", "W004", "W005", "H001"] {
            pages.push(morning.start(&world, number).await);
        }
        let work = pages.iter().flat_map(|page| {
            (0..10usize).flat_map(move |index| {
                let n = i64::try_from(index).expect("few") + 1;
                // Each twice at the same moment, as an impatient page would.
                [0, 1].map(|_| page.answer(index, n, page.right(index)))
            })
        });
        for reply in futures_util::future::join_all(work).await {
            assert_eq!(reply.ok()["status"], "saved");
        }
        let handing_in = pages.iter().flat_map(|page| [page.hand_in(100), page.hand_in(101)]);
        let replies = futures_util::future::join_all(handing_in).await;
        for pair in replies.chunks(2) {
            assert_eq!(pair[0].json["receipt"], pair[1].json["receipt"]);
            assert_eq!((pair[0].status, pair[1].status), (200, 200));
        }
        world.settle().await;
        let results = world.as_manager().await.get(&morning.path("/results")).await.ok();
        let full = results["items"].as_array().expect("rows").iter().filter(|row| row["points"] == 10_000).count();
        assert_eq!(full, 6);
    }
}

story! {
    /// Pages that answer out of order, repeat themselves and take over from each other, all at
    /// once: what was acknowledged stands in the journal once, as it was acknowledged.
    async fn what_was_acknowledged_is_in_the_journal(world: World) {
        let morning = Morning::open(&world).await;
        let numbers = ["W001", "W002", "W003"];
        let mut pages = Vec::new();
        for number in numbers {
            pages.push(morning.start(&world, number).await);
        }
        let people = [world.as_person("W001").await, world.as_person("W002").await, world.as_person("W003").await];
        let told = pages.iter().zip(&people).enumerate().map(|(who, (page, person))| {
            let morning = &morning;
            async move {
                let answers = (1..40i64).rev().flat_map(|n| {
                    let index = usize::try_from(n * 7 + i64::try_from(who).expect("few")).expect("few") % 10;
                    let again = if n % 3 == 0 { 2 } else { 1 };
                    (0..again).map(move |_| async move { (n, page.answer(index, n, page.right(index)).await.ok()) })
                });
                let (told, _) = tokio::join!(
                    futures_util::future::join_all(answers),
                    // In the middle of it another page takes over.
                    morning.try_start(person),
                );
                told
            }
        });
        let told = futures_util::future::join_all(told).await;
        for (page, told) in pages.iter().zip(told) {
            let sitting = service::get(&world.app.db, page.sitting().parse().expect("an id")).await.expect("there");
            let journal = service::journal_of(&world.app.db, sitting.head().key).await.expect("a journal");
            let order: Vec<i32> = journal.iter().map(|line| line.seq).collect();
            assert_eq!(order, (1..=i32::try_from(journal.len()).expect("few")).collect::<Vec<_>>(), "dense and in order");
            assert_eq!(journal.len(), 2 + 39, "two starts and each answer once");
            for (n, saved) in told {
                let line = journal.iter().find(|line| line.writer.0 == 1 && line.n == n).expect("in the journal");
                let kind = if saved["status"] == "saved" { "answered" } else { "superseded" };
                assert_eq!((line.kind.as_str(), json!(line.at)), (kind, saved["at"].clone()));
            }
        }
    }
}

/// Two replicas on one database write into one sitting, close and mark it, each thing once.
#[actix_web::test]
async fn two_replicas_do_everything_once() {
    let world = World::on(Backend::Postgres).await;
    let morning = Morning::open(&world).await;
    let other = world.replica().await;
    let mut sittings = Vec::new();
    for number in ["W001", "W002", "W003", "W004"] {
        let page = morning.start(&world, number).await;
        let pass = page.joined["pass"].as_str().expect("a pass");
        let pass = Pass::read(pass, &world.app.desk.passes, world.clock.now()).expect("a pass of ours");
        let cx = world.app.context("test");
        let reports = (1..=20i64).map(|n| {
            let desk = if n % 2 == 0 { &world.app.desk } else { &other.desk };
            service::report(desk, &cx, &pass, n, Act::Flag { question: 1, on: n % 3 == 0 }, None)
        });
        for saved in futures_util::future::join_all(reports).await {
            assert_eq!(saved.expect("saved").status, SavedAs::Saved);
        }
        sittings.push(pass.key);
    }
    world.clock.advance_seconds(3611);
    let runners = [world.app.runner(), other.runner()];
    let (one, two) = tokio::join!(runners[0].settle(), runners[1].settle());
    one.and(two).expect("the work is done");
    for key in sittings {
        let journal = service::journal_of(&world.app.db, key).await.expect("a journal");
        let order: Vec<i32> = journal.iter().map(|line| line.seq).collect();
        assert_eq!(order, (1..=22).collect::<Vec<_>>(), "started, twenty flags, submitted once");
        assert!(grading::service::find_mark(&world.app.db, key).await.expect("read").is_some());
    }
    let results = world.as_manager().await.get(&morning.path("/results")).await.ok();
    let marked =
        results["items"].as_array().expect("rows").iter().filter(|row| row["state"] == "marked").count();
    assert_eq!(marked, 4);
}
