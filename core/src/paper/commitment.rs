//! The commitment, in two steps. Publishing draws a system seed s and shows C, which fixes s and all
//! that the draw depends on; only then witnesses add their words, and the seed of the draw comes from
//! both. Whoever runs the server can't try seeds, because the words are unknown when C stands; the
//! witnesses can't, because s is.
//!
//! C = SHA-256(label ‖ s ‖ digest of pool ‖ of blueprint ‖ of allocation ‖ of candidates ‖ algorithm),
//! seed = SHA-256(label ‖ s ‖ C ‖ contributions), every field length-prefixed by `kernel::seal`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::draw::{Candidate, Frozen, Parameters, Rules};
use crate::{
    bank::model::RevisionId,
    kernel::seal::{self, Hash, Seal},
    paper::{CellCount, Target},
};

/// A hash as it is shown: 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub Hash);

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl std::str::FromStr for Digest {
    type Err = hex::FromHexError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut hash = Hash::default();
        hex::decode_to_slice(text, &mut hash)?;
        Ok(Self(hash))
    }
}
impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Digest {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
impl utoipa::ToSchema for Digest {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Digest")
    }
}

/// What a witness adds once C stands: words, or dice written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofContribution)]
pub struct Contribution {
    /// The witness as shown to everyone.
    pub witness: String,
    pub words: String,
}

/// What C fixes beside the system seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ProofDigests)]
pub struct Digests {
    pub pool: Digest,
    pub blueprint: Digest,
    pub allocation: Digest,
    pub candidates: Digest,
    pub algorithm: u16,
}

impl Digests {
    /// The digests of what publication freezes. `veils` are those of the pool's questions, and
    /// `candidates` stand in the list's order; their places come later, from the seed.
    #[must_use]
    pub fn of(frozen: &Frozen, veils: &[Digest], candidates: &[Candidate]) -> Self {
        Self {
            pool: Digest(sealed_pool(veils, &frozen.questions).hash()),
            blueprint: Digest(sealed_rules(&frozen.rules).hash()),
            allocation: Digest(sealed_allocation(&frozen.allocation, frozen.places).hash()),
            candidates: Digest(sealed_candidates(candidates).hash()),
            algorithm: frozen.algorithm,
        }
    }
}

/// C: shown from publication on.
#[must_use]
pub fn commitment(system_seed: &Hash, digests: &Digests) -> Digest {
    let sealed = Seal::new("yuekao/commitment/1")
        .bytes(system_seed)
        .bytes(&digests.pool.0)
        .bytes(&digests.blueprint.0)
        .bytes(&digests.allocation.0)
        .bytes(&digests.candidates.0)
        .int(i64::from(digests.algorithm));
    Digest(sealed.hash())
}

/// The seed of the draw, in the order in which contributions were entered. Without any the exam goes
/// on, and says 无见证人.
#[must_use]
pub fn seed(system_seed: &Hash, commitment: Digest, contributions: &[Contribution]) -> Hash {
    contributions
        .iter()
        .fold(
            Seal::new("yuekao/seed/1").bytes(system_seed).bytes(&commitment.0).count(contributions.len()),
            |sealed, contribution| sealed.text(&contribution.witness).text(&contribution.words),
        )
        .hash()
}

/// The salt that veils the revision at a pool index, from a secret of the exam. A person is given
/// those of the own paper.
#[must_use]
pub fn salt(secret: &Hash, index: u32) -> Digest {
    Digest(seal::hmac(secret, &Seal::new("yuekao/salt/1").int(i64::from(index)).into_bytes()))
}

/// A revision as the export names it: nobody can tell which it is without the salt.
#[must_use]
pub fn veil(salt: Digest, revision: RevisionId) -> Digest {
    Digest(Seal::new("yuekao/veil/1").bytes(&salt.0).id(revision.0).hash())
}

fn sealed_pool(veils: &[Digest], questions: &[Parameters]) -> Seal {
    let start = Seal::new("yuekao/pool/1").count(veils.len()).count(questions.len());
    let sealed = veils.iter().fold(start, |sealed, veil| sealed.bytes(&veil.0));
    questions.iter().fold(sealed, |sealed, question| {
        sealed
            .text(question.kind.as_str())
            .bytes(question.topic.as_ref().map_or(&[][..], |topic| topic.0.as_bytes()))
            .int(i64::from(question.label))
            .int(i64::from(question.options))
            .bytes(&question.fixed_options)
            .int(i64::from(question.facility))
            .int(question.enemy.map_or(-1, i64::from))
            .int(i64::from(question.fixed))
    })
}

