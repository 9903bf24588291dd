//! 分值导入: a month's scores for one component from a workbook, row by row. One value a person,
//! component and month; a second import updates it. Pure.

use std::collections::{HashMap, HashSet};

use super::{exact::Amount, model::Component};
use crate::{
    kernel::{
        Issue, PersonId, Points, Result,
        sheet::{self, Cell, Row},
    },
    people::{Person, PersonState, import::Action},
};

crate::codes! {
    /// What can be wrong with a row of scores.
    pub enum ValueIssue in "standing" {
        /// Nobody has this number. Param `number`.
        UnknownNumber = "unknown_number",
        RepeatedNumber = "repeated_number",
        /// The name is another's. Params `found`, `registered`.
        NameDiffers = "name_differs",
        PersonHasLeft = "person_has_left",
        /// Not a decimal of at most four places from 0 to 100. Param `found`.
        NotAScore = "not_a_score",
        /// Nobody imports a value of the own.
        OwnValue = "own_value",
    }
}

/// A row of the workbook and what it would do.
#[derive(Clone, Debug)]
pub struct PlannedValue {
    pub row: usize,
    pub number: String,
    pub name: String,
    /// As it was written.
    pub value: String,
    pub action: Action,
    pub issues: Vec<Issue>,
    /// What would be written, of whom.
    pub taken: Option<(PersonId, Amount)>,
}

/// The columns for a component; the last one names it, so that the wrong file is noticed.
#[must_use]
pub const fn columns(component: Component) -> [&'static str; 3] {
    let score = match component {
        Component::Skill => "业务技能得分",
        Component::Performance => "服务业绩得分",
        Component::Conduct => "工作作风得分",
    };
    ["工号", "姓名", score]
}

/// The workbook to fill in, with everyone who is ranked in it.
///
/// # Errors
/// `Internal` for what a workbook can't hold.
pub fn template(component: Component, people: &HashMap<String, Person>) -> Result<Vec<u8>> {
    let mut ranked: Vec<&Person> = people
        .values()
        .filter(|person| person.group.is_some() && person.state == PersonState::Active)
        .collect();
    ranked.sort_by(|a, b| a.number.cmp(&b.number));
    let rows: Vec<Vec<Cell>> = ranked
        .into_iter()
        .map(|person| vec![person.number.clone().into(), person.name.clone().into(), Cell::Empty])
        .collect();
    sheet::write("分值", &columns(component), &rows)
}

/// Reads a workbook and compares it with the people there are and the values that stand. `by` is
/// who imports it.
///
/// # Errors
/// `Invalid` for a workbook that can't be read at all; faults of rows are in the rows.
pub fn plan(
    bytes: &[u8],
    component: Component,
    people: &HashMap<String, Person>,
    standing: &HashMap<PersonId, Amount>,
    by: PersonId,
) -> Result<Vec<PlannedValue>> {
    let rows = sheet::read(bytes, &columns(component))?;
    let mut seen = HashSet::with_capacity(rows.len());
    Ok(rows.iter().map(|row| plan_row(row, people, standing, by, &mut seen)).collect())
}

fn plan_row<'a>(
    row: &'a Row,
    people: &HashMap<String, Person>,
    standing: &HashMap<PersonId, Amount>,
    by: PersonId,
    seen: &mut HashSet<&'a str>,
) -> PlannedValue {
    let (number, name, written) = (row.cell(0), row.cell(1), row.cell(2));
    let at = |field: &str| format!("/row/{}/{field}", row.no);
    let mut issues = Vec::new();
    if !seen.insert(number) {
        issues.push(ValueIssue::RepeatedNumber.at(at("number")));
    }
    let person = people.get(number);
    match person {
        None => issues.push(ValueIssue::UnknownNumber.at(at("number")).with("number", number)),
        Some(person) => {
            if !name.is_empty() && name != person.name {
                let issue = ValueIssue::NameDiffers.at(at("name")).with("found", name);
                issues.push(issue.with("registered", person.name.clone()));
            }
            if person.state == PersonState::Left {
                issues.push(ValueIssue::PersonHasLeft.at(at("number")));
            }
            if person.id == by && !written.is_empty() {
                issues.push(ValueIssue::OwnValue.at(at("number")));
            }
        }
    }
    let value = score(written);
    if value.is_none() && !written.is_empty() {
        issues.push(ValueIssue::NotAScore.at(at("value")).with("found", written));
    }
    let taken = person.map(|person| person.id).zip(value).filter(|_| issues.is_empty());
    let action = match taken {
        _ if !issues.is_empty() => Action::Error,
        // A row that was left empty says nothing.
        None => Action::Unchanged,
        Some((person, value)) => match standing.get(&person) {
            None => Action::Create,
            Some(stands) if *stands == value => Action::Unchanged,
            Some(_) => Action::Update,
        },
    };
    PlannedValue {
        row: row.no,
        number: number.to_owned(),
        name: name.to_owned(),
        value: written.to_owned(),
        action,
        issues,
        taken,
    }
}

