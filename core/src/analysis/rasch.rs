//! Rasch difficulties by marginal maximum likelihood: P = 1 ÷ (1 + exp(b − θ)), θ standard normal.
//! Papers may differ, since a sitting contributes only the questions it met. A partial share x
//! enters as x·(θ − b) − ln(1 + exp(θ − b)), the quasi-likelihood that right or wrong is a case of.
//!
//! Sources: R. D. Bock and M. Aitkin, Psychometrika 46 (1981), 443–459 for the estimation; T. A.
//! Louis, J. R. Statist. Soc. B 44 (1982), 226–233 for the observed information.

use super::model::{Attempt, RaschItem, Responses};
use crate::kernel::number::float_of;

/// Difficulties of those questions that have enough responses.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// In the order of [`Responses::questions`].
    pub items: Vec<Option<RaschItem>>,
    pub log_likelihood: f64,
}

/// Nodes from −6 to 6 at distances of 0.2. For smooth functions under a normal density the plain
/// sum is exact to many places, for papers of up to some two hundred questions.
const HALF: i64 = 30;
const STEP: f64 = 0.2;

/// No difficulty is let further from 0 than this while iterating.
const FARTHEST: f64 = 12.0;

#[derive(Clone, Copy, Debug)]
struct Node {
    theta: f64,
    weight: f64,
}

/// A question's curves at every node.
#[derive(Clone, Debug)]
struct Curve {
    difficulty: f64,
    chance: Vec<f64>,
    /// ln(1 + exp(θ − b)).
    softplus: Vec<f64>,
}

impl Curve {
    fn new(difficulty: f64, nodes: &[Node]) -> Self {
        let (chance, softplus) = nodes
            .iter()
            .map(|node| {
                let logit = node.theta - difficulty;
                // Written so that neither end overflows.
                let soft = logit.max(0.0) + (-logit.abs()).exp().ln_1p();
                ((logit - soft).exp(), soft)
            })
            .unzip();
        Self { difficulty, chance, softplus }
    }
}

/// A sitting's responses: place of the question among those calibrated, and the share earned.
type Sitting = Vec<(usize, f64)>;

/// Fits all questions with at least `least` responses that are neither all right nor all wrong.
#[must_use]
pub fn calibrate(responses: &Responses, least: u32) -> Option<Calibration> {
    let (places, sittings) = select(responses, least);
    let count = places.iter().flatten().count();
    if count == 0 {
        return None;
    }
    let nodes = nodes();
    let mut curves = start(count, &sittings, &nodes);
    for _ in 0..500 {
        let moved = step(&mut curves, &sittings, &nodes);
        if moved < 1e-7 {
            break;
        }
    }
    let (fits, log_likelihood) = fit(&curves, &sittings, &nodes);
    let errors = standard_errors(information(&curves, &sittings, &nodes))?;
    let calibrated: Vec<RaschItem> = curves
        .iter()
        .zip(fits)
        .zip(errors)
        .map(|((curve, fit), standard_error)| RaschItem {
            difficulty: curve.difficulty,
            standard_error,
            infit: fit.squares / fit.information,
            outfit: fit.standardised / fit.responses,
        })
        .collect();
    let items = places.iter().map(|place| place.and_then(|place| calibrated.get(place).copied())).collect();
    Some(Calibration { items, log_likelihood })
}

fn nodes() -> Vec<Node> {
    (-HALF..=HALF)
        .map(|at| {
            let theta = float_of(at) * STEP;
            Node { theta, weight: STEP * (-theta * theta / 2.0).exp() / std::f64::consts::TAU.sqrt() }
        })
        .collect()
}

/// Which questions are calibrated, and the responses to them.
fn select(responses: &Responses, least: u32) -> (Vec<Option<usize>>, Vec<Sitting>) {
    let reached = || {
        responses
            .sittings
            .iter()
            .map(|sitting| sitting.cells.iter().filter(|cell| cell.attempt != Attempt::NotReached))
    };
    let mut sums = vec![(0_u32, 0.0); responses.questions.len()];
    for cell in reached().flatten() {
        if let Some((n, sum)) = sums.get_mut(cell.question) {
            *n += 1;
            *sum += cell.share;
        }
    }
    let mut next = 0..;
    let places: Vec<Option<usize>> = sums
        .iter()
        .map(|(n, sum)| {
            let varies = *sum > 0.0 && *sum < f64::from(*n);
            if *n >= least && varies { next.next() } else { None }
        })
        .collect();
    let sittings = reached()
        .map(|cells| {
            cells
                .filter_map(|cell| places.get(cell.question).copied().flatten().map(|at| (at, cell.share)))
                .collect()
        })
        .collect();
    (places, sittings)
}

/// Difficulties that the facilities alone suggest.
fn start(count: usize, sittings: &[Sitting], nodes: &[Node]) -> Vec<Curve> {
    let mut sums = vec![(0.0, 0.0); count];
    for (at, share) in sittings.iter().flatten() {
        if let Some((n, sum)) = sums.get_mut(*at) {
            *n += 1.0;
            *sum += share;
        }
    }
    sums.into_iter().map(|(n, sum)| Curve::new(((n - sum) / sum).ln(), nodes)).collect()
}

