//! Two months that have passed with their results, an exam that is open now and one that is
//! coming.

use chrono::NaiveDate;
use yuekao_core::{
    bank, exam,
    exam::{ExamId, ExamKind, SessionPlan, model::LeaveReason},
    grading,
    kernel::{Error, Instant, Result},
    paper,
    sitting::{self, model::Act},
};

use super::{
    Demo,
    cast::Member,
    ranking,
    takers::{Taker, pick},
};

/// The day of the month on which past exams were held.
const EXAM_DAY: u32 = 20;
/// Of ten candidates so many have sat the open exam by now.
const SAT_BY_NOW: usize = 4;

/// An exam of the demo.
struct Held {
    /// yyyymm.
    month: i32,
    opens_at: Instant,
    closes_at: Instant,
    /// Of ten candidates so many sit it.
    sit: usize,
}

pub(super) async fn pass(demo: &Demo<'_>, now: Instant) -> Result<()> {
    let cx = demo.app.context("demo");
    let candidates: Vec<(&Member, Taker)> = demo
        .members
        .iter()
        .filter(|member| !member.number.starts_with(['A', 'M', 'I']))
        .map(|member| (member, Taker::new(&cx)))
        .collect();
    let this_month = now.month();
    for ago in [2, 1] {
        let month = months_after(this_month, -ago);
        let opens_at = nine_on(month, EXAM_DAY);
        let held = Held { month, opens_at, closes_at: opens_at.plus_micros(33 * Instant::HOUR), sit: 10 };
        let exam = hold(demo, now, &held, &candidates).await?;
        let released = held.closes_at.plus_micros(16 * Instant::HOUR);
        release(demo, exam, released).await?;
        ranking::close_month(demo, month, released, now).await?;
    }
    let opens_at = at_nine(now.plus_days(-1));
    let open = Held { month: this_month, opens_at, closes_at: evening(now.plus_days(6)), sit: SAT_BY_NOW };
    hold(demo, now, &open, &candidates).await?;
    let opens_at = at_nine(now.plus_days(12));
    let month = months_after(this_month, 1);
    let coming = Held { month, opens_at, closes_at: evening(now.plus_days(13)), sit: 0 };
    hold(demo, now, &coming, &candidates).await?;
    Ok(())
}

fn months_after(month: i32, count: i32) -> i32 {
    let months = month / 100 * 12 + month % 100 - 1 + count;
    months.div_euclid(12) * 100 + months.rem_euclid(12) + 1
}

/// Nine in the morning at the centre, on a day of a month.
fn nine_on(month: i32, day: u32) -> Instant {
    let date = NaiveDate::from_ymd_opt(month / 100, u32::try_from(month % 100).unwrap_or(1), day);
    let midnight = date.and_then(|date| date.and_hms_opt(0, 0, 0)).unwrap_or_default();
    at_nine(Instant(midnight.and_utc().timestamp_micros()))
}

/// Nine in the morning at the centre, on the day of an instant.
fn at_nine(day: Instant) -> Instant {
    let local = day.micros() + 8 * Instant::HOUR;
    Instant(local.div_euclid(Instant::DAY) * Instant::DAY + Instant::HOUR)
}

/// Six in the evening of that day.
fn evening(day: Instant) -> Instant {
    at_nine(day).plus_micros(9 * Instant::HOUR)
}

/// Plans, publishes and holds an exam.
async fn hold(demo: &Demo<'_>, now: Instant, held: &Held, candidates: &[(&Member, Taker)]) -> Result<ExamId> {
    demo.clock.set(held.opens_at.plus_days(-2).min(now.plus_micros(-3 * Instant::HOUR)));
    let db = &demo.app.db;
    let manager = demo.acting("M001").await?;
    let mut plan = exam::service::template(db, &manager, ExamKind::Monthly).await?;
    plan.month = held.month;
    plan.title = format!("{}年{}月一月一考", held.month / 100, held.month % 100);
    // The centre publishes its bank: what a coming exam may ask can be practised.
    plan.pool_open = true;
    plan.sessions = vec![SessionPlan { opens_at: held.opens_at, closes_at: held.closes_at, makeup: false }];
    let id = exam::service::create(db, &manager, plan).await?;
    let version = exam::service::get(db, &manager, id).await?.version;
    exam::service::publish(db, &manager, id, version).await?;
    witness(demo, id, held).await?;
    if held.sit > 0 {
        excuse(demo, id).await?;
        demo.clock.set(held.opens_at.plus_seconds(1800));
        // One in twenty-nine stays away without a word.
        let comes = |no: usize| no % 10 < held.sit && no % 29 != 17;
        let sitters: Vec<_> =
            candidates.iter().enumerate().filter(|(no, _)| comes(*no)).map(|(_, taker)| taker).collect();
        sit(demo, id, &sitters).await?;
    }
    Ok(id)
}

