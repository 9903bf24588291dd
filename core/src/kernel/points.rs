//! Points are whole hundredths, never a float; shares are exact fractions, rounded once.

use std::{iter::Sum, ops};

use serde::{Deserialize, Serialize};

/// Points in hundredths: `Points(8750)` is 87.5.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sea_orm::DeriveValueType,
)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub const fn whole(points: i64) -> Self {
        Self(points.saturating_mul(100))
    }
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }
    /// `self × numerator ÷ denominator`, rounded half up once. A denominator of 0 gives 0.
    #[must_use]
    pub fn scaled(self, numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let product = i128::from(self.0) * i128::from(numerator) * 2 + i128::from(denominator);
        let rounded = product.div_euclid(i128::from(denominator) * 2);
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

impl ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, ops::Add::add)
    }
}
impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}
impl utoipa::PartialSchema for Points {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::Integer)
            .description(Some("points in whole hundredths: 8750 is 87.5"))
            .into()
    }
}
impl utoipa::ToSchema for Points {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Points")
    }
}

/// An exact share of a question's points, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

impl Share {
    pub const NONE: Self = Self { numerator: 0, denominator: 1 };
    pub const FULL: Self = Self { numerator: 1, denominator: 1 };
    pub const HALF: Self = Self { numerator: 1, denominator: 2 };

    /// `part` of `whole`, cut to between 0 and 1; nothing of nothing is nothing.
    #[must_use]
    pub fn of(part: usize, whole: usize) -> Self {
        let denominator = u32::try_from(whole).unwrap_or(u32::MAX);
        let numerator = u32::try_from(part).unwrap_or(u32::MAX).min(denominator);
        if denominator == 0 { Self::NONE } else { Self { numerator, denominator } }
    }
    #[must_use]
    pub const fn is_full(self) -> bool {
        self.numerator == self.denominator
    }
    /// The greater of two shares.
    #[must_use]
    pub fn or_better(self, other: Self) -> Self {
        let product = |one: u32, two: u32| u64::from(one) * u64::from(two);
        let is_greater =
            product(other.numerator, self.denominator) > product(self.numerator, other.denominator);
        if is_greater { other } else { self }
    }
    #[must_use]
    pub fn of_points(self, full: Points) -> Points {
        full.scaled(i64::from(self.numerator), i64::from(self.denominator))
    }
    #[must_use]
    pub fn as_f64(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn points_read_as_people_write_them() {
        assert_eq!(Points(8750).to_string(), "87.5");
        assert_eq!(Points(-5).to_string(), "-0.05");
        assert_eq!(Points::whole(100).to_string(), "100");
        assert_eq!(Points(100).scaled(1, 3), Points(33));
        assert_eq!(Points(100).scaled(1, 8), Points(13), "half goes up");
    }

    proptest! {
        #[test]
        fn a_share_is_never_more_than_the_whole(part in 0usize..500, whole in 0usize..500, full in 0i64..100_000) {
            let points = Share::of(part, whole).of_points(Points(full));
            prop_assert!(points >= Points::ZERO && points <= Points(full));
            if whole > 0 && part >= whole { prop_assert_eq!(points, Points(full)); }
        }
    }
}
