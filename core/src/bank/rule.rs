//! What a question must be before anyone is asked it, and how its life goes on.

use std::collections::BTreeSet;

use super::model::{BlankKey, Body, Key, Kind, MOST_OPTIONS, Numeric, QuestionInput, QuestionState};
use crate::kernel::{Issue, PersonId, decimal::Decimal};

crate::codes! {
    /// What is wrong with the body of a question, whoever wrote it.
    pub enum Flaw in "bank" {
        EmptyStem = "empty_stem",
        /// A stem, an option, an answer or an explanation over its limit.
        TooLong = "too_long",
        TooFewOptions = "too_few_options",
        TooManyOptions = "too_many_options",
        EmptyOption = "empty_option",
        /// Two options read the same: which of them is right can't be said.
        SameOption = "same_option_twice",
        /// A true/false or blank question has no options.
        OptionsNotWanted = "options_not_wanted",
        /// The key has the shape of another kind.
        KeyOfOtherKind = "key_of_other_kind",
        NoRightOption = "no_right_option",
        /// A single has exactly one.
        SeveralRight = "several_right_options",
        KeyWithoutOption = "key_without_option",
        NoBlank = "no_blank_in_stem",
        /// The stem has another number of blanks than the key.
        BlankCount = "blank_count",
        BlankWithoutAnswer = "blank_without_answer",
        BadNumber = "bad_number",
        /// The right order must name every option once.
        OrderIncomplete = "order_incomplete",
        TooFewPrompts = "too_few_prompts",
        TooManyPrompts = "too_many_prompts",
        EmptyPrompt = "empty_prompt",
        SamePrompt = "same_prompt_twice",
        /// Only a matching question has prompts.
        PromptsNotWanted = "prompts_not_wanted",
        /// Each prompt has its option.
        PairCount = "pair_count",
    }
}

crate::codes! {
    /// Why a question can't go on to another state.
    pub enum Barred in "bank" {
        WrongState = "wrong_state",
        /// The reviewer is never the author.
        OwnReview = "own_review",
    }
}

crate::codes! {
    /// What is wrong with how a question is filed, or with what is said of it.
    pub enum BankIssue in "bank" {
        TopicUnknown = "topic_unknown",
        /// Difficulty goes from 1 to 5.
        LabelRange = "label_range",
        ClauseUnknown = "clause_unknown",
        /// Warning: 【依据】 names something that the archive doesn't have.
        ClauseNotFound = "clause_not_found",
        TooManyClauses = "too_many_clauses",
        /// Nothing to take, or more than goes at once.
        NothingToAccept = "nothing_to_accept",
        TooManyQuestions = "too_many_questions",
        /// Who sends back or retires says why.
        WordsMissing = "words_missing",
        WordsTooLong = "words_too_long",
        NothingToExport = "nothing_to_export",
        TooManyToExport = "too_many_to_export",
        /// What a column is said to hold is nothing that a column can.
        UnknownMapping = "unknown_mapping",
    }
}

pub const MAX_CLAUSES: usize = 10;
/// A unit with more would hold the others up.
pub const MAX_AT_ONCE: usize = 200;
pub const MAX_WORDS: usize = 500;
pub const MAX_STEM: usize = 4000;
pub const MAX_OPTION: usize = 1000;
pub const MAX_EXPLANATION: usize = 4000;
pub const MAX_ANSWER: usize = 200;
pub const MAX_ACCEPTED: usize = 20;
/// A paper has room to shuffle no more.
pub const MAX_PROMPTS: usize = 8;

/// The number of blanks in a stem: runs of four or more underscores.
#[must_use]
pub fn blanks(stem: &str) -> usize {
    stem.split(|sign| sign != '_').filter(|run| run.len() >= 4).count()
}

