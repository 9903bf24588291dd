//! Real files, where the machine has them beside the checkout: each gives the expected questions,
//! or is refused for the expected reason.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{FileReading, Mapping, read_file, write::answer};

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn folder() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join("shared/questions")).find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: no shared/questions beside this checkout");
    }
    found
}

fn read(folder: &Path, file: &str) -> FileReading {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    read_file(&bytes, &Mapping::new()).unwrap_or_else(|issue| panic!("{file}: {issue:?}"))
}

/// Stem, options and key of every question, without the bracket or the words that stand for the answer.
fn content(read: &FileReading) -> Vec<(String, Vec<String>, String)> {
    let bare = |stem: &str| {
        let kept = |sign: &char| !sign.is_whitespace() && !matches!(sign, '（' | '）');
        stem.chars().filter(kept).collect::<String>().replace("多少时间", "")
    };
    let bodies = read.reading.items.iter().filter_map(|item| item.body.as_ref());
    bodies
        .map(|body| {
            let options = body.options.iter().map(|option| option.text.clone()).collect();
            (bare(&body.stem), options, answer(&body.key))
        })
        .collect()
}

/// What the ten questions say that stand in many layouts.
fn expected(folder: &Path) -> Vec<(String, Vec<String>, String)> {
    let bytes = std::fs::read(folder.join("plain_text/EXPECTED_10_items.json")).unwrap();
    let all: Value = serde_json::from_slice(&bytes).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kept = |sign: &char| !sign.is_whitespace() && !matches!(sign, '（' | '）');
    let stem = |value: &Value| text(value).chars().filter(kept).collect::<String>();
    let mut items = Vec::new();
    for item in ["single", "multi"].iter().flat_map(|kind| all[kind].as_array().unwrap()) {
        items.push((stem(&item[0]), item[1].as_array().unwrap().iter().map(text).collect(), text(&item[2])));
    }
    for item in all["tf"].as_array().unwrap() {
        let key = if item[1].as_bool().unwrap() { "正确" } else { "错误" };
        items.push((stem(&item[0]), Vec::new(), key.to_owned()));
    }
    items
}

#[test]
fn the_ten_questions_are_found_in_every_layout() {
    let Some(folder) = folder() else { return };
    let expected = expected(&folder);
    for (file, wanted, more) in [
        ("plain_text/layout_answers_at_end_restarting_numbers.txt", (0..10).collect::<Vec<usize>>(), 0),
        ("plain_text/layout_black_lenticular_brackets.txt", (0..5).collect(), 0),
        ("plain_text/layout_fullwidth_answer_in_brackets.txt", (0..10).collect(), 0),
        ("plain_text/csv_gbk_excel_cn.csv", (0..10).collect(), 2),
        ("xlsx/derived_multisheet_title_row.xlsx", (0..10).collect(), 1),
        ("docx/derived_window_paper_autonumber_colour_table_image.docx", vec![0, 1, 2, 5, 6, 7, 8, 9], 1),
    ] {
        let found = content(&read(&folder, file));
        for place in &wanted {
            assert!(found.contains(&expected[*place]), "{file} lacks {:?}", expected[*place]);
        }
        assert_eq!(found.len(), wanted.len() + more, "{file}");
    }
}

