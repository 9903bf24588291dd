//! The scheme as a setting: what can be changed of it, who changed it when, and when a second
//! person must agree.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    model::{Component, Missing, PublicRules, Scheme},
    rule::{SchemeFault, check_scheme},
    weight::Weight,
};
use crate::{
    kernel::{Instant, Issue},
    people::PersonRef,
};

crate::text_enum! {
    pub enum SchemeState {
        InForce = "in_force",
        /// It waits for a second person.
        Proposed = "proposed",
        Withdrawn = "withdrawn",
    }
}

/// One version of the setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeVersion {
    /// Counts from 1; 0 is what holds before anything was set.
    pub version: i32,
    pub name: String,
    pub scheme: Scheme,
    pub state: SchemeState,
    /// None for version 0.
    pub author: Option<PersonRef>,
    pub at: Option<Instant>,
    /// Who confirmed or withdrew it.
    pub second: Option<PersonRef>,
    pub decided_at: Option<Instant>,
}

impl Default for SchemeVersion {
    fn default() -> Self {
        Self {
            version: 0,
            name: "“三比”月度评分办法".into(),
            scheme: Scheme::default(),
            state: SchemeState::InForce,
            author: None,
            at: None,
            second: None,
            decided_at: None,
        }
    }
}

/// What each component carries of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Weights {
    pub skill: Weight,
    pub performance: Weight,
    pub conduct: Weight,
}

impl Weights {
    #[must_use]
    pub fn of(scheme: &Scheme) -> Self {
        let weight = |component| {
            let of = scheme.components.iter().filter(|part| part.component == component);
            of.map(|part| part.weight).sum()
        };
        Self {
            skill: weight(Component::Skill),
            performance: weight(Component::Performance),
            conduct: weight(Component::Conduct),
        }
    }
    const fn of_component(self, component: Component) -> Weight {
        match component {
            Component::Skill => self.skill,
            Component::Performance => self.performance,
            Component::Conduct => self.conduct,
        }
    }
}

/// What a manager can change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SchemeEdit {
    #[schema(example = "“三比”月度评分办法")]
    pub name: String,
    pub weights: Weights,
    /// What the exam means for whom it was missed without leave: `zero`, or `not_applicable`.
    pub absent: Missing,
    /// What parts equal totals, in this order.
    pub tie_breaks: Vec<Component>,
    pub public: PublicRules,
}

const LONGEST_NAME: usize = 60;

impl SchemeEdit {
    /// A version as an edit that changes nothing.
    #[must_use]
    pub fn of(version: &SchemeVersion) -> Self {
        let scheme = &version.scheme;
        let exam = scheme.components.iter().find(|part| part.component == Component::Skill);
        Self {
            name: version.name.clone(),
            weights: Weights::of(scheme),
            absent: exam.and_then(|part| part.items.first()).map_or(Missing::Zero, |item| item.missing),
            tie_breaks: scheme.ranking.tie_breaks.clone(),
            public: scheme.public,
        }
    }

    /// The scheme with the edit made.
    #[must_use]
    pub fn applied_to(&self, scheme: &Scheme) -> Scheme {
        let mut scheme = scheme.clone();
        for part in &mut scheme.components {
            part.weight = self.weights.of_component(part.component);
            if part.component == Component::Skill {
                part.items.iter_mut().for_each(|item| item.missing = self.absent);
            }
        }
        scheme.ranking.tie_breaks.clone_from(&self.tie_breaks);
        scheme.public = self.public;
        scheme
    }

    /// Everything that is wrong with the edit; nothing if it can be made.
    #[must_use]
    pub fn issues(&self, applied: &Scheme) -> Vec<Issue> {
        let mut issues = Vec::new();
        match self.name.trim().chars().count() {
            0 => issues.push(SchemeFault::NameMissing.at("/name")),
            1..=LONGEST_NAME => {}
            _ => issues.push(SchemeFault::NameTooLong.at("/name").with("most", LONGEST_NAME)),
        }
        if self.absent == Missing::Full {
            issues.push(SchemeFault::RuleNumbers.at("/absent"));
        }
        if self.public.one_in == 0 {
            issues.push(SchemeFault::RuleNumbers.at("/public/one_in"));
        }
        let in_edit = |issue: Issue| Issue { at: issue.at.replacen("/components", "/weights", 1), ..issue };
        issues.extend(check_scheme(applied).into_iter().map(in_edit));
        issues
    }
}

/// A new name is a matter for one person. Whatever changes how people are ranked, in a month that
/// is running, needs a second one; some month always is.
#[must_use]
pub fn needs_second_person(before: &Scheme, after: &Scheme) -> bool {
    before != after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_that_changes_nothing_changes_nothing() {
        let version = SchemeVersion::default();
        let edit = SchemeEdit::of(&version);
        assert_eq!(edit.applied_to(&version.scheme), version.scheme);
        assert!(edit.issues(&version.scheme).is_empty());
        assert!(!needs_second_person(&version.scheme, &edit.applied_to(&version.scheme)));
    }

    #[test]
    fn weights_make_a_whole_and_absence_is_no_merit() {
        let version = SchemeVersion::default();
        let weights = Weights { skill: Weight::percent(50), ..Weights::of(&version.scheme) };
        let edit =
            SchemeEdit { name: " ".into(), weights, absent: Missing::Full, ..SchemeEdit::of(&version) };
        let applied = edit.applied_to(&version.scheme);
        let issues = edit.issues(&applied);
        let found: Vec<_> = issues.iter().map(|issue| (issue.at.as_str(), issue.fault.code)).collect();
        assert_eq!(
            found,
            [
                ("/name", "standing.name_missing"),
                ("/absent", "standing.rule_numbers"),
                ("/weights", "standing.component_weights")
            ]
        );
        assert!(needs_second_person(&version.scheme, &applied));
    }
}
