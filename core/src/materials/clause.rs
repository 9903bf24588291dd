//! From blocks to clauses. A regulation is split by its articles, a lecture by its headings,
//! anything else by its numbered points or by groups of paragraphs. An address depends on nothing
//! but the text, so that it is the same whenever the same file is read.

use std::collections::BTreeMap;

use super::{
    citation::leading_article,
    extract::{Block, BlockKind},
};
use crate::kernel::numeral;

/// A clause before it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `12` for 第十二条; `2.1` for the first section of the second chapter of a lecture; `0` for
    /// what stands before the first of them.
    pub address: String,
    pub label: String,
    /// Its paragraphs, one a line.
    pub text: String,
}

/// Unnumbered paragraphs are gathered into one clause until it is about this long.
const GROUP_CHARS: usize = 300;
/// A line that could be a heading is no longer than this.
const HEADING_CHARS: usize = 30;

/// Splits a document into its clauses, in order, none without text, none with another's address.
#[must_use]
pub fn split(blocks: &[Block]) -> Vec<Draft> {
    let blocks = without_title(blocks);
    let has_headings = |blocks: &[Block]| blocks.iter().any(|block| block.heading_level().is_some());
    let drafts = if is_regulation(blocks) {
        by_article(blocks)
    } else if has_headings(blocks) {
        by_heading(blocks)
    } else if let Some(promoted) = Some(promoted(blocks)).filter(|promoted| has_headings(promoted)) {
        by_heading(&promoted)
    } else if blocks.iter().filter(|block| point_number(&block.text).is_some()).count() > 1 {
        by_point(blocks)
    } else {
        by_group(blocks)
    };
    distinct(drafts.into_iter().filter(|draft| !draft.text.is_empty()).collect())
}

/// The passage at an address within a clause of a regulation: of `12`, `12.3` is its third 款 and
/// `12.3.2` the second 项 of that.
#[must_use]
pub fn passage(clause: &Draft, address: &str) -> Option<String> {
    let Some(within) = address.strip_prefix(&clause.address)?.strip_prefix('.') else {
        return (address == clause.address).then(|| clause.text.clone());
    };
    let mut numbers = within.split('.').map(|number| number.parse::<usize>().ok()?.checked_sub(1));
    let paragraph = paragraphs(&clause.text).into_iter().nth(numbers.next()??)?;
    match numbers.next() {
        None => Some(paragraph.join("\n")),
        Some(item) => paragraph.get(item? + 1).map(|item| (*item).to_owned()),
    }
}

/// The 款 of an article, each with the 项 that belong to it: lines that begin with （一） go with
/// the line before them.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs: Vec<Vec<&str>> = Vec::new();
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(paragraph) if bracketed_number(line).is_some() => paragraph.push(line),
            _ => paragraphs.push(vec![line]),
        }
    }
    paragraphs
}

/// Whether a line begins something of its own, whatever line stands before it.
pub(super) fn is_numbered(line: &str) -> bool {
    leading_article(line).is_some() || bracketed_number(line).is_some() || point_number(line).is_some()
}

/// （一）
fn bracketed_number(line: &str) -> Option<u64> {
    let (number, rest) = numeral::leading(line.strip_prefix(['（', '('])?)?;
    rest.starts_with(['）', ')']).then_some(number)
}

/// 一、
fn point_number(line: &str) -> Option<(u64, &str)> {
    if !line.starts_with(numeral::is_numeral) {
        return None;
    }
    let (number, rest) = numeral::leading(line)?;
    Some((number, rest.strip_prefix('、')?))
}

/// 第一章 or 第一节: the level, from 1, or none.
fn division(line: &str) -> Option<u8> {
    let (_, rest) = numeral::leading(line.strip_prefix('第')?)?;
    let level = ["编", "章", "节"].iter().position(|name| rest.starts_with(name))?;
    (line.chars().count() <= HEADING_CHARS).then(|| u8::try_from(level + 1).ok())?
}

/// An article begins a line, alone, or with a blank or its own text after it; 第十二条规定 in a
/// lecture only speaks of one.
fn article(text: &str) -> Option<(String, &str)> {
    let (address, rest) = leading_article(text)?;
    let speaks = ["规定", "的", "第", "、", "和", "至", "款", "到", "中", "，", "。"]
        .iter()
        .any(|word| rest.starts_with(word));
    (!speaks).then(|| (address, rest.trim_start_matches([' ', '\t', '　', '：', ':'])))
}

/// The highest heading, standing alone at the top, names the document and is no part of it.
fn without_title(blocks: &[Block]) -> &[Block] {
    match blocks.split_first() {
        Some((first, rest))
            if first.heading_level().is_some_and(|title| {
                rest.iter().filter_map(Block::heading_level).all(|level| level > title)
            }) =>
        {
            rest
        }
        _ => blocks,
    }
}

