//! How many questions come from each cell (kind × topic × label): solved once at publication, the
//! same for every paper. What can't be met is named: the block of cells that falls short, or the
//! margins that clash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::{
    cells::{Cells, LABELS, Place, pick},
    search::{Found, Lean, Search},
};
use super::{Blueprint, Frozen, PoolQuestion, Target, draw};
use crate::{
    bank::model::{Kind, QuestionId, TopicId},
    kernel::number,
};

mod block;
mod cells;
mod search;
#[cfg(test)]
mod tests;

/// What every paper takes from one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CellCount {
    pub kind: Kind,
    /// None for every topic without a margin.
    pub topic: Option<TopicId>,
    pub label: u8,
    /// Questions of each paper, fixed ones included; 0 everywhere while the blueprint can't be met.
    pub need: u32,
    /// Questions that one paper could have from this cell: of an enemy set only one counts.
    pub have: u32,
}

/// Why a blueprint can't be met from this pool. An empty list of kinds, topics or labels means all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Gap {
    /// These cells together must give more than they have. Of one kind and one topic it reads:
    /// 行为规范 · 判断: 需要 6, 题库可用 4.
    Short { kinds: Vec<Kind>, topics: Vec<Option<TopicId>>, labels: Vec<u8>, need: u32, have: u32 },
    /// These sections and margins can't hold together, though none is short by itself; `fixed` and
    /// `enemies` tell whether fixed questions or enemy sets have a part in it.
    Clash { kinds: Vec<Kind>, topics: Vec<Option<TopicId>>, labels: Vec<u8>, fixed: bool, enemies: bool },
    /// Fixed questions that are not in the pool (not live, of another kind, or shut out).
    FixedMissing { questions: Vec<QuestionId> },
}

/// Between which expected scores papers can be made, in 1/10,000 of the full points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reach {
    pub from: u16,
    pub to: u16,
}

/// What the bank can supply for a blueprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AllocationReport {
    pub cells: Vec<CellCount>,
    /// Empty if the blueprint can be met.
    pub gaps: Vec<Gap>,
    /// Unless the blueprint can't be met.
    pub reachable: Option<Reach>,
    /// What papers will aim at, in 1/10,000 of the full points.
    pub target: Option<u16>,
    /// The target lies in the reachable range.
    pub on_target: bool,
    /// The part of a paper that two people will share on average, in 1/10,000 of its questions.
    pub overlap: Option<u16>,
}

/// Solves the allocation for a blueprint without issues; `Err` says everything that stands against
/// it.
///
/// # Errors
/// The gaps: at least one.
pub fn allocate(blueprint: &Blueprint, pool: &[PoolQuestion]) -> Result<Vec<CellCount>, Vec<Gap>> {
    solve(blueprint, pool).map(|solved| solved.cells)
}

/// The same as a page shows it while one edits.
#[must_use]
pub fn report(blueprint: &Blueprint, pool: &[PoolQuestion]) -> AllocationReport {
    match solve(blueprint, pool) {
        Ok(solved) => AllocationReport {
            on_target: (solved.reach.from..=solved.reach.to).contains(&solved.target),
            cells: solved.cells,
            gaps: Vec::new(),
            reachable: Some(solved.reach),
            target: Some(solved.target),
            overlap: Some(solved.overlap),
        },
        Err(gaps) => AllocationReport {
            cells: counts(&Cells::count(blueprint, pool), None),
            gaps,
            reachable: None,
            target: None,
            on_target: false,
            overlap: None,
        },
    }
}

struct Solved {
    cells: Vec<CellCount>,
    reach: Reach,
    target: u16,
    overlap: u16,
}

fn solve(blueprint: &Blueprint, pool: &[PoolQuestion]) -> Result<Solved, Vec<Gap>> {
    let cells = Cells::count(blueprint, pool);
    let gaps = cells.fixed_gaps(blueprint, pool);
    if !gaps.is_empty() {
        return Err(gaps);
    }
    let lean = |lean| match Search::new(&cells, lean).run() {
        Found::Counts(chosen) => Some(counts(&cells, Some(&chosen))),
        Found::Nothing | Found::Undecided => None,
    };
    let Some(even) = lean(Lean::Even) else { return Err(gaps_of(&cells)) };
    let reach = |cells: &[CellCount]| draw::reach(&Frozen::of(blueprint, pool, cells.to_vec(), 1));
    let middle = reach(&even);
    // Margins that leave room can be used to reach further than the even allocation does.
    let hard = lean(Lean::Hard).map(|cells| (reach(&cells), cells));
    let easy = lean(Lean::Easy).map(|cells| (reach(&cells), cells));
    let target = match blueprint.target {
        Target::PoolMean => middle.mean,
        Target::Value { share } => share,
    };
    let from = hard.as_ref().map_or(middle.from, |(reach, _)| reach.from.min(middle.from));
    let to = easy.as_ref().map_or(middle.to, |(reach, _)| reach.to.max(middle.to));
    let leaning = if target < middle.from {
        hard
    } else if target > middle.to {
        easy
    } else {
        None
    };
    let cells = leaning.map_or(even, |(_, cells)| cells);
    let overlap = draw::overlap(&Frozen::of(blueprint, pool, cells.clone(), 1));
    Ok(Solved { cells, reach: Reach { from, to }, target, overlap })
}

