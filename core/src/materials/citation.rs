//! Citations of a regulation: 《行政许可法》第三十二条第一款第（四）项 names a title and an address.

use std::fmt::Write;

use crate::kernel::numeral;

/// No title is as long as this; what is, lacks its closing mark.
const MAX_TITLE: usize = 120;

/// Where a text says that it rests on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The title between 《 and 》, as written; none for 本条例 or a bare 第十二条.
    pub title: Option<String>,
    /// `12`, `12.1`, `12.1.4`; 第十二条之一 is `12-1`.
    pub address: String,
}

/// The address at the front of a text that begins with 第X条, and what follows it. 款 and 项 are
/// taken along: 第十二条第三款第（二）项 is `12.3.2`, and 第十二条第（二）项, whose article has one
/// 款 only, is `12.1.2`.
#[must_use]
pub fn leading_address(text: &str) -> Option<(String, &str)> {
    let (mut address, mut rest) = leading_article(text)?;
    let paragraph = part(rest, "款");
    if let Some((_, after)) = paragraph {
        rest = after;
    }
    let item = part(rest, "项");
    match (paragraph, item) {
        (None, None) => return Some((address, rest)),
        (paragraph, _) => write!(address, ".{}", paragraph.map_or(1, |(number, _)| number)).ok()?,
    }
    if let Some((number, after)) = item {
        write!(address, ".{number}").ok()?;
        rest = after;
    }
    Some((address, rest))
}

/// The number of an article at the front, without 款 and 项.
#[must_use]
pub fn leading_article(text: &str) -> Option<(String, &str)> {
    let (number, rest) = part(text, "条")?;
    match rest.strip_prefix('之').and_then(numeral::leading) {
        Some((inserted, rest)) => Some((format!("{number}-{inserted}"), rest)),
        None => Some((number.to_string(), rest)),
    }
}

/// 第…条, 第…款, 第（…）项.
fn part<'a>(text: &'a str, what: &str) -> Option<(u64, &'a str)> {
    let text = text.strip_prefix('第')?;
    let text = text.strip_prefix(['（', '(']).unwrap_or(text);
    let (number, rest) = numeral::leading(text)?;
    let rest = rest.strip_prefix(['）', ')']).unwrap_or(rest);
    Some((number, rest.strip_prefix(what)?))
}

/// Every citation of a text, in order. A title stands for the articles that follow it until the
/// next title, also for 同条例第三十九条; `《行政许可法第三十二条》` is understood as well.
#[must_use]
pub fn citations(text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let mut title: Option<String> = None;
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let after_sign = rest.get(sign.len_utf8()..).unwrap_or_default();
        if sign == '《' {
            if let Some((inside, after)) = title_at_front(after_sign) {
                let within = inside
                    .char_indices()
                    .find_map(|(at, _)| Some((at, leading_address(inside.get(at..)?)?.0)));
                title = inside.get(..within.as_ref().map_or(inside.len(), |(at, _)| *at)).map(str::to_owned);
                found.extend(within.map(|(_, address)| Citation { title: title.clone(), address }));
                rest = after;
                continue;
            }
        } else if let Some((address, after)) = leading_address(rest) {
            found.push(Citation { title: title.clone(), address });
            rest = after;
            continue;
        }
        rest = after_sign;
    }
    found
}

/// What stands before the next 》, if it is near enough to close a title.
fn title_at_front(text: &str) -> Option<(&str, &str)> {
    let (end, _) = text.char_indices().take(MAX_TITLE).find(|(_, sign)| *sign == '》')?;
    let (title, rest) = text.split_at_checked(end)?;
    Some((title, rest.strip_prefix('》')?))
}

/// `12.3` as 第十二条第三款.
#[must_use]
pub fn in_words(address: &str) -> String {
    let mut text = String::new();
    for (part, what) in address.split('.').zip(["条", "款", "项"]) {
        let (number, inserted) =
            part.split_once('-').map_or((part, None), |(number, after)| (number, Some(after)));
        let words = |digits: &str| digits.parse().map_or_else(|_| digits.to_owned(), numeral::write);
        text.push('第');
        if what == "项" {
            text.extend(["（", &words(number), "）"]);
        } else {
            text.push_str(&words(number));
        }
        text.push_str(what);
        if let Some(inserted) = inserted {
            text.extend(["之", &words(inserted)]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written() {
        for (text, address) in [
            ("第十二条", "12"),
            ("第十二条之一", "12-1"),
            ("第十二条第三款", "12.3"),
            ("第十二条第三款第（二）项", "12.3.2"),
        ] {
            assert_eq!(leading_address(text), Some((address.to_owned(), "")));
            assert_eq!(in_words(address), text);
        }
        assert_eq!(leading_address("第12条第（二）项规定"), Some(("12.1.2".to_owned(), "规定")));
        assert_eq!(leading_address("第二项"), None);
    }

    #[test]
    fn citations_of_an_explanation() {
        let text = "见《行政许可法》第三十二条第一款第四项、第三十三条；又见《优化营商环境条例第三十六条》，同条例第四十条。";
        let found: Vec<(Option<String>, String)> =
            citations(text).into_iter().map(|c| (c.title, c.address)).collect();
        let law = Some("行政许可法".to_owned());
        let rule = Some("优化营商环境条例".to_owned());
        assert_eq!(
            found,
            [
                (law.clone(), "32.1.4".to_owned()),
                (law, "33".to_owned()),
                (rule.clone(), "36".to_owned()),
                (rule, "40".to_owned())
            ]
        );
        assert!(citations("没有依据《").is_empty());
        assert_eq!(citations("行政许可法第五十条")[0].title, None);
    }
}
