//! What one line of a question file is. Marks are recognised in any width; the text itself is
//! handed on as it was written.

use super::ReadOption;
use crate::{bank::model::Kind, kernel::numeral};

/// A sign in half width: １ is 1, Ａ is A, ． is a point.
pub(super) fn narrow(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign),
        '\u{3000}' => ' ',
        _ => sign,
    }
}

/// The field that a label opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Kind(Option<Kind>),
    Stem,
    Options,
    /// What is matched to the options.
    Prompts,
    Answer,
    Explanation,
    Difficulty,
    Topic,
    Basis,
    /// Letters of options that keep their place.
    Fixed,
    /// 我的答案, 分值: what another system printed along.
    Ignored,
}

const LABELS: &[(&str, Label)] = &[
    ("题干", Label::Stem),
    ("题目", Label::Stem),
    ("选项", Label::Options),
    ("左项", Label::Prompts),
    ("答案", Label::Answer),
    ("参考答案", Label::Answer),
    ("正确答案", Label::Answer),
    ("标准答案", Label::Answer),
    ("解析", Label::Explanation),
    ("答案解析", Label::Explanation),
    ("试题解析", Label::Explanation),
    ("难度", Label::Difficulty),
    ("难易度", Label::Difficulty),
    ("难易程度", Label::Difficulty),
    ("知识点", Label::Topic),
    ("知识领域", Label::Topic),
    ("依据", Label::Basis),
    ("出处", Label::Basis),
    ("法规依据", Label::Basis),
    ("固定", Label::Fixed),
    ("我的答案", Label::Ignored),
    ("考生答案", Label::Ignored),
    ("分值", Label::Ignored),
    ("分数", Label::Ignored),
    ("得分", Label::Ignored),
];

/// The words that name a kind; `None` is a kind that isn't read from text.
const KINDS: &[(&str, Option<Kind>)] = &[
    ("单项选择", Some(Kind::Single)),
    ("单选", Some(Kind::Single)),
    ("多项选择", Some(Kind::Multiple)),
    ("不定项选择", Some(Kind::Multiple)),
    ("不定项", Some(Kind::Multiple)),
    ("多选", Some(Kind::Multiple)),
    ("判断", Some(Kind::TrueFalse)),
    ("填空", Some(Kind::Blank)),
    ("简答", None),
    ("问答", None),
    ("论述", None),
    ("案例分析", None),
    ("案例", None),
    ("排序", Some(Kind::Ordering)),
    ("匹配", Some(Kind::Matching)),
    ("连线", Some(Kind::Matching)),
];

/// A kind at the front of a text, 题 taken along, and what follows.
fn leading_kind(text: &str) -> Option<(Option<Kind>, &str)> {
    let (word, kind) = KINDS.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text.strip_prefix(word)?;
    Some((*kind, rest.strip_prefix('题').unwrap_or(rest)))
}

/// The kind that a cell or the name of a sheet says: 单选题, 多选, 判断题（对错）.
pub(super) fn kind_named(text: &str) -> Option<Option<Kind>> {
    leading_kind(text.trim()).map(|(kind, _)| kind)
}

/// 一、单选题（共5题）: its own number if it has one, and its kind.
pub(super) fn section_head(line: &str) -> Option<(Option<u64>, Option<Kind>)> {
    let line = line.trim().trim_matches(['#', '*', ' ', '【', '】']);
    let numbered = if line.starts_with(numeral::is_numeral) { numeral::leading(line) } else { None };
    let (number, rest) = match numbered {
        Some((number, rest)) => (Some(number), rest.strip_prefix(['、', '.', '．', ' '])?.trim_start()),
        None => (None, line),
    };
    let (kind, rest) = leading_kind(rest)?;
    let ends =
        rest.is_empty() || rest.starts_with(['(', '（', ':', '：', ',', '，', ' ', '\t', '　', '共', '每']);
    (ends && line.chars().count() <= 80).then_some((number, kind))
}

