//! Questions as a workbook of the bank's own columns, and that workbook empty, to be filled in.

use super::super::{export::Outgoing, write::answer};
use crate::{
    bank::{
        model::{Key, Kind, MOST_OPTIONS},
        rule::{MAX_PROMPTS, letter},
    },
    kernel::{
        Result,
        sheet::{self, Cell},
    },
};

const SHEET: &str = "试题";

fn columns() -> Vec<String> {
    let mut columns: Vec<String> = ["题型", "题干"].map(str::to_owned).to_vec();
    columns.extend((0..usize::from(MOST_OPTIONS)).map(|place| format!("选项{}", letter(place))));
    columns.extend(["答案", "解析", "难度", "知识点", "依据", "固定选项"].map(str::to_owned));
    columns.extend((1..=MAX_PROMPTS).map(|place| format!("左项{place}")));
    columns
}

/// How a kind is called in its column.
pub(in crate::bank::format) const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "单选题",
        Kind::Multiple => "多选题",
        Kind::TrueFalse => "判断题",
        Kind::Blank => "填空题",
        Kind::Ordering => "排序题",
        Kind::Matching => "匹配题",
    }
}

fn written(rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let columns = columns();
    sheet::write(SHEET, &columns.iter().map(String::as_str).collect::<Vec<_>>(), rows)
}

fn cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// # Errors
/// `Internal` for what a workbook can't hold.
pub(in crate::bank::format) fn workbook(questions: &[&Outgoing]) -> Result<Vec<u8>> {
    let row = |question: &&Outgoing| {
        let body = &question.body;
        let mut row = vec![cell(kind_name(body.kind)), cell(&body.stem)];
        let option = |place: usize| body.options.get(place).map_or(Cell::Empty, |option| cell(&option.text));
        row.extend((0..usize::from(MOST_OPTIONS)).map(option));
        let fixed = body.options.iter().enumerate().filter(|(_, option)| option.fixed);
        let fixed: String = fixed.map(|(place, _)| letter(place)).collect();
        let level = question.difficulty.map_or(Cell::Empty, |level| Cell::Number(f64::from(level)));
        row.extend([cell(&key(&body.key)), cell(&body.explanation), level]);
        row.extend([
            cell(question.topic.as_deref().unwrap_or_default()),
            cell(&question.clauses.join("；")),
            cell(&fixed),
        ]);
        row.extend(body.prompts.iter().map(|prompt| cell(prompt)));
        row
    };
    written(&questions.iter().map(row).collect::<Vec<_>>())
}

fn key(key: &Key) -> String {
    answer(key)
}

/// The workbook to download and fill in: one question of each kind shows how.
///
/// # Errors
/// `Internal` for what a workbook can't hold.
pub fn template() -> Result<Vec<u8>> {
    let sample = |kind: &str, stem: &str, options: &[&str], answer: &str| {
        let mut row = vec![cell(kind), cell(stem)];
        row.extend(
            (0..usize::from(MOST_OPTIONS)).map(|place| cell(options.get(place).copied().unwrap_or_default())),
        );
        row.extend([cell(answer), cell("示例，导入前请删除本行。"), Cell::Number(2.0)]);
        row
    };
    let mut matching =
        sample("匹配题", "将证照与核发部门对应。", &["市场监管部门", "卫生健康部门", "公安机关"], "A-B");
    matching.extend([Cell::Empty, Cell::Empty, Cell::Empty, cell("营业执照"), cell("卫生许可证")]);
    written(&[
        sample("单选题", "补正材料应当在（　）内一次告知。", &["三日", "五日", "七日", "十日"], "B"),
        sample(
            "多选题",
            "窗口应当健全下列哪些制度？",
            &["一次告知", "首问负责", "收费办结", "限时办结"],
            "ABD",
        ),
        sample("判断题", "电子证照与纸质证照具有同等法律效力。", &[], "正确"),
        sample("填空题", "应当自受理之日起____日内决定，____日内送达。", &[], "二十|20；十|10"),
        sample("排序题", "请按办理顺序排列。", &["受理", "申请", "决定", "送达"], "BACD"),
        matching,
    ])
}
