//! From a raw value to points, by one of the rules.

use super::{
    exact::{Amount, Exact},
    model::{Basis, Direction, Knot, Missing, Reading, SchemeItem, ScoringRule},
};
use crate::kernel::{Points, number::signed};

/// Below so many values a percentile is refused.
const PERCENTILE_FROM: usize = 10;

impl Reading {
    /// The number a rule is applied to; none where it would be a share of nothing.
    pub(super) fn value(self) -> Option<Exact> {
        let whole = |count: u32| Exact::whole(count.into());
        match self {
            Self::Value { value } => Some(value.into()),
            Self::Rate { part, whole: cases, .. } => whole(part).times(Exact::HUNDRED).over(whole(cases)),
            Self::PerHour { count, hours } if hours.is_positive() => Exact::from(count).over(hours.into()),
            Self::PerHour { .. } => None,
            Self::Shared { sum, heads } => Exact::from(sum).over(whole(heads)),
        }
    }

    /// An imported rate less the recomputed one, where they differ by more than two decimals'
    /// rounding.
    pub(super) fn difference(self) -> Option<Exact> {
        let Self::Rate { imported: Some(imported), .. } = self else { return None };
        let difference = Exact::from(imported).minus(self.value()?);
        let rounding = Exact::whole(1).over(Exact::whole(200))?;
        let larger = difference > rounding || Exact::ZERO.minus(difference) > rounding;
        larger.then_some(difference)
    }

    /// The cases a rate rests on.
    pub(super) const fn cases(self) -> Option<u32> {
        match self {
            Self::Rate { whole, .. } => Some(whole),
            _ => None,
        }
    }
}

/// The values of everyone in the group for one item.
#[derive(Clone, Debug, Default)]
pub(super) struct Peers(Vec<Exact>);

