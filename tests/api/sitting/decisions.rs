//! What two people decide: extra time for one person, and incidents that make late answers count.

use reqwest::Method;
use serde_json::{Value, json};
use yuekao_core::kernel::{Clock, Instant};
use yuekao_tests::{
    Person, World,
    morning::{Morning, Page},
    story,
};

use super::{hear, row};

/// Extra time for somebody who has begun, by two people.
pub(super) async fn grant(world: &World, morning: &Morning, number: &str, minutes: i32) -> Value {
    let person = world.as_person(number).await;
    let time = json!({"person": person.id, "minutes": minutes, "reason": "电脑故障"});
    let given = world.as_manager().await.post(&morning.path("/extra-time"), time).await.ok();
    assert_eq!(given["state"], "proposed");
    world.as_second_manager().await.post(&decide(morning, &given, "confirm"), json!({})).await.ok()
}

fn decide(morning: &Morning, given: &Value, how: &str) -> String {
    morning.path(&format!("/extra-time/{}/{how}", given["id"].as_str().expect("an id")))
}

/// An answer with the page's own time, as a page sends it that was cut off.
async fn answer_at(page: &Page, question: usize, n: i64, response: Value, at: Instant) -> Value {
    let body = json!({"n": n, "response": response, "client_at": at});
    page.send(Method::PUT, &format!("/answers/{question}"), body).await.ok()["status"].clone()
}

async fn points(manager: &Person, morning: &Morning, number: &str) -> Value {
    let results = manager.get(&morning.path("/results")).await.ok();
    row(&json!({"rows": results["items"]}), number)["points"].clone()
}

story! {
    /// Extra time for one and for all, with a reason, seen by who sits and who begins later.
    async fn time_is_given(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        let (manager, second) = (world.as_manager().await, world.as_second_manager().await);
        let one = morning.path("/extra-time");
        let taker = world.as_person("W001").await;
        let time = |minutes: i32, reason: &str| json!({"person": taker.id, "minutes": minutes, "reason": reason});
        manager.post(&one, time(0, " ")).await.issues(&["sitting.reason_missing", "sitting.bad_minutes"]);
        taker.post(&one, time(5, "我要")).await.problem(403, "request.forbidden");
        let give = || manager.request(Method::POST, &one).header("Idempotency-Key", "e1").json(&time(10, "电脑故障")).send();
        let given: Value = give().await.expect("an answer").json().await.expect("json");
        let again: Value = give().await.expect("an answer").json().await.expect("json");
        assert_eq!(again, given, "sent again it is proposed once");
        assert_eq!((&given["state"], &given["before_start"], &given["reopens"]), (&json!("proposed"), &json!(false), &json!(false)));
        assert_eq!(page.state().await["deadline"], json!(world.clock.now().plus_minutes(60)), "nothing yet");
        manager.post(&decide(&morning, &given, "confirm"), json!({})).await.problem(409, "sitting.second_person_needed");
        let confirmed = second.post(&decide(&morning, &given, "confirm"), json!({})).await.ok();
        assert_eq!((&confirmed["state"], &confirmed["second"]["number"]), (&json!("confirmed"), &json!("M002")));
        assert_eq!(confirmed["deadline"], json!(world.clock.now().plus_minutes(70)));
        assert_eq!(page.state().await["deadline"], confirmed["deadline"]);
        second.post(&decide(&morning, &given, "confirm"), json!({})).await.problem(409, "sitting.already_decided");
        manager.post(&decide(&morning, &given, "withdraw"), json!({})).await.problem(409, "sitting.already_decided");

        let all = manager.post(&morning.path("/extend"), json!({"minutes": 5, "reason": "停电"})).await.ok();
        assert_eq!(all["sat"], 1);
        assert_eq!(page.state().await["deadline"], json!(world.clock.now().plus_minutes(75)));
        let later = morning.start(&world, "W002").await;
        assert_eq!(later.joined["deadline"], json!(world.clock.now().plus_minutes(65)));
        let board = manager.get(&morning.path("/board")).await.ok();
        assert_eq!(row(&board, "W001")["extra_minutes"], 15);
        assert_eq!((&board["counts"]["on"], &board["counts"]["not_begun"]), (&json!(2), &json!(6)));

        // With five minutes more for all, the exam is over five minutes later.
        let closes = morning.exam["sessions"][0]["closes_at"].as_str().expect("an instant");
        let closes = Instant::parse(closes).expect("an instant");
        let over = |minutes: i64| json!(closes.plus_minutes(minutes).plus_seconds(10));
        assert_eq!(manager.get(&morning.path("")).await.ok()["over_at"], over(5));

        // Before the start one is enough: it is there when the person begins.
        let slow = world.as_person("W003").await;
        let time = json!({"person": slow.id, "minutes": 20, "reason": "视力障碍"});
        let given = manager.post(&one, time).await.ok();
        assert_eq!((&given["state"], &given["before_start"], &given["sitting"]), (&json!("confirmed"), &json!(true), &Value::Null));
        let begun = morning.start(&world, "W003").await;
        assert_eq!(begun.joined["deadline"], json!(world.clock.now().plus_minutes(85)));
        assert_eq!(manager.get(&morning.path("")).await.ok()["over_at"], over(25));
        let list = world.as_inspector().await.get(&one).await.ok();
        assert_eq!(list.as_array().expect("a list").len(), 2);

        // Nobody acts on his own sitting, and only who is on the list gets time.
        let own = json!({"person": manager.id, "minutes": 5, "reason": "自己"});
        manager.post(&one, own.clone()).await.problem(409, "sitting.own_sitting");
        second.post(&one, own).await.problem(409, "sitting.not_candidate");
    }
}

