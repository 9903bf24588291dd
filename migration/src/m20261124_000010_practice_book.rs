//! The wrong-answer book, what released exams put into it, and runs of practice.

crate::step!(
    "m20261124_000010_practice_book",
    up: r"
CREATE TABLE practice_wrong (
    person_id {uuid} NOT NULL REFERENCES person (id),
    question_id {uuid} NOT NULL REFERENCES question (id),
    revision_id {uuid} NOT NULL,
    response {text},
    exam_id {uuid},
    times_wrong INTEGER NOT NULL,
    right_in_row INTEGER NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, question_id)
)
;;
CREATE TABLE practice_miss (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    question_id {uuid} NOT NULL,
    PRIMARY KEY (exam_id, person_id, question_id)
)
;;
CREATE TABLE practice_taken_in (
    exam_id {uuid} PRIMARY KEY REFERENCES exam (id),
    ruling_no INTEGER NOT NULL
)
;;
CREATE TABLE practice_run (
    id {uuid} PRIMARY KEY,
    person_id {uuid} NOT NULL REFERENCES person (id),
    source {text} NOT NULL,
    topic_id {uuid},
    questions {text} NOT NULL,
    at BIGINT NOT NULL
)
;;
CREATE TABLE practice_answer (
    run_id {uuid} NOT NULL REFERENCES practice_run (id),
    place INTEGER NOT NULL,
    response {text} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (run_id, place)
)
",
    drops: &["practice_answer", "practice_run", "practice_taken_in", "practice_miss", "practice_wrong"]
);
