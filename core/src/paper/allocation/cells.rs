//! A pool counted out into cells (kind × topic × label), and what the blueprint still asks of them
//! once the questions fixed for everyone are taken.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Gap, block::Bounds};
use crate::{
    bank::model::{Kind, TopicId},
    paper::{Blueprint, PoolQuestion},
};

pub(super) const LABELS: [u8; 5] = [1, 2, 3, 4, 5];

/// A cell by its places in the lists of kinds, topics and labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) kind: usize,
    pub(super) topic: usize,
    pub(super) label: usize,
}

/// One cell of the pool.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Questions on every paper.
    pub(super) fixed: i64,
    /// Questions that may be drawn and are in no enemy set.
    pub(super) free: i64,
    /// Enemy sets with a question that may be drawn: each gives one at most.
    pub(super) sets: BTreeSet<u32>,
    /// Of the questions that may be drawn: their number, and the sums of facilities and responses.
    drawable: i64,
    facilities: i64,
    responses: i64,
}

impl Cell {
    /// The most questions that can be drawn from it for one paper.
    pub(super) fn have(&self) -> i64 {
        self.free + crate::kernel::number::signed(self.sets.len())
    }
    /// Mean facility of what may be drawn.
    pub(super) fn facility(&self) -> i64 {
        self.facilities / self.drawable.max(1)
    }
    /// Mean number of responses to what may be drawn.
    pub(super) fn responses(&self) -> i64 {
        self.responses / self.drawable.max(1)
    }
}

#[derive(Clone)]
pub(super) struct Cells {
    pub(super) kinds: Vec<Kind>,
    pub(super) topics: Vec<Option<TopicId>>,
    pub(super) cells: BTreeMap<Place, Cell>,
    /// What is still to be drawn after the fixed questions.
    pub(super) kind_bounds: Vec<Bounds>,
    pub(super) topic_bounds: Vec<Bounds>,
    pub(super) label_bounds: Vec<Bounds>,
    pub(super) sum: i64,
}

impl Cells {
    pub(super) fn count(blueprint: &Blueprint, pool: &[PoolQuestion]) -> Self {
        let kinds: Vec<Kind> = blueprint.sections.iter().map(|section| section.kind).collect();
        let topics: Vec<Option<TopicId>> =
            blueprint.topics.iter().map(|margin| Some(margin.topic)).chain([None]).collect();
        let sum = i64::from(blueprint.count());
        let kind_bounds = blueprint.sections.iter().map(|section| Bounds::exactly(i64::from(section.count)));
        let topic_bounds = blueprint
            .topics
            .iter()
            .map(|margin| Bounds { from: i64::from(margin.from), to: i64::from(margin.to) })
            .chain([Bounds { from: 0, to: sum }]);
        let label_bounds = LABELS.map(|label| {
            blueprint.labels.iter().find(|margin| margin.label == label).map_or(
                Bounds { from: 0, to: sum },
                |margin| Bounds { from: i64::from(margin.from), to: i64::from(margin.to) },
            )
        });
        let mut counted = Self {
            kind_bounds: kind_bounds.collect(),
            topic_bounds: topic_bounds.collect(),
            label_bounds: label_bounds.to_vec(),
            kinds,
            topics,
            cells: BTreeMap::new(),
            sum,
        };
        counted.take_in(pool);
        counted
    }

    fn take_in(&mut self, pool: &[PoolQuestion]) {
        let at_kind: HashMap<Kind, usize> = self.kinds.iter().copied().zip(0..).collect();
        let at_topic: HashMap<Option<TopicId>, usize> = self.topics.iter().copied().zip(0..).collect();
        let beaten: HashSet<u32> = pool.iter().filter(|q| q.fixed).filter_map(|q| q.enemy).collect();
        for question in pool {
            let label = usize::from(question.label).checked_sub(1).filter(|label| *label < LABELS.len());
            let (Some(kind), Some(topic), Some(label)) =
                (at_kind.get(&question.kind), at_topic.get(&question.topic), label)
            else {
                continue;
            };
            let cell = self.cells.entry(Place { kind: *kind, topic: *topic, label }).or_default();
            if question.fixed {
                cell.fixed += 1;
                for (bounds, at) in [
                    (&mut self.kind_bounds, *kind),
                    (&mut self.topic_bounds, *topic),
                    (&mut self.label_bounds, label),
                ] {
                    if let Some(bounds) = bounds.get_mut(at) {
                        *bounds = bounds.less(1);
                    }
                }
                self.sum -= 1;
                continue;
            }
            match question.enemy {
                Some(set) if beaten.contains(&set) => continue,
                Some(set) => {
                    cell.sets.insert(set);
                }
                None => cell.free += 1,
            }
            cell.drawable += 1;
            cell.facilities += i64::from(question.estimate.facility);
            cell.responses += i64::from(question.estimate.responses);
        }
    }

    /// What is wrong before anything is drawn: fixed questions that the pool lacks, and more of them
    /// than a section or margin allows.
    pub(super) fn fixed_gaps(&self, blueprint: &Blueprint, pool: &[PoolQuestion]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let held: HashSet<_> = pool.iter().filter(|q| q.fixed).map(|q| q.question).collect();
        let questions: Vec<_> = blueprint.fixed.iter().copied().filter(|id| !held.contains(id)).collect();
        if !questions.is_empty() {
            gaps.push(Gap::FixedMissing { questions });
        }
        let over = |bounds: &[Bounds]| -> Vec<usize> {
            bounds.iter().enumerate().filter(|(_, bounds)| bounds.to < 0).map(|(at, _)| at).collect()
        };
        let kinds = pick(&self.kinds, &over(&self.kind_bounds));
        let topics = pick(&self.topics, &over(&self.topic_bounds));
        let labels = pick(&LABELS, &over(&self.label_bounds));
        if !(kinds.is_empty() && topics.is_empty() && labels.is_empty()) {
            gaps.push(Gap::Clash { kinds, topics, labels, fixed: true, enemies: false });
        }
        gaps
    }
}

/// The items at these places.
pub(super) fn pick<T: Clone>(items: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|at| items.get(*at).cloned()).collect()
}
