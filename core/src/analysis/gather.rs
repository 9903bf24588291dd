//! From marks to the response matrix. Pure.

use std::collections::{HashMap, HashSet};

use super::{
    model::{Answer, Answers, Asked, Attempt, Responses},
    service::AskedQuestion,
};
use crate::{
    bank::model::{Body, Key, Kind, Response},
    grading::{
        model::{MarkOf, Marked},
        ruling::Treatment,
    },
    kernel::Points,
    sitting::model::SittingId,
};

/// The options as pages name them. A statement is chosen to be right or wrong.
pub(super) fn options(body: &Body) -> Vec<String> {
    match body.kind {
        Kind::TrueFalse => TRUTH.map(str::to_owned).into(),
        // Nothing of an order or of pairs is chosen for itself.
        Kind::Ordering | Kind::Matching => Vec::new(),
        Kind::Single | Kind::Multiple | Kind::Blank => {
            body.options.iter().map(|choice| choice.text.clone()).collect()
        }
    }
}

const TRUTH: [&str; 2] = ["正确", "错误"];

/// The options that a key counts as right, by their numbers in [`options`].
fn right(key: &Key) -> Vec<u8> {
    match key {
        Key::Options { right } => right.clone(),
        Key::Truth { value } => vec![u8::from(!value)],
        Key::Blanks { .. } | Key::Order { .. } | Key::Pairs { .. } => Vec::new(),
    }
}

fn chosen(response: &Response) -> u32 {
    let bit = |option: u8| 1_u32.checked_shl(option.into()).unwrap_or_default();
    match response {
        Response::Options { chosen } => chosen.iter().fold(0, |bits, option| bits | bit(*option)),
        Response::Truth { value } => bit(u8::from(!value)),
        Response::Blanks { .. } | Response::Order { .. } | Response::Pairs { .. } => 0,
    }
}

/// The matrix of an exam. `asked` are the questions that stood on any paper.
pub(super) fn gather(
    full: Points,
    asked: &[AskedQuestion],
    marks: &[MarkOf],
    cut_off: &HashSet<SittingId>,
    doubts: &HashMap<SittingId, HashSet<u16>>,
) -> Responses {
    let columns: HashMap<u32, usize> =
        asked.iter().enumerate().map(|(at, question)| (question.place, at)).collect();
    let mut questions: Vec<Asked> = asked.iter().map(column).collect();
    let mut sittings = Vec::with_capacity(marks.len());
    for of in marks {
        let doubted = doubts.get(&of.sitting.id);
        let mut cells = Vec::with_capacity(of.mark.detail.len());
        for (marked, place) in of.mark.detail.iter().zip(0u16..) {
            let Some(at) = columns.get(&marked.index).copied() else { continue };
            if let Some(question) = questions.get_mut(at) {
                question.full = marked.full;
                question.doubts += u32::from(doubted.is_some_and(|places| places.contains(&place)));
            }
            cells.push(cell(at, marked));
        }
        let answers = Answers { total: of.mark.points, cells };
        sittings.push(if cut_off.contains(&of.sitting.id) { answers.cut_off() } else { answers });
    }
    Responses { full, questions, sittings }
}

fn column(question: &AskedQuestion) -> Asked {
    let mut right: Vec<u8> = question.marking.keys.iter().flat_map(right).collect();
    right.sort_unstable();
    right.dedup();
    Asked {
        revision: question.revision,
        full: Points::ZERO,
        options: u8::try_from(question.options.len()).unwrap_or(u8::MAX),
        right,
        void: question.marking.treatment == Treatment::Void,
        doubts: 0,
    }
}

fn cell(question: usize, marked: &Marked) -> Answer {
    let response = marked.response.as_ref().filter(|response| !response.is_empty());
    Answer {
        question,
        attempt: if response.is_some() { Attempt::Answered } else { Attempt::Omitted },
        share: marked.share.as_f64(),
        chosen: response.map_or(0, chosen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bank::model::{QuestionId, RevisionId},
        exam::ExamId,
        grading::{
            model::{Mark, Verdict},
            ruling::Marking,
        },
        kernel::Share,
        materials::TopicId,
        sitting::model::SittingKey,
    };
    use uuid::Uuid;

    fn asked(place: u32, kind: Kind, keys: Vec<Key>) -> AskedQuestion {
        AskedQuestion {
            place,
            question: QuestionId(Uuid::nil()),
            revision: RevisionId(Uuid::nil()),
            kind,
            topic: TopicId(Uuid::nil()),
            label: 3,
            stem: String::new(),
            options: vec![String::new(); 2],
            marking: Marking { kind, keys, treatment: Treatment::Counted },
        }
    }

    fn marked(index: u32, response: Option<Response>, share: Share) -> Marked {
        let full = Points::whole(2);
        Marked {
            index,
            section: 0,
            response,
            share,
            points: share.of_points(full),
            full,
            verdict: Verdict::Right,
        }
    }

    #[test]
    fn marks_become_a_matrix() {
        let questions = [
            asked(4, Kind::Single, vec![Key::Options { right: vec![1] }, Key::Options { right: vec![0] }]),
            asked(9, Kind::TrueFalse, vec![Key::Truth { value: false }]),
        ];
        let sitting = SittingId(Uuid::from_u128(1));
        let detail = vec![
            marked(9, Some(Response::Truth { value: true }), Share::NONE),
            marked(4, Some(Response::Options { chosen: vec![] }), Share::NONE),
        ];
        let mark = Mark { ruling: 0, points: Points::ZERO, full: Points::whole(4), detail };
        let of = MarkOf { sitting: SittingKey { id: sitting, exam: ExamId(Uuid::nil()) }, mark };
        let doubts = HashMap::from([(sitting, HashSet::from([0]))]);
        let seen = |cut_off: &[SittingId]| {
            gather(
                Points::whole(4),
                &questions,
                std::slice::from_ref(&of),
                &cut_off.iter().copied().collect(),
                &doubts,
            )
        };
        let matrix = seen(&[]);
        assert_eq!(
            (matrix.questions[0].right.as_slice(), matrix.questions[1].right.as_slice()),
            (&[0, 1][..], &[1][..])
        );
        assert_eq!((matrix.questions[0].doubts, matrix.questions[1].doubts), (0, 1));
        let cells = &matrix.sittings[0].cells;
        assert_eq!((cells[0].question, cells[0].chosen, cells[0].attempt), (1, 1, Attempt::Answered));
        assert_eq!((cells[1].question, cells[1].attempt), (0, Attempt::Omitted));
        assert_eq!(seen(&[sitting]).sittings[0].cells[1].attempt, Attempt::NotReached);
    }
}
