//! Who may try, and what a password must be.

use crate::kernel::{Instant, Issue};

crate::codes! {
    pub enum AccessRefusal in "access" {
        /// Every other operation waits until the first password is changed.
        PasswordMustChange = "password_must_change",
        /// Too many failures for this account or from this address.
        TooManyFailures = "too_many_failures",
        /// The refresh came from another page than ours.
        ForeignOrigin = "foreign_origin",
    }
}

crate::codes! {
    pub enum PasswordIssue in "password" {
        TooShort = "too_short",
        TooLong = "too_long",
        /// It stands in lists of passwords that are tried first.
        TooCommon = "too_common",
        /// It holds the person's number or name.
        HoldsName = "holds_name",
        SameAsBefore = "same_as_before",
        WrongCurrent = "wrong_current",
    }
}

/// How long an access token lives.
pub const ACCESS_SECONDS: i64 = 600;
/// How long a session lives without being refreshed.
pub const SESSION_DAYS: i64 = 14;
/// A refresh token used again within this is two tabs or a lost reply, later it is theft.
pub const REUSE_SECONDS: i64 = 60;
/// Failures are counted over this long.
pub const WINDOW_MINUTES: i64 = 15;
/// Failures of one account before it has to wait.
pub const ACCOUNT_FAILURES: u64 = 8;
/// Distinct accounts that may fail from one address: a whole centre sits behind one.
pub const ADDRESS_ACCOUNTS: u64 = 60;

/// NIST SP 800-63B: length and a list of common ones, no rules of composition.
const SHORTEST: usize = 8;
const LONGEST: usize = 128;
const COMMON: &str = include_str!("common_passwords.txt");

/// Whether a sign-in may be tried at all.
#[must_use]
pub const fn may_try(account_failures: u64, address_accounts: u64) -> bool {
    account_failures < ACCOUNT_FAILURES && address_accounts < ADDRESS_ACCOUNTS
}

/// What a refresh token of a generation is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The newest: rotate.
    Rotate,
    /// The one before, moments ago: the same successor again.
    Repeat,
    /// Old: someone else holds the chain.
    Theft,
}

#[must_use]
pub fn judge_refresh(presented: i32, current: i32, rotated_at: Instant, now: Instant) -> Refresh {
    let just_rotated = now.since(rotated_at) <= REUSE_SECONDS * Instant::SECOND;
    match current.checked_sub(presented) {
        Some(0) => Refresh::Rotate,
        Some(1) if just_rotated => Refresh::Repeat,
        _ => Refresh::Theft,
    }
}

/// Every fault of a new password.
#[must_use]
pub fn check_password(password: &str, number: &str, name: &str) -> Vec<Issue> {
    let at = "/new";
    let lower = password.to_lowercase();
    let mut issues = Vec::new();
    match password.chars().count() {
        length if length < SHORTEST => issues.push(PasswordIssue::TooShort.at(at).with("least", SHORTEST)),
        length if length > LONGEST => issues.push(PasswordIssue::TooLong.at(at).with("most", LONGEST)),
        _ => {}
    }
    if COMMON.lines().any(|common| common == lower) || is_run(&lower) {
        issues.push(PasswordIssue::TooCommon.at(at));
    }
    let holds = |text: &str| text.chars().count() > 2 && lower.contains(&text.to_lowercase());
    if holds(number) || holds(name) {
        issues.push(PasswordIssue::HoldsName.at(at));
    }
    issues
}

/// 11111111, 12345678, hgfedcba: one character again and again, or a run up or down.
fn is_run(password: &str) -> bool {
    let codes: Vec<i64> = password.chars().map(|c| i64::from(u32::from(c))).collect();
    let mut steps = codes.iter().zip(codes.iter().skip(1)).map(|(a, b)| b - a);
    match steps.next() {
        Some(first) if (-1..=1).contains(&first) => steps.all(|step| step == first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(password: &str) -> Vec<&'static str> {
        check_password(password, "W1024", "张示例").into_iter().map(|issue| issue.fault.code).collect()
    }

    #[test]
    fn passwords_after_nist() {
        assert!(codes("窗口服务 真心实意").is_empty());
        assert_eq!(codes("short"), ["password.too_short"]);
        assert_eq!(codes("abcdefgh"), ["password.too_common"]);
        assert_eq!(codes("password123"), ["password.too_common"]);
        assert_eq!(codes("my-w1024-pass"), ["password.holds_name"]);
    }

    #[test]
    fn an_old_refresh_token_is_theft_and_a_fresh_repeat_is_not() {
        let at = Instant(0);
        assert_eq!(judge_refresh(3, 3, at, at), Refresh::Rotate);
        assert_eq!(judge_refresh(2, 3, at, at.plus_seconds(59)), Refresh::Repeat);
        assert_eq!(judge_refresh(2, 3, at, at.plus_seconds(61)), Refresh::Theft);
        assert_eq!(judge_refresh(1, 3, at, at), Refresh::Theft);
        assert_eq!(judge_refresh(4, 3, at, at), Refresh::Theft);
    }
}
