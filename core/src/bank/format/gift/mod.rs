//! GIFT: questions parted by empty lines, their answers in braces.

pub(super) mod mark;
pub(super) mod write;

use super::{
    ReadItem, Reading, Unclear, answer, at,
    build::Draft,
    html::{self, Plain},
    moodle::{as_written, filed, last_category, pair},
};
use crate::{
    bank::model::{BlankKey, Choice, Key, Kind, Numeric},
    kernel::{Issue, decimal::Decimal},
};
use mark::{Mark, masked, shown};

/// Whether a text has braces with answers in them.
pub(super) fn looks_like(text: &str) -> bool {
    let text = masked(text);
    if text.lines().any(|line| line.starts_with("$CATEGORY:") || line.trim_start().starts_with("::")) {
        return text.contains('{');
    }
    // Answers of a question are not longer, and what is GIFT shows soon.
    text.match_indices('{').take(50).any(|(at, _)| {
        let inside = text.get(at + 1..).unwrap_or_default();
        let Some((inside, _)) = mark::until_brace(inside) else { return false };
        let inside = inside.trim();
        let truth = matches!(inside.to_uppercase().as_str(), "T" | "F" | "TRUE" | "FALSE" | "");
        truth
            || inside.starts_with(['=', '~', '#'])
            || inside.starts_with("TRUE#")
            || inside.starts_with("FALSE#")
    })
}

/// A question's lines.
#[derive(Default)]
struct Block {
    line: usize,
    text: String,
    tags: Vec<String>,
}

/// `[tag:难度:3]` of a comment.
fn tags(comment: &str) -> Vec<String> {
    let parts = comment.split("[tag:").skip(1).filter_map(|part| part.split_once(']'));
    parts.map(|(tag, _)| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut block, mut open) = (Vec::new(), Block::default(), false);
    let close = |block: &mut Block, blocks: &mut Vec<Block>| {
        if !block.text.trim().is_empty() {
            blocks.push(std::mem::take(block));
        }
        block.text.clear();
    };
    for (number, line) in (1..).zip(text.replace("\r\n", "\n").split(['\n', '\r'])) {
        let start = line.trim_start();
        // Braces that were never closed end where the next question has its title.
        let next = start.starts_with("::") && !block.text.trim_end().ends_with("::");
        if (start.is_empty() && !open) || (open && next) || start.starts_with("$CATEGORY:") {
            close(&mut block, &mut blocks);
            open = false;
        }
        if start.starts_with("//") {
            block.tags.extend(tags(start));
            continue;
        }
        if block.text.trim().is_empty() {
            block.line = number;
        }
        let line = masked(line);
        for sign in line.chars() {
            open = sign == '{' || (open && sign != '}');
        }
        block.text.push_str(&line);
        block.text.push('\n');
        if start.starts_with("$CATEGORY:") {
            close(&mut block, &mut blocks);
        }
    }
    close(&mut block, &mut blocks);
    blocks
}

pub(super) fn read(text: &str) -> Reading {
    let (mut items, mut warnings, mut topic) = (Vec::new(), Vec::new(), None);
    for block in blocks(text.trim_start_matches('\u{FEFF}')) {
        if let Some(path) = block.text.strip_prefix("$CATEGORY:") {
            topic = last_category(&shown(path));
            continue;
        }
        match question(&block, topic.clone()) {
            Ok(item) => items.push(item),
            Err(stray) => warnings.push(stray),
        }
        if items.len() > super::MAX_QUESTIONS {
            break;
        }
    }
    Reading { items, warnings, columns: Vec::new() }
}

/// How the texts of a question are written.
#[derive(Clone, Copy)]
enum Markup {
    Html,
    /// HTML where there are tags, else lines as they stand.
    Moodle,
    Plain,
}

/// `[html]` at the front of a text, and the rest.
fn markup(text: &str) -> (Option<Markup>, &str) {
    let text = text.trim();
    for (mark, markup) in [
        ("[html]", Markup::Html),
        ("[moodle]", Markup::Moodle),
        ("[plain]", Markup::Plain),
        ("[markdown]", Markup::Plain),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (Some(markup), rest.trim_start());
        }
    }
    (None, text)
}

