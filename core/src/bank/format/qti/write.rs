//! Questions as a QTI 3.0 package: an item each, and a manifest that says how they are filed.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::super::{export::Outgoing, gift::write::tags, moodle::write::xml};
use crate::bank::model::{Body, Key, Kind};

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";

pub(in crate::bank::format) fn package(questions: &[&Outgoing]) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut resources = String::new();
    for (place, question) in questions.iter().enumerate() {
        let name = format!("items/q{:05}.xml", place + 1);
        zip.start_file(&name, how)?;
        zip.write_all(item(place + 1, &question.body).as_bytes())?;
        resource(&mut resources, place + 1, &name, question);
    }
    zip.start_file("imsmanifest.xml", how)?;
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest xmlns=\"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1\" xmlns:imsmd=\"http://www.imsglobal.org/xsd/imsmd_v1p2\" identifier=\"MANIFEST\">\n\
         <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n<organizations/>\n<resources>\n{resources}</resources>\n</manifest>\n"
    );
    zip.write_all(manifest.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

fn resource(out: &mut String, number: usize, name: &str, question: &Outgoing) {
    out.push_str(&format!(
        "<resource identifier=\"R{number}\" type=\"imsqti_item_xmlv3p0\" href=\"{name}\">"
    ));
    let tags = tags(question);
    if !tags.is_empty() {
        out.push_str("<metadata><imsmd:lom><imsmd:general>");
        for tag in tags {
            out.extend([
                "<imsmd:keyword><imsmd:langstring>",
                &xml(&tag),
                "</imsmd:langstring></imsmd:keyword>",
            ]);
        }
        out.push_str("</imsmd:general></imsmd:lom></metadata>");
    }
    out.push_str(&format!("<file href=\"{name}\"/></resource>\n"));
}

/// Text within a line: line ends and blanks that count are written so that they do.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        if !out.is_empty() || text.starts_with('\n') {
            out.push_str("<br/>");
        }
        let mut blank = true;
        for sign in xml(line).chars() {
            if sign == ' ' && blank {
                out.push_str("&#160;");
            } else {
                out.push(sign);
            }
            blank = sign == ' ';
        }
    }
    out
}

fn identifier(place: usize) -> String {
    format!("c{}", place + 1)
}

struct Item {
    declarations: String,
    body: String,
    processing: String,
}

