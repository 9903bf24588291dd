//! Classical statistics of questions and of the exam. Variances are taken with n − 1.

use super::model::{
    AnalysisSettings, Answer, Answers, Attempt, Bin, Estimate, ExamStatistics, OptionStatistics,
    QuestionStatistics, Reliability, ReliabilityKind, Responses, Thresholds,
};
use crate::kernel::{
    Points,
    number::{float, float_of, nearest},
};

/// One response to one question, beside what its taker earned elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) answer: Answer,
    /// Share earned of the points of all other questions; none where there is no other.
    pub(super) rest: Option<f64>,
    /// Hundredths earned on the whole paper, by which takers are ordered.
    pub(super) earned: i64,
}

/// All responses, question by question, in the order of [`Responses::questions`].
pub(super) fn by_question(responses: &Responses) -> Vec<Vec<Seen>> {
    let mut seen: Vec<Vec<Seen>> = responses.questions.iter().map(|_| Vec::new()).collect();
    for sitting in &responses.sittings {
        let (earned, full) = totals(responses, sitting);
        for cell in &sitting.cells {
            let (Some(question), Some(of_question)) =
                (responses.questions.get(cell.question), seen.get_mut(cell.question))
            else {
                continue;
            };
            let (own, own_full) = if question.void {
                (0, 0)
            } else {
                (hundredths(question.full, cell.share), question.full.hundredths())
            };
            let rest_full = full - own_full;
            of_question.push(Seen {
                answer: *cell,
                rest: (rest_full > 0).then(|| float_of(earned - own) / float_of(rest_full)),
                earned,
            });
        }
    }
    seen
}

/// Hundredths earned and to be earned on the questions of a paper that are not void.
fn totals(responses: &Responses, sitting: &Answers) -> (i64, i64) {
    sitting
        .cells
        .iter()
        .filter_map(|cell| responses.questions.get(cell.question).map(|question| (cell, question)))
        .filter(|(_, question)| !question.void)
        .fold((0, 0), |(earned, full), (cell, question)| {
            (earned + hundredths(question.full, cell.share), full + question.full.hundredths())
        })
}

/// Rounded as marks are, so that equal totals are equal.
fn hundredths(full: Points, share: f64) -> i64 {
    nearest(float_of(full.hundredths()) * share)
}

/// The statistics of every question, without Rasch difficulties.
pub(super) fn questions(
    responses: &Responses,
    seen: &[Vec<Seen>],
    thresholds: &Thresholds,
) -> Vec<QuestionStatistics> {
    let mut order: Vec<i64> = responses.sittings.iter().map(|sitting| totals(responses, sitting).0).collect();
    order.sort_unstable();
    let cuts = (third(&order, 1), third(&order, 2));
    responses
        .questions
        .iter()
        .zip(seen)
        .map(|(question, all)| {
            let reached: Vec<Seen> =
                all.iter().filter(|seen| seen.answer.attempt != Attempt::NotReached).copied().collect();
            let n = small(reached.len());
            let omitted = reached.iter().filter(|seen| seen.answer.attempt == Attempt::Omitted).count();
            QuestionStatistics {
                revision: question.revision,
                void: question.void,
                answered: small(reached.len() - omitted),
                omitted: small(omitted),
                not_reached: small(all.len() - reached.len()),
                doubts: question.doubts,
                facility: Estimate::from_sample(
                    n,
                    thresholds.facility,
                    mean(reached.iter().map(|seen| seen.answer.share)),
                ),
                item_rest: Estimate::from_sample(n, thresholds.discrimination, item_rest(&reached)),
                thirds: Estimate::from_sample(n, thresholds.discrimination, thirds(&reached, cuts)),
                options: (0..question.options)
                    .map(|option| option_statistics(option, question.right.contains(&option), &reached))
                    .collect(),
                rasch: None,
            }
        })
        .collect()
}

