//! Pure decisions: what a paper comes to under a sheet, what a ruling does to a sheet, and who
//! stands where in a group.

use std::collections::{BTreeMap, HashMap};

use super::{
    model::{Mark, Marked, Sheet, Verdict},
    ruling::{self, Change, Reach},
};
use crate::{
    bank::model::{Response, Revision, RevisionId},
    kernel::{Error, PersonId, Points, Result, Share},
    paper::Paper,
    people::GroupId,
    sitting::journal::Answers,
};

crate::codes! {
    /// Why grading says no.
    pub enum GradingIssue in "grading" {
        ReviewNotOpen = "review_not_open",
        /// The exam's pool does not have the question.
        NotInExam = "not_in_exam",
        /// A corrected or further key must be given, and only then.
        KeyMissing = "key_missing",
        ReasonTooLong = "reason_too_long",
        SittingsOpen = "sittings_open",
        NotAllMarked = "not_all_marked",
        RulingsPending = "rulings_pending",
        ExtraTimePending = "extra_time_pending",
        IncidentsPending = "incidents_pending",
        AlreadyDecided = "already_decided",
        /// A warning: who passed when the result was released stays passed.
        PassesStay = "passes_stay",
        /// A warning: nobody's points change.
        NothingMoves = "nothing_moves",
    }
}

/// The response at each place of a paper, with options as the revision counts them.
#[must_use]
pub fn responses(paper: &Paper, answers: &Answers) -> Vec<Option<Response>> {
    paper
        .questions
        .iter()
        .zip(0u16..)
        .map(|(asked, place)| {
            let given = answers.given.get(&place)?;
            Some(given.response.clone().in_revision_order(&asked.options))
        })
        .collect()
}

/// Marks a paper: each question rounded once, then the total.
///
/// # Errors
/// `Internal` for a paper that asks what the sheet does not know.
pub fn mark(sheet: &Sheet, asked: &[u32], responses: Vec<Option<Response>>) -> Result<Mark> {
    let sections = sheet.sections.iter().zip(0u16..);
    let places = sections.flat_map(|(section, no)| (0..section.count).map(move |_| (no, section)));
    let mut marks = Vec::with_capacity(asked.len());
    let mut detail = Vec::with_capacity(asked.len());
    for ((index, response), (section, marked_by)) in asked.iter().zip(responses).zip(places) {
        let question = usize::try_from(*index)
            .ok()
            .and_then(|index| sheet.questions.get(index))
            .ok_or_else(|| Error::internal("a paper asks what its marking sheet does not know"))?;
        let mark = question.marking.mark(marked_by.policy, marked_by.points_each, response.as_ref());
        let (share, full) = (mark.share, mark.full);
        let verdict = if mark.counts { verdict(share) } else { Verdict::Void };
        let points = if mark.counts { mark.earned } else { Points::ZERO };
        marks.push(mark);
        detail.push(Marked { index: *index, section, response, share, points, full, verdict });
    }
    if detail.len() != asked.len() {
        return Err(Error::internal("a paper does not fit the sections of its exam"));
    }
    let full = marks.iter().map(|mark| mark.full).sum();
    Ok(Mark { ruling: sheet.ruling, points: ruling::total(&marks), full, detail })
}

/// What a share comes to, of a question that counts.
#[must_use]
pub fn verdict(share: Share) -> Verdict {
    if share.is_full() {
        Verdict::Right
    } else if share.as_f64() > 0.0 {
        Verdict::Partly
    } else {
        Verdict::Wrong
    }
}

/// The same responses marked again under another sheet.
///
/// # Errors
/// As for [`mark`].
pub fn mark_again(sheet: &Sheet, before: &Mark) -> Result<Mark> {
    let asked: Vec<u32> = before.detail.iter().map(|marked| marked.index).collect();
    mark(sheet, &asked, before.detail.iter().map(|marked| marked.response.clone()).collect())
}

/// Lets a ruling that stands change the sheet: whether it may be made was asked when it was.
///
/// # Errors
/// `Internal` for a ruling on what the sheet does not know.
pub fn apply(
    sheet: &mut Sheet,
    bodies: &HashMap<RevisionId, Revision>,
    index: u32,
    change: &Change,
) -> Result<()> {
    let unknown = || Error::internal("a ruling on a question that the exam does not have");
    let place = usize::try_from(index).map_err(Error::internal)?;
    let question = sheet.questions.get_mut(place).ok_or_else(unknown)?;
    let body = &bodies.get(&question.revision).ok_or_else(unknown)?.body;
    let anywhere = Reach { papers: 0, with_question: 0, least_rest: Points(1) };
    question.marking = question.marking.after(body, change, anywhere)?;
    Ok(())
}

/// Somebody on the way to a place.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    pub person: PersonId,
    pub group: Option<GroupId>,
    pub points: Points,
    pub ranked: bool,
}

/// A place within a group, and how many of the group have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub place: Option<i32>,
    pub group_size: i32,
}

/// Places within each group by points; equal points share one and the next is left out
/// (1, 2, 2, 4). Who sits not ranked takes no place from anyone.
#[must_use]
pub fn places_of(contenders: &[Contender]) -> BTreeMap<PersonId, Placed> {
    let mut groups: BTreeMap<Option<GroupId>, Vec<Points>> = BTreeMap::new();
    for contender in contenders.iter().filter(|contender| contender.ranked) {
        groups.entry(contender.group).or_default().push(contender.points);
    }
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    contenders
        .iter()
        .map(|contender| {
            let group = groups.get(&contender.group).map(Vec::as_slice).unwrap_or_default();
            let better = group.iter().filter(|points| **points > contender.points).count();
            let ranked = contender.ranked && contender.group.is_some();
            let place = ranked.then(|| count(better).saturating_add(1));
            (contender.person, Placed { place, group_size: count(group.len()) })
        })
        .collect()
}

/// The longest that a ruling's reason may be.
pub const LONGEST_REASON: usize = 500;

#[cfg(test)]
mod tests;
