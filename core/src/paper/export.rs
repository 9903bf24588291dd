//! The proof that is shown when the exam is over and released. It holds no stem, no key and no name:
//! questions are an index, a veiled revision and what the draw knows of them; candidates are their
//! random ids.

use serde::{Deserialize, Serialize};

use super::{
    CandidateId, CellCount, Paper,
    commitment::{self, Contribution, Digest, Digests},
    draw::{Candidate, Frozen, Parameters, Rules},
};
use crate::{bank::model::RevisionId, kernel::seal::Seal};

/// A question of the frozen pool; its index is its place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofQuestion)]
pub struct ExportedQuestion {
    /// SHA-256(salt ‖ revision).
    pub revision: Digest,
    #[serde(flatten)]
    pub parameters: Parameters,
}

/// A candidate with the stored bytes of the paper that was given, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofCandidate)]
pub struct ExportedCandidate {
    #[serde(flatten)]
    pub candidate: Candidate,
    pub paper: String,
}

impl ExportedCandidate {
    #[must_use]
    pub fn new(candidate: Candidate, paper: &Paper) -> Self {
        Self { candidate, paper: hex::encode(paper.encode()) }
    }
}

/// What changed after the draw, without a new draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofChange)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// Candidates who came after publication, with the places after all others.
    Late { candidates: Vec<CandidateId> },
    /// A question was replaced for these candidates, who had not started.
    Withdrawn { question: u32, candidates: Vec<CandidateId> },
}

/// A change with its link to the one before it, the first to C.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofAddendum)]
pub struct Addendum {
    pub change: Change,
    pub digest: Digest,
}

impl Addendum {
    /// Links a change; `late` are the candidates that a [`Change::Late`] names, in its order.
    #[must_use]
    pub fn new(before: Digest, change: Change, late: &[Candidate]) -> Self {
        let sealed = Seal::new("yuekao/addendum/1").bytes(&before.0);
        let (sealed, candidates) = match &change {
            Change::Late { candidates } => (sealed.text("late"), candidates),
            Change::Withdrawn { question, candidates } => {
                (sealed.text("withdrawn").int(i64::from(*question)), candidates)
            }
        };
        let sealed = candidates.iter().fold(sealed.count(candidates.len()), |sealed, id| sealed.id(id.0));
        let sealed = late.iter().fold(sealed.count(late.len()), |sealed, candidate| {
            candidate.sealed(sealed).int(i64::from(candidate.place))
        });
        Self { change, digest: Digest(sealed.hash()) }
    }
}

/// Everything from which anyone can derive every paper again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofExport)]
pub struct Export {
    pub format: String,
    pub algorithm: u16,
    /// C, as it stood before the contributions.
    pub commitment: Digest,
    pub digests: Digests,
    /// s.
    pub system_seed: Digest,
    pub contributions: Vec<Contribution>,
    pub seed: Digest,
    pub rules: Rules,
    pub allocation: Vec<CellCount>,
    pub questions: Vec<ExportedQuestion>,
    /// First those of publication in the committed order, then late ones.
    pub candidates: Vec<ExportedCandidate>,
    /// How many of the candidates were there at publication.
    pub places: u32,
    pub addenda: Vec<Addendum>,
}

impl Export {
    pub const FORMAT: &'static str = "yuekao/proof/1";

    /// The frozen part, from which papers are drawn.
    #[must_use]
    pub fn frozen(&self) -> Frozen {
        Frozen {
            algorithm: self.algorithm,
            rules: self.rules.clone(),
            allocation: self.allocation.clone(),
            places: self.places,
            questions: self.questions.iter().map(|question| question.parameters.clone()).collect(),
        }
    }
    #[must_use]
    pub fn veils(&self) -> Vec<Digest> {
        self.questions.iter().map(|question| question.revision).collect()
    }
}

/// What goes into an export, as the exam keeps it.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    pub frozen: &'a Frozen,
    pub veils: &'a [Digest],
    pub digests: Digests,
    pub system_seed: Digest,
    pub contributions: &'a [Contribution],
    pub candidates: Vec<ExportedCandidate>,
    pub addenda: Vec<Addendum>,
}

impl Proof<'_> {
    #[must_use]
    pub fn export(self) -> Export {
        let commitment = commitment::commitment(&self.system_seed.0, &self.digests);
        Export {
            format: Export::FORMAT.into(),
            algorithm: self.frozen.algorithm,
            commitment,
            seed: Digest(commitment::seed(&self.system_seed.0, commitment, self.contributions)),
            digests: self.digests,
            system_seed: self.system_seed,
            contributions: self.contributions.to_vec(),
            rules: self.frozen.rules.clone(),
            allocation: self.frozen.allocation.clone(),
            questions: self
                .veils
                .iter()
                .zip(&self.frozen.questions)
                .map(|(revision, parameters)| ExportedQuestion {
                    revision: *revision,
                    parameters: parameters.clone(),
                })
                .collect(),
            candidates: self.candidates,
            places: self.frozen.places,
            addenda: self.addenda,
        }
    }
}

/// What one person is given beside the export: which revisions the own paper asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnProof {
    pub candidate: CandidateId,
    /// The stored bytes of the paper that was given, in hexadecimal.
    pub paper: String,
    /// In the order of the paper.
    pub questions: Vec<OwnQuestion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnQuestion {
    /// Index in the frozen pool.
    pub index: u32,
    pub salt: Digest,
    pub revision: RevisionId,
}
