//! 公平性: how equal the papers of an exam are, how often each question appears and how much two
//! people's papers share, with plain random draws beside it. Before publication on a trial draw, after
//! it on the papers that were given; after the exam with the difficulties that it found itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Deal, Estimate, Paper, difficulty};
use crate::kernel::number;

/// How scores lie. All in 1/10,000 of the full points: 6800 is 68 points of 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Spread {
    pub least: u16,
    pub mean: u16,
    pub most: u16,
    /// Standard deviation.
    pub deviation: u16,
    /// Papers by expected score, in steps of half a point of 100; none empty at either end.
    pub histogram: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Bar {
    /// The lowest score that counts here.
    pub from: u16,
    pub papers: u32,
}

/// How often a question appears in the exam.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Exposure {
    /// Index in the frozen pool.
    pub index: u32,
    pub papers: u32,
    pub fair: f64,
    /// Unless the question is on every paper by the blueprint's wish.
    pub limit: Option<u32>,
}

/// How many questions two papers share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Overlap {
    /// On average over all pairs.
    pub mean: f64,
    /// The most that two of the first [`COMPARED`] papers share.
    pub most: u32,
}

/// One way of drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Drawing {
    pub scores: Spread,
    pub overlap: Overlap,
}

/// The fairness sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Sheet {
    pub target: u16,
    pub ours: Drawing,
    /// As many papers by plain random draws from the same pool.
    pub plain: Drawing,
    /// Questions that appear at all, by index.
    pub exposures: Vec<Exposure>,
    /// Mean standard error of a paper's expected score, in 1/10,000 of the full points.
    pub error: u16,
    /// The estimates rest on enough responses.
    pub calibrated: bool,
}

/// Papers of which every pair is compared.
pub const COMPARED: usize = 300;
const STEP: u16 = 50;

impl Sheet {
    /// The sheet of these papers, scored by these estimates, one for each question of the pool.
    #[must_use]
    pub fn of(deal: &Deal, papers: &[Paper], estimates: &[Estimate]) -> Self {
        let count = u32::try_from(papers.len()).unwrap_or(u32::MAX);
        let plain: Vec<Paper> = (0..count).map(|number| deal.plain(number)).collect();
        let scale = Scale { deal, estimates };
        let errors: Vec<f64> = papers.iter().map(|paper| scale.error(paper)).collect();
        Self {
            target: deal.target(),
            ours: Drawing { scores: scale.spread(papers), overlap: Overlap::of(papers) },
            plain: Drawing { scores: scale.spread(&plain), overlap: Overlap::of(&plain) },
            exposures: exposures(deal, papers),
            error: share(errors.iter().sum::<f64>() / number::float(errors.len().max(1))),
            calibrated: difficulty::is_calibrated(estimates.iter().map(|estimate| estimate.responses)),
        }
    }
}

struct Scale<'a> {
    deal: &'a Deal,
    estimates: &'a [Estimate],
}

impl Scale<'_> {
    /// The questions of a paper with their weight in its full points.
    fn weighted<'a>(&'a self, paper: &'a Paper) -> impl Iterator<Item = (f64, Estimate)> + 'a {
        let frozen = self.deal.frozen();
        let total = number::float_of(frozen.rules.total().hundredths().max(1));
        paper.questions.iter().filter_map(move |asked| {
            let at = number::index(i64::from(asked.index));
            let points = frozen.rules.points(frozen.questions.get(at)?.kind);
            Some((number::float_of(points.hundredths()) / total, *self.estimates.get(at)?))
        })
    }
    fn score(&self, paper: &Paper) -> f64 {
        self.weighted(paper).map(|(weight, estimate)| weight * f64::from(estimate.facility)).sum()
    }
    /// Errors of different questions are independent.
    fn error(&self, paper: &Paper) -> f64 {
        self.weighted(paper)
            .map(|(weight, estimate)| (weight * f64::from(estimate.error)).powi(2))
            .sum::<f64>()
            .sqrt()
    }

    fn spread(&self, papers: &[Paper]) -> Spread {
        let scores: Vec<f64> = papers.iter().map(|paper| self.score(paper)).collect();
        let count = number::float(scores.len().max(1));
        let mean = scores.iter().sum::<f64>() / count;
        let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
        let whole: Vec<u16> = scores.iter().map(|score| share(*score)).collect();
        Spread {
            least: whole.iter().copied().min().unwrap_or_default(),
            mean: share(mean),
            most: whole.iter().copied().max().unwrap_or_default(),
            deviation: share((squares / (count - 1.0).max(1.0)).sqrt()),
            histogram: histogram(&whole),
        }
    }
}

