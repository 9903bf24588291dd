//! Questions in tables: one a row, under a header that is found wherever it stands. Columns are
//! known by their usual names; what a foreign table calls otherwise is mapped.

pub(super) mod csv;
pub(super) mod field;
pub(super) mod grid;
mod row;
pub(super) mod write;
pub(super) mod xlsx;

use std::collections::BTreeMap;

use super::{Reading, Unclear, build::relocate, line, settle};
use crate::{bank::model::Kind, kernel::Issue};
pub use field::Field;
use grid::{Grid, Row};
pub use write::template;

/// What the columns of a table are, by their names, where that is not known or known wrongly.
pub type Mapping = BTreeMap<String, Field>;

/// A column of a table, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `cell:单选题!B2`, the cell that names it.
    pub at: String,
    pub name: String,
    /// None for a column that nothing is known of.
    pub field: Option<Field>,
}

/// A header stands among the first rows.
const HEADER_WITHIN: usize = 12;

/// Where the cells of a table are, as the lines of a text are counted elsewhere.
#[derive(Default)]
pub(super) struct Places(Vec<(String, usize)>);

impl Places {
    /// The number by which a cell goes until everything is read.
    fn add(&mut self, grid: &Grid, row: &Row, column: usize) -> usize {
        self.0.push((grid.place(row.no, column), row.no));
        self.0.len()
    }

    /// The line of a text, before any cell.
    pub(super) fn add_line(&mut self, place: String, number: usize) {
        self.0.push((place, number));
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn of(&self, number: usize) -> (String, usize) {
        number.checked_sub(1).and_then(|at| self.0.get(at)).cloned().unwrap_or_else(|| ("file".to_owned(), 1))
    }
}

/// The fields of a row's cells, if it is a header: what is asked must be among them, and one thing
/// more.
fn header(row: &Row, mapping: &Mapping) -> Option<Vec<Option<Field>>> {
    let field = |name: &String| mapping.get(name.trim()).copied().or_else(|| field::of_name(name));
    let fields: Vec<Option<Field>> = row.cells.iter().map(field).collect();
    let has = |wanted: fn(Field) -> bool| fields.iter().flatten().any(|field| wanted(*field));
    let asked = has(|field| field == Field::Stem);
    let more = has(|field| {
        matches!(field, Field::Answer | Field::Options | Field::Option(_) | Field::Blank(_) | Field::Kind)
    });
    (asked && more).then_some(fields)
}

pub(super) fn find_header(grid: &Grid, mapping: &Mapping) -> Option<(usize, Vec<Option<Field>>)> {
    let rows = grid.rows.iter().take(HEADER_WITHIN).enumerate();
    rows.filter_map(|(place, row)| Some((place, header(row, mapping)?))).next()
}

/// What all tables of a file say.
pub(super) fn read(grids: &[Grid], mapping: &Mapping) -> Reading {
    let mut places = Places::default();
    let (mut raw, mut columns, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    for grid in grids.iter().filter(|grid| !grid.rows.is_empty()) {
        let Some((at, fields)) = find_header(grid, mapping) else {
            unknown(grid, &mut columns, &mut warnings);
            continue;
        };
        let declared = line::kind_named(&grid.name);
        for (place, content) in grid.rows.iter().enumerate() {
            if place == at {
                name_columns(grid, content, &fields, &mut columns);
            } else if place < at {
                warnings.extend(row::stray(grid, content));
            } else {
                match row::read(grid, content, &fields, declared, &mut places) {
                    Ok(question) => raw.push(question),
                    Err(stray) => warnings.extend(stray),
                }
            }
            if raw.len() > super::MAX_QUESTIONS {
                break;
            }
        }
        warnings.extend(left_out(grid, at, &fields));
        warnings.extend(grid.warnings.iter().cloned());
    }
    let mut items = settle::settle(raw);
    relocate(&mut items, |number| places.of(number));
    Reading { items, warnings, columns }
}

/// The questions of a table within a document, under a head that names their kind.
pub(super) fn rows(
    grid: &Grid,
    mapping: &Mapping,
    declared: Option<Option<Kind>>,
    places: &mut Places,
) -> Option<(Vec<super::gather::Raw>, Vec<Issue>)> {
    let (at, fields) = find_header(grid, mapping)?;
    let (mut raw, mut warnings) = (Vec::new(), Vec::new());
    for content in grid.rows.iter().skip(at + 1) {
        match row::read(grid, content, &fields, declared, places) {
            Ok(question) => raw.push(question),
            Err(stray) => warnings.extend(stray),
        }
    }
    Some((raw, warnings))
}

/// A table of which no column says what is asked: its first row shows what could be mapped.
fn unknown(grid: &Grid, columns: &mut Vec<Column>, warnings: &mut Vec<Issue>) {
    let widest = grid.rows.iter().take(HEADER_WITHIN).rev().max_by_key(|row| row.filled());
    let Some(row) = widest else { return };
    warnings.push(Unclear::NoStemColumn.at(grid.place(row.no, 0)));
    name_columns(grid, row, &[], columns);
}

fn name_columns(grid: &Grid, row: &Row, fields: &[Option<Field>], columns: &mut Vec<Column>) {
    for (place, name) in row.cells.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()).take(60) {
        columns.push(Column {
            at: grid.place(row.no, place),
            name: name.trim().chars().take(60).collect(),
            field: fields.get(place).copied().flatten(),
        });
    }
}

/// Columns of unknown meaning that hold something.
fn left_out(grid: &Grid, at: usize, fields: &[Option<Field>]) -> Vec<Issue> {
    let mut issues = Vec::new();
    let Some(names) = grid.rows.get(at) else { return issues };
    let width = grid.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    for column in 0..width {
        let filled = || grid.rows.iter().skip(at + 1).any(|row| !row.cell(column).is_empty());
        if fields.get(column).copied().flatten().is_none() && filled() {
            let fault = Unclear::ColumnLeftOut.at(grid.place(names.no, column));
            issues.push(fault.with("column", names.cell(column)));
        }
    }
    issues
}

#[cfg(test)]
mod tests;
