//! Workbooks, cell by cell: a sheet that claims a million columns costs what its cells cost.

use std::{
    collections::BTreeMap,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, Reader, Xlsx};

use super::{
    super::{Reading, Unclear, Unusable, file::refused},
    Mapping,
    grid::{Grid, Row},
};
use crate::kernel::{Issue, number, package::Package};

const MOST_SHEETS: usize = 100;
const MOST_CELLS: usize = 2_000_000;
/// No question has more cells.
const MOST_COLUMNS: u32 = 200;

/// # Errors
/// `Bomb`, `ForbiddenXml`, `Encrypted` or `BrokenWorkbook`.
pub(in crate::bank::format) fn read(
    package: &mut Package<'_>,
    bytes: &[u8],
    mapping: &Mapping,
) -> Result<Reading, Issue> {
    package.weigh().map_err(|why| refused(why.into()))?;
    // The crate that reads workbooks trusts some numbers in them; a crafted file may not take the
    // process along.
    let grids = catch_unwind(AssertUnwindSafe(|| grids(bytes)));
    let grids = grids.ok().flatten().ok_or_else(|| refused(Unusable::BrokenWorkbook))?;
    Ok(super::read(&grids, mapping))
}

fn grids(bytes: &[u8]) -> Option<Vec<Grid>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut grids = Vec::new();
    let mut count = 0;
    for name in workbook.sheet_names().into_iter().take(MOST_SHEETS) {
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut grid = Grid { name, ..Grid::default() };
        while let Some(cell) = cells.next_cell().ok()? {
            let (row, column) = cell.get_position();
            count += 1;
            if count > MOST_CELLS {
                return None;
            }
            let text = text(cell.get_value());
            if let DataRef::Error(fault) = cell.get_value() {
                let at = grid.place(position(row) + 1, position(column));
                grid.warnings.push(Unclear::CellError.at(at).with("text", fault.to_string()));
            }
            if !text.is_empty() && column < MOST_COLUMNS {
                rows.entry(row).or_default().insert(column, text);
            }
        }
        grid.rows =
            rows.into_iter().map(|(row, cells)| Row { no: position(row) + 1, cells: dense(cells) }).collect();
        grids.push(grid);
    }
    Some(grids)
}

fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX - 1)
}

fn dense(cells: BTreeMap<u32, String>) -> Vec<String> {
    let mut row = Vec::new();
    for (column, text) in cells {
        row.resize(position(column), String::new());
        row.push(text);
    }
    row
}

/// What a cell shows.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            number::nearest(*value).to_string()
        }
        DataRef::Float(value) => value.to_string(),
        DataRef::Int(value) => value.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(value) => value.to_string(),
        // A date that was meant as 3-5 is told by the row's reader.
        DataRef::DateTime(date) => {
            let (_, month, day, ..) = date.to_ymd_hms_milli();
            format!("{month}月{day}日")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }
}
