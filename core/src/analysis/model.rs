//! The response matrix that the engines read, the settings they obey and the figures they give.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{bank::model::RevisionId, kernel::Points};

crate::text_enum! {
    /// What a taker made of one question of the own paper.
    pub enum Attempt {
        Answered = "answered",
        /// Passed over although a later question was answered, or handed in without an answer.
        Omitted = "omitted",
        /// Time ran out before it; says nothing of the question.
        NotReached = "not_reached",
    }
}

/// One question revision as an exam asked it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub revision: RevisionId,
    /// Its points on a paper.
    pub full: Points,
    /// How many options it has; 0 where there is nothing to choose from.
    pub options: u8,
    /// The right ones by the key in force.
    pub right: Vec<u8>,
    /// Ruled void: still analysed, but no part of anyone's total.
    pub void: bool,
    /// Takers who marked it 题目有疑.
    pub doubts: u32,
}

/// One cell of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Place of the question in [`Responses::questions`].
    pub question: usize,
    pub attempt: Attempt,
    /// Earned share of the points, 0 to 1.
    pub share: f64,
    /// The options chosen, as the revision counts them: bit k is option k.
    pub chosen: u32,
}

impl Answer {
    #[must_use]
    pub fn chose(&self, option: u8) -> bool {
        self.chosen.checked_shr(u32::from(option)).is_some_and(|bits| bits & 1 == 1)
    }
}

/// One marked sitting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// The released points, after all rulings.
    pub total: Points,
    /// In the order of the paper.
    pub cells: Vec<Answer>,
}

impl Answers {
    /// A sitting that the clock ended. Whatever stands empty at the end of the paper was not
    /// reached; before that, or where a person handed in, an empty answer is an omitted one.
    #[must_use]
    pub fn cut_off(mut self) -> Self {
        self.cells
            .iter_mut()
            .rev()
            .take_while(|cell| cell.attempt != Attempt::Answered)
            .for_each(|cell| cell.attempt = Attempt::NotReached);
        self
    }
}

/// The responses to one exam. Papers may differ: a sitting has cells for its own questions only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Responses {
    /// The full points of every paper.
    pub full: Points,
    pub questions: Vec<Asked>,
    pub sittings: Vec<Answers>,
}

/// From how many responses on a figure is shown; below it the page says 样本不足.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Thresholds {
    pub facility: u32,
    pub discrimination: u32,
    pub rasch: u32,
}

/// When a question is shown to a person to look at again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FlagRules {
    /// One-sided level a single test must reach.
    pub level: f64,
    /// Accepted share of false ones among the flags that tests raise.
    pub false_discovery: f64,
    /// Responses from which on a contradicted key is told.
    pub contradicted_from: u32,
    /// How many times the choices of the key another option must have drawn.
    pub contradicted_times: u32,
    /// Takers who must have doubted it.
    pub doubts: u32,
    pub at_most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnalysisSettings {
    pub thresholds: Thresholds,
    pub flags: FlagRules,
    /// Bars of the distribution.
    pub bins: u16,
}

impl Default for AnalysisSettings {
    fn default() -> Self {
        Self {
            thresholds: Thresholds { facility: 10, discrimination: 50, rasch: 200 },
            flags: FlagRules {
                level: 0.01,
                false_discovery: 0.1,
                contradicted_from: 8,
                contradicted_times: 2,
                doubts: 2,
                at_most: 20,
            },
            bins: 10,
        }
    }
}

crate::text_enum! {
    /// Whether a figure can be given.
    pub enum Sufficiency {
        Enough = "enough",
        /// 样本不足.
        TooFew = "too_few",
        /// Everybody did the same, so there is nothing to compare.
        NoSpread = "no_spread",
    }
}

/// A figure and the number of responses it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Estimate {
    pub n: u32,
    /// Present exactly where `sufficiency` is `enough`.
    pub value: Option<f64>,
    pub sufficiency: Sufficiency,
}

