//! The numbers that Word counts and shows but doesn't write: `1.`, `一、`, `A.`.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use crate::{
    bank::rule::letter,
    kernel::{
        Issue, numeral,
        xml::{attribute, each_event},
    },
};

/// What a level of a list looks like.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u64,
    format: String,
    /// `%1.`
    text: String,
    style: Option<String>,
}

/// Which list a paragraph belongs to, and how deep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Member {
    pub list: Option<String>,
    pub level: usize,
}

#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By abstract number.
    levels: BTreeMap<String, BTreeMap<usize, Level>>,
    /// What a list is made of, and where it starts anew.
    lists: BTreeMap<String, (String, BTreeMap<usize, u64>)>,
    styles: BTreeMap<String, Member>,
    parents: BTreeMap<String, String>,
    counts: BTreeMap<String, BTreeMap<usize, u64>>,
    begun: Vec<String>,
}

/// A document has no more; a crafted one could ask for any.
const MOST_LEVELS: usize = 9;

fn number(element: &BytesStart<'_>) -> Option<u64> {
    attribute(element, "val")?.trim().parse().ok()
}

fn level(element: &BytesStart<'_>, name: &str) -> usize {
    let level = attribute(element, name).and_then(|level| level.parse::<usize>().ok());
    level.unwrap_or_default().min(MOST_LEVELS - 1)
}

pub(super) fn read(styles: Option<String>, numbering: Option<String>) -> Result<Numbering, Issue> {
    let mut found = Numbering::default();
    if let Some(xml) = numbering {
        found.lists(&xml)?;
    }
    if let Some(xml) = styles {
        found.styles(&xml)?;
    }
    Ok(found)
}

impl Numbering {
    fn lists(&mut self, xml: &str) -> Result<(), Issue> {
        let (mut of, mut list, mut at) = (String::new(), String::new(), 0);
        each_event(xml, |event, _| {
            let (Event::Start(element) | Event::Empty(element)) = event else { return Ok(()) };
            match element.local_name().as_ref() {
                "abstractNum" => {
                    of = attribute(&element, "abstractNumId").unwrap_or_default();
                    list.clear();
                }
                "num" => {
                    list = attribute(&element, "numId").unwrap_or_default();
                    of.clear();
                }
                "abstractNumId" if !list.is_empty() => {
                    let of = attribute(&element, "val").unwrap_or_default();
                    self.lists.entry(list.clone()).or_default().0 = of;
                }
                "lvlOverride" => at = level(&element, "ilvl"),
                "startOverride" if !list.is_empty() => {
                    let start = number(&element).unwrap_or(1);
                    self.lists.entry(list.clone()).or_default().1.insert(at, start);
                }
                "lvl" => at = level(&element, "ilvl"),
                name @ ("start" | "numFmt" | "lvlText" | "pStyle") if !of.is_empty() => {
                    let value = attribute(&element, "val").unwrap_or_default();
                    let level = self.levels.entry(of.clone()).or_default().entry(at).or_default();
                    match name {
                        "start" => level.start = value.parse().unwrap_or(1),
                        "numFmt" => level.format = value,
                        "lvlText" => level.text = value,
                        _ => level.style = Some(value),
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    fn styles(&mut self, xml: &str) -> Result<(), Issue> {
        let mut style = String::new();
        each_event(xml, |event, _| {
            let (Event::Start(element) | Event::Empty(element)) = event else { return Ok(()) };
            match element.local_name().as_ref() {
                "style" => style = attribute(&element, "styleId").unwrap_or_default(),
                "basedOn" => {
                    if let Some(parent) = attribute(&element, "val") {
                        self.parents.insert(style.clone(), parent);
                    }
                }
                "numId" => self.styles.entry(style.clone()).or_default().list = attribute(&element, "val"),
                "ilvl" => self.styles.entry(style.clone()).or_default().level = level(&element, "val"),
                _ => {}
            }
            Ok(())
        })
    }

    /// The list of a paragraph by its own word, its style's, or that of a list which names the style.
    fn member(&self, own: &Member, style: Option<&str>) -> Option<(String, usize)> {
        if let Some(list) = &own.list {
            return Some((list.clone(), own.level));
        }
        let chain = std::iter::successors(style, |style| self.parents.get(*style).map(String::as_str));
        for style in chain.take(20) {
            if let Some(member) = self.styles.get(style)
                && let Some(list) = &member.list
            {
                return Some((list.clone(), member.level));
            }
            let named = |(of, levels): (&String, &BTreeMap<usize, Level>)| {
                let (level, _) = levels.iter().find(|(_, level)| level.style.as_deref() == Some(style))?;
                let list = self.lists.iter().find(|(_, (abstract_of, _))| abstract_of == of)?.0;
                Some((list.clone(), *level))
            };
            if let Some(found) = self.levels.iter().find_map(named) {
                return Some(found);
            }
        }
        None
    }

    /// What Word writes before a paragraph; empty for a bullet, or outside of lists.
    pub(super) fn next(&mut self, own: &Member, style: Option<&str>) -> String {
        let Some((list, at)) = self.member(own, style) else { return String::new() };
        let Some((of, starts)) = self.lists.get(&list) else { return String::new() };
        let Some(levels) = self.levels.get(of) else { return String::new() };
        let Some(level) = levels.get(&at) else { return String::new() };
        let counts = self.counts.entry(of.clone()).or_default();
        let first = !self.begun.contains(&list);
        if first && self.begun.len() < 10_000 {
            self.begun.push(list.clone());
        }
        let anew = starts.get(&at).copied().filter(|_| first);
        let start = anew.unwrap_or(level.start);
        let count = match counts.get(&at) {
            Some(count) if anew.is_none() => count.saturating_add(1),
            _ => start,
        };
        counts.insert(at, count);
        counts.retain(|deeper, _| *deeper <= at);
        if level.format == "bullet" || level.format == "none" {
            return String::new();
        }
        let mut text = level.text.clone();
        for (depth, level) in levels {
            let count = counts.get(depth).copied().unwrap_or(level.start);
            text = text.replace(&format!("%{}", depth + 1), &shown(&level.format, count));
        }
        // A number alone would run into the text.
        if text.ends_with(char::is_alphanumeric) {
            text.push('.');
        }
        text
    }
}

fn shown(format: &str, count: u64) -> String {
    let place = || usize::try_from(count.saturating_sub(1)).unwrap_or_default();
    match format {
        "upperLetter" => letter(place() % 26),
        "lowerLetter" => letter(place() % 26).to_lowercase(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => numeral::write(count),
        _ => count.to_string(),
    }
}