/// What stands in 【 】: a known label, or the name of a kind.
fn label_of(name: &str) -> Option<Label> {
    let name: String = name.chars().filter(|sign| !sign.is_whitespace()).collect();
    let known = LABELS.iter().find(|(label, _)| *label == name).map(|(_, label)| *label);
    known.or_else(|| {
        leading_kind(&name).filter(|(_, rest)| rest.is_empty()).map(|(kind, _)| Label::Kind(kind))
    })
}

/// 答案： at the front of a text, and what follows.
fn plain_label(text: &str) -> Option<(Label, &str)> {
    LABELS.iter().find_map(|(name, label)| {
        let rest = text.strip_prefix(name)?.trim_start_matches(' ');
        Some((*label, rest.strip_prefix([':', '：'])?))
    })
}

/// 【答案】 at the front of a text, and what follows. No label is longer than ten signs.
fn bracketed_label(text: &str) -> Option<(Label, &str)> {
    let inside = text.strip_prefix(['【', '[', '［'])?;
    let (end, closing) =
        inside.char_indices().take(11).find(|(_, sign)| matches!(sign, '】' | ']' | '］'))?;
    let after = inside.get(end + closing.len_utf8()..)?;
    Some((label_of(inside.get(..end)?)?, after.strip_prefix([':', '：']).unwrap_or(after)))
}

/// A label may follow another text on the same line after a blank or the end of a sentence.
fn may_follow(before: &str) -> bool {
    before.ends_with(|sign: char| sign.is_whitespace() || "。？！?!;；)）】".contains(sign))
}

/// A line as the fields it fills: `None` goes on with the field before. 【选项】 and 【解析】 may
/// stand anywhere, 答案： at the front or after a pause.
pub(super) fn fields(line: &str) -> Vec<(Option<Label>, &str)> {
    let mut fields = Vec::new();
    let (mut current, mut from, mut at, mut seen) = (None, 0, 0, false);
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(from..at).unwrap_or_default();
        let plain = || if !seen || may_follow(before) { plain_label(rest) } else { None };
        if let Some((label, after)) = bracketed_label(rest).or_else(plain) {
            if seen || current.is_some() {
                fields.push((current, before));
            }
            (current, from, seen) = (Some(label), line.len() - after.len(), false);
            at = from;
        } else {
            let sign = rest.chars().next().unwrap_or_default();
            seen |= !sign.is_whitespace();
            at += sign.len_utf8();
        }
    }
    fields.push((current, line.get(from..).unwrap_or_default()));
    fields
}

/// How the questions of a text are numbered. A text that has `1.` doesn't count with （1） or 一、
/// too: these are then points within a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    Digits,
    Brackets,
    Chinese,
    /// Blocks parted by empty lines.
    None,
}

/// The number a line begins with, and what follows. 3.5% begins a question only where a third one
/// is due.
pub(super) fn numbered(line: &str, numbering: Numbering, due: u64) -> Option<(u64, &str)> {
    let line = line.trim_start();
    match numbering {
        Numbering::Digits => {
            let digits = line.strip_prefix('第').unwrap_or(line);
            if !digits.starts_with(|sign| narrow(sign).is_ascii_digit()) {
                return None;
            }
            let (number, rest) = numeral::leading(digits)?;
            let rest = match rest.strip_prefix('题') {
                Some(rest) => rest.trim_start_matches(['.', '．', '、', ':', '：', ' ']),
                None if digits.len() < line.len() => return None,
                None => rest.trim_start_matches(' ').strip_prefix(['.', '．', '、', ')', '）', '】'])?,
            };
            let decimal = rest.starts_with(|sign: char| sign.is_ascii_digit());
            (number == due || !decimal).then_some((number, rest))
        }
        Numbering::Brackets => {
            let (number, rest) = numeral::leading(line.strip_prefix(['(', '（'])?.trim_start())?;
            Some((number, rest.trim_start().strip_prefix([')', '）'])?))
        }
        Numbering::Chinese => {
            let (number, rest) = line.starts_with(numeral::is_numeral).then(|| numeral::leading(line))??;
            Some((number, rest.strip_prefix('、')?))
        }
        Numbering::None => None,
    }
}

