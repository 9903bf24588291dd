use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::{
    bank::model::Kind,
    kernel::seal::sha256,
    paper::{
        Blueprint, CellCount, PoolQuestion, Target,
        fixture::{candidate, meets, month_blueprint, month_pool, question, section, small},
    },
};

fn dealt(blueprint: &Blueprint, pool: &[PoolQuestion], places: u32, seed: u8) -> Deal {
    Deal::new(Frozen::new(blueprint, pool, places).unwrap(), [seed; 32]).unwrap()
}

fn papers(deal: &Deal) -> Vec<Paper> {
    (0..deal.frozen().places).map(|place| deal.paper(&candidate(u128::from(place), place)).paper).collect()
}

fn indexes(paper: &Paper) -> Vec<usize> {
    paper.questions.iter().map(|asked| usize::try_from(asked.index).unwrap()).collect()
}

fn appearances(papers: &[Paper]) -> BTreeMap<u32, u32> {
    let mut times = BTreeMap::new();
    papers
        .iter()
        .flat_map(|paper| &paper.questions)
        .for_each(|asked| *times.entry(asked.index).or_default() += 1);
    times
}

fn over_limit(deal: &Deal, papers: &[Paper]) -> Vec<(u32, u32, u32)> {
    appearances(papers)
        .into_iter()
        .filter(|(index, _)| !deal.frozen().questions[usize::try_from(*index).unwrap()].fixed)
        .map(|(index, times)| (index, times, deal.limit(index)))
        .filter(|(_, times, limit)| times > limit)
        .collect()
}

/// The largest distance from the target, in 1/10,000 of the full points.
fn deviation(deal: &Deal, papers: &[Paper]) -> u16 {
    papers.iter().map(|paper| deal.expected(paper).abs_diff(deal.target())).max().unwrap()
}

