//! What a column of a table holds, and the names that columns go by.

use std::fmt;

use super::super::line::narrow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Number,
    Kind,
    Stem,
    /// All options in one cell.
    Options,
    /// One option; A is 0.
    Option(u8),
    /// What is matched to the options, counted from 0.
    Prompt(u8),
    /// The answer to one blank, counted from 0.
    Blank(u8),
    Answer,
    Explanation,
    Difficulty,
    Topic,
    Basis,
    /// Letters of options that keep their place.
    Fixed,
    /// Words of which some name a difficulty.
    Tags,
    /// Points and the like, which papers decide.
    Ignored,
}

const NAMES: [(&str, Field); 13] = [
    ("number", Field::Number),
    ("kind", Field::Kind),
    ("stem", Field::Stem),
    ("options", Field::Options),
    ("answer", Field::Answer),
    ("explanation", Field::Explanation),
    ("difficulty", Field::Difficulty),
    ("topic", Field::Topic),
    ("basis", Field::Basis),
    ("fixed", Field::Fixed),
    ("tags", Field::Tags),
    ("ignored", Field::Ignored),
    ("option", Field::Options),
];

/// Blanks and prompts of one question.
const MOST: u8 = 20;

impl Field {
    /// Reads `stem`, `option:A`, `prompt:1`, `blank:2`.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let known = NAMES.iter().find(|(name, _)| *name == text).map(|(_, field)| *field);
        known.or_else(|| {
            let (what, which) = text.split_once(':')?;
            match what {
                "option" => letter(which).map(Self::Option),
                "prompt" => counted(which).map(Self::Prompt),
                "blank" => counted(which).map(Self::Blank),
                _ => None,
            }
        })
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(place) => write!(f, "option:{}", char::from(b'A'.saturating_add(*place))),
            Self::Prompt(place) => write!(f, "prompt:{}", place + 1),
            Self::Blank(place) => write!(f, "blank:{}", place + 1),
            other => f.write_str(NAMES.iter().find(|(_, field)| field == other).map_or("", |(name, _)| name)),
        }
    }
}

/// A single letter as its place.
fn letter(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => Some(letter.to_ascii_uppercase() - b'A'),
        _ => None,
    }
}

/// A number from 1 as a place from 0.
fn counted(text: &str) -> Option<u8> {
    text.parse::<u8>().ok().filter(|number| (1..=MOST).contains(number)).map(|number| number - 1)
}

const CHINESE: &[(&str, Field)] = &[
    ("序号", Field::Number),
    ("题号", Field::Number),
    ("编号", Field::Number),
    ("试题编号", Field::Number),
    ("no", Field::Number),
    ("id", Field::Number),
    ("题型", Field::Kind),
    ("类型", Field::Kind),
    ("题类", Field::Kind),
    ("试题类型", Field::Kind),
    ("题目类型", Field::Kind),
    ("考题类型", Field::Kind),
    ("type", Field::Kind),
    ("题干", Field::Stem),
    ("题目", Field::Stem),
    ("试题", Field::Stem),
    ("问题", Field::Stem),
    ("题目内容", Field::Stem),
    ("试题内容", Field::Stem),
    ("题干内容", Field::Stem),
    ("试题题干", Field::Stem),
    ("题目题干", Field::Stem),
    ("题目描述", Field::Stem),
    ("题目标题", Field::Stem),
    ("试题题目", Field::Stem),
    ("question", Field::Stem),
    ("stem", Field::Stem),
    ("选项", Field::Options),
    ("备选项", Field::Options),
    ("备选答案", Field::Options),
    ("选项内容", Field::Options),
    ("试题选项", Field::Options),
    ("options", Field::Options),
    ("答案", Field::Answer),
    ("正确答案", Field::Answer),
    ("参考答案", Field::Answer),
    ("标准答案", Field::Answer),
    ("试题答案", Field::Answer),
    ("题目答案", Field::Answer),
    ("正确选项", Field::Answer),
    ("answer", Field::Answer),
    ("key", Field::Answer),
    ("解析", Field::Explanation),
    ("答案解析", Field::Explanation),
    ("试题解析", Field::Explanation),
    ("题目解析", Field::Explanation),
    ("试题分析", Field::Explanation),
    ("explanation", Field::Explanation),
    ("难度", Field::Difficulty),
    ("难易度", Field::Difficulty),
    ("难易程度", Field::Difficulty),
    ("难度系数", Field::Difficulty),
    ("难度等级", Field::Difficulty),
    ("difficulty", Field::Difficulty),
    ("知识点", Field::Topic),
    ("知识领域", Field::Topic),
    ("分类", Field::Topic),
    ("试题分类", Field::Topic),
    ("题目分类", Field::Topic),
    ("章节", Field::Topic),
    ("科目", Field::Topic),
    ("topic", Field::Topic),
    ("category", Field::Topic),
    ("依据", Field::Basis),
    ("出处", Field::Basis),
    ("法规依据", Field::Basis),
    ("政策依据", Field::Basis),
    ("命题依据", Field::Basis),
    ("来源", Field::Basis),
    ("固定", Field::Fixed),
    ("固定选项", Field::Fixed),
    ("标签", Field::Tags),
    ("tags", Field::Tags),
    ("分值", Field::Ignored),
    ("分数", Field::Ignored),
    ("单空分数", Field::Ignored),
    ("得分", Field::Ignored),
    ("score", Field::Ignored),
];

/// What a column of this name usually holds.
pub(super) fn of_name(name: &str) -> Option<Field> {
    let name: String = name.chars().map(narrow).filter(|sign| !sign.is_whitespace()).collect();
    // 题干（必填） and 答案* are what they are without that.
    let name = name.split('(').next().unwrap_or_default();
    let name = name.trim_matches(['*', ':', '_', '-', '【', '】']).to_lowercase();
    let known = CHINESE.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    known.or_else(|| numbered(&name))
}

/// 选项A, A选项, 选项1, A, 空1, 左项2.
fn numbered(name: &str) -> Option<Field> {
    let option = |text: &str| letter(text).or_else(|| counted(text)).map(Field::Option);
    if let Some(which) = ["选项", "备选项", "option"].iter().find_map(|front| name.strip_prefix(front)) {
        return option(which);
    }
    if let Some(which) = name.strip_suffix("选项").or_else(|| name.strip_suffix('项')) {
        return letter(which).map(Field::Option);
    }
    if let Some(which) = ["填空", "空", "blank"].iter().find_map(|front| name.strip_prefix(front)) {
        return counted(which).map(Field::Blank);
    }
    if let Some(which) = ["左项", "匹配项", "prompt"].iter().find_map(|front| name.strip_prefix(front)) {
        return counted(which).map(Field::Prompt);
    }
    letter(name).filter(|place| *place < 12).map(Field::Option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_many_names() {
        for (name, field) in [
            ("题目内容", "stem"),
            ("题干（必填）", "stem"),
            ("选项 A", "option:A"),
            ("选项  d", "option:D"),
            ("Ｂ", "option:B"),
            ("C选项", "option:C"),
            ("选项3", "option:C"),
            ("空  4", "blank:4"),
            ("正确答案*", "answer"),
            ("Answer", "answer"),
            ("单空分数", "ignored"),
            ("左项2", "prompt:2"),
        ] {
            let read = of_name(name);
            assert_eq!(read.map(|field| field.to_string()).as_deref(), Some(field), "{name}");
            assert_eq!(Field::find(field), read);
        }
        assert_eq!(of_name("备注"), None);
        assert_eq!(Field::find("blank:0"), None);
    }
}
