//! `yuekao verify`: with the file alone, without a database, a setting or a network.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};
use yuekao_tests::{World, morning::Morning, story};

use crate::backup::binary;

/// What it says and how it ends.
fn verify(dir: &Path, export: &Value, arguments: &[&str]) -> (String, Option<i32>) {
    let file = dir.join("proof.json");
    fs::write(&file, export.to_string()).expect("written");
    let mut command = Command::new(binary());
    command.env_clear().current_dir(dir).arg("verify").arg(file).args(arguments);
    let output = command.output().expect("it runs");
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
}

story! {
    async fn a_proof_is_verified_with_nothing_but_its_file(world: World) {
        let morning = Morning::open(&world).await;
        morning.start(&world, "W001").await.sit(5).await;
        morning.over(&world).await;
        let (manager, staff) = (world.as_manager().await, world.as_staff().await);
        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
        let export = staff.get(&morning.path("/proof")).await.ok();
        let own = staff.get(&format!("/my/proofs/{}", morning.exam["id"].as_str().expect("an id"))).await.ok();

        let dir = tempfile::tempdir().expect("a folder");
        let (said, code) = verify(dir.path(), &export, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("证明成立") && said.contains("8 份试卷") && said.contains("无见证人"), "{said}");
        let mine = dir.path().join("mine.json");
        fs::write(&mine, own.to_string()).expect("written");
        let mine = mine.to_str().expect("text");
        assert_eq!(verify(dir.path(), &export, &["--paper", mine]).1, Some(0));

        let mut changed = export.clone();
        changed["questions"][3]["facility"] = 1.into();
        let (said, code) = verify(dir.path(), &changed, &["--language", "en"]);
        assert_eq!(code, Some(1));
        assert!(said.contains("pool: a question or one of its parameters"), "{said}");
        let mut swapped = own.clone();
        swapped["questions"][0]["revision"] = json!("00000000-0000-7000-8000-000000000000");
        fs::write(mine, swapped.to_string()).expect("written");
        let (said, code) = verify(dir.path(), &export, &["--paper", mine]);
        assert_eq!(code, Some(1));
        assert!(said.contains(&format!("冻结题库第 {} 号", own["questions"][0]["index"])), "{said}");

        // A receipt, against the published roots and against one that was noted down.
        let exam = morning.exam["id"].as_str().expect("an id");
        let receipt = staff.get(&format!("/my/receipts/{exam}")).await.ok();
        let published = staff.get(&morning.path("/roots/export")).await.ok();
        let roots = dir.path().join("roots.json");
        fs::write(&roots, published.to_string()).expect("written");
        let roots = roots.to_str().expect("text");
        let noted = published["roots"][1]["root"]["hash"].as_str().expect("a root");
        let (said, code) = verify(dir.path(), &receipt, &["--against", roots, "--root", noted]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("核验通过") && said.contains(noted), "{said}");
        assert_eq!(verify(dir.path(), &published, &["--root", noted]).1, Some(0));
        let mut changed = receipt.clone();
        changed["proofs"][1]["leaf"]["points"] = 10_000.into();
        let (said, code) = verify(dir.path(), &changed, &["--language", "en"]);
        assert_eq!(code, Some(1));
        assert!(said.contains("root 2: the leaf does not lead to it"), "{said}");
        let other = "0".repeat(64);
        let (said, code) = verify(dir.path(), &receipt, &["--root", &other]);
        assert_eq!(code, Some(1), "{said}");
        assert_eq!(verify(dir.path(), &json!({"format": "x"}), &[]).1, Some(2), "no proof at all");
    }
}
