//! Markdown as lectures use it: headings, paragraphs, lists, quotes and tables, and a front matter
//! in Chinese. Marks of emphasis and links go, their words stay.

use super::{Block, BlockKind, FrontMatter};
use crate::materials::clause::is_numbered;

pub(super) fn read(text: &str) -> (FrontMatter, Vec<Block>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (front, body) = front_matter(&text);
    (front, blocks(&without_comments(body)))
}

/// The lines between two `---` at the very front. Without the second one there is none.
fn front_matter(text: &str) -> (FrontMatter, &str) {
    let mut front = FrontMatter::default();
    let Some((head, body)) =
        text.trim_start().strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"))
    else {
        return (front, text);
    };
    for (key, value) in head.lines().filter_map(|line| line.split_once([':', '：'])) {
        let value = Some(value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty());
        match key.trim() {
            "标题" => front.title = value,
            "知识领域" => front.topic = value,
            "培训类别" => front.theme = value,
            "主办部门" => front.department = value,
            _ => {}
        }
    }
    (front, body)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("```") {
            fenced = !fenced;
            flush(&mut paragraph, &mut blocks);
        } else if fenced {
            blocks.extend(Block::new(BlockKind::Paragraph, line));
        } else if line.is_empty() || is_rule(line) {
            flush(&mut paragraph, &mut blocks);
        } else if let Some((level, heading)) = heading(line) {
            flush(&mut paragraph, &mut blocks);
            blocks.extend(Block::new(BlockKind::Heading(level), &words(heading)));
        } else if let Some(row) = line.strip_prefix('|') {
            flush(&mut paragraph, &mut blocks);
            blocks.extend(table_row(row));
        } else if let Some(item) = list_item(line) {
            flush(&mut paragraph, &mut blocks);
            paragraph.push_str(item);
        } else {
            if is_numbered(line) {
                flush(&mut paragraph, &mut blocks);
            }
            join(&mut paragraph, line.trim_start_matches(['>', ' ']));
        }
    }
    flush(&mut paragraph, &mut blocks);
    blocks
}

fn flush(paragraph: &mut String, blocks: &mut Vec<Block>) {
    blocks.extend(Block::new(BlockKind::Paragraph, &words(paragraph)));
    paragraph.clear();
}

/// A wrapped line goes on; between two Chinese signs stands no blank.
fn join(paragraph: &mut String, line: &str) {
    let latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_graphic());
    if latin(paragraph.chars().next_back()) && latin(line.chars().next()) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// `---`, `***`, `===`: a line, or the underlining of a heading, which tells nothing that counts.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ["-", "*", "_", "="].iter().any(|mark| line.replace(' ', "").replace(mark, "").is_empty())
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let text = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - text.len()).ok().filter(|level| (1..=6).contains(level))?;
    text.starts_with([' ', '\t', '　']).then(|| (level, text.trim().trim_end_matches('#')))
}

fn list_item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).map(str::trim)
}

fn table_row(row: &str) -> Option<Block> {
    let cells: Vec<String> = row.trim_end_matches('|').split('|').map(|cell| words(cell.trim())).collect();
    let ruled = cells.iter().all(|cell| cell.chars().all(|sign| matches!(sign, '-' | ':' | ' ')));
    if ruled { None } else { Block::new(BlockKind::Paragraph, &cells.join(" ｜ ")) }
}

/// The words of a line without `**`, `` ` `` and the addresses of links. Single underscores and
/// asterisks stay: in questions they are blanks and footnotes.
fn words(line: &str) -> String {
    let line = line.replace("**", "").replace('`', "");
    let mut kept = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once("](") {
        let Some((open, (_, beyond))) = before.rfind('[').zip(after.split_once(')')) else {
            break;
        };
        let (lead, label) = before.split_at(open);
        kept.push_str(lead.strip_suffix('!').unwrap_or(lead));
        kept.push_str(label.trim_start_matches('['));
        rest = beyond;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::super::extract;
    use super::*;

    const LECTURE: &str = "---\n标题: 一次性告知\n知识领域: 窗口业务知识\n培训类别：业务难点\n主办部门: \"行政审批科\"\n---\n\
        # 一次性告知\n\n<!-- INFO\nEND -->\n## 一、当场告知\n申请材料**不齐全**的，\n应当[当场](https://example.org)告知。\n\
        - 第一项\n- 第二项\n\n| 情形 | 期限 |\n|---|:-:|\n| 补正 | 五日 |\n";

    #[test]
    fn a_lecture_says_what_it_is() {
        let read = extract(LECTURE.as_bytes(), "01.md").unwrap();
        assert_eq!(read.title, "一次性告知");
        assert_eq!(read.front.topic.as_deref(), Some("窗口业务知识"));
        assert_eq!(read.front.theme.as_deref(), Some("业务难点"));
        assert_eq!(read.front.department.as_deref(), Some("行政审批科"));
        let texts: Vec<(BlockKind, &str)> = read.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (BlockKind::Heading(1), "一次性告知"),
                (BlockKind::Heading(2), "一、当场告知"),
                (BlockKind::Paragraph, "申请材料不齐全的，应当当场告知。"),
                (BlockKind::Paragraph, "第一项"),
                (BlockKind::Paragraph, "第二项"),
                (BlockKind::Paragraph, "情形 ｜ 期限"),
                (BlockKind::Paragraph, "补正 ｜ 五日"),
            ]
        );
    }

    #[test]
    fn odd_marks_do_no_harm() {
        for text in ["](", "[](", "[a](b", "---\n标题", "<!--", "|", "#", "```\n```", "######## x"] {
            let _ = read(text);
        }
        assert_eq!(words("![图](a.png)见[第三条](x)"), "图见第三条");
    }
}
