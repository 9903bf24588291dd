//! Lines into raw questions. A text is read from top to bottom with one field open; answers that
//! stand together at the end find their questions by section and number.

use super::{
    MAX_QUESTIONS, ReadOption, Unclear,
    answer::{self, Numbered},
    at,
    line::{self, Label, Numbering, fields, numbered, section_head},
};
use crate::{
    bank::{model::Kind, rule::plain},
    kernel::{Issue, numeral},
};

/// A question as its lines give it.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub line: usize,
    pub number: Option<u64>,
    /// What the section or a tag calls it; the inner none is a kind that isn't read from text.
    pub declared: Option<Option<Kind>>,
    pub stem: String,
    /// What the options are matched to.
    pub prompts: Vec<String>,
    pub options: Vec<ReadOption>,
    /// Answers with their lines, the first of them wins.
    pub answers: Vec<(String, usize)>,
    pub explanation: String,
    pub difficulty: Option<(String, usize)>,
    pub topic: Option<String>,
    pub basis: Vec<String>,
    pub fixed: String,
    pub warnings: Vec<Issue>,
    section: Section,
}

/// Where a question stands: numbers begin again in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Section {
    /// From 0, in order.
    index: usize,
    /// As printed: 一 is 1.
    number: Option<u64>,
    kind: Option<Option<Kind>>,
}

struct Gathering {
    numbering: Numbering,
    items: Vec<Raw>,
    warnings: Vec<Issue>,
    section: Section,
    field: Label,
    due: u64,
    after_blank: bool,
    /// Within the answers at the end, and the section they belong to, if that is said.
    table: Option<Option<Section>>,
}

pub(super) fn gather(text: &str) -> (Vec<Raw>, Vec<Issue>) {
    let lines: Vec<String> = text.replace("\r\n", "\n").split(['\n', '\r']).map(plain).collect();
    let mut gathering = Gathering {
        numbering: numbering(&lines),
        items: Vec::new(),
        warnings: Vec::new(),
        section: Section::default(),
        field: Label::Stem,
        due: 1,
        after_blank: true,
        table: None,
    };
    for (place, line) in lines.iter().enumerate() {
        if line.is_empty() {
            gathering.after_blank = true;
            continue;
        }
        if gathering.items.len() > MAX_QUESTIONS {
            break;
        }
        let next = lines.iter().skip(place + 1).find(|line| !line.is_empty());
        gathering.line(line, place + 1, next.map(String::as_str));
        gathering.after_blank = false;
    }
    // A question whose answer stood at the end was taken up again out of order.
    gathering.items.sort_by_key(|item| item.line);
    (gathering.items, gathering.warnings)
}

fn numbering(lines: &[String]) -> Numbering {
    let begins = |line: &String, numbering| {
        numbered(line, numbering, 1).is_some()
            || (numbering == Numbering::Digits && line::answer_before_number(line).is_some())
    };
    let used = |numbering: &Numbering| {
        lines.iter().any(|line| section_head(line).is_none() && begins(line, *numbering))
    };
    [Numbering::Digits, Numbering::Brackets, Numbering::Chinese]
        .into_iter()
        .find(used)
        .unwrap_or(Numbering::None)
}

/// 参考答案, alone on a line.
fn is_answers_head(line: &str) -> bool {
    let bare = line.trim_matches(['【', '】', ':', '：', ' ', '#', '*', '[', ']']);
    let bare = bare.trim_start_matches("附").trim_start_matches([':', '：', '、', ' ']);
    [
        "答案",
        "参考答案",
        "标准答案",
        "正确答案",
        "答案及解析",
        "参考答案及解析",
        "答案与解析",
        "参考答案与解析",
    ]
    .contains(&bare)
}

/// A line of answers, with its section if it names one.
fn table_line(line: &str) -> Option<(Option<Section>, Vec<Numbered>)> {
    if let Some(entries) = answer::table(line) {
        return Some((None, entries));
    }
    let (number, rest) = if line.starts_with(numeral::is_numeral) {
        numeral::leading(line).and_then(|(number, rest)| Some((Some(number), rest.strip_prefix('、')?)))?
    } else {
        (None, line)
    };
    let (head, answers) = rest.split_at_checked(rest.find(|sign| line::narrow(sign).is_ascii_digit())?)?;
    let head = head.trim_end_matches([':', '：', ' ']);
    let kind = section_head(head).map(|(_, kind)| kind);
    let named = number.is_some() && head.is_empty() || kind.is_some();
    let entries = answer::table(answers).filter(|_| named)?;
    Some((Some(Section { index: 0, number, kind }), entries))
}

