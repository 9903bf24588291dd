use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    bank::model::{BlankKey, Choice},
    kernel::Error,
};

fn body() -> Body {
    let option = |text: &str| Choice { text: text.to_owned(), fixed: false };
    Body {
        kind: Kind::Single,
        stem: "几日内一次告知？".to_owned(),
        prompts: vec![],
        options: ["三日", "五日", "七日"].map(option).to_vec(),
        key: key(1),
        explanation: String::new(),
    }
}

fn key(place: u8) -> Key {
    Key::Options { right: vec![place] }
}

fn chose(place: u8) -> Response {
    Response::Options { chosen: vec![place] }
}

const REACH: Reach = Reach { papers: 10, with_question: 4, least_rest: Points(9800) };

fn after(change: &Change) -> Marking {
    Marking::of(&body()).after(&body(), change, REACH).unwrap()
}

fn earned(marking: &Marking, response: Option<&Response>) -> Points {
    marking.mark(Policy::AllOrNothing, Points(200), response).earned
}

#[test]
fn a_corrected_key_replaces_and_an_accepted_one_joins() {
    let old = Marking::of(&body());
    let corrected = after(&Change::CorrectKey { key: key(2) });
    let accepted = after(&Change::AcceptAnother { key: key(2) });
    let of = |marking: &Marking| [0, 1, 2].map(|place| earned(marking, Some(&chose(place))).hundredths());
    assert_eq!(of(&old), [0, 200, 0]);
    assert_eq!(of(&corrected), [0, 0, 200]);
    assert_eq!(of(&accepted), [0, 200, 200]);
    assert_eq!(earned(&accepted, None), Points::ZERO);
}

#[test]
fn another_text_goes_with_the_old_ones_of_other_blanks() {
    let blanks = |texts: [&str; 2]| {
        let blank = |text: &str| BlankKey { accepted: vec![text.to_owned()], number: None };
        Key::Blanks { blanks: texts.map(blank).to_vec(), any_order: false }
    };
    let body = Body {
        kind: Kind::Blank,
        stem: "____日内受理，____日内送达。".to_owned(),
        prompts: vec![],
        options: vec![],
        key: blanks(["五", "十"]),
        ..body()
    };
    let change = Change::AcceptAnother { key: blanks(["七", "十"]) };
    let marking = Marking::of(&body).after(&body, &change, REACH).unwrap();
    for (first, points) in [("五", 200), ("七", 200), ("九", 100)] {
        let response = Response::Blanks { texts: vec![first.to_owned(), "10".to_owned()] };
        assert_eq!(earned(&marking, Some(&response)), Points(points), "{first}");
    }
    assert!(marking.after(&body, &change, REACH).is_err(), "accepted already");
}

#[test]
fn everyone_gets_its_points_only_where_every_paper_contains_it() {
    let everyone = |reach| Marking::of(&body()).after(&body(), &Change::EveryoneFull, reach);
    assert!(
        matches!(everyone(REACH), Err(Error::Refused(fault)) if fault.code == "grading.not_on_every_paper")
    );
    let marking = everyone(Reach { with_question: 10, ..REACH }).unwrap();
    assert_eq!(earned(&marking, None), Points(200));
}

#[test]
fn a_ruling_that_is_none_is_refused() {
    let refused = |marking: &Marking, change: &Change, reach| match marking.after(&body(), change, reach) {
        Err(Error::Refused(fault)) => fault.code,
        Err(Error::Invalid(issues)) => issues[0].fault.code,
        other => panic!("{other:?}"),
    };
    let marking = Marking::of(&body());
    assert_eq!(refused(&marking, &Change::CorrectKey { key: key(1) }, REACH), "grading.nothing_changes");
    assert_eq!(refused(&marking, &Change::AcceptAnother { key: key(1) }, REACH), "grading.nothing_changes");
    assert_eq!(refused(&after(&Change::Void), &Change::Void, REACH), "grading.nothing_changes");
    assert_eq!(refused(&marking, &Change::CorrectKey { key: key(7) }, REACH), "bank.key_without_option");
    assert_eq!(
        refused(&marking, &Change::CorrectKey { key: Key::Truth { value: true } }, REACH),
        "bank.key_of_other_kind"
    );
    assert_eq!(
        refused(&marking, &Change::Void, Reach { least_rest: Points::ZERO, ..REACH }),
        "grading.nothing_left"
    );
}

#[test]
fn a_void_question_rescales_the_rest() {
    let mark = |earned, full, counts| Mark {
        full: Points(full),
        share: Share::NONE,
        earned: Points(earned),
        counts,
    };
    // 61 of 98 on the rest, out of 100: 62.2448…
    let marks = [mark(0, 200, false), mark(6100, 9800, true)];
    assert_eq!(total(&marks), Points(6224));
    assert_eq!(total(&[mark(200, 200, true), mark(6100, 9800, true)]), Points(6300));
    assert_eq!(total(&[mark(200, 200, false)]), Points::ZERO);
    assert_eq!(total(&[]), Points::ZERO);
}

#[test]
fn a_released_pass_is_not_taken_away() {
    assert!(passes(Points(5900), Points(6000), true));
    assert!(!passes(Points(5999), Points(6000), false));
    assert!(passes(Points(6000), Points(6000), false));
}

#[test]
fn a_ruling_has_a_reason_and_two_people_whom_it_does_not_concern() {
    let [a, b] = [1, 2].map(|n| PersonId(Uuid::from_u128(n)));
    assert_eq!(confirm(a, b, "选项表述有误", |_| false), Ok(()));
    assert_eq!(confirm(a, b, " ", |_| false), Err(Overruled::NoReason));
    assert_eq!(confirm(a, a, "有误", |_| false), Err(Overruled::SecondPersonNeeded));
    assert_eq!(confirm(a, b, "有误", |person| person == b), Err(Overruled::OwnMatter));
    assert_eq!(confirm(a, b, "有误", |person| person == a), Err(Overruled::OwnMatter));
}

proptest! {
    #[test]
    fn a_total_stays_within_the_paper(questions in prop::collection::vec((1i64..500, 0usize..5, any::<bool>()), 1..40)) {
        let marks: Vec<Mark> = questions.iter().map(|(full, quarters, counts)| {
            let share = Share::of(*quarters, 4);
            Mark { full: Points(*full), share, earned: share.of_points(Points(*full)), counts: *counts }
        }).collect();
        let full: Points = marks.iter().map(|mark| mark.full).sum();
        let total = total(&marks);
        prop_assert!(total >= Points::ZERO && total <= full);
        let counted: Vec<&Mark> = marks.iter().filter(|mark| mark.counts).collect();
        if !counted.is_empty() && counted.iter().all(|mark| mark.share.is_full()) { prop_assert_eq!(total, full); }
    }

    #[test]
    fn accepting_another_answer_takes_from_nobody(response in prop::option::of(0u8..3), another in 0u8..3) {
        let old = Marking::of(&body());
        let response = response.map(chose);
        if let Ok(new) = old.after(&body(), &Change::AcceptAnother { key: key(another) }, REACH) {
            prop_assert!(earned(&new, response.as_ref()) >= earned(&old, response.as_ref()));
        }
    }
}
