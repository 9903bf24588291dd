//! Aiken: a stem, options `A)` or `A.`, and `ANSWER: B`.

use super::{ReadItem, Reading, Unclear, at, build::Draft};
use crate::{bank::model::Choice, kernel::Issue};

#[derive(Default)]
struct Block {
    line: usize,
    stem: Vec<String>,
    options: Vec<(char, String)>,
}

/// `A) text`, with or without the blank.
fn option(line: &str) -> Option<(char, &str)> {
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    Some((letter, line.get(1..)?.strip_prefix([')', '.'])?.trim()))
}

pub(super) fn read(text: &str) -> Reading {
    let (mut items, mut block) = (Vec::new(), Block::default());
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    for (number, line) in (1..).zip(text.split(['\n', '\r'])) {
        let line = line.trim();
        if items.len() > super::MAX_QUESTIONS {
            break;
        }
        if line.is_empty() {
            continue;
        }
        if let Some(answer) = line.strip_prefix("ANSWER:") {
            if block.line == 0 {
                block.line = number;
            }
            items.push(question(std::mem::take(&mut block), Some((answer.trim(), number))));
        } else if let Some((letter, text)) = option(line) {
            if block.line == 0 {
                block.line = number;
            }
            block.options.push((letter, text.to_owned()));
        } else {
            // A new stem although the last question has no answer yet.
            if !block.options.is_empty() {
                items.push(question(std::mem::take(&mut block), None));
            }
            if block.line == 0 {
                block.line = number;
            }
            block.stem.push(line.to_owned());
        }
    }
    if block.line > 0 {
        items.push(question(block, None));
    }
    Reading { items, warnings: Vec::new(), columns: Vec::new() }
}

fn question(block: Block, answer: Option<(&str, usize)>) -> ReadItem {
    let mut draft = Draft { stem: block.stem.join("\n"), ..Draft::new(block.line) };
    let mut seen = Vec::new();
    let mut fault: Option<Issue> = None;
    for (letter, _) in &block.options {
        if seen.contains(letter) {
            fault = Some(Unclear::RepeatedLetter.at(at(block.line)).with("letter", letter.to_string()));
        }
        seen.push(*letter);
    }
    let letter = answer.and_then(|(answer, _)| {
        let mut signs = answer.chars();
        signs.next().map(|sign| sign.to_ascii_uppercase()).filter(|_| signs.next().is_none())
    });
    if let Some((answer, line)) = answer {
        let known = letter.is_some_and(|letter| seen.contains(&letter));
        let wrong = match letter {
            _ if known => None,
            Some(letter) if letter.is_ascii_alphabetic() => {
                Some(Unclear::AnswerWithoutOption.at(at(line)).with("letter", letter.to_string()))
            }
            _ => Some(Unclear::UnreadableAnswer.at(at(line)).with("text", answer)),
        };
        draft.issues.extend(wrong);
    }
    draft.issues.extend(fault);
    let options = block.options.into_iter().map(|(own, text)| {
        let right = letter == Some(own);
        (Choice { text, fixed: false }, right)
    });
    draft.choose(options.collect(), false);
    draft.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(item: &ReadItem) -> Vec<&str> {
        item.issues.iter().map(|issue| issue.fault.code).collect()
    }

    #[test]
    fn good_questions_and_faults_with_their_lines() {
        let text = "一次告知？\nA) 三日\nB)五日\nANSWER: B\n\n没有答案\nA. 甲\nB. 乙\n\n越界\nA. 甲\nB. 乙\nANSWER: C\n";
        let items = read(text).items;
        let body = items[0].body.as_ref().unwrap();
        assert_eq!((body.stem.as_str(), body.options[1].text.as_str()), ("一次告知？", "五日"));
        assert_eq!(codes(&items[1]), ["bank.missing_answer"]);
        assert_eq!(items[1].at, "line:6");
        assert_eq!(codes(&items[2]), ["bank.answer_without_option"]);
        assert_eq!(items[2].issues[0].at, "line:13");
    }
}
