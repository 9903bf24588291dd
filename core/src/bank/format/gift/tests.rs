use super::*;
use crate::bank::model::Body;

fn bodies(text: &str) -> Vec<Body> {
    read(text)
        .items
        .into_iter()
        .map(|item| item.body.unwrap_or_else(|| panic!("{:?}", item.issues)))
        .collect()
}

#[test]
fn every_kind_that_gift_has() {
    let text = "// 注释 [tag:难度:2]\n$CATEGORY: $course$/窗口业务\n\n// [tag:难度:4]\n::一::期限是？{\n  =五日 # 对\n  ~三日 # [html]<b>错</b>\n}\n\n\
        推行哪些制度？{~%50%一次告知 ~%50%限时办结 ~%-100%收费}\n\n\
        电子证照有效。{TRUE####同等效力}\n\n\
        应当在 {=五日 =5日} 内告知。\n\n圆周率{#3.14:0.01}\n\n一到五{#1..5}\n\n\
        配对{\n  =青蛙 -> 两栖\n  =猫 -> 哺乳\n  = -> 昆虫\n}\n";
    let reading = read(text);
    assert!(reading.warnings.is_empty(), "{:?}", reading.warnings);
    assert!(reading.items.iter().all(|item| item.topic.as_deref() == Some("窗口业务")));
    assert_eq!(reading.items[0].difficulty, Some(4));
    let bodies = bodies(text);
    assert_eq!(bodies[0].key, Key::Options { right: vec![0] });
    assert_eq!(bodies[0].explanation, "五日：对\n三日：错");
    assert_eq!((bodies[1].kind, &bodies[1].key), (Kind::Multiple, &Key::Options { right: vec![0, 1] }));
    assert_eq!((&bodies[2].key, bodies[2].explanation.as_str()), (&Key::Truth { value: true }, "同等效力"));
    assert_eq!(bodies[3].stem, "应当在 ____ 内告知。");
    let number = |body: &Body| match &body.key {
        Key::Blanks { blanks, .. } => blanks[0].number.clone().map(|n| (n.value, n.tolerance)),
        _ => None,
    };
    assert_eq!(number(&bodies[4]), Some(("3.14".to_owned(), Some("0.01".to_owned()))));
    assert_eq!(number(&bodies[5]), Some(("3".to_owned(), Some("2".to_owned()))));
    assert_eq!(
        (&bodies[6].prompts, &bodies[6].key),
        (&vec!["青蛙".to_owned(), "猫".to_owned()], &Key::Pairs { pairs: vec![0, 1] })
    );
    assert_eq!(bodies[6].options.len(), 3);
}

#[test]
fn signs_behind_a_backslash_are_signs() {
    let body = bodies("a \\= b \\{c\\} \\# \\: \\~ \\\\ 换\\n行{=甲\\=乙 ~丙}").remove(0);
    assert_eq!(body.stem, "a = b {c} # : ~ \\ 换\n行");
    assert_eq!(body.options[0].text, "甲=乙");
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let reading = read("说明文字\n\n未完{=甲 ~乙\n\n::下一::题{T}\n\n作文{}\n\n都错{~甲 ~乙}");
    assert_eq!(
        (reading.warnings[0].fault.code, reading.warnings[0].at.as_str()),
        ("bank.stray_line", "line:1")
    );
    let codes: Vec<_> =
        reading.items.iter().map(|item| item.issues.first().map(|issue| issue.fault.code)).collect();
    assert_eq!(
        codes,
        [Some("bank.unclosed_brace"), None, Some("bank.element_not_supported"), Some("bank.missing_answer")]
    );
    assert_eq!(reading.items[0].at, "line:3");
    let partial = read("首都{=北京 =%50%南京}").items.remove(0);
    assert_eq!(partial.warnings[0].fault.code, "bank.partial_credit_left_out");
}
