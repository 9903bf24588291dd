//! The scheme and its history, imported values, months on their way to a bulletin, and what each
//! bulletin says of a person.

crate::step!(
    "m20261124_000011_standing_months",
    up: r"
CREATE TABLE standing_scheme (
    version INTEGER PRIMARY KEY,
    name {text} NOT NULL,
    body {text} NOT NULL,
    state {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    second_id {uuid} REFERENCES person (id),
    decided_at BIGINT
)
;;
CREATE TABLE standing_import (
    id {uuid} PRIMARY KEY,
    month INTEGER NOT NULL,
    component {text} NOT NULL,
    file_name {text} NOT NULL,
    by_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL
)
;;
CREATE TABLE standing_value (
    month INTEGER NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    component {text} NOT NULL,
    value {text} NOT NULL,
    import_id {uuid} NOT NULL REFERENCES standing_import (id),
    PRIMARY KEY (month, person_id, component)
)
;;
CREATE TABLE standing_month (
    month INTEGER PRIMARY KEY,
    state {text} NOT NULL,
    revision INTEGER NOT NULL,
    scheme_name {text} NOT NULL,
    scheme {text} NOT NULL,
    notice_at BIGINT NOT NULL,
    notice_until BIGINT NOT NULL,
    approved_by {text},
    approved_on {text},
    published_at BIGINT,
    bulletin {text},
    digest {bytes}
)
;;
CREATE TABLE standing_place (
    person_id {uuid} NOT NULL REFERENCES person (id),
    month INTEGER NOT NULL REFERENCES standing_month (month),
    place INTEGER,
    group_size INTEGER NOT NULL,
    total BIGINT,
    skill BIGINT,
    performance BIGINT,
    conduct BIGINT,
    PRIMARY KEY (person_id, month)
)
",
    drops: &["standing_place", "standing_month", "standing_value", "standing_import", "standing_scheme"]
);
