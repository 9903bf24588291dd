//! What two people decide about sittings: extra time for one person, and incidents that make late
//! answers count.

crate::step!(
    "m20261124_173001_sitting_incidents",
    up: r"
CREATE TABLE sitting_extra_time (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    id {uuid} NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    minutes INTEGER NOT NULL,
    reason {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    before_start {bool} NOT NULL,
    state {text} NOT NULL,
    second_id {uuid} REFERENCES person (id),
    decided_at BIGINT,
    PRIMARY KEY (exam_id, id)
)
;;
CREATE TABLE sitting_incident (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    id {uuid} NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    scope {text} NOT NULL,
    reason {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    state {text} NOT NULL,
    second_id {uuid} REFERENCES person (id),
    decided_at BIGINT,
    PRIMARY KEY (exam_id, id)
)
",
    drops: &["sitting_incident", "sitting_extra_time"]
);