fn option_statistics(option: u8, right: bool, reached: &[Seen]) -> OptionStatistics {
    let choosers = || reached.iter().filter(|seen| seen.answer.chose(option));
    OptionStatistics {
        option,
        right,
        count: small(choosers().count()),
        mean_rest: mean(choosers().filter_map(|seen| seen.rest)),
    }
}

/// Correlation of share and rest score.
pub(super) fn item_rest(reached: &[Seen]) -> Option<f64> {
    correlation(reached.iter().filter_map(|seen| seen.rest.map(|rest| (seen.answer.share, rest))))
}

/// The quantile of `part` thirds as R's type 7 gives it. The place is reckoned in integers, so that
/// a taker on the border falls on the same side on every machine.
fn third(sorted: &[i64], part: usize) -> f64 {
    let scaled = sorted.len().saturating_sub(1) * part;
    let (place, rest) = (scaled / 3, scaled % 3);
    let at = |place: usize| sorted.get(place).or(sorted.last()).copied().unwrap_or_default();
    let (low, high) = (at(place), at(place + 1));
    float_of(low) + float(rest) / 3.0 * float_of(high - low)
}

/// Groups are left-closed: a total on a border belongs to the group above it.
fn thirds(reached: &[Seen], (lower, upper): (f64, f64)) -> Option<f64> {
    let group = |within: &dyn Fn(f64) -> bool| {
        mean(reached.iter().filter(|seen| within(float_of(seen.earned))).map(|seen| seen.answer.share))
    };
    Some(group(&|total| total >= upper)? - group(&|total| total < lower)?)
}

/// The statistics of the totals.
pub(super) fn exam(responses: &Responses, settings: &AnalysisSettings) -> ExamStatistics {
    let mut totals: Vec<Points> = responses.sittings.iter().map(|sitting| sitting.total).collect();
    totals.sort_unstable();
    let in_points = || totals.iter().map(|total| float_of(total.hundredths()) / 100.0);
    let at = |place: usize| in_points().nth(place);
    let middle = totals.len() / 2;
    let median = if totals.len() % 2 == 1 {
        at(middle)
    } else {
        at(middle.wrapping_sub(1)).zip(at(middle)).map(|(low, high)| f64::midpoint(low, high))
    };
    ExamStatistics {
        n: small(totals.len()),
        full: responses.full,
        mean: mean(in_points()),
        deviation: variance(in_points()).map(f64::sqrt),
        lowest: totals.first().copied(),
        median,
        highest: totals.last().copied(),
        distribution: distribution(&totals, responses.full, settings.bins),
        reliability: reliability(responses),
    }
}

/// Bars of equal width over the full points, borders rounded to hundredths once.
fn distribution(totals: &[Points], full: Points, bins: u16) -> Vec<Bin> {
    let bins = i64::from(bins.max(1));
    (0..bins)
        .map(|bin| {
            let (from, to) = (full.scaled(bin, bins), full.scaled(bin + 1, bins));
            let last = bin + 1 == bins;
            let inside = |total: &&Points| (**total >= from || bin == 0) && (**total < to || last);
            Bin { from, to, count: small(totals.iter().filter(inside).count()) }
        })
        .collect()
}

