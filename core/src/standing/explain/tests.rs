use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::standing::{exact::Amount, model::Missing};

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}
fn value(text: &str) -> Entry {
    Entry::Read { reading: Reading::Value { value: amount(text) } }
}
fn member(entries: &[(&str, Entry)]) -> Member {
    Member {
        person: PersonId(Uuid::nil()),
        post: Post::Frontdesk,
        entries: entries.iter().map(|(code, entry)| ((*code).to_owned(), *entry)).collect(),
    }
}
fn alone(scheme: &Scheme, entries: &[(&str, Entry)]) -> Explanation {
    explain(scheme, &[member(entries)]).remove(0)
}
fn contributions(explanation: &Explanation) -> Vec<Option<&str>> {
    explanation.components.iter().map(|part| part.contribution.as_deref()).collect()
}

#[test]
fn the_default_month() {
    let entries = [("exam", value("87.53")), ("performance", value("91.2")), ("conduct", value("100"))];
    let found = alone(&Scheme::default(), &entries);
    assert_eq!(contributions(&found), [Some("35.012"), Some("36.48"), Some("20")]);
    assert_eq!(found.total, Some(Points(9149)), "91.492 rounded once");
    assert_eq!(found.points(Component::Skill), Some(Points(8753)));
}

#[test]
fn leave_is_shared_out_and_absence_is_not() {
    let rest = [("performance", value("90")), ("conduct", value("60"))];
    let with_exam = |entry: Entry| alone(&Scheme::default(), &[&rest[..], &[("exam", entry)]].concat());

    let excused = with_exam(Entry::Excused);
    assert_eq!(excused.components.iter().map(|part| part.counted.0).collect::<Vec<_>>(), [0, 6667, 3333]);
    assert_eq!(excused.components[0].items[0].basis, Basis::Excused);
    assert_eq!(excused.total, Some(Points(8000)));

    let absent = with_exam(Entry::Missing);
    assert_eq!(absent.components[0].items[0].basis, Basis::MissingIsZero);
    assert_eq!(absent.total, Some(Points(4800)));

    let nothing = alone(&Scheme::default(), &[("exam", Entry::Excused)]);
    assert_eq!((nothing.total, nothing.components[1].items[0].basis), (None, Basis::Missing));
}

/// A month as a window might weigh it: rates, faults, a bonus and a department's value.
fn measured() -> Scheme {
    let item = |code: &str, weight, rule| SchemeItem {
        code: code.into(),
        weight: Weight::percent(weight),
        rule,
        ..Scheme::default().components[1].items[0].clone()
    };
    let whole = Points::whole;
    let mut scheme = Scheme::default();
    scheme.components[1].ceiling = whole(105);
    scheme.components[1].items = vec![
        item("online_rate", 30, ScoringRule::Target { target: amount("90"), cap: whole(100) }),
        item("calls", 20, ScoringRule::ShareOfBest),
        SchemeItem {
            missing: Missing::Full,
            ..item(
                "faults",
                20,
                ScoringRule::Deduction { base: whole(100), each: whole(5), floor: Some(whole(0)) },
            )
        },
        SchemeItem { measured_by: MeasuringUnit::Department, ..item("hotline", 30, ScoringRule::Direct) },
        SchemeItem {
            missing: Missing::Zero,
            ..item("praise", 0, ScoringRule::Bonus { each: whole(2), cap: whole(5) })
        },
    ];
    assert_eq!(crate::standing::rule::check_scheme(&scheme), Vec::new());
    scheme
}

