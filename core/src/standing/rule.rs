//! Whether a scheme can be used, said all at once and before a month is reckoned with it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    exact::Amount,
    model::{ComponentScheme, Direction, Knot, MeasuringUnit, Scheme, SchemeItem, ScoringRule},
    weight::Weight,
};
use crate::{
    kernel::{Instant, Issue, Points, Result, error::check},
    people::model::Post,
};

crate::codes! {
    /// What can be wrong with a scheme.
    pub enum SchemeFault in "standing" {
        /// The weights of the components don't sum to 100 %. Param `sum`.
        ComponentWeights = "component_weights",
        RepeatedComponent = "repeated_component",
        /// The weights of a component's items for one post don't sum to 100 %. Params `post`, `sum`.
        ItemWeights = "item_weights",
        RepeatedItem = "repeated_item",
        /// An item without code, name or post.
        IncompleteItem = "incomplete_item",
        /// Department values carry more than their cap for one post. Params `post`, `sum`, `cap`.
        DepartmentWeight = "department_weight",
        /// A bonus has a weight, or another item has none.
        BonusWeight = "bonus_weight",
        /// Knots out of order, or turning against the item's direction.
        Knots = "knots",
        /// A rule with a number that makes no sense: nothing per unit, a target of 0, a floor above
        /// the base.
        RuleNumbers = "rule_numbers",
        NameMissing = "name_missing",
        /// Param `most`.
        NameTooLong = "name_too_long",
    }
}

crate::codes! {
    /// Why a month or the scheme can't be moved on.
    pub enum StandingRefusal in "standing" {
        /// The month is in its notice or published already.
        NotDraft = "not_draft",
        NotInNotice = "not_in_notice",
        /// Objections are still possible. Param `until`.
        NoticeRunning = "notice_running",
        /// A published month is frozen.
        MonthPublished = "month_published",
        /// An exam of the month waits for its release. Param `title`.
        ExamNotReleased = "exam_not_released",
        /// Nobody would have a place.
        NothingToRank = "nothing_to_rank",
        NothingProposed = "nothing_proposed",
        SecondPersonNeeded = "second_person_needed",
    }
}

crate::codes! {
    /// What can be wrong with who approved a bulletin and when.
    pub enum ApprovalIssue in "standing" {
        ApproverMissing = "approver_missing",
        /// Param `most`.
        ApproverTooLong = "approver_too_long",
        /// Not a date like 2026-11-30.
        ApprovedOnInvalid = "approved_on_invalid",
        ApprovedInFuture = "approved_in_future",
    }
}

/// Who or which meeting approved a bulletin, and on which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub by: String,
    pub on: NaiveDate,
}

const LONGEST_APPROVER: usize = 100;

/// # Errors
/// `Invalid` without a person or meeting, or for a day that is none or has not come.
pub fn approval(by: &str, on: &str, now: Instant) -> Result<Approval> {
    let by = by.trim();
    let mut issues = Vec::new();
    match by.chars().count() {
        0 => issues.push(ApprovalIssue::ApproverMissing.at("/approved_by")),
        1..=LONGEST_APPROVER => {}
        _ => issues.push(ApprovalIssue::ApproverTooLong.at("/approved_by").with("most", LONGEST_APPROVER)),
    }
    let on = on.parse::<NaiveDate>().ok();
    match on {
        None => issues.push(ApprovalIssue::ApprovedOnInvalid.at("/approved_on")),
        Some(day) if day > now.to_local().date_naive() => {
            issues.push(ApprovalIssue::ApprovedInFuture.at("/approved_on"));
        }
        Some(_) => {}
    }
    check(issues)?;
    Ok(Approval { by: by.to_owned(), on: on.unwrap_or_default() })
}

