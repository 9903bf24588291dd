//! What a scheme is made of, and what a month knows of a person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{exact::Amount, weight::Weight};
use crate::{kernel::Points, people::model::Post};

crate::text_enum! {
    /// 分项
    pub enum Component {
        /// 业务技能
        Skill = "skill",
        /// 服务业绩
        Performance = "performance",
        /// 工作作风
        Conduct = "conduct",
    }
}

crate::text_enum! {
    /// Whose value it is. One that a whole department shares is marked 部门指标 and capped.
    pub enum MeasuringUnit {
        Person = "person",
        Window = "window",
        Department = "department",
    }
}

crate::text_enum! {
    pub enum Direction {
        /// More is better.
        Higher = "higher",
        Lower = "lower",
    }
}

crate::text_enum! {
    /// What an item means for whom there is no value, though there should be.
    pub enum Missing {
        /// The item does not count and its weight is shared out.
        NotApplicable = "not_applicable",
        Zero = "zero",
        /// The rule's full points, as where only faults are recorded.
        Full = "full",
    }
}

/// From `at` on, `points`; linear up to the next knot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Knot {
    pub at: Amount,
    pub points: Points,
}

/// How a value becomes points. Full is 100 points wherever nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ScoringRule {
    /// The value is the points, cut to 0–100.
    Direct,
    /// 倒扣: the base less `each` per unit; without a floor it may fall under 0.
    Deduction { base: Points, each: Points, floor: Option<Points> },
    /// 附加分: `each` per unit up to the cap, added to its component and without a weight.
    Bonus { each: Points, cap: Points },
    /// Linear between knots, level outside; two knots at one place make a step, whose upper end
    /// holds there.
    Piecewise { knots: Vec<Knot> },
    /// The value over the group's best (or the best over it, where lower is better).
    ShareOfBest,
    /// The value over the target (or the target over it), up to the cap.
    Target { target: Amount, cap: Points },
    /// 按人均: points collected together, over the heads that collected them, up to the cap.
    PerHead { cap: Points },
    /// 100 × (below + ½ (equal − 1)) ÷ (n − 1).
    Percentile,
}

/// One thing that is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SchemeItem {
    /// Names it in imports and settings; unique in a scheme.
    pub code: String,
    pub name: String,
    /// Of whom it is asked.
    pub posts: Vec<Post>,
    pub measured_by: MeasuringUnit,
    pub direction: Direction,
    /// The unit of its value: 件, %, 分.
    pub unit: String,
    /// Within the component; a bonus has none.
    pub weight: Weight,
    pub rule: ScoringRule,
    pub missing: Missing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComponentScheme {
    pub component: Component,
    pub weight: Weight,
    /// What the component can reach at most, bonuses included.
    pub ceiling: Points,
    pub items: Vec<SchemeItem>,
}

/// Who is shown but not ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RankingRules {
    /// Days present in the month from which on one is ranked.
    pub least_days: u32,
    /// Whether the first full month is ranked.
    pub first_full_month: bool,
    /// What parts equal totals, in this order; nothing does by default.
    pub tie_breaks: Vec<Component>,
}

/// What everyone may see of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicRules {
    /// Places of the public list at most …
    pub at_most: u32,
    /// … and one for so many ranked people.
    pub one_in: u32,
    /// Smaller groups publish no places.
    pub least_members: u32,
}

/// How a month is reckoned. A setting with a history: a published month keeps its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Scheme {
    pub components: Vec<ComponentScheme>,
    /// What department values together may carry of a component.
    pub department_cap: Weight,
    /// A rate over fewer cases is marked.
    pub few_cases: u32,
    pub ranking: RankingRules,
    pub public: PublicRules,
}

impl Default for Scheme {
    /// Skill 40 %, performance 40 %, conduct 20 %. The exam's points count as they are, out of 100;
    /// performance and conduct are imported as points out of 100, until a centre measures their
    /// items one by one. Who is absent without leave has 0 in the exam; a score that was never
    /// imported does not count, for the omission is not the person's.
    fn default() -> Self {
        let component = |component, percent, code: &str, name: &str, missing| ComponentScheme {
            component,
            weight: Weight::percent(percent),
            ceiling: Points::whole(100),
            items: vec![SchemeItem {
                code: code.into(),
                name: name.into(),
                posts: Post::ALL.to_vec(),
                measured_by: MeasuringUnit::Person,
                direction: Direction::Higher,
                unit: "分".into(),
                weight: Weight::WHOLE,
                rule: ScoringRule::Direct,
                missing,
            }],
        };
        Self {
            components: vec![
                component(Component::Skill, 40, "exam", "一月一考成绩", Missing::Zero),
                component(Component::Performance, 40, "performance", "服务业绩得分", Missing::NotApplicable),
                component(Component::Conduct, 20, "conduct", "工作作风得分", Missing::NotApplicable),
            ],
            department_cap: Weight::percent(30),
            few_cases: 20,
            ranking: RankingRules { least_days: 10, first_full_month: false, tie_breaks: Vec::new() },
            public: PublicRules { at_most: 10, one_in: 3, least_members: 5 },
        }
    }
}

/// A raw value as it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = RawValue)]
pub enum Reading {
    Value {
        value: Amount,
    },
    /// A rate in per cent, recomputed from its counts whatever the import says.
    Rate {
        part: u32,
        whole: u32,
        imported: Option<Amount>,
    },
    /// A volume per window-hour.
    PerHour {
        count: Amount,
        hours: Amount,
    },
    /// What several people of a window collected together.
    Shared {
        sum: Amount,
        heads: u32,
    },
}

/// What a month knows of one person and one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Entry {
    Read {
        reading: Reading,
    },
    /// There should be a value: the item's policy decides.
    Missing,
    /// There can't be one: on leave and not made up, the exam's own manager, own questions met.
    /// The weight is shared out.
    Excused,
}

crate::text_enum! {
    /// Why an item has the points it has, or none.
    pub enum Basis {
        Measured = "measured",
        MissingIsZero = "missing_is_zero",
        MissingIsFull = "missing_is_full",
        Missing = "missing",
        Excused = "excused",
        /// A rate of nothing, a volume in no hours, points of no heads.
        NoCases = "no_cases",
        /// The group's best is 0, so nobody has a share of it.
        BestIsZero = "best_is_zero",
        /// Fewer than ten values: a percentile would say little.
        GroupTooSmall = "group_too_small",
    }
}

crate::text_enum! {
    /// Why somebody is shown without a place.
    pub enum NotRanked {
        TooFewDays = "too_few_days",
        FirstFullMonth = "first_full_month",
        /// In the list of the own exam only; in a month's standing its skill item is excused.
        ManagerOfExam = "manager_of_exam",
        /// Nothing that counts was measured.
        NoTotal = "no_total",
    }
}