fn content(text: &str, outer: Markup) -> Plain {
    let (own, text) = markup(text);
    match own.unwrap_or(outer) {
        Markup::Html => html::plain(text),
        Markup::Moodle if html::has_tags(text) => html::plain(text),
        Markup::Moodle | Markup::Plain => as_written(text),
    }
}

/// A question, or the warning that a block is none.
fn question(block: &Block, topic: Option<String>) -> Result<ReadItem, Issue> {
    let mut draft = Draft { topic, ..Draft::new(block.line) };
    block.tags.iter().for_each(|tag| filed(&mut draft, tag));
    let text = block.text.trim();
    let text = text.strip_prefix("::").and_then(|rest| rest.split_once("::")).map_or(text, |(_, rest)| rest);
    let (own, text) = markup(text);
    let markup = own.unwrap_or(Markup::Moodle);
    let Some((before, inside)) = text.split_once('{') else {
        let text: String = shown(text).chars().take(200).collect();
        return Err(Unclear::StrayLine.at(at(block.line)).with("text", text));
    };
    let Some((inside, after)) = inside.split_once('}') else {
        draft.stem = shown(before).trim().to_owned();
        draft.issues.push(Unclear::UnclosedBrace.at(at(block.line)));
        return Ok(draft.finish());
    };
    // What a program's own source leaves behind the closing brace.
    let after = after.trim_end().trim_end_matches(['"', ';']);
    let (inside, general) = inside.split_once("####").unwrap_or((inside, ""));
    draft.explanation = draft_text(&mut draft, general, markup);
    answers(&mut draft, inside, markup);
    let gap = if draft.kind == Some(Kind::Blank) { "____" } else { "（　）" };
    let whole = if after.trim().is_empty() { before.to_owned() } else { format!("{before}{gap}{after}") };
    draft.stem = draft_text(&mut draft, &whole, markup);
    Ok(draft.finish())
}

fn draft_text(draft: &mut Draft, text: &str, markup: Markup) -> String {
    draft.taken(content(&shown(text), markup))
}

fn answers(draft: &mut Draft, inside: &str, markup: Markup) {
    let inside = inside.trim();
    if inside.is_empty() {
        return draft.refuse("essay");
    }
    if let Some(numbers) = inside.strip_prefix('#') {
        return numerical(draft, numbers);
    }
    let (word, feedback) = inside.split_once('#').unwrap_or((inside, ""));
    if matches!(word.trim().to_uppercase().as_str(), "T" | "F" | "TRUE" | "FALSE") {
        draft.kind = Some(Kind::TrueFalse);
        draft.key = answer::truth(word).map(|value| Key::Truth { value });
        for part in feedback.split('#') {
            let said = draft_text(draft, part, markup);
            draft.explain("", &said);
        }
        return;
    }
    let parts = parts(inside);
    let matching = |part: &&str| part.starts_with('=') && part.contains("->");
    if !parts.is_empty() && parts.iter().all(|part| matching(&part.as_str())) {
        let pairs = parts.iter().filter_map(|part| part.get(1..)?.split_once("->"));
        let pairs: Vec<(String, String)> = pairs
            .map(|(prompt, answer)| (draft_text(draft, prompt, markup), draft_text(draft, answer, markup)))
            .collect();
        return pair(draft, pairs);
    }
    let choice = parts.iter().any(|part| part.starts_with('~'));
    let marks: Vec<(bool, Mark)> =
        parts.iter().map(|part| (part.starts_with('='), mark::of(part.trim_start_matches('~')))).collect();
    if choice { choose(draft, marks, markup) } else { short(draft, marks, markup) }
}

/// The answers of a question, each with its `=` or `~`.
fn parts(inside: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for sign in inside.chars() {
        match (sign, parts.last_mut()) {
            ('=' | '~', last) => {
                // `~=` marks one answer.
                match last.filter(|part| sign == '=' && part.as_str() == "~") {
                    Some(part) => part.push(sign),
                    None => parts.push(sign.to_string()),
                }
            }
            (_, Some(part)) => part.push(sign),
            (sign, None) if sign.is_whitespace() => {}
            // An answer without a mark before the first.
            (sign, None) => parts.push(format!("={sign}")),
        }
    }
    parts
}

