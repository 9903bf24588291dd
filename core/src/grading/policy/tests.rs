use proptest::prelude::*;

use super::*;
use crate::kernel::Points;

fn chosen(places: &[u8]) -> Response {
    Response::Options { chosen: places.to_vec() }
}

fn right(places: &[u8]) -> Key {
    Key::Options { right: places.to_vec() }
}

fn texts(texts: &[&str]) -> Response {
    Response::Blanks { texts: texts.iter().map(|text| (*text).to_owned()).collect() }
}

fn blanks(keys: &[&[&str]], any_order: bool) -> Key {
    let key = |accepted: &&[&str]| BlankKey {
        accepted: accepted.iter().map(|t| (*t).to_owned()).collect(),
        number: None,
    };
    Key::Blanks { blanks: keys.iter().map(key).collect(), any_order }
}

fn of(kind: Kind, key: &Key, policy: Policy, response: &Response) -> Points {
    share(kind, key, policy, response).of_points(Points(600))
}

#[test]
fn single_and_true_false_are_all_or_nothing() {
    for policy in Policy::ALL.iter().copied() {
        let single = |response: &Response| of(Kind::Single, &right(&[1]), policy, response);
        assert_eq!(single(&chosen(&[1])), Points(600));
        for wrong in [&[0][..], &[0, 1], &[]] {
            assert_eq!(single(&chosen(wrong)), Points::ZERO);
        }
        let truth =
            |value| of(Kind::TrueFalse, &Key::Truth { value: true }, policy, &Response::Truth { value });
        assert_eq!((truth(true), truth(false)), (Points(600), Points::ZERO));
    }
}

#[test]
fn multiples_by_their_three_policies() {
    let key = right(&[0, 1, 2]);
    for (ticked, all, half, each) in [
        (&[0, 1, 2][..], 600, 600, 600),
        (&[0, 1], 0, 300, 400),
        (&[0], 0, 300, 200),
        (&[0, 1, 2, 3], 0, 0, 400),
        (&[0, 3], 0, 0, 0),
        (&[3], 0, 0, 0),
        (&[], 0, 0, 0),
        (&[2, 1, 0, 0], 600, 600, 600),
    ] {
        let earned = |policy| of(Kind::Multiple, &key, policy, &chosen(ticked)).hundredths();
        let policies = [Policy::AllOrNothing, Policy::HalfIfSubset, Policy::PerOption];
        assert_eq!(policies.map(earned), [all, half, each], "{ticked:?}");
    }
}

#[test]
fn blanks_are_compared_folded() {
    let key = blanks(&[&["二十"], &["一次性告知", "一次告知"]], false);
    let earned = |response: &Response| of(Kind::Blank, &key, Policy::AllOrNothing, response).hundredths();
    assert_eq!(earned(&texts(&[" ２０ ", "一次 告知"])), 600);
    assert_eq!(earned(&texts(&["20"])), 300);
    assert_eq!(earned(&texts(&["一次告知", "20"])), 0, "the order counts");
    assert_eq!(earned(&texts(&["20", "多次告知", "一次告知"])), 300, "a third text fills no blank");
    assert_eq!(earned(&texts(&["", " "])), 0);
}

#[test]
fn in_any_order_the_best_matching_counts() {
    // 公开 fits both blanks; given to the first alone, 公平 would find none.
    let key = blanks(&[&["公开", "公平"], &["公开"]], true);
    let earned = |response: &Response| of(Kind::Blank, &key, Policy::AllOrNothing, response).hundredths();
    assert_eq!(earned(&texts(&["公开", "公平"])), 600);
    assert_eq!(earned(&texts(&["公平", "公开"])), 600);
    assert_eq!(earned(&texts(&["公平", "公平"])), 300, "one blank is filled once");
    assert_eq!(earned(&texts(&["公正", "公开", "公平"])), 300, "no more texts than blanks");
}

