//! One item: its declarations say what is right, its body what is asked.

use std::collections::BTreeMap;

use super::{
    attribute,
    body::{self, Body},
    shared,
};
use crate::bank::{
    format::{ReadItem, Unclear, answer::truth, at, build::Draft, html::Plain, tree::Element},
    model::{BlankKey, Choice, Key, Kind, Numeric},
};

/// What is said of one response before the body.
#[derive(Default)]
struct Declared {
    several: bool,
    numeric: bool,
    right: Vec<String>,
    /// Values with the points they are worth.
    mapped: Vec<(String, f64)>,
    tolerance: Option<String>,
}

impl Declared {
    fn of(element: &Element) -> Self {
        let mut declared = Self {
            several: attribute(element, "cardinality").is_some_and(|what| what != "single"),
            numeric: matches!(attribute(element, "basetype"), Some("float" | "integer")),
            ..Self::default()
        };
        for within in element.all() {
            match shared(&within.name).as_str() {
                "correctresponse" => {
                    declared.right.extend(within.elements().map(|value| value.text().trim().to_owned()))
                }
                "mapentry" => {
                    let worth = attribute(within, "mappedvalue").and_then(|value| value.trim().parse().ok());
                    let key = attribute(within, "mapkey").unwrap_or_default().to_owned();
                    declared.mapped.push((key, worth.unwrap_or_default()));
                }
                _ => {}
            }
        }
        declared
    }

    /// Every value that is worth all there is.
    fn accepted(&self) -> Vec<String> {
        let most = self.mapped.iter().map(|(_, worth)| *worth).fold(0.0, f64::max);
        let best = self.mapped.iter().filter(|(_, worth)| *worth > 0.0 && *worth >= most);
        let mut accepted = self.right.clone();
        for (value, _) in best {
            if !accepted.contains(value) {
                accepted.push(value.clone());
            }
        }
        accepted
    }

    /// Values worth a part of the points.
    fn partly(&self) -> Vec<(&str, f64)> {
        let most = self.mapped.iter().map(|(_, worth)| *worth).fold(0.0, f64::max);
        let part = self
            .mapped
            .iter()
            .filter(|(value, worth)| *worth > 0.0 && *worth < most && !self.right.contains(value));
        part.map(|(value, worth)| (value.as_str(), 100.0 * worth / most)).collect()
    }
}

/// Tolerances that response processing compares with, by the response they are for.
fn tolerances(item: &Element) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for equal in item.all().into_iter().filter(|element| shared(&element.name) == "equal") {
        let tolerance = attribute(equal, "tolerance").and_then(|values| values.split_whitespace().next());
        let absolute = attribute(equal, "tolerancemode") == Some("absolute");
        let of = equal.elements().find(|element| shared(&element.name) == "variable");
        if let (Some(tolerance), true, Some(of)) = (tolerance, absolute, of)
            && let Some(identifier) = attribute(of, "identifier")
        {
            found.insert(identifier.to_owned(), tolerance.to_owned());
        }
    }
    found
}

pub(super) fn read(item: &Element) -> ReadItem {
    let mut draft = Draft::new(item.line);
    let mut declared: BTreeMap<String, Declared> = BTreeMap::new();
    for element in item.elements().filter(|element| shared(&element.name) == "responsedeclaration") {
        let identifier = attribute(element, "identifier").unwrap_or_default().to_owned();
        declared.insert(identifier, Declared::of(element));
    }
    for (identifier, tolerance) in tolerances(item) {
        if let Some(of) = declared.get_mut(&identifier) {
            of.tolerance = Some(tolerance);
        }
    }
    for feedback in item.elements().filter(|element| shared(&element.name) == "modalfeedback") {
        let said = draft_text(&mut draft, feedback);
        draft.explain("", &said);
    }
    let Some(element) = item.elements().find(|element| shared(&element.name) == "itembody") else {
        draft.refuse("assessmentItem");
        return draft.finish();
    };
    let body = Body::of(element);
    draft.stem = draft.taken(body.plain);
    Reader { draft: &mut draft, declared: &declared }.take(&body.interactions);
    draft.finish()
}

