use uuid::Uuid;

use super::*;
use crate::bank::model::Choice;

fn choice(kind: Kind, options: &[&str], right: &[u8]) -> Body {
    Body {
        kind,
        stem: "补正材料应当在几日内一次告知？".to_owned(),
        prompts: vec![],
        options: options.iter().map(|text| Choice { text: (*text).to_owned(), fixed: false }).collect(),
        key: Key::Options { right: right.to_vec() },
        explanation: String::new(),
    }
}

fn blank(stem: &str, keys: &[&str]) -> Body {
    let key = |text: &&str| BlankKey { accepted: vec![(*text).to_owned()], number: None };
    Body {
        kind: Kind::Blank,
        stem: stem.to_owned(),
        prompts: vec![],
        options: vec![],
        key: Key::Blanks { blanks: keys.iter().map(key).collect(), any_order: false },
        explanation: String::new(),
    }
}

fn codes(body: &Body) -> Vec<(&'static str, String)> {
    validate(body).into_iter().map(|issue| (issue.fault.code, issue.at)).collect()
}

#[test]
fn a_sound_question_has_no_flaw() {
    assert!(codes(&choice(Kind::Single, &["三日", "五日"], &[1])).is_empty());
    assert!(codes(&choice(Kind::Multiple, &["三日", "五日"], &[0, 1])).is_empty());
    assert!(codes(&blank("应当自受理之日起____日内决定。", &["二十"])).is_empty());
    let truth = Body {
        kind: Kind::TrueFalse,
        options: vec![],
        key: Key::Truth { value: true },
        ..choice(Kind::Single, &[], &[])
    };
    assert!(codes(&truth).is_empty());
}

fn ordering(items: &[&str], order: &[u8]) -> Body {
    Body { key: Key::Order { order: order.to_vec() }, ..choice(Kind::Ordering, items, &[]) }
}

fn matching(prompts: &[&str], options: &[&str], pairs: &[u8]) -> Body {
    Body {
        prompts: prompts.iter().map(|text| (*text).to_owned()).collect(),
        key: Key::Pairs { pairs: pairs.to_vec() },
        ..choice(Kind::Matching, options, &[])
    }
}

#[test]
fn orders_and_pairs_are_whole() {
    let has = |body: &Body, code: &str, at: &str| {
        let codes = codes(body);
        assert!(codes.iter().any(|(known, place)| *known == code && place == at), "{code} in {codes:?}");
    };
    assert!(codes(&ordering(&["受理", "审查", "决定"], &[0, 2, 1])).is_empty());
    has(&ordering(&["受理", "审查", "决定"], &[0, 2]), "bank.order_incomplete", "/key");
    has(&ordering(&["受理", "审查"], &[0, 0]), "bank.order_incomplete", "/key");
    has(&ordering(&["受理", "审查"], &[0, 2]), "bank.key_without_option", "/key");
    assert!(codes(&matching(&["甲", "乙", "丙"], &["一", "二"], &[0, 1, 1])).is_empty());
    has(&matching(&["甲"], &["一", "二"], &[0]), "bank.too_few_prompts", "/prompts");
    has(&matching(&["甲", "甲 "], &["一", "二"], &[0, 1]), "bank.same_prompt_twice", "/prompts/1");
    has(&matching(&["甲", " "], &["一", "二"], &[0, 1]), "bank.empty_prompt", "/prompts/1");
    has(&matching(&["甲", "乙"], &["一", "二"], &[0]), "bank.pair_count", "/key");
    has(&matching(&["甲", "乙"], &["一", "二"], &[0, 2]), "bank.key_without_option", "/key");
    let many = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    has(&matching(&many, &["一", "二"], &[0; 9]), "bank.too_many_prompts", "/prompts");
    has(&ordering(&many, &[0, 1, 2, 3, 4, 5, 6, 7, 8]), "bank.too_many_options", "/options");
    let stray = Body { prompts: vec!["甲".into()], ..choice(Kind::Single, &["a", "b"], &[0]) };
    has(&stray, "bank.prompts_not_wanted", "/prompts");
    let mut fixed = ordering(&["受理", "审查"], &[0, 1]);
    fixed.options[0].fixed = true;
    assert!(!tidied(fixed).options[0].fixed, "an item that stays would tell its place");
}

