//! What became of the past months: scores for work and conduct, a notice, a bulletin.

use yuekao_core::{
    kernel::{
        Instant, Points, Result, number,
        sheet::{self, Cell},
    },
    people::{self, Person},
    standing::{Component, import::columns, service},
};

use super::{Demo, takers::chance};

/// Imports a month's scores, and takes the month through its notice to the bulletin.
pub(super) async fn publish(demo: &Demo<'_>, month: i32, from: Instant) -> Result<()> {
    demo.clock.set(from);
    let (db, manager) = (&demo.app.db, demo.acting("M001").await?);
    let everyone = people::service::everyone(db).await?;
    let mut ranked: Vec<&Person> = everyone.values().filter(|person| person.group.is_some()).collect();
    ranked.sort_by(|a, b| a.number.cmp(&b.number));
    for (component, least, most, name) in [
        (Component::Performance, 72.0, 99.0, "服务业绩分值"),
        (Component::Conduct, 86.0, 100.0, "工作作风分值"),
    ] {
        let score = || Points(number::nearest(chance(&manager).mul_add(most - least, least) * 10.0) * 10);
        let rows: Vec<Vec<Cell>> = ranked
            .iter()
            .map(|person| vec![person.number.clone().into(), person.name.clone().into(), score().into()])
            .collect();
        let workbook = sheet::write("分值", &columns(component), &rows)?;
        let plan = service::plan_values(db, &manager, month, component, workbook).await?;
        let file = format!("{name}{month}.xlsx");
        service::take_values(db, &manager, month, component, &file, &plan).await?;
    }
    demo.clock.set(from.plus_micros(Instant::HOUR));
    let head = service::notice(db, &manager, month).await?;
    let ends = head.notice_until.unwrap_or(from);
    demo.clock.set(ends);
    let day = ends.to_local().date_naive().to_string();
    service::publish(db, &manager, month, "“三亮三比三评”活动领导小组会议", &day).await?;
    Ok(())
}