impl Gathering {
    fn line(&mut self, line: &str, place: usize, next: Option<&str>) {
        let is_answers = |line: &str| {
            table_line(line).is_some() || self.is_late_answer(line) || self.late_text(line).is_some()
        };
        let follow = next.is_some_and(|next| is_answers(next) || section_head(next).is_some());
        let head = section_head(line).filter(|_| table_line(line).is_none());
        if is_answers_head(line) && !self.items.is_empty() && follow {
            self.table = Some(None);
        } else if let Some((number, kind)) = head {
            if self.table.is_some() && next.is_some_and(is_answers) {
                self.table = Some(Some(Section { index: 0, number, kind: Some(kind) }));
            } else {
                self.begin_section(number, kind);
            }
        } else if !self.take_answers(line, place) && !self.begin_item(line, place) {
            self.continue_item(line, place);
        }
    }

    fn begin_section(&mut self, number: Option<u64>, kind: Option<Kind>) {
        let index = self.section.index + usize::from(!self.items.is_empty());
        self.section = Section { index, number, kind: Some(kind) };
        (self.table, self.due) = (None, 1);
    }

    /// Answers to many questions: a table, or in its place one text to a number.
    fn take_answers(&mut self, line: &str, place: usize) -> bool {
        let labelled = match fields(line).as_slice() {
            [(Some(Label::Answer), content)] => Some(*content),
            _ => None,
        };
        let (section, entries) = match table_line(labelled.unwrap_or(line).trim()) {
            // One number with letters may be the beginning of a question; two are a table.
            Some((section, entries)) if self.table.is_some() || labelled.is_some() || entries.len() > 1 => {
                (section, entries)
            }
            _ if self.table.is_some() => match self.late_text(line) {
                Some(entry) => (None, vec![entry]),
                None => return false,
            },
            _ => return false,
        };
        if self.items.is_empty() {
            return false;
        }
        let section = section.or(self.table.flatten());
        self.table = Some(section);
        for (number, answer) in entries {
            self.answer(section, number, answer, place);
        }
        true
    }

    /// `3. 五日` among the answers at the end, where question 3 is known and no label follows.
    fn late_text(&self, line: &str) -> Option<Numbered> {
        let (number, text) = numbered(line, Numbering::Digits, 0)?;
        let known = self.items.iter().any(|item| item.number == Some(number) && item.answers.is_empty());
        let plain = matches!(fields(text).as_slice(), [(None, _)]) && line::options(text, 0).is_none();
        (known && plain && !text.trim().is_empty()).then(|| (number, text.trim().to_owned()))
    }

    /// `3.【答案】A【解析】…` among the answers at the end: a number that is known, no stem.
    fn is_late_answer(&self, line: &str) -> bool {
        let Some((number, text)) = numbered(line, self.numbering, 0) else { return false };
        let no_stem = matches!(fields(text).first(), Some((Some(Label::Answer), _)));
        no_stem && self.items.iter().any(|item| item.number == Some(number))
    }

    fn begin_item(&mut self, line: &str, place: usize) -> bool {
        let (answer, line) = line::answer_before_number(line)
            .filter(|_| self.numbering == Numbering::Digits)
            .map_or((None, line), |(answer, rest)| (Some(answer), rest));
        let (number, text) = match numbered(line, self.numbering, self.due) {
            Some((number, text)) => (Some(number), text),
            None if self.numbering == Numbering::None && self.is_new_block(line) => (None, line),
            None => return false,
        };
        if number.is_some_and(|number| self.goes_on(number)) {
            return false;
        }
        if self.table.is_some() && self.is_late_answer(line) && self.reopen(number) {
            self.feed(text, place);
            return true;
        }
        self.table = None;
        let mut item =
            Raw { line: place, number, declared: self.section.kind, section: self.section, ..Raw::default() };
        item.answers.extend(answer.map(|answer| (answer.to_owned(), place)));
        if let Some(number) = number {
            item.warnings.extend(self.number_warning(number, place));
            self.due = number.saturating_add(1);
        }
        self.items.push(item);
        self.field = Label::Stem;
        self.feed(text, place);
        true
    }

    /// A list within an explanation counts again from 1 without a pause.
    fn goes_on(&self, number: u64) -> bool {
        let again = number < self.due && self.items.last().is_some_and(|item| item.section == self.section);
        again && !self.after_blank && matches!(self.field, Label::Explanation | Label::Basis)
    }

    fn number_warning(&self, number: u64, place: usize) -> Option<Issue> {
        let section = self.items.iter().rev().take_while(|item| item.section == self.section);
        let mut numbers = section.filter_map(|item| item.number).peekable();
        numbers.peek()?;
        if numbers.any(|known| known == number) {
            Some(Unclear::NumberRepeated.at(at(place)).with("number", number))
        } else {
            (number != self.due)
                .then(|| Unclear::NumberGap.at(at(place)).with("expected", self.due).with("number", number))
        }
    }

