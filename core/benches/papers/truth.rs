//! How far papers that are equal by estimate differ in truth: the true facility of each question is
//! drawn around the prior of its label, so many responses are simulated, and papers drawn by the
//! estimates are scored by the truth.

use std::error::Error;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use yuekao_core::{
    kernel::number,
    paper::{
        Paper, PoolQuestion,
        difficulty::{self, Responses, WEIGHT},
    },
};

use crate::{
    deal,
    figures::Figures,
    pool::{Facilities, candidate, month, pool, uniform},
};

/// Papers of one exam.
const PAPERS: u32 = 300;

pub(crate) fn spread(figures: &mut Figures, exams: u8) -> Result<(), Box<dyn Error>> {
    for (name, responses) in
        [("papers.true_sd_month1", 0), ("papers.true_sd_n25", 25), ("papers.true_sd_n100", 100)]
    {
        let mut sum = 0.0;
        for seed in 0..exams {
            sum += exam(responses, seed)?;
        }
        figures.add(name, (sum / f64::from(exams)).sqrt(), "points");
    }
    Ok(())
}

/// The variance between the papers of one exam in true score.
fn exam(responses: u32, seed: u8) -> Result<f64, Box<dyn Error>> {
    let mut chance = ChaCha20Rng::seed_from_u64(u64::from(seed) + 1);
    let mut questions = pool(600, 5, 0, Facilities::Labels);
    let truth: Vec<f64> =
        questions.iter_mut().map(|question| tried(question, responses, &mut chance)).collect();
    let deal = deal(&month(), &questions, PAPERS, seed)?;
    let score = |paper: &Paper| -> f64 {
        let asked =
            paper.questions.iter().filter_map(|asked| truth.get(number::index(i64::from(asked.index))));
        asked.map(|facility| 2.0 * facility).sum()
    };
    let scores: Vec<f64> = (0..PAPERS).map(|place| score(&deal.paper(&candidate(place)).paper)).collect();
    let count = f64::from(PAPERS);
    let mean = scores.iter().sum::<f64>() / count;
    Ok(scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (count - 1.0))
}

/// Draws a question's true facility, lets people answer it, and estimates it from that.
fn tried(question: &mut PoolQuestion, responses: u32, chance: &mut ChaCha20Rng) -> f64 {
    let prior = question.estimate.facility;
    let mean = f64::from(prior) / 10_000.0;
    let weight = f64::from(WEIGHT);
    let (right, wrong) = (gamma(mean * weight, chance), gamma((1.0 - mean) * weight, chance));
    let truth = right / (right + wrong);
    let earned = (0..responses).filter(|_| uniform(chance) < truth).count();
    let shares = u64::try_from(earned).unwrap_or_default() * 10_000;
    question.estimate = difficulty::estimate(prior, WEIGHT, Responses { count: responses, shares });
    truth
}

/// A gamma variate of this shape (G. Marsaglia & W. W. Tsang, "A simple method for generating gamma
/// variables", 2000); shapes below 1 by their boost.
fn gamma(shape: f64, chance: &mut ChaCha20Rng) -> f64 {
    if shape < 1.0 {
        return gamma(shape + 1.0, chance) * uniform(chance).powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(chance);
        let v = (1.0 + c * x).powi(3);
        let accepted = v > 0.0 && (1.0 - uniform(chance)).ln() < 0.5 * x * x + d - d * v + d * v.ln();
        if accepted {
            return d * v;
        }
    }
}

/// A standard normal variate (Box & Muller).
fn normal(chance: &mut ChaCha20Rng) -> f64 {
    let radius = (-2.0 * (1.0 - uniform(chance)).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform(chance)).cos()
}
