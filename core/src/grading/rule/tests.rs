use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    bank::model::{Body, Choice, Key, Kind, QuestionId},
    grading::model::{SheetQuestion, SheetSection},
    grading::ruling::Marking,
    kernel::Instant,
    paper::{Asked, Policy},
    sitting::journal::Given,
};

fn question(no: u128, right: &[u8]) -> SheetQuestion {
    let choice = |text: &str| Choice { text: text.into(), fixed: false };
    let body = Body {
        kind: if right.len() == 1 { Kind::Single } else { Kind::Multiple },
        stem: "题干".into(),
        prompts: vec![],
        options: ["甲", "乙", "丙", "丁"].map(choice).to_vec(),
        key: Key::Options { right: right.to_vec() },
        explanation: "解析".into(),
    };
    SheetQuestion {
        question: QuestionId(Uuid::from_u128(no)),
        revision: RevisionId(Uuid::from_u128(no)),
        marking: Marking::of(&body),
    }
}

fn sheet() -> Sheet {
    let section = |count, points, policy| SheetSection { count, points_each: Points::whole(points), policy };
    Sheet {
        ruling: 0,
        sections: vec![section(2, 2, Policy::AllOrNothing), section(1, 4, Policy::HalfIfSubset)],
        questions: vec![question(0, &[1]), question(1, &[0]), question(2, &[0, 2]), question(3, &[3])],
    }
}

fn paper() -> Paper {
    let asked = |index| Asked { index, options: vec![2, 0, 3, 1] };
    Paper { questions: vec![asked(3), asked(0), asked(2)] }
}

fn answers(chosen: &[(u16, &[u8])]) -> Answers {
    let given =
        |chosen: &[u8]| Given { response: Response::Options { chosen: chosen.to_vec() }, at: Instant(0) };
    Answers {
        given: chosen.iter().map(|(place, chosen)| (*place, given(chosen))).collect(),
        ..Answers::default()
    }
}

fn marked(sheet: &Sheet, answers: &Answers) -> Mark {
    let paper = paper();
    let asked: Vec<u32> = paper.questions.iter().map(|asked| asked.index).collect();
    mark(sheet, &asked, responses(&paper, answers)).unwrap()
}

#[test]
fn places_as_shown_are_marked_by_the_key_of_the_revision() {
    // Shown: 丙 甲 丁 乙. The keys are 丁, 乙, and 甲 with 丙.
    let mark = marked(&sheet(), &answers(&[(0, &[2]), (1, &[0]), (2, &[1])]));
    let verdicts: Vec<Verdict> = mark.detail.iter().map(|marked| marked.verdict).collect();
    assert_eq!(verdicts, [Verdict::Right, Verdict::Wrong, Verdict::Partly]);
    assert_eq!((mark.points, mark.full), (Points::whole(4), Points::whole(8)));
    assert_eq!(mark.detail[2].response, Some(Response::Options { chosen: vec![0] }));
    let nothing = marked(&sheet(), &answers(&[]));
    assert_eq!(nothing.points, Points::ZERO);
}

#[test]
fn a_void_question_rescales_and_a_paper_without_it_stays() {
    let given = answers(&[(0, &[2]), (1, &[0]), (2, &[1])]);
    let before = marked(&sheet(), &given);
    let with = |index: usize| {
        let mut sheet = sheet();
        sheet.questions[index].marking.treatment = ruling::Treatment::Void;
        mark_again(&sheet, &before).unwrap()
    };
    let void = with(0);
    assert_eq!((void.points, void.detail[1].verdict), (Points(533), Verdict::Void), "4 of 6, of 8");
    assert_eq!(with(1).points, before.points);
}

#[test]
fn keys_and_responses_are_shown_by_the_places_of_the_paper() {
    let shown = [2, 0, 3, 1];
    assert_eq!(Key::Options { right: vec![0, 2] }.as_shown(&shown), Key::Options { right: vec![0, 1] });
    assert_eq!(
        Key::Order { order: vec![3, 0, 1, 2] }.as_shown(&shown),
        Key::Order { order: vec![2, 1, 3, 0] }
    );
    assert_eq!(Key::Pairs { pairs: vec![1, 1, 2] }.as_shown(&shown), Key::Pairs { pairs: vec![3, 3, 0] });
    for (given, as_shown) in [
        (Response::Options { chosen: vec![1] }, Response::Options { chosen: vec![3] }),
        (Response::Order { order: vec![1, 0] }, Response::Order { order: vec![3, 1] }),
        (Response::Pairs { pairs: vec![None, Some(2)] }, Response::Pairs { pairs: vec![None, Some(0)] }),
    ] {
        assert_eq!(given.as_shown(&shown), as_shown);
        assert_eq!(as_shown.in_revision_order(&shown), given);
    }
}

#[test]
fn a_paper_longer_than_its_sections_is_not_marked() {
    assert!(mark(&sheet(), &[0, 1, 2, 3], vec![None; 4]).is_err());
    assert!(mark(&sheet(), &[0, 1, 9], vec![None; 3]).is_err());
}

fn contenders() -> impl Strategy<Value = Vec<Contender>> {
    prop::collection::vec((0u128..3, 0i64..6, any::<bool>()), 0..30).prop_map(|all| {
        all.into_iter()
            .zip(1u128..)
            .map(|((group, points, ranked), person)| Contender {
                person: PersonId(Uuid::from_u128(person)),
                group: (group > 0).then(|| GroupId(Uuid::from_u128(group))),
                points: Points(points),
                ranked,
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn ties_share_a_place_and_the_next_is_left_out(contenders in contenders()) {
        let places = places_of(&contenders);
        for a in &contenders {
            let place = places[&a.person].place;
            prop_assert_eq!(place.is_some(), a.ranked && a.group.is_some());
            for b in contenders.iter().filter(|b| b.group == a.group) {
                let other = places[&b.person].place;
                if let (Some(mine), Some(theirs)) = (place, other) {
                    prop_assert_eq!(mine.cmp(&theirs), b.points.cmp(&a.points));
                }
            }
            if let Some(place) = place {
                let ranked = contenders.iter().filter(|b| b.group == a.group && b.ranked);
                let ahead = ranked.filter(|b| b.points > a.points).count();
                prop_assert_eq!(usize::try_from(place).unwrap(), ahead + 1);
            }
        }
    }
}
