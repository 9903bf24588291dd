//! What an answer says, and the answers that stand together at the end of a text.

use super::line::narrow;
use crate::{
    bank::{
        model::{BlankKey, Numeric},
        rule::plain,
    },
    kernel::{decimal::Decimal, numeral},
};

/// Answer letters in capitals, in order, each once; and whether they were written loosely (small,
/// or parted by blanks alone). None if the text is anything but letters.
pub(super) fn letters(text: &str) -> Option<(Vec<char>, bool)> {
    let text = text.trim().trim_end_matches(['。', '.', '．', '；', ';']);
    let text = text.strip_suffix("选项").or_else(|| text.strip_suffix('项')).unwrap_or(text);
    let text = text.strip_prefix('选').unwrap_or(text).trim();
    let (mut letters, mut loose, mut blank, mut parted) = (Vec::new(), false, false, false);
    for sign in text.chars().map(narrow) {
        match sign {
            'A'..='Z' | 'a'..='z' => {
                loose |= sign.is_ascii_lowercase();
                letters.push(sign.to_ascii_uppercase());
            }
            ',' | '、' | ';' | '/' | '和' | '及' => parted = true,
            sign if sign.is_whitespace() => blank = true,
            _ => return None,
        }
    }
    letters.sort_unstable();
    letters.dedup();
    (!letters.is_empty()).then_some((letters, loose || (blank && !parted)))
}

/// Letters in the order that is written: `CAB`, `C-A-B`, `C→A→B`, `1-C 2-A`. None if the text is
/// anything but letters, with or without numbers before them.
pub(super) fn in_order(text: &str) -> Option<Vec<char>> {
    let mut letters = Vec::new();
    for sign in text.trim().chars().map(narrow) {
        match sign {
            'A'..='Z' | 'a'..='z' => letters.push(sign.to_ascii_uppercase()),
            '0'..='9' | '-' | '>' | '→' | '—' | ',' | '、' | ';' | '.' | ':' | '\n' | '(' | ')' => {}
            sign if sign.is_whitespace() => {}
            _ => return None,
        }
    }
    (!letters.is_empty()).then_some(letters)
}

/// What a true/false answer says.
pub(super) fn truth(text: &str) -> Option<bool> {
    let text: String = text.trim().trim_end_matches(['。', '.']).chars().map(narrow).collect();
    match text.to_lowercase().as_str() {
        "正确" | "对" | "√" | "✓" | "✔" | "☑" | "是" | "t" | "true" | "y" | "yes" => Some(true),
        "错误" | "错" | "×" | "✗" | "✘" | "✕" | "x" | "否" | "不对" | "不正确" | "f" | "false" | "n"
        | "no" => Some(false),
        _ => None,
    }
}

/// The number of a question and its answer.
pub(super) type Numbered = (u64, String);

const ANY_ORDER: [&str; 6] =
    ["（顺序不限）", "(顺序不限)", "（不分先后）", "(不分先后)", "（不分顺序）", "(不分顺序)"];

/// The keys of `count` blanks: parted by ；, accepted texts by |, `20±0.5日` a number. Says too
/// whether they may come in any order.
pub(super) fn blanks(text: &str, count: usize) -> (Vec<BlankKey>, bool) {
    let text = text.trim();
    let unordered = ANY_ORDER.iter().find_map(|mark| text.strip_suffix(mark));
    let text = unordered.unwrap_or(text);
    let mut parts: Vec<&str> = text.split(['；', ';']).collect();
    if parts.len() == 1 && count > 1 {
        let other = [&['\n'][..], &['、'], &['，', ','], &[' ', '\u{3000}']];
        let split =
            |marks: &[char]| text.split(marks).filter(|part| !part.trim().is_empty()).collect::<Vec<_>>();
        parts = other.into_iter().map(split).find(|parts| parts.len() == count).unwrap_or(parts);
    }
    (parts.into_iter().map(blank).collect(), unordered.is_some())
}

fn blank(text: &str) -> BlankKey {
    let mut key = BlankKey::default();
    for part in text.split(['|', '｜']).map(plain).filter(|part| !part.is_empty()) {
        match number(&part) {
            Some(number) if key.number.is_none() => key.number = Some(number),
            _ => key.accepted.push(part),
        }
    }
    key
}

