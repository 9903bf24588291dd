//! Word documents: paragraphs become lines as one sees them, with the numbers that Word counts, and
//! are read like any Chinese text; tables with a header are read row by row.

mod document;
mod lines;
mod numbering;
pub(super) mod write;

use super::{
    Mapping, Reading, Unclear, Unusable,
    build::relocate,
    file::refused,
    gather,
    line::section_head,
    settle,
    table::{self, Places, grid::Grid},
};
use crate::kernel::{Issue, package::Package};
use document::Block;
use lines::Line;

/// # Errors
/// What is wrong with the package or with one of its parts.
pub(super) fn read(package: &mut Package<'_>, mapping: &Mapping) -> Result<Reading, Issue> {
    let mut part = |name: &str| {
        let text = package.text(name).map_err(|why| Unusable::from(why).at(format!("part:{name}")))?;
        Ok::<_, Issue>(text)
    };
    let numbering = numbering::read(part("word/styles.xml")?, part("word/numbering.xml")?)?;
    let document = part("word/document.xml")?.ok_or_else(|| refused(Unusable::UnknownFormat))?;
    let blocks = document::read(&document, numbering)?;
    Ok(reading(blocks, mapping))
}

/// A table, the line that stands for it, and the section it stands in.
struct Standing {
    line: usize,
    grid: Grid,
}

fn reading(blocks: Vec<Block>, mapping: &Mapping) -> Reading {
    let (mut lines, mut tables): (Vec<Line>, Vec<Standing>) = (Vec::new(), Vec::new());
    let mut count = 0;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => lines.extend(lines::of_paragraph(&paragraph)),
            Block::Table(cells) => {
                count += 1;
                let grid = lines::grid(&cells, count);
                if table::find_header(&grid, mapping).is_some() {
                    lines.push(Line::empty(lines::first_number(&cells)));
                    tables.push(Standing { line: lines.len(), grid });
                } else {
                    lines.extend(lines::of_table(&cells));
                }
            }
        }
    }
    let mut places = Places::default();
    let mut media = Vec::new();
    for line in &lines {
        places.add_line(format!("paragraph:{}", line.number), line.number);
        media.extend(line.media.iter().map(|name| (places.count(), name.clone())));
    }
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let (gathered, mut warnings) = gather::gather(&text);
    warnings.iter_mut().for_each(lines::unmark_issue);
    let mut raw: Vec<(usize, gather::Raw)> = gathered
        .into_iter()
        .map(|mut raw| {
            lines::unmark(&mut raw);
            (raw.line, raw)
        })
        .collect();
    for (line, name) in media {
        // A picture belongs to the question that it stands in.
        match raw.iter_mut().rev().find(|(begin, _)| *begin <= line) {
            Some((_, raw)) => raw.warnings.push(left_out(line, &name)),
            None => warnings.push(left_out(line, &name)),
        }
    }
    for Standing { line, grid } in tables {
        let heads = lines.iter().take(line).rev();
        let declared = heads.filter_map(|line| section_head(&line.text)).map(|(_, kind)| kind).next();
        if let Some((rows, strays)) = table::rows(&grid, mapping, declared, &mut places) {
            raw.extend(rows.into_iter().map(|row| (line, row)));
            warnings.extend(strays);
        }
    }
    raw.sort_by_key(|(line, _)| *line);
    let mut items = settle::settle(raw.into_iter().map(|(_, raw)| raw).collect());
    relocate(&mut items, |number| places.of(number));
    for warning in &mut warnings {
        if let Some(line) = warning.at.strip_prefix("line:").and_then(|line| line.parse().ok()) {
            warning.at = places.of(line).0;
        }
    }
    Reading { items, warnings, columns: Vec::new() }
}

fn left_out(line: usize, name: &str) -> Issue {
    Unclear::MediaLeftOut.at(super::at(line)).with("name", name)
}

#[cfg(test)]
mod tests;
