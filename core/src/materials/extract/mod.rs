//! From the bytes of an uploaded file to its title and its blocks. Hostile files are refused with
//! a code of [`Unreadable`]; nothing outside the file is ever opened.

mod docx;
mod markdown;

use crate::kernel::{Fault, encoding};

crate::codes! {
    /// Why a file can't be read.
    pub enum Unreadable in "materials" {
        /// Neither .docx, .md nor .txt.
        UnsupportedType = "unsupported_type",
        Empty = "empty_file",
        TooLarge = "file_too_large",
        /// A text file in an encoding that is none of ours, or no text at all.
        UnknownEncoding = "unknown_encoding",
        /// Called .docx and is none, for instance a renamed program.
        NotDocx = "not_a_docx",
        /// The format before .docx under its new name.
        OldWord = "old_word_format",
        Encrypted = "encrypted_file",
        BrokenArchive = "broken_archive",
        BrokenXml = "broken_xml",
        /// Declares a document type or entities of its own, which Word never does.
        ForbiddenXml = "forbidden_xml",
        /// Unpacks to far more than it is.
        Bomb = "archive_bomb",
    }
}

/// The largest file that is read at all.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// What was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    pub title: String,
    pub front: FrontMatter,
    pub blocks: Vec<Block>,
}

/// What a lecture says of itself in its first lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// 标题
    pub title: Option<String>,
    /// 知识领域
    pub topic: Option<String>,
    /// 培训类别
    pub theme: Option<String>,
    /// 主办部门
    pub department: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// From 1, the highest.
    Heading(u8),
    Paragraph,
}

/// A paragraph or a heading; never empty, without line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub text: String,
}

impl Block {
    /// `None` if nothing can be seen in the text.
    fn new(kind: BlockKind, text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|sign| !sign.is_control() || *sign == '\t').collect();
        let text = text.trim();
        (!text.is_empty()).then(|| Self { kind, text: text.to_owned() })
    }
    pub(super) const fn heading_level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading(level) => Some(level),
            BlockKind::Paragraph => None,
        }
    }
}

/// Reads a file by the ending of its name.
///
/// # Errors
/// A fault of [`Unreadable`], with the name of the file.
pub fn extract(bytes: &[u8], file_name: &str) -> Result<Extracted, Fault> {
    read(bytes, file_name).map_err(|why| why.with("file", file_name))
}

fn read(bytes: &[u8], file_name: &str) -> Result<Extracted, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let (stem, ending) = file_name.rsplit_once('.').ok_or(Unreadable::UnsupportedType)?;
    let (front, blocks) = match ending.to_ascii_lowercase().as_str() {
        "docx" => (FrontMatter::default(), docx::read(bytes)?),
        "md" | "markdown" => markdown::read(&text(bytes)?),
        "txt" => (FrontMatter::default(), lines(&text(bytes)?)),
        _ => return Err(Unreadable::UnsupportedType),
    };
    if blocks.is_empty() {
        return Err(Unreadable::Empty);
    }
    let heading =
        blocks.iter().find(|block| block.kind == BlockKind::Heading(1)).map(|block| block.text.clone());
    let name = stem.rsplit(['/', '\\']).next().unwrap_or(stem).to_owned();
    Ok(Extracted { title: front.title.clone().or(heading).unwrap_or(name), front, blocks })
}

fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    encoding::decode(bytes).map(|(text, _)| text).ok_or(Unreadable::UnknownEncoding)
}

fn lines(text: &str) -> Vec<Block> {
    text.split(['\n', '\r']).filter_map(|line| Block::new(BlockKind::Paragraph, line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_its_lines() {
        let read = extract("第一行\r\n\r\n  第二行 \u{7}\n".as_bytes(), "讲义.TXT").unwrap();
        assert_eq!(read.title, "讲义");
        assert_eq!(read.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>(), ["第一行", "第二行"]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_its_own_code() {
        let refused = |bytes: &[u8], name: &str| extract(bytes, name).unwrap_err().code;
        assert_eq!(refused(b"x", "a.pdf"), "materials.unsupported_type");
        assert_eq!(refused(b"x", "readme"), "materials.unsupported_type");
        assert_eq!(refused(b"", "a.txt"), "materials.empty_file");
        assert_eq!(refused(b" \n ", "a.md"), "materials.empty_file");
        assert_eq!(refused(b"\x89PNG\x00\x00\xFF\xFF\x00", "a.txt"), "materials.unknown_encoding");
        assert_eq!(refused(&vec![b'x'; MAX_BYTES + 1], "a.txt"), "materials.file_too_large");
    }
}
