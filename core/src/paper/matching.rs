//! Enemy sets found for cells: each set serves one place of one cell. Needs are matched with sets
//! along augmenting paths (H. Kuhn 1955), which finds a full matching whenever there is one.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// Which cell each set serves.
pub(super) type Holders<Cell, Set> = HashMap<Set, Cell>;

/// Finds one more set for this cell, moving others if it must; false if there is none.
pub(super) fn augment<'a, Cell, Set>(
    cell: Cell,
    sets_of: &impl Fn(Cell) -> Option<&'a BTreeSet<Set>>,
    holders: &mut Holders<Cell, Set>,
    tried: &mut BTreeSet<Set>,
) -> bool
where
    Cell: Copy + PartialEq,
    Set: Copy + Ord + Hash + 'a,
{
    let Some(sets) = sets_of(cell) else { return false };
    for set in sets {
        let holder = holders.get(set).copied();
        if holder == Some(cell) || !tried.insert(*set) {
            continue;
        }
        if holder.is_none_or(|other| augment(other, sets_of, holders, tried)) {
            holders.insert(*set, cell);
            return true;
        }
    }
    false
}