fn share(value: f64) -> u16 {
    u16::try_from(number::nearest(value)).unwrap_or_default()
}

fn histogram(scores: &[u16]) -> Vec<Bar> {
    let step = |score: u16| score / STEP;
    let Some((least, most)) = scores.iter().copied().map(step).fold(None, |range, at| {
        let (least, most) = range.unwrap_or((at, at));
        Some((at.min(least), at.max(most)))
    }) else {
        return Vec::new();
    };
    (least..=most)
        .map(|at| {
            let papers = scores.iter().filter(|score| step(**score) == at).count();
            Bar { from: at.saturating_mul(STEP), papers: u32::try_from(papers).unwrap_or(u32::MAX) }
        })
        .collect()
}

fn appearances(papers: &[Paper]) -> BTreeMap<u32, u32> {
    let mut times = BTreeMap::new();
    for asked in papers.iter().flat_map(|paper| &paper.questions) {
        *times.entry(asked.index).or_insert(0u32) += 1;
    }
    times
}

fn exposures(deal: &Deal, papers: &[Paper]) -> Vec<Exposure> {
    let fixed = |index: u32| {
        deal.frozen().questions.get(number::index(i64::from(index))).is_some_and(|question| question.fixed)
    };
    appearances(papers)
        .into_iter()
        .map(|(index, papers)| Exposure {
            index,
            papers,
            fair: deal.fair(index),
            limit: (!fixed(index)).then(|| deal.limit(index)),
        })
        .collect()
}

impl Overlap {
    /// What papers of different groups share; none where there is only one group.
    #[must_use]
    pub fn between(groups: &[Vec<Paper>]) -> Option<Self> {
        if groups.len() < 2 {
            return None;
        }
        let square = |count: f64| count * count;
        let times: Vec<BTreeMap<u32, u32>> = groups.iter().map(|papers| appearances(papers)).collect();
        let mut all: BTreeMap<u32, f64> = BTreeMap::new();
        let mut within = 0.0;
        for (index, times) in times.iter().flatten() {
            *all.entry(*index).or_default() += f64::from(*times);
            within += square(f64::from(*times));
        }
        let shared = all.values().map(|times| square(*times)).sum::<f64>() - within;
        let count = |papers: &Vec<Paper>| number::float(papers.len());
        let papers: f64 = groups.iter().map(count).sum();
        let pairs = square(papers) - groups.iter().map(|group| square(count(group))).sum::<f64>();
        let sorted: Vec<Vec<Vec<u32>>> =
            groups.iter().map(|papers| papers.iter().take(COMPARED).map(sorted).collect()).collect();
        let most = sorted
            .iter()
            .enumerate()
            .flat_map(|(at, group)| {
                let others = sorted.iter().skip(at + 1).flatten();
                others.flat_map(move |other| group.iter().map(move |one| common(one, other)))
            })
            .max()
            .unwrap_or_default();
        Some(Self { mean: if pairs > 0.0 { shared / pairs } else { 0.0 }, most })
    }
    fn of(papers: &[Paper]) -> Self {
        let pairs = |count: f64| count * (count - 1.0) / 2.0;
        let all = pairs(number::float(papers.len()));
        // Each question is shared by every pair of the papers that have it.
        let shared: f64 = appearances(papers).values().map(|times| pairs(f64::from(*times))).sum();
        let sorted: Vec<Vec<u32>> = papers.iter().take(COMPARED).map(sorted).collect();
        let most = sorted
            .iter()
            .enumerate()
            .flat_map(|(at, one)| sorted.iter().skip(at + 1).map(move |other| common(one, other)))
            .max()
            .unwrap_or_default();
        Self { mean: if all > 0.0 { shared / all } else { 0.0 }, most }
    }
}

