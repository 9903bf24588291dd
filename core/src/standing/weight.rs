//! Weights: hundredths of a per cent, so that a whole is 10,000 exactly, also after the weight of
//! what does not apply was shared out.

use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// `Weight(4000)` is 40 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(pub u32);

impl Weight {
    pub const NONE: Self = Self(0);
    pub const WHOLE: Self = Self(10_000);

    #[must_use]
    pub const fn percent(percent: u32) -> Self {
        Self(percent.saturating_mul(100))
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::NONE, |sum, weight| Self(sum.0.saturating_add(weight.0)))
    }
}
impl utoipa::PartialSchema for Weight {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .minimum(Some(0))
            .maximum(Some(10_000))
            .description(Some("a weight in hundredths of a per cent: 4000 is 40 %"))
            .into()
    }
}
impl utoipa::ToSchema for Weight {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Weight")
    }
}

/// `whole` in the proportions of `weights`. What rounding leaves over goes to the largest
/// remainders, the earlier first. Nothing in, nothing out.
#[must_use]
pub fn share_out(weights: &[Weight], whole: Weight) -> Vec<Weight> {
    let sum: u64 = weights.iter().map(|weight| u64::from(weight.0)).sum();
    if sum == 0 {
        return vec![Weight::NONE; weights.len()];
    }
    let mut shares: Vec<(u32, u64, usize)> = weights
        .iter()
        .enumerate()
        .map(|(place, weight)| {
            let product = u64::from(weight.0) * u64::from(whole.0);
            // A share is at most the whole, which fits.
            (u32::try_from(product / sum).unwrap_or(whole.0), product % sum, place)
        })
        .collect();
    let left = whole.0 - shares.iter().map(|(share, ..)| share).sum::<u32>();
    shares.sort_by_key(|(_, remainder, place)| (std::cmp::Reverse(*remainder), *place));
    shares.iter_mut().zip(0..left).for_each(|((share, ..), _)| *share += 1);
    shares.sort_by_key(|(.., place)| *place);
    shares.into_iter().map(|(share, ..)| Weight(share)).collect()
}

/// A weight, and whether a whole department's value carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    pub weight: Weight,
    pub by_department: bool,
}

/// A whole shared out so that department values together carry no more than `cap`. None where
/// nothing carries any weight, or where only department values would.
#[must_use]
pub fn share_out_capped(carried: &[Carried], cap: Weight) -> Option<Vec<Weight>> {
    let part = |by_department: bool| -> Vec<Weight> {
        let weight =
            |item: &Carried| if item.by_department == by_department { item.weight } else { Weight::NONE };
        carried.iter().map(weight).collect()
    };
    let (departments, own) = (part(true), part(false));
    if own.iter().copied().sum::<Weight>() == Weight::NONE {
        return None;
    }
    let all: Vec<Weight> = carried.iter().map(|item| item.weight).collect();
    let even = share_out(&all, Weight::WHOLE);
    let by_departments: Weight =
        even.iter().zip(carried).filter(|(_, item)| item.by_department).map(|(weight, _)| *weight).sum();
    if by_departments <= cap {
        return Some(even);
    }
    let capped = share_out(&departments, cap);
    let rest = share_out(&own, Weight(Weight::WHOLE.0 - cap.0.min(Weight::WHOLE.0)));
    Some(capped.into_iter().zip(rest).map(|(department, own)| [department, own].into_iter().sum()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rest_takes_over() {
        let percent = |shares: &[u32]| shares.iter().map(|share| Weight::percent(*share)).collect::<Vec<_>>();
        assert_eq!(share_out(&percent(&[40, 0, 20]), Weight::WHOLE), [Weight(6667), Weight(0), Weight(3333)]);
        assert_eq!(
            share_out(&percent(&[1, 1, 1]), Weight::WHOLE),
            [Weight(3334), Weight(3333), Weight(3333)]
        );
        assert_eq!(share_out(&percent(&[0, 0]), Weight::WHOLE), [Weight(0), Weight(0)]);
    }

    #[test]
    fn departments_carry_no_more_than_their_cap() {
        let carried =
            |percent: u32, by_department: bool| Carried { weight: Weight::percent(percent), by_department };
        let cap = Weight::percent(30);
        // 50 of own and 20 of the department would become 71.43 and 28.57.
        let within = share_out_capped(&[carried(50, false), carried(20, true)], cap).unwrap();
        assert_eq!(within, [Weight(7143), Weight(2857)]);
        // 20 and 30 would become 40 and 60.
        let over =
            share_out_capped(&[carried(20, false), carried(20, true), carried(10, true)], cap).unwrap();
        assert_eq!(over, [Weight(7000), Weight(2000), Weight(1000)]);
        assert_eq!(share_out_capped(&[carried(30, true)], cap), None);
        assert_eq!(share_out_capped(&[], cap), None);
    }

    proptest! {
        #[test]
        fn a_whole_stays_a_whole(weights in proptest::collection::vec((0u32..=10_000, any::<bool>()), 0..12), cap in 0u32..=10_000) {
            let all: Vec<Weight> = weights.iter().map(|(weight, _)| Weight(*weight)).collect();
            let shared: Weight = share_out(&all, Weight::WHOLE).into_iter().sum();
            let nothing = all.iter().all(|weight| *weight == Weight::NONE);
            prop_assert_eq!(shared, if nothing { Weight::NONE } else { Weight::WHOLE });

            let carried: Vec<Carried> = weights
                .iter()
                .map(|(weight, by_department)| Carried { weight: Weight(*weight), by_department: *by_department })
                .collect();
            if let Some(shared) = share_out_capped(&carried, Weight(cap)) {
                prop_assert_eq!(shared.iter().copied().sum::<Weight>(), Weight::WHOLE);
                let departments: Weight = shared
                    .iter()
                    .zip(&carried)
                    .filter(|(_, item)| item.by_department)
                    .map(|(weight, _)| *weight)
                    .sum();
                prop_assert!(departments <= Weight(cap));
                // What applies not at all never gets a weight.
                prop_assert!(shared.iter().zip(&carried).all(|(shared, item)| item.weight.0 > 0 || shared.0 == 0));
            }
        }
    }
}