impl Estimate {
    /// `value` if `n` reaches `least`; no value at all means that nothing varied.
    #[must_use]
    pub fn from_sample(n: u32, least: u32, value: Option<f64>) -> Self {
        match value {
            _ if n < least => Self { n, value: None, sufficiency: Sufficiency::TooFew },
            Some(value) if value.is_finite() => {
                Self { n, value: Some(value), sufficiency: Sufficiency::Enough }
            }
            _ => Self { n, value: None, sufficiency: Sufficiency::NoSpread },
        }
    }
}

/// Who chose one option.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OptionStatistics {
    pub option: u8,
    pub right: bool,
    pub count: u32,
    /// What its choosers earned on the rest of their papers, 0 to 1.
    pub mean_rest: Option<f64>,
}

/// A Rasch difficulty in logits, the takers being standard normal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RaschItem {
    pub difficulty: f64,
    pub standard_error: f64,
    /// Mean square of the residuals weighted by information; 1 is expected.
    pub infit: f64,
    /// Mean square of the standardised residuals; 1 is expected.
    pub outfit: f64,
}

/// What the responses say of one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuestionStatistics {
    pub revision: RevisionId,
    pub void: bool,
    pub answered: u32,
    pub omitted: u32,
    pub not_reached: u32,
    pub doubts: u32,
    /// Mean share earned by those who reached it.
    pub facility: Estimate,
    /// Correlation of the share with what was earned on the rest of the paper.
    pub item_rest: Estimate,
    /// Facility in the upper third of totals less that in the lower third.
    pub thirds: Estimate,
    pub options: Vec<OptionStatistics>,
    /// None below the threshold, or where all answers were alike.
    pub rasch: Option<RaschItem>,
}

/// One bar: totals from `from` up to but not including `to` (the last bar includes it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bin {
    pub from: Points,
    pub to: Points,
    pub count: u32,
}

crate::text_enum! {
    pub enum ReliabilityKind {
        /// Coefficient alpha, which is KR-20 where answers are right or wrong.
        Alpha = "alpha",
        /// 1 − mean(SEM²) ÷ variance of totals, where papers differ.
        Approximate = "approximate",
    }
}

/// How far the totals can be trusted. Negative values print as such.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reliability {
    pub kind: ReliabilityKind,
    pub value: f64,
    /// Standard error of measurement of a total, in points.
    pub standard_error: f64,
}

/// What the responses say of the exam. Means and deviations are in points, not hundredths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExamStatistics {
    pub n: u32,
    pub full: Points,
    pub mean: Option<f64>,
    /// With n − 1.
    pub deviation: Option<f64>,
    pub lowest: Option<Points>,
    pub median: Option<f64>,
    pub highest: Option<Points>,
    pub distribution: Vec<Bin>,
    /// None with fewer than two takers or questions, or where all totals are equal.
    pub reliability: Option<Reliability>,
}

crate::text_enum! {
    pub enum FlagKind {
        /// Those who chose against the key did better on the rest than those who chose it.
        KeySuspect = "key_suspect",
        /// The better takers did worse on it.
        NegativeDiscrimination = "negative_discrimination",
        /// Another option drew at least twice the choices of the key.
        KeyContradicted = "key_contradicted",
        /// Takers marked it 题目有疑.
        Doubted = "doubted",
    }
}

/// One reason to look at a question again, with what speaks for it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub kind: FlagKind,
    /// Responses it rests on.
    pub n: u32,
    /// How often a sound question would look at least as bad.
    pub p: f64,
    /// The option that speaks against the key.
    pub option: Option<u8>,
    /// Choices of that option, or the takers in doubt.
    pub count: Option<u32>,
    /// Choices of the key.
    pub key_count: Option<u32>,
    /// The correlation, or the difference in mean rest score.
    pub value: Option<f64>,
}

/// A question that a person should look at again, and why: the strongest evidence first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuestionFlag {
    pub revision: RevisionId,
    pub evidence: Vec<Evidence>,
}

/// All that one exam's responses say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Analysis {
    pub exam: ExamStatistics,
    /// In the order of [`Responses::questions`].
    pub questions: Vec<QuestionStatistics>,
    /// The strongest first.
    pub flags: Vec<QuestionFlag>,
    /// Log-likelihood of the Rasch model, where it could be fitted.
    pub log_likelihood: Option<f64>,
}