fn sealed_rules(rules: &Rules) -> Seal {
    let sealed = rules.sections.iter().fold(
        Seal::new("yuekao/blueprint/1").count(rules.sections.len()),
        |sealed, section| {
            sealed
                .text(section.kind.as_str())
                .int(i64::from(section.count))
                .int(section.points_each.hundredths())
                .text(section.policy.as_str())
        },
    );
    let sealed = rules.topics.iter().fold(sealed.count(rules.topics.len()), |sealed, margin| {
        sealed.id(margin.topic.0).int(i64::from(margin.from)).int(i64::from(margin.to))
    });
    let sealed = rules.labels.iter().fold(sealed.count(rules.labels.len()), |sealed, margin| {
        sealed.int(i64::from(margin.label)).int(i64::from(margin.from)).int(i64::from(margin.to))
    });
    sealed.int(match rules.target {
        Target::PoolMean => -1,
        Target::Value { share } => i64::from(share),
    })
}

fn sealed_allocation(cells: &[CellCount], places: u32) -> Seal {
    cells.iter().fold(
        Seal::new("yuekao/allocation/1").int(i64::from(places)).count(cells.len()),
        |sealed, cell| {
            sealed
                .text(cell.kind.as_str())
                .bytes(cell.topic.as_ref().map_or(&[][..], |topic| topic.0.as_bytes()))
                .int(i64::from(cell.label))
                .int(i64::from(cell.need))
                .int(i64::from(cell.have))
        },
    )
}

fn sealed_candidates(candidates: &[Candidate]) -> Seal {
    candidates.iter().fold(Seal::new("yuekao/candidates/1").count(candidates.len()), |sealed, candidate| {
        candidate.sealed(sealed)
    })
}

impl Candidate {
    /// What is committed of a candidate: all but the place.
    pub(super) fn sealed(&self, sealed: Seal) -> Seal {
        let sealed = sealed.id(self.id.0).int(i64::from(self.attempt));
        [&self.avoid.hard, &self.avoid.met].into_iter().fold(sealed, |sealed, indexes| {
            indexes.iter().fold(sealed.count(indexes.len()), |sealed, index| sealed.int(i64::from(*index)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn digests() -> Digests {
        let digest = |byte| Digest([byte; 32]);
        Digests {
            pool: digest(1),
            blueprint: digest(2),
            allocation: digest(3),
            candidates: digest(4),
            algorithm: 1,
        }
    }

    #[test]
    fn commitments_and_seeds_stay_for_ever() {
        let shown = commitment(&[5; 32], &digests());
        let words = [Contribution { witness: "见证人甲".into(), words: "三 五 六".into() }];
        assert_eq!(shown.to_string(), "a2053c7e1912d7d9c1701a4d299860a64f457db1979c1fdf88092f03c1dfb995");
        assert_eq!(
            Digest(seed(&[5; 32], shown, &words)).to_string(),
            "3bcc02a421a3e0d101421bf5c4cccee718c06ff0fcc7189bf4449ba540b986ad"
        );
        assert_eq!(
            Digest(seed(&[5; 32], shown, &[])).to_string(),
            "90be08f6b1c7a25e76299d6ac6e5dd6b44ea80df5104be490fca68072259da57"
        );
        assert_eq!(
            veil(salt(&[6; 32], 7), RevisionId(Uuid::from_u128(8))).to_string(),
            "97660e4ea8350e65ab7ccd35d56e7c3c69ce015a6828b064277fe5b05327d130"
        );
    }

    #[test]
    fn every_part_moves_the_commitment() {
        let shown = commitment(&[5; 32], &digests());
        let changed = |change: fn(&mut Digests)| {
            let mut digests = digests();
            change(&mut digests);
            commitment(&[5; 32], &digests) != shown
        };
        assert!(changed(|d| d.pool.0[0] ^= 1) && changed(|d| d.blueprint.0[0] ^= 1));
        assert!(changed(|d| d.allocation.0[0] ^= 1) && changed(|d| d.candidates.0[0] ^= 1));
        assert!(changed(|d| d.algorithm = 2));
        assert_ne!(commitment(&[4; 32], &digests()), shown);
        let text = serde_json::to_string(&shown).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), shown);
        assert!(serde_json::from_str::<Digest>("\"abc\"").is_err());
    }
}
