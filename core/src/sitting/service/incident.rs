//! Incidents: lateness is decided for all whom something struck, never for one. What the page
//! stamped while it lasted and before the deadline counts, whenever it arrives; two people decide,
//! and everyone is marked again.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::super::{
    machine::{Sitting, Step},
    model::{Acceptance, Decision, Incident, IncidentId, Lease, Scope, SittingId, SittingIssue, SittingKey},
    rule, store, writer,
};
use crate::{
    exam::{self, ExamId, ExamRefusal, ExamState},
    kernel::{Context, Error, Instant, PersonId, Result, error::check},
    unit::{Db, DbKind, Deed, Unit, from_text},
};

/// Passes are good for a day after the deadline: after two nothing can arrive any more.
const ARRIVES_WITHIN: i64 = 2 * Instant::DAY;

/// What happened, as somebody reports it.
pub struct Happened {
    pub from: Instant,
    pub to: Instant,
    pub scope: Scope,
    pub reason: String,
}

/// What an incident takes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub people: usize,
    pub answers: usize,
}

/// All incidents of an exam, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list_incidents(db: &Db, exam: ExamId) -> Result<Vec<Incident>> {
    store::list_incidents(db.read(), exam).await
}

/// # Errors
/// `NotFound`.
pub async fn get_incident(db: &Db, exam: ExamId, id: IncidentId) -> Result<Incident> {
    store::find_incident(db.read(), exam, id).await?.ok_or(Error::NotFound("incident"))
}

/// How many late answers an incident has made count, or would as things stand.
///
/// # Errors
/// Those of the database.
pub async fn found(db: &Db, of: &Incident) -> Result<Found> {
    let struck = Struck::read(db.read(), db.kind(), of).await?;
    let counts: Vec<usize> = match of.state {
        Decision::Withdrawn => Vec::new(),
        Decision::Proposed => struck.0.iter().map(|one| one.lines.len()).collect(),
        Decision::Confirmed => struck.0.iter().map(|one| one.accepted).collect(),
    };
    Ok(Found { people: counts.iter().filter(|count| **count > 0).count(), answers: counts.iter().sum() })
}

/// One whom an incident struck.
struct One {
    sitting: Sitting,
    /// Late lines that it could make count and that don't count yet.
    lines: Vec<(Lease, i64)>,
    /// How many it has made count.
    accepted: usize,
}

struct Struck(Vec<One>);

impl Struck {
    async fn read(db: &impl ConnectionTrait, kind: DbKind, of: &Incident) -> Result<Self> {
        let keys = store::list_struck(db, of).await?;
        let sittings = store::list(db, kind, &keys).await?;
        Self::of(db, kind, of, &keys, sittings).await
    }
    /// The same, held until the transaction ends.
    async fn lock(unit: &Unit, of: &Incident) -> Result<Self> {
        let keys = store::list_struck(unit.tx(), of).await?;
        let sittings = store::lock(unit.tx(), unit.kind(), &keys).await?;
        Self::of(unit.tx(), unit.kind(), of, &keys, sittings).await
    }
    async fn of(
        db: &impl ConnectionTrait,
        kind: DbKind,
        of: &Incident,
        keys: &[SittingKey],
        sittings: Vec<Sitting>,
    ) -> Result<Self> {
        let journals: HashMap<SittingId, _> = store::journals(db, kind, keys).await?;
        let closed = sittings.into_iter().filter(|sitting| sitting.ending().is_some());
        let struck = closed.filter_map(|sitting| {
            let journal = journals.get(&sitting.head().key.id)?;
            let lines = rule::acceptable(of, sitting.head(), journal);
            let accepted = journal
                .iter()
                .filter_map(|line| from_text::<Acceptance>(&line.body).ok())
                .filter(|acceptance| acceptance.incident == of.id)
                .map(|acceptance| acceptance.lines.len())
                .sum();
            Some(One { sitting, lines, accepted })
        });
        Ok(Self(struck.collect()))
    }
    fn people(&self) -> Vec<PersonId> {
        self.0.iter().map(|one| one.sitting.head().person).collect()
    }
}

