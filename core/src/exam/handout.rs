//! Forms as an office document: each form, its answer sheet, and at the end all keys, which stay sealed
//! until the exam is over.

use super::service::{Form, Forms};
use crate::{
    bank::Kind,
    kernel::{
        Points, Result,
        document::{Document, Style},
    },
    paper::{Policy, Section},
};

/// What the document says beside the questions.
mod words {
    pub(super) const NAME: &str =
        "姓名：____________　工号：____________　部门：________________　窗口：________";
    pub(super) const NOTE: &str = "请将答案填写在答题卡上，写在试卷上的不计分。";
    pub(super) const SHEET: &str = "答题卡";
    pub(super) const KEYS: &str = "参考答案（密封，考后启封）";
    pub(super) const NUMBER: &str = "题号";
    pub(super) const ANSWER: &str = "答案";
    pub(super) const ORDINALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
}

/// Answers in one row of a table.
const IN_A_ROW: usize = 10;
/// Whole words and pairs take more room.
const WORDS_IN_A_ROW: usize = 2;

const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "单项选择题",
        Kind::Multiple => "多项选择题",
        Kind::TrueFalse => "判断题",
        Kind::Blank => "填空题",
        Kind::Ordering => "排序题",
        Kind::Matching => "匹配题",
    }
}

const fn rule(kind: Kind, policy: Policy) -> &'static str {
    match (kind, policy) {
        (Kind::Ordering, Policy::AdjacentPairs) => "按先后写出各项字母，相邻两项次序正确的得相应份额。",
        (Kind::Ordering, _) => "按先后写出各项字母，全部正确才得分。",
        (Kind::Matching, _) => "写出与各项对应的字母，按对应正确的项数计分。",
        (Kind::Multiple, Policy::HalfIfSubset) => "少选且无错选的得一半分，错选不得分。",
        (Kind::Multiple, Policy::PerOption) => "按选项计分，错选倒扣，扣完为止。",
        (Kind::Multiple, _) => "多选、少选、错选均不得分。",
        (Kind::Single, _) => "每题只有一个正确选项。",
        (Kind::TrueFalse, _) => "正确的填“√”，错误的填“×”。",
        (Kind::Blank, _) => "每空按份计分。",
    }
}

/// Points as such papers print them: whole ones without decimals.
fn points(points: Points) -> String {
    let hundredths = points.hundredths();
    match hundredths.rem_euclid(100) {
        0 => (hundredths / 100).to_string(),
        rest if rest % 10 == 0 => format!("{}.{}", hundredths / 100, rest / 10),
        rest => format!("{}.{rest:02}", hundredths / 100),
    }
}

/// The document's bytes (docx).
///
/// # Errors
/// `Internal` for what can't be packed.
pub fn handout(forms: &Forms) -> Result<Vec<u8>> {
    let mut document = Document::default();
    for form in &forms.forms {
        paper(&mut document, forms, form);
        sheet(&mut document, forms, form);
    }
    for form in &forms.forms {
        keys(&mut document, forms, form);
    }
    document.finish()
}

fn title(document: &mut Document, forms: &Forms, form: &Form, what: &str) {
    document.page();
    document.line(Style::Title, &forms.exam.plan.title);
    let full = points(forms.exam.plan.blueprint.total());
    let minutes = forms.exam.plan.minutes;
    let about = format!("{} 卷{what}　　满分 {full} 分　　时长 {minutes} 分钟", form.no);
    document.line(Style::Subtitle, &about);
}

fn heading(at: usize, section: &Section) -> String {
    let ordinal = words::ORDINALS.get(at).copied().unwrap_or_default();
    let each = points(section.points_each);
    let all = points(section.points_each.scaled(i64::from(section.count), 1));
    format!("{ordinal}、{}（共 {} 题，每题 {each} 分，共 {all} 分）", name(section.kind), section.count)
}

fn paper(document: &mut Document, forms: &Forms, form: &Form) {
    title(document, forms, form, "");
    document.line(Style::Subtitle, words::NOTE);
    for (at, section) in forms.sections.iter().enumerate() {
        document.line(Style::Heading, &heading(at, section));
        document.line(Style::Plain, rule(section.kind, section.policy));
        for question in form.questions.iter().filter(|question| question.section == at) {
            document.line(Style::Plain, &format!("{}. {}", question.no, question.stem));
            for (no, prompt) in (1..).zip(&question.prompts) {
                document.line(Style::Indented, &format!("({no}) {prompt}"));
            }
            for (letter, option) in ('A'..).zip(&question.options) {
                document.line(Style::Indented, &format!("{letter}. {option}"));
            }
        }
    }
}

fn sheet(document: &mut Document, forms: &Forms, form: &Form) {
    title(document, forms, form, words::SHEET);
    document.line(Style::Subtitle, words::NAME);
    answers(document, forms, form, |_| String::new());
}

fn keys(document: &mut Document, forms: &Forms, form: &Form) {
    title(document, forms, form, words::KEYS);
    answers(document, forms, form, |answer| answer.to_owned());
}

fn answers(document: &mut Document, forms: &Forms, form: &Form, shown: impl Fn(&str) -> String) {
    for (at, section) in forms.sections.iter().enumerate() {
        document.line(Style::Heading, &heading(at, section));
        let wide = match section.kind {
            Kind::Blank | Kind::Matching => WORDS_IN_A_ROW,
            Kind::Ordering => IN_A_ROW / 2,
            Kind::Single | Kind::Multiple | Kind::TrueFalse => IN_A_ROW,
        };
        let questions: Vec<_> = form.questions.iter().filter(|question| question.section == at).collect();
        let mut rows = Vec::new();
        for chunk in questions.chunks(wide) {
            let row = |first: &str, cells: Vec<String>| -> Vec<String> {
                let missing = wide.saturating_sub(cells.len());
                std::iter::once(first.to_owned())
                    .chain(cells)
                    .chain(std::iter::repeat_n(String::new(), missing))
                    .collect()
            };
            rows.push(row(words::NUMBER, chunk.iter().map(|question| question.no.to_string()).collect()));
            rows.push(row(words::ANSWER, chunk.iter().map(|question| shown(&question.answer)).collect()));
        }
        document.table(&rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_printed_as_offices_write_them() {
        let print = |hundredths| points(Points(hundredths));
        assert_eq!(
            (print(200), print(250), print(205), print(10_000)),
            ("2".into(), "2.5".into(), "2.05".into(), "100".into())
        );
    }
}
