use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::bank::model::{BlankKey, Choice, Key, Numeric};

fn letters(body: &Body) -> String {
    match &body.key {
        Key::Options { right } => right.iter().map(|place| char::from(b'A' + place)).collect(),
        Key::Truth { value } => value.to_string(),
        Key::Blanks { blanks, .. } => {
            blanks.iter().map(|blank| blank.accepted.join("|")).collect::<Vec<_>>().join("；")
        }
        Key::Order { order: places } | Key::Pairs { pairs: places } => {
            places.iter().map(|place| char::from(b'A' + place)).collect()
        }
    }
}

/// The keys of a text in which nothing is wrong.
fn keys(text: &str) -> Vec<String> {
    let reading = read_text(text);
    let key = |item: &ReadItem| item.body.as_ref().map_or_else(|| format!("{:?}", item.issues), letters);
    reading.items.iter().map(key).collect()
}

fn codes(issues: &[Issue]) -> Vec<(&'static str, &str)> {
    issues.iter().map(|issue| (issue.fault.code, issue.at.as_str())).collect()
}

const OWN_LAYOUT: &str = "一、单选题\n\n1. 应当在（  ）内一次告知。\nA. 三日\nB. 五日\n【答案】B\n【解析】见《行政许可法》第三十二条。\n【依据】一、申请与受理；二、告知\n【难度】2\n【知识点】窗口业务\n\n\
    二、判断题\n\n2. 电子证照与纸质证照具有同等法律效力。\n【答案】正确\n\n\
    三、填空题\n\n3. 应当自受理之日起____日内决定，____日内送达。\n【答案】二十|20；十|10\n";

#[test]
fn the_own_layout() {
    let reading = read_text(OWN_LAYOUT);
    assert!(reading.warnings.is_empty());
    assert_eq!(keys(OWN_LAYOUT), ["B", "true", "二十|20；十|10"]);
    let first = &reading.items[0];
    assert_eq!((first.line, first.number, first.difficulty), (3, Some(1), Some(2)));
    assert_eq!(first.clause_refs, ["一、申请与受理", "二、告知"]);
    assert_eq!(first.topic.as_deref(), Some("窗口业务"));
    assert!(reading.items.iter().all(|item| item.warnings.is_empty() && item.issues.is_empty()));
    assert_eq!(
        reading.items.iter().map(|item| item.parts.kind.unwrap()).collect::<Vec<_>>(),
        [Kind::Single, Kind::TrueFalse, Kind::Blank]
    );
}

#[test]
fn numbers_of_every_style() {
    for (one, two) in [
        ("1.", "2."),
        ("1、", "2、"),
        ("１．", "２．"),
        ("（1）", "（2）"),
        ("(1) ", "(2) "),
        ("一、", "二、"),
        ("第1题 ", "第2题："),
        ("", "\n"),
    ] {
        let text = format!("{one}甲是哪一项？\nA.子 B.丑\n答案：A\n{two}乙是哪一项？\nA.子 B.丑\n答案：B");
        assert_eq!(keys(&text), ["A", "B"], "{text}");
        assert_eq!(read_text(&text).items[1].body.as_ref().unwrap().stem, "乙是哪一项？");
    }
}

#[test]
fn answers_of_every_style() {
    let choice = "1. 哪一项（  ）？\nA. 子\nB. 丑\nC. 寅\n";
    for (answer, expected) in [
        ("【答案】B", "B"),
        ("答案：Ｂ", "B"),
        ("正确答案: B", "B"),
        ("【参考答案】：B。", "B"),
        ("答案：\nB", "B"),
        ("答案：B. 丑", "B"),
        ("答案：丑", "B"),
        ("答案：A、C", "AC"),
        ("答案：AC", "AC"),
        ("参考答案\n1. B", "B"),
        ("参考答案\n1.【答案】B【解析】见第三条。", "B"),
    ] {
        assert_eq!(keys(&format!("{choice}{answer}")), [expected], "{answer}");
    }
    assert_eq!(keys("1. 哪一项（ B ）？\nA. 子\nB. 丑"), ["B"]);
    assert_eq!(
        read_text("1. 哪一项（ B ）？\nA. 子\nB. 丑").items[0].body.as_ref().unwrap().stem,
        "哪一项（　）？"
    );
    for (text, expected) in [
        ("1. 说法。（ √ ）", "true"),
        ("1. 说法。(×)", "false"),
        ("（ 对 ）1. 说法。", "true"),
        ("1. 说法。\n答案：错", "false"),
        ("1. 说法。（ ）\nA. 正确\nB. 错误\n答案：B", "false"),
        ("一、判断题\n1. 说法。（ ）\n答案\n1-1 √", "true"),
    ] {
        assert_eq!(keys(text), [expected], "{text}");
        assert_eq!(read_text(text).items[0].body.as_ref().unwrap().stem, "说法。", "{text}");
    }
    for (text, expected) in [
        ("1. 在____内。\n【答案】五日", "五日"),
        ("1. 在（　　）内，（ ）前。\n答案：五日；十日", "五日；十日"),
        (
            "一、填空题\n1. 在（  ）内，（  ）前。\n2. 在（ ）后。\n参考答案\n1. 五日 十日\n2. 三日",
            "五日；十日",
        ),
    ] {
        assert_eq!(keys(text)[0], expected, "{text}");
    }
}

