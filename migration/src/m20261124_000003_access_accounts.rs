//! Accounts, sessions and failed sign-ins.

crate::step!(
    "m20261124_000003_access_accounts",
    up: r"
CREATE TABLE access_account (
    person_id {uuid} PRIMARY KEY REFERENCES person (id),
    password_hash {text} NOT NULL,
    must_change {bool} NOT NULL,
    epoch INTEGER NOT NULL,
    changed_at BIGINT NOT NULL
)
;;
CREATE TABLE access_session (
    id {uuid} PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id),
    generation INTEGER NOT NULL,
    rotated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    revoked_at BIGINT
)
;;
CREATE INDEX access_session_by_person ON access_session (person_id)
;;
CREATE INDEX access_session_revoked ON access_session (revoked_at)
;;
CREATE TABLE access_failure (
    id {uuid} PRIMARY KEY,
    account {text} NOT NULL,
    address {text} NOT NULL,
    at BIGINT NOT NULL
)
;;
CREATE INDEX access_failure_by_account ON access_failure (account, at)
;;
CREATE INDEX access_failure_by_address ON access_failure (address, at)
",
    drops: &["access_failure", "access_session", "access_account"]
);