/// File, encoding or none, keys of its questions, codes of what was refused, codes of its warnings.
type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [(&'static str, usize)]);

const FILES: &[Row] = &[
    (
        "gift/questions.gift.txt",
        &["A-B-C-D", "A", "AC", "3±2", "Frog", "错误", "正确", "正确"],
        &["bank.element_not_supported"],
        &[("bank.blank_added", 2), ("bank.partial_credit_left_out", 1), ("bank.same_question_twice", 2)],
    ),
    (
        "gift/questions_in_category.gift.txt",
        &["A-B-C-D", "B", "Moodler", "正确"],
        &[],
        &[("bank.blank_added", 1), ("bank.media_left_out", 1)],
    ),
    ("aiken/questions.aiken.txt", &["B", "A"], &[], &[]),
    (
        "aiken/aiken_errors.txt",
        &["A", "B", "A"],
        &[
            "bank.too_few_options",
            "bank.unreadable_answer",
            "bank.empty_stem",
            "bank.too_few_options",
            "bank.missing_answer",
        ],
        &[],
    ),
    ("moodle_xml/csc_exam_multichoice-quiz.xml", &["A"], &[], &[]),
    ("moodle_xml/error_invalid_grades.xml", &["BCE"], &[], &[("bank.odd_share", 1)]),
    (
        "moodle_xml/multianswer.xml",
        &["California；Arizona；California；Arizona；Paris"],
        &[],
        &[("bank.choice_as_blank", 4), ("bank.media_left_out", 3), ("bank.partial_credit_left_out", 1)],
    ),
    ("moodle_xml/multichoice.xml", &["B"], &[], &[("bank.media_left_out", 5)]),
    (
        "moodle_xml/nested_categories_with_questions.xml",
        &["正确", "正确", "正确", "正确"],
        &["bank.element_not_supported"],
        &[],
    ),
    ("moodle_xml/old_format_file.xml", &["正确", "正确"], &[], &[]),
    ("moodle_xml/qtype_essay.xml", &[], &["bank.element_not_supported"], &[]),
    ("moodle_xml/qtype_match.xml", &["A-B-A"], &[], &[]),
    ("moodle_xml/qtype_numerical.xml", &["6.25±0.05"], &[], &[("bank.blank_added", 1)]),
    ("moodle_xml/qtype_ordering.xml", &["A-B-C-D-E-F"], &[], &[]),
    ("moodle_xml/qtype_shortanswer.xml", &["frog"], &[], &[("bank.partial_credit_left_out", 1)]),
    ("moodle_xml/truefalse.xml", &["错误", "正确"], &[], &[("bank.media_left_out", 8)]),
    ("qti21/choice.xml", &["A"], &[], &[("bank.media_left_out", 1)]),
    ("qti21/choice_multiple.xml", &["AD"], &[], &[]),
    ("qti21/composite.xml", &[], &["bank.element_not_supported"], &[]),
    ("qti21/empty_choice.xml", &[], &["bank.missing_answer", "bank.empty_option"], &[]),
    ("qti21/extended_text.xml", &[], &["bank.element_not_supported"], &[("bank.media_left_out", 1)]),
    ("qti21/gap_match.xml", &["A-C"], &[], &[]),
    ("qti21/hotspot.xml", &[], &["bank.element_not_supported"], &[("bank.media_left_out", 1)]),
    ("qti21/inline_choice.xml", &["C"], &[], &[]),
    ("qti21/match.xml", &["A-B-B-C"], &[], &[]),
    (
        "xlsx/surveyking_import_template.xlsx",
        &["B", "ABCD", "正确", "西游记；水浒传；三国演义；红楼梦"],
        &["bank.kind_not_supported"],
        &[("bank.blank_added", 1), ("bank.stray_line", 1)],
    ),
    (
        "xlsx/derived_multisheet_title_row.xlsx",
        &["B", "C", "B", "C", "C", "A", "ABC", "ABCD", "正确", "错误", "正确"],
        &[],
        &[("bank.stray_line", 2)],
    ),
    (
        "docx/derived_window_paper_autonumber_colour_table_image.docx",
        &["B", "C", "B", "A", "ABC", "ABCD", "正确", "错误", "正确"],
        &[],
        &[("bank.answer_by_mark", 2), ("bank.media_left_out", 1), ("bank.stray_line", 2)],
    ),
    (
        "plain_text/csv_gbk_excel_cn.csv",
        &["B", "C", "B", "C", "C", "ABC", "ABCD", "正确", "错误", "正确", "A", "A"],
        &[],
        &[("bank.difficulty_as_rate", 12), ("bank.looks_converted", 2)],
    ),
    (
        "plain_text/faults_10_items.txt",
        &["ABC", "A"],
        &[
            "bank.missing_answer",
            "bank.answer_without_option",
            "bank.several_right_options",
            "bank.same_option_twice",
            "bank.missing_option_letter",
            "bank.same_stem_other_key",
            "bank.same_stem_other_key",
            "bank.answer_without_option",
        ],
        &[("bank.loosely_written_answer", 1), ("bank.one_right_in_multiple", 1)],
    ),
];

#[test]
fn every_file_gives_its_questions_or_the_reason() {
    let Some(folder) = folder() else { return };
    for (file, keys, refused, warned) in FILES {
        let read = read(&folder, file);
        let items = &read.reading.items;
        let found: Vec<String> =
            items.iter().filter_map(|item| item.body.as_ref()).map(|body| answer(&body.key)).collect();
        assert_eq!(found, *keys, "{file}");
        let codes: Vec<&str> =
            items.iter().flat_map(|item| &item.issues).map(|issue| issue.fault.code).collect();
        assert_eq!(codes, *refused, "{file}");
        let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
        for warning in items.iter().flat_map(|item| &item.warnings).chain(&read.reading.warnings) {
            *warnings.entry(warning.fault.code).or_default() += 1;
        }
        assert_eq!(warnings.into_iter().collect::<Vec<_>>(), *warned, "{file}");
    }
}
