//! A document as a tree, piece by piece: what was handed on is let go before the next piece is
//! read. Names stand without their prefix.

use quick_xml::events::{BytesStart, Event};

use crate::kernel::xml::{self, BadXml};

/// No document that people write nests deeper.
const MAX_DEPTH: usize = 100;
/// Elements and texts of one piece.
const MAX_NODES: usize = 100_000;

#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    pub line: usize,
}

#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// Every element within, this one first, in the order of the document.
    pub(super) fn all(&self) -> Vec<&Self> {
        let (mut found, mut open) = (Vec::new(), vec![self]);
        while let Some(element) = open.pop() {
            found.push(element);
            let mut within: Vec<&Self> = element.elements().collect();
            within.reverse();
            open.extend(within);
        }
        found
    }

    /// All text within, as it stands.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.push_text(text),
                Node::Text(part) => text.push_str(part),
            }
        }
    }

    fn push(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }
}

/// The name of the outermost element, without its prefix.
pub(super) fn root(document: &str) -> Option<String> {
    let mut name = None;
    let found: Result<(), Option<BadXml>> = xml::each_event(document, |event, _| match event {
        Event::Start(element) | Event::Empty(element) => {
            name = Some(element.local_name().as_ref().to_owned());
            Err(None)
        }
        _ => Ok(()),
    });
    found.err().and(name)
}

/// The whole document.
pub(super) fn whole(document: &str) -> Result<Element, BadXml> {
    let mut root = None;
    each(document, 0, |element| root = Some(element))?;
    root.ok_or(BadXml::Malformed(1))
}

/// Hands on every element at a depth, 0 being the outermost one.
pub(super) fn each(document: &str, depth: usize, take: impl FnMut(Element)) -> Result<(), BadXml> {
    let mut walk = Walk { depth, level: 0, open: Vec::new(), nodes: 0, take };
    let (mut begun, mut last) = (false, 1);
    xml::each_event(document, |event, line| {
        begun |= matches!(event, Event::Start(_) | Event::Empty(_));
        last = line;
        walk.event(event, line)
    })?;
    // A file cut off in the middle leaves something open.
    if begun && walk.level == 0 { Ok(()) } else { Err(BadXml::Malformed(last)) }
}

struct Walk<F> {
    depth: usize,
    level: usize,
    open: Vec<Element>,
    nodes: usize,
    take: F,
}

impl<F: FnMut(Element)> Walk<F> {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), BadXml> {
        match event {
            Event::Start(element) => self.begin(&element, line)?,
            Event::Empty(element) => {
                self.begin(&element, line)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content(), line)?,
            Event::CData(text) => self.text(&text.xml10_content(), line)?,
            Event::GeneralRef(reference) => {
                let sign = xml::entity(&reference, line)?;
                self.text(sign.encode_utf8(&mut [0; 4]), line)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>, line: usize) -> Result<(), BadXml> {
        if self.level >= self.depth {
            self.count(line)?;
            self.open.push(Element {
                name: element.local_name().as_ref().to_owned(),
                attributes: xml::attributes(element),
                children: Vec::new(),
                line,
            });
        }
        self.level += 1;
        if self.level > MAX_DEPTH { Err(BadXml::TooLarge(line)) } else { Ok(()) }
    }

    fn end(&mut self) {
        self.level = self.level.saturating_sub(1);
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => {
                self.nodes = 0;
                (self.take)(element);
            }
        }
    }

    fn text(&mut self, text: &str, line: usize) -> Result<(), BadXml> {
        if let Some(element) = self.open.last_mut() {
            element.push(text);
            self.count(line)?;
        }
        Ok(())
    }

    fn count(&mut self, line: usize) -> Result<(), BadXml> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(BadXml::TooLarge(line)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_walked_piece_by_piece() {
        let document =
            "<?xml version=\"1.0\"?>\n<q:quiz>\n<a n='1'>x &amp; <![CDATA[<b>]]></a>\n<b><c/>y</b></q:quiz>";
        assert_eq!(root(document).as_deref(), Some("quiz"));
        let mut found = Vec::new();
        each(document, 1, |element| {
            found.push((element.name.clone(), element.line, element.text(), element.all().len()));
        })
        .unwrap();
        assert_eq!(
            found,
            [("a".to_owned(), 3, "x & <b>".to_owned(), 1), ("b".to_owned(), 4, "y".to_owned(), 2)]
        );
        assert_eq!(whole(document).unwrap().child("a").unwrap().attribute("n"), Some("1"));
    }

    #[test]
    fn what_harms_is_refused_with_its_line() {
        let refused = |document: &str| whole(document).err().unwrap();
        assert_eq!(
            refused("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            BadXml::Forbidden(2)
        );
        assert_eq!(refused("<a>\n\n&xxe;</a>"), BadXml::Forbidden(3));
        assert_eq!(refused("<a>\n<b></a>"), BadXml::Malformed(2));
        assert_eq!(refused("<a>\n<b>"), BadXml::Malformed(2));
        assert_eq!(refused(""), BadXml::Malformed(1));
        assert_eq!(refused(&"<a>".repeat(200)), BadXml::TooLarge(1));
        assert_eq!(refused(&format!("<a>{}</a>", "<b/>".repeat(MAX_NODES))), BadXml::TooLarge(1));
    }
}
