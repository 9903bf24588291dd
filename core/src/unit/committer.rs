//! Group commit: one task of a process writes for everyone. Callers hand it a command each and are
//! answered only after the commit. It never waits for a batch to fill but takes what is there, so
//! that one caller alone pays for one commit, and four hundred share one.

use sea_orm::DatabaseTransaction;
use tokio::sync::{mpsc, oneshot};

use super::{Db, DbKind};
use crate::kernel::{Error, Result, error::Busy};

/// The most that one transaction takes in.
const BATCH: usize = 512;
/// What waits beyond this is told to come again.
const QUEUE: usize = 4096;

/// Something that can be written many at a time.
pub(crate) trait Command: Clone + Send + Sync + 'static {
    type Done: Send + 'static;
    /// Writes a batch and gives one result for each command, in order. It does not commit; an
    /// error spoils the whole batch.
    fn apply(
        tx: &DatabaseTransaction,
        kind: DbKind,
        batch: Vec<Self>,
    ) -> impl Future<Output = Result<Vec<Result<Self::Done>>>> + Send;
}

struct Item<C: Command> {
    command: C,
    reply: oneshot::Sender<Result<C::Done>>,
}

/// The way to the writing task; cloning it is cheap.
pub(crate) struct Committer<C: Command>(mpsc::Sender<Item<C>>);

impl<C: Command> Clone for Committer<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Command> Committer<C> {
    /// Starts the task. It ends, with everything in its queue written, when the last way to it is
    /// dropped.
    pub(crate) fn start(db: Db) -> Self {
        let (queue, items) = mpsc::channel(QUEUE);
        tokio::spawn(run::<C>(db, items));
        Self(queue)
    }

    /// # Errors
    /// `Busy` if too much waits already or the database can't be reached; else what the command
    /// comes to.
    pub(crate) async fn write(&self, command: C) -> Result<C::Done> {
        let (reply, done) = oneshot::channel();
        self.0.try_send(Item { command, reply }).map_err(|_| Error::Busy(Busy::Load))?;
        // The task only drops a command when the process is coming down.
        done.await.unwrap_or(Err(Error::Busy(Busy::Load)))
    }
}

async fn run<C: Command>(db: Db, mut items: mpsc::Receiver<Item<C>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while items.recv_many(&mut batch, BATCH).await > 0 {
        settle(&db, std::mem::take(&mut batch)).await;
    }
}

/// Commits a batch. What spoils it is found by halving, so that it fails alone.
async fn settle<C: Command>(db: &Db, batch: Vec<Item<C>>) {
    let mut waiting = vec![batch];
    while let Some(mut items) = waiting.pop() {
        let commands: Vec<C> = items.iter().map(|item| item.command.clone()).collect();
        match db.unsigned(async |tx| C::apply(tx, db.kind(), commands).await).await {
            Ok(results) => {
                for (item, result) in items.into_iter().zip(results) {
                    // Nobody waits any more if the client hung up; what it asked is done.
                    let _ = item.reply.send(result);
                }
            }
            Err(Error::Busy(busy)) => {
                for item in items {
                    let _ = item.reply.send(Err(Error::Busy(busy)));
                }
            }
            Err(cause) if items.len() <= 1 => {
                if let Some(item) = items.pop() {
                    let _ = item.reply.send(Err(cause));
                }
            }
            Err(_) => {
                let second = items.split_off(items.len() / 2);
                waiting.push(second);
                waiting.push(items);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        time::Duration,
    };

    use super::*;
    use crate::unit::DbSettings;

    static BATCHES: AtomicUsize = AtomicUsize::new(0);

    /// Doubles a number; 13 spoils every batch that it is in.
    #[derive(Clone)]
    struct Double(usize);

    impl Command for Double {
        type Done = usize;
        async fn apply(_: &DatabaseTransaction, _: DbKind, batch: Vec<Self>) -> Result<Vec<Result<usize>>> {
            BATCHES.fetch_add(1, Ordering::SeqCst);
            // While this one is under way the next batch gathers.
            tokio::time::sleep(Duration::from_millis(5)).await;
            if batch.iter().any(|double| double.0 == 13) {
                return Err(Error::internal("spoiled"));
            }
            Ok(batch.into_iter().map(|double| Ok(double.0 * 2)).collect())
        }
    }

    #[tokio::test]
    async fn many_share_a_commit_and_what_spoils_one_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("committer.db").display());
        let db = Db::connect(&DbSettings::new(url)).await.unwrap();
        let committer = Committer::<Double>::start(db);
        assert_eq!(committer.write(Double(21)).await.unwrap(), 42, "one alone waits for nobody");
        let all = futures_util::future::join_all((0..100).map(|no| committer.write(Double(no)))).await;
        for (no, result) in all.into_iter().enumerate() {
            match result {
                Ok(doubled) => assert_eq!(doubled, no * 2),
                Err(cause) => assert_eq!((no, cause.to_string().as_str()), (13, "internal: spoiled")),
            }
        }
        let batches = BATCHES.load(Ordering::SeqCst);
        assert!(batches < 25, "101 commands took {batches} batches");
        for no in 0..QUEUE {
            let (reply, _) = oneshot::channel();
            assert!(committer.0.try_send(Item { command: Double(no), reply }).is_ok());
        }
        let turned_away = committer.write(Double(1)).await;
        assert!(
            matches!(turned_away, Err(Error::Busy(Busy::Load))),
            "what waits beyond the queue comes again"
        );
    }
}
