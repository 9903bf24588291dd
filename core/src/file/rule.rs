//! Names, types and tickets.

use subtle::ConstantTimeEq;

use super::model::{FileId, Ticket};
use crate::kernel::{
    Instant,
    seal::{Hash, Seal, hmac},
};

/// How long a ticket opens its file.
const TICKET: i64 = Instant::HOUR;
/// Longer names are cut; no file system here sees them.
const NAME_CHARS: usize = 120;

/// The name without folders and control characters, not too long, its ending kept.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: Vec<char> = last.trim().chars().filter(|sign| !sign.is_control()).collect();
    let skip = clean.len().saturating_sub(NAME_CHARS);
    let name: String = clean.into_iter().skip(skip).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

/// The media type by the ending of the name; what is unknown is just bytes.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("pptx") => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Some("pdf") => "application/pdf",
        Some("md" | "markdown") => "text/markdown; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("mp4") => "video/mp4",
        Some("webm") => "video/webm",
        _ => "application/octet-stream",
    }
}

/// Whether a browser may show it in a page: images and videos, which can't run anything (SVG can
/// and is none of ours).
#[must_use]
pub fn shown_in_page(media_type: &str) -> bool {
    media_type.starts_with("image/") || media_type.starts_with("video/")
}

fn signature(key: &Hash, file: FileId, ends: i64) -> Hash {
    hmac(key, &Seal::new("yuekao/file-ticket/1").id(file.0).int(ends).into_bytes())
}

/// A ticket from `now` for an hour.
#[must_use]
pub fn ticket(key: &Hash, file: FileId, now: Instant) -> Ticket {
    let ends = now.plus_micros(TICKET).micros().div_euclid(Instant::SECOND);
    Ticket { file, ends, signature: hex::encode(signature(key, file, ends)) }
}

/// Whether the ticket is ours and has not ended.
#[must_use]
pub fn opens(key: &Hash, ticket: &Ticket, now: Instant) -> bool {
    let right = signature(key, ticket.file, ticket.ends);
    let given = hex::decode(&ticket.signature).unwrap_or_default();
    bool::from(given.ct_eq(right.as_slice())) && now.micros() < ticket.ends.saturating_mul(Instant::SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_700_000_000_000_000);

    #[test]
    fn a_ticket_opens_its_own_file_for_an_hour() {
        let key = [7; 32];
        let file = FileId(uuid::Uuid::from_u128(1));
        let good = ticket(&key, file, NOW);
        assert!(opens(&key, &good, NOW) && opens(&key, &good, NOW.plus_minutes(59)));
        assert!(!opens(&key, &good, NOW.plus_minutes(60)), "it ends");
        assert!(!opens(&[8; 32], &good, NOW), "another service's");
        let other = Ticket { file: FileId(uuid::Uuid::from_u128(2)), ..good.clone() };
        assert!(!opens(&key, &other, NOW), "another file");
        let longer = Ticket { ends: good.ends + 1, ..good.clone() };
        assert!(!opens(&key, &longer, NOW), "a later end");
        assert!(!opens(&key, &Ticket { signature: String::new(), ..good }, NOW));
    }

    #[test]
    fn a_name_has_no_folder_and_no_script_is_shown() {
        assert_eq!(plain_name("..\\..\\etc/讲义\u{0}.docx"), "讲义.docx");
        assert_eq!(plain_name("/"), "file");
        let long = format!("{}.docx", "长".repeat(300));
        assert!(plain_name(&long).ends_with("长.docx") && plain_name(&long).chars().count() == NAME_CHARS);
        assert!(shown_in_page(media_type("a.PNG")) && shown_in_page(media_type("b.mp4")));
        assert!(!shown_in_page(media_type("a.svg")) && !shown_in_page(media_type("a.html")));
    }
}
