use sea_orm_migration::sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use yuekao_tests::{Backend, World, story};

story! {
    async fn an_inspector_reads_and_verifies_and_changes_nothing(world: World) {
        let admin = world.as_admin().await;
        let staff = world.as_staff().await;
        admin.post(&format!("/people/{}/leave", staff.id), json!({})).await;
        world.settle().await;
        let inspector = world.as_inspector().await;
        let log = inspector.get("/audit?deed=people.leave").await.ok();
        assert_eq!(log["items"][0]["person"]["number"], "A001");
        assert_eq!(log["items"][0]["subject"], json!(staff.id));
        world.settle().await;
        let verdict = inspector.post("/audit/verify", json!({})).await.ok();
        assert_eq!((&verdict["broken"], &verdict["unlinked"]), (&json!(null), &json!(0)));
        assert!(verdict["head"]["no"].as_i64().expect("a number") > 10);
        world.as_manager().await.get("/audit").await.problem(403, "request.forbidden");
        inspector.post(&format!("/people/{}/leave", staff.id), json!({})).await.problem(403, "request.forbidden");
    }
}

story! {
    /// Whoever gets past the triggers still breaks the chain.
    async fn a_changed_row_is_found(world: World) {
        world.settle().await;
        let db = Database::connect(world.database_url()).await.expect("opens");
        let change = "UPDATE audit SET deed = 'people.praise' WHERE deed = 'people.import'";
        assert!(db.execute_unprepared(change).await.is_err(), "the trigger refuses");
        let off = match world.backend {
            Backend::Sqlite => "DROP TRIGGER audit_no_update",
            Backend::Postgres => "ALTER TABLE audit DISABLE TRIGGER audit_guard",
        };
        db.execute_unprepared(off).await.expect("the guard is off");
        db.execute_unprepared(change).await.expect("changed");
        db.close().await.expect("closes");
        let verdict = world.as_inspector().await.post("/audit/verify", json!({})).await.ok();
        assert_eq!(verdict["broken"]["why"], "row_changed");
    }
}
