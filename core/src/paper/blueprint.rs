//! 组卷蓝图: what every paper of an exam must be, and whether that makes sense in itself. Whether
//! the bank can supply it is the allocation's question.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::model::{Paper, Policy};
use crate::{
    bank::model::{Kind, QuestionId, TopicId},
    kernel::{Issue, Points},
};

/// Questions of one kind. Sections stand on the paper in the blueprint's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Section {
    pub kind: Kind,
    pub count: u32,
    pub points_each: Points,
    pub policy: Policy,
}

/// From how many to how many questions of a paper come from one topic and what is below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TopicMargin {
    pub topic: TopicId,
    pub from: u32,
    pub to: u32,
}

/// From how many to how many questions of a paper have one label difficulty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LabelMargin {
    /// 1 easy to 5 hard.
    pub label: u8,
    pub from: u32,
    pub to: u32,
}

/// The expected score that every paper aims at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Target {
    /// What an even draw from the allocation's cells would give.
    #[default]
    PoolMean,
    /// A share of the full points in 1/10,000: 6800 is 68 points of 100.
    Value { share: u16 },
}

/// What a paper must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Blueprint {
    /// One section a kind.
    pub sections: Vec<Section>,
    /// Topics of which none lies below another. Questions of all other topics fill the rest.
    #[serde(default)]
    pub topics: Vec<TopicMargin>,
    /// Labels without a margin may have any number.
    #[serde(default)]
    pub labels: Vec<LabelMargin>,
    /// Only questions with one of these tags, if any are named.
    #[serde(default)]
    pub tags_in: Vec<String>,
    /// No question with one of these tags.
    #[serde(default)]
    pub tags_out: Vec<String>,
    /// On every paper.
    #[serde(default)]
    pub fixed: Vec<QuestionId>,
    /// On no paper.
    #[serde(default)]
    pub shut_out: Vec<QuestionId>,
    /// Sets of which a paper has at most one question; a question is in one set at most.
    #[serde(default)]
    pub enemies: Vec<Vec<QuestionId>>,
    /// For how many months a person is given a question again only if a cell has nothing else.
    #[serde(default)]
    pub rest_months: u8,
    #[serde(default)]
    pub target: Target,
}

crate::codes! {
    /// What can be wrong with a blueprint in itself.
    pub enum BlueprintIssue in "paper" {
        NameMissing = "name_missing",
        /// Parameter: most.
        NameTooLong = "name_too_long",
        NoSections = "no_sections",
        EmptySection = "empty_section",
        RepeatedKind = "repeated_kind",
        /// Parameter: most.
        TooManyQuestions = "too_many_questions",
        PointsOutOfRange = "points_out_of_range",
        PolicyNotForKind = "policy_not_for_kind",
        MarginReversed = "margin_reversed",
        RepeatedMargin = "repeated_margin",
        LabelOutOfRange = "label_out_of_range",
        /// The margins ask for more than the paper has. Parameters: sum, count.
        MarginsAboveCount = "margins_above_count",
        /// The margins leave room for less than the paper has. Parameters: sum, count.
        MarginsBelowCount = "margins_below_count",
        TagInAndOut = "tag_in_and_out",
        RepeatedQuestion = "repeated_question",
        FixedAndShutOut = "fixed_and_shut_out",
        TooManyFixed = "too_many_fixed",
        EnemySetTooSmall = "enemy_set_too_small",
        InTwoEnemySets = "in_two_enemy_sets",
        FixedEnemies = "fixed_enemies",
        RestOutOfRange = "rest_out_of_range",
        TargetOutOfRange = "target_out_of_range",
    }
}

impl Blueprint {
    pub const MOST_REST_MONTHS: u8 = 24;
    /// The most that one question can be worth.
    pub const MOST_POINTS_EACH: Points = Points::whole(100);