/// `20±0.5日`; a tolerance of 0 is none.
fn number(text: &str) -> Option<Numeric> {
    let (value, rest) = text.split_once('±')?;
    let value = value.trim();
    let end =
        rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ' ').unwrap_or(rest.len());
    let (tolerance, unit) = rest.split_at_checked(end)?;
    let (tolerance, unit) = (tolerance.trim(), unit.trim());
    Decimal::parse(value).zip(Decimal::parse(tolerance))?;
    Some(Numeric {
        value: value.to_owned(),
        tolerance: (tolerance != "0").then(|| tolerance.to_owned()),
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
    })
}

/// Numbers and their answers out of `1-5 BCBCC`, `1.ABC 2.ABCD`, `1对 2错 3对`. None unless the
/// whole text is that.
pub(super) fn table(text: &str) -> Option<Vec<Numbered>> {
    let mut entries = Vec::new();
    let mut rest = skip(text);
    while !rest.is_empty() {
        let (first, after) = number_at_front(rest)?;
        let after = after.trim_start();
        let range = after
            .strip_prefix(['-', '~', '—', '–', '－', '～', '至', '到'])
            .map(|end| end.trim_start_matches('—'));
        let (last, after) = match range.and_then(|end| number_at_front(end.trim_start())) {
            Some(found) => found,
            None => (first, after),
        };
        let end = after.find(|sign| narrow(sign).is_ascii_digit()).unwrap_or(after.len());
        let (run, after) = after.split_at_checked(end)?;
        let answers = answers_of_run(run, usize::try_from(last.checked_sub(first)?).ok()?.checked_add(1)?)?;
        entries.extend((first..=last).zip(answers));
        rest = skip(after);
    }
    (!entries.is_empty()).then_some(entries)
}

fn number_at_front(text: &str) -> Option<(u64, &str)> {
    if text.starts_with(|sign| narrow(sign).is_ascii_digit()) { numeral::leading(text) } else { None }
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(|sign: char| sign.is_whitespace() || "，,；;。、".contains(sign))
}

/// The answers to `count` questions in one run: parted by blanks, or one sign each.
fn answers_of_run(run: &str, count: usize) -> Option<Vec<String>> {
    let separates = |sign: char| sign.is_whitespace() || ".、．)）:：,，;；。".contains(sign);
    let groups: Vec<&str> = run.split(separates).filter(|group| !group.is_empty()).collect();
    let answers: Vec<String> = if count == 1 {
        vec![groups.concat()]
    } else if groups.len() == count {
        groups.into_iter().map(str::to_owned).collect()
    } else {
        groups.concat().chars().map(String::from).collect()
    };
    let known = |answer: &String| letters(answer).is_some() || truth(answer).is_some();
    (answers.len() == count && answers.iter().all(known)).then_some(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_every_spelling() {
        for (text, expected, loose) in [
            ("B", "B", false),
            (" A，B，C ", "ABC", false),
            ("ＡＢ", "AB", false),
            ("a b　c", "ABC", true),
            ("选C项。", "C", false),
        ] {
            let (read, is_loose) = letters(text).unwrap();
            assert_eq!((read.iter().collect::<String>().as_str(), is_loose), (expected, loose), "{text}");
        }
        assert_eq!(letters("五日"), None);
        assert_eq!(letters(""), None);
    }

    #[test]
    fn keys_of_blanks() {
        let (keys, any_order) = blanks("二十|20；十|10（顺序不限）", 2);
        assert!(any_order);
        assert_eq!(keys[0].accepted, ["二十", "20"]);
        assert_eq!(keys[1].accepted, ["十", "10"]);
        assert_eq!(blanks("公开、公平", 2).0.len(), 2);
        assert_eq!(blanks("公开、公平", 1).0.len(), 1);
        let number = blanks("20 ± 0.5 日", 1).0.remove(0).number.unwrap();
        assert_eq!(
            (number.value.as_str(), number.tolerance.as_deref(), number.unit.as_deref()),
            ("20", Some("0.5"), Some("日"))
        );
    }

    #[test]
    fn answers_at_the_end() {
        let read = |text| {
            table(text).map(|entries| entries.into_iter().map(|(n, a)| format!("{n}{a}")).collect::<Vec<_>>())
        };
        let expected = |answers: &[&str]| Some(answers.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("1-3 BCB"), expected(&["1B", "2C", "3B"]));
        assert_eq!(read("1～2：AB CD　3、对"), expected(&["1AB", "2CD", "3对"]));
        assert_eq!(read("1.ABC  2.ABCD"), expected(&["1ABC", "2ABCD"]));
        assert_eq!(read("1对 2错 3√"), expected(&["1对", "2错", "3√"]));
        for text in ["1-3 AB", "1. 五日", "", "ABC", "3-1 ABC", "1-99999999999 A", "1. A. 三日 B. 五日"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
