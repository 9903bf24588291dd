//! What is practised, in which order, and when it is mastered.

use std::collections::HashSet;

use rand::{Rng, seq::SliceRandom};

use super::model::{PracticeSource, Wish};
use crate::{
    bank::model::{Choice, TopicId},
    kernel::Issue,
    materials::Topic,
};

crate::codes! {
    pub enum PracticeRefusal in "practice" {
        NothingToPractise = "nothing_to_practise",
        /// An exam has taken the question into its closed pool meanwhile.
        Closed = "closed",
        /// It was answered in another way before, and the answer was told.
        AlreadyAnswered = "already_answered",
    }
}

crate::codes! {
    pub enum PracticeIssue in "practice" {
        /// Param `most`.
        CountOutOfRange = "count_out_of_range",
        TopicMissing = "topic_missing",
        TopicUnknown = "topic_unknown",
    }
}

const MOST_QUESTIONS: usize = 50;
/// Right answers in a row after which a question is mastered.
const MASTERED_AFTER: i32 = 2;

#[must_use]
pub const fn is_mastered(right_in_row: i32) -> bool {
    right_in_row >= MASTERED_AFTER
}

/// Everything that is wrong with a wish.
#[must_use]
pub fn wish_issues(wish: &Wish, topics: &[Topic]) -> Vec<Issue> {
    let mut issues = Vec::new();
    if !(1..=MOST_QUESTIONS).contains(&wish.count) {
        issues.push(PracticeIssue::CountOutOfRange.at("/count").with("most", MOST_QUESTIONS));
    }
    match wish.topic {
        Some(topic) if topics.iter().all(|known| known.id != topic) => {
            issues.push(PracticeIssue::TopicUnknown.at("/topic"));
        }
        None if wish.source == PracticeSource::Topic => issues.push(PracticeIssue::TopicMissing.at("/topic")),
        _ => {}
    }
    issues
}

/// A topic and all below it.
#[must_use]
pub fn below(topics: &[Topic], root: TopicId) -> HashSet<TopicId> {
    let mut found = HashSet::from([root]);
    // As often as the tree can be deep.
    for _ in topics {
        let more: Vec<TopicId> = topics
            .iter()
            .filter(|topic| topic.parent.is_some_and(|parent| found.contains(&parent)))
            .map(|topic| topic.id)
            .filter(|topic| !found.contains(topic))
            .collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    found
}

/// So many of them, by chance.
pub fn pick<T>(mut from: Vec<T>, count: usize, chance: &mut impl Rng) -> Vec<T> {
    from.shuffle(chance);
    from.truncate(count);
    from
}

/// An order in which options are shown: by chance, but for those that keep their place.
pub fn shown(options: &[Choice], chance: &mut impl Rng) -> Vec<u8> {
    let numbered = || options.iter().zip(0u8..);
    let mut free: Vec<u8> =
        numbered().filter(|(choice, _)| !choice.fixed).map(|(_, option)| option).collect();
    free.shuffle(chance);
    let mut free = free.into_iter();
    numbered().filter_map(|(choice, option)| if choice.fixed { Some(option) } else { free.next() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha20Rng;
    use uuid::Uuid;

    fn topic(id: u128, parent: Option<u128>) -> Topic {
        let topic_id = |id| TopicId(Uuid::from_u128(id));
        Topic { id: topic_id(id), name: String::new(), slug: String::new(), parent: parent.map(topic_id) }
    }

    #[test]
    fn a_topic_holds_what_is_below_it() {
        let topics = [topic(3, Some(2)), topic(2, Some(1)), topic(1, None), topic(4, None)];
        assert_eq!(below(&topics, topics[2].id).len(), 3);
        assert_eq!(below(&topics, topics[3].id).len(), 1);
    }

    #[test]
    fn fixed_options_keep_their_place() {
        let choice = |fixed| Choice { text: String::new(), fixed };
        let options = [choice(false), choice(true), choice(false), choice(false), choice(true)];
        let mut chance = ChaCha20Rng::from_seed([3; 32]);
        let mut orders = HashSet::new();
        for _ in 0..60 {
            let order = shown(&options, &mut chance);
            assert_eq!((order[1], order[4], order.len()), (1, 4, 5));
            orders.insert(order);
        }
        assert_eq!(orders.len(), 6);
    }

    #[test]
    fn a_wish_makes_sense() {
        let codes = |source, topic, count| -> Vec<_> {
            let issues = wish_issues(&Wish { source, topic, count }, &[]);
            issues.into_iter().map(|issue| issue.fault.code).collect()
        };
        assert_eq!(codes(PracticeSource::Wrong, None, 50), Vec::<&str>::new());
        assert_eq!(
            codes(PracticeSource::Topic, None, 0),
            ["practice.count_out_of_range", "practice.topic_missing"]
        );
        assert_eq!(codes(PracticeSource::Wrong, Some(TopicId(Uuid::nil())), 51).len(), 2);
    }
}
