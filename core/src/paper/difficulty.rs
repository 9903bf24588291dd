//! What share of its points a question is expected to earn: the mean of a Beta posterior (Gelman et
//! al., *Bayesian Data Analysis*, 3rd ed., section 2.4). The prior comes from kind, policy and label and
//! weighs as much as [`WEIGHT`] responses; each released response adds the share that it earned:
//!
//! mean = (w·prior + Σ shares) ÷ (w + n), standard error = √(mean·(1 − mean) ÷ (w + n + 1)).

use super::{Estimate, Policy};
use crate::{
    bank::model::{Kind, Statistics},
    kernel::number,
};

/// How many responses the prior counts for, unless a setting says otherwise.
pub const WEIGHT: u32 = 8;
/// Estimates are called uncalibrated (未校准) while the median question has fewer responses.
pub const CALIBRATED_FROM: u32 = 30;

/// Released responses to a question under the policy of its section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Responses {
    pub count: u32,
    /// The sum of the shares they earned, in 1/10,000.
    pub shares: u64,
}

/// The share expected of a question nobody has answered, in 1/10,000. Where guessing helps, hard ones
/// still earn something.
#[must_use]
pub const fn prior(kind: Kind, policy: Policy, label: u8) -> u16 {
    let [easiest, easy, middle, hard, hardest] = match (kind, policy) {
        (Kind::Single, _) => [9_000, 8_200, 7_200, 6_100, 5_000],
        (Kind::Multiple, Policy::HalfIfSubset) => [7_900, 7_000, 6_100, 5_200, 4_300],
        (Kind::Multiple, Policy::PerOption) => [8_200, 7_400, 6_600, 5_800, 5_000],
        (Kind::Multiple, _) => [7_200, 6_200, 5_200, 4_200, 3_200],
        (Kind::TrueFalse, _) => [9_200, 8_600, 7_900, 7_100, 6_300],
        (Kind::Blank, _) => [8_200, 7_100, 5_900, 4_700, 3_500],
        (Kind::Ordering, Policy::AdjacentPairs) => [8_000, 7_100, 6_200, 5_300, 4_400],
        (Kind::Ordering, _) => [6_800, 5_700, 4_600, 3_600, 2_700],
        (Kind::Matching, _) => [8_600, 7_700, 6_700, 5_700, 4_700],
    };
    match label {
        0 | 1 => easiest,
        2 => easy,
        3 => middle,
        4 => hard,
        _ => hardest,
    }
}

/// The posterior from a prior that weighs as many responses.
#[must_use]
pub fn estimate(prior: u16, weight: u32, responses: Responses) -> Estimate {
    let full = u64::from(Estimate::FULL);
    let count = u64::from(weight) + u64::from(responses.count);
    // Nothing at all is known: the middle, as uncertain as can be.
    let (sum, count) = if count == 0 {
        (full / 2, 1)
    } else {
        let earned = responses.shares.min(u64::from(responses.count) * full);
        (u64::from(prior.min(Estimate::FULL)) * u64::from(weight) + earned, count)
    };
    let facility = u16::try_from((2 * sum + count) / (2 * count)).unwrap_or(Estimate::FULL);
    let mean = f64::from(facility) / f64::from(Estimate::FULL);
    let variance = mean * (1.0 - mean) / (number::float_of(i64::try_from(count).unwrap_or(i64::MAX)) + 1.0);
    let error = number::nearest(variance.sqrt() * f64::from(Estimate::FULL));
    Estimate { facility, error: u16::try_from(error).unwrap_or(Estimate::FULL), responses: responses.count }
}

/// What is expected of a question of the bank under a policy, from its label and from what released
/// exams told of its revision.
#[must_use]
pub fn expected(kind: Kind, policy: Policy, label: i32, statistics: Statistics) -> Estimate {
    let responses = Responses {
        count: u32::try_from(statistics.responses).unwrap_or_default(),
        shares: u64::try_from(statistics.share_sum).unwrap_or_default(),
    };
    estimate(prior(kind, policy, u8::try_from(label).unwrap_or_default()), WEIGHT, responses)
}

/// Between what the true share lies with 95 %, by the normal approximation, in 1/10,000.
#[must_use]
pub fn interval(estimate: Estimate) -> (u16, u16) {
    let reach = u16::try_from(u32::from(estimate.error) * 196 / 100).unwrap_or(Estimate::FULL);
    (estimate.facility.saturating_sub(reach), estimate.facility.saturating_add(reach).min(Estimate::FULL))
}

/// Whether the median question has enough responses for estimates to mean much.
#[must_use]
pub fn is_calibrated(responses: impl IntoIterator<Item = u32>) -> bool {
    let mut counts: Vec<u32> = responses.into_iter().collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).is_some_and(|median| *median >= CALIBRATED_FROM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_prior_alone_and_with_responses() {
        let fresh = estimate(7_000, 8, Responses::default());
        // √(0.7 × 0.3 ÷ 9)
        assert_eq!(fresh, Estimate { facility: 7_000, error: 1_528, responses: 0 });
        // (8 × 0.7 + 12) ÷ (8 + 32) = 0.44
        let tried = estimate(7_000, 8, Responses { count: 32, shares: 120_000 });
        assert_eq!((tried.facility, tried.error), (4_400, 775));
        assert_eq!(interval(tried), (2_881, 5_919));
        assert_eq!(interval(Estimate { facility: 9_900, error: 400, responses: 3 }).1, 10_000);
        assert_eq!(estimate(7_000, 0, Responses::default()).facility, 5_000);
    }

    #[test]
    fn harder_labels_expect_less_of_every_kind_and_policy() {
        for kind in Kind::ALL {
            for policy in Policy::ALL {
                let priors: Vec<u16> = (1..=5).map(|label| prior(*kind, *policy, label)).collect();
                assert!(priors.is_sorted_by(|easier, harder| easier > harder), "{kind} {policy}");
            }
        }
    }

    #[test]
    fn calibration_is_the_median_questions() {
        assert!(!is_calibrated([0, 29, 400]));
        assert!(is_calibrated([0, 30, 31]));
        assert!(!is_calibrated([]));
    }

    proptest! {
        #[test]
        fn an_estimate_lies_between_prior_and_responses(
            prior in 0u16..=10_000, weight in 1u32..40, count in 0u32..5_000, each in 0u64..=10_000
        ) {
            let got = estimate(prior, weight, Responses { count, shares: u64::from(count) * each });
            let each = u16::try_from(each).unwrap();
            let (low, high) = if count == 0 { (prior, prior) } else { (prior.min(each), prior.max(each)) };
            prop_assert!((low..=high).contains(&got.facility));
            prop_assert!(got.error <= 3_600);
        }
    }
}