#[test]
fn numbers_are_exact_to_their_tolerance_and_unit() {
    let number = |tolerance: Option<&str>, unit: Option<&str>| BlankKey {
        accepted: vec![],
        number: Some(Numeric {
            value: "20".into(),
            tolerance: tolerance.map(Into::into),
            unit: unit.map(Into::into),
        }),
    };
    let days = number(Some("0.3"), Some("日"));
    for text in ["20", "二十日", "20.3日", "19.7", "２０．３ 日"] {
        assert!(accepts(&days, text), "{text}");
    }
    for text in ["20.30001", "20个月", "日", "", "二十一日", "20日日"] {
        assert!(!accepts(&days, text), "{text}");
    }
    assert!(accepts(&number(None, Some("%")), "百分之二十"));
    assert!(accepts(&number(None, None), "20.0"));
    assert!(!accepts(&number(None, None), "20日"));
    let thousand =
        BlankKey { number: Some(Numeric { value: "1000".into(), tolerance: None, unit: None }), ..days };
    assert!(accepts(&thousand, "1，000"));
}

#[test]
fn an_order_is_right_as_a_whole_or_by_neighbours() {
    let key = Key::Order { order: vec![2, 0, 3, 1] };
    for (given, all, neighbours) in [
        (&[2, 0, 3, 1][..], 600, 600),
        (&[0, 3, 1, 2], 0, 400),
        (&[2, 0, 1, 3], 0, 200),
        (&[1, 3, 0, 2], 0, 0),
        (&[2, 0, 3], 0, 400),
        (&[2], 0, 0),
        (&[], 0, 0),
        (&[2, 0, 2, 0, 3, 1], 600, 600),
    ] {
        let earned = |policy| of(Kind::Ordering, &key, policy, &Response::Order { order: given.to_vec() });
        let policies = [Policy::AllOrNothing, Policy::AdjacentPairs];
        assert_eq!(policies.map(|policy| earned(policy).hundredths()), [all, neighbours], "{given:?}");
    }
}

#[test]
fn each_right_pair_earns_its_share() {
    let key = Key::Pairs { pairs: vec![1, 0, 1] };
    for (given, points) in [
        (&[Some(1), Some(0), Some(1)][..], 600),
        (&[Some(1), None, Some(0)], 200),
        (&[Some(1)], 200),
        (&[None, None, None], 0),
        (&[Some(1), Some(0), Some(1), Some(1)], 600),
    ] {
        let given = Response::Pairs { pairs: given.to_vec() };
        assert_eq!(of(Kind::Matching, &key, Policy::AllOrNothing, &given).hundredths(), points, "{given:?}");
    }
}

#[test]
fn a_response_of_another_shape_earns_nothing() {
    assert_eq!(
        share(Kind::Single, &right(&[0]), Policy::AllOrNothing, &Response::Truth { value: true }),
        Share::NONE
    );
    assert_eq!(
        share(Kind::Blank, &blanks(&[&["A"]], false), Policy::AllOrNothing, &chosen(&[0])),
        Share::NONE
    );
}

fn any_policy() -> impl Strategy<Value = Policy> {
    prop::sample::select(Policy::ALL.to_vec())
}

fn set() -> impl Strategy<Value = BTreeSet<u8>> {
    prop::collection::btree_set(0u8..6, 0..=6)
}

const WORDS: [&str; 5] = ["公开", "公平", "公正", "便民", "高效"];

fn any_key_of_blanks() -> impl Strategy<Value = (Vec<BTreeSet<usize>>, bool)> {
    let accepted = prop::collection::btree_set(0..WORDS.len(), 1..3);
    (prop::collection::vec(accepted, 1..5), any::<bool>())
}

fn key_of((accepted, any_order): &(Vec<BTreeSet<usize>>, bool)) -> Key {
    let key = |words: &BTreeSet<usize>| BlankKey {
        accepted: words.iter().map(|w| WORDS[*w].to_owned()).collect(),
        number: None,
    };
    Key::Blanks { blanks: accepted.iter().map(key).collect(), any_order: *any_order }
}

