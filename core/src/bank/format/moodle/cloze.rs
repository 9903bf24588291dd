//! Embedded answers, `{1:SHORTANSWER:=Paris~%50%Marseille}`: each becomes a blank. What a choice
//! offered is shown beside its blank.

use super::super::{
    Unclear, at,
    build::Draft,
    gift::mark::{self, Mark},
    html,
};
use crate::bank::model::{BlankKey, Key, Kind, Numeric};

/// The sign that stands for a blank while the text around it is taken for HTML.
const GAP: char = '\u{FDEF}';

pub(super) fn read(draft: &mut Draft, text: &str, as_written: bool) {
    let text = mark::masked(&text.replace(GAP, ""));
    let (mut around, mut blanks, mut offers) = (String::new(), Vec::new(), Vec::new());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        around.push_str(before);
        let found = starts(after).then(|| mark::until_brace(after)).flatten();
        let found = found.and_then(|(inside, after)| Some((embedded(draft, inside)?, after)));
        match found {
            Some(((blank, offer), after)) => {
                around.push(GAP);
                blanks.push(blank);
                offers.push(offer);
                rest = after;
            }
            None => {
                around.push('{');
                rest = after;
            }
        }
    }
    around.push_str(rest);
    let shown = mark::shown(&around);
    let shown = if as_written { shown } else { html::plain(&shown).text };
    // The pictures were told when the stem was read as a whole.
    let mut stem = String::new();
    let mut offers = offers.into_iter();
    for sign in shown.chars() {
        if sign == GAP {
            stem.push_str("____");
            stem.push_str(&offers.next().unwrap_or_default());
        } else {
            stem.push(sign);
        }
    }
    draft.stem = stem;
    draft.kind = Some(Kind::Blank);
    draft.key = (!blanks.is_empty()).then_some(Key::Blanks { blanks, any_order: false });
}

/// Points or nothing, then a colon: other braces are text.
fn starts(text: &str) -> bool {
    text.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ' ').starts_with(':')
}

/// `1:MULTICHOICE:=California#OK~Arizona`, without its braces.
fn embedded(draft: &mut Draft, inside: &str) -> Option<(BlankKey, String)> {
    let (points, rest) = inside.split_once(':')?;
    if !points.trim().chars().all(|sign| sign.is_ascii_digit()) {
        return None;
    }
    let (kind, answers) = rest.split_once(':')?;
    let kind = kind.trim();
    let text = |kind: &str| matches!(kind, "SHORTANSWER" | "SA" | "MW" | "SHORTANSWER_C" | "SAC" | "MWC");
    let number = matches!(kind, "NUMERICAL" | "NM");
    let choice = kind.starts_with("MULTICHOICE")
        || kind.starts_with("MULTIRESPONSE")
        || matches!(kind, "MC" | "MCV" | "MCH" | "MCS" | "MCVS" | "MCHS" | "MR" | "MRH" | "MRS" | "MRHS");
    if !(text(kind) || number || choice) {
        return None;
    }
    let (mut key, mut offered) = (BlankKey::default(), Vec::new());
    for part in answers.split('~') {
        let Mark { text, share, feedback } = mark::of(part);
        let text = html::plain(&text).text;
        if text.is_empty() {
            continue;
        }
        if choice {
            offered.push(text.clone());
        }
        let feedback = html::plain(&feedback).text;
        draft.explain(if text == "*" { "" } else { &text }, &feedback);
        if share >= 99.9 && number {
            key.number = Some(tolerant(&text));
        } else if share >= 99.9 {
            key.accepted.push(text);
        } else if share > 0.0 {
            let fault = Unclear::PartialCredit.at(at(draft.line)).with("text", text);
            draft.warnings.push(fault.with("share", share));
        }
    }
    let mut offer = String::new();
    if choice {
        draft.warnings.push(Unclear::ChoiceAsBlank.at(at(draft.line)).with("offered", offered.join("、")));
        offer.extend(["（", &offered.join("／"), "）"]);
    }
    Some((key, offer))
}

/// `6.25:0.05`.
fn tolerant(text: &str) -> Numeric {
    let (value, tolerance) = text.split_once(':').unwrap_or((text, ""));
    let tolerance = tolerance.trim();
    Numeric {
        value: value.trim().to_owned(),
        tolerance: (!tolerance.is_empty() && tolerance.parse() != Ok(0.0f64)).then(|| tolerance.to_owned()),
        unit: None,
    }
}
