//! What files from outside may try: each is refused with its own code, or made harmless, in bounded
//! time.

use std::io::Write;

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{MAX_BYTES, Mapping, read_file};

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, how).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> (&'static str, String) {
    let issue = read_file(bytes, &Mapping::new()).unwrap_err();
    (issue.fault.code, issue.at)
}

fn code(bytes: &[u8]) -> &'static str {
    refused(bytes).0
}

#[test]
fn a_renamed_program_is_no_document() {
    assert_eq!(
        code(b"MZ\x90\x00\x03\x00\x00\x00 This program cannot be run in DOS mode."),
        "bank.unknown_format"
    );
    assert_eq!(code(b"\x7FELF\x02\x01\x01"), "bank.unknown_format");
    assert_eq!(code(b"%PDF-1.7 \xE2\xE3"), "bank.unknown_format");
    assert_eq!(code(b"\x00\x01\x02\x03\xFF\xFF\x00"), "bank.unknown_encoding");
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "bank.old_office_format");
    assert_eq!(code(b"PK\x03\x04 and nothing more"), "bank.broken_archive");
    assert_eq!(code(&package(&[("a.exe", b"MZ")])), "bank.unknown_format");
    assert_eq!(code(b""), "bank.empty_file");
    assert_eq!(code(" \u{FEFF}\n".as_bytes()), "bank.empty_file");
}

#[test]
fn a_file_too_large_is_not_looked_into() {
    assert_eq!(code(&vec![b'x'; MAX_BYTES + 1]), "bank.file_too_large");
    assert_eq!(code(&vec![b'x'; 33 * 1024 * 1024]), "bank.file_too_large");
}

#[test]
fn archives_that_swell_are_refused() {
    let blanks = vec![b' '; 16 * 1024 * 1024];
    for part in ["word/document.xml", "xl/workbook.xml", "imsmanifest.xml"] {
        assert_eq!(code(&package(&[(part, &blanks)])), "bank.archive_bomb", "{part}");
    }
    // One that says less of itself than it holds.
    let mut lying = package(&[("xl/workbook.xml", &vec![b' '; 4 * 1024 * 1024])]);
    let size = (4u32 * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> =
        lying.windows(4).enumerate().filter(|(_, w)| *w == size).map(|(at, _)| at).collect();
    for at in places {
        lying[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    assert!(["bank.archive_bomb", "bank.broken_archive"].contains(&code(&lying)));
}

#[test]
fn entities_are_refused_wherever_they_stand() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE q [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>\n<quiz>&b;</quiz>";
    assert_eq!(refused(bomb.as_bytes()), ("bank.forbidden_xml", "line:2".to_owned()));
    let outside = "<!DOCTYPE q [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><quiz><question type=\"essay\"><text>&x;</text></question></quiz>";
    assert_eq!(code(outside.as_bytes()), "bank.forbidden_xml");
    assert_eq!(code(b"<quiz><question>&xxe;</question></quiz>"), "bank.forbidden_xml");
    for part in ["word/document.xml", "xl/workbook.xml"] {
        assert_eq!(code(&package(&[(part, bomb.as_bytes())])), "bank.forbidden_xml", "{part}");
    }
    let item = "<!DOCTYPE a [<!ENTITY b \"c\">]><assessmentItem>&b;</assessmentItem>";
    assert_eq!(code(item.as_bytes()), "bank.forbidden_xml");
}

#[test]
fn xml_that_nests_without_end_is_refused() {
    let deep = format!("<quiz>{}", "<question>".repeat(5000));
    assert_eq!(code(deep.as_bytes()), "bank.xml_too_large");
    let wide = format!("<quiz><question>{}</question></quiz>", "<a/>".repeat(150_000));
    assert_eq!(code(wide.as_bytes()), "bank.xml_too_large");
}

#[test]
fn a_sheet_that_claims_to_be_endless_costs_what_it_holds() {
    let sheet = br#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row></sheetData></worksheet>"#;
    let bytes = package(&[
        ("xl/workbook.xml", br#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    let begun = std::time::Instant::now();
    let _ = read_file(&bytes, &Mapping::new());
    assert!(begun.elapsed().as_secs() < 5);
}

#[test]
fn a_hostile_text_of_any_format_ends_soon() {
    for unit in [
        "1. 甲\n",
        "{",
        "{=a ~b}\n\n",
        "::a::",
        "A) b\n",
        "<a",
        "\"",
        "题干,答案\n",
        "1.A.甲B.乙\n",
        "&#",
        "答案：\n",
        "{\"questions\":[",
    ] {
        let text = unit.repeat(400_000 / unit.len());
        let begun = std::time::Instant::now();
        let _ = read_file(text.as_bytes(), &Mapping::new());
        assert!(begun.elapsed().as_secs() < 20, "{unit}: {:?}", begun.elapsed());
    }
}
