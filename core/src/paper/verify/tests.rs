use std::sync::OnceLock;

use super::*;
use crate::paper::{
    commitment::{Contribution, salt, seed, veil},
    export::{OwnQuestion, Proof},
    fixture::{candidate, month_blueprint, month_pool},
};

const SECRET: [u8; 32] = [3; 32];
const SYSTEM: [u8; 32] = [4; 32];

/// A small exam: six candidates, one who came late, one question withdrawn for two of them.
fn export() -> Export {
    static MADE: OnceLock<Export> = OnceLock::new();
    MADE.get_or_init(made).clone()
}

fn made() -> Export {
    let pool = month_pool();
    let frozen = Frozen::new(&month_blueprint(), &pool, 6).unwrap();
    let veils: Vec<Digest> =
        (0u32..).zip(&pool).map(|(index, q)| veil(salt(&SECRET, index), q.revision)).collect();
    let mut listed: Vec<Candidate> = (0..6).map(|number| candidate(number, 0)).collect();
    listed[2].avoid.hard = vec![5, 6];
    let digests = Digests::of(&frozen, &veils, &listed);
    let contributions = vec![
        Contribution { witness: "见证人甲".into(), words: "风调雨顺".into() },
        Contribution { witness: "见证人乙".into(), words: "3 5 6 1".into() },
    ];
    let shown = commitment::commitment(&SYSTEM, &digests);
    let seed = seed(&SYSTEM, shown, &contributions);
    for (candidate, place) in listed.iter_mut().zip(draw::places(&seed, 6)) {
        candidate.place = place;
    }
    let late = candidate(50, 6);
    let deal = Deal::new(frozen.clone(), seed).unwrap();
    let gone = deal.paper(&listed[0]).paper.questions[10].index;
    let first = Addendum::new(shown, Change::Late { candidates: vec![late.id] }, std::slice::from_ref(&late));
    let withdrawn = Change::Withdrawn { question: gone, candidates: vec![listed[0].id, listed[1].id] };
    let second = Addendum::new(first.digest, withdrawn, &[]);
    listed.push(late);
    let candidates = listed
        .into_iter()
        .enumerate()
        .map(|(at, candidate)| {
            let gone: &[u32] = if at < 2 { &[gone] } else { &[] };
            let paper = deal.paper_without(&candidate, gone).paper;
            ExportedCandidate::new(candidate, &paper)
        })
        .collect();
    Proof {
        frozen: &frozen,
        veils: &veils,
        digests,
        system_seed: Digest(SYSTEM),
        contributions: &contributions,
        candidates,
        addenda: vec![first, second],
    }
    .export()
}

fn own(export: &Export, at: usize) -> OwnProof {
    let pool = month_pool();
    let paper = read(&export.candidates[at]).unwrap();
    let question = |index: u32| OwnQuestion {
        index,
        salt: salt(&SECRET, index),
        revision: pool[usize::try_from(index).unwrap()].revision,
    };
    OwnProof {
        candidate: export.candidates[at].candidate.id,
        paper: export.candidates[at].paper.clone(),
        questions: paper.questions.iter().map(|asked| question(asked.index)).collect(),
    }
}

#[test]
fn a_true_proof_holds_and_survives_its_journey_as_json() {
    let export = export();
    assert_eq!(verify(&export), Verdict { papers: 7, differences: vec![] });
    let text = serde_json::to_string(&export).unwrap();
    let read: Export = serde_json::from_str(&text).unwrap();
    assert_eq!(read, export);
    assert!(verify_own(&read, &own(&export, 3)).holds());
}

/// The differences that a change leads to.
fn after(change: impl FnOnce(&mut Export)) -> Vec<Difference> {
    let mut export = export();
    change(&mut export);
    verify(&export).differences
}

