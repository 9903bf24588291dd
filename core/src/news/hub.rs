//! One reader a process for all who listen to it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::broadcast::{self, error::RecvError};
use uuid::Uuid;

use super::{
    model::{About, News},
    service,
};
use crate::{
    kernel::{Clock, Instant, Result},
    unit::Db,
};

const PERIOD: Duration = Duration::from_secs(1);
/// Commits land out of order: this much is read again, and what was heard already is dropped.
const REREAD: i64 = 5 * Instant::SECOND;
/// A listener that lags further behind is told to read the state again.
const BACKLOG: usize = 256;

/// What a listener gets.
#[derive(Clone, Debug)]
pub enum Heard {
    News(Arc<News>),
    /// Some were missed: read the state again.
    Missed,
}

#[derive(Clone)]
enum Said {
    News(Arc<News>),
    Goodbye,
}

/// Gives listeners to who asks, and reads the news only while there is one. Cloning it is cheap.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    voice: broadcast::Sender<Said>,
    /// Whether a reader runs. Its lock is held while deciding to start or to stop one.
    reading: Mutex<bool>,
}

impl Hub {
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        let (voice, _) = broadcast::channel(BACKLOG);
        Self(Arc::new(Inner { db, clock, voice, reading: Mutex::new(false) }))
    }

    /// Listens from now on. Call it within the runtime.
    #[must_use]
    pub fn listen(&self, about: About) -> Listener {
        let mut reading = self.0.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = Listener { about, ear: self.0.voice.subscribe() };
        if !*reading {
            *reading = true;
            tokio::spawn(read(self.0.clone()));
        }
        listener
    }

    /// Ends every stream, so that a service that stops need not wait for pages to leave.
    pub fn close(&self) {
        // Sending fails only where nobody listens.
        drop(self.0.voice.send(Said::Goodbye));
    }
}

async fn read(hub: Arc<Inner>) {
    let mut memory = Memory::new(hub.clock.now());
    let mut tick = tokio::time::interval(PERIOD);
    loop {
        tick.tick().await;
        {
            let mut reading = hub.reading.lock().unwrap_or_else(PoisonError::into_inner);
            if hub.voice.receiver_count() == 0 {
                *reading = false;
                return;
            }
        }
        match memory.fresh(&hub.db).await {
            // Sending fails only when the last listener has just gone.
            Ok(fresh) => fresh.into_iter().for_each(|news| drop(hub.voice.send(Said::News(Arc::new(news))))),
            Err(cause) => tracing::warn!(%cause, "news can't be read"),
        }
    }
}

/// What was heard in the stretch that is read again.
struct Memory {
    newest: Instant,
    heard: HashMap<Uuid, Instant>,
}

impl Memory {
    fn new(now: Instant) -> Self {
        Self { newest: now, heard: HashMap::new() }
    }

    async fn fresh(&mut self, db: &Db) -> Result<Vec<News>> {
        let from = self.newest.plus_micros(-REREAD);
        let told = service::since(db, from).await?;
        Ok(self.sort_out(told, from))
    }

    fn sort_out(&mut self, told: Vec<News>, from: Instant) -> Vec<News> {
        self.heard.retain(|_, at| *at > from);
        let fresh: Vec<News> =
            told.into_iter().filter(|news| self.heard.insert(news.id, news.at).is_none()).collect();
        self.newest = fresh.iter().map(|news| news.at).fold(self.newest, Ord::max);
        fresh
    }
}

/// One who listens.
pub struct Listener {
    about: About,
    ear: broadcast::Receiver<Said>,
}

impl Listener {
    /// The next that concerns this listener; `None` when the service stops.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            match self.ear.recv().await {
                Ok(Said::News(news)) if self.about.covers(&news) => return Some(Heard::News(news)),
                Ok(Said::News(_)) => {}
                Ok(Said::Goodbye) => return None,
                Err(RecvError::Lagged(_)) => return Some(Heard::Missed),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(id: u128, at: i64) -> News {
        News {
            id: Uuid::from_u128(id),
            at: Instant(at),
            exam: None,
            sitting: None,
            what: "changed".into(),
            data: serde_json::Value::Null,
        }
    }

    #[test]
    fn what_lands_late_is_heard_and_nothing_is_heard_twice() {
        let mut memory = Memory::new(Instant(0));
        let heard = |fresh: Vec<News>| fresh.iter().map(|news| news.id.as_u128()).collect::<Vec<_>>();
        assert_eq!(heard(memory.sort_out(vec![news(1, 1_000_000), news(3, 3_000_000)], Instant(0))), [1, 3]);
        assert_eq!(memory.newest, Instant(3_000_000));
        let again = vec![news(1, 1_000_000), news(2, 2_000_000), news(3, 3_000_000)];
        assert_eq!(heard(memory.sort_out(again, Instant(0))), [2], "the late one only");
    }
}