/// At least two articles, and most of them next to the one before.
fn is_regulation(blocks: &[Block]) -> bool {
    let numbers: Vec<u64> = blocks
        .iter()
        .filter_map(|block| article(&block.text))
        .filter_map(|(address, _)| address.split('-').next()?.parse().ok())
        .collect();
    let follow = numbers.windows(2).filter(|pair| matches!(pair, [a, b] if *b == a + 1)).count();
    follow > 0 && follow * 2 >= numbers.len() - 1
}

fn by_article(blocks: &[Block]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = preamble();
    for block in blocks {
        if let Some((address, text)) = article(&block.text) {
            let label = super::citation::in_words(&address);
            // 第十二条【申请】, or an article that is a heading with a name.
            let (label, text) = match block.kind {
                BlockKind::Heading(_) => (format!("{label} {text}").trim_end().to_owned(), ""),
                BlockKind::Paragraph => (label, text),
            };
            drafts.push(std::mem::replace(&mut current, Draft { address, label, text: text.to_owned() }));
        } else if block.kind == BlockKind::Paragraph && division(&block.text).is_none() {
            append(&mut current.text, &block.text);
        }
    }
    drafts.push(current);
    drafts
}

/// What stands before the first article or heading.
fn preamble() -> Draft {
    Draft { address: "0".to_owned(), label: "前言".to_owned(), text: String::new() }
}

fn append(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// Addresses count headings among their siblings; levels that are skipped don't count.
fn by_heading(blocks: &[Block]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = preamble();
    let mut path: Vec<(u8, usize)> = Vec::new();
    for block in blocks {
        let Some(level) = block.heading_level() else {
            append(&mut current.text, &block.text);
            continue;
        };
        let mut before = 0;
        while let Some((_, place)) = path.pop_if(|(open, _)| *open >= level) {
            before = place;
        }
        path.push((level, before + 1));
        let address = path.iter().map(|(_, place)| place.to_string()).collect::<Vec<_>>().join(".");
        drafts.push(std::mem::replace(
            &mut current,
            Draft { address, label: block.text.clone(), text: String::new() },
        ));
    }
    drafts.push(current);
    drafts
}

/// A document without headings whose author wrote them as lines: 第一章 总则, or a short 一、 line
/// that ends without a full stop.
fn promoted(blocks: &[Block]) -> Vec<Block> {
    let heading = |text: &str| {
        let short =
            text.chars().count() <= HEADING_CHARS && !text.ends_with(['。', '；', '，', '：', '.', ';']);
        let level = match (point_number(text), bracketed_number(text)) {
            (Some(_), _) => Some(4),
            (None, Some(_)) => Some(5),
            (None, None) => None,
        };
        division(text).or(level.filter(|_| short))
    };
    let promote = |block: &Block| Block {
        kind: heading(&block.text).map_or(block.kind, BlockKind::Heading),
        text: block.text.clone(),
    };
    blocks.iter().map(promote).collect()
}

/// A decision counts its points 一、 二、 and is cited by them.
fn by_point(blocks: &[Block]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = preamble();
    for block in blocks {
        match point_number(&block.text) {
            Some((number, text)) => {
                let next = Draft {
                    address: number.to_string(),
                    label: numeral::write(number),
                    text: text.trim().to_owned(),
                };
                drafts.push(std::mem::replace(&mut current, next));
            }
            None => append(&mut current.text, &block.text),
        }
    }
    drafts.push(current);
    drafts
}

/// Text without any order is cut where enough has come together.
fn by_group(blocks: &[Block]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for block in blocks {
        let address = (drafts.len() + 1).to_string();
        match drafts.last_mut() {
            Some(group) if group.text.chars().count() < GROUP_CHARS => append(&mut group.text, &block.text),
            _ => drafts.push(Draft { address, label: opening(&block.text), text: block.text.clone() }),
        }
    }
    drafts
}

/// The first words of a paragraph, as a name for it.
fn opening(text: &str) -> String {
    let end = text.find(['，', '。', '；', '：', '！', '？', '\t']).unwrap_or(text.len());
    let clause = text.get(..end).unwrap_or(text);
    let mut words: String = clause.chars().take(20).collect();
    if words.len() < clause.len() {
        words.push('…');
    }
    words
}

/// A file that holds two regulations has two first articles: the second is `1#2`.
fn distinct(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for draft in &mut drafts {
        let times = seen.entry(draft.address.clone()).or_default();
        *times += 1;
        if *times > 1 {
            draft.address = format!("{}#{times}", draft.address);
        }
    }
    drafts
}

#[cfg(test)]
mod tests;
