//! Bytes of a text file into text, in whatever encoding an office computer wrote them.

use std::cmp::Ordering;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes a text file: by its byte order mark, as UTF-8, as UTF-16 without a mark, or else as
/// GB18030 (which holds GBK and GB2312). Gives the text without a mark and the name of the
/// encoding, or `None` where the bytes are text in none of them.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?)?;
        return Some((text.into_owned(), encoding.name()));
    }
    let guess = utf16(bytes).unwrap_or(if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 });
    let text = guess.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Text holds no NUL; a program or a picture does.
    (!text.contains('\0')).then(|| (text.into_owned(), guess.name()))
}

/// UTF-16 without a mark shows by the zero bytes of its line ends, blanks and digits. They stand
/// at odd or at even places; 一 has one at the other, but no text has more of these.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (big, little) = (zeros(0), zeros(1));
    match little.cmp(&big) {
        Ordering::Greater => Some(UTF_16LE),
        Ordering::Less => Some(UTF_16BE),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "1. 一次告知（  ）\nA. 三日";

    #[test]
    fn every_usual_encoding_is_told() {
        let utf16 = |order: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        let cases = [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (marked(b"\xEF\xBB\xBF", TEXT.as_bytes().to_vec()), "UTF-8"),
            (marked(b"\xFF\xFE", utf16(u16::to_le_bytes)), "UTF-16LE"),
            (marked(b"\xFE\xFF", utf16(u16::to_be_bytes)), "UTF-16BE"),
            (utf16(u16::to_le_bytes), "UTF-16LE"),
            (utf16(u16::to_be_bytes), "UTF-16BE"),
            (GB18030.encode(TEXT).0.into_owned(), "gb18030"),
        ];
        for (bytes, name) in cases {
            assert_eq!(decode(&bytes), Some((TEXT.to_owned(), name)));
        }
    }

    #[test]
    fn a_program_is_no_text() {
        assert_eq!(decode(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x01\xFF\xFF"), None);
    }
}
