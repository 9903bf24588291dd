//! Who acts, and in what surroundings: every use case takes a [`Context`].

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use uuid::Uuid;

use super::{Chance, Clock, Error, Instant, Permission, Result, id::DepartmentId, id::PersonId};

crate::text_enum! {
    pub enum Role {
        Staff = "staff",
        Trainer = "trainer",
        Head = "head",
        Manager = "manager",
        Inspector = "inspector",
        Admin = "admin",
    }
}

/// The roles of one person. Everyone is staff: everyone sits the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(u8);

impl Default for Roles {
    fn default() -> Self {
        Self::of([])
    }
}

impl Roles {
    #[must_use]
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().fold(Self::bit(Role::Staff), |bits, role| bits | Self::bit(role)))
    }
    const fn bit(role: Role) -> u8 {
        match role {
            Role::Staff => 1,
            Role::Trainer => 2,
            Role::Head => 4,
            Role::Manager => 8,
            Role::Inspector => 16,
            Role::Admin => 32,
        }
    }
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & Self::bit(role) != 0
    }
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
    #[must_use]
    pub fn allow(self, permission: Permission) -> bool {
        self.iter().any(|role| role.permissions().contains(&permission))
            && !self.iter().any(|role| role.forbids().contains(&permission))
    }
    /// As stored and as it travels in a token: `staff,trainer`.
    #[must_use]
    pub fn to_text(self) -> String {
        self.iter().map(Role::as_str).collect::<Vec<_>>().join(",")
    }
    /// # Errors
    /// `Internal` for a role that does not exist.
    pub fn stored(text: &str) -> Result<Self> {
        text.split(',')
            .filter(|part| !part.is_empty())
            .map(Role::stored)
            .collect::<Result<Vec<_>>>()
            .map(Self::of)
    }
}

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Caller {
    pub id: PersonId,
    pub roles: Roles,
    pub department: Option<DepartmentId>,
    pub session: Uuid,
}

#[derive(Clone, Debug)]
pub enum Actor {
    Person(Caller),
    /// The service itself: the closer, the sealer, an import job.
    System(&'static str),
}

/// An idempotency key: the first unit of a request records it with what the deed made.
#[derive(Debug)]
pub struct Once {
    pub key: String,
    /// A hash over method, path and body, so that a key can't stand for two different requests.
    pub fingerprint: String,
    taken: AtomicBool,
}

impl Once {
    #[must_use]
    pub const fn new(key: String, fingerprint: String) -> Self {
        Self { key, fingerprint, taken: AtomicBool::new(false) }
    }
    /// True for the first who asks.
    pub(crate) fn take(&self) -> bool {
        !self.taken.swap(true, Ordering::SeqCst)
    }
}

/// What a use case needs to know of its surroundings.
#[derive(Clone)]
pub struct Context {
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub actor: Actor,
    /// Names the request in logs, answers and the audit log.
    pub trace: Arc<str>,
    pub once: Option<Arc<Once>>,
}

impl Context {
    #[must_use]
    pub fn system(who: &'static str, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { clock, chance, actor: Actor::System(who), trace: Arc::from(who), once: None }
    }
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
    /// A new UUID of version 7: ordered by time, so that indexes grow at their end.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let mut random = [0u8; 10];
        self.chance.fill(&mut random);
        let millis = u64::try_from(self.now().micros() / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
    /// An id that tells nothing, not even when it was made: for what candidates and exports show.
    #[must_use]
    pub fn new_random_id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random()).into_uuid()
    }
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.chance.fill(&mut bytes);
        bytes
    }
    /// The signed-in person.
    ///
    /// # Errors
    /// `Forbidden` for the service itself.
    pub fn caller(&self) -> Result<&Caller> {
        match &self.actor {
            Actor::Person(caller) => Ok(caller),
            Actor::System(_) => Err(Error::Forbidden),
        }
    }
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match &self.actor {
            Actor::Person(caller) => Some(caller.id),
            Actor::System(_) => None,
        }
    }
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        match &self.actor {
            Actor::Person(caller) => caller.roles.allow(permission),
            Actor::System(_) => true,
        }
    }
    /// # Errors
    /// `Forbidden` if the caller may not.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_sits_and_admins_see_no_exam() {
        assert!(Roles::of([]).allow(Permission::SittingTake));
        let admin = Roles::of([Role::Admin]);
        assert!(admin.allow(Permission::PeopleManage));
        assert!(!admin.allow(Permission::ExamRead) && !admin.allow(Permission::GradingRead));
        assert_eq!(Roles::stored("staff,head").unwrap(), Roles::of([Role::Head]));
    }
}
