//! Months and working days as the centre counts them: Monday to Friday by its own clock. Public
//! holidays are not known here, so a notice runs at least as long as it must.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Weekday};

use crate::{
    kernel::Instant,
    people::{GroupId, Membership},
};

/// Whether yyyymm names a month.
#[must_use]
pub fn is_month(month: i32) -> bool {
    first_day(month).is_some_and(|day| (2000..2200).contains(&day.year()))
}

fn first_day(month: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(month.div_euclid(100), u32::try_from(month.rem_euclid(100)).ok()?, 1)
}

const fn next(month: i32) -> i32 {
    if month % 100 == 12 { month + 89 } else { month + 1 }
}

/// Midnight of a day at the centre.
fn midnight(day: NaiveDate) -> Option<Instant> {
    let offset: FixedOffset = *Instant(0).to_local().offset();
    let at: DateTime<FixedOffset> = day.and_hms_opt(0, 0, 0)?.and_local_timezone(offset).single()?;
    Some(Instant(at.timestamp_micros()))
}

/// From when until before when a month lasts; none for what is no month.
#[must_use]
pub fn span(month: i32) -> Option<(Instant, Instant)> {
    Some((midnight(first_day(month)?)?, midnight(first_day(next(month))?)?))
}

fn is_working_day(at: Instant) -> bool {
    !matches!(at.to_local().weekday(), Weekday::Sat | Weekday::Sun)
}

/// The same time of day after so many working days.
#[must_use]
pub fn after_working_days(at: Instant, days: u32) -> Instant {
    let mut at = at;
    let mut left = days;
    while left > 0 {
        at = at.plus_days(1);
        left -= u32::from(is_working_day(at));
    }
    at
}

/// The category in which each person spent most working days of a month; of two with as many the
/// later one.
#[must_use]
pub fn main_groups(memberships: &[Membership], month: i32) -> HashMap<crate::kernel::PersonId, GroupId> {
    let Some((from, until)) = span(month) else { return HashMap::new() };
    let noons: Vec<Instant> = (0..31)
        .map(|day| from.plus_days(day).plus_micros(12 * Instant::HOUR))
        .filter(|noon| *noon < until && is_working_day(*noon))
        .collect();
    let mut most: HashMap<_, (usize, Instant, GroupId)> = HashMap::new();
    let mut days: HashMap<_, usize> = HashMap::new();
    for membership in memberships {
        let covers = |noon: &&Instant| {
            membership.from_at <= **noon && membership.until_at.is_none_or(|end| end > **noon)
        };
        let held = days.entry((membership.person, membership.group)).or_default();
        *held += noons.iter().filter(covers).count();
        let found = (*held, membership.from_at, membership.group);
        let best = most.entry(membership.person).or_insert(found);
        if (found.0, found.1) >= (best.0, best.1) {
            *best = found;
        }
    }
    most.retain(|_, (days, ..)| *days > 0);
    most.into_iter().map(|(person, (.., group))| (person, group)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::PersonId;
    use uuid::Uuid;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn a_month_lasts_from_midnight_to_midnight_at_the_centre() {
        assert_eq!(span(202_612), Some((at("2026-11-30T16:00:00Z"), at("2026-12-31T16:00:00Z"))));
        assert!(is_month(202_601) && !is_month(202_613) && !is_month(202_600) && !is_month(-1));
    }

    #[test]
    fn weekends_do_not_count() {
        let friday = at("2026-11-06T02:00:00Z");
        assert_eq!(after_working_days(friday, 3), at("2026-11-11T02:00:00Z"));
        assert_eq!(after_working_days(friday, 0), friday);
    }

    #[test]
    fn one_belongs_where_one_worked_most() {
        let person = PersonId(Uuid::from_u128(1));
        let [one, other] = [1, 2].map(|no| GroupId(Uuid::from_u128(no)));
        let membership = |group, from: &str, until: Option<&str>| Membership {
            person,
            group,
            from_at: at(from),
            until_at: until.map(at),
        };
        let moved = |day: &str| {
            main_groups(
                &[membership(one, "2026-01-01T00:00:00Z", Some(day)), membership(other, day, None)],
                202_611,
            )
            .remove(&person)
        };
        assert_eq!(moved("2026-11-10T00:00:00Z"), Some(other));
        assert_eq!(moved("2026-11-24T00:00:00Z"), Some(one));
        // Away for a while and back: both stays count.
        let stays = [
            membership(one, "2026-10-01T00:00:00Z", Some("2026-11-09T00:00:00Z")),
            membership(other, "2026-11-09T00:00:00Z", Some("2026-11-18T00:00:00Z")),
            membership(one, "2026-11-18T00:00:00Z", None),
        ];
        assert_eq!(main_groups(&stays, 202_611).remove(&person), Some(one));
        assert_eq!(main_groups(&stays, 202_608).remove(&person), None);
    }
}
