//! Exams with their sessions, candidates and leave; the frozen pool and the papers drawn from it.
//! Keys of papers begin with the exam, so that they can be partitioned by it.

crate::step!(
    "m20261124_000007_exam_papers",
    up: r"
CREATE TABLE paper_pool (
    exam_id {uuid} PRIMARY KEY,
    frozen {text} NOT NULL,
    questions {text} NOT NULL
)
;;
CREATE TABLE paper (
    exam_id {uuid} NOT NULL,
    candidate_id {uuid} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (exam_id, candidate_id)
)
;;
CREATE TABLE exam (
    id {uuid} PRIMARY KEY,
    kind {text} NOT NULL,
    title {text} NOT NULL,
    month INTEGER NOT NULL,
    state {text} NOT NULL,
    blueprint {text} NOT NULL,
    minutes INTEGER NOT NULL,
    pass BIGINT NOT NULL,
    excellent BIGINT NOT NULL,
    points_release {text} NOT NULL,
    review_release {text} NOT NULL,
    pool_open {bool} NOT NULL,
    layout {text} NOT NULL,
    groups {text} NOT NULL,
    manager_id {uuid} NOT NULL REFERENCES person (id),
    version INTEGER NOT NULL,
    ruling INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    published_at BIGINT,
    drawn_at BIGINT,
    over_at BIGINT,
    released_at BIGINT
)
;;
CREATE INDEX exam_by_month ON exam (month, id)
;;
CREATE INDEX exam_over ON exam (over_at)
;;
CREATE TABLE exam_session (
    id {uuid} PRIMARY KEY,
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    no INTEGER NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    makeup {bool} NOT NULL,
    UNIQUE (exam_id, no)
)
;;
CREATE TABLE exam_candidate (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    candidate_id {uuid} NOT NULL,
    place INTEGER NOT NULL,
    session_id {uuid} NOT NULL REFERENCES exam_session (id),
    group_id {uuid} REFERENCES people_group (id),
    unranked {text},
    avoid {text} NOT NULL,
    PRIMARY KEY (exam_id, person_id),
    UNIQUE (exam_id, candidate_id),
    UNIQUE (exam_id, place)
)
;;
CREATE INDEX exam_candidate_by_person ON exam_candidate (person_id, exam_id)
;;
CREATE TABLE exam_leave (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    reason {text} NOT NULL,
    words {text} NOT NULL,
    stated_by {uuid} NOT NULL REFERENCES person (id),
    stated_at BIGINT NOT NULL,
    confirmed_by {uuid} REFERENCES person (id),
    confirmed_at BIGINT,
    PRIMARY KEY (exam_id, person_id)
)
;;
CREATE TABLE exam_commitment (
    exam_id {uuid} PRIMARY KEY REFERENCES exam (id),
    system_seed {bytes} NOT NULL,
    salts {bytes} NOT NULL,
    digests {text} NOT NULL,
    c {bytes} NOT NULL,
    at BIGINT NOT NULL,
    seed {bytes} NOT NULL,
    witnessed {bool} NOT NULL
)
;;
CREATE TABLE exam_book (
    exam_id {uuid} PRIMARY KEY REFERENCES exam (id),
    bytes {bytes} NOT NULL
)
",
    drops: &[
        "exam_book",
        "exam_commitment",
        "exam_leave",
        "exam_candidate",
        "exam_session",
        "exam",
        "paper",
        "paper_pool"
    ]
);