/// Both figures come from one idea, Hoyt's: what a taker earned on each question, less what the
/// question gives on average, should not vary within a paper but for error. With k questions the
/// error variance of a total is k times that variance. Where everybody had the same questions, one
/// minus its mean over the variance of totals *is* coefficient alpha (KR-20 for right or wrong);
/// where papers differ it is the approximation that domain.md names. A question's mean contains
/// the response it is taken from, hence the factor √(n ÷ (n − 1)).
fn reliability(responses: &Responses) -> Option<Reliability> {
    let counted = |question: usize| responses.questions.get(question).is_some_and(|asked| !asked.void);
    let earned = |question: usize, share: f64| {
        responses
            .questions
            .get(question)
            .map_or(0.0, |asked| float_of(asked.full.hundredths()) / 100.0 * share)
    };
    let mut sums: Vec<(usize, f64)> = vec![(0, 0.0); responses.questions.len()];
    for cell in responses.sittings.iter().flat_map(|sitting| &sitting.cells) {
        if let Some(sum) = sums.get_mut(cell.question) {
            *sum = (sum.0 + 1, sum.1 + earned(cell.question, cell.share));
        }
    }
    let residual = |question: usize, share: f64| {
        let (n, sum) = sums.get(question).copied().filter(|(n, _)| *n > 1)?;
        Some((earned(question, share) - sum / float(n)) * (float(n) / float(n - 1)).sqrt())
    };
    let errors = responses.sittings.iter().filter_map(|sitting| {
        let cells = || sitting.cells.iter().filter(|cell| counted(cell.question));
        let within = variance(cells().filter_map(|cell| residual(cell.question, cell.share)))?;
        Some(within * float(cells().count()))
    });
    let error = mean(errors)?;
    let spread =
        variance(responses.sittings.iter().map(|sitting| float_of(totals(responses, sitting).0) / 100.0))
            .filter(|spread| *spread > 0.0)?;
    let common = responses.sittings.iter().all(|sitting| {
        sitting.cells.iter().filter(|cell| counted(cell.question)).count()
            == responses.questions.iter().filter(|asked| !asked.void).count()
    });
    Some(Reliability {
        kind: if common { ReliabilityKind::Alpha } else { ReliabilityKind::Approximate },
        value: 1.0 - error / spread,
        standard_error: error.sqrt(),
    })
}

pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// None of nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (n, sum) = values.fold((0, 0.0), |(n, sum), value| (n + 1, sum + value));
    (n > 0).then(|| sum / float(n))
}

/// With n − 1; none of fewer than two.
pub(super) fn variance(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    let centre = mean(values.iter().copied())?;
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (values.len() > 1).then(|| squares / float(values.len() - 1))
}

