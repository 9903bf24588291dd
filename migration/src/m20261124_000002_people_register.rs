//! Departments, window categories, people and their membership with dates.

crate::step!(
    "m20261124_000002_people_register",
    up: r"
CREATE TABLE people_department (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    kind {text} NOT NULL
)
;;
CREATE TABLE people_group (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL UNIQUE
)
;;
CREATE TABLE person (
    id {uuid} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    pinyin {text} NOT NULL,
    department_id {uuid} REFERENCES people_department (id),
    post {text} NOT NULL,
    window_no {text},
    party_member {bool} NOT NULL,
    roles {text} NOT NULL,
    state {text} NOT NULL,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL
)
;;
CREATE INDEX person_by_name ON person (pinyin, id)
;;
CREATE INDEX person_by_department ON person (department_id)
;;
CREATE TABLE people_membership (
    person_id {uuid} NOT NULL REFERENCES person (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    group_id {uuid} NOT NULL REFERENCES people_group (id),
    PRIMARY KEY (person_id, from_at)
)
;;
CREATE INDEX people_membership_by_group ON people_membership (group_id, until_at)
",
    drops: &["people_membership", "person", "people_group", "people_department"]
);
