//! XML from outside, event by event. A document type is refused where it stands, so no entity but
//! the five of XML itself can ever be meant, and nothing outside the file is ever opened.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};

/// What is wrong with a document, and on which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadXml {
    Malformed(usize),
    /// A document type, or an entity of its own.
    Forbidden(usize),
    /// Deeper or larger than any document that people write.
    TooLarge(usize),
}

/// Hands every event on with the line it ends on.
///
/// # Errors
/// What is wrong with the document, and whatever `take` gives.
pub fn each_event<E: From<BadXml>>(
    xml: &str,
    mut take: impl FnMut(Event<'_>, usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = Reader::from_str(xml);
    let (mut at, mut line) = (0, 1);
    loop {
        let event = reader.read_event();
        let end = usize::try_from(reader.buffer_position()).unwrap_or(xml.len()).min(xml.len());
        let passed = xml.as_bytes().get(at..end).unwrap_or_default();
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        at = end;
        match event.map_err(|_| BadXml::Malformed(line))? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(BadXml::Forbidden(line).into()),
            event => take(event, line)?,
        }
    }
}

/// The value of an attribute by its name without a prefix.
#[must_use]
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Every attribute with its name without a prefix.
#[must_use]
pub fn attributes(element: &BytesStart<'_>) -> Vec<(String, String)> {
    let read = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        Some((attribute.key.local_name().as_ref().to_owned(), value))
    };
    element.attributes().flatten().filter_map(read).collect()
}

/// The sign that `&lt;` or `&#21306;` stands for.
///
/// # Errors
/// `Forbidden` for any other name.
pub fn entity(reference: &BytesRef<'_>, line: usize) -> Result<char, BadXml> {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        return Ok(sign);
    }
    Ok(match &*reference.xml10_content() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return Err(BadXml::Forbidden(line)),
    })
}