fn choose(draft: &mut Draft, marks: Vec<(bool, Mark)>, markup: Markup) {
    // Weights on wrong-looking answers make a question of which several may be ticked.
    let several = !marks.iter().any(|(equal, _)| *equal);
    let mut options = Vec::new();
    for (_, mark) in marks {
        let text = draft.taken(content(&mark.text, markup));
        let feedback = draft.taken(content(&mark.feedback, markup));
        draft.explain(&text, &feedback);
        let right = if several { mark.share > 0.0 } else { mark.share >= 99.9 };
        if mark.share > 0.0 && !right {
            partial(draft, &text, mark.share);
        }
        options.push((Choice { text, fixed: false }, right));
    }
    draft.choose(options, several);
}

fn partial(draft: &mut Draft, text: &str, share: f64) {
    draft.warnings.push(Unclear::PartialCredit.at(at(draft.line)).with("text", text).with("share", share));
}

fn short(draft: &mut Draft, marks: Vec<(bool, Mark)>, markup: Markup) {
    let mut accepted = Vec::new();
    for (_, mark) in marks {
        let text = draft.taken(content(&mark.text, markup));
        let feedback = draft.taken(content(&mark.feedback, markup));
        draft.explain(if text == "*" { "" } else { &text }, &feedback);
        if mark.share >= 99.9 {
            accepted.push(text);
        } else if mark.share > 0.0 {
            partial(draft, &text, mark.share);
        }
    }
    draft.kind = Some(Kind::Blank);
    let blanks = vec![BlankKey { accepted, number: None }];
    draft.key = Some(Key::Blanks { blanks, any_order: false });
}

/// `3:2`, `1..5`, `=%100%3:0#Yes =%50%3:2`.
fn numerical(draft: &mut Draft, text: &str) {
    let mut key = BlankKey::default();
    let several = text.trim_start().starts_with('=');
    let parts = if several { parts(text) } else { vec![format!("={text}")] };
    // What is said of anything else: `~#Completely wrong` behind the number.
    for part in parts.iter().flat_map(|part| part.split('~')) {
        let Mark { text, share, feedback } = mark::of(part);
        draft.explain("", &feedback);
        let number = number(&text);
        match number {
            Some(number) if share >= 99.9 && key.number.is_none() => key.number = Some(number),
            Some(_) if share > 0.0 => partial(draft, &text, share),
            _ => {}
        }
    }
    draft.kind = Some(Kind::Blank);
    draft.key = key.number.is_some().then(|| Key::Blanks { blanks: vec![key], any_order: false });
}

fn number(text: &str) -> Option<Numeric> {
    let text: String = shown(text);
    let (value, tolerance) = match text.split_once("..") {
        Some((low, high)) => middle(low.trim(), high.trim())?,
        None => {
            let (value, tolerance) = text.split_once(':').unwrap_or((&text, ""));
            (value.trim().to_owned(), tolerance.trim().to_owned())
        }
    };
    Decimal::parse(&value)?;
    let none = tolerance.is_empty() || Decimal::parse(&tolerance) == Decimal::parse("0");
    Some(Numeric { value, tolerance: (!none).then_some(tolerance), unit: None })
}

/// The middle of a range and half its width, exact.
fn middle(low: &str, high: &str) -> Option<(String, String)> {
    const PLACES: usize = 9;
    let units = |text: &str| -> Option<i64> {
        Decimal::parse(text)?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        (fraction.len() < PLACES && whole.len() < PLACES)
            .then(|| format!("{whole}{fraction:0<PLACES$}").parse().ok())
            .flatten()
    };
    let (low, high) = (units(low)?, units(high)?);
    // A ten-billionth more is no number that anyone asks for.
    let text = |units: i64| {
        let (sign, digits) = (if units < 0 { "-" } else { "" }, format!("{:0>10}", units.unsigned_abs()));
        let (whole, fraction) = digits.split_at_checked(digits.len() - PLACES)?;
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        Some(format!("{sign}{whole}{point}{fraction}"))
    };
    (high >= low).then(|| Some((text((low + high) / 2)?, text((high - low) / 2)?))).flatten()
}

#[cfg(test)]
mod tests;
