//! Figures as they travel. Points are whole hundredths, means and deviations too.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    analysis::{
        model::{
            Bin, Estimate, Evidence, FlagKind, QuestionStatistics, RaschItem, ReliabilityKind, Sufficiency,
        },
        service::{AskedQuestion, Found},
    },
    bank::model::{Kind, QuestionId, RevisionId},
    kernel::{Points, number::nearest},
    materials::TopicId,
};

/// What the responses to an exam say.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExamAnalysis {
    pub responses: u32,
    pub full: Points,
    #[schema(required)]
    pub mean: Option<Points>,
    /// With n − 1.
    #[schema(required)]
    pub sd: Option<Points>,
    #[schema(required)]
    pub min: Option<Points>,
    #[schema(required)]
    pub max: Option<Points>,
    #[schema(required)]
    pub median: Option<Points>,
    /// Share of takers, 0 to 1.
    #[schema(required)]
    pub pass_rate: Option<f64>,
    #[schema(required)]
    pub reliability: Option<ExamReliability>,
    pub histogram: Vec<Bin>,
    pub questions: Vec<AnalysedQuestion>,
    /// Reasons to look at a question again, the strongest first.
    pub flags: Vec<AnalysisFlag>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExamReliability {
    pub value: f64,
    pub kind: ReliabilityKind,
    /// Of a total.
    pub standard_error: Points,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnalysedOption {
    pub text: String,
    pub key: bool,
    pub count: u32,
    /// What its choosers earned on the rest of their papers, 0 to 1.
    #[schema(required)]
    pub mean_rest: Option<f64>,
}

/// Why a figure is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AnalysisNote {
    /// 样本不足
    FewResponses,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnalysedQuestion {
    pub question: QuestionId,
    pub stem: String,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: u8,
    /// Ruled void: no part of anyone's total.
    pub void: bool,
    /// Takers who reached it.
    pub n: u32,
    /// Mean share of the points, from ten responses on.
    #[schema(required)]
    pub facility: Option<f64>,
    /// Correlation with the rest of the paper, from fifty on.
    #[schema(required)]
    pub discrimination: Option<f64>,
    /// Facility in the upper third less that in the lower third, from fifty on.
    #[schema(required)]
    pub upper_lower: Option<f64>,
    /// From two hundred on.
    #[schema(required)]
    pub rasch: Option<RaschItem>,
    pub omitted: u32,
    pub not_reached: u32,
    /// Takers who marked it 题目有疑.
    pub doubts: u32,
    pub options: Vec<AnalysedOption>,
    #[schema(required)]
    pub note: Option<AnalysisNote>,
}

impl AnalysedQuestion {
    fn of(asked: &AskedQuestion, found: &QuestionStatistics) -> Self {
        let few = |estimate: &Estimate| estimate.sufficiency == Sufficiency::TooFew;
        let is_few = [&found.facility, &found.item_rest, &found.thirds].into_iter().any(few);
        Self {
            question: asked.question,
            stem: asked.stem.clone(),
            kind: asked.kind,
            topic: asked.topic,
            label: asked.label,
            void: found.void,
            n: found.answered + found.omitted,
            facility: found.facility.value,
            discrimination: found.item_rest.value,
            upper_lower: found.thirds.value,
            rasch: found.rasch,
            omitted: found.omitted,
            not_reached: found.not_reached,
            doubts: found.doubts,
            options: asked
                .options
                .iter()
                .zip(&found.options)
                .map(|(text, option)| AnalysedOption {
                    text: text.clone(),
                    key: option.right,
                    count: option.count,
                    mean_rest: option.mean_rest,
                })
                .collect(),
            note: is_few.then_some(AnalysisNote::FewResponses),
        }
    }
}

/// One reason to look at a question again, with what speaks for it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnalysisFlag {
    pub question: QuestionId,
    pub kind: FlagKind,
    pub n: u32,
    /// How often a sound question would look at least as bad.
    pub p: f64,
    /// The option that speaks against the key.
    #[schema(required)]
    pub option: Option<String>,
    /// Choices of that option, or takers in doubt.
    #[schema(required)]
    pub count: Option<u32>,
    #[schema(required)]
    pub key_count: Option<u32>,
    /// The correlation, or the difference in what was earned on the rest.
    #[schema(required)]
    pub value: Option<f64>,
}

impl AnalysisFlag {
    fn of(asked: &AskedQuestion, evidence: &Evidence) -> Self {
        let option = evidence.option.and_then(|option| asked.options.get(usize::from(option)));
        Self {
            question: asked.question,
            kind: evidence.kind,
            n: evidence.n,
            p: evidence.p,
            option: option.cloned(),
            count: evidence.count,
            key_count: evidence.key_count,
            value: evidence.value,
        }
    }
}

fn points(value: f64) -> Points {
    Points(nearest(value * 100.0))
}

impl ExamAnalysis {
    pub(super) fn of(found: &Found) -> Self {
        let exam = &found.analysis.exam;
        let by_revision: HashMap<RevisionId, &AskedQuestion> =
            found.asked.iter().map(|asked| (asked.revision, asked)).collect();
        let flags = found.analysis.flags.iter().filter_map(|flag| {
            let asked = *by_revision.get(&flag.revision)?;
            Some(flag.evidence.iter().map(move |evidence| AnalysisFlag::of(asked, evidence)))
        });
        Self {
            responses: exam.n,
            full: exam.full,
            mean: exam.mean.map(points),
            sd: exam.deviation.map(points),
            min: exam.lowest,
            max: exam.highest,
            median: exam.median.map(points),
            pass_rate: found.pass_rate,
            reliability: exam.reliability.map(|reliability| ExamReliability {
                value: reliability.value,
                kind: reliability.kind,
                standard_error: points(reliability.standard_error),
            }),
            histogram: exam.distribution.clone(),
            questions: found
                .asked
                .iter()
                .zip(&found.analysis.questions)
                .map(|(asked, statistics)| AnalysedQuestion::of(asked, statistics))
                .collect(),
            flags: flags.flatten().collect(),
        }
    }
}