/// Two who have no part in making the exam add to its seed; the coming exam still waits for others.
async fn witness(demo: &Demo<'_>, exam: ExamId, held: &Held) -> Result<()> {
    let db = &demo.app.db;
    exam::service::contribute(db, &demo.acting("I001").await?, exam, "3 5 6 1 4").await?;
    if held.sit == 0 {
        return Ok(());
    }
    exam::service::contribute(db, &demo.acting("H001").await?, exam, "风调雨顺，公平公正").await?;
    let manager = demo.acting("M001").await?;
    let until = exam::service::get(db, &manager, exam).await?.witness_until;
    demo.clock.set(until.ok_or(Error::NotFound("exam"))?);
    // The first round fixes the seed, the second draws the papers.
    demo.app.runner().settle().await?;
    demo.app.runner().settle().await
}

/// A head states that someone of the own department is away, and a manager confirms.
async fn excuse(demo: &Demo<'_>, exam: ExamId) -> Result<()> {
    let head = demo.acting("H001").await?;
    let department = head.caller()?.department;
    for member in &demo.members {
        let person = yuekao_core::people::service::get(&demo.app.db, member.id).await?;
        let own = person.department.map(|department| department.id) == department;
        if own && member.number.starts_with('W') {
            exam::service::state_leave(
                &demo.app.db,
                &head,
                exam,
                member.id,
                LeaveReason::FieldDuty,
                "赴街镇帮办",
            )
            .await?;
            let manager = demo.acting("M002").await?;
            return exam::service::confirm_leave(&demo.app.db, &manager, exam, member.id).await;
        }
    }
    Err(Error::NotFound("people"))
}

/// All of them sit it side by side, question by question.
async fn sit(demo: &Demo<'_>, exam: ExamId, takers: &[&(&Member, Taker)]) -> Result<()> {
    let db = &demo.app.db;
    let pool = paper::service::pool(db, exam.0).await?;
    let revisions: Vec<_> = pool.questions.iter().map(|question| question.revision).collect();
    let bodies = bank::service::bodies(db, &revisions).await?;
    let mut open = Vec::with_capacity(takers.len());
    for (member, taker) in takers.iter().copied() {
        let cx = demo.acting_as(member).await?;
        match sitting::service::start(&demo.app.desk, db, &cx, exam).await {
            Ok(joined) => open.push((cx, *taker, joined, 0i64)),
            // Who is excused does not sit.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let questions = open.iter().map(|(_, _, joined, _)| joined.paper.questions.len()).max().unwrap_or(0);
    for place in 0..questions {
        demo.clock.advance_seconds(45);
        let answers = open.iter_mut().filter_map(|(cx, taker, joined, n)| {
            let (cx, joined, n) = (&*cx, &*joined, n);
            let asked = joined.paper.questions.get(place)?;
            let drawn = pool.questions.get(usize::try_from(asked.index).ok()?)?;
            let body = &bodies.get(&drawn.revision)?.body;
            Some(async move {
                let Some(response) = taker.respond(cx, body, i32::from(drawn.label), &asked.options)? else {
                    return Ok(());
                };
                *n += 1;
                let question = u16::try_from(place).map_err(Error::internal)?;
                let act = Act::Answer { question, response: Some(response) };
                sitting::service::report(&demo.app.desk, cx, &joined.pass, *n, act, None).await.map(drop)
            })
        });
        futures_util::future::try_join_all(answers).await?;
    }
    for (cx, _, joined, n) in open {
        demo.clock.advance_seconds(i64::try_from(pick(&cx, 20)).unwrap_or_default());
        let handed_in = sitting::service::hand_in(&demo.app.desk, &cx, &joined.pass, n + 1).await?;
        grading::service::mark_handed_in(&demo.app.marker, db, &cx, &handed_in, 0).await?;
    }
    Ok(())
}

async fn release(demo: &Demo<'_>, id: ExamId, at: Instant) -> Result<()> {
    demo.clock.set(at);
    demo.app.runner().settle().await?;
    let manager = demo.acting("M001").await?;
    let version = exam::service::get(&demo.app.db, &manager, id).await?.version;
    grading::service::release(&demo.app.marker, &demo.app.db, &manager, id, version).await?;
    demo.app.runner().settle().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_round_the_year() {
        assert_eq!((months_after(202_601, -2), months_after(202_612, 1)), (202_511, 202_701));
        assert_eq!(nine_on(202_611, 20), Instant::parse("2026-11-20T09:00:00+08:00").unwrap());
    }
}
