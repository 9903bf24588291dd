//! Tail probabilities and the false discovery rate: what turns a figure into evidence.

use crate::kernel::number::{float, float_of};

/// Upper tail of Student's t.
pub(super) fn student_upper(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    if t >= 0.0 { tail } else { 1.0 - tail }
}

/// Chance of at least `k` hits in `n` tries.
pub(super) fn binomial_upper(k: u32, n: u32, chance: f64) -> f64 {
    match k {
        0 => 1.0,
        k if k > n => 0.0,
        k => incomplete_beta(chance, f64::from(k), f64::from(n - k) + 1.0),
    }
}

/// The largest p that Benjamini and Hochberg's step-up procedure accepts at `rate`, so that at most
/// this share of what is accepted is expected to be false.
pub(super) fn discovery_cut(mut p: Vec<f64>, rate: f64) -> f64 {
    p.sort_by(f64::total_cmp);
    let tests = float(p.len());
    p.iter()
        .enumerate()
        .rev()
        .find(|(place, p)| **p <= rate * float(place + 1) / tests)
        .map_or(0.0, |(_, p)| *p)
}

/// One-sided Welch test that `high` has a larger mean than `low`, as p; none where a group has
/// fewer than `least` values or nothing varies.
pub(super) fn mean_is_larger(high: &Sample, low: &Sample, least: usize) -> Option<f64> {
    if high.n < least || low.n < least {
        return None;
    }
    let (a, b) = (high.variance()? / float(high.n), low.variance()? / float(low.n));
    let spread = a + b;
    if spread <= 0.0 {
        return None;
    }
    let t = (high.mean()? - low.mean()?) / spread.sqrt();
    let freedom = spread * spread / (a * a / float(high.n - 1) + b * b / float(low.n - 1));
    Some(student_upper(t, freedom))
}

/// Running sums of a sample of moderate numbers (shares between 0 and 1).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sample {
    pub(super) n: usize,
    sum: f64,
    squares: f64,
}

impl Sample {
    pub(super) fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / float(self.n))
    }
    fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        (self.n > 1).then(|| ((self.squares - self.sum * mean) / float(self.n - 1)).max(0.0))
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        values.into_iter().fold(Self::default(), |sample, value| Self {
            n: sample.n + 1,
            sum: sample.sum + value,
            squares: sample.squares + value * value,
        })
    }
}

/// The regularised incomplete beta function, by its continued fraction.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    // The fraction converges fast on this side of the mean; the other side is its complement.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = (a * x.ln() + b * (1.0 - x).ln() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp();
    front * beta_fraction(x, a, b) / a
}

/// Lentz's evaluation of the continued fraction.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..=300_i64 {
        let m = float_of(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-14 {
            break;
        }
    }
    fraction
}

/// Logarithm of the gamma function for positive numbers, by Lanczos' series (g = 7, nine terms).
fn ln_gamma(x: f64) -> f64 {
    const SERIES: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        // The series is good from a half on; below it the recurrence Γ(x + 1) = x Γ(x) serves.
        return ln_gamma(x + 1.0) - x.ln();
    }
    let x = x - 1.0;
    let base = x + 7.5;
    let sum: f64 = SERIES.iter().enumerate().map(|(place, term)| term / (x + float(place + 1))).sum::<f64>()
        + 0.999_999_999_999_809_9;
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * base.ln() - base + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }

    #[test]
    fn tails_as_in_the_tables() {
        close(student_upper(2.763_769, 10.0), 0.01);
        close(student_upper(1.812_461, 10.0), 0.05);
        close(student_upper(-1.812_461, 10.0), 0.95);
        close(student_upper(31.820_516, 1.0), 0.01);
        close(student_upper(2.326_348, 1e7), 0.01);
        close(binomial_upper(8, 10, 0.5), 56.0 / 1024.0);
        close(binomial_upper(1, 4, 0.1), 1.0 - 0.9_f64.powi(4));
        close(binomial_upper(0, 4, 0.1), 1.0);
        close(binomial_upper(5, 4, 0.1), 0.0);
    }

    /// The example of Benjamini and Hochberg's paper of 1995 (15 tests, rate 5 %): four are kept.
    #[test]
    fn the_discovery_cut_of_the_paper() {
        let p = vec![
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        close(discovery_cut(p, 0.05), 0.0095);
        close(discovery_cut(Vec::new(), 0.05), 0.0);
    }

    #[test]
    fn a_larger_mean_is_seen() {
        let high: Sample = [0.7, 0.8, 0.9, 0.8, 0.75].into_iter().collect();
        let low: Sample = [0.3, 0.2, 0.4, 0.3, 0.35].into_iter().collect();
        assert!(mean_is_larger(&high, &low, 5).unwrap() < 0.001);
        assert!(mean_is_larger(&low, &high, 5).unwrap() > 0.999);
        assert_eq!(mean_is_larger(&high, &low, 6), None);
    }
}