/// An answer in brackets before the number, `（ √ ）1、…`: its text and the rest.
pub(super) fn answer_before_number(line: &str) -> Option<(&str, &str)> {
    let (inside, rest) = line.trim_start().strip_prefix(['(', '（'])?.split_once([')', '）'])?;
    let inside = inside.trim();
    let number = inside.starts_with(|sign| narrow(sign).is_ascii_digit());
    let fits = !number && inside.chars().count() <= 4 && numbered(rest, Numbering::Digits, 0).is_some();
    fits.then_some((inside, rest))
}

/// The mark of an option at the front: `A.` `A、` `Ａ．` `(A)` `（A）` `A)`. Gives the letter as
/// written, what closes the mark, and the text after it.
fn option_mark(text: &str) -> Option<(char, char, &str)> {
    let bracket = text.strip_prefix(['(', '（']);
    let inside = bracket.map_or(text, |inside| inside.trim_start_matches(' '));
    let sign = inside.chars().next()?;
    let letter = narrow(sign);
    if !letter.is_ascii_alphabetic() {
        return None;
    }
    let rest = inside.get(sign.len_utf8()..)?;
    let closing = rest.trim_start_matches(' ').chars().next()?;
    let after = rest.trim_start_matches(' ').get(closing.len_utf8()..)?;
    match (bracket.is_some(), narrow(closing)) {
        (true, ')') => Some((letter, ')', after)),
        (false, mark @ ('.' | '、' | ')' | ':')) => Some((letter, mark, after)),
        // 「A 三日」 with nothing but a blank, before Chinese text.
        (false, _) if rest.starts_with([' ', '\t', '　']) => {
            let text = rest.trim_start();
            text.starts_with(|sign: char| !sign.is_ascii()).then_some((letter, ' ', text))
        }
        _ => None,
    }
}

/// Whether a bracket is open at the end: （ A、B ） is an answer.
fn is_bracketed(before: &str) -> bool {
    before.rfind(['(', '（']) > before.rfind([')', '）'])
}

