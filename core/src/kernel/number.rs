//! Conversions between counts and floats that the language leaves to `as`, said once.

/// A count as a float; exact up to 2^53, which no count here reaches.
#[must_use]
#[expect(clippy::as_conversions, reason = "From does not exist; counts stay far below 2^53")]
pub const fn float(count: usize) -> f64 {
    count as f64
}

/// An integer as a float; exact up to 2^53.
#[must_use]
#[expect(clippy::as_conversions, reason = "From does not exist; values stay far below 2^53")]
pub const fn float_of(value: i64) -> f64 {
    value as f64
}

/// The nearest integer; saturates, and NaN is 0.
#[must_use]
#[expect(clippy::as_conversions, reason = "a float's cast saturates, which is what is wanted")]
pub fn nearest(value: f64) -> i64 {
    value.round() as i64
}

/// A count as a signed integer, for columns and points.
#[must_use]
pub fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A stored count as an index; negative is 0.
#[must_use]
pub fn index(value: i64) -> usize {
    usize::try_from(value).unwrap_or_default()
}
