use yuekao_core::{file, kernel::Instant};
use yuekao_tests::{
    World,
    materials::{LECTURE, lecture},
    story,
};

story! {
    /// The address works without a token, for an hour, for this file, and never runs anything.
    async fn a_file_is_reached_by_a_signed_address(world: World) {
        let made = lecture(&world.as_trainer().await).await;
        let address = made["edition"]["file_url"].as_str().unwrap().to_owned();
        let get = async |address: &str| {
            yuekao_tests::Reply::of(world.http.get(format!("{}{address}", world.base)).send().await.unwrap()).await
        };
        let file = get(&address).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.bytes, LECTURE.as_bytes());
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        assert!(file.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        get(&address.replace("s=", "s=00")).await.problem(404, "request.not_found");
        get(&address.replace("e=1", "e=2")).await.problem(404, "request.not_found");
        world.clock.advance_seconds(3601);
        get(&address).await.problem(404, "request.not_found");
    }
}

story! {
    /// What an upload left behind without an entry goes after a day; what an entry holds stays.
    async fn orphans_are_swept_and_files_in_use_are_not(world: World) {
        let made = lecture(&world.as_trainer().await).await;
        let (app, cx) = (&world.app, world.app.context("test"));
        file::service::keep(&app.db, &app.files, &cx, "orphan.txt", b"nobody's".to_vec()).await.unwrap();
        file::service::keep(&app.db, &app.files, &cx, "copy.md", LECTURE.into()).await.unwrap();
        // The folder's clock is the machine's; the sweep is asked as of a day that both have passed.
        let later = Instant::parse("2100-01-01T00:00:00Z").unwrap();
        let swept = file::service::sweep(&app.db, &app.files, later).await.unwrap();
        assert_eq!(swept, 1, "the copy's content is the lecture's");
        assert_eq!(file::service::sweep(&app.db, &app.files, later).await.unwrap(), 0);
        let address = made["edition"]["file_url"].as_str().unwrap();
        assert_eq!(world.http.get(format!("{}{address}", world.base)).send().await.unwrap().status(), 200);
    }
}
