//! Checks a proof as anyone can, without a database and without us: what was committed is what is
//! shown, the seed comes from it and from the witnesses, and every paper comes out of the draw again
//! as it was given. Whatever differs is named.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    CandidateId, Deal, Paper,
    commitment::{self, Digest, Digests},
    draw::{self, Candidate, Frozen},
    export::{Addendum, Change, Export, ExportedCandidate, OwnProof},
};

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Difference {
    /// Not a format that this version reads.
    Format,
    /// An algorithm that this version does not have, or not the committed one.
    Algorithm,
    /// The pool is not the committed one: a revision or a parameter of a question was changed.
    Pool,
    Blueprint,
    Allocation,
    /// The list is not the committed one: an id, an attempt, an avoided question, the order, or who is
    /// on it.
    Candidates,
    /// C does not come from these digests and this system seed.
    Commitment,
    /// The seed does not come from C, the system seed and these contributions.
    Contributions,
    /// The parts do not fit together, so that nothing can be drawn from them.
    Undrawable,
    /// An addendum is not what its digest says, or not linked to the one before it. Counted from 1.
    Addendum {
        number: usize,
    },
    /// A candidate who came late is in no addendum, or one that an addendum names is missing.
    Late {
        candidate: CandidateId,
    },
    /// The seed gives this candidate another place.
    Place {
        candidate: CandidateId,
    },
    /// The paper's bytes can't be read.
    Unreadable {
        candidate: CandidateId,
    },
    /// Another question should stand at this position, counted from 1.
    Question {
        candidate: CandidateId,
        position: usize,
    },
    /// The right question, but its options should stand in another order.
    Options {
        candidate: CandidateId,
        position: usize,
    },
    /// The proof lists another paper than the one that this person was given.
    Paper {
        candidate: CandidateId,
    },
    /// This person is not on the list.
    NotListed {
        candidate: CandidateId,
    },
    /// A question of the own paper is not the one that the proof veils at its index.
    Revision {
        index: u32,
    },
}

/// The outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Papers that were derived and compared.
    pub papers: usize,
    /// Empty if everything holds.
    pub differences: Vec<Difference>,
}

impl Verdict {
    #[must_use]
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Derives every paper of an export again.
#[must_use]
pub fn verify(export: &Export) -> Verdict {
    let frozen = export.frozen();
    let mut differences = committed(export, &frozen);
    differences.extend(addenda(export));
    let late = u32::try_from(late(export).len()).unwrap_or(u32::MAX).min(MOST_LATE);
    let deal = match Deal::with_late(frozen, export.seed.0, late) {
        Ok(deal) => deal,
        Err(_) => {
            differences.push(Difference::Undrawable);
            return Verdict { papers: 0, differences };
        }
    };
    differences.extend(places(export));
    let withdrawn = withdrawn(export);
    for candidate in &export.candidates {
        let gone = withdrawn.get(&candidate.candidate.id).map_or(&[][..], Vec::as_slice);
        differences.extend(paper(&deal, candidate, gone));
    }
    Verdict { papers: export.candidates.len(), differences }
}

/// Checks one person's paper: the draw gives it, and its questions are those that were veiled.
#[must_use]
pub fn verify_own(export: &Export, own: &OwnProof) -> Verdict {
    let all = verify(export);
    let Some(listed) = export.candidates.iter().find(|listed| listed.candidate.id == own.candidate) else {
        return Verdict { papers: 0, differences: vec![Difference::NotListed { candidate: own.candidate }] };
    };
    let mut differences: Vec<Difference> =
        all.differences.into_iter().filter(|difference| difference.concerns(own.candidate)).collect();
    if listed.paper != own.paper {
        differences.push(Difference::Paper { candidate: own.candidate });
    }
    let asked: HashSet<u32> = read(listed)
        .map(|paper| paper.questions.iter().map(|asked| asked.index).collect())
        .unwrap_or_default();
    let shown: HashSet<u32> = own.questions.iter().map(|question| question.index).collect();
    differences
        .extend(asked.symmetric_difference(&shown).map(|index| Difference::Revision { index: *index }));
    let veils = export.veils();
    for question in own.questions.iter().filter(|question| asked.contains(&question.index)) {
        let veil = usize::try_from(question.index).ok().and_then(|index| veils.get(index));
        if veil != Some(&commitment::veil(question.salt, question.revision)) {
            differences.push(Difference::Revision { index: question.index });
        }
    }
    Verdict { papers: 1, differences }
}

impl Difference {
    /// Whether it touches this candidate: his own, or all.
    fn concerns(&self, id: CandidateId) -> bool {
        match self {
            Self::Late { candidate }
            | Self::Place { candidate }
            | Self::Unreadable { candidate }
            | Self::Question { candidate, .. }
            | Self::Options { candidate, .. }
            | Self::Paper { candidate }
            | Self::NotListed { candidate } => *candidate == id,
            _ => true,
        }
    }
}

fn committed(export: &Export, frozen: &Frozen) -> Vec<Difference> {
    let published: Vec<Candidate> = published(export).iter().map(|listed| listed.candidate.clone()).collect();
    let found = Digests::of(frozen, &export.veils(), &published);
    let stated = &export.digests;
    let commitment = commitment::commitment(&export.system_seed.0, stated);
    let seed = commitment::seed(&export.system_seed.0, export.commitment, &export.contributions);
    let listed = u32::try_from(published.len()) == Ok(export.places);
    [
        (export.format == Export::FORMAT, Difference::Format),
        (found.algorithm == stated.algorithm && found.algorithm == Frozen::ALGORITHM, Difference::Algorithm),
        (found.pool == stated.pool, Difference::Pool),
        (found.blueprint == stated.blueprint, Difference::Blueprint),
        (found.allocation == stated.allocation, Difference::Allocation),
        (found.candidates == stated.candidates && listed, Difference::Candidates),
        (commitment == export.commitment, Difference::Commitment),
        (Digest(seed) == export.seed, Difference::Contributions),
    ]
    .into_iter()
    .filter(|(holds, _)| !holds)
    .map(|(_, difference)| difference)
    .collect()
}

/// The candidates of publication, and those who came late.
fn published(export: &Export) -> &[ExportedCandidate] {
    let places = usize::try_from(export.places).unwrap_or(usize::MAX);
    export.candidates.get(..places).unwrap_or(&export.candidates)
}
fn late(export: &Export) -> &[ExportedCandidate] {
    export.candidates.get(published(export).len()..).unwrap_or_default()
}

fn addenda(export: &Export) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut before = export.commitment;
    let mut came: HashSet<CandidateId> = HashSet::new();
    let listed: HashMap<CandidateId, &Candidate> =
        late(export).iter().map(|listed| (listed.candidate.id, &listed.candidate)).collect();
    for (addendum, number) in export.addenda.iter().zip(1..) {
        let mut candidates = Vec::new();
        if let Change::Late { candidates: ids } = &addendum.change {
            for id in ids {
                match listed.get(id) {
                    Some(candidate) if came.insert(*id) => candidates.push((*candidate).clone()),
                    _ => differences.push(Difference::Late { candidate: *id }),
                }
            }
        }
        if Addendum::new(before, addendum.change.clone(), &candidates).digest != addendum.digest {
            differences.push(Difference::Addendum { number });
        }
        before = addendum.digest;
    }
    let unannounced = late(export).iter().map(|listed| listed.candidate.id).filter(|id| !came.contains(id));
    differences.extend(unannounced.map(|candidate| Difference::Late { candidate }));
    differences
}

