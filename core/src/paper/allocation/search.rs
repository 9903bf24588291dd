//! Finds how many questions each cell gives. Kinds, topics and labels two by two are flow problems
//! and are decided exactly at every step; only where margins of all three bind at once does the
//! search ever have to go back.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    block::{Bounds, Table},
    cells::{Cell, Cells, Place},
};
use crate::{
    kernel::number,
    paper::matching::{Holders, augment},
};

/// Which of several allocations is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    /// As evenly over the bank as the margins allow.
    Even,
    /// From the hardest cells.
    Hard,
    /// From the easiest cells.
    Easy,
}

/// The outcome of a search.
pub(super) enum Found {
    Counts(BTreeMap<Place, i64>),
    /// Every possibility was tried.
    Nothing,
    /// The search was cut off.
    Undecided,
}

/// Steps after which a search is cut off.
const MOST_STEPS: u32 = 6_000;

pub(super) struct Search<'a> {
    order: Vec<(Place, &'a Cell, f64)>,
    lean: Lean,
    /// What is left to decide, seen by two margins at a time: kinds × topics, kinds × labels, labels ×
    /// topics.
    tables: [Table; 3],
    chosen: BTreeMap<Place, i64>,
    /// By kind: how much the counts so far lag behind the even ones.
    lag: Vec<f64>,
    shared_sets: bool,
    steps: u32,
}

impl Place {
    /// Its row and column in each of the three tables.
    const fn fields(self) -> [(usize, usize); 3] {
        [(self.kind, self.topic), (self.kind, self.label), (self.label, self.topic)]
    }
}

impl<'a> Search<'a> {
    pub(super) fn new(cells: &'a Cells, lean: Lean) -> Self {
        let free_labels =
            cells.label_bounds.iter().all(|bounds| *bounds == Bounds { from: 0, to: cells.sum });
        let even = match lean {
            Lean::Even if free_labels => in_turn(cells, &even(cells)),
            Lean::Even => even(cells),
            Lean::Hard | Lean::Easy => BTreeMap::new(),
        };
        let mut order: Vec<_> = cells
            .cells
            .iter()
            .map(|(place, cell)| (*place, cell, even.get(place).copied().unwrap_or_default()))
            .collect();
        match lean {
            Lean::Even => {}
            Lean::Hard => order.sort_by_key(|(_, cell, _)| cell.facility()),
            Lean::Easy => order.sort_by_key(|(_, cell, _)| Reverse(cell.facility())),
        }
        let mut seen = BTreeSet::new();
        let shared_sets = cells.cells.values().flat_map(|cell| &cell.sets).any(|set| !seen.insert(*set));
        let (kinds, topics, labels) = (&cells.kind_bounds, &cells.topic_bounds, &cells.label_bounds);
        let mut tables = [(kinds, topics), (kinds, labels), (labels, topics)]
            .map(|(rows, columns)| Table::new(rows, columns, cells.sum));
        for (place, cell) in &cells.cells {
            for (table, field) in tables.iter_mut().zip(place.fields()) {
                table.widen(field, cell.have());
            }
        }
        Self {
            order,
            lean,
            tables,
            chosen: BTreeMap::new(),
            lag: vec![0.0; cells.kinds.len()],
            shared_sets,
            steps: 0,
        }
    }

    pub(super) fn run(mut self) -> Found {
        if self.is_open() && self.decide(0) {
            Found::Counts(self.chosen)
        } else if self.steps > MOST_STEPS {
            Found::Undecided
        } else {
            Found::Nothing
        }
    }

    pub(super) const fn tables(&self) -> &[Table; 3] {
        &self.tables
    }

    fn is_open(&self) -> bool {
        self.tables.iter().all(Table::can_be_filled)
    }

    fn decide(&mut self, at: usize) -> bool {
        let Some((place, cell, even)) = self.order.get(at).map(|(place, cell, even)| (*place, *cell, *even))
        else {
            return true;
        };
        let most = self
            .tables
            .iter()
            .zip(place.fields())
            .map(|(table, field)| table.most(field))
            .fold(cell.have(), i64::min)
            .max(0);
        let wanted = match self.lean {
            Lean::Even => number::nearest(even + self.lag.get(place.kind).copied().unwrap_or_default()),
            Lean::Hard | Lean::Easy => most,
        }
        .clamp(0, most);
        let mut counts: Vec<i64> = (0..=most).collect();
        counts.sort_by_key(|count| (count - wanted).abs());
        self.widen(place, -cell.have());
        for count in counts {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                break;
            }
            self.take(place, count, even);
            let sets_suffice = !self.shared_sets || cell.sets.is_empty() || self.sets_suffice();
            if sets_suffice && self.is_open() && self.decide(at + 1) {
                return true;
            }
            self.take(place, -count, -even);
            self.chosen.remove(&place);
        }
        self.widen(place, cell.have());
        false
    }

    fn widen(&mut self, place: Place, by: i64) {
        for (table, field) in self.tables.iter_mut().zip(place.fields()) {
            table.widen(field, by);
        }
    }

    fn take(&mut self, place: Place, count: i64, even: f64) {
        for (table, field) in self.tables.iter_mut().zip(place.fields()) {
            table.take(field, count);
        }
        if let Some(lag) = self.lag.get_mut(place.kind) {
            *lag += even - number::float_of(count);
        }
        self.chosen.insert(place, count);
    }

    /// Whether the chosen cells find enough different enemy sets for what their free questions do not
    /// give.
    fn sets_suffice(&self) -> bool {
        let cells: BTreeMap<Place, &Cell> =
            self.order.iter().map(|(place, cell, _)| (*place, *cell)).collect();
        let sets_of = |place: Place| cells.get(&place).map(|cell| &cell.sets);
        let mut holders = Holders::new();
        self.chosen.iter().all(|(place, count)| {
            let free = cells.get(place).map_or(0, |cell| cell.free);
            (free..*count).all(|_| augment(*place, &sets_of, &mut holders, &mut BTreeSet::new()))
        })
    }
}

