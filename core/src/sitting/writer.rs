//! What everyone wants of sittings, taken with authority and written many at a time: the batch's
//! sittings are locked in the order of their ids, state, deadline and lease are read under that
//! lock, and only then is it decided what is saved, late, superseded or refused. No audit row: the
//! journal is its own signature.

use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    journal::{self, Answers},
    machine::{Closed, Known, Reply, Sitting, Step},
    model::{Event, Head, Lease, Opening, SittingId, SittingKey},
    receipt, store,
};
use crate::{
    kernel::{Error, Instant, Result},
    unit::{Command, Committer, Db, DbKind},
};

/// Whose sitting a command is for.
#[derive(Clone, Debug)]
pub enum Target {
    There(SittingKey),
    /// The one that stands, or this one begun now.
    Begun(Opening),
}

/// One step wanted of one sitting.
#[derive(Clone, Debug)]
pub struct Ask {
    pub target: Target,
    /// When the server received it.
    pub at: Instant,
    pub step: Step,
}

/// What a command came to, once it is on the disk.
#[derive(Clone, Debug)]
pub struct Done {
    pub reply: Reply,
    pub sitting: Sitting,
    /// Of a sitting that this command closed: what it is marked from.
    pub answers: Option<Answers>,
}

impl Command for Ask {
    type Done = Done;
    async fn apply(tx: &DatabaseTransaction, kind: DbKind, batch: Vec<Self>) -> Result<Vec<Result<Done>>> {
        apply(tx, kind, &batch).await
    }
}

/// The way to the task that writes the journal; cloning it is cheap.
#[derive(Clone)]
pub struct Writer(Committer<Ask>);

impl Writer {
    /// Starts the task. It ends, with everything in its queue written, when the last `Writer` is
    /// dropped.
    #[must_use]
    pub fn start(db: Db) -> Self {
        Self(Committer::start(db))
    }
    pub(super) async fn write(&self, ask: Ask) -> Result<Done> {
        self.0.write(ask).await
    }
}

/// Takes each command's step with authority and writes what they come to. The caller commits.
pub(super) async fn apply(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    asks: &[Ask],
) -> Result<Vec<Result<Done>>> {
    let keys = begin(tx, kind, asks).await?;
    let unique: Vec<SittingKey> =
        keys.iter().flatten().copied().collect::<HashSet<_>>().into_iter().collect();
    let mut sittings: HashMap<SittingId, Sitting> = store::lock(tx, kind, &unique)
        .await?
        .into_iter()
        .map(|sitting| (sitting.head().key.id, sitting))
        .collect();
    let mut known = look_up(tx, kind, asks, &keys, &sittings).await?;

    let mut lines: Vec<(SittingKey, Event)> = Vec::with_capacity(asks.len());
    let mut turned: HashSet<SittingId> = HashSet::new();
    let mut rescheduled: HashSet<SittingId> = HashSet::new();
    let mut ended: HashSet<SittingId> = HashSet::new();
    let mut reopened: HashSet<SittingId> = HashSet::new();
    let mut results = Vec::with_capacity(asks.len());
    for (ask, key) in asks.iter().zip(&keys) {
        let Some((key, before)) = key.and_then(|key| Some((key, sittings.get(&key.id)?.clone()))) else {
            results.push(Err(Error::NotFound("sitting")));
            continue;
        };
        let known = known.entry(key.id).or_default();
        results.push(before.step(known, ask.at, &ask.step).map(|(after, line, reply)| {
            if let Some(line) = line {
                turned.insert(key.id);
                known.insert((line.writer, line.n), line.clone());
                lines.push((key, line));
            }
            if matches!(reply, Reply::Extended | Reply::Reopened) {
                rescheduled.insert(key.id);
            }
            if reply == Reply::Reopened {
                reopened.insert(key.id);
            }
            if before.ending().is_none() && after.ending().is_some() {
                ended.insert(key.id);
            }
            sittings.insert(key.id, after.clone());
            Done { reply, sitting: after, answers: None }
        }));
    }

    let answers = sign(tx, kind, &ended, &mut sittings, &lines).await?;
    if !lines.is_empty() {
        store::append(tx, kind, &lines).await?;
        store::advance(tx, kind, &heads(&sittings, &turned)).await?;
    }
    if !rescheduled.is_empty() {
        store::reschedule(tx, kind, &heads(&sittings, &rescheduled)).await?;
    }
    if !reopened.is_empty() {
        store::reopen(tx, kind, &heads(&sittings, &reopened)).await?;
    }
    let closed: Vec<&Closed> = ended.iter().filter_map(|id| closed(&sittings, id)).collect();
    if !closed.is_empty() {
        store::close(tx, kind, &closed).await?;
    }
    for done in results.iter_mut().flatten() {
        let id = done.sitting.head().key.id;
        if done.sitting.ending().is_some()
            && let Some(answers) = answers.get(&id)
            && let Some(sitting) = sittings.get(&id)
        {
            done.answers = Some(answers.clone());
            done.sitting = sitting.clone();
        }
    }
    Ok(results)
}

