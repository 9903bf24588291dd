//! Simulated pools and the month's blueprint.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;
use yuekao_core::{
    bank::model::{Kind, QuestionId, RevisionId, TopicId},
    paper::{
        Avoid, Blueprint, Candidate, CandidateId, Estimate, Policy, PoolQuestion, Template, TopicMargin,
        difficulty,
    },
};

/// Where a question's frozen facility comes from.
#[derive(Clone, Copy)]
pub(crate) enum Facilities {
    /// Anything from 0.20 to 0.97.
    Spread,
    /// The prior of kind and label.
    Labels,
}

/// A number from 0 to 1.
pub(crate) fn uniform(chance: &mut ChaCha20Rng) -> f64 {
    f64::from(chance.next_u32()) / 4_294_967_296.0
}

/// 一月一考 with ten questions of each of five topics.
pub(crate) fn month() -> Blueprint {
    Blueprint {
        topics: (0..5).map(|number| TopicMargin { topic: topic(number), from: 10, to: 10 }).collect(),
        ..Template::monthly().blueprint
    }
}

fn topic(number: u64) -> TopicId {
    TopicId(Uuid::from_u128(u128::from(number) + 1))
}

/// A pool over four kinds, five topics and so many labels, with sets of three enemies.
pub(crate) fn pool(size: u64, labels: u8, enemy_sets: u32, facilities: Facilities) -> Vec<PoolQuestion> {
    let mut chance = ChaCha20Rng::seed_from_u64(size);
    (0..size)
        .map(|number| {
            let kind = match number % 10 {
                0..5 => Kind::Single,
                5..7 => Kind::Multiple,
                7..9 => Kind::TrueFalse,
                _ => Kind::Blank,
            };
            let label = if labels == 1 { 3 } else { u8::try_from(number / 50 % 5).unwrap_or_default() + 1 };
            let spread = 2_000 + u16::try_from(chance.next_u32() % 7_701).unwrap_or_default();
            let facility = match facilities {
                Facilities::Spread => spread,
                Facilities::Labels => difficulty::prior(kind, Policy::AllOrNothing, label),
            };
            PoolQuestion {
                question: QuestionId(Uuid::from_u128(u128::from(number) + 1)),
                revision: RevisionId(Uuid::from_u128(u128::from(number) + 1)),
                kind,
                topic: Some(topic(number / 10 % 5)),
                label,
                options: if matches!(kind, Kind::Single | Kind::Multiple) { 4 } else { 0 },
                fixed_options: Vec::new(),
                estimate: Estimate { facility, error: 0, responses: 0 },
                enemy: u32::try_from(number % 631).ok().filter(|set| *set < enemy_sets && number < 1_893),
                fixed: false,
            }
        })
        .collect()
}

/// The same pool with one enemy set that holds every second question of one cell.
pub(crate) fn with_half_a_stratum_of_enemies(mut pool: Vec<PoolQuestion>) -> Vec<PoolQuestion> {
    let cell = pool.first().map(|first| (first.kind, first.topic, first.label));
    let of_cell =
        pool.iter_mut().filter(|question| Some((question.kind, question.topic, question.label)) == cell);
    for question in of_cell.step_by(2) {
        question.enemy = Some(0);
    }
    pool
}

pub(crate) fn candidate(place: u32) -> Candidate {
    Candidate {
        id: CandidateId(Uuid::from_u128(u128::from(place) + 1)),
        place,
        attempt: 1,
        avoid: Avoid::default(),
    }
}