/// The distribution of one taker's θ over the nodes given the responses, and the log-likelihood of
/// these.
fn posterior(sitting: &Sitting, curves: &[Curve], nodes: &[Node]) -> (Vec<f64>, f64) {
    let (mut earned, mut offset) = (0.0, 0.0);
    let mut at_nodes = vec![0.0; nodes.len()];
    for (curve, share) in met(sitting, curves) {
        earned += share;
        offset += share * curve.difficulty;
        at_nodes.iter_mut().zip(&curve.softplus).for_each(|(sum, soft)| *sum -= soft);
    }
    at_nodes.iter_mut().zip(nodes).for_each(|(log, node)| *log += earned * node.theta - offset);
    let highest = at_nodes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    at_nodes.iter_mut().zip(nodes).for_each(|(log, node)| *log = (*log - highest).exp() * node.weight);
    let total: f64 = at_nodes.iter().sum();
    at_nodes.iter_mut().for_each(|density| *density /= total);
    (at_nodes, total.ln() + highest)
}

fn met<'a>(sitting: &'a Sitting, curves: &'a [Curve]) -> impl Iterator<Item = (&'a Curve, f64)> {
    sitting.iter().filter_map(|(at, share)| curves.get(*at).map(|curve| (curve, *share)))
}

/// One step of the EM algorithm; gives the largest change of a difficulty.
fn step(curves: &mut [Curve], sittings: &[Sitting], nodes: &[Node]) -> f64 {
    // For each question: how many takers met it at each node, and what they earned.
    let mut expected: Vec<(Vec<f64>, f64)> = curves.iter().map(|_| (vec![0.0; nodes.len()], 0.0)).collect();
    for sitting in sittings {
        let (density, _) = posterior(sitting, curves, nodes);
        for (at, share) in sitting {
            if let Some((takers, earned)) = expected.get_mut(*at) {
                takers.iter_mut().zip(&density).for_each(|(sum, part)| *sum += part);
                *earned += share;
            }
        }
    }
    let mut farthest = 0.0_f64;
    for (curve, (takers, earned)) in curves.iter_mut().zip(expected) {
        let before = curve.difficulty;
        // Newton's method on one increasing function; two or three rounds do.
        for _ in 0..20 {
            let (sum, slope) = takers
                .iter()
                .zip(&curve.chance)
                .fold((0.0, 0.0), |(sum, slope), (n, p)| (sum + n * p, slope + n * p * (1.0 - p)));
            let change = ((sum - earned) / slope.max(1e-9)).clamp(-1.0, 1.0);
            *curve = Curve::new((curve.difficulty + change).clamp(-FARTHEST, FARTHEST), nodes);
            if change.abs() < 1e-9 {
                break;
            }
        }
        farthest = farthest.max((curve.difficulty - before).abs());
    }
    farthest
}

/// Sums over the takers of one question. Residuals are averaged over each taker's θ instead of
/// taken at one guess of it, so that both mean squares are 1 under the model.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    responses: f64,
    squares: f64,
    information: f64,
    standardised: f64,
}

fn fit(curves: &[Curve], sittings: &[Sitting], nodes: &[Node]) -> (Vec<Fit>, f64) {
    let mut fits = vec![Fit::default(); curves.len()];
    let mut log_likelihood = 0.0;
    for sitting in sittings {
        let (density, log) = posterior(sitting, curves, nodes);
        log_likelihood += log;
        for (at, share) in sitting {
            let (Some(fit), Some(curve)) = (fits.get_mut(*at), curves.get(*at)) else { continue };
            fit.responses += 1.0;
            for (part, p) in density.iter().zip(&curve.chance) {
                let (square, variance) = ((share - p).powi(2), p * (1.0 - p));
                fit.squares += part * square;
                fit.information += part * variance;
                fit.standardised += part * square / variance.max(f64::MIN_POSITIVE);
            }
        }
    }
    (fits, log_likelihood)
}

