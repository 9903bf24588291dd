//! What stands in a stem besides its words: brackets for an answer, blanks, notes before it.

use super::line::narrow;
use crate::bank::{fold::fold, rule::plain};

/// A blank as bodies write it.
const BLANK: &str = "____";

/// Pairs of brackets without brackets in them, from before the first to after the last sign.
pub(super) fn brackets(text: &str) -> Vec<(usize, usize)> {
    let (mut pairs, mut open) = (Vec::new(), None);
    for (place, sign) in text.char_indices() {
        match narrow(sign) {
            '(' => open = Some(place),
            ')' => pairs.extend(open.take().map(|from| (from, place + sign.len_utf8()))),
            _ => {}
        }
    }
    pairs
}

pub(super) fn inside(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default().trim_matches(['(', ')', '（', '）'])
}

fn is_underscore(sign: char) -> bool {
    narrow(sign) == '_'
}

pub(super) fn has_blank(stem: &str) -> bool {
    with_blanks(stem).contains(BLANK)
}

/// Every blank as four underscores: runs of two or more, or, where there are none, empty brackets.
pub(super) fn with_blanks(stem: &str) -> String {
    let mut blanked = String::with_capacity(stem.len());
    let mut run = 0;
    for sign in stem.chars().map(Some).chain([None]) {
        if sign.is_some_and(is_underscore) {
            run += 1;
            continue;
        }
        blanked.push_str(if run > 1 {
            BLANK
        } else if run == 1 {
            "_"
        } else {
            ""
        });
        run = 0;
        blanked.extend(sign);
    }
    if !blanked.contains(BLANK) {
        for (from, to) in brackets(&blanked)
            .into_iter()
            .rev()
            .filter(|(from, to)| inside(stem, *from, *to).trim().is_empty())
        {
            blanked.replace_range(from..to, BLANK);
        }
    }
    blanked
}

/// Without the empty bracket that a true/false stem ends with.
pub(super) fn without_gap(stem: &str) -> String {
    let gap = brackets(stem)
        .pop()
        .filter(|(from, to)| *to == stem.len() && inside(stem, *from, *to).trim().is_empty());
    plain(gap.and_then(|(from, _)| stem.get(..from)).unwrap_or(stem))
}

/// A stem without a note in brackets before it, folded.
pub(super) fn essence(stem: &str) -> String {
    let noted = stem.trim_start().strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    fold(noted.map_or(stem, |(_, rest)| if rest.trim().is_empty() { stem } else { rest }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_every_width() {
        assert_eq!(with_blanks("在＿＿＿内，__前"), "在____内，____前");
        assert_eq!(with_blanks("在（　）内，( )前（含）"), "在____内，____前（含）");
        assert_eq!(with_blanks("在____内（ ）"), "在____内（ ）");
        assert_eq!(with_blanks("a_b"), "a_b");
    }

    #[test]
    fn notes_and_gaps_go() {
        assert_eq!(without_gap("说法。（　）"), "说法。");
        assert_eq!(without_gap("说法（含）"), "说法（含）");
        assert_eq!(essence("（与第7题相同）覆盖哪些？"), essence("覆盖哪些?"));
        assert_ne!(essence("（甲）"), essence("（乙）"));
    }
}
