//! What two texts share when their spelling is folded away: width, case, blanks, the marks of
//! Chinese and Western punctuation, and numbers in words or in digits. Answers to blanks compare
//! by this, and so do stems that may be the same question.

use unicode_normalization::UnicodeNormalization;

use crate::kernel::numeral;

/// A longer run of numeral signs is no number that anyone means.
const MAX_NUMERAL: usize = 20;

/// The folded form; two texts are the same answer if theirs are equal.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkc().flat_map(char::to_lowercase).map(unified).collect();
    percent(&in_digits(&without_blanks(&plain)))
}

/// One mark for each that both scripts have. NFKC has already narrowed ，；：？！（）.
const fn unified(sign: char) -> char {
    match sign {
        '。' | '．' => '.',
        '、' => ',',
        '“' | '”' | '„' | '「' | '」' | '『' | '』' | '＂' => '"',
        '‘' | '’' | '′' => '\'',
        '【' | '〔' | '〖' => '[',
        '】' | '〕' | '〗' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '—' | '–' | '―' | '‐' | '‑' | '−' => '-',
        '・' | '•' | '‧' => '·',
        '〜' => '~',
        _ => sign,
    }
}

/// Blanks count only between two Latin words, and then as one.
fn without_blanks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut blank = false;
    for sign in text.chars().filter(|sign| !is_invisible(*sign)) {
        if sign.is_whitespace() {
            blank = true;
            continue;
        }
        let between =
            kept.ends_with(|before: char| before.is_ascii_alphanumeric()) && sign.is_ascii_alphanumeric();
        if blank && between {
            kept.push(' ');
        }
        kept.push(sign);
        blank = false;
    }
    kept
}

/// Signs that a paste brings along and nobody sees.
const fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// 二十个工作日 becomes 20个工作日, 5万 becomes 50000.
fn in_digits(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut run = String::new();
    for sign in text.chars() {
        let continues = if run.starts_with(|first: char| first.is_ascii_digit()) {
            // 5万万 is one run that nobody means, not 50000 and a 万.
            sign.is_ascii_digit() || matches!(sign, '万' | '亿')
        } else {
            numeral::is_numeral(sign)
        };
        let begins = sign.is_ascii_digit() || numeral::is_numeral(sign);
        if !run.is_empty() && !continues {
            folded.push_str(&number(&run));
            run.clear();
        }
        if begins { run.push(sign) } else { folded.push(sign) }
    }
    folded.push_str(&number(&run));
    folded
}

/// The digits of a run, or the run itself where it is only a word: 三三, 百, 千万.
fn number(run: &str) -> String {
    let length = run.chars().count();
    if run.starts_with(|first: char| first.is_ascii_digit()) {
        let worth = |sign| if sign == '万' { 10_000u64 } else { 100_000_000 };
        let large = run.strip_suffix(['万', '亿']).zip(run.chars().next_back().map(worth));
        let scaled = large.and_then(|(digits, worth)| digits.parse::<u64>().ok()?.checked_mul(worth));
        return scaled.map_or_else(|| run.to_owned(), |scaled| scaled.to_string());
    }
    // Two signs without a unit are a pair of digits only where one of them is zero.
    let has_unit = run.contains(['十', '拾', '百', '佰', '千', '仟', '万', '亿']);
    let is_word = length > MAX_NUMERAL || (length == 2 && !has_unit && !run.contains(['零', '〇', '○']));
    let read = if is_word { None } else { numeral::read(run) };
    read.map_or_else(|| run.to_owned(), |number| number.to_string())
}

/// 百分之20 becomes 20%.
fn percent(text: &str) -> String {
    let mut parts = text.split("百分之");
    let mut folded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(part.len());
        match part.split_at_checked(end) {
            Some((digits, rest)) if !digits.is_empty() => folded.extend([digits, "%", rest]),
            _ => folded.extend(["百分之", part]),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_answer_in_other_spelling() {
        for (one, other) in [
            ("二十个工作日", " 20 个工作日 "),
            ("第十二条", "第１２条"),
            ("一网通办", "1网通办"),
            ("二〇二三年", "2023年"),
            ("五万元", "5万元"),
            ("百分之二十", "20％"),
            ("ＯＦＤ", "ofd"),
            ("“好差评”", "「好差评」"),
            ("公开、公平，公正。", "公开,公平,公正."),
            ("Word  Excel", "word\u{3000}excel"),
            ("首问\u{200B}负责", "首问 负责"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
    }

    #[test]
    fn other_answers_stay_apart() {
        for (one, other) in [
            ("十日", "五日"),
            ("三三", "三十三"),
            ("千万", "一千万"),
            ("1.5", "15"),
            ("a b", "ab"),
            ("-5", "5"),
            ("百姓", "100姓"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} / {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "[一二十百万零〇0-9a-zA-Z 　，。“”百分之日个%]{0,16}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