#[test]
fn every_step_can_be_read() {
    let scheme = measured();
    let rate = Entry::Read { reading: Reading::Rate { part: 12, whole: 16, imported: Some(amount("80")) } };
    let hours = |count, hours| Entry::Read {
        reading: Reading::PerHour { count: amount(count), hours: amount(hours) },
    };
    let first = member(&[
        ("online_rate", rate),
        ("calls", hours("300", "100")),
        ("hotline", value("80")),
        ("praise", value("4")),
    ]);
    let second = member(&[("calls", hours("400", "100")), ("faults", value("3"))]);
    let found = explain(&scheme, &[first, second]);

    let performance = &found[0].components[1];
    let [online, calls, faults, hotline, praise] = performance.items.as_slice() else { panic!("five items") };
    assert_eq!(online.value.as_deref(), Some("75"));
    assert_eq!((online.difference.as_deref(), online.few), (Some("5"), true));
    assert_eq!((online.points, online.contribution.as_deref()), (Some(Points(8333)), Some("24.999")));
    assert_eq!(calls.compared, Some(Compared { n: 2, below: 0, equal: 1, best: "4".into() }));
    assert_eq!(calls.points, Some(Points(7500)));
    assert_eq!((faults.basis, faults.points), (Basis::MissingIsFull, Some(Points(10_000))));
    assert_eq!((hotline.measured_by, hotline.counted), (MeasuringUnit::Department, Weight::percent(30)));
    assert_eq!((praise.points, praise.contribution.as_deref()), (Some(Points(500)), Some("5")));
    // 24.999 + 15 + 20 + 24 = 83.999, rounded, and the bonus on top.
    assert_eq!(performance.points, Some(Points(8900)));

    let performance = &found[1].components[1];
    let counted: Vec<u32> = performance.items.iter().map(|item| item.counted.0).collect();
    assert_eq!(counted, [0, 5000, 5000, 0, 0]);
    assert_eq!(performance.points, Some(Points(9250)));
}

#[test]
fn a_department_alone_ranks_nobody() {
    let mut scheme = measured();
    scheme.components[1].items[2].missing = Missing::NotApplicable;
    let found = alone(&scheme, &[("hotline", value("100")), ("praise", value("2"))]);
    assert_eq!(found.components[1].points, None);
    assert_eq!(found.components[1].items[3].points, Some(Points(10_000)), "it stays readable");
}

#[test]
fn it_travels() {
    let found = alone(&measured(), &[("exam", value("87.53")), ("hotline", value("80"))]);
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&text).unwrap(), found);
    assert!(text.contains(r#""value":"87.53""#) && text.contains(r#""points":8753"#));
}

proptest! {
    #[test]
    fn what_counts_is_always_a_whole(kinds in proptest::collection::vec(0u8..3, 7), points in proptest::collection::vec(0i64..120, 7)) {
        let codes = ["exam", "online_rate", "calls", "faults", "hotline", "praise", "conduct"];
        let entries: Vec<(&str, Entry)> = codes
            .iter()
            .zip(kinds.iter().zip(&points))
            .map(|(code, (kind, points))| {
                let read = Entry::Read { reading: Reading::Value { value: Amount::whole(*points) } };
                (*code, match kind { 0 => Entry::Missing, 1 => Entry::Excused, _ => read })
            })
            .collect();
        let scheme = measured();
        let found = alone(&scheme, &entries);
        let whole = |weights: Weight, counts: bool| weights == if counts { Weight::WHOLE } else { Weight::NONE };
        prop_assert!(whole(found.components.iter().map(|part| part.counted).sum(), found.total.is_some()));
        for part in &found.components {
            prop_assert!(whole(part.items.iter().map(|item| item.counted).sum(), part.points.is_some()));
            let department: Weight = part.items.iter()
                .filter(|item| item.measured_by == MeasuringUnit::Department)
                .map(|item| item.counted)
                .sum();
            prop_assert!(department <= scheme.department_cap);
            prop_assert!(part.points.is_none_or(|points| points <= part.ceiling));
        }
    }

    #[test]
    fn more_never_lowers_the_total(exam in 0i64..100, more in 0i64..100, others in 0i64..100) {
        let total = |exam: i64| alone(&Scheme::default(), &[
            ("exam", Entry::Read { reading: Reading::Value { value: Amount::whole(exam) } }),
            ("performance", Entry::Read { reading: Reading::Value { value: Amount::whole(others) } }),
        ]).total;
        prop_assert!(total(exam + more) >= total(exam));
    }
}