story! {
    /// What has ended opens again by two people, before the release only, and is marked anew.
    async fn a_sitting_opens_again(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        page.answer(0, 1, page.right(0)).await.ok();
        morning.start(&world, "W002").await.sit(3).await;
        world.clock.advance_seconds(3611);
        world.settle().await;
        let (manager, second) = (world.as_manager().await, world.as_second_manager().await);
        assert_eq!(points(&manager, &morning, "W001").await, 1000);
        world.clock.advance_seconds(600 - 11);
        let hearing = page.request(Method::GET, "/events").send().await.expect("an answer");
        let time = json!({"person": world.as_person("W001").await.id, "minutes": 10, "reason": "断网"});
        let given = manager.post(&morning.path("/extra-time"), time.clone()).await.ok();
        assert_eq!((&given["state"], &given["reopens"]), (&json!("proposed"), &json!(true)));
        let confirmed = second.post(&decide(&morning, &given, "confirm"), json!({})).await.ok();
        assert_eq!(confirmed["deadline"], json!(world.clock.now().plus_minutes(10)), "the minutes run from now");
        hear(hearing, "event: reopened").await;
        assert_eq!(page.state().await["state"], "open");
        let again = morning.start(&world, "W001").await;
        assert_eq!(again.joined["answers"].as_array().expect("answers").len(), 1);
        assert_eq!(again.answer(1, 1, again.right(1)).await.ok()["status"], "saved");
        again.hand_in(2).await.ok();
        world.settle().await;
        assert_eq!(points(&manager, &morning, "W001").await, 2000);
        assert_eq!(points(&manager, &morning, "W002").await, 3000, "the others stay as they were");

        // What waits keeps the results back; once they are out nothing opens again.
        let given = manager.post(&morning.path("/extra-time"), time.clone()).await.ok();
        morning.over(&world).await;
        let (manager, second) = (world.as_manager().await, world.as_second_manager().await);
        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        let release = morning.path("/release");
        manager.post_at(&release, version, json!({})).await.problem(409, "grading.extra_time_pending");
        manager.post(&decide(&morning, &given, "withdraw"), json!({})).await.ok();
        manager.post_at(&release, version, json!({})).await.ok();
        second.post(&morning.path("/extra-time"), time).await.problem(409, "exam.already_released");
    }
}

