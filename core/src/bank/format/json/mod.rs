//! The bank's own JSON: everything that a question is, and nothing that it isn't.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};

use super::{
    ReadItem, Reading, Unclear, Unusable, at,
    build::{Draft, relocate},
    export::Outgoing,
    file::refused,
};
use crate::{
    bank::model::{Body, Choice, Key, Kind},
    kernel::{Issue, Result},
};

/// A question as the file holds it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub kind: Kind,
    pub stem: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    pub key: Key,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    questions: Items,
}

/// Items are built one by one: a list of trees would take many times the file's size.
struct Items(Vec<ReadItem>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor)
    }
}

struct ItemsVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of questions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Items, A::Error> {
        let mut items = Vec::new();
        while let Some(value) = entries.next_element::<serde_json::Value>()? {
            if items.len() <= super::MAX_QUESTIONS {
                items.push(item(items.len() + 1, value));
            }
        }
        Ok(Items(items))
    }
}

fn item(number: usize, value: serde_json::Value) -> ReadItem {
    let mut draft = Draft::new(number);
    match serde_json::from_value::<Entry>(value) {
        Ok(entry) => {
            let Entry { kind, stem, prompts, options, key, explanation, difficulty, topic, clauses } = entry;
            draft = Draft {
                kind: Some(kind),
                stem,
                prompts,
                options,
                key: Some(key),
                explanation,
                difficulty: difficulty.filter(|level| (1..=5).contains(level)),
                topic,
                basis: clauses,
                ..draft
            };
        }
        Err(error) => {
            draft.issues.push(Unclear::NoQuestion.at(at(number)).with("detail", error.to_string()));
        }
    }
    draft.finish()
}

/// What the file says of itself.
const NAME: &str = "yuekao-questions";

#[derive(Serialize)]
struct Whole {
    format: &'static str,
    version: u8,
    questions: Vec<Entry>,
}

pub(super) fn write(questions: &[&Outgoing]) -> Result<Vec<u8>> {
    let entry = |question: &&Outgoing| {
        let Outgoing { body, difficulty, topic, clauses } = (*question).clone();
        let Body { kind, stem, prompts, options, key, explanation } = body;
        Entry { kind, stem, prompts, options, key, explanation, difficulty, topic, clauses }
    };
    let whole = Whole { format: NAME, version: 1, questions: questions.iter().map(entry).collect() };
    Ok(serde_json::to_vec_pretty(&whole)?)
}

pub(super) fn read(text: &str) -> Result<Reading, Issue> {
    let file: File = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).map_err(|error| {
        let issue = refused(Unusable::BrokenJson).with("detail", error.to_string());
        Issue { at: at(error.line()), ..issue }
    })?;
    let mut items = file.questions.0;
    relocate(&mut items, |number| (format!("question:{number}"), number));
    Ok(Reading { items, warnings: Vec::new(), columns: Vec::new() })
}
