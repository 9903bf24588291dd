//! Pools and blueprints for the tests of this room.

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Blueprint, Estimate, LabelMargin, Policy, PoolQuestion, Section, TopicMargin,
    draw::{Avoid, Candidate},
    model::CandidateId,
};
use crate::{
    bank::model::{Kind, QuestionId, RevisionId, TopicId},
    kernel::Points,
};

pub(super) fn topic(number: u128) -> TopicId {
    TopicId(Uuid::from_u128(0x7000 + number))
}

pub(super) fn question(
    number: u128,
    kind: Kind,
    topic: Option<TopicId>,
    label: u8,
    facility: u16,
) -> PoolQuestion {
    PoolQuestion {
        question: QuestionId(Uuid::from_u128(0x1000 + number)),
        revision: RevisionId(Uuid::from_u128(0x2000 + number)),
        kind,
        topic,
        label,
        options: if matches!(kind, Kind::Single | Kind::Multiple) { 4 } else { 0 },
        fixed_options: if number.is_multiple_of(5) { vec![3] } else { vec![] },
        estimate: Estimate { facility, error: 500, responses: 40 },
        enemy: None,
        fixed: false,
    }
}

pub(super) fn section(kind: Kind, count: u32) -> Section {
    Section { kind, count, points_each: Points::whole(2), policy: Policy::AllOrNothing }
}

pub(super) fn candidate(number: u128, place: u32) -> Candidate {
    Candidate {
        id: CandidateId(Uuid::from_u128(0x9000 + number)),
        place,
        attempt: 1,
        avoid: Avoid::default(),
    }
}

/// A mixing function: spread facilities without a generator.
fn mixed(number: u64) -> u64 {
    let mut x = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ (x >> 32)
}

/// The month's pool: 300 single, 120 multiple, 120 true/false and 60 blank in five topics and five
/// labels, facilities from 0.2 to 0.97 around their label.
pub(super) fn month_pool() -> Vec<PoolQuestion> {
    (0u64..600)
        .map(|number| {
            let kind = match number % 10 {
                0..5 => Kind::Single,
                5..7 => Kind::Multiple,
                7..9 => Kind::TrueFalse,
                _ => Kind::Blank,
            };
            let label = u8::try_from(1 + mixed(number) % 5).unwrap();
            let easy = 9_000 - 1_200 * u64::from(label - 1);
            let facility = (easy + mixed(number + 7_000) % 3_200 - 1_600).clamp(2_000, 9_700);
            let topic = topic(u128::from(number / 10 % 5));
            question(u128::from(number), kind, Some(topic), label, u16::try_from(facility).unwrap())
        })
        .collect()
}

/// The 一月一考 with ten questions of each topic.
pub(super) fn month_blueprint() -> Blueprint {
    Blueprint {
        topics: (0..5).map(|number| TopicMargin { topic: topic(number), from: 10, to: 10 }).collect(),
        ..super::Template::monthly().blueprint
    }
}

/// Small pools and blueprints that often can't be met.
pub(super) fn small() -> impl Strategy<Value = (Blueprint, Vec<PoolQuestion>)> {
    let kinds = prop::sample::select(vec![Kind::Single, Kind::TrueFalse]);
    let one = (
        kinds,
        0u128..3,
        1u8..=3,
        2_000u16..9_700,
        prop::option::weighted(0.4, 0u32..3),
        prop::bool::weighted(0.08),
    );
    let pool = prop::collection::vec(one, 3..11).prop_map(|questions| {
        let mut beaten = std::collections::HashSet::new();
        (0u128..)
            .zip(questions)
            .map(|(number, (kind, at, label, facility, enemy, fixed))| {
                let mut made = question(number, kind, (at < 2).then(|| topic(at)), label, facility);
                made.enemy = enemy;
                // Two fixed enemies are refused with the blueprint.
                made.fixed = fixed && enemy.is_none_or(|set| beaten.insert(set));
                made
            })
            .collect::<Vec<_>>()
    });
    let margin = (prop::bool::ANY, 0u32..3, 0u32..3);
    (pool, 1u32..3, 0u32..3, prop::collection::vec(margin, 5)).prop_map(|(pool, single, truth, margins)| {
        let mut sections = vec![section(Kind::Single, single)];
        if truth > 0 {
            sections.push(section(Kind::TrueFalse, truth));
        }
        let pool: Vec<PoolQuestion> =
            pool.into_iter().filter(|q| sections.iter().any(|section| section.kind == q.kind)).collect();
        let mut blueprint = Blueprint { sections, ..Blueprint::default() };
        for (at, (used, from, more)) in (0u8..).zip(margins).filter(|(_, (used, ..))| *used) {
            let _ = used;
            match at {
                0 | 1 => {
                    blueprint.topics.push(TopicMargin { topic: topic(u128::from(at)), from, to: from + more })
                }
                _ => blueprint.labels.push(LabelMargin { label: at - 1, from, to: from + more }),
            }
        }
        blueprint.fixed = pool.iter().filter(|q| q.fixed).map(|q| q.question).collect();
        // A topic without a margin is one of the others.
        let named: Vec<_> = blueprint.topics.iter().map(|margin| margin.topic).collect();
        let pool = pool
            .into_iter()
            .map(|q| PoolQuestion { topic: q.topic.filter(|topic| named.contains(topic)), ..q })
            .collect();
        (blueprint, pool)
    })
}

/// Whether these questions make a paper that meets the blueprint.
pub(super) fn meets(blueprint: &Blueprint, pool: &[PoolQuestion], chosen: &[usize]) -> bool {
    let questions: Vec<&PoolQuestion> = chosen.iter().map(|index| &pool[*index]).collect();
    let count = |test: &dyn Fn(&PoolQuestion) -> bool| {
        u32::try_from(questions.iter().filter(|question| test(question)).count()).unwrap()
    };
    let mut sets: Vec<u32> = questions.iter().filter_map(|q| q.enemy).collect();
    let all = sets.len();
    sets.sort_unstable();
    sets.dedup();
    sets.len() == all
        && u32::try_from(chosen.len()).unwrap() == blueprint.count()
        && count(&|q| q.fixed) == u32::try_from(pool.iter().filter(|q| q.fixed).count()).unwrap()
        && blueprint.sections.iter().all(|section| count(&|q| q.kind == section.kind) == section.count)
        && blueprint.topics.iter().all(|m| (m.from..=m.to).contains(&count(&|q| q.topic == Some(m.topic))))
        && blueprint.labels.iter().all(|m| (m.from..=m.to).contains(&count(&|q| q.label == m.label)))
}

/// Every choice of questions that meets the blueprint.
pub(super) fn all_papers(blueprint: &Blueprint, pool: &[PoolQuestion]) -> Vec<Vec<usize>> {
    (0u32..1 << pool.len())
        .filter(|set| set.count_ones() == blueprint.count())
        .map(|set| (0..pool.len()).filter(|index| set & (1 << index) != 0).collect::<Vec<_>>())
        .filter(|chosen| meets(blueprint, pool, chosen))
        .collect()
}
