//! Office documents (docx) of what such an office prints: headings, lines of text and tables on A4,
//! with the number of the page below. Everything is text; nothing is evaluated.

use std::io::{Cursor, Write};

use quick_xml::escape::escape;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Error, Result};

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Centred and large.
    Title,
    /// Centred below the title.
    Subtitle,
    /// Above a part; stays with what follows.
    Heading,
    Plain,
    /// Moved in, as options are.
    Indented,
}

impl Style {
    const fn id(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Subtitle => "Subtitle",
            Self::Heading => "Heading1",
            Self::Plain => "Normal",
            Self::Indented => "Indented",
        }
    }
}

/// A document being written.
#[derive(Clone, Debug, Default)]
pub struct Document {
    body: String,
    /// The next line begins a page.
    turn: bool,
}

impl Document {
    /// What comes next begins a new page.
    pub fn page(&mut self) {
        self.turn = !self.body.is_empty();
    }

    /// One line of text; it wraps where the page ends.
    pub fn line(&mut self, style: Style, text: &str) {
        let turn = if std::mem::take(&mut self.turn) { "<w:pageBreakBefore/>" } else { "" };
        self.body.push_str(&format!(
            r#"<w:p><w:pPr><w:pStyle w:val="{}"/>{turn}</w:pPr>{}</w:p>"#,
            style.id(),
            run(text)
        ));
    }

    /// A table with lines around every cell and columns of one width.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        if columns == 0 {
            return;
        }
        self.body.push_str(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#,
        );
        self.body.push_str(&"<w:gridCol/>".repeat(columns));
        self.body.push_str("</w:tblGrid>");
        for row in rows {
            self.body.push_str(r#"<w:tr><w:trPr><w:cantSplit/></w:trPr>"#);
            for at in 0..columns {
                let text = row.get(at).map_or("", String::as_str);
                self.body.push_str(&format!(
                    r#"<w:tc><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{}</w:p></w:tc>"#,
                    run(text)
                ));
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl>");
        // Two tables would grow together, and none may be the last thing of a document.
        self.line(Style::Plain, "");
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// `Internal` for what can't be packed.
    pub fn finish(self) -> Result<Vec<u8>> {
        let document = format!(
            r#"{DECLARATION}<w:document {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{}<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>"#,
            self.body
        );
        let styles = format!("{DECLARATION}<w:styles {W}>{STYLES}</w:styles>");
        let footer = format!("{DECLARATION}<w:ftr {W}>{PAGE_NUMBER}</w:ftr>");
        let parts: [(&str, &str); 6] = [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/_rels/document.xml.rels", PARTS),
            ("word/document.xml", &document),
            ("word/styles.xml", &styles),
            ("word/footer1.xml", &footer),
        ];
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in parts {
            packed.start_file(name, options).map_err(Error::internal)?;
            packed.write_all(text.as_bytes()).map_err(Error::internal)?;
        }
        Ok(packed.finish().map_err(Error::internal)?.into_inner())
    }
}

/// Text as it is, with its line breaks. Control characters have no place in XML.
fn run(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let printable: String = line.chars().filter(|sign| !sign.is_control()).collect();
            format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escape(printable))
        })
        .collect();
    format!("<w:r>{}</w:r>", lines.join("<w:br/>"))
}

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;
const PAGE_NUMBER: &str = r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>"#;
/// Sizes are half points, spaces twentieths of a point.
const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="120"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="SimHei"/><w:b/><w:sz w:val="36"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="160"/><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="SimHei"/><w:b/><w:sz w:val="24"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Indented"><w:name w:val="Indented"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="420"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/></w:pPr></w:style><w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style>"#;

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// A part of a packed document; each is well-formed XML.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        text
    }

    #[test]
    fn text_stays_text_and_pages_turn_where_told() {
        let mut document = Document::default();
        document.page();
        document.line(Style::Title, "甲 & 乙 <丙>\u{7}\n第二行");
        document.page();
        document.line(Style::Plain, "=1+1");
        document.table(&[vec!["1".into(), "2".into()], vec!["A".into()]]);
        let bytes = document.finish().unwrap();
        let body = part(&bytes, "word/document.xml");
        assert!(body.contains("甲 &amp; 乙 &lt;丙&gt;</w:t><w:br/>"), "{body}");
        assert_eq!(body.matches("pageBreakBefore").count(), 1, "none before the first line");
        assert_eq!((body.matches("<w:tr>").count(), body.matches("<w:tc>").count()), (2, 4));
        for name in ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"] {
            part(&bytes, name);
        }
        assert!(part(&bytes, "word/styles.xml").contains("SimHei"));
        assert!(part(&bytes, "word/footer1.xml").contains("PAGE"));
    }
}