    /// The number of questions on a paper.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.sections.iter().fold(0, |sum, section| sum.saturating_add(section.count))
    }
    /// The full points of a paper.
    #[must_use]
    pub fn total(&self) -> Points {
        self.sections.iter().map(|section| section.points_each.scaled(i64::from(section.count), 1)).sum()
    }
    /// The section that asks this kind.
    #[must_use]
    pub fn section(&self, kind: Kind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == kind)
    }

    /// Everything that is wrong in itself; empty if the blueprint makes sense.
    #[must_use]
    pub fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        self.section_issues(&mut issues);
        self.topic_issues(&mut issues);
        self.label_issues(&mut issues);
        self.question_issues(&mut issues);
        for (at, tag) in self.tags_out.iter().enumerate() {
            if self.tags_in.contains(tag) {
                issues.push(BlueprintIssue::TagInAndOut.at(format!("/tags_out/{at}")));
            }
        }
        if self.rest_months > Self::MOST_REST_MONTHS {
            issues
                .push(BlueprintIssue::RestOutOfRange.at("/rest_months").with("most", Self::MOST_REST_MONTHS));
        }
        if matches!(self.target, Target::Value { share } if share > 10_000) {
            issues.push(BlueprintIssue::TargetOutOfRange.at("/target/share"));
        }
        issues
    }

    fn section_issues(&self, issues: &mut Vec<Issue>) {
        if self.sections.is_empty() {
            issues.push(BlueprintIssue::NoSections.at("/sections"));
        }
        if self.count() > Paper::MOST_QUESTIONS {
            issues.push(BlueprintIssue::TooManyQuestions.at("/sections").with("most", Paper::MOST_QUESTIONS));
        }
        let mut kinds = HashSet::new();
        for (at, section) in self.sections.iter().enumerate() {
            if !kinds.insert(section.kind) {
                issues.push(BlueprintIssue::RepeatedKind.at(format!("/sections/{at}/kind")));
            }
            if section.count == 0 {
                issues.push(BlueprintIssue::EmptySection.at(format!("/sections/{at}/count")));
            }
            if section.points_each <= Points::ZERO || section.points_each > Self::MOST_POINTS_EACH {
                issues.push(BlueprintIssue::PointsOutOfRange.at(format!("/sections/{at}/points_each")));
            }
            if !section.policy.suits(section.kind) {
                issues.push(BlueprintIssue::PolicyNotForKind.at(format!("/sections/{at}/policy")));
            }
        }
    }

    fn topic_issues(&self, issues: &mut Vec<Issue>) {
        let mut topics = HashSet::new();
        for (at, margin) in self.topics.iter().enumerate() {
            if !topics.insert(margin.topic) {
                issues.push(BlueprintIssue::RepeatedMargin.at(format!("/topics/{at}/topic")));
            }
            if margin.from > margin.to {
                issues.push(BlueprintIssue::MarginReversed.at(format!("/topics/{at}")));
            }
        }
        let from = self.topics.iter().map(|margin| u64::from(margin.from)).sum();
        self.above_count("/topics", from, issues);
    }

    fn label_issues(&self, issues: &mut Vec<Issue>) {
        let mut labels = HashSet::new();
        for (at, margin) in self.labels.iter().enumerate() {
            if !(1..=5).contains(&margin.label) {
                issues.push(BlueprintIssue::LabelOutOfRange.at(format!("/labels/{at}/label")));
            }
            if !labels.insert(margin.label) {
                issues.push(BlueprintIssue::RepeatedMargin.at(format!("/labels/{at}/label")));
            }
            if margin.from > margin.to {
                issues.push(BlueprintIssue::MarginReversed.at(format!("/labels/{at}")));
            }
        }
        let from = self.labels.iter().map(|margin| u64::from(margin.from)).sum();
        self.above_count("/labels", from, issues);
        let to: u64 = self.labels.iter().map(|margin| u64::from(margin.to)).sum();
        if (1..=5).all(|label| labels.contains(&label)) && to < u64::from(self.count()) {
            issues.push(
                BlueprintIssue::MarginsBelowCount.at("/labels").with("sum", to).with("count", self.count()),
            );
        }
    }

    fn above_count(&self, at: &str, from: u64, issues: &mut Vec<Issue>) {
        if from > u64::from(self.count()) {
            issues
                .push(BlueprintIssue::MarginsAboveCount.at(at).with("sum", from).with("count", self.count()));
        }
    }

    fn question_issues(&self, issues: &mut Vec<Issue>) {
        let mut fixed = HashSet::new();
        for (at, question) in self.fixed.iter().enumerate() {
            if !fixed.insert(*question) {
                issues.push(BlueprintIssue::RepeatedQuestion.at(format!("/fixed/{at}")));
            }
        }
        if self.fixed.len() > usize::try_from(self.count()).unwrap_or(usize::MAX) {
            issues.push(BlueprintIssue::TooManyFixed.at("/fixed").with("count", self.count()));
        }
        let mut out = HashSet::new();
        for (at, question) in self.shut_out.iter().enumerate() {
            if fixed.contains(question) {
                issues.push(BlueprintIssue::FixedAndShutOut.at(format!("/shut_out/{at}")));
            }
            if !out.insert(*question) {
                issues.push(BlueprintIssue::RepeatedQuestion.at(format!("/shut_out/{at}")));
            }
        }
        let mut placed = HashSet::new();
        for (at, set) in self.enemies.iter().enumerate() {
            if set.len() < 2 {
                issues.push(BlueprintIssue::EnemySetTooSmall.at(format!("/enemies/{at}")));
            }
            for (place, question) in set.iter().enumerate() {
                if !placed.insert(*question) {
                    issues.push(BlueprintIssue::InTwoEnemySets.at(format!("/enemies/{at}/{place}")));
                }
            }
            if set.iter().filter(|question| fixed.contains(*question)).count() > 1 {
                issues.push(BlueprintIssue::FixedEnemies.at(format!("/enemies/{at}")));
            }
        }
    }

    /// The blueprint's choice of questions, ready to be asked for each question of the bank.
    #[must_use]
    pub fn selection(&self) -> Selection<'_> {
        let enemy = self
            .enemies
            .iter()
            .zip(0u32..)
            .flat_map(|(set, number)| set.iter().map(move |question| (*question, number)))
            .collect();
        Selection {
            blueprint: self,
            fixed: self.fixed.iter().copied().collect(),
            shut_out: self.shut_out.iter().copied().collect(),
            enemy,
        }
    }
}

