//! Tables in office workbooks: the first sheet as a header and rows of text, and back. Every cell
//! is written as what it is, so that text which begins with `=` stays text.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::{
    Error, Result, number,
    package::{Package, Sealed},
};

/// More rows than any centre imports at once.
const MOST_ROWS: usize = 20_000;

crate::codes! {
    pub enum SheetIssue in "sheet" {
        /// Not a workbook that can be opened.
        Unreadable = "unreadable",
        /// Opens to far more than its size tells.
        Bomb = "bomb",
        Empty = "empty",
        TooManyRows = "too_many_rows",
        UnknownColumn = "unknown_column",
        MissingColumn = "missing_column",
        RepeatedColumn = "repeated_column",
    }
}

/// One row below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As the office program counts, from 1.
    pub no: usize,
    cells: Vec<String>,
}

impl Row {
    /// The text of a column, trimmed; empty where the row is short.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Rows whose cells stand in the order of the columns that were asked for.
///
/// # Errors
/// `Invalid` for a file that is no workbook, for unknown, repeated or missing columns (all of them
/// at once), and for more rows than are taken.
pub fn read(bytes: &[u8], columns: &[&str]) -> Result<Vec<Row>> {
    refuse_bomb(bytes)?;
    let unreadable = || Error::invalid(SheetIssue::Unreadable.at("/file"));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheet = workbook.worksheet_range_at(0).ok_or_else(unreadable)?.map_err(|_| unreadable())?;
    let first = sheet.start().map_or(0, |(row, _)| usize::try_from(row).unwrap_or_default());
    let mut rows = sheet
        .rows()
        .enumerate()
        .map(|(at, cells)| Row { no: first + at + 1, cells: cells.iter().map(text).collect() })
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let header = rows.next().ok_or_else(|| Error::invalid(SheetIssue::Empty.at("/file")))?;
    let places = places(&header, columns)?;
    let rows: Vec<Row> = rows
        .take(MOST_ROWS + 1)
        .map(|row| Row {
            no: row.no,
            cells: places.iter().map(|place| row.cell(*place).to_owned()).collect(),
        })
        .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        .collect();
    if rows.is_empty() {
        return Err(SheetIssue::Empty.at("/file").into());
    }
    if rows.len() > MOST_ROWS {
        return Err(SheetIssue::TooManyRows.at("/file").with("most", number::signed(MOST_ROWS)).into());
    }
    Ok(rows)
}

fn refuse_bomb(bytes: &[u8]) -> Result<()> {
    let checked = Package::open(bytes).and_then(|mut package| package.weigh());
    checked.map_err(|why| match why {
        Sealed::Bomb => SheetIssue::Bomb.at("/file").into(),
        _ => SheetIssue::Unreadable.at("/file").into(),
    })
}

fn places(header: &Row, columns: &[&str]) -> Result<Vec<usize>> {
    let mut issues = Vec::new();
    for (at, name) in header.cells.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if !columns.contains(&name.as_str()) {
            issues.push(
                SheetIssue::UnknownColumn.at(format!("/row/{}", header.no)).with("column", name.clone()),
            );
        } else if header.cells.iter().take(at).any(|before| before == name) {
            issues.push(
                SheetIssue::RepeatedColumn.at(format!("/row/{}", header.no)).with("column", name.clone()),
            );
        }
    }
    let mut places = Vec::with_capacity(columns.len());
    for column in columns {
        match header.cells.iter().position(|name| name == column) {
            Some(place) => places.push(place),
            None => {
                issues.push(
                    SheetIssue::MissingColumn.at(format!("/row/{}", header.no)).with("column", *column),
                );
            }
        }
    }
    super::error::check(issues)?;
    Ok(places)
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            number::nearest(*value).to_string()
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<super::Points> for Cell {
    fn from(points: super::Points) -> Self {
        Self::Number(number::float_of(points.hundredths()) / 100.0)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// A workbook of one sheet with a bold, frozen header.
///
/// # Errors
/// `Internal` for what a workbook can't hold.
pub fn write(name: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let written = || -> std::result::Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold().set_align(FormatAlign::Center);
        let sheet = workbook.add_worksheet().set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, title) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
            sheet.set_column_width(column, 14)?;
        }
        for (line, row) in (1u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, text)?,
                    Cell::Number(value) => sheet.write_number(line, column, *value)?,
                    Cell::Empty => sheet,
                };
            }
        }
        workbook.save_to_buffer()
    };
    written().map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_as_it_was_written() {
        let bytes = write(
            "人员",
            &["工号", "姓名"],
            &[vec!["001".into(), "=1+1".into()], vec![Cell::Number(7.0), Cell::Empty]],
        )
        .unwrap();
        let rows = read(&bytes, &["姓名", "工号"]).unwrap();
        assert_eq!(rows[0].cell(0), "=1+1");
        assert_eq!(rows[0].cell(1), "001");
        assert_eq!((rows[1].no, rows[1].cell(1)), (3, "7"));
    }

    #[test]
    fn unknown_and_missing_columns_are_all_named() {
        let bytes = write("a", &["工号", "血型", "工号"], &[vec!["1".into()]]).unwrap();
        let Err(Error::Invalid(issues)) = read(&bytes, &["工号", "姓名"]) else { panic!("taken") };
        let codes: Vec<_> = issues.iter().map(|issue| issue.fault.code).collect();
        assert_eq!(codes, ["sheet.unknown_column", "sheet.repeated_column", "sheet.missing_column"]);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(matches!(read(b"MZ not a workbook", &["a"]), Err(Error::Invalid(_))));
    }
}
