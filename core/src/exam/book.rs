//! The book of an exam: what its questions say, without anything that tells a key, as bytes that a
//! join only puts together. It is written once at publication and never changes.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::{
    bank::model::{Body, Kind},
    kernel::{Error, Result},
    paper::Asked,
};

/// One question as takers see it. Stem and options are JSON already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Leaf {
    kind: Kind,
    /// A JSON string.
    stem: String,
    /// JSON strings, in the order of the revision.
    options: Vec<String>,
    /// JSON strings; books of before there was matching have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prompts: Vec<String>,
    blanks: usize,
}

/// The questions of the pool by index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book(Vec<Leaf>);

impl Book {
    /// # Errors
    /// `Internal` for text that JSON can't hold, which no text is.
    pub fn of<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> Result<Self> {
        let leaf = |body: &Body| {
            Ok(Leaf {
                kind: body.kind,
                stem: serde_json::to_string(&body.stem)?,
                options: body
                    .options
                    .iter()
                    .map(|option| serde_json::to_string(&option.text))
                    .collect::<Result<Vec<_>, _>>()?,
                prompts: body.prompts.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?,
                blanks: body.key.blanks(),
            })
        };
        bodies.into_iter().map(leaf).collect::<Result<Vec<_>>>().map(Self)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Roughly what it takes in memory.
    pub(super) fn weight(&self) -> usize {
        let text = |leaf: &Leaf| {
            leaf.stem.len() + leaf.options.iter().chain(&leaf.prompts).map(String::len).sum::<usize>()
        };
        self.0.iter().map(|leaf| text(leaf) + 128).sum()
    }

    /// Appends one question of a paper as a JSON object: `index` is its name on the paper, and the
    /// options stand in the order of the paper.
    ///
    /// # Errors
    /// `Internal` if the paper asks for what the pool does not hold.
    pub fn write(&self, out: &mut String, index: usize, section: usize, asked: &Asked) -> Result<()> {
        let missing = || Error::internal(format!("the book has no question {}", asked.index));
        let place = usize::try_from(asked.index).map_err(|_| missing())?;
        let leaf = self.0.get(place).ok_or_else(missing)?;
        // Writing to a string can't fail.
        let _ = write!(
            out,
            r#"{{"index":{index},"section":{section},"kind":"{}","stem":{},"options":["#,
            leaf.kind, leaf.stem
        );
        for (shown, option) in asked.options.iter().enumerate() {
            if shown > 0 {
                out.push(',');
            }
            out.push_str(leaf.options.get(usize::from(*option)).ok_or_else(missing)?);
        }
        let _ = write!(out, r#"],"prompts":[{}],"blanks":{}}}"#, leaf.prompts.join(","), leaf.blanks);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::model::{BlankKey, Choice, Key};

    #[test]
    fn a_question_is_put_together_from_ready_bytes_and_holds_no_key() {
        let choice = |text: &str| Choice { text: text.into(), fixed: false };
        let bodies = [
            Body {
                kind: Kind::Single,
                stem: "“好差评”由谁\n作出？".into(),
                prompts: vec![],
                options: vec![choice("甲"), choice("乙\"丙\""), choice("丁")],
                key: Key::Options { right: vec![1] },
                explanation: "解析".into(),
            },
            Body {
                kind: Kind::Blank,
                stem: "____，____。".into(),
                prompts: vec![],
                options: vec![],
                key: Key::Blanks {
                    blanks: vec![
                        BlankKey { accepted: vec!["一次".into()], number: None },
                        BlankKey { accepted: vec!["答案".into()], number: None },
                    ],
                    any_order: false,
                },
                explanation: "解析".into(),
            },
        ];
        let book = Book::of(&bodies).unwrap();
        assert_eq!(Book::from_bytes(&book.to_bytes().unwrap()).unwrap(), book);
        let mut out = String::new();
        book.write(&mut out, 4, 0, &Asked { index: 0, options: vec![2, 0, 1] }).unwrap();
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"index": 4, "section": 0, "kind": "single", "stem": "“好差评”由谁\n作出？",
                "options": ["丁", "甲", "乙\"丙\""], "prompts": [], "blanks": 0})
        );
        out.clear();
        book.write(&mut out, 5, 1, &Asked { index: 1, options: vec![] }).unwrap();
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(json["blanks"], 2);
        let bytes = String::from_utf8(book.to_bytes().unwrap()).unwrap();
        assert!(!bytes.contains("答案") && !bytes.contains("解析"), "{bytes}");
        assert!(book.write(&mut out, 0, 0, &Asked { index: 2, options: vec![] }).is_err());
    }
}
