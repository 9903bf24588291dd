//! What a body shows, and the interactions in it.

use super::shared;
use crate::bank::format::{
    html::Plain,
    tree::{Element, Node},
};

/// A body as the text of a stem, and what there is to do.
pub(super) struct Body<'a> {
    pub plain: Plain,
    pub interactions: Vec<&'a Element>,
}

/// Whether an interaction stands within a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(name, "textentryinteraction" | "inlinechoiceinteraction")
}

/// How the stem calls a gap, counted from 1.
pub(super) fn gap_name(number: usize) -> String {
    format!("（{number}）")
}

impl<'a> Body<'a> {
    pub(super) fn of(element: &'a Element) -> Self {
        let interactions: Vec<&Element> = element
            .all()
            .into_iter()
            .filter(|element| shared(&element.name).ends_with("interaction"))
            .collect();
        let inline = interactions.iter().filter(|element| is_inline(&shared(&element.name))).count();
        let alone = inline == 1 && interactions.len() == 1;
        let mut flow = Flow { plain: Plain::default(), gaps: 0, alone };
        flow.children(element);
        Body { plain: flow.plain.done(), interactions }
    }
}

struct Flow {
    plain: Plain,
    gaps: usize,
    /// One choice within a line is a question with options, not a blank.
    alone: bool,
}

impl Flow {
    fn children(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.plain.text(text),
                Node::Element(within) => self.element(within),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match shared(&element.name).as_str() {
            "textentryinteraction" => self.plain.text.push_str("____"),
            "inlinechoiceinteraction" if self.alone => self.plain.text.push_str("（　）"),
            "inlinechoiceinteraction" => {
                self.plain.text.extend(["____（", &offered(element), "）"]);
            }
            "gap" => {
                self.gaps += 1;
                self.plain.text.push_str(&gap_name(self.gaps));
            }
            "prompt" => {
                self.plain.line();
                self.children(element);
                self.plain.line();
            }
            // What is offered, not asked.
            "simplechoice"
            | "simplematchset"
            | "gaptext"
            | "gapimg"
            | "simpleassociablechoice"
            | "hottext"
            | "hotspotchoice"
            | "rubricblock"
            | "feedbackinline"
            | "feedbackblock" => {}
            name if name.ends_with("interaction") => {
                self.plain.line();
                self.children(element);
                self.plain.line();
            }
            name => {
                self.plain.open(name, |attribute| element.attribute(attribute));
                self.children(element);
                self.plain.close(name);
            }
        }
    }
}

/// The texts that a choice within a line offers.
pub(super) fn offered(interaction: &Element) -> String {
    let choices = interaction.all().into_iter().filter(|element| shared(&element.name) == "inlinechoice");
    choices.map(|choice| choice.text().trim().to_owned()).collect::<Vec<_>>().join("／")
}

/// The text of a choice, without what is said once it was taken.
pub(super) fn shown(plain: &mut Plain, element: &Element) {
    for node in &element.children {
        match node {
            Node::Text(text) => plain.text(text),
            Node::Element(within) if is_feedback(within) => {}
            Node::Element(within) => {
                let name = within.name.to_lowercase();
                plain.open(&name, |attribute| within.attribute(attribute));
                shown(plain, within);
                plain.close(&name);
            }
        }
    }
}

fn is_feedback(element: &Element) -> bool {
    matches!(shared(&element.name).as_str(), "feedbackinline" | "feedbackblock")
}

/// What is said of a choice once it was taken.
pub(super) fn feedback(element: &Element) -> Vec<Plain> {
    let said = element.all().into_iter().filter(|within| is_feedback(within));
    said.map(|within| {
        let mut plain = Plain::default();
        plain.children(within);
        plain
    })
    .collect()
}