/// Begins what isn't there, and tells whose sitting each command is for.
async fn begin(tx: &impl ConnectionTrait, kind: DbKind, asks: &[Ask]) -> Result<Vec<Option<SittingKey>>> {
    let begun: Vec<(Instant, &Opening)> = asks
        .iter()
        .filter_map(|ask| match &ask.target {
            Target::Begun(opening) => Some((ask.at, opening)),
            Target::There(_) => None,
        })
        .collect();
    let mut found = HashMap::new();
    if !begun.is_empty() {
        store::begin(tx, kind, &begun).await?;
        let of: Vec<_> = begun.iter().map(|(_, new)| (new.exam, new.person)).collect();
        found = store::find_keys(tx, kind, &of).await?;
    }
    Ok(asks
        .iter()
        .map(|ask| match &ask.target {
            Target::There(key) => Some(*key),
            Target::Begun(new) => found.get(&(new.exam, new.person)).copied(),
        })
        .collect())
}

/// Fetches the lines that may be repeated. A number above all that the live page has used can't
/// be, which spares nearly every batch this question.
async fn look_up(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    asks: &[Ask],
    keys: &[Option<SittingKey>],
    sittings: &HashMap<SittingId, Sitting>,
) -> Result<HashMap<SittingId, Known>> {
    let mut at: Vec<(SittingKey, Lease, i64)> = Vec::new();
    for (ask, key) in asks.iter().zip(keys) {
        if let (Step::Act { lease, n, .. } | Step::HandIn { lease, n }, Some(key)) = (&ask.step, key)
            && let Some(head) = sittings.get(&key.id).map(Sitting::head)
            && (*lease != head.lease || *n <= head.n_high)
        {
            at.push((*key, *lease, *n));
        }
    }
    if at.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::lines_at(tx, kind, &at).await?;
    Ok(found
        .into_iter()
        .map(|(id, lines)| (id, lines.into_iter().map(|line| ((line.writer, line.n), line)).collect()))
        .collect())
}

/// Puts the receipt into each sitting that ended and folds its journal. Some kilobytes of hashing
/// a sitting: it stays in the transaction, so that no sitting is ever closed without its receipt.
async fn sign(
    tx: &impl ConnectionTrait,
    kind: DbKind,
    ended: &HashSet<SittingId>,
    sittings: &mut HashMap<SittingId, Sitting>,
    lines: &[(SittingKey, Event)],
) -> Result<HashMap<SittingId, Answers>> {
    let keys: Vec<SittingKey> =
        ended.iter().filter_map(|id| sittings.get(id)).map(|sitting| sitting.head().key).collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let mut journals = store::journals(tx, kind, &keys).await?;
    for (key, line) in lines.iter().filter(|(key, _)| ended.contains(&key.id)) {
        journals.entry(key.id).or_default().push(line.clone());
    }
    let mut answers = HashMap::new();
    for (id, journal) in journals {
        if let Some(Sitting::Closed(closed)) = sittings.get_mut(&id) {
            closed.sign(receipt::hash(closed.head(), &journal, closed.ending.k));
            answers.insert(id, journal::fold(&journal)?);
        }
    }
    Ok(answers)
}

fn heads<'a>(sittings: &'a HashMap<SittingId, Sitting>, of: &HashSet<SittingId>) -> Vec<&'a Head> {
    of.iter().filter_map(|id| sittings.get(id)).map(Sitting::head).collect()
}

fn closed<'a>(sittings: &'a HashMap<SittingId, Sitting>, id: &SittingId) -> Option<&'a Closed> {
    match sittings.get(id)? {
        Sitting::Closed(closed) => Some(closed),
        Sitting::Open(_) => None,
    }
}
