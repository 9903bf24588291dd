//! Receipts, and the roots that everyone can note down.

use serde_json::json;
use yuekao_core::sitting::root::{Mismatch, ReceiptFile, Root, RootsFile, verify_receipt, verify_roots};
use yuekao_tests::{Person, World, morning::Morning, story};

use super::decisions::grant;

async fn receipt(person: &Person, morning: &Morning) -> ReceiptFile {
    let id = morning.exam["id"].as_str().expect("an id");
    serde_json::from_value(person.get(&format!("/my/receipts/{id}")).await.ok()).expect("a receipt")
}

async fn roots(person: &Person, morning: &Morning) -> Vec<Root> {
    serde_json::from_value(person.get(&morning.path("/roots")).await.ok()["roots"].clone()).expect("roots")
}

story! {
    /// From handing in to a ruling: every root covers everyone, is linked to the one before, and
    /// each receipt is under all of them.
    async fn receipts_are_under_the_roots(world: World) {
        let morning = Morning::planned(&world, |_| {}).await;
        world.clock.advance_seconds(3600);
        let page = morning.start(&world, "W001").await;
        let me = world.as_person("W001").await;
        let mine = format!("/my/receipts/{}", morning.exam["id"].as_str().expect("an id"));
        me.get(&mine).await.problem(409, "sitting.not_closed");
        world.as_admin().await.get(&mine).await.problem(404, "request.not_found");
        let handed_in = page.sit(3).await;
        assert_eq!(page.answer(4, 900, page.right(4)).await.ok()["status"], "late");
        let file = receipt(&me, &morning).await;
        assert_eq!(json!(file.receipt), handed_in["receipt"]["hash"]);
        assert_eq!((json!(file.k), file.proofs.len()), (handed_in["receipt"]["k"].clone(), 0));
        assert_eq!(verify_receipt(&file, None), []);
        assert_eq!(roots(&me, &morning).await, []);

        // Until the root stands no answer is opened.
        world.clock.advance_seconds(4 * 3600);
        let manager = world.as_manager().await;
        manager.get(&morning.path("/analysis")).await.problem(409, "analysis.not_over");
        world.settle().await;
        manager.get(&morning.path("/analysis")).await.ok();
        let me = world.as_person("W001").await;
        let over = roots(&me, &morning).await;
        assert_eq!((over.len(), over[0].kind.as_str(), over[0].previous), (1, "over", None));
        assert_eq!(json!(over[0].commitment), morning.exam["commitment"]["c"]);
        world.settle().await;
        assert_eq!(roots(&me, &morning).await, over, "one is enough");
        let absent = receipt(&world.as_person("W003").await, &morning).await;
        assert_eq!((absent.presence.as_str(), absent.receipt, absent.proofs.len()), ("absent", None, 1));
        assert_eq!(verify_receipt(&absent, Some(&[over[0].hash])), []);

        let version = manager.get(&morning.path("")).await.ok()["version"].as_i64().expect("a version");
        manager.post_at(&morning.path("/release"), version, json!({})).await.ok();
        let result = manager.get(&morning.path("/analysis")).await.ok();
        let question = result["questions"][0]["question"].clone();
        let ruling = json!({"question": question, "kind": "void", "key": null, "reason": "题干有误"});
        let proposed = manager.post(&morning.path("/rulings"), ruling).await.ok();
        let second = world.as_second_manager().await;
        second.post(&morning.path(&format!("/rulings/{}/confirm", proposed["no"])), json!({})).await.ok();
        world.settle().await;
        let all = roots(&me, &morning).await;
        let kinds: Vec<&str> = all.iter().map(|root| root.kind.as_str()).collect();
        assert_eq!(kinds, ["over", "release", "ruling"]);
        assert_eq!((all[1].previous, all[2].previous), (Some(all[0].hash), Some(all[1].hash)));
        assert!(all[1].covers.keys.is_some() && all[1].covers.policy == all[2].covers.policy);
        assert_ne!(all[1].covers.rulings, all[2].covers.rulings);

        let published: Vec<_> = all.iter().map(|root| root.hash).collect();
        for number in ["W001", "W002"] {
            let file = receipt(&world.as_person(number).await, &morning).await;
            assert_eq!(file.proofs.len(), 3);
            assert_eq!(verify_receipt(&file, Some(&published)), [], "{number}");
        }
        let mut file = receipt(&me, &morning).await;
        assert!(file.proofs[0].leaf.addendum.is_some() && file.proofs[0].leaf.points.is_none());
        let my = world.as_person("W001").await.get("/my/results").await.ok();
        assert_eq!(json!(file.proofs[2].leaf.points), my[0]["points"]);
        file.events[1].body.push(' ');
        assert!(verify_receipt(&file, None).contains(&Mismatch::Receipt));

        let export = world.as_staff().await.get(&morning.path("/roots/export")).await.ok();
        let export: RootsFile = serde_json::from_value(export).expect("roots");
        assert_eq!((export.roots.len(), verify_roots(&export)), (3, vec![]));
        let audit = world.as_staff().await.get(&morning.path("/roots")).await.ok()["audit"].clone();
        assert!(audit["no"].as_i64() > Some(0) && audit["hash"].as_str().is_some_and(|hash| hash.len() == 64));
    }
}

story! {
    /// A sitting that opens again after the end gives the exam another root, over what is then.
    async fn what_opens_again_gets_another_root(world: World) {
        let morning = Morning::open(&world).await;
        let page = morning.start(&world, "W001").await;
        page.answer(0, 1, page.right(0)).await.ok();
        morning.over(&world).await;
        let manager = world.as_manager().await;
        let before = roots(&manager, &morning).await;
        grant(&world, &morning, "W001", 10).await;
        world.settle().await;
        assert_eq!(roots(&manager, &morning).await, before, "somebody sits again");
        let again = morning.start(&world, "W001").await;
        again.answer(1, 1, again.right(1)).await.ok();
        again.hand_in(2).await.ok();
        world.clock.advance_seconds(11 * 60);
        world.settle().await;
        let after = roots(&world.as_manager().await, &morning).await;
        assert_eq!(after.len(), 2);
        assert_eq!(after[1].previous, Some(before[0].hash));
        let file = receipt(&world.as_person("W001").await, &morning).await;
        assert_ne!(file.proofs[0].leaf.receipt, file.proofs[1].leaf.receipt);
        assert_eq!(verify_receipt(&file, Some(&[after[0].hash, after[1].hash])), [], "the first receipt stays true");
    }
}