#[test]
fn whatever_is_changed_is_named() {
    let id = |number: u128| candidate(number, 0).id;
    let names = |found: &[Difference], wanted: Difference| {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}")
    };

    let found = after(|export| export.candidates.swap(0, 1));
    names(&found, Difference::Candidates);
    let found = after(|export| drop(export.candidates.remove(3)));
    names(&found, Difference::Candidates);
    let found = after(|export| export.candidates[3].candidate.place ^= 1);
    names(&found, Difference::Place { candidate: id(3) });
    let found = after(|export| export.candidates[3].candidate.id = id(77));
    names(&found, Difference::Candidates);
    let found = after(|export| export.candidates[3].candidate.attempt = 2);
    names(&found, Difference::Candidates);
    let found = after(|export| export.candidates[2].candidate.avoid.hard.clear());
    names(&found, Difference::Candidates);
    let found = after(|export| export.algorithm = 2);
    names(&found, Difference::Algorithm);
    let found = after(|export| export.digests.algorithm = 2);
    names(&found, Difference::Algorithm);
    names(&found, Difference::Commitment);
    for change in [
        |export: &mut Export| export.contributions[1].words.push('6'),
        |export: &mut Export| drop(export.contributions.pop()),
        |export: &mut Export| export.seed.0[0] ^= 1,
    ] {
        names(&after(change), Difference::Contributions);
    }
    let found = after(|export| export.system_seed.0[0] ^= 1);
    names(&found, Difference::Commitment);
    for change in [
        |export: &mut Export| export.questions[9].parameters.facility += 1,
        |export: &mut Export| export.questions[9].parameters.enemy = Some(1),
        |export: &mut Export| export.questions[9].parameters.fixed_options = vec![1],
        |export: &mut Export| export.questions[9].revision.0[0] ^= 1,
        |export: &mut Export| export.questions.swap(9, 10),
    ] {
        names(&after(change), Difference::Pool);
    }
    let found = after(|export| export.rules.sections[0].points_each.0 += 100);
    names(&found, Difference::Blueprint);
    let found = after(|export| export.allocation[0].have += 1);
    names(&found, Difference::Allocation);
    let found = after(|export| export.allocation[0].need += 1);
    names(&found, Difference::Undrawable);
    let found = after(|export| export.addenda[0].digest.0[0] ^= 1);
    names(&found, Difference::Addendum { number: 1 });
    names(&found, Difference::Addendum { number: 2 });
    let found = after(|export| export.addenda.clear());
    names(&found, Difference::Late { candidate: id(50) });
    let found = after(|export| export.format = "yuekao/proof/9".into());
    assert_eq!(found, [Difference::Format]);
}

#[test]
fn a_paper_that_was_changed_is_named_with_its_position() {
    let id = candidate(4, 0).id;
    let changed = |change: &dyn Fn(&mut Paper)| {
        after(|export| {
            let mut paper = read(&export.candidates[4]).unwrap();
            change(&mut paper);
            export.candidates[4].paper = hex::encode(paper.encode());
        })
    };
    let options = changed(&|paper| paper.questions[7].options.swap(0, 1));
    assert_eq!(options, [Difference::Options { candidate: id, position: 8 }]);
    let question = changed(&|paper| paper.questions[7].index ^= 1);
    assert_eq!(question, [Difference::Question { candidate: id, position: 8 }]);
    let shorter = changed(&|paper| drop(paper.questions.pop()));
    assert_eq!(shorter, [Difference::Question { candidate: id, position: 50 }]);
    let unreadable = after(|export| export.candidates[4].paper = "zz".into());
    assert_eq!(unreadable, [Difference::Unreadable { candidate: id }]);
}

#[test]
fn the_own_paper_names_another_revision() {
    let export = export();
    let mut mine = own(&export, 3);
    mine.questions[0].revision = crate::bank::model::RevisionId(uuid::Uuid::from_u128(1));
    let index = mine.questions[0].index;
    assert_eq!(verify_own(&export, &mine).differences, [Difference::Revision { index }]);
    mine.questions.remove(0);
    assert_eq!(verify_own(&export, &mine).differences, [Difference::Revision { index }]);
    let mut other = own(&export, 3);
    other.paper = export.candidates[2].paper.clone();
    assert_eq!(verify_own(&export, &other).differences, [Difference::Paper { candidate: other.candidate }]);
    mine.candidate = candidate(777, 0).id;
    assert_eq!(verify_own(&export, &mine).differences, [Difference::NotListed { candidate: mine.candidate }]);
}
