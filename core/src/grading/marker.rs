//! Marks papers: sheets are kept in the process by exam and ruling, marks are written many at a
//! time, and a unique key lets a sitting be marked once under each ruling, whoever comes first:
//! the one who handed in, or the sweep that catches what a crash left.

use std::{collections::HashMap, sync::Arc};

use moka::future::Cache;
use sea_orm::DatabaseTransaction;

use super::{
    model::{Mark, MarkOf, Sheet, SheetQuestion, SheetSection},
    rule,
    ruling::Marking,
    store,
};
use crate::{
    bank::{
        self,
        model::{Revision, RevisionId},
    },
    exam::{ExamId, Shelf},
    kernel::{Error, Instant, Result},
    sitting::{
        journal::Answers,
        model::{Head, SittingId, SittingIssue, SittingKey},
        service as sittings,
    },
    unit::{Command, Committer, Db, DbKind},
};

/// Sheets in questions; one takes some hundred bytes.
const SHEETS: u64 = 100_000;
/// More exams than are marked at once.
const KNOWN_RULINGS: u64 = 1_000;
/// How often a mark is made again because a ruling came in between.
const TRIES: usize = 3;
/// What one round of the sweep takes in.
const SWEPT_AT_ONCE: i64 = 500;

/// A mark on its way to the disk.
#[derive(Clone)]
struct Put {
    of: Arc<MarkOf>,
    at: Instant,
}

enum Written {
    Stands,
    /// A ruling came meanwhile: mark again under this one.
    Outdated(i32),
}

impl Command for Put {
    type Done = Written;
    /// The ruling in force is read in the transaction that writes the mark.
    async fn apply(tx: &DatabaseTransaction, kind: DbKind, batch: Vec<Self>) -> Result<Vec<Result<Written>>> {
        let mut exams: Vec<ExamId> = batch.iter().map(|put| put.of.sitting.exam).collect();
        exams.sort_unstable();
        exams.dedup();
        let rulings = store::rulings_now(tx, kind, &exams).await?;
        let in_force = |put: &Self| rulings.get(&put.of.sitting.exam).copied();
        let fresh: Vec<(&MarkOf, Instant)> = batch
            .iter()
            .filter(|put| in_force(put) == Some(put.of.mark.ruling))
            .map(|put| (&*put.of, put.at))
            .collect();
        if !fresh.is_empty() {
            store::add_marks(tx, kind, &fresh).await?;
        }
        let written = |put: &Self| match in_force(put) {
            Some(ruling) if ruling == put.of.mark.ruling => Ok(Written::Stands),
            Some(ruling) => Ok(Written::Outdated(ruling)),
            None => Err(Error::NotFound("exam")),
        };
        Ok(batch.iter().map(written).collect())
    }
}

/// What a process needs to mark. Cloning it is cheap.
#[derive(Clone)]
pub struct Marker {
    pub(super) shelf: Shelf,
    sheets: Cache<(ExamId, i32), Arc<Sheet>>,
    /// The ruling that was in force when this process last looked.
    rulings: Cache<ExamId, i32>,
    committer: Committer<Put>,
}

impl Marker {
    /// Starts the task that writes marks; it ends when the last `Marker` is dropped.
    #[must_use]
    pub fn start(db: Db, shelf: Shelf) -> Self {
        let sheets = Cache::builder()
            .weigher(|_, sheet: &Arc<Sheet>| u32::try_from(sheet.questions.len()).unwrap_or(u32::MAX))
            .max_capacity(SHEETS)
            .build();
        Self { shelf, sheets, rulings: Cache::new(KNOWN_RULINGS), committer: Committer::start(db) }
    }

    /// The marking sheet of an exam under all rulings up to one.
    pub(super) async fn sheet(&self, db: &Db, exam: ExamId, ruling: i32) -> Result<Arc<Sheet>> {
        let made = async {
            let (mut sheet, bodies) = self.blank_sheet(db, exam).await?;
            let mut applied: Vec<_> = store::list_rulings(db.read(), exam)
                .await?
                .into_iter()
                .filter(|known| known.applied_as.is_some_and(|no| no <= ruling))
                .collect();
            applied.sort_by_key(|known| known.applied_as);
            for known in applied {
                let change = known.kind.change(known.key);
                let change = change.ok_or_else(|| Error::internal("a ruling without its key"))?;
                rule::apply(&mut sheet, &bodies, known.index, &change)?;
            }
            sheet.ruling = ruling;
            Ok::<_, Error>(Arc::new(sheet))
        };
        self.sheets.try_get_with((exam, ruling), made).await.map_err(|cause| match &*cause {
            Error::Busy(busy) => Error::Busy(*busy),
            Error::NotFound(word) => Error::NotFound(word),
            other => Error::internal(other.to_string()),
        })
    }

