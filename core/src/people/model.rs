//! Who works at the centre.

use std::collections::BTreeSet;

use crate::kernel::{DepartmentId, Instant, PersonId, Role, Roles};

crate::define_id! {
    /// A window category (窗口大类): the set in which people are ranked.
    GroupId,
}

crate::text_enum! {
    pub enum Post {
        /// 前台窗口
        Frontdesk = "frontdesk",
        /// 后台
        Backoffice = "backoffice",
    }
}

crate::text_enum! {
    pub enum PersonState {
        Active = "active",
        Left = "left",
    }
}

crate::text_enum! {
    pub enum DepartmentKind {
        /// 进驻部门
        Stationed = "stationed",
        /// 中心科室
        Office = "office",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    pub kind: DepartmentKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
}

/// That a person belonged to a window category for some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    pub person: PersonId,
    pub group: GroupId,
    pub from_at: Instant,
    /// None while it lasts.
    pub until_at: Option<Instant>,
}

/// A person as named in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRef {
    pub id: PersonId,
    pub number: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub number: String,
    pub name: String,
    pub department: Option<Department>,
    pub group: Option<Group>,
    pub post: Post,
    pub window_no: Option<String>,
    pub party_member: bool,
    pub roles: Roles,
    pub state: PersonState,
    pub version: i32,
}

impl Person {
    #[must_use]
    pub fn to_ref(&self) -> PersonRef {
        PersonRef { id: self.id, number: self.number.clone(), name: self.name.clone() }
    }
}

/// What can be changed about a person. Departments and groups are named: an import knows names,
/// and a new name makes a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEdit {
    pub name: String,
    pub department: Option<String>,
    pub group: Option<String>,
    pub post: Post,
    pub window_no: Option<String>,
    pub party_member: bool,
    pub roles: BTreeSet<Role>,
}

impl PersonEdit {
    /// What a person is now, as an edit that changes nothing.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            department: person.department.as_ref().map(|department| department.name.clone()),
            group: person.group.as_ref().map(|group| group.name.clone()),
            post: person.post,
            window_no: person.window_no.clone(),
            party_member: person.party_member,
            roles: person.roles.iter().collect(),
        }
    }
}