/// An allocation of its own, so that a better one some day changes no golden byte: the first cells of
/// each kind and topic give one question each.
fn golden() -> Frozen {
    let mut pool = month_pool();
    let mut cells: BTreeMap<_, Vec<CellCount>> = BTreeMap::new();
    for question in &pool {
        let cell =
            CellCount { kind: question.kind, topic: question.topic, label: question.label, need: 1, have: 1 };
        let cells = cells.entry((question.kind, question.topic)).or_default();
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    let allocation = cells
        .into_iter()
        .flat_map(|((kind, _), cells)| {
            let count = match kind {
                Kind::Single => 5,
                Kind::Multiple | Kind::TrueFalse => 2,
                Kind::Blank | Kind::Ordering | Kind::Matching => 1,
            };
            assert!(cells.len() >= count);
            cells.into_iter().take(count)
        })
        .collect();
    pool.iter_mut().step_by(7).for_each(|question| question.enemy = Some(question.label.into()));
    pool[0].fixed = true;
    let blueprint = Blueprint { target: value(7_000), ..month_blueprint() };
    Frozen::of(&blueprint, &pool, allocation, 12)
}

#[test]
fn version_one_gives_these_bytes_for_ever() {
    let deal = Deal::new(golden(), [1; 32]).unwrap();
    let mut bytes = Vec::new();
    for place in 0..14 {
        let mut candidate = candidate(u128::from(place), place);
        candidate.avoid = Avoid { hard: vec![place, 3 * place], met: (200..260).collect() };
        bytes.extend(deal.paper(&candidate).paper.encode());
        bytes.extend(deal.paper_without(&candidate, &[5, 50, 500]).paper.encode());
    }
    assert_eq!(
        hex::encode(sha256(&bytes)),
        "1d68704b7bd9e0a863092ac39bce32042565afcff1de4856550041b068eb23e2"
    );
    assert_eq!(places(&[1; 32], 6), [1, 3, 4, 5, 0, 2]);
}

#[test]
fn papers_of_a_month_are_equal_and_nobody_meets_a_question_too_often() {
    let pool = month_pool();
    let mut blueprint = month_blueprint();
    let reach = crate::paper::allocation::report(&blueprint, &pool).reachable.unwrap();
    let middle = (reach.from + reach.to) / 2;
    for target in [Target::PoolMean, value(middle), value(reach.from), value(reach.to)] {
        blueprint.target = target;
        for places in [1, 5, 12, 60, 200] {
            let deal = dealt(&blueprint, &pool, places, 2);
            let papers = papers(&deal);
            assert!(papers.iter().all(|paper| meets(&blueprint, &pool, &indexes(paper))));
            assert_eq!(over_limit(&deal, &papers), [], "{target:?}, {places} places");
            let deviation = deviation(&deal, &papers);
            assert!(deviation <= 50, "{target:?}, {places} places: off by {deviation}");
        }
    }
}

/// The bench in small, on a pool and a seed that never change.
#[test]
fn plain_draws_miss_what_ours_keep() {
    let deal = dealt(&month_blueprint(), &month_pool(), 200, 11);
    let ours = papers(&deal);
    let plain: Vec<Paper> = (0..200).map(|number| deal.plain(number)).collect();
    assert!(deviation(&deal, &ours) <= 50);
    assert!(deviation(&deal, &plain) >= 300, "{}", deviation(&deal, &plain));
    assert_eq!(over_limit(&deal, &ours), []);
    assert_ne!(over_limit(&deal, &plain), []);
}

const fn value(share: u16) -> Target {
    Target::Value { share }
}

#[test]
fn enemies_that_fill_half_a_stratum_keep_the_limits() {
    let mut pool: Vec<_> =
        (0..40).map(|n| question(n, Kind::Single, None, 3, 5_000 + u16::try_from(n).unwrap() * 97)).collect();
    pool.iter_mut().take(20).for_each(|question| question.enemy = Some(0));
    let blueprint = Blueprint { sections: vec![section(Kind::Single, 5)], ..Blueprint::default() };
    for places in [1, 5, 12, 60, 150] {
        let deal = dealt(&blueprint, &pool, places, 3);
        let papers = papers(&deal);
        assert!(papers.iter().all(|paper| meets(&blueprint, &pool, &indexes(paper))));
        assert_eq!(over_limit(&deal, &papers), [], "{places} places");
    }
}

#[test]
fn neighbours_get_different_questions() {
    let deal = dealt(&month_blueprint(), &month_pool(), 60, 4);
    let papers = papers(&deal);
    let shared = papers.windows(2).map(|pair| {
        let one: HashSet<usize> = indexes(&pair[0]).into_iter().collect();
        indexes(&pair[1]).into_iter().filter(|index| one.contains(index)).count()
    });
    // Two plain draws share 50 × 50 ÷ 600 = 4.2 on average.
    let most = shared.max().unwrap();
    assert!(most <= 4, "{most}");
}

#[test]
fn nobody_gets_own_questions_while_a_cell_has_others() {
    let pool = month_pool();
    let blueprint = month_blueprint();
    let deal = dealt(&blueprint, &pool, 30, 5);
    for place in 0..30 {
        let mut candidate = candidate(u128::from(place), place);
        let base = deal.paper(&candidate).paper;
        candidate.avoid.hard = base.questions.iter().take(20).map(|asked| asked.index).collect();
        candidate.avoid.met = base.questions.iter().skip(20).map(|asked| asked.index).collect();
        let drawn = deal.paper(&candidate);
        assert!(meets(&blueprint, &pool, &indexes(&drawn.paper)));
        assert_eq!((drawn.barred, drawn.met), (vec![], vec![]));
        let off = deal.expected(&drawn.paper).abs_diff(deal.target());
        assert!(off <= 50, "off by {off}");
    }
    // Where a cell has nothing else the paper says so.
    let narrow: Vec<_> = (0..4).map(|n| question(n, Kind::Single, None, 3, 7_000)).collect();
    let blueprint = Blueprint { sections: vec![section(Kind::Single, 3)], ..Blueprint::default() };
    let deal = dealt(&blueprint, &narrow, 3, 6);
    let mut author = candidate(1, 1);
    author.avoid.hard = vec![0, 1];
    let drawn = deal.paper(&author);
    assert_eq!(drawn.barred.len(), 1);
    author.avoid = Avoid { hard: vec![], met: vec![0, 1] };
    assert_eq!(deal.paper(&author).met.len(), 1);
}

#[test]
fn late_candidates_take_what_comes_next_and_change_nobodys_paper() {
    let deal = dealt(&month_blueprint(), &month_pool(), 20, 7);
    let before = papers(&deal);
    let late: Vec<Paper> = (20..24).map(|place| deal.paper(&candidate(99, place)).paper).collect();
    assert_eq!(papers(&deal), before);
    let ready = Deal::with_late(deal.frozen().clone(), [7; 32], 4).unwrap();
    assert_eq!(papers(&ready), before);
    let again: Vec<Paper> = (20..24).map(|place| ready.paper(&candidate(99, place)).paper).collect();
    assert_eq!(again, late);
    assert!(late.iter().all(|paper| meets(&month_blueprint(), &month_pool(), &indexes(paper))));
    let different: HashSet<Vec<usize>> = late.iter().map(indexes).collect();
    assert_eq!(different.len(), 4);
}

#[test]
fn a_withdrawn_question_is_replaced_where_it_stands() {
    let deal = dealt(&month_blueprint(), &month_pool(), 5, 8);
    let candidate = candidate(1, 2);
    let before = deal.paper(&candidate).paper;
    let gone = [before.questions[3].index, before.questions[40].index];
    let after = deal.paper_without(&candidate, &gone).paper;
    assert!(meets(&month_blueprint(), &month_pool(), &indexes(&after)));
    for (place, (one, other)) in before.questions.iter().zip(&after.questions).enumerate() {
        assert_eq!(one != other, [3, 40].contains(&place), "place {place}");
    }
    assert_eq!(deal.paper_without(&candidate, &[]).paper, before);
    // Whoever knows every question still gets another one for what was withdrawn.
    let mut author = candidate.clone();
    author.avoid.hard = (0..600).collect();
    let gone = deal.paper(&author).paper.questions[3].index;
    let drawn = deal.paper_without(&author, &[gone]);
    assert!(drawn.paper.questions.iter().all(|asked| asked.index != gone));
    assert_eq!(drawn.barred.len(), 50);
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let frozen = Frozen::new(&month_blueprint(), &month_pool(), 3).unwrap();
    let refused = |change: &dyn Fn(&mut Frozen)| {
        let mut changed = frozen.clone();
        change(&mut changed);
        Deal::new(changed, [0; 32]).is_err()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|frozen| frozen.algorithm = 2));
    assert!(refused(&|frozen| frozen.places = u32::MAX));
    assert!(refused(&|frozen| frozen.allocation[0].need += 1));
    assert!(refused(&|frozen| frozen.questions.truncate(60)));
    assert!(refused(&|frozen| frozen.questions[0].options = 200));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_paper_meets_every_rule((blueprint, pool) in small(), places in 1u32..40, seed: u8) {
        let Ok(frozen) = Frozen::new(&blueprint, &pool, places) else { return Ok(()) };
        let deal = Deal::new(frozen.clone(), [seed; 32]).unwrap();
        let again = Deal::new(frozen, [seed; 32]).unwrap();
        let papers = papers(&deal);
        prop_assert_eq!(over_limit(&deal, &papers), []);
        for (place, paper) in (0u32..).zip(papers) {
            prop_assert!(meets(&blueprint, &pool, &indexes(&paper)));
            let kinds: Vec<Kind> = indexes(&paper).iter().map(|index| pool[*index].kind).collect();
            prop_assert!(kinds.is_sorted_by_key(|kind| *kind != Kind::Single), "sections keep their order");
            for asked in &paper.questions {
                let question = &pool[usize::try_from(asked.index).unwrap()];
                let mut options = asked.options.clone();
                let keeps = |fixed: &u8| options.is_empty() || options[usize::from(*fixed)] == *fixed;
                prop_assert!(question.fixed_options.iter().all(keeps));
                options.sort_unstable();
                prop_assert_eq!(options, (0..question.options).collect::<Vec<u8>>());
            }
            prop_assert_eq!(again.paper(&candidate(u128::from(place), place)).paper.encode(), paper.encode());
        }
    }
    #[test]
    fn what_is_avoided_is_given_only_if_nothing_else_is_left((blueprint, pool) in small(), barred in 0u32..1024) {
        let Ok(frozen) = Frozen::new(&blueprint, &pool, 2) else { return Ok(()) };
        let deal = Deal::new(frozen, [9; 32]).unwrap();
        let mut author = candidate(1, 1);
        author.avoid.hard = (0u32..10).filter(|index| barred & (1 << index) != 0).collect();
        let drawn = deal.paper(&author);
        prop_assert!(meets(&blueprint, &pool, &indexes(&drawn.paper)));
        let could_avoid = crate::paper::fixture::all_papers(&blueprint, &pool).iter().any(|paper| {
            let alike = deal.frozen().allocation.iter().all(|cell| {
                paper.iter().map(|index| &pool[*index])
                    .filter(|q| (q.kind, q.topic, q.label) == (cell.kind, cell.topic, cell.label))
                    .count() == usize::try_from(cell.need).unwrap()
            });
            alike && paper.iter().all(|index| !author.avoid.hard.contains(&u32::try_from(*index).unwrap()))
        });
        prop_assert_eq!(drawn.barred.is_empty(), could_avoid);
    }
}