/// For whom which questions were withdrawn, in the order of the addenda.
fn withdrawn(export: &Export) -> HashMap<CandidateId, Vec<u32>> {
    let mut withdrawn: HashMap<CandidateId, Vec<u32>> = HashMap::new();
    for addendum in &export.addenda {
        if let Change::Withdrawn { question, candidates } = &addendum.change {
            for id in candidates {
                withdrawn.entry(*id).or_default().push(*question);
            }
        }
    }
    withdrawn
}

fn places(export: &Export) -> Vec<Difference> {
    let drawn = draw::places(&export.seed.0, export.places);
    let places = drawn.into_iter().chain(export.places..);
    export
        .candidates
        .iter()
        .zip(places)
        .filter(|(listed, place)| listed.candidate.place != *place)
        .map(|(listed, _)| Difference::Place { candidate: listed.candidate.id })
        .collect()
}

fn read(listed: &ExportedCandidate) -> Option<Paper> {
    hex::decode(&listed.paper).ok().and_then(|bytes| Paper::decode(&bytes).ok())
}

fn paper(deal: &Deal, listed: &ExportedCandidate, withdrawn: &[u32]) -> Option<Difference> {
    let candidate = listed.candidate.id;
    let Some(given) = read(listed) else { return Some(Difference::Unreadable { candidate }) };
    // A place far behind the last can't be dealt in bounded time.
    if listed.candidate.place > deal.frozen().places.saturating_add(MOST_LATE) {
        return Some(Difference::Place { candidate });
    }
    let drawn = deal.paper_without(&listed.candidate, withdrawn).paper;
    if drawn.encode() == given.encode() {
        return None;
    }
    let wrong = |position: usize| {
        let (drawn, given) = (drawn.questions.get(position), given.questions.get(position));
        match (drawn, given) {
            (Some(drawn), Some(given)) if drawn == given => None,
            (Some(drawn), Some(given)) if drawn.index == given.index => {
                Some(Difference::Options { candidate, position: position + 1 })
            }
            _ => Some(Difference::Question { candidate, position: position + 1 }),
        }
    };
    (0..drawn.questions.len().max(given.questions.len())).find_map(wrong)
}

/// The most candidates that can come late to an exam.
const MOST_LATE: u32 = 10_000;

#[cfg(test)]
mod tests;