impl FromIterator<Exact> for Peers {
    fn from_iter<I: IntoIterator<Item = Exact>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Peers {
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
    pub(super) fn best(&self, direction: Direction) -> Option<Exact> {
        match direction {
            Direction::Higher => self.0.iter().max().copied(),
            Direction::Lower => self.0.iter().min().copied(),
        }
    }
    /// How many did worse than `value`, and how many as well, itself included.
    pub(super) fn below_and_equal(&self, value: Exact, direction: Direction) -> (usize, usize) {
        let worse = |other: &&Exact| match direction {
            Direction::Higher => **other < value,
            Direction::Lower => **other > value,
        };
        (self.0.iter().filter(worse).count(), self.0.iter().filter(|other| **other == value).count())
    }
}

/// 100 × (below + ½ (equal − 1)) ÷ (n − 1), refused for fewer than ten.
pub(super) fn percentile(below: usize, equal: usize, n: usize) -> Option<Exact> {
    if n < PERCENTILE_FROM {
        return None;
    }
    let count = |count: usize| Exact::whole(signed(count).into());
    count(100 * below + 50 * equal.saturating_sub(1)).over(count(n - 1))
}

/// The points of a value.
///
/// # Errors
/// The reason why the item does not count for anybody with this group.
pub(super) fn score(item: &SchemeItem, value: Exact, peers: &Peers) -> Result<Points, Basis> {
    let full = Points::whole(100);
    let cut =
        |value: Exact, most: Points| value.clamp(Exact::ZERO, most.max(Points::ZERO).into()).to_points();
    // Reaching or passing the yardstick earns everything; with lower values better, 0 passes any.
    let ratio = |yardstick: Exact, most: Points| {
        match item.direction {
            Direction::Higher => value.over(yardstick),
            Direction::Lower => yardstick.over(value).filter(|_| value.is_positive()),
        }
        .map_or(most, |ratio| cut(ratio.times(Exact::HUNDRED), most))
    };
    Ok(match &item.rule {
        ScoringRule::Direct => cut(value, full),
        ScoringRule::Deduction { base, each, floor } => {
            let points = Exact::from(*base).minus(Exact::from(*each).times(value)).to_points();
            floor.map_or(points, |floor| points.max(floor))
        }
        ScoringRule::Bonus { each, cap } => cut(Exact::from(*each).times(value), *cap),
        ScoringRule::Piecewise { knots } => piecewise(knots, value),
        ScoringRule::ShareOfBest => {
            let best =
                peers.best(item.direction).filter(|best| best.is_positive()).ok_or(Basis::BestIsZero)?;
            ratio(best, full)
        }
        ScoringRule::Target { target, cap } => ratio((*target).into(), *cap),
        ScoringRule::PerHead { cap } => cut(value, *cap),
        ScoringRule::Percentile => {
            let (below, equal) = peers.below_and_equal(value, item.direction);
            percentile(below, equal, peers.count()).ok_or(Basis::GroupTooSmall)?.to_points()
        }
    })
}

fn piecewise(knots: &[Knot], value: Exact) -> Points {
    let reached = knots.iter().rev().find(|knot| Exact::from(knot.at) <= value);
    let ahead = knots.iter().find(|knot| Exact::from(knot.at) > value);
    match (reached, ahead) {
        (Some(from), Some(to)) => {
            let at = |amount: Amount| Exact::from(amount);
            let way = value.minus(at(from.at)).over(at(to.at).minus(at(from.at))).unwrap_or(Exact::ZERO);
            let rise = Exact::from(to.points).minus(from.points.into());
            Exact::from(from.points).plus(rise.times(way)).to_points()
        }
        (Some(knot), None) | (None, Some(knot)) => knot.points,
        (None, None) => Points::ZERO,
    }
}

/// What the item's policy gives to whom there is no value.
pub(super) fn without_value(item: &SchemeItem) -> (Basis, Option<Points>) {
    match item.missing {
        Missing::NotApplicable => (Basis::Missing, None),
        Missing::Zero => (Basis::MissingIsZero, Some(Points::ZERO)),
        Missing::Full => (Basis::MissingIsFull, Some(full_points(&item.rule))),
    }
}

fn full_points(rule: &ScoringRule) -> Points {
    match rule {
        ScoringRule::Direct | ScoringRule::ShareOfBest | ScoringRule::Percentile => Points::whole(100),
        ScoringRule::Deduction { base, .. } => *base,
        ScoringRule::Bonus { cap, .. } | ScoringRule::Target { cap, .. } | ScoringRule::PerHead { cap } => {
            *cap
        }
        ScoringRule::Piecewise { knots } => knots.iter().map(|knot| knot.points).max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::model::Scheme;
    use proptest::prelude::*;

    fn item(rule: ScoringRule, direction: Direction) -> SchemeItem {
        SchemeItem { rule, direction, ..Scheme::default().components[0].items[0].clone() }
    }
    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }
    fn knots(knots: &[(&str, i64)]) -> ScoringRule {
        let knot = |(at, points): &(&str, i64)| Knot { at: amount(at), points: Points(*points) };
        ScoringRule::Piecewise { knots: knots.iter().map(knot).collect() }
    }
    fn alone(rule: ScoringRule, value: &str) -> i64 {
        score(&item(rule, Direction::Higher), amount(value).into(), &Peers::default()).unwrap().0
    }
    fn among(rule: &ScoringRule, direction: Direction, values: &[i64]) -> Vec<Result<i64, Basis>> {
        let item = item(rule.clone(), direction);
        let values: Vec<Exact> = values.iter().map(|value| Exact::whole((*value).into())).collect();
        let peers: Peers = values.iter().copied().collect();
        values.iter().map(|value| score(&item, *value, &peers).map(|points| points.0)).collect()
    }

    /// 连云港 12345, 2020–2023: the satisfaction item, full 25, as published for real figures.
    #[test]
    fn piecewise_as_a_real_service_publishes_it() {
        let rule = || knots(&[("73", 1250), ("98", 2500)]);
        let published = [("50", 1250), ("71.43", 1250), ("75", 1350), ("83.33", 1767), ("87.5", 1975)];
        for (rate, points) in published {
            assert_eq!(alone(rule(), rate), points, "{rate} %");
        }
        assert_eq!(alone(rule(), "99"), 2500, "full from 98 on, by the slope of the others");

        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = "shared/usage/scoring_schemes.csv";
        let Some(schemes) =
            here.ancestors().find_map(|folder| std::fs::read_to_string(folder.join(file)).ok())
        else {
            #[expect(clippy::print_stderr, reason = "a skipped comparison must be seen")]
            {
                eprintln!("skipped: no {file} beside this checkout");
            }
            return;
        };
        let written = schemes.split("满分25(").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        let pairs: Vec<(&str, i64)> = written
            .split_whitespace()
            .map(|pair| pair.split_once("%→").unwrap())
            .map(|(rate, points)| (rate, Exact::from(amount(points)).to_points().0))
            .collect();
        assert_eq!(pairs, published);
    }

    /// 10086: under 60 nothing, from 90 on everything, linear between.
    #[test]
    fn piecewise_as_an_exam_counts() {
        let rule = || knots(&[("60", 0), ("90", 10_000)]);
        for (exam, points) in
            [("59.99", 0), ("60", 0), ("75", 5000), ("80", 6667), ("90", 10_000), ("100", 10_000)]
        {
            assert_eq!(alone(rule(), exam), points);
        }
        let step = || knots(&[("60", 0), ("60", 6000), ("100", 10_000)]);
        assert_eq!((alone(step(), "59.9999"), alone(step(), "60"), alone(step(), "80")), (0, 6000, 8000));
    }

    #[test]
    fn deductions_and_bonuses() {
        let deduct = |floor: Option<i64>| ScoringRule::Deduction {
            base: Points::whole(100),
            each: Points::whole(5),
            floor: floor.map(Points::whole),
        };
        assert_eq!(alone(deduct(None), "2"), 9000);
        assert_eq!(alone(deduct(None), "21"), -500, "扣分不封顶");
        assert_eq!(alone(deduct(Some(0)), "21"), 0);
        let bonus = || ScoringRule::Bonus { each: Points(150), cap: Points::whole(5) };
        assert_eq!((alone(bonus(), "2"), alone(bonus(), "9"), alone(bonus(), "-1")), (300, 500, 0));
        assert_eq!((alone(ScoringRule::Direct, "87.655"), alone(ScoringRule::Direct, "120")), (8766, 10_000));
    }

    #[test]
    fn shares_of_the_best() {
        let share = ScoringRule::ShareOfBest;
        assert_eq!(among(&share, Direction::Higher, &[30, 20, 0]), [Ok(10_000), Ok(6667), Ok(0)]);
        assert_eq!(among(&share, Direction::Lower, &[30, 20, 40]), [Ok(6667), Ok(10_000), Ok(5000)]);
        for direction in [Direction::Higher, Direction::Lower] {
            assert_eq!(among(&share, direction, &[0, 0]), [Err(Basis::BestIsZero); 2]);
        }
        let target = ScoringRule::Target { target: amount("95"), cap: Points::whole(110) };
        assert_eq!(among(&target, Direction::Higher, &[95, 76, 200]), [Ok(10_000), Ok(8000), Ok(11_000)]);
        assert_eq!(among(&target, Direction::Lower, &[95, 190, 0]), [Ok(10_000), Ok(5000), Ok(11_000)]);
    }

    #[test]
    fn percentiles_need_ten() {
        let rule = ScoringRule::Percentile;
        let ten: Vec<i64> = vec![1, 2, 3, 4, 4, 6, 7, 8, 9, 10];
        let found = among(&rule, Direction::Higher, &ten);
        assert_eq!((found[0], found[3], found[4], found[9]), (Ok(0), Ok(3889), Ok(3889), Ok(10_000)));
        let lower = among(&rule, Direction::Lower, &ten);
        assert_eq!((lower[0], lower[9]), (Ok(10_000), Ok(0)));
        assert_eq!(among(&rule, Direction::Higher, &ten[..9]), [Err(Basis::GroupTooSmall); 9]);
        assert_eq!(among(&rule, Direction::Higher, &[5; 11]), [Ok(5000); 11]);
    }

    #[test]
    fn readings_are_recomputed() {
        let rate =
            |part, whole, imported: &str| Reading::Rate { part, whole, imported: Some(amount(imported)) };
        assert_eq!(rate(2, 3, "66.67").value().map(Exact::to_text).as_deref(), Some("66.6667"));
        assert_eq!(rate(2, 3, "66.67").difference(), None, "rounding is no difference");
        assert_eq!(rate(2, 3, "67.00").difference().map(Exact::to_text).as_deref(), Some("0.3333"));
        assert_eq!(rate(2, 3, "66").difference().map(Exact::to_text).as_deref(), Some("-0.6667"));
        assert_eq!(rate(0, 0, "100").value(), None);
        let volume = |hours: &str| Reading::PerHour { count: amount("90"), hours: amount(hours) };
        assert_eq!(volume("7.5").value(), Some(Exact::whole(12)));
        assert_eq!(volume("0").value(), None);
        assert_eq!(Reading::Shared { sum: amount("270"), heads: 3 }.value(), Some(Exact::whole(90)));
    }

    fn any_rule() -> impl Strategy<Value = ScoringRule> {
        prop_oneof![
            Just(ScoringRule::Direct),
            (1i64..10_000).prop_map(|each| ScoringRule::Bonus { each: Points(each), cap: Points::whole(5) }),
            (1i64..9000, 1i64..9000).prop_map(|(at, width)| ScoringRule::Piecewise {
                knots: vec![
                    Knot { at: Amount::whole(at), points: Points::ZERO },
                    Knot { at: Amount::whole(at + width), points: Points::whole(100) },
                ]
            }),
            Just(ScoringRule::ShareOfBest),
            (1i64..1000).prop_map(|target| ScoringRule::Target {
                target: Amount::whole(target),
                cap: Points::whole(120)
            }),
            Just(ScoringRule::PerHead { cap: Points::whole(100) }),
            Just(ScoringRule::Percentile),
        ]
    }

    proptest! {
        #[test]
        fn better_values_never_earn_less(rule in any_rule(), lower in any::<bool>(), values in proptest::collection::vec(0i64..10_000, 10..20)) {
            let relative = matches!(rule, ScoringRule::ShareOfBest | ScoringRule::Target { .. } | ScoringRule::Percentile);
            let lower = lower && relative;
            let direction = if lower { Direction::Lower } else { Direction::Higher };
            let points = among(&rule, direction, &values);
            for (a, first) in values.iter().zip(&points) {
                for (b, second) in values.iter().zip(&points) {
                    let better = if lower { a < b } else { a > b };
                    if better { prop_assert!(first >= second || first.is_err()); }
                    if a == b { prop_assert_eq!(first, second); }
                }
            }
        }
    }
}
