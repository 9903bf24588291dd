use proptest::prelude::*;

use super::*;
use crate::paper::{
    LabelMargin, TopicMargin,
    fixture::{all_papers, month_blueprint, month_pool, question, section, small, topic},
};

fn need(cells: &[CellCount], test: impl Fn(&CellCount) -> bool) -> u32 {
    cells.iter().filter(|cell| test(cell)).map(|cell| cell.need).sum()
}

#[test]
fn the_months_allocation_meets_all_margins_evenly() {
    let mut blueprint = month_blueprint();
    blueprint.labels = (1..=5).map(|label| LabelMargin { label, from: 8, to: 12 }).collect();
    let report = report(&blueprint, &month_pool());
    assert_eq!(report.gaps, []);
    for section in &blueprint.sections {
        assert_eq!(need(&report.cells, |cell| cell.kind == section.kind), section.count);
    }
    for margin in &blueprint.topics {
        assert_eq!(need(&report.cells, |cell| cell.topic == Some(margin.topic)), 10);
    }
    for label in 1..=5 {
        assert!((8..=12).contains(&need(&report.cells, |cell| cell.label == label)));
    }
    assert!(report.cells.iter().all(|cell| cell.need <= cell.have));
    // 600 questions for 50 places: no cell is drawn upon more than twice as hard as an even one.
    assert!(report.cells.iter().all(|cell| cell.need <= 1 + cell.have.div_ceil(6)), "{:?}", report.cells);
    let reach = report.reachable.unwrap();
    assert!(reach.from < 5_500 && reach.to > 7_500, "{reach:?}");
    assert!(report.on_target);
}

#[test]
fn the_whole_bank_has_its_turn() {
    let mut pool = month_pool();
    let blueprint = month_blueprint();
    for _ in 0..4 {
        for cell in allocate(&blueprint, &pool).unwrap().iter().filter(|cell| cell.need > 0) {
            let of_cell =
                |q: &&mut PoolQuestion| (q.kind, q.topic, q.label) == (cell.kind, cell.topic, cell.label);
            pool.iter_mut().filter(of_cell).for_each(|question| question.estimate.responses += 50);
        }
    }
    let had_a_turn = pool.iter().filter(|question| question.estimate.responses > 40).count();
    assert!(had_a_turn >= 540, "{had_a_turn} of 600");
}

#[test]
fn a_short_cell_is_named_with_what_it_needs_and_has() {
    let mut pool: Vec<_> = (0..40).map(|n| question(n, Kind::Single, Some(topic(0)), 3, 7_000)).collect();
    pool.extend((40..44).map(|n| question(n, Kind::TrueFalse, Some(topic(1)), 3, 7_000)));
    pool.extend((44..80).map(|n| question(n, Kind::TrueFalse, Some(topic(0)), 3, 7_000)));
    let blueprint = Blueprint {
        sections: vec![section(Kind::Single, 10), section(Kind::TrueFalse, 10)],
        topics: vec![
            TopicMargin { topic: topic(0), from: 0, to: 20 },
            TopicMargin { topic: topic(1), from: 6, to: 8 },
        ],
        ..Blueprint::default()
    };
    let report = report(&blueprint, &pool);
    let short =
        |gap: &Gap| matches!(gap, Gap::Short { topics, need: 6, have: 4, .. } if topics == &[Some(topic(1))]);
    assert!(report.gaps.iter().any(short), "{:?}", report.gaps);
    assert!(report.cells.iter().all(|cell| cell.need == 0) && report.reachable.is_none());
}

#[test]
fn margins_that_only_clash_together_are_named() {
    // Each topic has one label, so five of a topic are five of its label.
    let pool: Vec<_> = (0..40)
        .map(|n| question(n, Kind::Single, Some(topic(n % 2)), if n % 2 == 0 { 1 } else { 5 }, 7_000))
        .collect();
    let blueprint = Blueprint {
        sections: vec![section(Kind::Single, 10)],
        topics: vec![TopicMargin { topic: topic(0), from: 5, to: 5 }],
        labels: vec![LabelMargin { label: 1, from: 6, to: 10 }],
        ..Blueprint::default()
    };
    let gaps = allocate(&blueprint, &pool).unwrap_err();
    let named = |gap: &Gap| matches!(gap, Gap::Short { labels, need, have, .. } if need > have && labels.contains(&1));
    assert!(gaps.iter().any(named), "{gaps:?}");
}

#[test]
fn a_target_beyond_the_even_allocation_leans_on_the_margins() {
    let mut blueprint = month_blueprint();
    let pool = month_pool();
    let reach = report(&blueprint, &pool).reachable.unwrap();
    for share in [reach.from, reach.to] {
        blueprint.target = Target::Value { share };
        let report = report(&blueprint, &pool);
        assert!(report.on_target && report.gaps.is_empty());
        let frozen = Frozen::of(&blueprint, &pool, report.cells, 1);
        let middle = draw::reach(&frozen);
        assert!((middle.from..=middle.to).contains(&share), "{share} not in {middle:?}");
    }
    blueprint.target = Target::Value { share: reach.to + 100 };
    assert!(!report(&blueprint, &pool).on_target);
}

#[test]
fn a_reversed_margin_is_a_gap_like_any_other() {
    let mut blueprint = month_blueprint();
    blueprint.topics[0] = TopicMargin { topic: topic(0), from: 12, to: 3 };
    assert!(!report(&blueprint, &month_pool()).gaps.is_empty());
    let nothing = report(&Blueprint::default(), &month_pool());
    assert_eq!(nothing.reachable, Some(Reach { from: 0, to: 0 }));
}

#[test]
fn fixed_questions_that_are_gone_are_named() {
    let mut blueprint = month_blueprint();
    blueprint.fixed = vec![QuestionId(uuid::Uuid::from_u128(1))];
    assert_eq!(
        allocate(&blueprint, &month_pool()).unwrap_err(),
        [Gap::FixedMissing { questions: blueprint.fixed.clone() }]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_blueprint_is_met_or_the_gap_is_real((blueprint, pool) in small()) {
        let papers = all_papers(&blueprint, &pool);
        match allocate(&blueprint, &pool) {
            Ok(cells) => {
                let as_allocated = |paper: &Vec<usize>| cells.iter().all(|cell| {
                    let of_cell = paper.iter().map(|index| &pool[*index]).filter(|q| {
                        (q.kind, q.topic, q.label) == (cell.kind, cell.topic, cell.label)
                    });
                    of_cell.count() == usize::try_from(cell.need).unwrap()
                });
                prop_assert!(papers.iter().any(as_allocated), "no paper has {:?}", cells);
            }
            Err(gaps) => {
                prop_assert!(papers.is_empty(), "{:?} though {} papers meet it", gaps, papers.len());
                prop_assert!(!gaps.is_empty());
                for gap in gaps {
                    if let Gap::Short { need, have, .. } = gap { prop_assert!(need > have); }
                }
            }
        }
    }
}
