//! The nouns: how a section is marked, a question as the frozen pool holds it, and a paper as it is
//! stored.

use serde::{Deserialize, Serialize};

use super::Blueprint;
use crate::{
    bank::model::{Kind, MOST_OPTIONS, QuestionId, RevisionId, TopicId},
    kernel::{Instant, Points},
    people::PersonRef,
};

mod bits;

crate::define_id! {
    /// A candidate's random id within one exam: the draw and its proof know nobody by name.
    CandidateId,
    /// A blueprint that is kept to be used again.
    BlueprintId,
}

crate::text_enum! {
    /// How a section's questions earn points. Only `multiple` and `ordering` have a choice; the
    /// other kinds keep the first: single and true_false by its words, blank and matching by giving
    /// each blank or prompt its share.
    pub enum Policy {
        /// Every right option and no wrong one, or nothing.
        AllOrNothing = "all_or_nothing",
        /// A non-empty proper subset of the key without a wrong option earns half.
        HalfIfSubset = "half_if_subset",
        /// max(0, right − wrong) of the right options.
        PerOption = "per_option",
        /// Each two that rightly follow one another earn their share of an order.
        AdjacentPairs = "adjacent_pairs",
    }
}

impl Policy {
    /// Whether questions of this kind can be marked like that.
    #[must_use]
    pub const fn suits(self, kind: Kind) -> bool {
        match self {
            Self::AllOrNothing => true,
            Self::HalfIfSubset | Self::PerOption => matches!(kind, Kind::Multiple),
            Self::AdjacentPairs => matches!(kind, Kind::Ordering),
        }
    }
}

/// What is expected of a question: the share of its points that a taker earns, from its label and
/// from released responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Estimate {
    /// Expected share in 1/10,000.
    pub facility: u16,
    /// Its standard error in 1/10,000.
    pub error: u16,
    /// Released responses behind it.
    pub responses: u32,
}

impl Estimate {
    /// The facility of certainty.
    pub const FULL: u16 = 10_000;
}

/// A question as the pool holds it. The caller has already applied tags and what is shut out, and
/// has found the blueprint's topic that the question falls under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolQuestion {
    pub question: QuestionId,
    pub revision: RevisionId,
    pub kind: Kind,
    /// The topic of the blueprint's margins whose subtree holds this question; none for all others.
    pub topic: Option<TopicId>,
    /// Label difficulty, 1 easy to 5 hard.
    pub label: u8,
    /// Number of options; 0 where nothing is chosen from.
    pub options: u8,
    /// Options that keep their place, as the revision counts them.
    pub fixed_options: Vec<u8>,
    pub estimate: Estimate,
    /// The enemy set it belongs to, by its number in the blueprint.
    pub enemy: Option<u32>,
    /// On every paper.
    pub fixed: bool,
}

/// A kept blueprint in the list.
#[derive(Clone, Debug)]
pub struct BlueprintRow {
    pub id: BlueprintId,
    pub name: String,
    pub version: i32,
    pub questions: u32,
    pub total: Points,
    pub updated_at: Instant,
}

/// Who made a version of a blueprint when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlueprintVersion {
    pub version: i32,
    pub by: PersonRef,
    pub at: Instant,
}

/// A kept blueprint at one of its versions.
#[derive(Clone, Debug)]
pub struct KeptBlueprint {
    pub id: BlueprintId,
    pub name: String,
    /// The version that stands now.
    pub current: i32,
    /// The version that this is.
    pub version: i32,
    pub blueprint: Blueprint,
    /// Out of the list.
    pub retired: bool,
    /// The latest first.
    pub versions: Vec<BlueprintVersion>,
}

/// Where an exam's blueprint came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BlueprintSource {
    pub id: BlueprintId,
    pub version: i32,
}

/// One question of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Index in the frozen pool.
    pub index: u32,
    /// `options[place]` is the revision's index of the option shown at that place; empty where
    /// nothing is chosen from.
    pub options: Vec<u8>,
}

/// What one person is asked, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub questions: Vec<Asked>,
}

impl Paper {
    /// The most questions a paper can have.
    pub const MOST_QUESTIONS: u32 = 100;
    /// The most options a question can show.
    pub const MOST_OPTIONS: u8 = MOST_OPTIONS;
    /// The most bytes a stored paper takes, as long as the pool has fewer than 2^18 questions.
    pub const MOST_BYTES: usize = 512;
    /// First byte of what is stored.
    const FORMAT: u8 = 1;

    /// The stored bytes: format, number of questions, bits of an index; then for each question its
    /// index, its number of options in 4 bits and the rank of their order, packed without gaps.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let widest = self.questions.iter().map(|asked| u64::from(asked.index)).max().unwrap_or(0);
        let width = bits::width(widest);
        let mut out = bits::Writer::default();
        out.put(u64::from(Self::FORMAT), 8);
        out.put(u64::try_from(self.questions.len()).unwrap_or(u64::MAX), 8);
        out.put(u64::from(width), 8);
        for asked in &self.questions {
            let options = u64::try_from(asked.options.len()).unwrap_or(u64::MAX);
            out.put(u64::from(asked.index), width);
            out.put(options, 4);
            out.put(bits::rank(&asked.options), bits::width(bits::orders(options).saturating_sub(1)));
        }
        out.into_bytes()
    }

    /// Reads what [`Paper::encode`] wrote.
    ///
    /// # Errors
    /// `Internal` for any other bytes: only a broken database holds them.
    pub fn decode(bytes: &[u8]) -> crate::kernel::Result<Self> {
        Self::read(bytes).ok_or_else(|| crate::kernel::Error::internal("a stored paper can't be read"))
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = bits::Reader::new(bytes);
        if from.take(8)? != u64::from(Self::FORMAT) {
            return None;
        }
        let count = from.take(8)?;
        let width = u32::try_from(from.take(8)?).ok()?;
        let questions = (0..count)
            .map(|_| {
                let index = u32::try_from(from.take(width)?).ok()?;
                let options = from.take(4)?;
                let rank = from.take(bits::width(bits::orders(options).saturating_sub(1)))?;
                Some(Asked { index, options: bits::unrank(rank, options)? })
            })
            .collect::<Option<Vec<_>>>()?;
        from.ended().then_some(Self { questions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(largest: u32) -> impl Strategy<Value = Asked> {
        (0..largest, 0..=Paper::MOST_OPTIONS)
            .prop_flat_map(|(index, options)| {
                (Just(index), Just((0..options).collect::<Vec<u8>>()).prop_shuffle())
            })
            .prop_map(|(index, options)| Asked { index, options })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_stored_paper_reads_back_and_is_small(questions in prop::collection::vec(asked(1 << 18), 0..=100)) {
            let paper = Paper { questions };
            let bytes = paper.encode();
            prop_assert!(bytes.len() <= Paper::MOST_BYTES, "{} bytes", bytes.len());
            prop_assert_eq!(Paper::decode(&bytes).unwrap(), paper);
            if bytes.len() > 3 { prop_assert!(Paper::decode(&bytes[..bytes.len() - 1]).is_err()); }
        }
        #[test]
        fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Paper::decode(&bytes);
        }
    }

    #[test]
    fn stored_bytes_stay_for_ever() {
        let paper = Paper {
            questions: vec![
                Asked { index: 5, options: vec![2, 0, 3, 1] },
                Asked { index: 300, options: vec![] },
                Asked { index: 0, options: vec![1, 0] },
            ],
        };
        assert_eq!(hex::encode(paper.encode()), "01030902a365800028");
    }
}
