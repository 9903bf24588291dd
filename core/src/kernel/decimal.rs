//! Exact decimals for answers that are numbers: 0.1 is a tenth, and nothing is ever rounded.

use std::cmp::Ordering;

/// Digits before and after the point that are read at most; with both full, the difference of two
/// still fits.
const MAX_DIGITS: usize = 17;

/// A decimal, as a whole number of 10⁻¹⁷.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i128);

impl Decimal {
    /// Reads `-12.50`, `+3` or `1,000`; none for anything else, or more than 17 digits on a side.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let whole = without_separators(whole)?;
        let sound = |part: &str| {
            (1..=MAX_DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !sound(&whole) || !sound(fraction) {
            return None;
        }
        format!("{whole}{fraction:0<MAX_DIGITS$}").parse::<i128>().ok().map(|units| Self(sign * units))
    }
    /// Whether `other` differs by no more than `tolerance`, the ends included.
    #[must_use]
    pub const fn is_within(self, tolerance: Self, other: Self) -> bool {
        self.0.abs_diff(other.0) <= tolerance.0.unsigned_abs()
    }
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.cmp(&0) == Ordering::Less
    }
}

/// `1,000,000` without its commas; none if they don't part thousands.
fn without_separators(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let thousands = first.len() <= 3 && groups.clone().all(|group| group.len() == 3);
    (!whole.contains(',') || thousands).then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal("20"), decimal(" 20.00 "));
        assert_eq!(decimal("1,234,567.5"), decimal("+1234567.50"));
        assert!(decimal("-0.1") < decimal("0"));
        assert!(decimal("0.3").is_within(decimal("0.1"), decimal("0.2")), "the end is included");
        assert!(!decimal("0.3").is_within(decimal("0.1"), decimal("0.19999999999999999")));
    }

    #[test]
    fn what_is_no_decimal_is_none() {
        for text in ["", ".", "1.", ".5", "1,00", "1,0000", "1e3", "二", "--1", "1.2.3", "123456789012345678"]
        {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
