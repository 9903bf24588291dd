//! A sheet of cells as text.

use crate::kernel::Issue;

#[derive(Debug, Default)]
pub(in crate::bank::format) struct Grid {
    /// Of the sheet; empty for a file with one.
    pub name: String,
    /// Rows that hold anything.
    pub rows: Vec<Row>,
    /// What its cells gave cause for.
    pub warnings: Vec<Issue>,
}

#[derive(Debug, Default)]
pub(in crate::bank::format) struct Row {
    /// As the office program counts, from 1.
    pub no: usize,
    /// Trimmed.
    pub cells: Vec<String>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

impl Grid {
    /// `cell:单选题!B3`.
    pub(in crate::bank::format) fn place(&self, row: usize, column: usize) -> String {
        let sheet = if self.name.is_empty() { String::new() } else { format!("{}!", self.name) };
        format!("cell:{sheet}{}{row}", letters(column))
    }
}

/// The letters of a column, counted from 0: 26 is AA.
pub(super) fn letters(column: usize) -> String {
    let (mut rest, mut name) = (column + 1, Vec::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_the_office_program() {
        let named: Vec<String> = [0, 25, 26, 701, 702].map(letters).to_vec();
        assert_eq!(named, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