fn item(number: usize, body: &Body) -> String {
    let mut item = Item { declarations: String::new(), body: String::new(), processing: String::new() };
    item.write(body);
    let feedback = if body.explanation.is_empty() {
        String::new()
    } else {
        format!(
            "<qti-modal-feedback outcome-identifier=\"FEEDBACK\" identifier=\"explanation\" show-hide=\"show\"><qti-content-body><p>{}</p></qti-content-body></qti-modal-feedback>\n",
            inline(&body.explanation)
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<qti-assessment-item xmlns=\"{NAMESPACE}\" identifier=\"q{number}\" title=\"{number}\" adaptive=\"false\" time-dependent=\"false\" xml:lang=\"zh-CN\">\n\
         {}<qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\"/>\n<qti-outcome-declaration identifier=\"FEEDBACK\" cardinality=\"single\" base-type=\"identifier\"/>\n\
         <qti-item-body>{}</qti-item-body>\n{}{feedback}</qti-assessment-item>\n",
        item.declarations,
        item.body,
        item.processing()
    )
}

impl Item {
    fn declare(
        &mut self,
        identifier: &str,
        cardinality: &str,
        kind: &str,
        right: &[String],
        mapped: &[String],
    ) {
        self.declarations.push_str(&format!(
            "<qti-response-declaration identifier=\"{identifier}\" cardinality=\"{cardinality}\" base-type=\"{kind}\"><qti-correct-response>"
        ));
        for value in right {
            self.declarations.extend(["<qti-value>", &xml(value), "</qti-value>"]);
        }
        self.declarations.push_str("</qti-correct-response>");
        if mapped.len() > 1 {
            self.declarations.push_str("<qti-mapping default-value=\"0\">");
            for value in mapped {
                self.declarations
                    .push_str(&format!("<qti-map-entry map-key=\"{}\" mapped-value=\"1\"/>", xml(value)));
            }
            self.declarations.push_str("</qti-mapping>");
        }
        self.declarations.push_str("</qti-response-declaration>\n");
    }

    fn processing(&self) -> String {
        if self.processing.is_empty() {
            return "<qti-response-processing template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"/>\n".to_owned();
        }
        format!(
            "<qti-response-processing><qti-response-condition><qti-response-if><qti-and>{}</qti-and><qti-set-outcome-value identifier=\"SCORE\"><qti-base-value base-type=\"float\">1</qti-base-value></qti-set-outcome-value></qti-response-if></qti-response-condition></qti-response-processing>\n",
            self.processing
        )
    }

    fn prompt(&mut self, body: &Body) {
        self.body.extend(["<p>", &inline(&body.stem), "</p>"]);
    }

    fn choices(&mut self, body: &Body) {
        for (place, option) in body.options.iter().enumerate() {
            let fixed = if option.fixed { " fixed=\"true\"" } else { "" };
            self.body.push_str(&format!(
                "<qti-simple-choice identifier=\"{}\"{fixed}>{}</qti-simple-choice>",
                identifier(place),
                inline(&option.text)
            ));
        }
    }

    fn write(&mut self, body: &Body) {
        let named =
            |places: &[u8]| places.iter().map(|place| identifier(usize::from(*place))).collect::<Vec<_>>();
        match &body.key {
            Key::Options { right } => {
                let single = body.kind == Kind::Single;
                let cardinality = if single { "single" } else { "multiple" };
                self.declare("RESPONSE", cardinality, "identifier", &named(right), &[]);
                self.prompt(body);
                let most = if single { 1 } else { 0 };
                self.body.push_str(&format!(
                    "<qti-choice-interaction response-identifier=\"RESPONSE\" shuffle=\"true\" max-choices=\"{most}\">"
                ));
                self.choices(body);
                self.body.push_str("</qti-choice-interaction>");
            }
            Key::Truth { value } => {
                self.declare("RESPONSE", "single", "identifier", &[value.to_string()], &[]);
                self.prompt(body);
                self.body.push_str(
                    "<qti-choice-interaction response-identifier=\"RESPONSE\" shuffle=\"false\" max-choices=\"1\">\
                     <qti-simple-choice identifier=\"true\">正确</qti-simple-choice><qti-simple-choice identifier=\"false\">错误</qti-simple-choice></qti-choice-interaction>",
                );
            }
            Key::Order { order } => {
                self.declare("RESPONSE", "ordered", "identifier", &named(order), &[]);
                self.prompt(body);
                self.body
                    .push_str("<qti-order-interaction response-identifier=\"RESPONSE\" shuffle=\"true\">");
                self.choices(body);
                self.body.push_str("</qti-order-interaction>");
            }
            Key::Pairs { pairs } => self.pairs(body, pairs),
            Key::Blanks { .. } => self.blanks(body),
        }
    }

    fn pairs(&mut self, body: &Body, pairs: &[u8]) {
        let right: Vec<String> = pairs
            .iter()
            .enumerate()
            .map(|(prompt, place)| format!("p{} {}", prompt + 1, identifier(usize::from(*place))))
            .collect();
        self.declare("RESPONSE", "multiple", "directedPair", &right, &[]);
        self.prompt(body);
        self.body.push_str(
            "<qti-match-interaction response-identifier=\"RESPONSE\" shuffle=\"true\" max-associations=\"0\"><qti-simple-match-set>",
        );
        let choice = |identifier: &str, most: usize, text: &str| {
            format!(
                "<qti-simple-associable-choice identifier=\"{identifier}\" match-max=\"{most}\">{}</qti-simple-associable-choice>",
                inline(text)
            )
        };
        for (place, prompt) in body.prompts.iter().enumerate() {
            self.body.push_str(&choice(&format!("p{}", place + 1), 1, prompt));
        }
        self.body.push_str("</qti-simple-match-set><qti-simple-match-set>");
        for (place, option) in body.options.iter().enumerate() {
            self.body.push_str(&choice(&identifier(place), body.prompts.len(), &option.text));
        }
        self.body.push_str("</qti-simple-match-set></qti-match-interaction>");
    }

    fn blanks(&mut self, body: &Body) {
        let Key::Blanks { blanks, .. } = &body.key else { return };
        let mut stem = inline(&body.stem);
        while stem.contains("_____") {
            stem = stem.replace("_____", "____");
        }
        let mut parts = stem.split("____");
        self.body.extend(["<p>", parts.next().unwrap_or_default()]);
        for (place, part) in parts.enumerate() {
            let name = format!("RESPONSE{}", place + 1);
            self.body.push_str(&format!("<qti-text-entry-interaction response-identifier=\"{name}\"/>"));
            self.body.push_str(part);
            let Some(blank) = blanks.get(place) else { continue };
            match &blank.number {
                Some(number) if blank.accepted.is_empty() => {
                    self.declare(&name, "single", "float", std::slice::from_ref(&number.value), &[]);
                    let tolerance = number.tolerance.as_deref().unwrap_or("0");
                    self.processing.push_str(&format!(
                        "<qti-equal tolerance-mode=\"absolute\" tolerance=\"{0} {0}\"><qti-variable identifier=\"{name}\"/><qti-correct identifier=\"{name}\"/></qti-equal>",
                        xml(tolerance)
                    ));
                }
                number => {
                    let texts: Vec<String> = blank
                        .accepted
                        .iter()
                        .chain(number.as_ref().map(|number| &number.value))
                        .cloned()
                        .collect();
                    self.declare(&name, "single", "string", texts.get(..1).unwrap_or_default(), &texts);
                    self.processing.push_str(&format!(
                        "<qti-equal tolerance-mode=\"exact\"><qti-map-response identifier=\"{name}\"/><qti-base-value base-type=\"float\">1</qti-base-value></qti-equal>"
                    ));
                }
            }
        }
        self.body.push_str("</p>");
    }
}
