use std::io::Write;

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::bank::format::{FileReading, Mapping, ReadItem, read_file};

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
    <w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

fn document(body: &str) -> FileReading {
    let xml = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("word/numbering.xml", NUMBERING), ("word/document.xml", xml.as_str())] {
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name, how).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    read_file(&zip.finish().unwrap().into_inner(), &Mapping::new()).unwrap()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn red(text: &str) -> String {
    format!(r#"<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#)
}

fn listed(level: u8, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn keys(items: &[ReadItem]) -> Vec<String> {
    let key = |item: &ReadItem| {
        item.body
            .as_ref()
            .map_or_else(|| format!("{:?}", item.issues), |body| super::super::write::answer(&body.key))
    };
    items.iter().map(key).collect()
}

#[test]
fn numbers_that_word_counts_are_read() {
    let read = document(
        &[
            p("一、单选题"),
            listed(0, "甲？"),
            listed(1, "子"),
            listed(1, "丑"),
            listed(0, "乙？"),
            listed(1, "寅"),
            listed(1, "卯"),
            p("参考答案"),
            p("1-2 BA"),
        ]
        .concat(),
    );
    assert_eq!(keys(&read.reading.items), ["B", "A"]);
    assert_eq!(read.reading.items[1].at, "paragraph:5");
}

#[test]
fn an_answer_shows_by_its_colour() {
    let read = document(&[p("1. 甲？"), p("A．子"), red("B．丑"), p("C．寅"), p("2. 乙？"),
        r#"<w:p><w:r><w:t xml:space="preserve">A．子　</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>B．丑</w:t></w:r><w:r><w:t>　C．寅</w:t></w:r></w:p>"#.to_owned(),
        p("3. 丙（ C ）？"), red("A．子"), red("B．丑"), red("C．寅")].concat());
    assert_eq!(keys(&read.reading.items), ["B", "B", "C"]);
    assert_eq!(read.reading.items[0].warnings[0].fault.code, "bank.answer_by_mark");
    assert_eq!(read.reading.items[0].body.as_ref().unwrap().options[1].text, "丑");
    assert!(read.reading.items[2].warnings.is_empty());
}

#[test]
fn tables_pictures_and_breaks() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let row =
        |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&["题目", "选项", "答案"]),
        row(&["哪些？", "A. 子</w:t><w:br/><w:t>B. 丑", "AB"])
    );
    let picture = r#"<w:p><w:r><w:drawing><wp:docPr name="标志"/></w:drawing></w:r></w:p>"#;
    let options = format!("<w:tbl>{}</w:tbl>", row(&["A．子", "B．丑"]));
    let read = document(
        &[
            p("一、单选题"),
            p("1. 看图？"),
            picture.to_owned(),
            options,
            p("答案：A"),
            p("二、多选题"),
            table,
            p("三、判断题"),
            p("1. 对。（ √ ）"),
        ]
        .concat(),
    );
    assert_eq!(keys(&read.reading.items), ["A", "AB", "正确"]);
    assert_eq!(read.reading.items[0].body.as_ref().unwrap().stem, "看图？\n〔图：标志〕");
    assert_eq!(read.reading.items[0].warnings[0].at, "paragraph:3");
    assert_eq!(read.reading.items[1].at, "cell:表2!A2");
}
