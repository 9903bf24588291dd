//! Use cases of standings: the scheme, imported values, a month on its way to a bulletin, and who
//! sees what of it.

mod leaderboard;
mod months;
mod reckon;
mod scheme;
mod values;

pub use super::store::MonthPlace;
pub use leaderboard::{Leaderboard, LeaderboardGroup, leaderboard};
pub use months::{
    MonthHead, MonthView, PersonStanding, explanation, export, month, months, notice, publish, trend,
};
pub use scheme::{SchemeSetting, confirm_scheme, scheme, set_scheme, withdraw_scheme};
pub use values::{plan_values, take_values, template};

use super::{bulletin::Viewer, calendar::is_month};
use crate::kernel::{Context, Error, Permission, Result};

/// How far the caller sees.
fn viewer(cx: &Context) -> Result<Viewer> {
    let caller = cx.caller()?;
    let heads = cx.may(Permission::StandingReadDepartment);
    Ok(Viewer {
        person: caller.id,
        sees_all: cx.may(Permission::StandingReadAll),
        department: caller.department.filter(|_| heads),
    })
}

fn checked(month: i32) -> Result<i32> {
    if is_month(month) { Ok(month) } else { Err(Error::NotFound("standing")) }
}