/// The body as it is kept: no control characters, no blanks around texts, the key in order.
#[must_use]
pub fn tidied(mut body: Body) -> Body {
    body.stem = plain(&body.stem);
    body.explanation = plain(&body.explanation);
    for option in &mut body.options {
        option.text = plain(&option.text);
        // Items that stay where they were written could tell the key.
        option.fixed &= !matches!(body.kind, Kind::Ordering | Kind::Matching);
    }
    for prompt in &mut body.prompts {
        *prompt = plain(prompt);
    }
    match &mut body.key {
        Key::Options { right } => {
            right.sort_unstable();
            right.dedup();
        }
        Key::Blanks { blanks, .. } => {
            for text in blanks.iter_mut().flat_map(|blank| &mut blank.accepted) {
                *text = plain(text);
            }
        }
        Key::Truth { .. } | Key::Order { .. } | Key::Pairs { .. } => {}
    }
    body
}

/// The input as it is kept: the body tidied, no clause twice.
#[must_use]
pub fn kept(mut input: QuestionInput) -> QuestionInput {
    let mut seen = BTreeSet::new();
    input.clauses.retain(|clause| seen.insert(*clause));
    QuestionInput { body: tidied(input.body), ..input }
}

/// What is wrong with label and clauses; whether they exist is asked elsewhere.
#[must_use]
pub fn check_filing(input: &QuestionInput) -> Vec<Issue> {
    let mut issues = Vec::new();
    if !(1..=5).contains(&input.label) {
        issues.push(BankIssue::LabelRange.at("/label"));
    }
    if input.clauses.len() > MAX_CLAUSES {
        issues.push(BankIssue::TooManyClauses.at("/clauses").with("most", MAX_CLAUSES));
    }
    issues
}

/// What is wrong with the number of questions taken at once.
#[must_use]
pub fn check_count(count: usize) -> Vec<Issue> {
    match count {
        0 => vec![BankIssue::NothingToAccept.at("/items")],
        1..=MAX_AT_ONCE => Vec::new(),
        _ => vec![BankIssue::TooManyQuestions.at("/items").with("most", MAX_AT_ONCE).with("found", count)],
    }
}

/// What is wrong with the words of who sends back or retires.
#[must_use]
pub fn check_words(words: &str, at: &str) -> Vec<Issue> {
    match words.chars().count() {
        0 => vec![BankIssue::WordsMissing.at(at)],
        1..=MAX_WORDS => Vec::new(),
        _ => vec![BankIssue::WordsTooLong.at(at).with("most", MAX_WORDS)],
    }
}

/// Text without control characters other than line ends, and without blanks around it.
#[must_use]
pub fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let seen: String = text.chars().filter(|sign| !sign.is_control() || *sign == '\n').collect();
    seen.trim_matches(|sign: char| sign.is_whitespace() || sign == '\u{FEFF}').to_owned()
}

/// Everything that is wrong with a body, each at its JSON pointer.
#[must_use]
pub fn validate(body: &Body) -> Vec<Issue> {
    let mut issues = Vec::new();
    if body.stem.trim().is_empty() {
        issues.push(Flaw::EmptyStem.at("/stem"));
    }
    limit(&body.stem, MAX_STEM, "/stem", &mut issues);
    limit(&body.explanation, MAX_EXPLANATION, "/explanation", &mut issues);
    if body.kind != Kind::Matching && !body.prompts.is_empty() {
        issues.push(Flaw::PromptsNotWanted.at("/prompts").with("kind", body.kind.as_str()));
    }
    match (body.kind, &body.key) {
        (Kind::Single | Kind::Multiple, Key::Options { right }) => {
            check_options(body, &mut issues);
            check_right(body.kind, right, body.options.len(), &mut issues);
        }
        (Kind::TrueFalse, Key::Truth { .. }) => no_options(body, &mut issues),
        (Kind::Blank, Key::Blanks { blanks, .. }) => {
            no_options(body, &mut issues);
            check_blanks(&body.stem, blanks, &mut issues);
        }
        (Kind::Ordering, Key::Order { order }) => {
            check_options(body, &mut issues);
            check_order(order, body.options.len(), &mut issues);
        }
        (Kind::Matching, Key::Pairs { pairs }) => {
            check_options(body, &mut issues);
            check_prompts(&body.prompts, &mut issues);
            check_pairs(pairs, body, &mut issues);
        }
        _ => issues.push(Flaw::KeyOfOtherKind.at("/key").with("kind", body.kind.as_str())),
    }
    issues
}

