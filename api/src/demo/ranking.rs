//! The rest of a month's comparison: scores for performance and conduct as a centre's managers
//! import them, then the notice and the bulletin.

use yuekao_core::{
    kernel::{Instant, Result, number, sheet, sheet::Cell},
    standing::{self, import::columns, model::Component},
};

use super::{Demo, takers::chance};

/// Where a component's scores lie, and how far apart.
const SCORES: [(Component, f64, f64); 2] =
    [(Component::Performance, 72.0, 26.0), (Component::Conduct, 86.0, 14.0)];

/// Fills in and publishes the month of an exam that was released.
pub(super) async fn close_month(demo: &Demo<'_>, month: i32, released: Instant, now: Instant) -> Result<()> {
    demo.clock.set(released.plus_days(1));
    let (db, manager) = (&demo.app.db, demo.acting("M001").await?);
    for (component, least, spread) in SCORES {
        let file = "评分.xlsx";
        let workbook = scores(demo, component, least, spread).await?;
        let rows = standing::service::plan_values(db, &manager, month, component, workbook).await?;
        standing::service::take_values(db, &manager, month, component, file, &rows).await?;
    }
    demo.clock.set(released.plus_days(2));
    standing::service::notice(db, &manager, month).await?;
    // After the days of notice the leading group decides.
    let decided = released.plus_days(9);
    if decided < now {
        demo.clock.set(decided);
        let on = decided.to_local().date_naive().to_string();
        standing::service::publish(db, &manager, month, "活动领导小组会议", &on).await?;
    }
    Ok(())
}

async fn scores(demo: &Demo<'_>, component: Component, least: f64, spread: f64) -> Result<Vec<u8>> {
    let cx = demo.app.context("demo");
    let mut rows = Vec::new();
    for member in demo.members.iter().filter(|member| !member.number.starts_with(['A', 'M', 'I'])) {
        let person = yuekao_core::people::service::get(&demo.app.db, member.id).await?;
        // Two throws: most people are in the middle.
        let score = least + spread * (chance(&cx) + chance(&cx)) / 2.0;
        let tenths = number::float_of(number::nearest(score * 10.0)) / 10.0;
        rows.push(vec![member.number.clone().into(), person.name.into(), Cell::Number(tenths)]);
    }
    sheet::write("评分", &columns(component), &rows)
}
