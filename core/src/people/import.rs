//! 人员导入: what a workbook says of people, row by row, and what taking it would do. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    Person, PersonEdit, Post,
    rule::{self, PeopleIssue},
};
use crate::kernel::{
    Issue, Result, Role,
    sheet::{self, Cell, Row},
};

/// The columns of the template, in order.
pub const COLUMNS: [&str; 8] = ["工号", "姓名", "部门", "窗口大类", "岗位", "窗口号", "是否党员", "角色"];

const ROLES: [(&str, Role); 6] = [
    ("考生", Role::Staff),
    ("培训师", Role::Trainer),
    ("负责人", Role::Head),
    ("管理者", Role::Manager),
    ("督查", Role::Inspector),
    ("管理员", Role::Admin),
];

crate::text_enum! {
    pub enum Action {
        Create = "create",
        Update = "update",
        Unchanged = "unchanged",
        Error = "error",
    }
}

/// A row of the workbook and what it would do.
#[derive(Clone, Debug)]
pub struct PlannedRow {
    pub row: usize,
    pub number: String,
    pub edit: PersonEdit,
    pub action: Action,
    pub issues: Vec<Issue>,
}

/// # Errors
/// `Internal` for what a workbook can't hold.
pub fn template() -> Result<Vec<u8>> {
    let example = ["W001", "张示例", "市场监管局", "企业开办类", "前台窗口", "A01", "是", "考生、培训师"];
    sheet::write("人员", &COLUMNS, &[example.iter().map(|text| Cell::from(*text)).collect()])
}

/// Reads a workbook and compares it with the people there are.
///
/// # Errors
/// `Invalid` for a workbook that can't be read at all; faults of rows are in the rows.
pub fn plan(bytes: &[u8], known: &HashMap<String, Person>) -> Result<Vec<PlannedRow>> {
    let rows = sheet::read(bytes, &COLUMNS)?;
    let mut seen = HashSet::with_capacity(rows.len());
    Ok(rows.iter().map(|row| plan_row(row, known, &mut seen)).collect())
}

fn plan_row<'a>(row: &'a Row, known: &HashMap<String, Person>, seen: &mut HashSet<&'a str>) -> PlannedRow {
    let at = format!("/row/{}", row.no);
    let mut issues = rule::check_number(row.cell(0), &format!("{at}/number"));
    if !row.cell(0).is_empty() && !seen.insert(row.cell(0)) {
        issues.push(PeopleIssue::NumberRepeated.at(format!("{at}/number")));
    }
    let edit = PersonEdit {
        name: row.cell(1).to_owned(),
        department: filled(row.cell(2)),
        group: filled(row.cell(3)),
        post: post(row.cell(4), &at, &mut issues),
        window_no: filled(row.cell(5)),
        party_member: yes(row.cell(6), &at, &mut issues),
        roles: roles(row.cell(7), &at, &mut issues),
    };
    issues.extend(rule::check_edit(&edit, &at));
    let action = match known.get(row.cell(0)) {
        _ if !issues.is_empty() => Action::Error,
        None => Action::Create,
        Some(person) if PersonEdit::of(person) == edit => Action::Unchanged,
        Some(_) => Action::Update,
    };
    PlannedRow { row: row.no, number: row.cell(0).to_owned(), edit, action, issues }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn post(text: &str, at: &str, issues: &mut Vec<Issue>) -> Post {
    match text {
        "前台窗口" | "前台" | "窗口" | "" => Post::Frontdesk,
        "后台" => Post::Backoffice,
        other => {
            issues.push(PeopleIssue::PostUnknown.at(format!("{at}/post")).with("found", other));
            Post::Frontdesk
        }
    }
}

fn yes(text: &str, at: &str, issues: &mut Vec<Issue>) -> bool {
    match text {
        "是" | "党员" | "√" => true,
        "否" | "" | "×" => false,
        other => {
            issues.push(PeopleIssue::YesNoUnknown.at(format!("{at}/party_member")).with("found", other));
            false
        }
    }
}

fn roles(text: &str, at: &str, issues: &mut Vec<Issue>) -> BTreeSet<Role> {
    let mut roles = BTreeSet::from([Role::Staff]);
    for name in
        text.split(['、', ',', '，', ';', '；', '/', ' ']).map(str::trim).filter(|name| !name.is_empty())
    {
        match ROLES.iter().find(|(known, _)| *known == name) {
            Some((_, role)) => {
                roles.insert(*role);
            }
            None => issues.push(PeopleIssue::RoleUnknown.at(format!("{at}/roles")).with("found", name)),
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_reads_as_a_new_person() {
        let rows = plan(&template().unwrap(), &HashMap::new()).unwrap();
        assert_eq!(rows[0].action, Action::Create, "{:?}", rows[0].issues);
        assert!(rows[0].edit.roles.contains(&Role::Trainer));
    }

    #[test]
    fn each_fault_of_a_row_is_named() {
        let bad = ["a b", "", "", "", "楼上", "", "也许", "管理者、督查、厨师"];
        let good = ["W1", "甲", "", "", "", "", "", ""];
        let rows = [bad, good, good].map(|row| row.iter().map(|text| Cell::from(*text)).collect());
        let planned = plan(&sheet::write("人员", &COLUMNS, &rows).unwrap(), &HashMap::new()).unwrap();
        let codes: Vec<_> = planned[0].issues.iter().map(|issue| issue.fault.code).collect();
        assert_eq!(
            codes,
            [
                "people.number_form",
                "people.post_unknown",
                "people.yes_no_unknown",
                "people.role_unknown",
                "people.name_missing",
                "people.roles_exclude"
            ]
        );
        assert_eq!(planned[1].action, Action::Create);
        assert_eq!(planned[2].issues[0].fault.code, "people.number_repeated");
    }
}
