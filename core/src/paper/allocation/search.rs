//! Finds how many questions each cell gives. Kinds, topics and labels two by two are flow problems
//! and are decided exactly at every step; only where margins of all three bind at once does the
//! search ever have to go back.

use std::collections::{BTreeMap, BTreeSet};

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
    kinds: Vec<Bounds>,
    topics: Vec<Bounds>,
    labels: Vec<Bounds>,
    sum: i64,
    /// Cells not yet decided, as capacities.
    open: BTreeMap<Place, i64>,
    chosen: BTreeMap<Place, i64>,
    /// By kind: how much the counts so far lag behind the even ones.
    lag: Vec<f64>,
    shared_sets: bool,
    steps: u32,
}

impl<'a> Search<'a> {
    pub(super) fn new(cells: &'a Cells, lean: Lean) -> Self {
        let even = even(cells);
        let mut order: Vec<_> = cells
            .cells
            .iter()
            .map(|(place, cell)| (*place, cell, even.get(place).copied().unwrap_or_default()))
            .collect();
        match lean {
            Lean::Even => {}
            Lean::Hard => order.sort_by_key(|(_, cell, _)| cell.facility()),
            Lean::Easy => order.sort_by_key(|(_, cell, _)| std::cmp::Reverse(cell.facility())),
        }
        let mut seen = BTreeSet::new();
        let shared_sets = cells.cells.values().flat_map(|cell| &cell.sets).any(|set| !seen.insert(*set));
        Self {
            order,
            lean,
            kinds: cells.kind_bounds.clone(),
            topics: cells.topic_bounds.clone(),
            labels: cells.label_bounds.clone(),
            sum: cells.sum,
            open: cells.cells.iter().map(|(place, cell)| (*place, cell.have())).collect(),
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

    /// The three tables that see two of the three margins each: kinds × topics, kinds × labels,
    /// labels × topics.
    pub(super) fn tables(&self) -> [Table; 3] {
        let table = |rows: &[Bounds], columns: &[Bounds], at: fn(&Place) -> (usize, usize)| {
            let mut fields = vec![vec![0; columns.len()]; rows.len()];
            for (place, have) in &self.open {
                let (row, column) = at(place);
                if let Some(field) = fields.get_mut(row).and_then(|row: &mut Vec<i64>| row.get_mut(column)) {
                    *field += have;
                }
            }
            Table { rows: rows.to_vec(), columns: columns.to_vec(), sum: self.sum, fields }
        };
        [
            table(&self.kinds, &self.topics, |place| (place.kind, place.topic)),
            table(&self.kinds, &self.labels, |place| (place.kind, place.label)),
            table(&self.labels, &self.topics, |place| (place.label, place.topic)),
        ]
    }

    fn is_open(&self) -> bool {
        self.tables().iter().all(Table::can_be_filled)
    }

    fn decide(&mut self, at: usize) -> bool {
        let Some((place, cell, even)) = self.order.get(at).map(|(place, cell, even)| (*place, *cell, *even))
        else {
            return !self.shared_sets || self.sets_suffice();
        };
        let most = self.most(place, cell);
        let wanted = match self.lean {
            Lean::Even => number::nearest(even + self.lag.get(place.kind).copied().unwrap_or_default()),
            Lean::Hard | Lean::Easy => most,
        }
        .clamp(0, most);
        let mut counts: Vec<i64> = (0..=most).collect();
        counts.sort_by_key(|count| (count - wanted).abs());
        self.open.remove(&place);
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
        self.open.insert(place, cell.have());
        false
    }

    fn most(&self, place: Place, cell: &Cell) -> i64 {
        [(&self.kinds, place.kind), (&self.topics, place.topic), (&self.labels, place.label)]
            .into_iter()
            .filter_map(|(bounds, at)| bounds.get(at))
            .map(|bounds| bounds.to)
            .fold(cell.have(), i64::min)
            .max(0)
    }

    fn take(&mut self, place: Place, count: i64, even: f64) {
        for (bounds, at) in
            [(&mut self.kinds, place.kind), (&mut self.topics, place.topic), (&mut self.labels, place.label)]
        {
            if let Some(bounds) = bounds.get_mut(at) {
                *bounds = bounds.less(count);
            }
        }
        if let Some(lag) = self.lag.get_mut(place.kind) {
            *lag += even - number::float_of(count);
        }
        self.sum -= count;
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
        for (bounds, at) in margins {
            for (slice, bounds) in bounds.iter().enumerate() {
                let now: f64 =
                    counts.iter().filter(|(place, _)| at(place) == slice).map(|(_, count)| count).sum();
                let wanted =
                    now.clamp(number::float_of(bounds.from.max(0)), number::float_of(bounds.to.max(0)));
                if now > 0.0 {
                    counts
                        .iter_mut()
                        .filter(|(place, _)| at(place) == slice)
                        .for_each(|(_, count)| *count *= wanted / now);
                }
            }
        }
        for (place, count) in &mut counts {
            *count = count.min(cells.cells.get(place).map_or(0.0, |cell| number::float_of(cell.have())));
        }
    }
    counts
}