fn counts(cells: &Cells, chosen: Option<&BTreeMap<Place, i64>>) -> Vec<CellCount> {
    let count = |number: i64| u32::try_from(number).unwrap_or_default();
    cells
        .cells
        .iter()
        .filter_map(|(place, cell)| {
            Some(CellCount {
                kind: *cells.kinds.get(place.kind)?,
                topic: *cells.topics.get(place.topic)?,
                label: *LABELS.get(place.label)?,
                need: chosen
                    .map_or(0, |chosen| count(cell.fixed + chosen.get(place).copied().unwrap_or_default())),
                have: count(cell.fixed + cell.have()),
            })
        })
        .collect()
}

/// The blocks that fall short two margins at a time; failing that, the smallest clash found.
fn gaps_of(cells: &Cells) -> Vec<Gap> {
    let search = Search::new(cells, Lean::Even);
    let [kind_topic, kind_label, label_topic] = search.tables().each_ref().map(block::Table::smallest_block);
    let count = |number: i64| u32::try_from(number).unwrap_or_default();
    // A list that names everything says no more than an empty one.
    let kinds = |places: &[usize]| all_as_none(pick(&cells.kinds, places), cells.kinds.len());
    let topics = |places: &[usize]| all_as_none(pick(&cells.topics, places), cells.topics.len());
    let labels = |places: &[usize]| all_as_none(pick(&LABELS, places), LABELS.len());
    let mut gaps = Vec::new();
    let mut short = |kinds, topics, labels, (need, have): (i64, i64)| {
        let gap = Gap::Short { kinds, topics, labels, need: count(need), have: count(have) };
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    };
    if let Some(block) = kind_topic {
        short(kinds(&block.rows), topics(&block.columns), vec![], (block.need, block.have));
    }
    if let Some(block) = kind_label {
        short(kinds(&block.rows), vec![], labels(&block.columns), (block.need, block.have));
    }
    if let Some(block) = label_topic {
        short(vec![], topics(&block.columns), labels(&block.rows), (block.need, block.have));
    }
    if gaps.is_empty() {
        gaps.push(smallest_clash(cells));
    }
    gaps
}

fn all_as_none<T>(items: Vec<T>, all: usize) -> Vec<T> {
    if items.len() == all { Vec::new() } else { items }
}

/// Leaves out one margin after the other as long as the rest still clashes (a deletion filter): what
/// remains can't be made smaller. Sections are never left out.
fn smallest_clash(cells: &Cells) -> Gap {
    let clashes = |cells: &Cells| !matches!(Search::new(cells, Lean::Even).run(), Found::Counts(_));
    let mut left = cells.clone();
    let free = block::Bounds { from: 0, to: cells.sum };
    let mut topics = Vec::new();
    for at in 0..cells.topics.len() {
        let Some(bounds) = left.topic_bounds.get_mut(at) else { continue };
        let before = std::mem::replace(bounds, free);
        if before != free && !clashes(&left) {
            topics.push(at);
            if let Some(bounds) = left.topic_bounds.get_mut(at) {
                *bounds = before;
            }
        }
    }
    let mut labels = Vec::new();
    for at in 0..LABELS.len() {
        let Some(bounds) = left.label_bounds.get_mut(at) else { continue };
        let before = std::mem::replace(bounds, free);
        if before != free && !clashes(&left) {
            labels.push(at);
            if let Some(bounds) = left.label_bounds.get_mut(at) {
                *bounds = before;
            }
        }
    }
    // Without its enemies every set counts as that many free questions.
    let mut peaceful = left;
    for cell in peaceful.cells.values_mut() {
        cell.free += number::signed(cell.sets.len());
        cell.sets.clear();
    }
    Gap::Clash {
        kinds: Vec::new(),
        topics: pick(&cells.topics, &topics),
        labels: pick(&LABELS, &labels),
        fixed: cells.cells.values().any(|cell| cell.fixed > 0),
        enemies: !clashes(&peaceful),
    }
}