fn score(text: &str) -> Option<Amount> {
    let value: Amount = text.parse().ok()?;
    (Amount::default()..=Amount::from(Points::whole(100))).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kernel::Roles, people::Post};
    use uuid::Uuid;

    fn people() -> HashMap<String, Person> {
        [
            ("W1", "甲", 1, PersonState::Active),
            ("W2", "乙", 2, PersonState::Left),
            ("M1", "丙", 3, PersonState::Active),
        ]
        .into_iter()
        .map(|(number, name, id, state)| {
            let person = Person {
                id: PersonId(Uuid::from_u128(id)),
                number: number.into(),
                name: name.into(),
                department: None,
                group: None,
                post: Post::Frontdesk,
                window_no: None,
                party_member: false,
                roles: Roles::default(),
                state,
                version: 1,
            };
            (number.to_owned(), person)
        })
        .collect()
    }
    fn planned(rows: &[[&str; 3]], standing: &HashMap<PersonId, Amount>) -> Vec<(Action, Vec<&'static str>)> {
        let rows: Vec<Vec<Cell>> =
            rows.iter().map(|row| row.iter().map(|text| Cell::from(*text)).collect()).collect();
        let book = sheet::write("分值", &columns(Component::Conduct), &rows).unwrap();
        let by = PersonId(Uuid::from_u128(3));
        plan(&book, Component::Conduct, &people(), standing, by)
            .unwrap()
            .into_iter()
            .map(|row| (row.action, row.issues.iter().map(|issue| issue.fault.code).collect()))
            .collect()
    }

    #[test]
    fn each_fault_of_a_row_is_named() {
        let rows = [
            ["W1", "", "95.5"],
            ["W1", "丁", "101"],
            ["W2", "乙", "九十"],
            ["W9", "", "1"],
            ["M1", "丙", "100"],
        ];
        assert_eq!(
            planned(&rows, &HashMap::new()),
            [
                (Action::Create, vec![]),
                (
                    Action::Error,
                    vec!["standing.repeated_number", "standing.name_differs", "standing.not_a_score"]
                ),
                (Action::Error, vec!["standing.person_has_left", "standing.not_a_score"]),
                (Action::Error, vec!["standing.unknown_number"]),
                (Action::Error, vec!["standing.own_value"]),
            ]
        );
    }

    #[test]
    fn importing_again_updates() {
        let standing = HashMap::from([(PersonId(Uuid::from_u128(1)), "95.50".parse().unwrap())]);
        assert_eq!(planned(&[["W1", "甲", "95.5"]], &standing), [(Action::Unchanged, vec![])]);
        assert_eq!(planned(&[["W1", "甲", "96"]], &standing), [(Action::Update, vec![])]);
        assert_eq!(planned(&[["W1", "甲", ""]], &standing), [(Action::Unchanged, vec![])]);
    }

    #[test]
    fn the_file_of_another_component_is_noticed() {
        let book = template(Component::Performance, &people()).unwrap();
        assert!(plan(&book, Component::Conduct, &people(), &HashMap::new(), PersonId(Uuid::nil())).is_err());
    }
}