/// The margins of one dimension, and where a cell lies in it.
type Margin<'a> = (&'a [Bounds], fn(&Place) -> usize);

/// The even allocation in fractions: what each cell has, scaled in turn to each margin (iterative
/// proportional fitting, Deming & Stephan 1940).
fn even(cells: &Cells) -> BTreeMap<Place, f64> {
    let mut counts: BTreeMap<Place, f64> =
        cells.cells.iter().map(|(place, cell)| (*place, number::float_of(cell.have()))).collect();
    let margins: [Margin<'_>; 3] = [
        (&cells.topic_bounds, |place| place.topic),
        (&cells.label_bounds, |place| place.label),
        (&cells.kind_bounds, |place| place.kind),
    ];
    for _ in 0..60 {
        let mut moved = false;
        for (bounds, at) in margins {
            let mut sums = vec![0.0; bounds.len()];
            for (place, count) in &counts {
                if let Some(sum) = sums.get_mut(at(place)) {
                    *sum += count;
                }
            }
            let scales: Vec<f64> =
                sums.iter().zip(bounds).map(|(sum, bounds)| scale(*sum, *bounds)).collect();
            moved |= scales.iter().any(|scale| (scale - 1.0).abs() > 1e-3);
            for (place, count) in &mut counts {
                *count *= scales.get(at(place)).copied().unwrap_or(1.0);
            }
        }
        for (place, count) in &mut counts {
            *count = count.min(cells.cells.get(place).map_or(0.0, |cell| number::float_of(cell.have())));
        }
        if !moved {
            break;
        }
    }
    counts
}

/// By what a sum must be multiplied to lie within its margin.
fn scale(sum: f64, bounds: Bounds) -> f64 {
    // Not clamp: while one edits, a margin can be reversed.
    let wanted = sum.max(number::float_of(bounds.from.max(0))).min(number::float_of(bounds.to.max(0)));
    if sum > 0.0 { wanted / sum } else { 1.0 }
}

/// Whole counts from the fractions where labels have no margins: each topic of a section gets its
/// number, and where not every cell of it can give a question, those do that have most to give and
/// were answered least, so that the whole bank has its turn.
fn in_turn(cells: &Cells, even: &BTreeMap<Place, f64>) -> BTreeMap<Place, f64> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (place, cell) in &cells.cells {
        let least = even.get(place).map_or(0, |count| number::nearest(count.floor()));
        groups.entry((place.kind, place.topic)).or_default().push((*place, cell, least));
    }
    let usual =
        cells.cells.values().map(Cell::responses).sum::<i64>() / number::signed(cells.cells.len()).max(1) + 1;
    let mut counts = BTreeMap::new();
    let (mut kind, mut carried) = (0, 0.0);
    for ((of_kind, _), mut group) in groups {
        if of_kind != kind {
            (kind, carried) = (of_kind, 0.0);
        }
        let sum: f64 = group.iter().filter_map(|(place, ..)| even.get(place)).sum::<f64>() + carried;
        let whole = number::nearest(sum);
        carried = sum - number::float_of(whole);
        for _ in group.iter().map(|(.., count)| count).sum::<i64>()..whole {
            let open = group.iter_mut().filter(|(_, cell, count)| *count < cell.have());
            // How hard it would be drawn upon, weighed with how often it was answered.
            let burden = |cell: &Cell, count: i64| {
                (count + 1) * 10_000 * (usual + cell.responses()) / (cell.have() * usual)
            };
            let lightest = open.min_by_key(|(_, cell, count)| burden(cell, *count));
            let Some((.., count)) = lightest else { break };
            *count += 1;
        }
        counts.extend(group.into_iter().map(|(place, _, count)| (place, number::float_of(count))));
    }
    counts
}