/// What a paper asks, in the order of the pool.
fn sorted(paper: &Paper) -> Vec<u32> {
    let mut indexes: Vec<u32> = paper.questions.iter().map(|asked| asked.index).collect();
    indexes.sort_unstable();
    indexes
}

/// How many numbers two sorted lists share.
fn common(mut one: &[u32], mut other: &[u32]) -> u32 {
    let mut shared = 0;
    while let (Some((first, one_rest)), Some((second, other_rest))) = (one.split_first(), other.split_first())
    {
        match first.cmp(second) {
            std::cmp::Ordering::Less => one = one_rest,
            std::cmp::Ordering::Greater => other = other_rest,
            std::cmp::Ordering::Equal => {
                shared += 1;
                (one, other) = (one_rest, other_rest);
            }
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{
        Frozen,
        fixture::{candidate, month_blueprint, month_pool},
    };

    #[test]
    fn a_months_sheet_shows_equal_papers_beside_plain_ones() {
        let pool = month_pool();
        let frozen = Frozen::new(&month_blueprint(), &pool, 80).unwrap();
        let deal = Deal::new(frozen, [1; 32]).unwrap();
        let papers: Vec<Paper> =
            (0..80).map(|place| deal.paper(&candidate(u128::from(place), place)).paper).collect();
        let estimates: Vec<Estimate> = pool.iter().map(|question| question.estimate).collect();
        let sheet = Sheet::of(&deal, &papers, &estimates);
        assert!(sheet.ours.scores.most - sheet.ours.scores.least <= 20, "{:?}", sheet.ours.scores);
        assert!(sheet.plain.scores.most - sheet.plain.scores.least >= 500, "{:?}", sheet.plain.scores);
        for drawing in [&sheet.ours, &sheet.plain] {
            assert_eq!(drawing.scores.histogram.iter().map(|bar| bar.papers).sum::<u32>(), 80);
            assert!(f64::from(drawing.overlap.most) >= drawing.overlap.mean);
        }
        assert_eq!(sheet.exposures.iter().map(|exposure| exposure.papers).sum::<u32>(), 4_000);
        assert!(
            sheet
                .exposures
                .iter()
                .all(|exposure| exposure.limit.is_some_and(|limit| exposure.papers <= limit))
        );
        // 50 questions with an error of 0.05 each: √50 × 0.05 ÷ 50.
        assert_eq!(sheet.error, 71);
        assert!(sheet.calibrated);
    }

    #[test]
    fn shared_questions_are_counted() {
        assert_eq!(common(&[1, 3, 5, 9], &[2, 3, 9, 10]), 2);
        assert_eq!(Overlap::of(&[]), Overlap { mean: 0.0, most: 0 });
        let paper = |indexes: &[u32]| Paper {
            questions: indexes
                .iter()
                .map(|index| crate::paper::Asked { index: *index, options: vec![] })
                .collect(),
        };
        // The four pairs share 1, 1, 0 and 2 questions.
        let groups = [vec![paper(&[1, 2]), paper(&[2, 3])], vec![paper(&[1, 9]), paper(&[3, 2])]];
        assert_eq!(Overlap::between(&groups), Some(Overlap { mean: 1.0, most: 2 }));
        assert_eq!(Overlap::between(&groups[..1]), None);
        assert_eq!(
            histogram(&[6_820, 6_849, 6_905]),
            [Bar { from: 6_800, papers: 2 }, Bar { from: 6_850, papers: 0 }, Bar { from: 6_900, papers: 1 },]
        );
    }
}