#[test]
fn answers_at_the_end_find_their_sections() {
    let text = "一、单选题\n1. 甲？\nA.子 B.丑\n2. 乙？\nA.子 B.丑\n二、判断题\n1. 丙。\n\n参考答案\n一、1-2 AB\n二、1.×";
    assert_eq!(keys(text), ["A", "B", "false"]);
    let by_kind = text.replace("一、1-2", "单选题：1-2").replace("二、1.×", "判断题：1.错");
    assert_eq!(keys(&by_kind), ["A", "B", "false"]);
    let unsaid = text.replace("一、1-2", "1-2").replace("二、1.×", "1.×");
    assert_eq!(keys(&unsaid), ["A", "B", "false"]);
    let each = "一、单选题\n1. 甲？\nA.子 B.丑\n答案：1-1 A\n二、单选题\n1. 乙？\nA.子 B.丑\n答案：1-1 B";
    assert_eq!(keys(each), ["A", "B"]);
    let lost = read_text(&format!("{text}\n三、1.A"));
    assert_eq!(codes(&lost.warnings), [("bank.answer_without_question", "line:12")]);
}

#[test]
fn an_explanation_may_hold_a_list() {
    let text = "1. 甲？\nA.子 B.丑\n答案：A\n解析：理由如下：\n1. 其一。\n2024年起施行。\nB. 项错误。\n\n2. 乙？\nA.子 B.丑\n答案：B";
    assert_eq!(keys(text), ["A", "B"]);
    assert_eq!(
        read_text(text).items[0].parts.explanation,
        "理由如下：\n1. 其一。\n2024年起施行。\nB. 项错误。"
    );
}

#[test]
fn every_fault_has_its_own_code_and_line() {
    let options = "A.子 B.丑";
    for (text, code, line) in [
        (format!("1. 甲？\n{options}"), "bank.missing_answer", "line:1"),
        (format!("1. 甲？\n{options}\n答案：略"), "bank.unreadable_answer", "line:3"),
        (format!("1. 甲？\n{options}\n答案：C"), "bank.answer_without_option", "line:3"),
        (format!("1. 甲（A）？\n{options}\n答案：B"), "bank.answers_differ", "line:3"),
        ("1. 甲？\nA.子 A.丑\n答案：A".to_owned(), "bank.repeated_option_letter", "line:2"),
        ("1. 甲？\nA.子 C.丑\n答案：A".to_owned(), "bank.missing_option_letter", "line:2"),
        ("1. 甲？\nA.子 B.子\n答案：A".to_owned(), "bank.same_option_twice", "line:2"),
        ("1. 甲？\nA.子\n答案：A".to_owned(), "bank.too_few_options", "line:1"),
        ("1. 甲？\nA.子\nB.\n答案：A".to_owned(), "bank.empty_option", "line:3"),
        (format!("1.\n{options}\n答案：A"), "bank.empty_stem", "line:1"),
        (format!("1.【单选】甲？\n{options}\n答案：AB"), "bank.several_right_options", "line:3"),
        ("一、简答题\n1. 甲？\n答案：略".to_owned(), "bank.kind_not_supported", "line:2"),
        ("1. ____和____。\n答案：子".to_owned(), "bank.blank_count", "line:2"),
        (
            format!("1. 甲？\n{options}\n答案：A\n2. 甲？\nA.丑 B.子\n答案：A"),
            "bank.same_stem_other_key",
            "line:1",
        ),
    ] {
        let reading = read_text(&text);
        let item = &reading.items[0];
        assert!(codes(&item.issues).contains(&(code, line)), "{code} in {:?} of {text}", item.issues);
        assert_eq!(item.body, None, "{text}");
    }
    for (text, code, line) in [
        (format!("1. 甲？\n{options}\n答案：a b"), "bank.loosely_written_answer", "line:3"),
        (format!("1.【多选】甲？\n{options}\n答案：A"), "bank.one_right_in_multiple", "line:3"),
        ("一、单选题\n1. 甲。\n答案：正确".to_owned(), "bank.kind_contradicted", "line:2"),
        (format!("1. 甲？\n{options}\n答案：A\n难度：天晓得"), "bank.unknown_difficulty", "line:4"),
        (format!("1. 甲？\n{options}\n答案：A\n难度：易\n多余"), "bank.stray_line", "line:5"),
        (
            format!("1. 甲？\n{options}\n答案：A\n2. 甲？\nA.丑 B.子\n答案：B"),
            "bank.same_question_twice",
            "line:1",
        ),
    ] {
        let reading = read_text(&text);
        assert!(
            codes(&reading.items[0].warnings).contains(&(code, line)),
            "{code} in {:?} of {text}",
            reading.items
        );
        assert!(reading.items[0].body.is_some(), "{text}");
    }
    let text = format!(
        "题库\n1. 甲？\n{options}\n答案：A\n\n3. 乙？\n{options}\n答案：A\n\n3. 丙？\n{options}\n答案：A"
    );
    let reading = read_text(&text);
    assert_eq!(codes(&reading.warnings), [("bank.stray_line", "line:1")]);
    assert_eq!(codes(&reading.items[1].warnings), [("bank.number_gap", "line:6")]);
    assert_eq!(codes(&reading.items[2].warnings), [("bank.number_repeated", "line:10")]);
    assert_eq!(codes(&read_text(" \n").warnings), [("bank.no_questions", "line:1")]);
}

