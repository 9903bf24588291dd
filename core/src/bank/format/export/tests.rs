use proptest::prelude::*;

use super::*;
use crate::bank::{
    format::{Mapping, read_file, tests::any_body},
    model::{BlankKey, Choice, Numeric},
};

fn any_outgoing() -> impl Strategy<Value = Outgoing> {
    let clauses = prop::collection::vec("《[一二三]{2,4}条例》第三条", 0..3);
    (any_body(), prop::option::of(1u8..=5), prop::option::of("[甲乙丙]{1,6}"), clauses)
        .prop_map(|(body, difficulty, topic, clauses)| Outgoing { body, difficulty, topic, clauses })
}

/// What a format has no place for in such a question; nothing else may be lost.
fn has_no_place(format: Format, body: &Body) -> Vec<Piece> {
    let mut lost = Vec::new();
    let other = matches!(format, Format::Gift | Format::Moodle);
    if other && body.options.iter().any(|option| option.fixed) {
        lost.push(Piece::Fixed);
    }
    if let Key::Blanks { blanks, any_order } = &body.key
        && (other || format == Format::Qti3)
    {
        let mixed = |blank: &BlankKey| blank.number.is_some();
        if *any_order || blanks.iter().any(mixed) {
            lost.push(Piece::Key);
        }
    }
    if !holds(format, &Outgoing { body: body.clone(), difficulty: None, topic: None, clauses: vec![] }) {
        lost.push(Piece::Question);
    }
    lost
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn what_goes_out_comes_back(questions in prop::collection::vec(any_outgoing(), 1..5)) {
        for format in WRITTEN {
            let Exported { bytes, lost } = write(format, &questions).unwrap();
            for Lost { place, what } in &lost {
                let allowed = has_no_place(format, &questions[*place].body);
                prop_assert!(
                    what.iter().all(|piece| allowed.contains(piece)),
                    "{format}: {what:?} of {:?}", questions[*place]
                );
            }
            let gone = lost.iter().filter(|lost| lost.what == [Piece::Question]).count();
            if gone == questions.len() {
                continue;
            }
            let read = read_file(&bytes, &Mapping::new()).unwrap();
            prop_assert_eq!((read.format, read.reading.items.len()), (format, questions.len() - gone));
        }
    }
}

fn single(stem: &str) -> Outgoing {
    let option = |text: &str| Choice { text: text.to_owned(), fixed: false };
    let body = Body {
        kind: Kind::Single,
        stem: stem.to_owned(),
        prompts: vec![],
        options: vec![option("三日"), option("五日")],
        key: Key::Options { right: vec![1] },
        explanation: String::new(),
    };
    Outgoing { body, difficulty: Some(2), topic: Some("窗口".to_owned()), clauses: vec![] }
}

#[test]
fn signs_that_mean_something_elsewhere_come_back() {
    for stem in [
        "a = b ~ {c} # d : e \\ f",
        "<script>alert(1)</script>",
        "一 & 二 \"三\" <b>四</b>",
        "=1+1",
        "第一行\n第二行",
    ] {
        for format in [Format::Gift, Format::Moodle, Format::Qti3, Format::Xlsx, Format::Json] {
            let exported = write(format, &[single(stem)]).unwrap();
            assert_eq!(exported.lost, [], "{format}: {stem}");
        }
    }
}

#[test]
fn what_a_format_cannot_hold_is_listed() {
    let mut blank = single("共____日。");
    blank.body.kind = Kind::Blank;
    blank.body.options = vec![];
    let number = Numeric { value: "5".to_owned(), tolerance: None, unit: Some("日".to_owned()) };
    blank.body.key =
        Key::Blanks { blanks: vec![BlankKey { accepted: vec![], number: Some(number) }], any_order: false };
    let mut order = single("排序");
    order.body.kind = Kind::Ordering;
    order.body.key = Key::Order { order: vec![1, 0] };
    let mut fixed = single("期限？");
    fixed.body.options[1].fixed = true;
    let questions = [single("期限（ A ）？"), blank, order, fixed];
    let lost = |format| {
        let lost = write(format, &questions).unwrap().lost;
        lost.into_iter().map(|lost| (lost.place, lost.what)).collect::<Vec<_>>()
    };
    assert_eq!(
        lost(Format::Gift),
        [(1, vec![Piece::Key]), (2, vec![Piece::Question]), (3, vec![Piece::Fixed])]
    );
    assert_eq!(lost(Format::Moodle), [(3, vec![Piece::Fixed])]);
    assert_eq!(lost(Format::Qti3), [(1, vec![Piece::Key])]);
    // A letter in brackets is an answer to whoever reads a paper.
    assert_eq!(lost(Format::Docx), [(0, vec![Piece::Stem])]);
    assert_eq!(lost(Format::Json), []);
}

#[test]
fn a_cell_never_becomes_a_formula() {
    let mut question = single("=HYPERLINK(\"http://x\",\"y\")");
    question.body.options[0].text = "=1+1".to_owned();
    let exported = write(Format::Xlsx, &[question]).unwrap();
    let mut package = crate::kernel::package::Package::open(&exported.bytes).unwrap();
    let sheet = package.text("xl/worksheets/sheet1.xml").unwrap().unwrap();
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert_eq!(exported.lost, []);
}

#[test]
fn the_template_is_read_without_a_fault() {
    let read = read_file(&table::template().unwrap(), &Mapping::new()).unwrap().reading;
    assert_eq!(read.items.len(), 6);
    assert!(read.items.iter().all(|item| item.body.is_some()), "{:?}", read.items);
    assert_eq!(read.warnings, []);
}
