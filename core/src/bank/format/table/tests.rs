use std::fmt::Write;

use super::*;
use crate::bank::{format::read_file, model::Key};

fn keys(text: &str, mapping: &Mapping) -> Vec<String> {
    let read = read_file(text.as_bytes(), mapping).unwrap().reading;
    let key = |item: &crate::bank::format::ReadItem| match &item.body {
        Some(body) => super::super::write::answer(&body.key),
        None => item
            .issues
            .iter()
            .map(|issue| format!("{}@{}", issue.fault.code, issue.at))
            .collect::<Vec<_>>()
            .join(" "),
    };
    read.items.iter().map(key).collect()
}

#[test]
fn a_table_is_read_under_its_header_wherever_that_stands() {
    let text = "某中心题库,,,,\n\n题型,题干,选项A,选项B,正确答案,难度,备注\n\
        单选题,\"期限, 是？\n（单选）\",三日,五日,B,0.6,\n多选题,哪些？,甲,乙,\"A,B\",难,人工\n判断题,对？,正确,错误,A,1,\n\
        填空题,在____内,,,五日|5日,,\n注：由业务科提供,,,,,,\n排序题,排,一,二,BA,,\n单选题,缺答案,甲,乙,,,\n";
    let read = read_file(text.as_bytes(), &Mapping::new()).unwrap();
    assert_eq!(read.format, super::super::Format::Csv);
    assert_eq!(
        keys(text, &Mapping::new()),
        ["B", "AB", "正确", "五日|5日", "B-A", "bank.missing_answer@cell:B10"]
    );
    let first = &read.reading.items[0];
    assert_eq!((first.at.as_str(), first.line, first.difficulty), ("cell:B4", 4, Some(3)));
    let warnings: Vec<_> = read.reading.warnings.iter().map(|w| (w.fault.code, w.at.as_str())).collect();
    assert_eq!(
        warnings,
        [("bank.stray_line", "cell:A1"), ("bank.stray_line", "cell:A8"), ("bank.column_left_out", "cell:G3")]
    );
}

#[test]
fn a_foreign_table_is_read_once_its_columns_are_mapped() {
    let text = "考点\t内容文字\t甲\t乙\t对的\n证照\t期限？\t三日\t五日\tB\n";
    let mapping: Mapping =
        [("考点", "topic"), ("内容文字", "stem"), ("甲", "option:A"), ("乙", "option:B"), ("对的", "answer")]
            .into_iter()
            .map(|(name, field)| (name.to_owned(), Field::find(field).unwrap()))
            .collect();
    assert_eq!(csv::read(text, &Mapping::new()).warnings[0].fault.code, "bank.no_stem_column");
    assert_eq!(csv::read(text, &Mapping::new()).columns.len(), 5);
    let read = csv::read(text, &mapping);
    assert_eq!(read.items[0].body.as_ref().unwrap().key, Key::Options { right: vec![1] });
    assert_eq!(read.items[0].topic.as_deref(), Some("证照"));
}

#[test]
fn matching_stands_in_columns_of_its_own() {
    let text = "题型,题干,左项1,左项2,选项A,选项B,选项C,答案\n匹配题,配对,猫,狗,虫,兽,鸟,BB\n";
    let body = read_file(text.as_bytes(), &Mapping::new()).unwrap().reading.items.remove(0).body.unwrap();
    assert_eq!((body.prompts.len(), body.key), (2, Key::Pairs { pairs: vec![1, 1] }));
}

#[test]
fn a_million_rows_are_refused_soon() {
    let mut text = "题干,答案\n".to_owned();
    for n in 0..30_000 {
        let _ = writeln!(text, "题{n},正确");
    }
    let issue = read_file(text.as_bytes(), &Mapping::new()).unwrap_err();
    assert_eq!(issue.fault.code, "bank.too_many_in_file");
}