#[test]
fn control_characters_never_reach_a_body() {
    let reading = read_text("1. 甲\u{0}\u{1b}？\nA.子\u{7} B.丑\n答案：A");
    let body = reading.items[0].body.as_ref().unwrap();
    assert_eq!((body.stem.as_str(), body.options[0].text.as_str()), ("甲？", "子"));
}

/// Real files, where the machine has them.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn beside(folder: &str) -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join(folder)).find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: no {folder} beside this checkout");
    }
    found
}

fn read_file(path: &Path) -> Reading {
    read_text(&decode(&std::fs::read(path).unwrap()).unwrap().0)
}

#[test]
fn each_fault_of_the_real_file_is_named() {
    let Some(folder) = beside("shared/questions/plain_text") else { return };
    let reading = read_file(&folder.join("faults_10_items.txt"));
    let found: Vec<Vec<&str>> = reading
        .items
        .iter()
        .map(|item| item.issues.iter().chain(&item.warnings).map(|issue| issue.fault.code).collect())
        .collect();
    assert_eq!(
        found,
        [
            vec!["bank.missing_answer"],
            vec!["bank.answer_without_option"],
            vec!["bank.several_right_options"],
            vec!["bank.same_option_twice"],
            vec!["bank.missing_option_letter"],
            vec!["bank.same_stem_other_key"],
            vec!["bank.same_stem_other_key"],
            vec!["bank.loosely_written_answer"],
            vec!["bank.answer_without_option"],
            vec!["bank.one_right_in_multiple"],
        ]
    );
    assert_eq!(letters(reading.items[7].body.as_ref().unwrap()), "ABC");
}

#[test]
fn the_demos_questions_are_read_without_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/questions");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let reading = read_file(&path);
        assert!(reading.warnings.is_empty(), "{}: {:?}", path.display(), reading.warnings);
        for item in &reading.items {
            assert!(item.body.is_some() && item.warnings.is_empty(), "{}: {item:?}", path.display());
            assert!(
                item.difficulty.is_some()
                    && !item.clause_refs.is_empty()
                    && !item.parts.explanation.is_empty()
            );
        }
        count += reading.items.len();
    }
    assert_eq!(count, 300);
}

fn words(most: usize) -> impl Strategy<Value = String> {
    let word = proptest::string::string_regex("[窗口服务应当告知申请人，、a-z0-9]{1,12}").unwrap();
    // What begins with a number or a letter mark is a question or an option of its own.
    prop::collection::vec(word.prop_map(|word| format!("甲{word}乙")), 1..=most)
        .prop_map(|parts| parts.concat())
}

