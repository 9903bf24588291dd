//! Scores of a month from workbooks.

use std::collections::HashMap;

use super::{
    super::{
        exact::Amount,
        import::{self, PlannedValue},
        model::Component,
        rule::StandingRefusal,
        store::{self, NewImport},
    },
    checked,
};
use crate::{
    kernel::{Context, PersonId, Result},
    people::{self, import::Action},
    unit::{Db, Deed},
};

/// The workbook to fill in for a component.
///
/// # Errors
/// Those of the database.
pub async fn template(db: &Db, component: Component) -> Result<Vec<u8>> {
    import::template(component, &people::service::everyone(db).await?)
}

/// Reads a workbook and says, row by row, what taking it would do.
///
/// # Errors
/// `Invalid` for a workbook that can't be read at all, `NotFound` for what is no month.
pub async fn plan_values(
    db: &Db,
    cx: &Context,
    month: i32,
    component: Component,
    bytes: Vec<u8>,
) -> Result<Vec<PlannedValue>> {
    let month = checked(month)?;
    let by = cx.caller()?.id;
    let people = people::service::everyone(db).await?;
    let standing: HashMap<PersonId, Amount> = store::values(db.read(), month)
        .await?
        .into_iter()
        .filter(|value| value.component == component)
        .map(|value| (value.person, value.value))
        .collect();
    // Unpacking a workbook takes a while; other requests go on meanwhile.
    tokio::task::spawn_blocking(move || import::plan(&bytes, component, &people, &standing, by))
        .await
        .map_err(crate::kernel::Error::internal)?
}

/// Writes the rows of a plan that create or update.
///
/// # Errors
/// `Refused` for a month that is published.
pub async fn take_values(
    db: &Db,
    cx: &Context,
    month: i32,
    component: Component,
    file_name: &str,
    rows: &[PlannedValue],
) -> Result<()> {
    let by = cx.caller()?.id;
    let scores: Vec<(PersonId, Amount)> = rows
        .iter()
        .filter(|row| matches!(row.action, Action::Create | Action::Update))
        .filter_map(|row| row.taken)
        .collect();
    if scores.is_empty() {
        return Ok(());
    }
    let new = NewImport { id: cx.new_id(), month: checked(month)?, component, file_name, by };
    let deed = Deed::new("standing.import_values")
        .on(new.id)
        .with("month", month)
        .with("component", component.as_str())
        .with("rows", scores.len());
    db.unit(cx, deed, async |unit| {
        if !store::touch_month(unit, month).await? {
            return Err(StandingRefusal::MonthPublished.into());
        }
        store::put_values(unit, &new, &scores).await
    })
    .await
}
