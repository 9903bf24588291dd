//! Takes jobs and keeps duties, in the serving process or in one of its own.

use std::{collections::BTreeMap, pin::Pin, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet, time};

use super::{model::Job, service};
use crate::{
    kernel::{Chance, Clock, Context, Result},
    unit::Db,
};

/// How long an idle runner sleeps before it looks again.
const PAUSE: Duration = Duration::from_millis(500);

type Working = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Handler = Box<dyn Fn(Task) -> Working + Send + Sync>;
type Keeper = Box<dyn Fn(Db, Context) -> Working + Send + Sync>;

/// A job in the hands of its handler.
pub struct Task {
    pub db: Db,
    pub cx: Context,
    pub job: Job,
}

impl Task {
    /// Says how far it is, and keeps hold of the job for another while.
    ///
    /// # Errors
    /// `Internal` if another took the job meanwhile: stop then.
    pub async fn advance(&self, done: usize, total: usize) -> Result<()> {
        service::advance(&self.db, &self.job, done, total, self.cx.now()).await
    }
}

struct Duty {
    name: &'static str,
    period: Duration,
    keep: Keeper,
}

/// Who does what.
pub struct Runner {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    handlers: BTreeMap<&'static str, Handler>,
    duties: Vec<Duty>,
}

impl Runner {
    /// A runner that knows its own housekeeping: the audit log's seal and the sweeps.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { db, clock, chance, handlers: BTreeMap::new(), duties: Vec::new() }
            .every("audit.seal", Duration::from_secs(1), async |db, _| service::seal_audit(&db).await)
            .every("job.sweep", Duration::from_secs(3600), async |db, cx| service::sweep(&db, cx.now()).await)
    }

    /// Does jobs of a kind.
    #[must_use]
    pub fn handle<F>(mut self, kind: &'static str, work: impl Fn(Task) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        self.handlers.insert(kind, Box::new(move |task| Box::pin(work(task))));
        self
    }

    /// Keeps a duty that comes round; one that fails is logged and comes round again.
    #[must_use]
    pub fn every<F>(
        mut self,
        name: &'static str,
        period: Duration,
        keep: impl Fn(Db, Context) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        self.duties.push(Duty { name, period, keep: Box::new(move |db, cx| Box::pin(keep(db, cx))) });
        self
    }

    fn context(&self, who: &'static str) -> Context {
        Context::system(who, self.clock.clone(), self.chance.clone())
    }

    /// Does the next job that is due; false if there is none.
    async fn step(&self) -> Result<bool> {
        let kinds: Vec<&str> = self.handlers.keys().copied().collect();
        let Some(job) = service::take(&self.db, &kinds, self.clock.now()).await? else {
            return Ok(false);
        };
        let Some((kind, handler)) = self.handlers.get_key_value(job.kind.as_str()) else {
            return Ok(false);
        };
        let task = Task { db: self.db.clone(), cx: self.context(kind), job: job.clone() };
        match handler(task).await {
            Ok(()) => service::finish(&self.db, &job, self.clock.now()).await?,
            Err(cause) => {
                tracing::warn!(job = %job.id, kind, attempt = job.attempts, %cause, "a job failed");
                service::fail(&self.db, &job, &cause, self.clock.now()).await?;
            }
        }
        Ok(true)
    }

    async fn keep(&self, duty: &Duty) {
        if let Err(cause) = (duty.keep)(self.db.clone(), self.context(duty.name)).await {
            tracing::warn!(duty = duty.name, %cause, "a duty failed");
        }
    }

    /// Does every job that is due and keeps each duty once: for tests and for commands that
    /// want all of it done before they end.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn settle(&self) -> Result<()> {
        while self.step().await? {}
        for duty in &self.duties {
            self.keep(duty).await;
        }
        Ok(())
    }

    /// Works until `stop` turns true. What is under way then is finished first.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let runner = Arc::new(self);
        let mut tasks = JoinSet::new();
        for no in 0..runner.duties.len() {
            tasks.spawn(runner.clone().come_round(no, stop.clone()));
        }
        tasks.spawn(runner.work(stop));
        while tasks.join_next().await.is_some() {}
    }

    async fn work(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.step().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(cause) => tracing::warn!(%cause, "jobs can't be taken"),
            }
            let _ = time::timeout(PAUSE, stop.changed()).await;
        }
    }

    async fn come_round(self: Arc<Self>, no: usize, mut stop: watch::Receiver<bool>) {
        let Some(duty) = self.duties.get(no) else { return };
        while !*stop.borrow() {
            self.keep(duty).await;
            let _ = time::timeout(duty.period, stop.changed()).await;
        }
    }
}