pub(super) fn any_body() -> impl Strategy<Value = Body> {
    let options = |fixed: bool| {
        prop::collection::btree_set(words(1), 2..=6)
            .prop_flat_map(move |texts| {
                let texts: Vec<String> = texts.into_iter().collect();
                (
                    prop::collection::vec(
                        if fixed { any::<bool>().boxed() } else { Just(false).boxed() },
                        texts.len(),
                    ),
                    Just(texts),
                )
            })
            .prop_map(|(fixed, texts)| {
                texts.into_iter().zip(fixed).map(|(text, fixed)| Choice { text, fixed }).collect::<Vec<_>>()
            })
    };
    let choice = (options(true), prop::collection::btree_set(0u8..6, 1..=6), any::<bool>()).prop_map(
        |(options, picks, single)| {
            let count = u8::try_from(options.len()).unwrap();
            let right: std::collections::BTreeSet<u8> = picks.into_iter().map(|pick| pick % count).collect();
            let right: Vec<u8> =
                if single { right.into_iter().take(1).collect() } else { right.into_iter().collect() };
            (if single { Kind::Single } else { Kind::Multiple }, vec![], options, Key::Options { right })
        },
    );
    let truth = any::<bool>().prop_map(|value| (Kind::TrueFalse, vec![], vec![], Key::Truth { value }));
    let number = (0u32..1000, prop::option::of(1u32..9), prop::option::of(Just("日".to_owned()))).prop_map(
        |(value, tolerance, unit)| Numeric {
            value: value.to_string(),
            tolerance: tolerance.map(|t| t.to_string()),
            unit,
        },
    );
    let blank = (prop::collection::vec("[一二三四五日内]{1,4}", 1..4), prop::option::of(number))
        .prop_map(|(accepted, number)| BlankKey { accepted, number });
    let blanks = (prop::collection::vec(blank, 1..4), any::<bool>())
        .prop_map(|(blanks, any_order)| (Kind::Blank, vec![], vec![], Key::Blanks { blanks, any_order }));
    let order = options(false).prop_flat_map(|options| {
        let order: Vec<u8> = (0..u8::try_from(options.len()).unwrap()).collect();
        (Just(options), Just(order).prop_shuffle())
    });
    let order = order.prop_map(|(options, order)| (Kind::Ordering, vec![], options, Key::Order { order }));
    let pairs =
        (options(false), prop::collection::btree_set(words(1), 2..=4), prop::collection::vec(0u8..6, 4));
    let pairs = pairs.prop_map(|(options, prompts, picks)| {
        let count = u8::try_from(options.len()).unwrap();
        let pairs = picks.into_iter().take(prompts.len()).map(|pick| pick % count).collect();
        (Kind::Matching, prompts.into_iter().collect(), options, Key::Pairs { pairs })
    });
    (prop_oneof![choice, truth, blanks, order, pairs], words(3), prop::option::of(words(3))).prop_map(
        |((kind, prompts, options, key), stem, explanation)| {
            let gaps = "____和".repeat(key.blanks());
            Body {
                kind,
                stem: format!("{stem}{gaps}。"),
                prompts,
                options,
                key,
                explanation: explanation.unwrap_or_default(),
            }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(bodies in prop::collection::vec(any_body(), 1..6)) {
        let written = write_text(&bodies);
        prop_assert!(written.changed.is_empty(), "{}", written.text);
        let read: Vec<Body> = read_text(&written.text).items.into_iter().map(|item| item.body.unwrap()).collect();
        prop_assert_eq!(read, bodies);
    }
    #[test]
    fn any_text_is_read_without_harm(text in "[0-9A-E一二三、.．：:（）()【】答案解析单选题判断填空\\-_|；;√×对错 \t\n]{0,200}") {
        for item in read_text(&text).items {
            prop_assert_eq!(item.body.is_some(), item.issues.is_empty());
        }
    }
}

#[test]
fn what_the_layout_cannot_hold_is_said() {
    let body = read_text(OWN_LAYOUT).items[0].body.clone().unwrap();
    let odd = Body { stem: "第一行\n2. 第二行".to_owned(), ..body.clone() };
    assert_eq!(write_text(&[body, odd]).changed, [1]);
}

#[test]
fn a_hostile_line_takes_no_longer_than_its_length() {
    for unit in ["【", "(", "A ", "1-1A ", "答案：", "A、B、", "《"] {
        let begun = std::time::Instant::now();
        let _ = read_text(&format!("1. x{}", unit.repeat(100_000 / unit.len())));
        assert!(begun.elapsed().as_secs() < 5, "{unit}");
    }
}
