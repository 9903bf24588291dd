//! The body of a document as paragraphs and tables, each paragraph in runs with what marks them.

use quick_xml::events::{BytesStart, Event};

use super::numbering::{Member, Numbering};
use crate::{
    bank::format::at,
    kernel::{
        Issue,
        xml::{BadXml, attribute, each_event, entity},
    },
};

pub(super) const COLOURED: u8 = 1;
pub(super) const UNDERLINED: u8 = 2;
pub(super) const BOLD: u8 = 4;

#[derive(Debug, Default)]
pub(super) struct Run {
    pub text: String,
    /// What sets it off from the text around it.
    pub mark: u8,
}

#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// From 1, over the whole document.
    pub number: usize,
    /// What Word counts before it.
    pub label: String,
    pub runs: Vec<Run>,
    pub media: Vec<String>,
    member: Member,
    style: Option<String>,
}

pub(super) type Cells = Vec<Vec<Vec<Paragraph>>>;

#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    /// Rows of cells of paragraphs.
    Table(Cells),
}

/// Blocks of a document; more is no paper.
const MOST: usize = 200_000;
const MOST_DEPTH: usize = 64;

pub(super) fn read(xml: &str, numbering: Numbering) -> Result<Vec<Block>, Issue> {
    let mut document = Document { numbering, ..Document::default() };
    each_event(xml, |event, line| document.take(event, line))
        .map_err(|why: BadXml| Issue { at: "part:word/document.xml:1".to_owned(), ..Issue::from(why) })?;
    // A file cut off in the middle leaves something open.
    if document.open.is_empty() && document.tables == 0 {
        Ok(document.blocks)
    } else {
        Err(Issue { at: at(1), ..BadXml::Malformed(1).into() })
    }
}

#[derive(Default)]
struct Document {
    numbering: Numbering,
    blocks: Vec<Block>,
    /// Paragraphs nest: a text box within a paragraph.
    open: Vec<Paragraph>,
    tables: usize,
    rows: Cells,
    count: usize,
    run: Option<Run>,
    /// Depth within the properties of a paragraph, whose own marks are no run's.
    in_properties: bool,
    in_text: bool,
    raised: bool,
    hidden: bool,
    /// Depth within what is said twice or was moved away.
    skipped: usize,
}

fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "none" | "off"))
}

/// Text is black unless somebody wanted otherwise.
fn is_colour(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let dark = u32::from_str_radix(&value, 16)
        .is_ok_and(|rgb| [rgb >> 16, rgb >> 8, rgb].iter().all(|part| part & 0xFF < 0x50));
    !(dark || matches!(value.as_str(), "auto" | "" | "none" | "black" | "windowtext"))
}

impl Document {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), BadXml> {
        match event {
            Event::Start(element) => {
                let name = element.local_name();
                if self.skipped > 0
                    || matches!(name.as_ref(), "Fallback" | "moveFrom" | "instrText" | "delText")
                {
                    self.skipped += 1;
                } else {
                    self.begin(&element, line)?;
                }
            }
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            _ if self.skipped > 0 => {}
            Event::Empty(element) => match element.local_name().as_ref() {
                "p" => self.count += 1,
                "tc" | "tr" | "tbl" | "t" | "r" => {}
                _ => self.mark(&element),
            },
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

    fn begin(&mut self, element: &BytesStart<'_>, line: usize) -> Result<(), BadXml> {
        match element.local_name().as_ref() {
            "p" => {
                self.count += 1;
                if self.count > MOST || self.open.len() > MOST_DEPTH {
                    return Err(BadXml::TooLarge(line));
                }
                self.open.push(Paragraph { number: self.count, ..Paragraph::default() });
            }
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.rows.push(Vec::new()),
            "tc" if self.tables == 1 => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            "pPr" => self.in_properties = true,
            "r" => {
                (self.raised, self.hidden) = (false, false);
                self.run = Some(Run::default());
            }
            "t" => self.in_text = true,
            _ => self.mark(element),
        }
        Ok(())
    }

    /// What an element says of its paragraph or its run.
    fn mark(&mut self, element: &BytesStart<'_>) {
        let Some(paragraph) = self.open.last_mut() else { return };
        let name = element.local_name();
        if self.in_properties {
            match name.as_ref() {
                "pStyle" => paragraph.style = attribute(element, "val"),
                "numId" => paragraph.member.list = attribute(element, "val"),
                "ilvl" => {
                    let level = attribute(element, "val").and_then(|level| level.parse().ok());
                    paragraph.member.level = level.unwrap_or_default();
                }
                _ => {}
            }
            return;
        }
        if name.as_ref() == "docPr" || name.as_ref() == "imagedata" {
            let named = ["descr", "title", "name"].iter().find_map(|name| attribute(element, name));
            let name: String = named.filter(|name| !name.trim().is_empty()).unwrap_or_default();
            let name: String =
                if name.is_empty() { "图片".to_owned() } else { name.chars().take(60).collect() };
            self.push(&format!("〔图：{name}〕"));
            if let Some(paragraph) = self.open.last_mut() {
                paragraph.media.push(name);
            }
            return;
        }
        let Some(run) = &mut self.run else { return };
        match name.as_ref() {
            "b" if is_on(element) => run.mark |= BOLD,
            "u" if is_on(element) => run.mark |= UNDERLINED,
            "highlight" if is_on(element) => run.mark |= COLOURED,
            "color" if attribute(element, "val").as_deref().is_some_and(is_colour) => run.mark |= COLOURED,
            "vertAlign" => self.raised = attribute(element, "val").as_deref() == Some("superscript"),
            "vanish" if is_on(element) => self.hidden = true,
            "tab" => run.text.push('\t'),
            "br" | "cr" => run.text.push('\n'),
            "noBreakHyphen" => run.text.push('-'),
            "sym" => run.text.extend(attribute(element, "char").as_deref().and_then(symbol)),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden {
            return;
        }
        let raised = self.raised;
        let shown = text.chars().map(|sign| if raised { super::super::html::raised(sign) } else { sign });
        match (&mut self.run, self.open.last_mut()) {
            (Some(run), _) => run.text.extend(shown),
            (None, Some(paragraph)) => {
                paragraph.runs.push(Run { text: shown.collect(), mark: 0 });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "pPr" => self.in_properties = false,
            "r" => {
                if let (Some(run), Some(paragraph)) = (self.run.take(), self.open.last_mut()) {
                    paragraph.runs.push(run);
                }
            }
            "p" => {
                if let Some(mut paragraph) = self.open.pop() {
                    paragraph.label = self.numbering.next(&paragraph.member, paragraph.style.as_deref());
                    self.close(paragraph);
                }
            }
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.blocks.push(Block::Table(std::mem::take(&mut self.rows)));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        if self.tables == 0 {
            self.blocks.push(Block::Paragraph(paragraph));
        } else if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(paragraph);
        }
    }
}

/// Ticks and crosses of the fonts that have nothing but signs.
fn symbol(code: &str) -> Option<char> {
    match code.to_uppercase().as_str() {
        "F0FC" | "F0FE" | "F050" => Some('√'),
        "F0FB" | "F0FD" | "F0CF" | "F04F" => Some('×'),
        "F0A3" | "F06F" | "F0A8" => Some('□'),
        _ => None,
    }
}
