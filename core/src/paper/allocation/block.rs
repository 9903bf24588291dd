//! Whether a table can be filled whose rows, columns and sum are bounded and whose fields have
//! capacities. It is a flow problem: by Hoffman's circulation theorem it can be solved if and only if
//! no block of rows × columns needs more than its fields hold (A. Hoffman, "Some recent applications
//! of the theory of linear inequalities to extremal combinatorial analysis", 1960). With the few rows
//! there are, every set of rows is tried, and the best columns for it follow field by field.

/// From how many to how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Bounds {
    pub(super) const fn exactly(count: i64) -> Self {
        Self { from: count, to: count }
    }
    /// What is left to do after `count` more.
    pub(super) const fn less(self, count: i64) -> Self {
        Self { from: self.from - count, to: self.to - count }
    }
}

/// A block that needs more than it has. Rows and columns are those of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) rows: Vec<usize>,
    pub(super) columns: Vec<usize>,
    pub(super) need: i64,
    pub(super) have: i64,
}

pub(super) struct Table {
    pub(super) rows: Vec<Bounds>,
    pub(super) columns: Vec<Bounds>,
    pub(super) sum: i64,
    /// Row by row.
    pub(super) fields: Vec<Vec<i64>>,
}

/// How a block comes to need something: what its rows need beyond what other columns may take, what
/// its columns need beyond what other rows may give, and the same by way of the sum.
#[derive(Clone, Copy)]
enum Need {
    Rows,
    Columns,
    Both,
    Rest,
}

impl Table {
    /// A table whose fields hold nothing yet.
    pub(super) fn new(rows: &[Bounds], columns: &[Bounds], sum: i64) -> Self {
        Self {
            rows: rows.to_vec(),
            columns: columns.to_vec(),
            sum,
            fields: vec![vec![0; columns.len()]; rows.len()],
        }
    }
    /// Gives a field more capacity, or less.
    pub(super) fn widen(&mut self, (row, column): (usize, usize), by: i64) {
        if let Some(field) = self.fields.get_mut(row).and_then(|row| row.get_mut(column)) {
            *field += by;
        }
    }
    /// Counts towards a row, its column and the sum.
    pub(super) fn take(&mut self, (row, column): (usize, usize), count: i64) {
        for bounds in [self.rows.get_mut(row), self.columns.get_mut(column)].into_iter().flatten() {
            *bounds = bounds.less(count);
        }
        self.sum -= count;
    }
    /// The most that a field's row and column still allow.
    pub(super) fn most(&self, (row, column): (usize, usize)) -> i64 {
        let row = self.rows.get(row).map_or(0, |bounds| bounds.to);
        row.min(self.columns.get(column).map_or(0, |bounds| bounds.to))
    }

    /// Whether it can be filled: the same as no block falling short, without naming one.
    pub(super) fn can_be_filled(&self) -> bool {
        let all: i64 = self.rows.iter().map(|row| row.to).sum();
        let mut haves = vec![0; self.columns.len()];
        (0..self.row_sets()).all(|set| {
            haves.fill(0);
            let (mut from, mut to) = (0, 0);
            for (at, (bounds, fields)) in self.rows.iter().zip(&self.fields).enumerate() {
                if set & (1 << at) != 0 {
                    from += bounds.from;
                    to += bounds.to;
                    haves.iter_mut().zip(fields).for_each(|(have, field)| *have += field);
                }
            }
            let (mut supply, mut lack) = (0, 0);
            for (have, bounds) in haves.iter().zip(&self.columns) {
                supply += bounds.to.min(*have);
                lack += (bounds.from - have).max(0);
            }
            let others = all - to;
            from <= supply && self.sum - others <= supply && lack <= others && from + lack <= self.sum
        })
    }

    fn row_sets(&self) -> u32 {
        1 << self.rows.len().min(16)
    }

    /// The smallest block found that needs more than it has.
    pub(super) fn smallest_block(&self) -> Option<Block> {
        self.blocks()
            .map(|block| self.shrunk(block))
            .min_by_key(|(block, _)| block.size())
            .map(|(block, _)| block)
    }

    fn blocks(&self) -> impl Iterator<Item = (Block, Need)> {
        (0..self.row_sets()).flat_map(move |set| {
            let rows: Vec<usize> = (0..self.rows.len()).filter(|row| set & (1 << row) != 0).collect();
            [Need::Rows, Need::Columns, Need::Both, Need::Rest]
                .into_iter()
                .filter_map(move |need| self.block(rows.clone(), need))
        })
    }