fn draft_text(draft: &mut Draft, element: &Element) -> String {
    let mut plain = Plain::default();
    plain.children(element);
    draft.taken(plain.done())
}

struct Reader<'a> {
    draft: &'a mut Draft,
    declared: &'a BTreeMap<String, Declared>,
}

impl Reader<'_> {
    fn declared(&self, interaction: &Element) -> &Declared {
        const NONE: &Declared = &Declared {
            several: false,
            numeric: false,
            right: Vec::new(),
            mapped: Vec::new(),
            tolerance: None,
        };
        attribute(interaction, "responseidentifier").and_then(|of| self.declared.get(of)).unwrap_or(NONE)
    }

    fn take(&mut self, interactions: &[&Element]) {
        let names: Vec<String> = interactions.iter().map(|element| shared(&element.name)).collect();
        let inline = |name: &String| body::is_inline(name);
        match (interactions, names.iter().map(String::as_str).collect::<Vec<_>>().as_slice()) {
            ([], _) => self.draft.refuse("assessmentItem"),
            ([one], ["choiceinteraction"]) => self.choice(one),
            ([one], ["inlinechoiceinteraction"]) => self.choice(one),
            ([one], ["orderinteraction"]) => self.order(one),
            ([one], ["matchinteraction"]) => self.matching(one),
            ([one], ["gapmatchinteraction"]) => self.gaps(one),
            ([one], [_]) if !names.iter().all(inline) => self.draft.refuse(&one.name),
            (all, _) if names.iter().all(inline) => self.blanks(all),
            (all, _) => {
                let names: Vec<&str> = all.iter().map(|element| element.name.as_str()).collect();
                self.draft.refuse(&names.join(" + "));
            }
        }
    }

    fn choices<'b>(&self, interaction: &'b Element, names: [&str; 2]) -> Vec<&'b Element> {
        let all = interaction.all().into_iter();
        all.filter(|element| names.contains(&shared(&element.name).as_str())).collect()
    }

    fn text(&mut self, element: &Element) -> String {
        let mut plain = Plain::default();
        body::shown(&mut plain, element);
        for said in body::feedback(element) {
            let text = self.draft.taken(said.done());
            self.draft.explain("", &text);
        }
        self.draft.taken(plain.done())
    }

    fn choice(&mut self, interaction: &Element) {
        let choices = self.choices(interaction, ["simplechoice", "inlinechoice"]);
        let accepted = self.declared(interaction).accepted();
        let several = self.declared(interaction).several
            || attribute(interaction, "maxchoices").is_some_and(|most| most.trim() != "1");
        let inline = shared(&interaction.name) == "inlinechoiceinteraction";
        let identifiers: Vec<&str> =
            choices.iter().map(|choice| attribute(choice, "identifier").unwrap_or_default()).collect();
        if let (["true", "false"] | ["false", "true"], [value], false) =
            (identifiers.as_slice(), accepted.as_slice(), several)
        {
            self.draft.kind = Some(Kind::TrueFalse);
            self.draft.key = truth(value).map(|value| Key::Truth { value });
            return;
        }
        let mut options = Vec::new();
        for (choice, identifier) in choices.iter().zip(&identifiers) {
            let fixed = attribute(choice, "fixed") == Some("true");
            let right = accepted.iter().any(|value| value == identifier);
            options.push((Choice { text: self.text(choice), fixed }, right));
        }
        self.draft.choose(options, several && !inline);
    }

    fn order(&mut self, interaction: &Element) {
        let choices = self.choices(interaction, ["simplechoice", "simplechoice"]);
        let accepted = self.declared(interaction).right.clone();
        let place = |value: &String| {
            let at =
                choices.iter().position(|choice| attribute(choice, "identifier") == Some(value.as_str()))?;
            u8::try_from(at).ok()
        };
        let order: Vec<u8> = accepted.iter().filter_map(place).collect();
        self.draft.kind = Some(Kind::Ordering);
        self.draft.options =
            choices.iter().map(|choice| Choice { text: self.text(choice), fixed: false }).collect();
        self.draft.key = (!order.is_empty()).then_some(Key::Order { order });
    }

    fn matching(&mut self, interaction: &Element) {
        let sets: Vec<&Element> =
            interaction.elements().filter(|element| shared(&element.name) == "simplematchset").collect();
        let [left, right] = sets.as_slice() else { return self.draft.refuse(&interaction.name) };
        let left = self.choices(left, ["simpleassociablechoice", "simpleassociablechoice"]);
        let right = self.choices(right, ["simpleassociablechoice", "simpleassociablechoice"]);
        self.pair(interaction, &left, &right);
    }

    /// What stands on the left with what is right for it; the left ones become the prompts.
    fn pair(&mut self, interaction: &Element, left: &[&Element], right: &[&Element]) {
        let declared = self.declared(interaction).accepted();
        let all = self.declared(interaction).right.clone();
        let values = if all.is_empty() { declared } else { all };
        let of = |element: &Element| attribute(element, "identifier").unwrap_or_default().to_owned();
        let (mut pairs, mut fit) = (Vec::new(), true);
        for prompt in left {
            let name = of(prompt);
            let partners: Vec<u8> = values
                .iter()
                .filter_map(|pair| {
                    let (one, other) = pair.split_once(char::is_whitespace)?;
                    let (one, other) = (one.trim(), other.trim());
                    let partner = if one == name {
                        other
                    } else if other == name {
                        one
                    } else {
                        return None;
                    };
                    let at = right.iter().position(|option| of(option) == partner)?;
                    u8::try_from(at).ok()
                })
                .collect();
            match partners.as_slice() {
                [one] => pairs.push(*one),
                _ => fit = false,
            }
        }
        self.draft.kind = Some(Kind::Matching);
        self.draft.prompts = left.iter().map(|prompt| self.text(prompt)).collect();
        self.draft.options =
            right.iter().map(|option| Choice { text: self.text(option), fixed: false }).collect();
        if values.is_empty() {
            return;
        }
        if fit {
            self.draft.key = Some(Key::Pairs { pairs });
        } else {
            // None or several for one prompt: no matching of ours.
            self.draft.refuse(&interaction.name);
        }
    }

    /// Texts into gaps: each gap is a prompt, called by its place in the stem.
    fn gaps(&mut self, interaction: &Element) {
        let texts = self.choices(interaction, ["gaptext", "gapimg"]);
        let gaps = self.choices(interaction, ["gap", "gap"]);
        self.pair(interaction, &gaps, &texts);
        self.draft.prompts = (1..=gaps.len()).map(body::gap_name).collect();
    }

    fn blanks(&mut self, interactions: &[&Element]) {
        let mut blanks = Vec::new();
        for interaction in interactions {
            let declared = self.declared(interaction);
            let (accepted, partly) = (declared.accepted(), declared.partly());
            let partly: Vec<(String, f64)> =
                partly.into_iter().map(|(value, share)| (value.to_owned(), share)).collect();
            let (numeric, tolerance) = (declared.numeric, declared.tolerance.clone());
            for (text, share) in partly {
                let fault = Unclear::PartialCredit.at(at(interaction.line));
                self.draft.warnings.push(fault.with("text", text).with("share", share));
            }
            let mut key = BlankKey::default();
            if shared(&interaction.name) == "inlinechoiceinteraction" {
                for choice in self.choices(interaction, ["inlinechoice", "inlinechoice"]) {
                    let right =
                        attribute(choice, "identifier").is_some_and(|own| accepted.iter().any(|v| v == own));
                    if right {
                        key.accepted.push(self.text(choice));
                    }
                }
                let fault = Unclear::ChoiceAsBlank.at(at(interaction.line));
                self.draft.warnings.push(fault.with("offered", body::offered(interaction)));
            } else {
                for value in accepted {
                    if numeric && key.number.is_none() {
                        key.number = Some(Numeric { value, tolerance: tolerance.clone(), unit: None });
                    } else {
                        key.accepted.push(value);
                    }
                }
            }
            blanks.push(key);
        }
        let said = blanks.iter().any(|key| !key.accepted.is_empty() || key.number.is_some());
        self.draft.kind = Some(Kind::Blank);
        self.draft.key = said.then_some(Key::Blanks { blanks, any_order: false });
    }
}
