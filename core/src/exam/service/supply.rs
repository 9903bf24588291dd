//! What the bank has for a plan: the pool as the draw wants it, and its gaps in codes.

use std::collections::{HashMap, HashSet};

use super::super::model::Plan;
use crate::{
    bank::{self, model::TopicId},
    kernel::{Issue, Result},
    materials,
    paper::{Blueprint, Gap, Policy, PoolQuestion, difficulty},
    unit::Db,
};

crate::codes! {
    /// What the bank can't supply.
    pub enum SupplyIssue in "exam" {
        /// Parameters: kinds, topics, labels (empty lists mean all), need, have.
        Short = "short",
        /// Sections and margins that can't hold together. Parameters: kinds, topics, labels, fixed,
        /// enemies.
        Clash = "clash",
        /// Parameter: questions.
        FixedMissing = "fixed_missing",
        UnknownTopic = "unknown_topic",
        /// A question has more options than a paper can show. Parameters: question, most.
        TooManyOptions = "too_many_options",
    }
}

/// The live questions that a blueprint admits.
pub(super) struct Supply {
    pub questions: Vec<PoolQuestion>,
    topics: HashSet<TopicId>,
}

impl Supply {
    pub(super) async fn read(db: &Db, plan: &Plan) -> Result<Self> {
        let topics = materials::service::topics(db).await?;
        let parents: HashMap<TopicId, Option<TopicId>> =
            topics.iter().map(|topic| (topic.id, topic.parent)).collect();
        let margins: HashSet<TopicId> = plan.blueprint.topics.iter().map(|margin| margin.topic).collect();
        let selection = plan.blueprint.selection();
        let mut bank = bank::service::live_pool(db).await?;
        bank.retain(|question| selection.admits(question.question, question.kind, &[]));
        let policy =
            |kind| plan.blueprint.section(kind).map_or(Policy::AllOrNothing, |section| section.policy);
        let questions = bank
            .iter()
            .map(|question| {
                let label = u8::try_from(question.label).unwrap_or_default();
                PoolQuestion {
                    question: question.question,
                    revision: question.revision,
                    kind: question.kind,
                    topic: margin_above(question.topic, &parents, &margins),
                    label,
                    // Known once the bodies are read; the supply does not depend on them.
                    options: 0,
                    fixed_options: Vec::new(),
                    estimate: difficulty::expected(
                        question.kind,
                        policy(question.kind),
                        question.label,
                        question.statistics,
                    ),
                    enemy: selection.enemy(question.question),
                    fixed: selection.is_fixed(question.question),
                }
            })
            .collect();
        Ok(Self { questions, topics: parents.into_keys().collect() })
    }

    /// Margins of topics that don't exist.
    pub(super) fn unknown_topics(&self, blueprint: &Blueprint) -> Vec<Issue> {
        let unknown = |(at, topic): (usize, TopicId)| {
            (!self.topics.contains(&topic))
                .then(|| SupplyIssue::UnknownTopic.at(format!("/blueprint/topics/{at}/topic")))
        };
        blueprint.topics.iter().map(|margin| margin.topic).enumerate().filter_map(unknown).collect()
    }
}

/// The margin's topic that holds this one, itself or above it.
fn margin_above(
    topic: TopicId,
    parents: &HashMap<TopicId, Option<TopicId>>,
    margins: &HashSet<TopicId>,
) -> Option<TopicId> {
    // The tree can't be deeper than it has topics, so a broken one ends the walk too.
    std::iter::successors(Some(topic), |topic| parents.get(topic).copied().flatten())
        .take(parents.len() + 1)
        .find(|topic| margins.contains(topic))
}

pub(super) fn gap_issues(gaps: &[Gap]) -> Result<Vec<Issue>> {
    gaps.iter()
        .map(|gap| {
            Ok(match gap {
                Gap::Short { kinds, topics, labels, need, have } => SupplyIssue::Short
                    .at("/blueprint")
                    .with("kinds", serde_json::to_value(kinds)?)
                    .with("topics", serde_json::to_value(topics)?)
                    .with("labels", serde_json::to_value(labels)?)
                    .with("need", *need)
                    .with("have", *have),
                Gap::Clash { kinds, topics, labels, fixed, enemies } => SupplyIssue::Clash
                    .at("/blueprint")
                    .with("kinds", serde_json::to_value(kinds)?)
                    .with("topics", serde_json::to_value(topics)?)
                    .with("labels", serde_json::to_value(labels)?)
                    .with("fixed", *fixed)
                    .with("enemies", *enemies),
                Gap::FixedMissing { questions } => SupplyIssue::FixedMissing
                    .at("/blueprint/fixed")
                    .with("questions", serde_json::to_value(questions)?),
            })
        })
        .collect()
}