/// Pearson's; none where either side does not vary.
fn correlation(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let (x, y) = (mean(pairs.iter().map(|p| p.0))?, mean(pairs.iter().map(|p| p.1))?);
    let sums = pairs.iter().fold((0.0, 0.0, 0.0), |(xx, xy, yy), pair| {
        let (dx, dy) = (pair.0 - x, pair.1 - y);
        (xx + dx * dx, xy + dx * dy, yy + dy * dy)
    });
    let (xx, xy, yy) = sums;
    // What rounding leaves of no spread at all is no spread.
    let spread = |square: f64| square > float(pairs.len()) * 1e-20;
    (spread(xx) && spread(yy)).then(|| xy / (xx * yy).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{lsat, model::Sufficiency};

    fn statistics(responses: &Responses) -> (ExamStatistics, Vec<QuestionStatistics>) {
        let settings = AnalysisSettings::default();
        let seen = by_question(responses);
        (exam(responses, &settings), questions(responses, &seen, &settings.thresholds))
    }

    fn close(found: Option<f64>, expected: f64, tolerance: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    #[test]
    fn lsat6_as_published() {
        let (exam, questions) = statistics(&lsat::responses(lsat::SIX));
        let facility = [0.924, 0.709, 0.553, 0.763, 0.870];
        let item_rest = [0.1128, 0.1532, 0.1728, 0.1444, 0.1216];
        let thirds = [0.310_433, 0.646_381, 0.661_804, 0.629_092, 0.447_993];
        for (at, question) in questions.iter().enumerate() {
            close(question.facility.value, facility[at], 0.0005);
            close(question.item_rest.value, item_rest[at], 0.0001);
            close(question.thirds.value, thirds[at], 1e-6);
        }
        let reliability = exam.reliability.unwrap();
        assert_eq!(reliability.kind, ReliabilityKind::Alpha);
        close(Some(reliability.value), 0.2950, 0.0001);
        close(exam.mean, 3.819, 1e-9);
    }

    #[test]
    fn lsat7_as_published() {
        let (exam, questions) = statistics(&lsat::responses(lsat::SEVEN));
        let facility = [0.828, 0.658, 0.772, 0.606, 0.843];
        let item_rest = [0.2457, 0.2467, 0.3132, 0.2228, 0.1748];
        let thirds = [0.491_629, 0.670_247, 0.667_248, 0.633_181, 0.412_981];
        for (at, question) in questions.iter().enumerate() {
            close(question.facility.value, facility[at], 0.0005);
            close(question.item_rest.value, item_rest[at], 0.0001);
            close(question.thirds.value, thirds[at], 1e-4);
        }
        close(exam.reliability.map(|reliability| reliability.value), 0.4534, 0.0001);
        let counts: Vec<u32> = exam.distribution.iter().map(|bin| bin.count).collect();
        assert_eq!(counts, [12, 0, 40, 0, 114, 0, 205, 0, 321, 308], "the last bar holds full marks");
    }

    /// The same takers on papers that lack one question each: the approximation stays near alpha
    /// of as short a test, and says that it is one.
    #[test]
    fn papers_that_differ_give_an_approximation() {
        let mut responses = lsat::responses(lsat::SEVEN);
        for (at, sitting) in responses.sittings.iter_mut().enumerate() {
            sitting.cells.retain(|cell| cell.question != at * 7 % 5);
            sitting.total = sitting.cells.iter().map(|cell| Points(nearest(cell.share * 100.0))).sum();
        }
        let reliability = exam(&responses, &AnalysisSettings::default()).reliability.unwrap();
        assert_eq!(reliability.kind, ReliabilityKind::Approximate);
        let shorter = 4.0 * 0.4534 / (5.0 - 0.4534); // Spearman-Brown from five questions to four
        close(Some(reliability.value), shorter, 0.04);
    }

    #[test]
    fn little_is_said_of_few() {
        let mut responses = lsat::responses(lsat::SIX);
        responses.sittings.truncate(9);
        let (_, questions) = statistics(&responses);
        assert_eq!(questions[0].facility.sufficiency, Sufficiency::TooFew);
        assert_eq!(questions[0].facility.value, None);
        assert_eq!(questions[0].facility.n, 9);

        let mut responses = lsat::responses(lsat::SIX);
        responses.sittings.retain(|sitting| sitting.cells[0].share > 0.5);
        let (_, questions) = statistics(&responses);
        assert_eq!(questions[0].item_rest.sufficiency, Sufficiency::NoSpread);

        let (exam, _) = statistics(&Responses::default());
        assert_eq!((exam.mean, exam.reliability), (None, None));
    }

    #[test]
    fn what_was_not_reached_says_nothing() {
        let mut responses = lsat::responses(lsat::SIX);
        for sitting in responses.sittings.iter_mut().take(100) {
            sitting.cells[1].attempt = Attempt::Omitted;
            for cell in &mut sitting.cells[3..] {
                *cell = Answer { attempt: Attempt::Omitted, share: 0.0, chosen: 0, ..*cell };
            }
            *sitting = sitting.clone().cut_off();
        }
        let (_, questions) = statistics(&responses);
        let counts: Vec<_> =
            questions.iter().map(|q| (q.answered, q.omitted, q.not_reached, q.facility.n)).collect();
        assert_eq!(
            counts,
            [
                (1000, 0, 0, 1000),
                (900, 100, 0, 1000),
                (1000, 0, 0, 1000),
                (900, 0, 100, 900),
                (900, 0, 100, 900)
            ]
        );
    }

    #[test]
    fn a_void_question_is_no_part_of_the_rest() {
        let mut responses = lsat::responses(lsat::SIX);
        let before = statistics(&responses).1;
        responses.questions[4].void = true;
        let after = statistics(&responses).1;
        assert!(before[0].item_rest != after[0].item_rest);
        assert_eq!(before[4].item_rest, after[4].item_rest, "its own figures stay readable");
    }
}
