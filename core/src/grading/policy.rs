//! The share of a question's points that a response earns. Pure and exact.

use std::collections::BTreeSet;

use crate::{
    bank::{
        fold::fold,
        model::{BlankKey, Key, Kind, Numeric, Response},
    },
    kernel::{Share, decimal::Decimal},
    paper::model::Policy,
};

/// The share earned under a key. A response counts options as the revision does; one of another
/// shape than the key earns nothing. The policy matters to multiples and orders alone.
#[must_use]
pub fn share(kind: Kind, key: &Key, policy: Policy, response: &Response) -> Share {
    if response.is_empty() {
        return Share::NONE;
    }
    match (key, response) {
        (Key::Options { right }, Response::Options { chosen }) => {
            let right: BTreeSet<u8> = right.iter().copied().collect();
            let chosen: BTreeSet<u8> = chosen.iter().copied().collect();
            let policy = if kind == Kind::Multiple { policy } else { Policy::AllOrNothing };
            options(&right, &chosen, policy)
        }
        (Key::Truth { value }, Response::Truth { value: answered }) => all_or_nothing(value == answered),
        (Key::Blanks { blanks, any_order }, Response::Blanks { texts }) => {
            let right = if *any_order { best_matching(blanks, texts) } else { in_order(blanks, texts) };
            Share::of(right, blanks.len())
        }
        (Key::Order { order }, Response::Order { order: given }) => ordering(order, given, policy),
        (Key::Pairs { pairs }, Response::Pairs { pairs: given }) => {
            let right = pairs.iter().zip(given).filter(|(option, given)| Some(**option) == **given).count();
            Share::of(right, pairs.len())
        }
        _ => Share::NONE,
    }
}

const fn all_or_nothing(right: bool) -> Share {
    if right { Share::FULL } else { Share::NONE }
}

fn options(right: &BTreeSet<u8>, chosen: &BTreeSet<u8>, policy: Policy) -> Share {
    let hits = right.intersection(chosen).count();
    let misses = chosen.len() - hits;
    match policy {
        _ if right.is_empty() => Share::NONE,
        Policy::PerOption => Share::of(hits.saturating_sub(misses), right.len()),
        Policy::HalfIfSubset if misses == 0 && (1..right.len()).contains(&hits) => Share::HALF,
        Policy::AllOrNothing | Policy::HalfIfSubset | Policy::AdjacentPairs => {
            all_or_nothing(right == chosen)
        }
    }
}

/// By neighbours: each two that follow one another in the key and in the answer earn a share. An
/// option named twice counts where it first stands.
fn ordering(order: &[u8], given: &[u8], policy: Policy) -> Share {
    let mut seen = BTreeSet::new();
    let given: Vec<u8> = given.iter().copied().filter(|option| seen.insert(*option)).collect();
    if policy != Policy::AdjacentPairs {
        return all_or_nothing(!order.is_empty() && order == given);
    }
    let neighbours: BTreeSet<&[u8]> = given.windows(2).collect();
    Share::of(
        order.windows(2).filter(|pair| neighbours.contains(pair)).count(),
        order.len().saturating_sub(1),
    )
}

fn in_order(blanks: &[BlankKey], texts: &[String]) -> usize {
    blanks.iter().zip(texts).filter(|(key, text)| accepts(key, text)).count()
}

/// The most blanks that the texts can fill, each text one blank: augmenting paths.
fn best_matching(blanks: &[BlankKey], texts: &[String]) -> usize {
    let texts: Vec<&String> = texts.iter().take(blanks.len()).collect();
    let fits: Vec<Vec<bool>> =
        texts.iter().map(|text| blanks.iter().map(|key| accepts(key, text)).collect()).collect();
    let mut filled: Vec<Option<usize>> = vec![None; blanks.len()];
    (0..texts.len()).filter(|text| place(*text, &fits, &mut filled, &mut vec![false; blanks.len()])).count()
}

/// Finds a blank for a text, moving others to where they fit too.
fn place(text: usize, fits: &[Vec<bool>], filled: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for blank in 0..filled.len() {
        let fit = fits.get(text).and_then(|row| row.get(blank)).is_some_and(|fit| *fit);
        match tried.get_mut(blank) {
            Some(tried) if fit && !*tried => *tried = true,
            _ => continue,
        }
        let free = match filled.get(blank).copied().flatten() {
            None => true,
            Some(other) => place(other, fits, filled, tried),
        };
        if free {
            if let Some(slot) = filled.get_mut(blank) {
                *slot = Some(text);
            }
            return true;
        }
    }
    false
}

/// Whether a text is one of those that a blank accepts, or its number.
#[must_use]
pub fn accepts(key: &BlankKey, text: &str) -> bool {
    let folded = fold(text);
    let is_accepted = || key.accepted.iter().any(|accepted| fold(accepted) == folded);
    !folded.is_empty()
        && (is_accepted() || key.number.as_ref().is_some_and(|number| is_within(number, &folded)))
}

/// A number may be given with its unit or without, never with another one.
fn is_within(number: &Numeric, folded: &str) -> bool {
    let unit = number.unit.as_deref().map(fold).unwrap_or_default();
    let digits = folded.strip_suffix(unit.as_str()).unwrap_or(folded);
    let tolerance = number.tolerance.as_deref().unwrap_or("0");
    let (Some(value), Some(tolerance), Some(given)) =
        (Decimal::parse(&number.value), Decimal::parse(tolerance), Decimal::parse(digits))
    else {
        return false;
    };
    value.is_within(tolerance, given)
}

#[cfg(test)]
mod tests;
