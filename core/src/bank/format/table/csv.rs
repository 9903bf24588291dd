//! Tables as text: cells parted by commas, semicolons or tabs, quoted where they hold one of these
//! or a line end.

use super::{
    super::Reading,
    Mapping, find_header,
    grid::{Grid, Row},
};

const MARKS: [char; 4] = [',', '\t', ';', '，'];
/// A row with more is no question.
const MOST_CELLS: usize = 200;

/// Whether one of the first rows names the columns of questions, or the rows are alike in width.
pub(in crate::bank::format) fn looks_like(text: &str, mapping: &Mapping) -> bool {
    let start: String = text.chars().take(20_000).collect();
    mark(&start, mapping).is_some() || even(&start).is_some()
}

/// The mark under which the first rows have as many cells each: a table, whatever it calls them.
fn even(start: &str) -> Option<char> {
    [',', '\t'].into_iter().find(|mark| {
        let rows = parse(start, *mark, 5);
        let width = rows.first().map_or(0, |row| row.cells.len());
        rows.len() > 1 && width > 2 && rows.iter().all(|row| row.cells.len() == width)
    })
}

/// What parts the cells: the mark under which a header shows.
fn mark(start: &str, mapping: &Mapping) -> Option<char> {
    MARKS.into_iter().find(|mark| {
        let rows = parse(start, *mark, 12);
        find_header(&Grid { rows, ..Grid::default() }, mapping).is_some()
    })
}

pub(in crate::bank::format) fn read(text: &str, mapping: &Mapping) -> Reading {
    let start: String = text.chars().take(20_000).collect();
    let mark = mark(&start, mapping).or_else(|| even(&start)).unwrap_or(',');
    let rows = parse(text, mark, usize::MAX);
    super::read(&[Grid { rows, ..Grid::default() }], mapping)
}

fn parse(text: &str, mark: char, most: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut cells, mut cell, mut quoted, mut no) = (Vec::new(), String::new(), false, 1);
    let mut signs = text.trim_start_matches('\u{FEFF}').chars().peekable();
    let finish = |cells: &mut Vec<String>, cell: &mut String, no: &mut usize, rows: &mut Vec<Row>| {
        cells.push(std::mem::take(cell).trim().to_owned());
        let row = std::mem::take(cells);
        if row.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { no: *no, cells: row.into_iter().take(MOST_CELLS).collect() });
        }
        *no += 1;
    };
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if !quoted && signs.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                finish(&mut cells, &mut cell, &mut no, &mut rows);
                if rows.len() >= most || rows.len() > super::super::MAX_QUESTIONS + 100 {
                    return rows;
                }
            }
            sign if sign == mark && !quoted => {
                if cells.len() < MOST_CELLS {
                    cells.push(std::mem::take(&mut cell).trim().to_owned());
                }
                cell.clear();
            }
            sign => cell.push(sign),
        }
    }
    finish(&mut cells, &mut cell, &mut no, &mut rows);
    rows
}
