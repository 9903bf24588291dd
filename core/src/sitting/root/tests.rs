use uuid::Uuid;

use super::*;
use crate::sitting::model::{EventKind, Lease};

const EXAM: ExamId = ExamId(Uuid::from_u128(1));
const NONCE: [u8; 16] = [7; 16];

fn event(seq: i32, kind: EventKind) -> Event {
    Event {
        writer: Lease(1),
        n: i64::from(seq),
        seq,
        kind,
        question: Some(2),
        body: format!("{{\"type\":\"truth\",\"value\":{}}}", seq % 2 == 0),
        client_at: None,
        at: Instant(i64::from(seq)),
    }
}

fn root(kind: RootKind, no: i32, previous: Option<Digest>) -> Root {
    Root {
        no,
        kind,
        at: Instant(9),
        size: 0,
        tree: Digest([0; 32]),
        previous,
        commitment: Digest([3; 32]),
        audit: AuditHead { no: 5, hash: Digest([4; 32]) },
        covers: Covers::default(),
        hash: Digest([0; 32]),
    }
}

/// A taker among five, with a late answer after the end, under two roots.
fn files() -> (ReceiptFile, RootsFile) {
    let me = CandidateId(Uuid::from_u128(12));
    let events: Vec<Event> = (1..=3)
        .map(|seq| event(seq, EventKind::Answered))
        .chain([event(4, EventKind::Submitted), event(5, EventKind::Late)])
        .collect();
    let receipt = receipt::hash_of(&NONCE, EXAM, me, &events, 4);
    let leaves = |points: Option<Points>| -> Vec<Leaf> {
        (10..15u128)
            .map(|no| {
                let candidate = CandidateId(Uuid::from_u128(no));
                let mine = candidate == me;
                Leaf {
                    candidate,
                    presence: if mine { Presence::Sat } else { Presence::Absent },
                    receipt: mine.then_some(Digest(receipt)),
                    k: mine.then_some(4),
                    addendum: mine.then(|| Digest(receipt::addendum(&receipt, &events, 4, 5))),
                    addendum_k: mine.then_some(5),
                    points: points.filter(|_| mine),
                    full: points.filter(|_| mine),
                }
            })
            .collect()
    };
    let (over, release) = (leaves(None), leaves(Some(Points(8_700))));
    let first = plant(EXAM, &over, root(RootKind::Over, 1, None));
    let second = plant(EXAM, &release, root(RootKind::Release, 2, Some(first.hash)));
    let with = |root: &Root, leaves: &[Leaf]| RootWithLeaves {
        root: root.clone(),
        leaves: leaves.iter().map(Leaf::hash).collect(),
    };
    let roots = RootsFile {
        format: ROOTS_FORMAT.to_owned(),
        exam: EXAM,
        title: "考试".to_owned(),
        roots: vec![with(&first, &over), with(&second, &release)],
    };
    let file = ReceiptFile {
        format: RECEIPT_FORMAT.to_owned(),
        exam: EXAM,
        title: "考试".to_owned(),
        candidate: me,
        presence: Presence::Sat,
        nonce: Some(hex::encode(NONCE)),
        receipt: Some(Digest(receipt)),
        k: Some(4),
        events,
        proofs: vec![
            Inclusion::of(&first, &over, me).unwrap(),
            Inclusion::of(&second, &release, me).unwrap(),
        ],
    };
    (file, roots)
}

#[test]
fn what_was_published_holds_after_a_journey_as_json() {
    let (file, roots) = files();
    let file: ReceiptFile = serde_json::from_str(&serde_json::to_string(&file).unwrap()).unwrap();
    let roots: RootsFile = serde_json::from_str(&serde_json::to_string(&roots).unwrap()).unwrap();
    let published: Vec<Digest> = roots.roots.iter().map(|with| with.root.hash).collect();
    assert_eq!(verify_receipt(&file, Some(&published)), []);
    assert_eq!(verify_receipt(&file, None), []);
    assert_eq!(verify_roots(&roots), []);
}

#[test]
fn whatever_is_changed_is_named() {
    let changed = |change: &dyn Fn(&mut ReceiptFile)| {
        let (mut file, roots) = files();
        change(&mut file);
        let published: Vec<Digest> = roots.roots.iter().map(|with| with.root.hash).collect();
        verify_receipt(&file, Some(&published))
    };
    let answer = changed(&|file| file.events[1].body = "{\"type\":\"truth\",\"value\":false}".to_owned());
    assert_eq!(answer, [Mismatch::Receipt, Mismatch::Leaf { root: 1 }, Mismatch::Leaf { root: 2 }]);
    let late = changed(&|file| file.events[4].body.push(' '));
    assert_eq!(late, [Mismatch::Leaf { root: 1 }, Mismatch::Leaf { root: 2 }], "the addendum covers it");
    let points = changed(&|file| file.proofs[1].leaf.points = Some(Points(9_900)));
    assert_eq!(points, [Mismatch::Path { root: 2 }]);
    let neighbour = changed(&|file| file.proofs[0].path[0].0[0] ^= 1);
    assert_eq!(neighbour, [Mismatch::Path { root: 1 }]);
    let later = changed(&|file| file.proofs[1].root.at = Instant(10));
    assert_eq!(later, [Mismatch::Parts { root: 2 }]);
    let forged = changed(&|file| {
        file.proofs[1].root = Root { at: Instant(10), ..file.proofs[1].root.clone() }.signed(EXAM)
    });
    assert_eq!(forged, [Mismatch::NotPublished { root: 2 }]);
    let unlinked = changed(&|file| {
        file.proofs[1].root = Root { previous: None, ..file.proofs[1].root.clone() }.signed(EXAM);
    });
    assert_eq!(unlinked, [Mismatch::NotPublished { root: 2 }, Mismatch::Link { root: 2 }]);
    assert_eq!(changed(&|file| file.format.push('0')), [Mismatch::Format]);
}

#[test]
fn a_leaf_taken_out_or_changed_is_seen() {
    let (_, mut roots) = files();
    roots.roots[1].leaves.pop();
    assert_eq!(verify_roots(&roots), [Mismatch::Tree { root: 2 }]);
    let (_, mut roots) = files();
    roots.roots[0].leaves[4].0[3] ^= 1;
    assert_eq!(verify_roots(&roots), [Mismatch::Tree { root: 1 }]);
}

#[test]
fn golden_root_stays_for_ever() {
    let (_, roots) = files();
    let hashes: Vec<String> = roots.roots.iter().map(|with| with.root.hash.to_string()).collect();
    assert_eq!(hashes, GOLDEN);
}

const GOLDEN: [&str; 2] = [
    "8f9bbe55ca44d8f90890bf47edc49d8b6058036840159965917152063f5cff76",
    "df01d4bac7e38cd1cc4af1259d23739afa4089996fa3a0412ce7330d1e3d026c",
];
