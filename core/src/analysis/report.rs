//! The engines together: one exam's analysis.

use super::{
    classical,
    flags::flags,
    model::{Analysis, AnalysisSettings, Responses},
    rasch::calibrate,
};

/// All that the responses to one exam say. It takes a moment for thousands of takers: a job's work,
/// not a request's.
#[must_use]
pub fn analyse(responses: &Responses, settings: &AnalysisSettings) -> Analysis {
    let seen = classical::by_question(responses);
    let mut questions = classical::questions(responses, &seen, &settings.thresholds);
    let calibration = calibrate(responses, settings.thresholds.rasch);
    for (question, item) in questions.iter_mut().zip(calibration.iter().flat_map(|found| &found.items)) {
        question.rasch = *item;
    }
    Analysis {
        exam: classical::exam(responses, settings),
        questions,
        flags: flags(responses, &seen, &settings.thresholds, &settings.flags),
        log_likelihood: calibration.map(|found| found.log_likelihood),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::lsat;

    #[test]
    fn one_exam_whole() {
        let found = analyse(&lsat::responses(lsat::SIX), &AnalysisSettings::default());
        assert_eq!((found.exam.n, found.questions.len(), found.flags.len()), (1000, 5, 0));
        assert!(found.questions.iter().all(|question| question.rasch.is_some()));
        assert!(found.log_likelihood.is_some());
        let empty = analyse(&Responses::default(), &AnalysisSettings::default());
        assert_eq!((empty.exam.n, empty.log_likelihood), (0, None));
    }
}