fn limit(text: &str, most: usize, at: &str, issues: &mut Vec<Issue>) {
    let length = text.chars().count();
    if length > most {
        issues.push(Flaw::TooLong.at(at).with("most", most).with("length", length));
    }
}

fn no_options(body: &Body, issues: &mut Vec<Issue>) {
    if !body.options.is_empty() {
        issues.push(Flaw::OptionsNotWanted.at("/options").with("kind", body.kind.as_str()));
    }
}

fn check_options(body: &Body, issues: &mut Vec<Issue>) {
    let count = body.options.len();
    if count < 2 {
        issues.push(Flaw::TooFewOptions.at("/options").with("count", count));
    }
    if count > usize::from(MOST_OPTIONS) {
        issues.push(Flaw::TooManyOptions.at("/options").with("most", MOST_OPTIONS));
    }
    let mut seen = BTreeSet::new();
    for (place, option) in body.options.iter().enumerate() {
        let (at, text) = (format!("/options/{place}/text"), option.text.trim());
        limit(text, MAX_OPTION, &at, issues);
        if text.is_empty() {
            issues.push(Flaw::EmptyOption.at(at).with("letter", letter(place)));
        } else if !seen.insert(text) {
            issues.push(Flaw::SameOption.at(at).with("letter", letter(place)).with("text", text));
        }
    }
}

/// The letter of an option by its place; `?` beyond Z.
#[must_use]
pub fn letter(place: usize) -> String {
    u8::try_from(place)
        .ok()
        .filter(|place| *place < 26)
        .map_or('?', |place| char::from(b'A' + place))
        .to_string()
}

fn check_right(kind: Kind, right: &[u8], options: usize, issues: &mut Vec<Issue>) {
    let distinct: BTreeSet<u8> = right.iter().copied().collect();
    if distinct.is_empty() {
        issues.push(Flaw::NoRightOption.at("/key"));
    }
    if kind == Kind::Single && distinct.len() > 1 {
        issues.push(Flaw::SeveralRight.at("/key").with("count", distinct.len()));
    }
    check_there(distinct, options, issues);
}

fn check_there(places: impl IntoIterator<Item = u8>, options: usize, issues: &mut Vec<Issue>) {
    for place in places.into_iter().map(usize::from).filter(|place| *place >= options) {
        issues.push(Flaw::KeyWithoutOption.at("/key").with("letter", letter(place)));
    }
}

fn check_order(order: &[u8], options: usize, issues: &mut Vec<Issue>) {
    let distinct: BTreeSet<u8> = order.iter().copied().collect();
    if order.len() != options || distinct.len() != options {
        issues.push(Flaw::OrderIncomplete.at("/key").with("options", options).with("in_key", distinct.len()));
    }
    check_there(distinct, options, issues);
}

fn check_prompts(prompts: &[String], issues: &mut Vec<Issue>) {
    if prompts.len() < 2 {
        issues.push(Flaw::TooFewPrompts.at("/prompts").with("count", prompts.len()));
    }
    if prompts.len() > MAX_PROMPTS {
        issues.push(Flaw::TooManyPrompts.at("/prompts").with("most", MAX_PROMPTS));
    }
    let mut seen = BTreeSet::new();
    for (place, prompt) in prompts.iter().enumerate() {
        let (at, text) = (format!("/prompts/{place}"), prompt.trim());
        limit(text, MAX_OPTION, &at, issues);
        if text.is_empty() {
            issues.push(Flaw::EmptyPrompt.at(at).with("prompt", place + 1));
        } else if !seen.insert(text) {
            issues.push(Flaw::SamePrompt.at(at).with("prompt", place + 1).with("text", text));
        }
    }
}

