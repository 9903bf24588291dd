use super::*;
use crate::bank::model::Body;

fn quiz(questions: &str) -> Reading {
    read(&format!("<?xml version=\"1.0\"?>\n<quiz>\n{questions}\n</quiz>")).unwrap()
}

fn one(question: &str) -> Body {
    let item = quiz(question).items.remove(0);
    item.body.unwrap_or_else(|| panic!("{:?}", item.issues))
}

fn question(kind: &str, stem: &str, rest: &str) -> String {
    format!(
        "<question type=\"{kind}\"><questiontext format=\"html\"><text><![CDATA[{stem}]]></text></questiontext>{rest}</question>"
    )
}

#[test]
fn choices_and_what_was_said_of_them() {
    let answers = "<answer fraction=\"100\"><text>甲</text><feedback><text>好</text></feedback></answer>\
        <answer fraction=\"0\"><text><![CDATA[<p>乙</p>]]></text></answer>";
    let body = one(&question("multichoice", "<p>选<b>哪个</b>？</p>", answers));
    assert_eq!(
        (body.kind, body.stem.as_str(), body.explanation.as_str()),
        (Kind::Single, "选哪个？", "甲：好")
    );
    let answers = "<single>false</single><answer fraction=\"50\"><text>甲</text></answer>\
        <answer fraction=\"33\"><text>乙</text></answer><answer fraction=\"-50\"><text>丙</text></answer>";
    let item = quiz(&question("multichoice", "选哪些？", answers)).items.remove(0);
    assert_eq!(item.body.unwrap().key, Key::Options { right: vec![0, 1] });
    assert_eq!(item.warnings[0].fault.code, "bank.odd_share");
}

#[test]
fn blanks_pairs_orders_and_embedded_answers() {
    let body = one(&question("shortanswer", "首都？", "<answer fraction=\"100\"><text>北京</text></answer>"));
    assert_eq!(body.stem, "首都？ ____");
    let answers = "<answer fraction=\"100\"><text>6.25</text><tolerance>0.05</tolerance></answer>";
    let Key::Blanks { blanks, .. } = one(&question("numerical", "均值____", answers)).key else { panic!() };
    assert_eq!(blanks[0].number.as_ref().unwrap().tolerance.as_deref(), Some("0.05"));
    let pairs = "<subquestion><text>猫</text><answer><text>兽</text></answer></subquestion>\
        <subquestion><text>狗</text><answer><text>兽</text></answer></subquestion>\
        <subquestion><text></text><answer><text>虫</text></answer></subquestion>";
    let body = one(&question("matching", "配对", pairs));
    assert_eq!((body.options.len(), body.key), (2, Key::Pairs { pairs: vec![0, 0] }));
    let order =
        "<answer fraction=\"2\"><text>二</text></answer><answer fraction=\"1\"><text>一</text></answer>";
    assert_eq!(one(&question("ordering", "排序", order)).key, Key::Order { order: vec![1, 0] });
    let item = quiz(&question(
        "cloze",
        "州是{1:MULTICHOICE:=加州#对~亚州}，都是{1:SHORTANSWER:%100%巴黎~%50%马赛}。",
        "",
    ))
    .items
    .remove(0);
    let body = item.body.unwrap();
    assert_eq!(body.stem, "州是____（加州／亚州），都是____。");
    let codes: Vec<_> = item.warnings.iter().map(|warning| warning.fault.code).collect();
    assert_eq!(codes, ["bank.choice_as_blank", "bank.partial_credit_left_out"]);
}

#[test]
fn categories_and_what_is_not_ours() {
    let reading = quiz(&format!(
        "<question type=\"category\"><category><text>$course$/甲/乙</text></category></question>{}{}",
        question("truefalse", "对？", "<answer fraction=\"100\"><text>true</text></answer>"),
        question("essay", "谈谈", ""),
    ));
    assert_eq!(reading.items[0].topic.as_deref(), Some("乙"));
    assert_eq!(reading.items[1].issues[0].fault.code, "bank.element_not_supported");
    assert_eq!(reading.items[1].issues[0].fault.params["what"], "essay");
}

#[test]
fn a_script_in_a_stem_is_gone_and_said() {
    let answers = "<answer fraction=\"100\"><text>true</text></answer>";
    let item = quiz(&question("truefalse", "<script>alert(1)</script><p onclick=\"x()\">对？</p>", answers))
        .items
        .remove(0);
    assert_eq!(item.body.unwrap().stem, "对？");
    assert_eq!(item.warnings[0].fault.code, "bank.script_left_out");
}
