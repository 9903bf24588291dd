//! People as they travel; other words show people by [`PersonRef`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    access::service::FirstPassword as CoreFirstPassword,
    kernel::{DepartmentId, PersonId, Role},
    people::{
        self, GroupId, PersonState, Post,
        import::{Action, PlannedRow},
        model::DepartmentKind,
    },
};

use crate::front::problem::IssueBody;

#[derive(Debug, Serialize, ToSchema)]
pub struct Department {
    pub id: DepartmentId,
    #[schema(example = "市场监管局")]
    pub name: String,
    pub kind: DepartmentKind,
}

impl From<people::Department> for Department {
    fn from(department: people::Department) -> Self {
        Self { id: department.id, name: department.name, kind: department.kind }
    }
}

/// A window category (窗口大类).
#[derive(Debug, Serialize, ToSchema)]
pub struct Group {
    pub id: GroupId,
    #[schema(example = "企业开办类")]
    pub name: String,
}

impl From<people::Group> for Group {
    fn from(group: people::Group) -> Self {
        Self { id: group.id, name: group.name }
    }
}

/// A person as named in lists.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonRef {
    pub id: PersonId,
    #[schema(example = "W001")]
    pub number: String,
    #[schema(example = "张示例")]
    pub name: String,
}

impl From<people::PersonRef> for PersonRef {
    fn from(person: people::PersonRef) -> Self {
        Self { id: person.id, number: person.number, name: person.name }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Person {
    pub id: PersonId,
    pub number: String,
    pub name: String,
    #[schema(required)]
    pub department: Option<Department>,
    #[schema(required)]
    pub group: Option<Group>,
    pub post: Post,
    #[schema(required)]
    pub window_no: Option<String>,
    pub party_member: bool,
    pub roles: Vec<Role>,
    pub state: PersonState,
    pub version: i32,
}

impl From<people::Person> for Person {
    fn from(person: people::Person) -> Self {
        Self {
            id: person.id,
            number: person.number,
            name: person.name,
            department: person.department.map(Department::from),
            group: person.group.map(Group::from),
            post: person.post,
            window_no: person.window_no,
            party_member: person.party_member,
            roles: person.roles.iter().collect(),
            state: person.state,
            version: person.version,
        }
    }
}

/// What can be changed about a person; a department or category that doesn't exist yet is made.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PersonEdit {
    pub name: String,
    #[schema(required)]
    pub department: Option<String>,
    #[schema(required)]
    pub group: Option<String>,
    pub post: Post,
    #[schema(required)]
    pub window_no: Option<String>,
    pub party_member: bool,
    pub roles: BTreeSet<Role>,
}

impl From<PersonEdit> for people::PersonEdit {
    fn from(edit: PersonEdit) -> Self {
        let filled =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Self {
            name: edit.name.trim().to_owned(),
            department: filled(edit.department),
            group: filled(edit.group),
            post: edit.post,
            window_no: filled(edit.window_no),
            party_member: edit.party_member,
            roles: edit.roles.into_iter().chain([Role::Staff]).collect(),
        }
    }
}

/// A workbook of people, row by row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PeopleImport {
    pub rows: Vec<ImportRow>,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub errors: usize,
    /// Whether anything was written.
    pub committed: bool,
    /// Shown this once and stored nowhere.
    pub first_passwords: Vec<FirstPassword>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportRow {
    /// As the office program counts.
    pub row: usize,
    pub number: String,
    pub name: String,
    #[schema(required)]
    pub department: Option<String>,
    #[schema(required)]
    pub group: Option<String>,
    pub post: Post,
    #[schema(required)]
    pub window_no: Option<String>,
    pub party_member: bool,
    pub roles: Vec<Role>,
    pub action: Action,
    pub issues: Vec<IssueBody>,
}

impl From<PlannedRow> for ImportRow {
    fn from(row: PlannedRow) -> Self {
        Self {
            row: row.row,
            number: row.number,
            name: row.edit.name,
            department: row.edit.department,
            group: row.edit.group,
            post: row.edit.post,
            window_no: row.edit.window_no,
            party_member: row.edit.party_member,
            roles: row.edit.roles.into_iter().collect(),
            action: row.action,
            issues: row.issues.into_iter().map(IssueBody::from).collect(),
        }
    }
}

impl PeopleImport {
    pub(super) fn of(
        rows: Vec<PlannedRow>,
        committed: bool,
        first_passwords: Vec<CoreFirstPassword>,
    ) -> Self {
        let count = |action: Action| rows.iter().filter(|row| row.action == action).count();
        Self {
            created: count(Action::Create),
            updated: count(Action::Update),
            unchanged: count(Action::Unchanged),
            errors: count(Action::Error),
            committed,
            first_passwords: first_passwords.into_iter().map(FirstPassword::from).collect(),
            rows: rows.into_iter().map(ImportRow::from).collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FirstPassword {
    pub number: String,
    pub name: String,
    pub password: String,
}

impl From<CoreFirstPassword> for FirstPassword {
    fn from(first: CoreFirstPassword) -> Self {
        Self { number: first.number, name: first.name, password: first.password }
    }
}

/// A new first password, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewPassword {
    pub first_password: String,
}
