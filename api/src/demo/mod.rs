//! The demo: a centre in its third month. Everything is made by the services that people use, at
//! the times at which people would have made it; the clock is walked through the months.

mod archive;
mod cast;
mod months;
mod ranking;
mod takers;

use std::sync::Arc;

use yuekao_core::{
    kernel::{Actor, Caller, Chance, Context, Error, Instant, MockClock, Result, SeededChance},
    people,
};

pub use archive::stock_bank;
use cast::Member;
pub use cast::accounts;

use crate::app::App;

/// Everyone's, in the demo only.
pub const PASSWORD: &str = "yuekao-demo";

/// The demo's centre while it is being made.
struct Demo<'a> {
    app: &'a App,
    clock: &'a MockClock,
    members: Vec<Member>,
}

impl Demo<'_> {
    fn member(&self, number: &str) -> Result<&Member> {
        self.members.iter().find(|member| member.number == number).ok_or(Error::NotFound("people"))
    }

    /// A context in which one of the cast acts.
    async fn acting(&self, number: &str) -> Result<Context> {
        self.acting_as(self.member(number)?).await
    }

    async fn acting_as(&self, member: &Member) -> Result<Context> {
        let person = people::service::get(&self.app.db, member.id).await?;
        let caller = Caller {
            id: person.id,
            roles: person.roles,
            department: person.department.map(|department| department.id),
            session: uuid::Uuid::nil(),
        };
        Ok(Context { actor: Actor::Person(caller), ..self.app.context("demo") })
    }
}

/// A clock and a chance for making the demo: it begins 110 days before `now`.
#[must_use]
pub fn beginnings(now: Instant) -> (Arc<MockClock>, Arc<dyn Chance>) {
    (Arc::new(MockClock::at(now.plus_days(-110))), Arc::new(SeededChance::new(2023)))
}

/// Fills an empty database up to `now`. `app` runs on `clock`.
///
/// # Errors
/// Those of the services it uses; what was made until then stays.
pub async fn seed(app: &App, clock: &MockClock, now: Instant) -> Result<()> {
    let mut demo = Demo { app, clock, members: Vec::new() };
    demo.members = cast::arrive(&demo).await?;
    archive::fill(&demo).await?;
    months::pass(&demo, now).await?;
    clock.set(now);
    app.runner().settle().await
}