fn any_order() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    (2u8..=8).prop_flat_map(|count| {
        let order = || Just((0..count).collect::<Vec<u8>>()).prop_shuffle();
        (order(), order())
    })
}

fn any_pairs() -> impl Strategy<Value = (Vec<u8>, Vec<Option<u8>>)> {
    (2usize..=8).prop_flat_map(|count| {
        (prop::collection::vec(0u8..4, count), prop::collection::vec(prop::option::of(0u8..4), count))
    })
}

proptest! {
    #[test]
    fn an_order_earns_full_points_only_when_all_is_right((key, given) in any_order(), kept in 0usize..=8, policy in any_policy(), full in 1i64..2000) {
        let given: Vec<u8> = given.into_iter().take(kept).collect();
        let share = share(Kind::Ordering, &Key::Order { order: key.clone() }, policy, &Response::Order { order: given.clone() });
        let points = share.of_points(Points(full));
        prop_assert!(points >= Points::ZERO && points <= Points(full));
        prop_assert_eq!(share.is_full(), key == given);
        if given.is_empty() { prop_assert_eq!(share, Share::NONE); }
        if policy != Policy::AdjacentPairs && key != given { prop_assert_eq!(share, Share::NONE); }
    }

    #[test]
    fn right_neighbours_are_counted_exactly((key, given) in any_order()) {
        let follows = |order: &[u8], pair: &[u8]| order.windows(2).any(|two| two == pair);
        let right = key.windows(2).filter(|pair| follows(&given, pair)).count();
        let full = Points::whole(i64::try_from(key.len() - 1).unwrap());
        let earned = share(Kind::Ordering, &Key::Order { order: key }, Policy::AdjacentPairs, &Response::Order { order: given }).of_points(full);
        prop_assert_eq!(earned, Points::whole(i64::try_from(right).unwrap()));
    }

    #[test]
    fn the_shares_of_pairs_add_up((key, given) in any_pairs(), policy in any_policy()) {
        let full = Points::whole(i64::try_from(key.len()).unwrap());
        let marked = |pairs: Vec<Option<u8>>| share(Kind::Matching, &Key::Pairs { pairs: key.clone() }, policy, &Response::Pairs { pairs });
        let alone = |at: usize| {
            let mut pairs = vec![None; given.len()];
            pairs[at] = given[at];
            marked(pairs).of_points(full)
        };
        prop_assert_eq!((0..given.len()).map(alone).sum::<Points>(), marked(given.clone()).of_points(full));
        let all_right = key.iter().zip(&given).all(|(key, given)| Some(*key) == *given);
        prop_assert_eq!(marked(given.clone()).is_full(), all_right);
    }

    #[test]
    fn how_items_are_shown_does_not_matter((key, given) in any_order(), (pairs, matched) in any_pairs(), policy in any_policy()) {
        // What is shown is a shuffle of its own: the first order serves as one.
        let shown = key.clone();
        let order = Response::Order { order: given };
        let key = Key::Order { order: shown.iter().rev().copied().collect() };
        prop_assert_eq!(share(Kind::Ordering, &key, policy, &order), share(Kind::Ordering, &key.as_shown(&shown), policy, &order.as_shown(&shown)));
        let shown = [2, 0, 3, 1];
        let (key, given) = (Key::Pairs { pairs }, Response::Pairs { pairs: matched });
        prop_assert_eq!(share(Kind::Matching, &key, policy, &given), share(Kind::Matching, &key.as_shown(&shown), policy, &given.as_shown(&shown)));
    }

    #[test]
    fn full_marks_only_for_the_right_options(key in set(), ticked in set(), policy in any_policy(), full in 1i64..2000) {
        let response = Response::Options { chosen: ticked.iter().copied().collect() };
        let share = share(Kind::Multiple, &Key::Options { right: key.iter().copied().collect() }, policy, &response);
        let points = share.of_points(Points(full));
        prop_assert!(points >= Points::ZERO && points <= Points(full));
        prop_assert_eq!(share.is_full(), !key.is_empty() && key == ticked);
        if ticked.is_empty() { prop_assert_eq!(points, Points::ZERO); }
        if key.is_disjoint(&ticked) { prop_assert_eq!(points, Points::ZERO); }
    }

    #[test]
    fn ticking_everything_is_full_only_where_everything_is_right(key in set(), options in 1u8..=6, policy in any_policy()) {
        let key: BTreeSet<u8> = key.into_iter().filter(|place| *place < options).collect();
        let all = Response::Options { chosen: (0..options).collect() };
        let share = share(Kind::Multiple, &Key::Options { right: key.iter().copied().collect() }, policy, &all);
        prop_assert_eq!(share.is_full(), key.len() == usize::from(options));
    }

    #[test]
    fn the_order_of_options_does_not_matter(
        key in set(), ticked in set(), policy in any_policy(), shown in Just((0u8..6).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let as_shown = |place: u8| u8::try_from(shown.iter().position(|option| *option == place).unwrap()).unwrap();
        let given = Response::Options { chosen: ticked.iter().map(|place| as_shown(*place)).collect() };
        let key = Key::Options { right: key.into_iter().collect() };
        let plain = share(Kind::Multiple, &key, policy, &Response::Options { chosen: ticked.into_iter().collect() });
        prop_assert_eq!(share(Kind::Multiple, &key, policy, &given.in_revision_order(&shown)), plain);
    }

    #[test]
    fn one_more_right_option_is_worth_one_share(key in prop::collection::btree_set(0u8..6, 1..=6)) {
        let right: Vec<u8> = key.iter().copied().collect();
        let full = Points::whole(i64::try_from(right.len()).unwrap());
        for count in 0..=right.len() {
            let ticked = Response::Options { chosen: right[..count].to_vec() };
            let points = share(Kind::Multiple, &Key::Options { right: right.clone() }, Policy::PerOption, &ticked).of_points(full);
            prop_assert_eq!(points, Points::whole(i64::try_from(count).unwrap()));
        }
    }

    #[test]
    fn the_shares_of_blanks_add_up(key in any_key_of_blanks(), given in prop::collection::vec(0..WORDS.len(), 4)) {
        let key = key_of(&(key.0, false));
        let Key::Blanks { blanks, .. } = &key else { unreachable!() };
        let full = Points::whole(i64::try_from(blanks.len()).unwrap());
        let earned = |texts: Vec<String>| share(Kind::Blank, &key, Policy::AllOrNothing, &Response::Blanks { texts }).of_points(full);
        let all: Vec<String> = given.iter().map(|word| WORDS[*word].to_owned()).collect();
        let alone = |place: usize| {
            let mut texts = vec![String::new(); all.len()];
            texts[place] = all[place].clone();
            earned(texts)
        };
        prop_assert_eq!((0..all.len()).map(alone).sum::<Points>(), earned(all.clone()));
    }

    #[test]
    fn any_order_is_the_best_of_all_orders(key in any_key_of_blanks(), given in prop::collection::vec(0..WORDS.len(), 4)) {
        let texts: Vec<String> = given.iter().take(key.0.len()).map(|word| WORDS[*word].to_owned()).collect();
        let (ordered, unordered) = (key_of(&(key.0.clone(), false)), key_of(&(key.0, true)));
        let earned = |key: &Key, texts: Vec<String>| share(Kind::Blank, key, Policy::AllOrNothing, &Response::Blanks { texts }).of_points(Points(1200));
        let mut orders = vec![vec![]];
        for text in &texts {
            orders = orders.iter().flat_map(|order: &Vec<String>| (0..=order.len()).map(|at| {
                let mut order = order.clone();
                order.insert(at, text.clone());
                order
            })).collect();
        }
        let best = orders.into_iter().map(|order| earned(&ordered, order)).max().unwrap();
        prop_assert_eq!(earned(&unordered, texts), best);
    }
}