    /// Goes back to a question whose answer stands at the end.
    fn reopen(&mut self, number: Option<u64>) -> bool {
        let wanted = |item: &Raw| {
            let section = self.table.flatten().is_none_or(|section| belongs(item, section));
            item.number == number && section && item.answers.is_empty()
        };
        let Some(place) = self.items.iter().position(wanted) else { return false };
        // The open question is always the last one.
        let item = self.items.remove(place);
        self.items.push(item);
        true
    }

    /// Without numbers an empty line parts questions, once there is one.
    fn is_new_block(&self, line: &str) -> bool {
        let labelled = fields(line).first().is_some_and(|(label, _)| label.is_some());
        match self.items.last() {
            None => !labelled,
            Some(item) => {
                let complete = !item.options.is_empty() || !item.answers.is_empty();
                self.after_blank
                    && complete
                    && !labelled
                    && line::options(line, 0).is_none_or(|(lead, _)| !lead.is_empty())
            }
        }
    }

    fn continue_item(&mut self, line: &str, place: usize) {
        if self.items.is_empty() || self.table.is_some() {
            self.warnings.push(Unclear::StrayLine.at(at(place)).with("text", line));
        } else {
            self.feed(line, place);
        }
    }

    fn feed(&mut self, text: &str, place: usize) {
        let Some(item) = self.items.last_mut() else { return };
        for (label, content) in fields(text) {
            match label {
                None => {}
                Some(Label::Kind(kind)) => {
                    item.declared = Some(kind);
                    self.field = Label::Stem;
                }
                Some(label) => self.field = label,
            }
            self.field = item.take(self.field, label.is_some(), content.trim(), place);
        }
    }

    /// Gives an answer of a table to its question: the first of that number that has none yet.
    fn answer(&mut self, section: Option<Section>, number: u64, answer: String, place: usize) {
        let fits = |item: &&mut Raw| {
            item.number == Some(number) && section.is_none_or(|section| belongs(item, section))
        };
        let mut candidates: Vec<&mut Raw> = self.items.iter_mut().filter(fits).collect();
        let open = candidates.iter().position(|item| item.answers.is_empty()).unwrap_or_default();
        match candidates.get_mut(open) {
            Some(item) => item.answers.push((answer, place)),
            None => self.warnings.push(Unclear::AnswerWithoutQuestion.at(at(place)).with("number", number)),
        }
    }
}

/// Whether a question stands in the section that answers at the end name by number or by kind.
fn belongs(item: &Raw, section: Section) -> bool {
    match (section.number, item.section.number) {
        (Some(wanted), Some(number)) => wanted == number,
        (Some(wanted), None) => u64::try_from(item.section.index + 1).is_ok_and(|place| place == wanted),
        (None, _) => section.kind.is_none_or(|kind| item.section.kind == Some(kind)),
    }
}

impl Raw {
    pub(super) fn begun(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    /// Takes a text into a field and says which field is open then.
    fn take(&mut self, field: Label, begins: bool, text: &str, place: usize) -> Label {
        if text.is_empty() {
            return field;
        }
        match field {
            Label::Stem | Label::Kind(_) | Label::Options => return self.take_question(field, text, place),
            Label::Answer if begins || self.answers.is_empty() => self.answers.push((text.to_owned(), place)),
            // Options after the answer, as some write them.
            Label::Answer if self.options.is_empty() && line::options(text, place).is_some() => {
                return self.take_question(Label::Options, text, place);
            }
            Label::Answer | Label::Explanation => {
                append(&mut self.explanation, text);
                return Label::Explanation;
            }
            Label::Basis => {
                self.basis.extend(text.split(['；', ';']).map(plain).filter(|part| !part.is_empty()))
            }
            Label::Prompts => {
                let parts = text.split(['；', ';']).map(plain).filter(|part| !part.is_empty());
                self.prompts.extend(parts);
            }
            Label::Difficulty if begins => self.difficulty = Some((text.to_owned(), place)),
            Label::Topic if begins => self.topic = Some(text.to_owned()),
            Label::Fixed if begins => self.fixed = text.to_owned(),
            Label::Ignored if begins => {}
            Label::Difficulty | Label::Topic | Label::Fixed | Label::Ignored => {
                self.warnings.push(Unclear::StrayLine.at(at(place)).with("text", text));
            }
        }
        field
    }

    fn take_question(&mut self, field: Label, text: &str, place: usize) -> Label {
        match line::options(text, place) {
            Some((lead, options)) if lead.trim().is_empty() || self.options.is_empty() => {
                if !lead.trim().is_empty() {
                    append(&mut self.stem, lead.trim());
                }
                self.options.extend(options);
                Label::Options
            }
            _ => match self.options.last_mut().filter(|_| field == Label::Options) {
                Some(option) => {
                    option.text.push_str(text);
                    field
                }
                None => {
                    append(&mut self.stem, text);
                    Label::Stem
                }
            },
        }
    }
}

fn append(field: &mut String, text: &str) {
    if !field.is_empty() {
        field.push('\n');
    }
    field.push_str(text);
}
