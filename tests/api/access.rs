use serde_json::json;
use yuekao_tests::{Person, Reply, World, story};

async fn refresh(world: &World, cookie: &str) -> Reply {
    let request = world
        .http
        .post(format!("{}/api/v1/session/refresh", world.base))
        .header("X-Yuekao", "1")
        .header("Cookie", format!("yuekao_refresh={cookie}"));
    Reply::of(request.send().await.expect("an answer")).await
}

fn cookie(reply: &Reply) -> String {
    let text = reply.headers["set-cookie"].to_str().expect("text");
    assert!(text.contains("HttpOnly") && text.contains("SameSite=Strict"), "{text}");
    text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair").1.to_owned()
}

story! {
    async fn a_token_lives_ten_minutes_and_is_refreshed(world: World) {
        let staff = world.as_staff().await;
        staff.get("/me").await.ok();
        world.clock.advance_seconds(601);
        staff.get("/me").await.problem(401, "access.token_expired");
        let reply = refresh(&world, &staff.refresh).await;
        assert_ne!(cookie(&reply), staff.refresh, "it rotates");
        let fresh = staff.with_token(reply.ok()["access_token"].as_str().expect("a token"));
        fresh.get("/me").await.ok();
    }
}

story! {
    async fn a_refresh_token_used_twice_is_two_tabs_or_theft(world: World) {
        let staff = world.as_staff().await;
        let first = cookie(&refresh(&world, &staff.refresh).await);
        let second = cookie(&refresh(&world, &staff.refresh).await);
        assert_eq!(first, second, "two tabs get the same successor");
        world.clock.advance_seconds(61);
        refresh(&world, &staff.refresh).await.problem(401, "access.session_ended");
        refresh(&world, &first).await.problem(401, "access.session_ended");
        staff.get("/me").await.problem(401, "access.session_ended");
    }
}

story! {
    async fn a_refresh_wants_our_own_page(world: World) {
        let staff = world.as_staff().await;
        let request = world
            .http
            .post(format!("{}/api/v1/session/refresh", world.base))
            .header("Cookie", format!("yuekao_refresh={}", staff.refresh));
        Reply::of(request.send().await.expect("an answer")).await.problem(403, "access.foreign_origin");
    }
}

story! {
    async fn signing_out_everywhere_ends_every_session(world: World) {
        let here = world.as_staff().await;
        let there = world.as_staff().await;
        assert_eq!(here.delete("/sessions").await.status, 204);
        there.get("/me").await.problem(401, "access.session_ended");
        refresh(&world, &there.refresh).await.problem(401, "access.session_ended");
        world.as_staff().await.get("/me").await.ok();
    }
}

story! {
    async fn an_account_guessed_at_has_to_wait(world: World) {
        for _ in 0..8 {
            Person::try_sign_in(&world, "W001", "a wrong guess").await.problem(401, "access.wrong_credentials");
        }
        Person::try_sign_in(&world, "W001", "a wrong guess").await.problem(409, "access.too_many_failures");
        Person::try_sign_in(&world, "nobody", "a wrong guess").await.problem(401, "access.wrong_credentials");
        world.as_person("W002").await.get("/me").await.ok();
        world.clock.advance_seconds(16 * 60);
        world.as_staff().await.get("/me").await.ok();
    }
}

story! {
    async fn someone_who_left_is_out_at_once(world: World) {
        let staff = world.as_staff().await;
        let admin = world.as_admin().await;
        let path = format!("/people/{}/leave", staff.id);
        assert_eq!(admin.post(&path, json!({})).await.status, 204);
        staff.get("/me").await.problem(401, "access.session_ended");
        Person::try_sign_in(&world, "W001", yuekao_tests::cast::PASSWORD)
            .await
            .problem(401, "access.wrong_credentials");
        admin.post(&path, json!({})).await.problem(409, "people.person_has_left");
    }
}

story! {
    async fn bad_requests_leave_by_the_same_door(world: World) {
        let staff = world.as_staff().await;
        let broken = staff.request(reqwest::Method::PUT, "/me/password").header("content-type", "application/json");
        staff.send(broken.body("{")).await.problem(400, "request.bad_json");
        staff.get("/nothing/here").await.problem(404, "request.no_such_route");
        world.as_admin().await.get("/people/not-an-id").await.problem(404, "request.bad_path");
        let forged = staff.with_token(&format!("{}x", staff.token));
        forged.get("/me").await.problem(401, "access.bad_token");
    }
}