fn check_pairs(pairs: &[u8], body: &Body, issues: &mut Vec<Issue>) {
    if pairs.len() != body.prompts.len() {
        let issue = Flaw::PairCount.at("/key").with("prompts", body.prompts.len());
        issues.push(issue.with("in_key", pairs.len()));
    }
    check_there(pairs.iter().copied().collect::<BTreeSet<u8>>(), body.options.len(), issues);
}

fn check_blanks(stem: &str, keys: &[BlankKey], issues: &mut Vec<Issue>) {
    let count = blanks(stem);
    if count == 0 {
        issues.push(Flaw::NoBlank.at("/stem"));
    } else if count != keys.len() {
        issues.push(Flaw::BlankCount.at("/key").with("in_stem", count).with("in_key", keys.len()));
    }
    for (place, key) in keys.iter().enumerate() {
        let at = format!("/key/blanks/{place}");
        if key.number.is_none() && key.accepted.iter().all(|text| text.trim().is_empty()) {
            issues.push(Flaw::BlankWithoutAnswer.at(&at).with("blank", place + 1));
        }
        if key.accepted.len() > MAX_ACCEPTED {
            issues.push(Flaw::TooLong.at(&at).with("most", MAX_ACCEPTED).with("length", key.accepted.len()));
        }
        for text in &key.accepted {
            limit(text, MAX_ANSWER, &at, issues);
        }
        if key.number.as_ref().is_some_and(|number| !is_sound(number)) {
            issues.push(Flaw::BadNumber.at(format!("{at}/number")).with("blank", place + 1));
        }
    }
}

fn is_sound(number: &Numeric) -> bool {
    let tolerance = number.tolerance.as_deref().map(Decimal::parse);
    Decimal::parse(&number.value).is_some()
        && tolerance.is_none_or(|tolerance| tolerance.is_some_and(|tolerance| !tolerance.is_negative()))
}

/// The author gives a draft to review.
///
/// # Errors
/// `WrongState` for anything but a draft.
pub const fn submit(state: QuestionState) -> Result<QuestionState, Barred> {
    match state {
        QuestionState::Draft => Ok(QuestionState::InReview),
        _ => Err(Barred::WrongState),
    }
}

/// A second person finds it good: it is live.
///
/// # Errors
/// `OwnReview` for the author, `WrongState` for anything not in review.
pub fn accept(state: QuestionState, author: PersonId, reviewer: PersonId) -> Result<QuestionState, Barred> {
    review(state, author, reviewer, QuestionState::Live)
}

/// A second person gives it back to the author.
///
/// # Errors
/// As [`accept`].
pub fn send_back(
    state: QuestionState,
    author: PersonId,
    reviewer: PersonId,
) -> Result<QuestionState, Barred> {
    review(state, author, reviewer, QuestionState::Draft)
}

fn review(
    state: QuestionState,
    author: PersonId,
    reviewer: PersonId,
    next: QuestionState,
) -> Result<QuestionState, Barred> {
    match state {
        QuestionState::InReview if author == reviewer => Err(Barred::OwnReview),
        QuestionState::InReview => Ok(next),
        _ => Err(Barred::WrongState),
    }
}

/// A new revision starts the life again; what papers drew keeps the revision they drew.
///
/// # Errors
/// `WrongState` while somebody reviews it, or once it is retired.
pub const fn revise(state: QuestionState) -> Result<QuestionState, Barred> {
    match state {
        QuestionState::Draft | QuestionState::Live | QuestionState::Stale => Ok(QuestionState::Draft),
        QuestionState::InReview | QuestionState::Retired => Err(Barred::WrongState),
    }
}

/// Taken out of use for good, from any state.
///
/// # Errors
/// `WrongState` if it already is.
pub const fn retire(state: QuestionState) -> Result<QuestionState, Barred> {
    match state {
        QuestionState::Retired => Err(Barred::WrongState),
        _ => Ok(QuestionState::Retired),
    }
}

/// A clause it rests on was superseded: a live question is no longer drawn until it is revised.
#[must_use]
pub const fn superseded(state: QuestionState) -> QuestionState {
    match state {
        QuestionState::Live => QuestionState::Stale,
        other => other,
    }
}

#[cfg(test)]
mod tests;