/// Reports what happened: nothing counts until a second person confirms it.
///
/// # Errors
/// `Invalid` for a time that has no length, an empty window or no reason, `Refused` for who is
/// struck himself and once the exam is released.
pub async fn open_incident(db: &Db, cx: &Context, exam: ExamId, happened: Happened) -> Result<Incident> {
    let Happened { from, to, scope, reason } = happened;
    check(rule::incident_issues(from, to, &scope, &reason))?;
    let author = cx.caller()?.id;
    match exam::service::get(db, cx, exam).await?.state {
        ExamState::Draft => return Err(Error::NotFound("exam")),
        ExamState::Released => return Err(ExamRefusal::AlreadyReleased.into()),
        ExamState::Published => {}
    }
    let incident = Incident {
        id: IncidentId::new(cx),
        exam,
        from,
        to,
        scope,
        reason: reason.trim().to_owned(),
        author,
        at: cx.now(),
        state: Decision::Proposed,
        second: None,
        decided_at: None,
    };
    if Struck::read(db.read(), db.kind(), &incident).await?.people().contains(&author) {
        return Err(SittingIssue::OwnSitting.into());
    }
    let deed = Deed::new("sitting.open_incident").on(exam.0).with("reason", incident.reason.as_str());
    db.unit(cx, deed, async |unit| {
        store::add_incident(unit.tx(), &incident).await?;
        unit.made(incident.id.0);
        Ok(())
    })
    .await?;
    Ok(incident)
}

/// Agrees, as the second person: the late answers count, and everyone is marked again.
///
/// # Errors
/// `Refused` for the author, for who is struck himself, for what was decided already and once the
/// exam is released.
pub async fn confirm_incident(db: &Db, cx: &Context, exam: ExamId, id: IncidentId) -> Result<Incident> {
    let second = cx.caller()?.id;
    let incident = get_incident(db, exam, id).await?;
    let deed = Deed::new("sitting.confirm_incident").on(exam.0).with("incident", id.to_string());
    db.unit(cx, deed, async |unit| {
        if !store::decide_incident(unit.tx(), &incident, Decision::Confirmed, second, unit.now()).await? {
            return Err(SittingIssue::AlreadyDecided.into());
        }
        let struck = Struck::lock(unit, &incident).await?;
        rule::may_confirm(incident.author, second, &struck.people())?;
        unit.note("answers", accept(unit, &incident, struck).await?);
        // Also where nothing has arrived yet: a release that began before is refused.
        exam::service::renew_marks(unit, exam).await
    })
    .await?;
    get_incident(db, exam, id).await
}

/// Takes back what nobody has confirmed yet.
///
/// # Errors
/// `Refused` for what was decided already.
pub async fn withdraw_incident(db: &Db, cx: &Context, exam: ExamId, id: IncidentId) -> Result<Incident> {
    let by = cx.caller()?.id;
    let incident = get_incident(db, exam, id).await?;
    let deed = Deed::new("sitting.withdraw_incident").on(exam.0).with("incident", id.to_string());
    db.unit(cx, deed, async |unit| {
        if store::decide_incident(unit.tx(), &incident, Decision::Withdrawn, by, unit.now()).await? {
            Ok(())
        } else {
            Err(SittingIssue::AlreadyDecided.into())
        }
    })
    .await?;
    get_incident(db, exam, id).await
}

/// Lets the late answers count that confirmed incidents cover and that arrived since.
///
/// # Errors
/// Those of the database.
pub async fn accept_due(db: &Db, cx: &Context) -> Result<()> {
    for incident in store::list_standing_incidents(db.read(), cx.now().plus_micros(-ARRIVES_WITHIN)).await? {
        let struck = Struck::read(db.read(), db.kind(), &incident).await?;
        if struck.0.iter().all(|one| one.lines.is_empty()) {
            continue;
        }
        let deed = Deed::new("sitting.accept_late").on(incident.exam.0);
        db.unit(cx, deed.with("incident", incident.id.to_string()), async |unit| {
            let struck = Struck::lock(unit, &incident).await?;
            unit.note("answers", accept(unit, &incident, struck).await?);
            exam::service::renew_marks(unit, incident.exam).await
        })
        .await?;
    }
    Ok(())
}

async fn accept(unit: &Unit, incident: &Incident, struck: Struck) -> Result<usize> {
    let mut answers = 0;
    let mut asks = Vec::new();
    for one in struck.0.into_iter().filter(|one| !one.lines.is_empty()) {
        answers += one.lines.len();
        let step = Step::Accept(Acceptance { incident: incident.id, lines: one.lines });
        asks.push(super::watch::ask(one.sitting.head().key, unit.now(), step));
    }
    if !asks.is_empty() {
        writer::apply(unit.tx(), unit.kind(), &asks)
            .await?
            .into_iter()
            .try_for_each(|done| done.map(drop))?;
    }
    Ok(answers)
}
