//! The roots of an exam: one as soon as it is over, over everyone on its list, and another at the
//! release and after each ruling, each linked to the one before. Whoever noted a root can see later
//! that nothing under it was changed. Checking needs the files alone: no database, and not us.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{model::Event, receipt};
use crate::{
    exam::ExamId,
    kernel::{Instant, Points, number, seal::Seal, tree},
    paper::{CandidateId, commitment::Digest},
};

pub const RECEIPT_FORMAT: &str = "yuekao/receipt/1";
pub const ROOTS_FORMAT: &str = "yuekao/roots/1";

crate::text_enum! {
    /// When a root was made.
    pub enum RootKind {
        /// As soon as the exam was over.
        Over = "over",
        /// With the points, at the release.
        Release = "release",
        /// After a ruling that moved points.
        Ruling = "ruling",
    }
}

crate::text_enum! {
    pub enum Presence {
        Sat = "sat",
        Absent = "absent",
        Excused = "excused",
    }
}

/// What a root says of one person on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Leaf {
    pub candidate: CandidateId,
    pub presence: Presence,
    #[schema(required)]
    pub receipt: Option<Digest>,
    /// The last event that the receipt covers.
    #[schema(required)]
    pub k: Option<i32>,
    /// Over what the journal took in later, if anything.
    #[schema(required)]
    pub addendum: Option<Digest>,
    #[schema(required)]
    pub addendum_k: Option<i32>,
    /// From the release on.
    #[schema(required)]
    pub points: Option<Points>,
    #[schema(required)]
    pub full: Option<Points>,
}

impl Leaf {
    #[must_use]
    pub fn hash(&self) -> Digest {
        let digest = |digest: &Option<Digest>| digest.map_or_else(Vec::new, |digest| digest.0.to_vec());
        let points = |points: Option<Points>| points.map_or(-1, Points::hundredths);
        let sealed = Seal::new("yuekao/leaf/1")
            .id(self.candidate.0)
            .text(self.presence.as_str())
            .bytes(&digest(&self.receipt))
            .int(self.k.map_or(-1, i64::from))
            .bytes(&digest(&self.addendum))
            .int(self.addendum_k.map_or(-1, i64::from))
            .int(points(self.points))
            .int(points(self.full));
        Digest(tree::leaf(&sealed.into_bytes()))
    }
}

/// The end of the audit log when a root was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditHead {
    pub no: i64,
    pub hash: Digest,
}

/// What a root of the release covers beside the leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Covers {
    /// How answers earn points.
    #[schema(required)]
    pub policy: Option<Digest>,
    #[schema(required)]
    pub keys: Option<Digest>,
    #[schema(required)]
    pub rulings: Option<Digest>,
}

/// A published root. `hash` is what one notes down: it stands for all the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Root {
    /// Counts from 1 within the exam.
    pub no: i32,
    pub kind: RootKind,
    pub at: Instant,
    /// How many leaves.
    pub size: usize,
    /// The root of the tree over the leaves.
    pub tree: Digest,
    #[schema(required)]
    pub previous: Option<Digest>,
    /// What was promised when the exam was published.
    pub commitment: Digest,
    pub audit: AuditHead,
    pub covers: Covers,
    pub hash: Digest,
}

impl Root {
    /// Fills in the hash.
    #[must_use]
    pub fn signed(mut self, exam: ExamId) -> Self {
        self.hash = self.stands_for(exam);
        self
    }
    fn stands_for(&self, exam: ExamId) -> Digest {
        let digest = |digest: Option<Digest>| digest.map_or_else(Vec::new, |digest| digest.0.to_vec());
        let sealed = Seal::new("yuekao/root/1")
            .id(exam.0)
            .int(i64::from(self.no))
            .text(self.kind.as_str())
            .instant(self.at)
            .count(self.size)
            .bytes(&self.tree.0)
            .bytes(&digest(self.previous))
            .bytes(&self.commitment.0)
            .int(self.audit.no)
            .bytes(&self.audit.hash.0)
            .bytes(&digest(self.covers.policy))
            .bytes(&digest(self.covers.keys))
            .bytes(&digest(self.covers.rulings));
        Digest(sealed.hash())
    }
}

/// That a leaf is under a root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Inclusion {
    pub root: Root,
    pub leaf: Leaf,
    /// The leaf's place, from 0.
    pub index: usize,
    /// The neighbours on the way to the root, nearest first.
    pub path: Vec<Digest>,
}

impl Inclusion {
    /// None for who is not under the root.
    #[must_use]
    pub fn of(root: &Root, leaves: &[Leaf], candidate: CandidateId) -> Option<Self> {
        let index = leaves.iter().position(|leaf| leaf.candidate == candidate)?;
        let hashes: Vec<_> = leaves.iter().map(|leaf| leaf.hash().0).collect();
        let path = tree::path(&hashes, index)?.into_iter().map(Digest).collect();
        Some(Self { root: root.clone(), leaf: leaves.get(index)?.clone(), index, path })
    }
}

