//! The two classic data sets: sections 6 and 7 of the Law School Admission Test, 1000 takers, five
//! questions each, as published by R. D. Bock and M. Lieberman, "Fitting a response model for n
//! dichotomously scored items", Psychometrika 35 (1970), 179–197. Whoever computes statistics of
//! questions is measured by them.

use uuid::Uuid;

use super::model::{Answer, Answers, Asked, Attempt, Responses};
use crate::{
    bank::model::RevisionId,
    kernel::{Points, number::float},
};

/// Takers per response pattern; place p holds the pattern whose binary digits are p, the first
/// question being the highest.
pub(super) type Patterns = [usize; 32];

pub(super) const SIX: Patterns = [
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11,
    61, 28, 298,
];

pub(super) const SEVEN: Patterns = [
    12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28, 7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18,
    136, 32, 308,
];

/// The takers one by one, each question worth a point.
pub(super) fn responses(patterns: Patterns) -> Responses {
    let questions = (0..5)
        .map(|question| Asked {
            revision: RevisionId(Uuid::from_u128(question)),
            full: Points::whole(1),
            options: 0,
            right: Vec::new(),
            void: false,
            doubts: 0,
        })
        .collect();
    let sittings = patterns
        .iter()
        .enumerate()
        .flat_map(|(pattern, takers)| std::iter::repeat_n(pattern, *takers))
        .map(|pattern| Answers {
            total: Points::whole(i64::from(pattern.count_ones())),
            cells: (0..5)
                .map(|question| Answer {
                    question,
                    attempt: Attempt::Answered,
                    share: float(pattern >> (4 - question) & 1),
                    chosen: 0,
                })
                .collect(),
        })
        .collect();
    Responses { full: Points::whole(5), questions, sittings }
}

/// Where the project's shared files stand beside a checkout, our figures are those of the files.
#[test]
fn the_fixture_is_the_published_table() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = "shared/psychometrics/lsat6_lsat7_patterns_32.csv";
    let Some(table) = here.ancestors().find_map(|folder| std::fs::read_to_string(folder.join(file)).ok())
    else {
        #[expect(clippy::print_stderr, reason = "a skipped comparison must be seen")]
        {
            eprintln!("skipped: no {file} beside this checkout");
        }
        return;
    };
    for (at, line) in table.lines().skip(1).enumerate() {
        let cells: Vec<usize> = line.split(',').map(|cell| cell.trim().parse().unwrap()).collect();
        let pattern = cells[1..6].iter().fold(0, |pattern, digit| pattern * 2 + digit);
        assert_eq!((pattern, cells[6], cells[7]), (at, SIX[at], SEVEN[at]));
    }
}