/// The observed information, lower triangle, after Louis: what complete data would tell, less what
/// not knowing θ costs.
fn information(curves: &[Curve], sittings: &[Sitting], nodes: &[Node]) -> Vec<Vec<f64>> {
    let mut lower: Vec<Vec<f64>> = (1..=curves.len()).map(|length| vec![0.0; length]).collect();
    for sitting in sittings {
        let (density, _) = posterior(sitting, curves, nodes);
        // Each question's chances less their mean, weighted by the density.
        let centred: Vec<(usize, Vec<f64>, Vec<f64>)> = sitting
            .iter()
            .filter_map(|(at, _)| curves.get(*at).map(|curve| (*at, curve)))
            .map(|(at, curve)| {
                let mean: f64 = density.iter().zip(&curve.chance).map(|(part, p)| part * p).sum();
                let away: Vec<f64> = curve.chance.iter().map(|p| p - mean).collect();
                let weighted = away.iter().zip(&density).map(|(away, part)| away * part).collect();
                if let Some(own) = lower.get_mut(at).and_then(|row| row.last_mut()) {
                    *own +=
                        density.iter().zip(&curve.chance).map(|(part, p)| part * p * (1.0 - p)).sum::<f64>();
                }
                (at, away, weighted)
            })
            .collect();
        for (row, away, _) in &centred {
            for (column, _, weighted) in centred.iter().filter(|(column, ..)| column <= row) {
                if let Some(cell) = lower.get_mut(*row).and_then(|cells| cells.get_mut(*column)) {
                    *cell -= away.iter().zip(weighted).map(|(a, b)| a * b).sum::<f64>();
                }
            }
        }
    }
    lower
}

/// Roots of the diagonal of the inverse, by Cholesky's factor; none where the matrix is not
/// positive definite, that is, where the data don't fix the difficulties.
fn standard_errors(lower: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(lower.len());
    for cells in lower {
        let mut row: Vec<f64> = Vec::with_capacity(cells.len());
        for (column, cell) in cells.into_iter().enumerate() {
            // `row` is as long as this column's place, so the products end where they should.
            let value = match factor.get(column) {
                Some(above) => (cell - product(&row, above)) / above.last()?,
                None => Some(cell - product(&row, &row)).filter(|square| *square > 0.0)?.sqrt(),
            };
            row.push(value);
        }
        factor.push(row);
    }
    (0..factor.len())
        .map(|at| {
            let mut solved: Vec<f64> = Vec::with_capacity(factor.len());
            for (place, row) in factor.iter().enumerate() {
                let unit = if place == at { 1.0 } else { 0.0 };
                solved.push((unit - product(&solved, row)) / row.last()?);
            }
            Some(product(&solved, &solved).sqrt())
        })
        .collect()
}

/// Of the common length.
fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            lsat,
            model::{Answer, Answers},
        },
        kernel::{Chance, Points, SeededChance, number::float},
    };

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    #[test]
    fn lsat6_as_published() {
        let found = calibrate(&lsat::responses(lsat::SIX), 200).unwrap();
        close(found.log_likelihood, -2473.054, 0.001);
        let difficulties = [-2.8720, -1.0630, -0.2576, -1.3881, -2.2188];
        // D. Rizopoulos, "ltm", Journal of Statistical Software 17(5), 2006, prints these errors.
        let errors = [0.1287, 0.0821, 0.0766, 0.0865, 0.1048];
        for (at, item) in found.items.iter().enumerate() {
            let item = item.unwrap();
            close(item.difficulty, difficulties[at], 0.001);
            close(item.standard_error, errors[at], 0.0005);
            close(item.infit, 1.0, 0.1);
            close(item.outfit, 1.0, 0.2);
        }
    }

    /// Every taker with a paper of ten out of twenty: the difficulties that made the data return.
    #[test]
    fn papers_that_differ_still_calibrate() {
        let truth = |question: usize| float(question) * 0.2 - 2.0;
        let chance = SeededChance::new(8);
        let uniform = || {
            let mut bytes = [0; 4];
            chance.fill(&mut bytes);
            (f64::from(u32::from_le_bytes(bytes)) + 0.5) / 4_294_967_296.0
        };
        let normal = || (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos();
        let asked = lsat::responses([0; 32]).questions[0].clone();
        let sittings = (0..400)
            .map(|taker| {
                let theta = normal();
                let cells = (0..20)
                    .filter(|question| (question * 7 + taker * 3) % 20 < 10)
                    .map(|question| {
                        let right = uniform() < 1.0 / (1.0 + (truth(question) - theta).exp());
                        let share = if right { 1.0 } else { 0.0 };
                        Answer { question, attempt: Attempt::Answered, share, chosen: 0 }
                    })
                    .collect();
                Answers { total: Points::ZERO, cells }
            })
            .collect();
        let responses = Responses { full: Points::whole(10), questions: vec![asked; 20], sittings };
        let found = calibrate(&responses, 150).unwrap();
        let mut outside = 0;
        for (at, item) in found.items.iter().enumerate() {
            let item = item.unwrap();
            close(item.infit, 1.0, 0.2);
            if (item.difficulty - truth(at)).abs() > 2.0 * item.standard_error {
                outside += 1;
            }
        }
        assert!(outside <= 3, "{outside} of 20 lie outside two standard errors");
        assert_eq!(calibrate(&responses, 1000), None);
    }

    #[test]
    fn what_everybody_knew_has_no_difficulty() {
        let mut responses = lsat::responses(lsat::SEVEN);
        responses.sittings.iter_mut().for_each(|sitting| sitting.cells[2].share = 1.0);
        let found = calibrate(&responses, 200).unwrap();
        assert_eq!(found.items[2], None);
        assert!(found.items[0].is_some());
    }
}