/// One's own receipt with all that it was made from, as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptFile {
    #[schema(example = "yuekao/receipt/1")]
    pub format: String,
    pub exam: ExamId,
    pub title: String,
    pub candidate: CandidateId,
    pub presence: Presence,
    /// Hexadecimal; known to the taker alone.
    #[schema(required)]
    pub nonce: Option<String>,
    #[schema(required)]
    pub receipt: Option<Digest>,
    #[schema(required)]
    pub k: Option<i32>,
    /// The whole journal.
    pub events: Vec<Event>,
    /// Under each root so far, oldest first; none until the exam is over.
    pub proofs: Vec<Inclusion>,
}

/// The roots of an exam with the hashes of all leaves: anyone builds the trees again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RootsFile {
    #[schema(example = "yuekao/roots/1")]
    pub format: String,
    pub exam: ExamId,
    pub title: String,
    pub roots: Vec<RootWithLeaves>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RootWithLeaves {
    pub root: Root,
    pub leaves: Vec<Digest>,
}

/// One thing that is not as it should be; `root` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    Format,
    /// The events don't give the receipt.
    Receipt,
    /// The leaf says something else than the receipt and the events.
    Leaf {
        root: i32,
    },
    /// The leaf does not lead to the root.
    Path {
        root: i32,
    },
    /// The leaves don't give the root.
    Tree {
        root: i32,
    },
    /// Its parts don't give the root's hash.
    Parts {
        root: i32,
    },
    /// It is not linked to the one before.
    Link {
        root: i32,
    },
    /// None of the published roots is this one.
    NotPublished {
        root: i32,
    },
}

/// Checks a receipt: the events give it, it is in its leaves, each leaf is under its root, and each
/// root is one of `published` if any are given.
#[must_use]
pub fn verify_receipt(file: &ReceiptFile, published: Option<&[Digest]>) -> Vec<Mismatch> {
    if file.format != RECEIPT_FORMAT {
        return vec![Mismatch::Format];
    }
    let nonce = file.nonce.as_deref().map(|nonce| hex::decode(nonce).unwrap_or_default());
    let made = |k: Option<i32>| {
        let (nonce, k) = (nonce.as_deref()?, k?);
        Some(Digest(receipt::hash_of(nonce, file.exam, file.candidate, &file.events, k)))
    };
    let mut found = Vec::new();
    if made(file.k) != file.receipt {
        found.push(Mismatch::Receipt);
    }
    for proof in &file.proofs {
        let (leaf, root) = (&proof.leaf, proof.root.no);
        let addendum = match (leaf.receipt, leaf.k, leaf.addendum_k) {
            (Some(receipt), Some(k), Some(to)) => {
                Some(Digest(receipt::addendum(&receipt.0, &file.events, k, to)))
            }
            _ => None,
        };
        if leaf.candidate != file.candidate || made(leaf.k) != leaf.receipt || addendum != leaf.addendum {
            found.push(Mismatch::Leaf { root });
        }
        let path: Vec<_> = proof.path.iter().map(|digest| digest.0).collect();
        let reached = tree::root_from(leaf.hash().0, proof.index, proof.root.size, &path);
        if reached != Some(proof.root.tree.0) {
            found.push(Mismatch::Path { root });
        }
        if published.is_some_and(|published| !published.contains(&proof.root.hash)) {
            found.push(Mismatch::NotPublished { root });
        }
    }
    let roots: Vec<&Root> = file.proofs.iter().map(|proof| &proof.root).collect();
    found.extend(linked(file.exam, &roots));
    found
}

/// Checks published roots: leaves give trees, parts give hashes, each is linked to the one before.
#[must_use]
pub fn verify_roots(file: &RootsFile) -> Vec<Mismatch> {
    if file.format != ROOTS_FORMAT {
        return vec![Mismatch::Format];
    }
    let mut found = Vec::new();
    for with in &file.roots {
        let leaves: Vec<_> = with.leaves.iter().map(|digest| digest.0).collect();
        if with.root.size != leaves.len() || tree::root(&leaves) != with.root.tree.0 {
            found.push(Mismatch::Tree { root: with.root.no });
        }
    }
    let roots: Vec<&Root> = file.roots.iter().map(|with| &with.root).collect();
    found.extend(linked(file.exam, &roots));
    found
}

fn linked(exam: ExamId, roots: &[&Root]) -> Vec<Mismatch> {
    let hashes: HashMap<i32, Digest> = roots.iter().map(|root| (root.no, root.hash)).collect();
    let mut found = Vec::new();
    for root in roots {
        if root.stands_for(exam) != root.hash {
            found.push(Mismatch::Parts { root: root.no });
        }
        if root.previous != hashes.get(&(root.no - 1)).copied() {
            found.push(Mismatch::Link { root: root.no });
        }
    }
    found
}

/// What everyone's leaves come to.
#[must_use]
pub fn plant(exam: ExamId, leaves: &[Leaf], root: Root) -> Root {
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf.hash().0).collect();
    Root { size: leaves.len(), tree: Digest(tree::root(&hashes)), ..root }.signed(exam)
}

/// The number of a root after these.
#[must_use]
pub fn next_no(roots: usize) -> i32 {
    i32::try_from(number::signed(roots)).unwrap_or(i32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests;