/// The options of a line, and the text before the first of them. An option inside a line must
/// follow a blank, or be the next letter with the same mark, so that “A、B两类” stays a text.
/// Before the first option of a stem's line stands a pause, and another option follows it.
pub(super) fn options(line: &str, number: usize) -> Option<(&str, Vec<ReadOption>)> {
    let mut marks: Vec<(usize, char, usize)> = Vec::new();
    let (mut at, mut first_mark) = (0, None);
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let before = line.get(..at).unwrap_or_default();
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let Some((letter, mark, after)) = option_mark(rest) else {
            at += step;
            continue;
        };
        let pause = before.is_empty() || before.ends_with(char::is_whitespace);
        let taken = match (marks.last(), first_mark) {
            (Some((_, previous, _)), Some(first)) => {
                let follows = u32::from(letter) == u32::from(*previous) + 1;
                let same_case = letter.is_ascii_uppercase() == previous.is_ascii_uppercase();
                mark == first && same_case && (follows || (pause && letter >= *previous))
            }
            _ => {
                before.trim().is_empty()
                    || (letter == 'A' && mark != ' ' && may_follow(before) && !is_bracketed(before))
            }
        };
        if taken {
            first_mark = Some(mark);
            let from = line.len() - after.len();
            marks.push((at, letter, from));
            at = from;
        } else {
            at += step;
        }
    }
    let lead = line.get(..marks.first()?.0)?;
    if !lead.trim().is_empty() && marks.len() < 2 {
        return None;
    }
    let ends = marks.iter().skip(1).map(|(start, ..)| *start).chain([line.len()]);
    let options = marks.iter().zip(ends).map(|((_, letter, from), end)| ReadOption {
        letter: letter.to_ascii_uppercase(),
        text: line.get(*from..end).unwrap_or_default().trim().trim_end_matches(['；', ';']).to_owned(),
        line: number,
    });
    Some((lead, options.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<(char, String)> {
        options(line, 1)
            .map(|(_, options)| options.into_iter().map(|o| (o.letter, o.text)).collect())
            .unwrap_or_default()
    }

    #[test]
    fn options_in_every_layout() {
        let expected = vec![('A', "三日".to_owned()), ('B', "五日".to_owned())];
        for line in [
            "A.三日 B.五日",
            "A、三日    B、五日",
            "Ａ．三日\t\tＢ．五日",
            "(A) 三日　(B)五日",
            "（A）三日（B）五日",
            "A.三日B.五日",
            "  a) 三日  b) 五日",
            "A 三日 B 五日",
        ] {
            assert_eq!(texts(line), expected, "{line}");
        }
        assert_eq!(texts("A.三日 C.五日").len(), 2);
        assert_eq!(texts("A.五日 A.五日").len(), 2);
        assert_eq!(texts("A. 办理A、B两类事项"), [('A', "办理A、B两类事项".to_owned())]);
        assert!(texts("An apple").is_empty());
        assert!(texts("B类事项").is_empty());
        assert!(
            options("期限是？ A.三日 B.五日", 1)
                .is_some_and(|(lead, options)| lead == "期限是？ " && options.len() == 2)
        );
        assert!(options("企业有A、B两类", 1).is_none());
        assert!(options("推行（ A、B、C ）等制度", 1).is_none());
    }

    #[test]
    fn numbers_and_section_heads() {
        assert_eq!(numbered("１．题干", Numbering::Digits, 1), Some((1, "题干")));
        assert_eq!(numbered("第3题 题干", Numbering::Digits, 1), Some((3, "题干")));
        assert_eq!(numbered("3.5%的税率", Numbering::Digits, 1), None);
        assert_eq!(numbered("2024年1月", Numbering::Digits, 1), None);
        assert_eq!(numbered("1.12345热线", Numbering::Digits, 1), Some((1, "12345热线")));
        assert_eq!(numbered("（12）题干", Numbering::Brackets, 1), Some((12, "题干")));
        assert_eq!(numbered("十二、题干", Numbering::Chinese, 1), Some((12, "题干")));
        assert_eq!(section_head("一、单选题(共5题)"), Some((Some(1), Some(Kind::Single))));
        assert_eq!(
            section_head("三、判断题（对的打“√”，错的打“×”）"),
            Some((Some(3), Some(Kind::TrueFalse)))
        );
        assert_eq!(section_head("多项选择题"), Some((None, Some(Kind::Multiple))));
        assert_eq!(section_head("五、简答题"), Some((Some(5), None)));
        assert_eq!(section_head("一、判断下列说法是否正确"), None);
        assert_eq!(answer_before_number("（ √ ）1、题干"), Some(("√", "1、题干")));
    }

    #[test]
    fn labels_on_one_line() {
        let line = "题干。【选项】A.三日【参考答案】B【解析】见《条例》。答案：略";
        assert_eq!(
            fields(line),
            [
                (None, "题干。"),
                (Some(Label::Options), "A.三日"),
                (Some(Label::Answer), "B"),
                (Some(Label::Explanation), "见《条例》。"),
                (Some(Label::Answer), "略"),
            ]
        );
        assert_eq!(fields("正确答案: ABC"), [(Some(Label::Answer), " ABC")]);
        assert_eq!(fields("标准的答案：是什么"), [(None, "标准的答案：是什么")]);
        assert_eq!(fields("【公告】内容"), [(None, "【公告】内容")]);
    }
}
