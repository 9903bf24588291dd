use std::io::Write;

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::super::{BlockKind, extract};

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
    <w:style w:styleId="a"><w:name w:val="小节"/><w:basedOn w:val="b"/></w:style>
    <w:style w:styleId="b"><w:name w:val="x"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
    <w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style></w:styles>"#;

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, how).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let xml = format!(r#"<w:document xmlns:w="w" xmlns:mc="m"><w:body>{body}</w:body></w:document>"#);
    package(&[("word/styles.xml", STYLES.as_bytes()), ("word/document.xml", xml.as_bytes())])
}

fn refused(bytes: &[u8]) -> &'static str {
    extract(bytes, "a.docx").unwrap_err().code
}

#[test]
fn paragraphs_headings_breaks_and_tables() {
    let bytes = document(
        r#"<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>窗口</w:t></w:r><w:r><w:t>规范</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr><w:r><w:t>目录行 1</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>第一节</w:t></w:r></w:p>
        <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">甲 &amp; 乙</w:t><w:tab/><w:t>&#x4E19;</w:t><w:br/><w:t>次行</w:t></w:r>
          <w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>
        <w:p/>
        <w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>
          <mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>情形</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>期限</w:t></w:r></w:p>
          <w:tbl><w:tr><w:tc><w:p><w:r><w:t>内表</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"#,
    );
    let read = extract(&bytes, "规范.docx").unwrap();
    assert_eq!(read.title, "窗口规范");
    let blocks: Vec<(BlockKind, &str)> = read.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Heading(1), "窗口规范"),
            (BlockKind::Heading(2), "第一节"),
            (BlockKind::Paragraph, "甲 & 乙\t丙"),
            (BlockKind::Paragraph, "次行"),
            (BlockKind::Paragraph, "框内"),
            (BlockKind::Paragraph, "情形 ｜ 期限 内表"),
        ]
    );
}

#[test]
fn what_is_no_document_is_told_apart() {
    assert_eq!(refused(b"MZ\x90\x00 this program"), "materials.not_a_docx");
    assert_eq!(refused(&package(&[("xl/workbook.xml", b"<x/>")])), "materials.not_a_docx");
    assert_eq!(refused(b""), "materials.empty_file");
    assert_eq!(refused(&document("<w:p/>")), "materials.empty_file");
    assert_eq!(refused(b"PK\x03\x04 and nothing more"), "materials.broken_archive");
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "materials.old_word_format");
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&encrypted), "materials.encrypted_file");
    let mut damaged = document("<w:p><w:r><w:t>正文正文正文</w:t></w:r></w:p>");
    damaged.truncate(damaged.len() / 2);
    assert_eq!(refused(&damaged), "materials.broken_archive");
}

#[test]
fn hostile_xml_is_refused() {
    let bomb = r#"<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"#;
    assert_eq!(refused(&package(&[("word/document.xml", bomb.as_bytes())])), "materials.forbidden_xml");
    assert_eq!(refused(&document("<w:p><w:r><w:t>&xxe;</w:t></w:r></w:p>")), "materials.forbidden_xml");
    assert_eq!(refused(&document("<w:p><w:r>")), "materials.broken_xml");
    assert_eq!(
        refused(&package(&[("word/document.xml", b"<w:document>\xFF\xFE</w:document>")])),
        "materials.broken_xml"
    );
    assert_eq!(refused(&package(&[("word/document.xml", b"<w:p><w:r><w:t>x")])), "materials.broken_xml");
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![b' '; 16 * 1024 * 1024];
    assert_eq!(refused(&package(&[("word/document.xml", &zeros)])), "materials.archive_bomb");
    assert_eq!(
        refused(&package(&[("word/media/x", &zeros), ("word/document.xml", b"<w:document/>")])),
        "materials.archive_bomb"
    );
    let names: Vec<String> = (0..=5000).map(|n| n.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(&package(&many)), "materials.archive_bomb");
}

#[test]
fn an_archive_that_lies_about_its_size_is_stopped_while_unpacking() {
    let mut bytes = package(&[("word/document.xml", &vec![b' '; 4 * 1024 * 1024])]);
    let size = (4u32 * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> =
        bytes.windows(4).enumerate().filter(|(_, w)| *w == size).map(|(at, _)| at).collect();
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    assert!(["materials.archive_bomb", "materials.broken_archive"].contains(&refused(&bytes)));
}