    /// The sheet before any ruling, with the revisions that it rests on.
    async fn blank_sheet(&self, db: &Db, exam: ExamId) -> Result<(Sheet, HashMap<RevisionId, Revision>)> {
        let (pool, plan) = tokio::try_join!(self.shelf.pool(db, exam), self.shelf.plan(db, exam))?;
        let revisions: Vec<_> = pool.questions.iter().map(|question| question.revision).collect();
        let bodies = bank::service::bodies(db, &revisions).await?;
        let questions = pool
            .questions
            .iter()
            .map(|question| {
                let known = bodies.get(&question.revision);
                let known = known.ok_or_else(|| Error::internal("a frozen revision is gone"))?;
                Ok(SheetQuestion {
                    question: question.question,
                    revision: question.revision,
                    marking: Marking::of(&known.body),
                })
            })
            .collect::<Result<_>>()?;
        let sections = plan.blueprint.sections.iter().map(|section| SheetSection {
            count: section.count,
            points_each: section.points_each,
            policy: section.policy,
        });
        Ok((Sheet { ruling: 0, sections: sections.collect(), questions }, bodies))
    }

    /// The decision that this process knows marks to follow. Whoever is going to read answers asks
    /// for it before: what was decided after the reading is then seen, and they are read again.
    pub async fn known_ruling(&self, exam: ExamId) -> i32 {
        self.rulings.get(&exam).await.unwrap_or_default()
    }

    /// Marks a closed sitting and writes the mark. `known` is what [`Self::known_ruling`] said
    /// before the answers were read.
    ///
    /// # Errors
    /// Those of the database; `Refused` if the sitting was opened again meanwhile.
    pub async fn mark(
        &self,
        db: &Db,
        head: &Head,
        answers: &Answers,
        known: i32,
        at: Instant,
    ) -> Result<MarkOf> {
        let paper = self.shelf.paper(db, head.key.exam, head.candidate).await?;
        let asked: Vec<u32> = paper.questions.iter().map(|asked| asked.index).collect();
        let mut responses = rule::responses(&paper, answers);
        let mut ruling = known;
        for _ in 0..TRIES {
            let sheet = self.sheet(db, head.key.exam, ruling).await?;
            let mark: Mark = rule::mark(&sheet, &asked, responses.clone())?;
            let of = Arc::new(MarkOf { sitting: head.key, mark });
            match self.committer.write(Put { of: of.clone(), at }).await? {
                Written::Stands => return Ok(Arc::unwrap_or_clone(of)),
                Written::Outdated(now) => ruling = now,
            }
            self.rulings.insert(head.key.exam, ruling).await;
            if sittings::get(db, head.key.id).await?.ending().is_none() {
                return Err(SittingIssue::NotClosed.into());
            }
            responses = rule::responses(&paper, &sittings::answers(db, head.key).await?);
        }
        Err(Error::internal("rulings change faster than a paper can be marked"))
    }

    /// Marks every closed sitting that has no mark under the ruling in force, in all exams that
    /// are not released. Any number of processes may do so at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sweep(&self, db: &Db, now: Instant) -> Result<()> {
        loop {
            let keys = store::list_unmarked(db.read(), SWEPT_AT_ONCE).await?;
            if keys.is_empty() || self.mark_all(db, &keys, now).await? == 0 {
                return Ok(());
            }
        }
    }

    /// The same for one exam, released or not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sweep_exam(&self, db: &Db, exam: ExamId, now: Instant) -> Result<()> {
        loop {
            let keys = store::list_unmarked_in(db.read(), exam, SWEPT_AT_ONCE).await?;
            if keys.is_empty() {
                return Ok(());
            }
            if self.mark_all(db, &keys, now).await? == 0 {
                return Err(Error::internal(format!("sittings of exam {exam} can't be marked")));
            }
        }
    }

    /// Marks these and tells how many were; one that can't be is logged and must not keep the
    /// others waiting.
    async fn mark_all(&self, db: &Db, keys: &[SittingKey], now: Instant) -> Result<usize> {
        let mut known: HashMap<ExamId, i32> = HashMap::new();
        for key in keys {
            known.insert(key.exam, self.known_ruling(key.exam).await);
        }
        let heads: HashMap<SittingId, Head> =
            sittings::closed_heads(db, keys).await?.into_iter().map(|head| (head.key.id, head)).collect();
        let answers = sittings::answers_of(db, keys).await?;
        let marking = keys.iter().filter_map(|key| {
            let (head, answers) = (heads.get(&key.id)?, answers.get(&key.id)?);
            let known = known.get(&key.exam).copied().unwrap_or_default();
            Some(self.mark(db, head, answers, known, now))
        });
        let marked = futures_util::future::join_all(marking).await;
        let mut count = 0;
        for result in marked {
            match result {
                Ok(_) => count += 1,
                Err(Error::Busy(busy)) => return Err(Error::Busy(busy)),
                Err(cause) => tracing::error!(%cause, "a sitting can't be marked"),
            }
        }
        Ok(count)
    }
}
