//! What publication freezes: the pool's parameters, the blueprint's rules with their allocation and
//! the version of the algorithm. Nothing here tells a stem, a key or a revision.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::DrawFault;
use crate::{
    bank::model::{Kind, TopicId},
    kernel::{Points, Result},
    paper::{
        Blueprint, Estimate, LabelMargin, Paper, PoolQuestion, Section, Target, TopicMargin,
        allocation::{self, CellCount, Gap},
    },
};

/// What the draw knows of a question. Facilities are whole 1/10,000: floats differ between machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofParameters)]
pub struct Parameters {
    pub kind: Kind,
    pub topic: Option<TopicId>,
    pub label: u8,
    pub options: u8,
    pub fixed_options: Vec<u8>,
    pub facility: u16,
    pub enemy: Option<u32>,
    pub fixed: bool,
}

impl From<&PoolQuestion> for Parameters {
    fn from(question: &PoolQuestion) -> Self {
        Self {
            kind: question.kind,
            topic: question.topic,
            label: question.label,
            options: question.options,
            fixed_options: question.fixed_options.clone(),
            facility: question.estimate.facility,
            enemy: question.enemy,
            fixed: question.fixed,
        }
    }
}

/// The part of a blueprint that governs papers once the pool is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofRules)]
pub struct Rules {
    pub sections: Vec<Section>,
    pub topics: Vec<TopicMargin>,
    pub labels: Vec<LabelMargin>,
    pub target: Target,
}

impl Rules {
    #[must_use]
    pub fn of(blueprint: &Blueprint) -> Self {
        Self {
            sections: blueprint.sections.clone(),
            topics: blueprint.topics.clone(),
            labels: blueprint.labels.clone(),
            target: blueprint.target,
        }
    }
    /// The points of one question of this kind.
    #[must_use]
    pub fn points(&self, kind: Kind) -> Points {
        self.sections
            .iter()
            .find(|section| section.kind == kind)
            .map_or(Points::ZERO, |section| section.points_each)
    }
    /// The full points of a paper.
    #[must_use]
    pub fn total(&self) -> Points {
        self.sections.iter().map(|section| section.points_each.scaled(i64::from(section.count), 1)).sum()
    }
}

/// Everything but seed and candidate that decides a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// The version of the algorithm. Old ones stay for ever.
    pub algorithm: u16,
    pub rules: Rules,
    pub allocation: Vec<CellCount>,
    /// How many candidates the exam was published for; late ones come after them.
    pub places: u32,
    /// By pool index.
    pub questions: Vec<Parameters>,
}

impl Frozen {
    /// The algorithm that new exams use.
    pub const ALGORITHM: u16 = 1;
    /// The most candidates of one exam.
    pub const MOST_PLACES: u32 = 1_000_000;

    /// Freezes a pool for so many candidates.
    ///
    /// # Errors
    /// What stands against it: at least one gap.
    pub fn new(blueprint: &Blueprint, pool: &[PoolQuestion], places: u32) -> Result<Self, Vec<Gap>> {
        let allocation = allocation::allocate(blueprint, pool)?;
        Ok(Self::of(blueprint, pool, allocation, places))
    }

    pub(in crate::paper) fn of(
        blueprint: &Blueprint,
        pool: &[PoolQuestion],
        allocation: Vec<CellCount>,
        places: u32,
    ) -> Self {
        Self {
            algorithm: Self::ALGORITHM,
            rules: Rules::of(blueprint),
            allocation,
            places,
            questions: pool.iter().map(Parameters::from).collect(),
        }
    }

    /// Whether its parts fit together, so that whatever an export holds can be dealt from in bounded
    /// time and memory.
    pub(super) fn check(&self) -> Result<()> {
        if self.algorithm != Self::ALGORITHM {
            return Err(DrawFault::UnknownAlgorithm.with("algorithm", self.algorithm).into());
        }
        let asked = |kind: Kind| -> u64 {
            self.allocation.iter().filter(|cell| cell.kind == kind).map(|cell| u64::from(cell.need)).sum()
        };
        let mut kinds = BTreeSet::new();
        let mut cells = BTreeSet::new();
        let sections_met = self
            .rules
            .sections
            .iter()
            .all(|section| kinds.insert(section.kind) && asked(section.kind) == u64::from(section.count));
        let cells_differ =
            self.allocation.iter().all(|cell| cells.insert((cell.kind, cell.topic, cell.label)));
        let sized = self.allocation.iter().map(|cell| u64::from(cell.need)).sum::<u64>()
            <= u64::from(Paper::MOST_QUESTIONS)
            && self.places <= Self::MOST_PLACES
            && self.rules.sections.iter().all(|section| {
                section.points_each > Points::ZERO && section.points_each <= Blueprint::MOST_POINTS_EACH
            })
            && self.questions.iter().all(|question| {
                question.options <= Paper::MOST_OPTIONS && question.facility <= Estimate::FULL
            });
        if sections_met && cells_differ && sized { Ok(()) } else { Err(DrawFault::FrozenBroken.into()) }
    }
}
