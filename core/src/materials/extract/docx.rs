//! Word documents: paragraphs, line breaks, tables and headings out of the package, part by part.
//! The limits hold for what is really unpacked, not for what the archive says of itself.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};
use zip::{ZipArchive, result::ZipError};

use super::{Block, BlockKind, Unreadable};

type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

const MAX_ENTRIES: usize = 5000;
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;
/// The text of 1,000 pages is about a tenth of this.
const MAX_PART: u64 = 32 * 1024 * 1024;
/// Text packs to about a tenth; a part this much smaller than its content was made to harm.
const MAX_RATIO: u64 = 200;
/// Below this a part may be as compressible as it likes (a page of blanks).
const RATIO_COUNTS_FROM: u64 = 1024 * 1024;

const OLE_HEADER: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Unreadable> {
    let mut package = open(bytes)?;
    let styles = match part(&mut package, "word/styles.xml")? {
        Some(xml) => styles(&xml)?,
        None => Styles::default(),
    };
    let document = part(&mut package, "word/document.xml")?.ok_or(Unreadable::NotDocx)?;
    Document { styles, ..Document::default() }.read(&document)
}

fn open(bytes: &[u8]) -> Result<Package<'_>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(OLE_HEADER) {
        // Word wraps an encrypted package into the container that .doc was.
        let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(mark.len()).any(|window| window == mark);
        return Err(if encrypted { Unreadable::Encrypted } else { Unreadable::OldWord });
    }
    if !bytes.starts_with(b"PK") {
        return Err(Unreadable::NotDocx);
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::BrokenArchive)?;
    if package.len() > MAX_ENTRIES {
        return Err(Unreadable::Bomb);
    }
    let mut unpacked = 0u64;
    for index in 0..package.len() {
        let entry = package.by_index_raw(index).map_err(|_| Unreadable::BrokenArchive)?;
        unpacked = unpacked.saturating_add(entry.size());
        let swollen = entry.size() > entry.compressed_size().saturating_mul(MAX_RATIO);
        if unpacked > MAX_UNPACKED || (entry.size() > RATIO_COUNTS_FROM && swollen) {
            return Err(Unreadable::Bomb);
        }
    }
    Ok(package)
}

/// The text of one part; `None` if the package has none of that name.
fn part(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    let entry = match package.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Unreadable::Encrypted),
        Err(_) => return Err(Unreadable::BrokenArchive),
    };
    let allowed = RATIO_COUNTS_FROM.max(entry.compressed_size().saturating_mul(MAX_RATIO)).min(MAX_PART);
    let mut unpacked = Vec::new();
    entry.take(allowed + 1).read_to_end(&mut unpacked).map_err(|_| Unreadable::BrokenArchive)?;
    if u64::try_from(unpacked.len()).is_ok_and(|length| length > allowed) {
        return Err(Unreadable::Bomb);
    }
    String::from_utf8(unpacked).map(Some).map_err(|_| Unreadable::BrokenXml)
}

/// Hands every event of a part on. A document type is refused where it stands, so no entity but
/// the five of XML itself can ever be meant.
fn each_event(
    xml: &str,
    mut take: impl FnMut(Event<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| Unreadable::BrokenXml)? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(Unreadable::ForbiddenXml),
            event => take(event)?,
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn entity(reference: &BytesRef<'_>) -> Result<char, Unreadable> {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        return Ok(sign);
    }
    Ok(match &*reference.xml10_content() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return Err(Unreadable::ForbiddenXml),
    })
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
    each_event(xml, |event| {
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
        Ok(())
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
        each_event(xml, |event| self.take(event))?;
        // A file cut off in the middle leaves something open.
        if self.open.is_empty() && self.tables == 0 { Ok(self.blocks) } else { Err(Unreadable::BrokenXml) }
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), Unreadable> {
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
                let sign = entity(&reference)?;
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
