//! Exact numbers: what a month imports is decimal, what rules make of it is a fraction, and nothing
//! is rounded before it becomes points.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::kernel::Points;

/// An imported number: a decimal of at most four places, between −10⁹ and 10⁹. It travels as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

const PLACES: u32 = 4;
const SCALE: i64 = 10_000;
const LIMIT: i64 = 1_000_000_000 * SCALE;

/// No number, or one with more places or digits than an import may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal of at most four places within a thousand million")
    }
}

impl Amount {
    /// Cut to the range.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self(value.saturating_mul(SCALE).clamp(-LIMIT, LIMIT))
    }
    pub(super) const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl From<Points> for Amount {
    fn from(points: Points) -> Self {
        Self(points.hundredths().saturating_mul(SCALE / 100).clamp(-LIMIT, LIMIT))
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(rest) {
            return Err(NotAnAmount);
        }
        let rest = rest.trim_end_matches('0');
        let missing = u32::try_from(rest.len()).ok().and_then(|length| PLACES.checked_sub(length));
        let scaled = |part: &str| if part.is_empty() { Some(0) } else { part.parse::<i64>().ok() };
        let value = || -> Option<i64> {
            let whole = scaled(whole)?.checked_mul(SCALE)?;
            whole.checked_add(scaled(rest)?.checked_mul(10_i64.pow(missing?))?)
        };
        value().filter(|value| *value <= LIMIT).map(|value| Self(sign * value)).ok_or(NotAnAmount)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(i128::from(self.0), PLACES))
    }
}
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^-?\d+(\.\d{1,4})?$"))
            .description(Some("an exact decimal of at most four places"))
            .into()
    }
}
impl utoipa::ToSchema for Amount {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Amount")
    }
}

/// `units` ÷ 10^`places` as people write it.
pub(super) fn decimal(units: i128, places: u32) -> String {
    let scale = 10_u128.pow(places);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    let width = usize::try_from(places).unwrap_or_default();
    let rest = format!("{rest:0width$}");
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// An exact fraction in lowest terms. Amounts and points are small enough that a rule's few steps
/// stay far within 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    pub(super) const ZERO: Self = Self { numerator: 0, denominator: 1 };
    pub(super) const HUNDRED: Self = Self { numerator: 100, denominator: 1 };

    fn new(numerator: i128, denominator: i128) -> Self {
        let divisor = greatest_common_divisor(numerator, denominator).max(1);
        let sign = denominator.signum();
        Self { numerator: sign * (numerator / divisor), denominator: sign * (denominator / divisor) }
    }
    pub(super) fn whole(value: i128) -> Self {
        Self { numerator: value, denominator: 1 }
    }
    pub(super) fn plus(self, other: Self) -> Self {
        let cross = |a: Self, b: Self| a.numerator.saturating_mul(b.denominator);
        Self::new(
            cross(self, other).saturating_add(cross(other, self)),
            self.denominator.saturating_mul(other.denominator),
        )
    }
    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(Self { numerator: -other.numerator, ..other })
    }
    pub(super) fn times(self, other: Self) -> Self {
        Self::new(
            self.numerator.saturating_mul(other.numerator),
            self.denominator.saturating_mul(other.denominator),
        )
    }
    /// None where `other` is 0.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        (other.numerator != 0).then(|| {
            Self::new(
                self.numerator.saturating_mul(other.denominator),
                self.denominator.saturating_mul(other.numerator),
            )
        })
    }
    pub(super) fn is_positive(self) -> bool {
        self.numerator > 0
    }
    /// Points of this value, rounded half up.
    pub(super) fn to_points(self) -> Points {
        Points(i64::try_from(self.rounded(100)).unwrap_or(i64::MAX))
    }
    /// To four places, rounded half up.
    pub(super) fn to_text(self) -> String {
        decimal(self.rounded(i128::from(SCALE)), PLACES)
    }
    /// The whole number nearest to `scale` times this, half up.
    fn rounded(self, scale: i128) -> i128 {
        let twice = self.numerator.saturating_mul(2 * scale).saturating_add(self.denominator);
        twice.div_euclid(self.denominator.saturating_mul(2))
    }
}

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self::new(i128::from(amount.0), i128::from(SCALE))
    }
}
impl From<Points> for Exact {
    fn from(points: Points) -> Self {
        Self::new(i128::from(points.hundredths()), 100)
    }
}
impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: &Self, b: &Self| a.numerator.saturating_mul(b.denominator);
        cross(self, other).cmp(&cross(other, self))
    }
}
impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.saturating_abs(), b.saturating_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_written() {
        for (text, shown) in
            [("83.97", "83.97"), ("-0.05", "-0.05"), (" 12 ", "12"), ("7.5000", "7.5"), ("0.10000", "0.1")]
        {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), shown);
        }
        for text in ["", "-", ".5", "5.", "1e3", "1,000", "83.97%", "0.00001", "1000000000.1", "٣", "--1"] {
            assert_eq!(text.parse::<Amount>(), Err(NotAnAmount), "{text}");
        }
        assert_eq!(serde_json::to_string(&Amount::whole(3)).unwrap(), "\"3\"");
        assert_eq!(Amount::from(Points(8750)).to_string(), "87.5");
    }

    #[test]
    fn fractions_are_exact() {
        let third = Exact::whole(1).over(Exact::whole(3)).unwrap();
        assert_eq!(third.plus(third).plus(third), Exact::whole(1));
        assert_eq!(third.times(Exact::HUNDRED).to_points(), Points(3333));
        assert_eq!(third.to_text(), "0.3333");
        assert_eq!(Exact::whole(1).over(Exact::ZERO), None);
        assert_eq!(Exact::whole(-1).over(Exact::whole(8)).unwrap().to_points(), Points(-12), "half goes up");
        assert_eq!(Exact::whole(2).over(Exact::whole(-4)), Exact::whole(-1).over(Exact::whole(2)));
    }

    proptest! {
        #[test]
        fn an_amount_survives_the_way(units in -LIMIT..=LIMIT) {
            prop_assert_eq!(Amount(units).to_string().parse::<Amount>(), Ok(Amount(units)));
        }

        #[test]
        fn order_is_that_of_the_numbers(a in -1000i64..1000, b in 1i64..1000, c in -1000i64..1000, d in 1i64..1000) {
            let fraction = |n: i64, d: i64| Exact::whole(n.into()).over(Exact::whole(d.into())).unwrap();
            prop_assert_eq!(fraction(a, b).cmp(&fraction(c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(fraction(a, b).minus(fraction(c, d)).is_positive(), a * d > c * b);
        }
    }
}
