//! Word documents: paragraphs, line breaks, tables and headings out of the package, part by part.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::{Block, BlockKind, Unreadable};
use crate::kernel::{
    package::{Package, Sealed},
    xml::{BadXml, attribute, each_event, entity},
};

impl From<Sealed> for Unreadable {
    fn from(why: Sealed) -> Self {
        match why {
            Sealed::Other => Self::NotDocx,
            Sealed::OldOffice => Self::OldWord,
            Sealed::Encrypted => Self::Encrypted,
            Sealed::Damaged => Self::BrokenArchive,
            Sealed::Bomb => Self::Bomb,
            Sealed::NotText => Self::BrokenXml,
            Sealed::DocumentType => Self::ForbiddenXml,
        }
    }
}

impl From<BadXml> for Unreadable {
    fn from(why: BadXml) -> Self {
        match why {
            BadXml::Malformed(_) | BadXml::TooLarge(_) => Self::BrokenXml,
            BadXml::Forbidden(_) => Self::ForbiddenXml,
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut package = Package::open(bytes)?;
    let styles = match package.text("word/styles.xml")? {
        Some(xml) => styles(&xml)?,
        None => Styles::default(),
    };
    let document = package.text("word/document.xml")?.ok_or(Unreadable::NotDocx)?;
    Document { styles, ..Document::default() }.read(&document)
}

/// What a paragraph style means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Heading(u8),
    /// A line of a table of contents: it would say every heading twice.
    Contents,
}

#[derive(Debug, Default)]
struct Styles(BTreeMap<String, Role>);

#[derive(Default)]
struct Style {
    id: String,
    role: Option<Role>,
    parent: Option<String>,
}

fn styles(xml: &str) -> Result<Styles, Unreadable> {
    let mut all: Vec<Style> = Vec::new();
    each_event(xml, |event, _| {
        let (Event::Start(element) | Event::Empty(element)) = event else { return Ok(()) };
        let value = attribute(&element, "val");
        match (element.local_name().as_ref(), all.last_mut()) {
            ("style", _) => {
                all.push(Style { id: attribute(&element, "styleId").unwrap_or_default(), ..Style::default() })
            }
            ("name", Some(style)) => style.role = style.role.or(value.as_deref().and_then(role_of_name)),
            ("basedOn", Some(style)) => style.parent = value,
            ("outlineLvl", Some(style)) => style.role = value.as_deref().and_then(outline).or(style.role),
            _ => {}
        }
        Ok::<(), Unreadable>(())
    })?;
    let by_id: BTreeMap<&str, &Style> = all.iter().map(|style| (style.id.as_str(), style)).collect();
    // A circle of styles that are based on each other ends after as many steps as there are styles.
    let role = |style: &Style| {
        let parents =
            std::iter::successors(Some(style), |style| by_id.get(style.parent.as_deref()?).copied());
        parents.take(all.len()).find_map(|style| style.role)
    };
    Ok(Styles(all.iter().filter_map(|style| Some((style.id.clone(), role(style)?))).collect()))
}

fn role_of_name(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    let level = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.trim().parse().ok());
    match name.as_str() {
        "title" | "标题" => Some(Role::Heading(1)),
        _ if name.starts_with("toc") || name.starts_with("目录") => Some(Role::Contents),
        _ => level("heading").or_else(|| level("标题")).map(Role::Heading),
    }
}

/// Outline levels count from 0; 9 is body text.
fn outline(value: &str) -> Option<Role> {
    value.parse::<u8>().ok().filter(|level| *level < 9).map(|level| Role::Heading(level + 1))
}

#[derive(Default)]
struct Paragraph {
    role: Option<Role>,
    /// A line break begins a new one: each line becomes a block of its own.
    lines: Vec<String>,
}

impl Paragraph {
    fn line(&mut self) -> Option<&mut String> {
        if self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.last_mut()
    }
}

/// Where the reading stands. Paragraphs nest (a text box within a paragraph), tables too.
#[derive(Default)]
struct Document {
    styles: Styles,
    open: Vec<Paragraph>,
    tables: usize,
    cells: Vec<String>,
    in_text: bool,
    in_run: bool,
    /// Depth within `mc:Fallback`, which says again what `mc:Choice` said.
    fallback: usize,
    blocks: Vec<Block>,
}

impl Document {
    fn read(mut self, xml: &str) -> Result<Vec<Block>, Unreadable> {
        each_event(xml, |event, line| self.take(event, line))?;
        // A file cut off in the middle leaves something open.
        if self.open.is_empty() && self.tables == 0 { Ok(self.blocks) } else { Err(Unreadable::BrokenXml) }
    }

    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), Unreadable> {
        match event {
            Event::Start(element) => {
                if self.fallback > 0 || element.local_name().as_ref() == "Fallback" {
                    self.fallback += 1;
                } else {
                    self.begin(&element);
                }
            }
            Event::End(_) if self.fallback > 0 => self.fallback -= 1,
            _ if self.fallback > 0 => {}
            Event::Empty(element) if element.local_name().as_ref() == "p" => {}
            Event::Empty(element) => self.mark(&element),
            Event::End(element) => self.end(element.local_name().as_ref()),
            Event::Text(text) if self.in_text => self.push(&text.xml10_content()),
            Event::CData(text) if self.in_text => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let sign = entity(&reference, line)?;
                if self.in_text {
                    self.push(sign.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "p" => self.open.push(Paragraph::default()),
            "tbl" => self.tables += 1,
            "tc" if self.tables == 1 => self.cells.push(String::new()),
            "r" => self.in_run = true,
            "t" => self.in_text = true,
            _ => self.mark(element),
        }
    }

    /// What a property or a sign of a paragraph says, wherever it stands as an empty element.
    fn mark(&mut self, element: &BytesStart<'_>) {
        let Some(paragraph) = self.open.last_mut() else { return };
        match element.local_name().as_ref() {
            "pStyle" => {
                let style = attribute(element, "val").and_then(|id| self.styles.0.get(&id).copied());
                paragraph.role = paragraph.role.or(style);
            }
            "outlineLvl" => {
                paragraph.role = attribute(element, "val").as_deref().and_then(outline).or(paragraph.role)
            }
            // Tab stops among the properties of a paragraph are called `tab` too.
            "tab" if self.in_run => self.push("\t"),
            "noBreakHyphen" if self.in_run => self.push("-"),
            "br" | "cr" if self.in_run => {
                paragraph.line();
                paragraph.lines.push(String::new());
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(line) = self.open.last_mut().and_then(Paragraph::line) {
            line.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "r" => self.in_run = false,
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.close(paragraph);
                }
            }
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "tr" if self.tables == 1 => {
                let cells: Vec<String> = std::mem::take(&mut self.cells);
                let row = cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join(" ｜ ");
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    self.blocks.extend(Block::new(BlockKind::Paragraph, &row));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        if let Some(cell) = self.cells.last_mut() {
            let text = paragraph.lines.join(" ");
            if !text.trim().is_empty() {
                cell.push_str(text.trim());
                cell.push(' ');
            }
            return;
        }
        let heading = |level| Block::new(BlockKind::Heading(level), &paragraph.lines.join(" "));
        match paragraph.role {
            Some(Role::Contents) => {}
            Some(Role::Heading(level)) => self.blocks.extend(heading(level)),
            None => {
                let lines = paragraph.lines.iter().filter_map(|line| Block::new(BlockKind::Paragraph, line));
                self.blocks.extend(lines);
            }
        }
    }
}

#[cfg(test)]
mod tests;