    /// The columns with which this set of rows falls short most, if it does at all.
    fn block(&self, rows: Vec<usize>, need: Need) -> Option<(Block, Need)> {
        let columns: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(column, bounds)| {
                let have = self.have(&rows, *column);
                match need {
                    Need::Rows | Need::Rest => have <= bounds.to,
                    Need::Columns | Need::Both => have < bounds.from,
                }
            })
            .map(|(column, _)| column)
            .collect();
        let block = self.measured(rows, columns, need);
        (block.need > block.have).then_some((block, need))
    }

    fn have(&self, rows: &[usize], column: usize) -> i64 {
        rows.iter().filter_map(|row| self.fields.get(*row)?.get(column)).sum()
    }

    fn measured(&self, rows: Vec<usize>, columns: Vec<usize>, need: Need) -> Block {
        let have = columns.iter().map(|column| self.have(&rows, *column)).sum();
        let inside = |chosen: &[usize], all: &[Bounds], from: bool| -> i64 {
            chosen
                .iter()
                .filter_map(|at| all.get(*at))
                .map(|bounds| if from { bounds.from } else { bounds.to })
                .sum()
        };
        let outside = |chosen: &[usize], all: &[Bounds]| -> i64 {
            all.iter().map(|bounds| bounds.to).sum::<i64>() - inside(chosen, all, false)
        };
        let need = match need {
            Need::Rows => inside(&rows, &self.rows, true) - outside(&columns, &self.columns),
            Need::Columns => inside(&columns, &self.columns, true) - outside(&rows, &self.rows),
            Need::Both => inside(&rows, &self.rows, true) + inside(&columns, &self.columns, true) - self.sum,
            Need::Rest => self.sum - outside(&rows, &self.rows) - outside(&columns, &self.columns),
        };
        Block { rows, columns, need, have }
    }

    /// Drops columns as long as the rest still falls short.
    fn shrunk(&self, (mut block, need): (Block, Need)) -> (Block, Need) {
        for column in block.columns.clone() {
            let fewer = block.columns.iter().copied().filter(|other| *other != column).collect();
            let smaller = self.measured(block.rows.clone(), fewer, need);
            if smaller.need > smaller.have && !smaller.columns.is_empty() {
                block = smaller;
            }
        }
        (block, need)
    }
}

impl Block {
    fn size(&self) -> usize {
        self.rows.len() + self.columns.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tries every filling.
    fn by_trial(table: &Table, field: usize, rows: &mut [i64], columns: &mut [i64]) -> bool {
        let width = columns.len();
        if field == rows.len() * width {
            let within = |sums: &[i64], bounds: &[Bounds]| {
                sums.iter().zip(bounds).all(|(sum, bounds)| (bounds.from..=bounds.to).contains(sum))
            };
            return within(rows, &table.rows)
                && within(columns, &table.columns)
                && rows.iter().sum::<i64>() == table.sum;
        }
        let (row, column) = (field / width, field % width);
        (0..=table.fields[row][column]).any(|count| {
            rows[row] += count;
            columns[column] += count;
            let found = by_trial(table, field + 1, rows, columns);
            rows[row] -= count;
            columns[column] -= count;
            found
        })
    }

    fn bounds() -> impl Strategy<Value = Bounds> {
        (0i64..4, 0i64..4).prop_map(|(from, more)| Bounds { from, to: from + more })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_table_can_be_filled_unless_a_block_falls_short(
            rows in prop::collection::vec(bounds(), 1..=2),
            columns in prop::collection::vec(bounds(), 1..=3),
            sum in 0i64..8,
            fields in prop::collection::vec(prop::collection::vec(0i64..3, 3), 2),
        ) {
            let fields = fields[..rows.len()].iter().map(|row| row[..columns.len()].to_vec()).collect();
            let table = Table { rows, columns, sum, fields };
            let can = by_trial(&table, 0, &mut vec![0; table.rows.len()], &mut vec![0; table.columns.len()]);
            prop_assert_eq!(table.can_be_filled(), can);
            prop_assert_eq!(table.smallest_block().is_none(), can);
            if let Some(block) = table.smallest_block() { prop_assert!(block.need > block.have); }
        }
    }
}