#[test]
fn every_flaw_has_its_code_and_place() {
    let found = |body: &Body, code: &str, at: &str| {
        let codes = codes(body);
        assert!(codes.iter().any(|(known, place)| *known == code && place == at), "{code} in {codes:?}");
    };
    found(&Body { stem: " ".into(), ..choice(Kind::Single, &["a", "b"], &[0]) }, "bank.empty_stem", "/stem");
    found(
        &Body { stem: "长".repeat(MAX_STEM + 1), ..choice(Kind::Single, &["a", "b"], &[0]) },
        "bank.too_long",
        "/stem",
    );
    found(&choice(Kind::Single, &["a"], &[0]), "bank.too_few_options", "/options");
    let many: Vec<String> = (0..27).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    found(&choice(Kind::Multiple, &many, &[0, 1]), "bank.too_many_options", "/options");
    found(&choice(Kind::Single, &["a", ""], &[0]), "bank.empty_option", "/options/1/text");
    found(&choice(Kind::Single, &["a", "b", "a "], &[0]), "bank.same_option_twice", "/options/2/text");
    found(&choice(Kind::Single, &["a", "b"], &[]), "bank.no_right_option", "/key");
    found(&choice(Kind::Single, &["a", "b"], &[0, 1]), "bank.several_right_options", "/key");
    found(&choice(Kind::Multiple, &["a", "b"], &[0, 4]), "bank.key_without_option", "/key");
    found(&choice(Kind::TrueFalse, &[], &[0]), "bank.key_of_other_kind", "/key");
    found(&blank("没有空", &["a"]), "bank.no_blank_in_stem", "/stem");
    found(&blank("____和____", &["a"]), "bank.blank_count", "/key");
    found(&blank("____", &[" "]), "bank.blank_without_answer", "/key/blanks/0");
    let mut options = blank("____", &["a"]);
    options.options = choice(Kind::Single, &["a"], &[]).options;
    found(&options, "bank.options_not_wanted", "/options");
    let number = |value: &str, tolerance: Option<&str>| {
        let number = Numeric { value: value.into(), tolerance: tolerance.map(Into::into), unit: None };
        Body {
            key: Key::Blanks {
                blanks: vec![BlankKey { accepted: vec![], number: Some(number) }],
                any_order: false,
            },
            ..blank("____", &[])
        }
    };
    assert!(codes(&number("20.5", Some("0.5"))).is_empty());
    found(&number("二十", None), "bank.bad_number", "/key/blanks/0/number");
    found(&number("20", Some("-1")), "bank.bad_number", "/key/blanks/0/number");
}

#[test]
fn blanks_are_runs_of_four_underscores() {
    assert_eq!(blanks("____"), 1);
    assert_eq!(blanks("a___b______c____"), 2);
}

#[test]
fn a_tidied_body_keeps_what_can_be_seen() {
    let mut body = choice(Kind::Multiple, &[" 三日\u{7} ", "五日"], &[1, 0, 1]);
    body.stem = "\u{FEFF} 第一行\r\n第二行\u{0} ".to_owned();
    let body = tidied(body);
    assert_eq!(body.stem, "第一行\n第二行");
    assert_eq!(body.options[0].text, "三日");
    assert_eq!(body.key, Key::Options { right: vec![0, 1] });
}

#[test]
fn the_life_of_a_question() {
    use QuestionState as S;
    let (author, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    for state in S::ALL.iter().copied() {
        assert_eq!(submit(state), if state == S::Draft { Ok(S::InReview) } else { Err(Barred::WrongState) });
        let reviewed = |next| if state == S::InReview { Ok(next) } else { Err(Barred::WrongState) };
        assert_eq!(accept(state, author, other), reviewed(S::Live));
        assert_eq!(send_back(state, author, other), reviewed(S::Draft));
        let own = if state == S::InReview { Barred::OwnReview } else { Barred::WrongState };
        assert_eq!(accept(state, author, author), Err(own));
        assert_eq!(send_back(state, author, author), Err(own));
        assert_eq!(retire(state), if state == S::Retired { Err(Barred::WrongState) } else { Ok(S::Retired) });
        assert_eq!(superseded(state), if state == S::Live { S::Stale } else { state });
        let open = matches!(state, S::Draft | S::Live | S::Stale);
        assert_eq!(revise(state), if open { Ok(S::Draft) } else { Err(Barred::WrongState) });
    }
}