/// Everything that is wrong; nothing if the scheme can be used.
#[must_use]
pub fn check_scheme(scheme: &Scheme) -> Vec<Issue> {
    let mut issues = Vec::new();
    let sum: Weight = scheme.components.iter().map(|component| component.weight).sum();
    if sum != Weight::WHOLE {
        issues.push(SchemeFault::ComponentWeights.at("/components").with("sum", sum.0));
    }
    let (mut components, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for (place, component) in scheme.components.iter().enumerate() {
        let at = format!("/components/{place}");
        if !components.insert(component.component) {
            issues.push(SchemeFault::RepeatedComponent.at(at.clone()));
        }
        for post in Post::ALL {
            issues.extend(check_weights(component, *post, scheme.department_cap, &at));
        }
        for (place, item) in component.items.iter().enumerate() {
            let at = format!("{at}/items/{place}");
            if !codes.insert(item.code.as_str()) {
                issues.push(SchemeFault::RepeatedItem.at(format!("{at}/code")));
            }
            issues.extend(check_item(item, &at));
        }
    }
    issues
}

/// A component may ask nothing of a post; what it asks has to make a whole.
fn check_weights(component: &ComponentScheme, post: Post, cap: Weight, at: &str) -> Vec<Issue> {
    let asked = || component.items.iter().filter(|item| item.posts.contains(&post));
    let mut issues = Vec::new();
    let sum: Weight = asked().map(|item| item.weight).sum();
    if asked().next().is_some() && sum != Weight::WHOLE {
        let issue = SchemeFault::ItemWeights.at(format!("{at}/items"));
        issues.push(issue.with("post", post.as_str()).with("sum", sum.0));
    }
    let by_department: Weight =
        asked().filter(|item| item.measured_by == MeasuringUnit::Department).map(|item| item.weight).sum();
    if by_department > cap {
        let issue = SchemeFault::DepartmentWeight.at(format!("{at}/items")).with("post", post.as_str());
        issues.push(issue.with("sum", by_department.0).with("cap", cap.0));
    }
    issues
}

fn check_item(item: &SchemeItem, at: &str) -> Vec<Issue> {
    let mut issues = Vec::new();
    if item.code.trim().is_empty() || item.name.trim().is_empty() || item.posts.is_empty() {
        issues.push(SchemeFault::IncompleteItem.at(at));
    }
    let is_bonus = matches!(item.rule, ScoringRule::Bonus { .. });
    if is_bonus != (item.weight == Weight::NONE) {
        issues.push(SchemeFault::BonusWeight.at(format!("{at}/weight")));
    }
    let positive = |points: Points| points > Points::ZERO;
    let sound = match &item.rule {
        ScoringRule::Direct | ScoringRule::ShareOfBest | ScoringRule::Percentile => true,
        ScoringRule::Deduction { base, each, floor } => {
            positive(*base) && positive(*each) && floor.is_none_or(|floor| floor <= *base)
        }
        ScoringRule::Bonus { each, cap } => positive(*each) && positive(*cap),
        ScoringRule::Piecewise { knots } => {
            if !follows(knots, item.direction) {
                issues.push(SchemeFault::Knots.at(format!("{at}/rule/knots")));
            }
            true
        }
        ScoringRule::Target { target, cap } => *target > Amount::default() && positive(*cap),
        ScoringRule::PerHead { cap } => positive(*cap),
    };
    if !sound {
        issues.push(SchemeFault::RuleNumbers.at(format!("{at}/rule")));
    }
    issues
}

/// Values ascend, at most two knots share one, and points go the way of the direction.
fn follows(knots: &[Knot], direction: Direction) -> bool {
    let next = || knots.iter().zip(knots.iter().skip(1));
    let after_next = || knots.iter().zip(knots.iter().skip(2));
    !knots.is_empty()
        && next().all(|(a, b)| a.at <= b.at)
        && after_next().all(|(a, b)| a.at < b.at)
        && next().all(|(a, b)| match direction {
            Direction::Higher => a.points <= b.points,
            Direction::Lower => a.points >= b.points,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::model::Component;

    fn codes(scheme: &Scheme) -> Vec<&'static str> {
        check_scheme(scheme).into_iter().map(|issue| issue.fault.code).collect()
    }

    #[test]
    fn an_approval_names_somebody_and_a_day_that_has_come() {
        let now = Instant::parse("2026-11-30T17:00:00Z").unwrap();
        let faults = |by: &str, on: &str| match approval(by, on, now) {
            Err(crate::kernel::Error::Invalid(issues)) => {
                issues.iter().map(|issue| issue.fault.code).collect()
            }
            _ => Vec::new(),
        };
        // At the centre it is December already.
        assert_eq!(faults("领导小组会议", "2026-12-01"), Vec::<&str>::new());
        assert_eq!(faults(" ", "2026-12-02"), ["standing.approver_missing", "standing.approved_in_future"]);
        assert_eq!(faults("领导小组会议", "昨天"), ["standing.approved_on_invalid"]);
    }

    #[test]
    fn the_default_can_be_used() {
        assert_eq!(codes(&Scheme::default()), Vec::<&str>::new());
    }

    #[test]
    fn each_fault_is_found() {
        let changed = |change: &dyn Fn(&mut Scheme)| {
            let mut scheme = Scheme::default();
            change(&mut scheme);
            codes(&scheme)
        };
        let ruled = |rule: ScoringRule| changed(&|scheme| scheme.components[0].items[0].rule = rule.clone());
        let knot = |at: i64, points: i64| Knot { at: Amount::whole(at), points: Points::whole(points) };

        assert_eq!(
            changed(&|s| s.components[0].weight = Weight::percent(41)),
            ["standing.component_weights"]
        );
        assert_eq!(
            changed(&|s| s.components[1].component = Component::Skill),
            ["standing.repeated_component"]
        );
        assert_eq!(
            changed(&|s| s.components[1].items[0].weight = Weight::percent(90)),
            ["standing.item_weights"; 2]
        );
        assert_eq!(changed(&|s| s.components[1].items[0].code = "exam".into()), ["standing.repeated_item"]);
        assert_eq!(changed(&|s| s.components[1].items[0].name = " ".into()), ["standing.incomplete_item"]);
        assert_eq!(
            changed(&|s| s.components[1].items[0].measured_by = MeasuringUnit::Department),
            ["standing.department_weight"; 2]
        );
        assert_eq!(
            ruled(ScoringRule::Bonus { each: Points::whole(1), cap: Points::whole(5) }),
            ["standing.bonus_weight"]
        );
        for wrong in
            [vec![], vec![knot(90, 0), knot(60, 100)], vec![knot(60, 100), knot(90, 0)], vec![knot(60, 0); 3]]
        {
            assert_eq!(ruled(ScoringRule::Piecewise { knots: wrong }), ["standing.knots"]);
        }
        assert_eq!(
            ruled(ScoringRule::Piecewise { knots: vec![knot(60, 0), knot(90, 100)] }),
            Vec::<&str>::new()
        );
        assert_eq!(
            ruled(ScoringRule::Target { target: Amount::default(), cap: Points::whole(100) }),
            ["standing.rule_numbers"]
        );
    }

    #[test]
    fn posts_are_weighed_apart() {
        let mut scheme = Scheme::default();
        let own = |post, code: &str| SchemeItem {
            posts: vec![post],
            code: code.into(),
            ..Scheme::default().components[1].items[0].clone()
        };
        scheme.components[1].items = vec![own(Post::Frontdesk, "front"), own(Post::Backoffice, "back")];
        assert_eq!(codes(&scheme), Vec::<&str>::new());
        scheme.components[1].items.pop();
        assert_eq!(codes(&scheme), Vec::<&str>::new(), "a component may ask nothing of a post");
    }
}