story! {
    /// An outage: what the pages stamped in time counts for all whom it struck, whenever it arrives.
    async fn an_incident_makes_late_answers_count(world: World) {
        let morning = Morning::open(&world).await;
        let begun = world.clock.now();
        let mut pages = Vec::new();
        for number in ["W001", "W002", "W003"] {
            let page = morning.start(&world, number).await;
            page.answer(0, 1, page.right(0)).await.ok();
            pages.push(page);
        }
        let [one, two, other] = pages.try_into().ok().expect("three");
        let minute = |minutes: i64| begun.plus_minutes(minutes);
        world.clock.advance_seconds(65 * 60);
        world.settle().await;
        let late = json!("late");
        assert_eq!(answer_at(&one, 1, 2, one.right(1), minute(55)).await, late);
        assert_eq!(answer_at(&one, 2, 3, one.right(2), minute(61)).await, late, "stamped after the deadline");
        assert_eq!(answer_at(&one, 3, 4, one.right(3), minute(40)).await, late, "stamped before it began");
        assert_eq!(answer_at(&other, 1, 2, other.right(1), minute(55)).await, late, "in another department");

        let (manager, second) = (world.as_manager().await, world.as_second_manager().await);
        let departments = manager.get("/departments").await.ok();
        let department = departments.as_array().expect("departments").iter().find(|one| one["name"] == "市场监管局");
        let department = department.expect("there")["id"].clone();
        let incidents = morning.path("/incidents");
        let happened = |from: Instant, to: Instant, reason: &str| json!({
            "from": from, "to": to, "scope": {"type": "department", "department": department}, "reason": reason,
        });
        manager.post(&incidents, happened(minute(62), minute(50), "")).await.issues(&["sitting.reason_missing", "sitting.incident_empty"]);
        let nowhere = json!({"from": minute(1), "to": minute(2), "scope": {"type": "window", "window_no": " "}, "reason": "停电"});
        manager.post(&incidents, nowhere).await.issues(&["sitting.window_missing"]);
        let opened = manager.post(&incidents, happened(minute(50), minute(62), "二楼断网")).await.ok();
        let counts = |incident: &Value| (incident["people"].clone(), incident["answers"].clone());
        assert_eq!((&opened["state"], counts(&opened), &opened["scope_name"]), (&json!("proposed"), (json!(1), json!(1)), &json!("市场监管局")));
        world.settle().await;
        assert_eq!(points(&manager, &morning, "W001").await, 1000, "nothing counts yet");

        let deed = |how: &str| format!("{incidents}/{}/{how}", opened["id"].as_str().expect("an id"));
        manager.post(&deed("confirm"), json!({})).await.problem(409, "sitting.second_person_needed");
        let confirmed = second.post(&deed("confirm"), json!({})).await.ok();
        assert_eq!((&confirmed["state"], counts(&confirmed)), (&json!("confirmed"), (json!(1), json!(1))));
        second.post(&deed("confirm"), json!({})).await.problem(409, "sitting.already_decided");
        world.settle().await;
        assert_eq!(points(&manager, &morning, "W001").await, 2000);
        assert_eq!(points(&manager, &morning, "W003").await, 1000, "whom it did not strike stays");

        // What arrives only now is taken in alike, once.
        assert_eq!(answer_at(&two, 1, 2, two.right(1), minute(59)).await, late);
        world.settle().await;
        world.settle().await;
        assert_eq!(points(&manager, &morning, "W002").await, 2000);
        let list = world.as_inspector().await.get(&incidents).await.ok();
        assert_eq!(counts(&list[0]), (json!(2), json!(2)));
        let facts = manager.get(&format!("/sittings/{}/facts", two.sitting())).await.ok();
        let accepted = facts.as_array().expect("facts").iter().filter(|fact| fact["what"] == "accepted").count();
        assert_eq!(accepted, 1);

        // One that waits keeps the results back; after the release nothing more is accepted.
        let waiting = manager.post(&incidents, happened(minute(30), minute(45), "二楼又断网")).await.ok();
        assert_eq!(counts(&waiting), (json!(1), json!(1)));
        morning.over(&world).await;
        let manager = world.as_manager().await;
        let exam = manager.get(&morning.path("")).await.ok();
        let version = exam["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.problem(409, "grading.incidents_pending");
        let withdraw = format!("{incidents}/{}/withdraw", waiting["id"].as_str().expect("an id"));
        manager.post(&withdraw, json!({})).await.ok();
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
        manager.post(&incidents, happened(minute(30), minute(45), "又一次")).await.problem(409, "exam.already_released");
        let results = manager.get(&morning.path("/results")).await.ok();
        assert_eq!(row(&json!({"rows": results["items"]}), "W002")["points"], 2000);
    }
}

story! {
    /// Nobody decides on an incident that his own answers were late by.
    async fn nobody_accepts_the_own_lateness(world: World) {
        let everyone = world.as_manager().await.get("/groups").await.ok();
        let morning = Morning::planned(&world, |input| {
            input["groups"] = json!(everyone.as_array().expect("groups").iter().map(|group| group["id"].clone()).collect::<Vec<_>>());
        }).await;
        world.clock.advance_seconds(3600);
        let begun = world.clock.now();
        let taker = world.as_person("H001").await;
        let page = morning.start(&world, "H001").await;
        world.clock.advance_seconds(65 * 60);
        world.settle().await;
        answer_at(&page, 1, 1, page.right(1), begun.plus_minutes(55)).await;
        // The head becomes a manager afterwards.
        let person = world.as_admin().await.get(&format!("/people/{}", taker.id)).await.ok();
        let admin = world.as_admin().await;
        let mut edit = person.clone();
        edit["roles"] = json!(["staff", "manager"]);
        edit["department"] = person["department"]["id"].clone();
        edit["group"] = person["group"]["id"].clone();
        admin.put_at(&format!("/people/{}", taker.id), person["version"].as_i64().expect("a version"), edit).await.ok();
        world.clock.advance_seconds(2);
        let own = world.as_person("H001").await;
        let happened = json!({"from": begun.plus_minutes(50), "to": begun.plus_minutes(62), "scope": {"type": "all"}, "reason": "断网"});
        own.post(&morning.path("/incidents"), happened.clone()).await.problem(409, "sitting.own_sitting");
        let opened = world.as_manager().await.post(&morning.path("/incidents"), happened).await.ok();
        let confirm = morning.path(&format!("/incidents/{}/confirm", opened["id"].as_str().expect("an id")));
        own.post(&confirm, json!({})).await.problem(409, "sitting.own_sitting");
        world.as_second_manager().await.post(&confirm, json!({})).await.ok();
    }
}