/// Which questions a blueprint lets into the pool, and as what.
#[derive(Debug)]
pub struct Selection<'a> {
    blueprint: &'a Blueprint,
    fixed: HashSet<QuestionId>,
    shut_out: HashSet<QuestionId>,
    enemy: HashMap<QuestionId, u32>,
}

impl Selection<'_> {
    /// Whether a live question of this kind and with these tags may be on a paper. A fixed one may,
    /// whatever its tags say.
    #[must_use]
    pub fn admits(&self, question: QuestionId, kind: Kind, tags: &[String]) -> bool {
        let by_tags = || {
            let tagged = |wanted: &[String]| tags.iter().any(|tag| wanted.contains(tag));
            (self.blueprint.tags_in.is_empty() || tagged(&self.blueprint.tags_in))
                && !tagged(&self.blueprint.tags_out)
        };
        self.blueprint.section(kind).is_some()
            && !self.shut_out.contains(&question)
            && (self.is_fixed(question) || by_tags())
    }
    #[must_use]
    pub fn is_fixed(&self, question: QuestionId) -> bool {
        self.fixed.contains(&question)
    }
    /// The number of the enemy set that holds the question.
    #[must_use]
    pub fn enemy(&self, question: QuestionId) -> Option<u32> {
        self.enemy.get(&question).copied()
    }
}

/// A blueprint to start from, with what an exam needs beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Template {
    pub blueprint: Blueprint,
    pub minutes: u16,
    pub pass: Points,
    pub excellent: Points,
}

impl Template {
    /// 一月一考. The plan fixes no numbers: these are where a centre starts and are changed freely.
    #[must_use]
    pub fn monthly() -> Self {
        let section = |kind, count| Section {
            kind,
            count,
            points_each: Points::whole(2),
            policy: Policy::AllOrNothing,
        };
        Self {
            blueprint: Blueprint {
                sections: vec![
                    section(Kind::Single, 25),
                    section(Kind::Multiple, 10),
                    section(Kind::TrueFalse, 10),
                    section(Kind::Blank, 5),
                ],
                rest_months: 1,
                ..Blueprint::default()
            },
            minutes: 60,
            pass: Points::whole(60),
            excellent: Points::whole(90),
        }
    }
}

#[cfg(test)]
mod tests;
