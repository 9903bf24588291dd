//! What a person's record must be.

use crate::kernel::{Issue, Role};

use super::PersonEdit;

crate::codes! {
    pub enum PeopleIssue in "people" {
        NumberMissing = "number_missing",
        /// Letters, digits, - and _; at most 32.
        NumberForm = "number_form",
        NumberRepeated = "number_repeated",
        NameMissing = "name_missing",
        NameTooLong = "name_too_long",
        PostUnknown = "post_unknown",
        RoleUnknown = "role_unknown",
        YesNoUnknown = "yes_no_unknown",
        DepartmentMissing = "department_missing",
        /// 管理者, 督查 and 管理员 exclude each other in one person.
        RolesExclude = "roles_exclude",
        PersonHasLeft = "person_has_left",
        /// The first admin is made once.
        AdminExists = "admin_exists",
        TooLong = "too_long",
    }
}

/// Roles that one person can't hold together (三员分立).
const APART: [Role; 3] = [Role::Manager, Role::Inspector, Role::Admin];

#[must_use]
pub fn check_number(number: &str, at: &str) -> Vec<Issue> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if number.is_empty() {
        vec![PeopleIssue::NumberMissing.at(at)]
    } else if number.len() > 32 || !number.chars().all(fits) {
        vec![PeopleIssue::NumberForm.at(at)]
    } else {
        Vec::new()
    }
}

/// Every fault of an edit, under `at`.
#[must_use]
pub fn check_edit(edit: &PersonEdit, at: &str) -> Vec<Issue> {
    let mut issues = Vec::new();
    match edit.name.chars().count() {
        0 => issues.push(PeopleIssue::NameMissing.at(format!("{at}/name"))),
        1..=40 => {}
        _ => issues.push(PeopleIssue::NameTooLong.at(format!("{at}/name"))),
    }
    let texts = [("department", &edit.department), ("group", &edit.group), ("window_no", &edit.window_no)];
    for (field, text) in texts {
        if text.as_ref().is_some_and(|text| text.chars().count() > 60) {
            issues.push(PeopleIssue::TooLong.at(format!("{at}/{field}")).with("most", 60));
        }
    }
    if edit.roles.contains(&Role::Head) && edit.department.is_none() {
        issues.push(PeopleIssue::DepartmentMissing.at(format!("{at}/department")));
    }
    if APART.iter().filter(|role| edit.roles.contains(role)).count() > 1 {
        issues.push(PeopleIssue::RolesExclude.at(format!("{at}/roles")));
    }
    issues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Post;

    fn edit(roles: &[Role]) -> PersonEdit {
        PersonEdit {
            name: "示例".to_owned(),
            department: None,
            group: None,
            post: Post::Frontdesk,
            window_no: None,
            party_member: false,
            roles: roles.iter().copied().collect(),
        }
    }

    #[test]
    fn three_offices_are_kept_apart() {
        assert!(check_edit(&edit(&[Role::Manager, Role::Trainer]), "").is_empty());
        let issues = check_edit(&edit(&[Role::Manager, Role::Admin]), "");
        assert_eq!(issues[0].fault.code, "people.roles_exclude");
        assert_eq!(check_edit(&edit(&[Role::Head]), "")[0].fault.code, "people.department_missing");
    }
}
