//! What a process keeps of published exams: it never changes, so it is never invalidated, only
//! dropped where memory is short. Losing it costs one read.

use std::{future::Future, hash::Hash, sync::Arc};

use moka::future::Cache;

use super::{
    book::Book,
    model::{ExamId, ExamState, Plan},
    store::{self, published},
};
use crate::{
    kernel::{Error, Result},
    paper::{self, CandidateId, Paper, Pool},
    unit::Db,
};

/// Books in bytes.
const BOOKS: u64 = 64 << 20;
/// Pools in questions; one takes about a hundred bytes.
const POOLS: u64 = 200_000;
/// Papers in questions: those of some thousand takers between start and hand-in; one question takes
/// about fifty bytes.
const PAPERS: u64 = 200_000;
/// More exams than run at once.
const PLANS: u64 = 200;

/// Books, pools, plans and papers of exams. Cloning it is cheap.
#[derive(Clone)]
pub struct Shelf {
    plans: Cache<ExamId, Arc<Plan>>,
    books: Cache<ExamId, Arc<Book>>,
    pools: Cache<ExamId, Arc<Pool>>,
    papers: Cache<(ExamId, CandidateId), Arc<Paper>>,
}

impl Default for Shelf {
    fn default() -> Self {
        let books = Cache::builder()
            .weigher(|_, book: &Arc<Book>| u32::try_from(book.weight()).unwrap_or(u32::MAX))
            .max_capacity(BOOKS)
            .build();
        let pools = Cache::builder()
            .weigher(|_, pool: &Arc<Pool>| u32::try_from(pool.questions.len()).unwrap_or(u32::MAX))
            .max_capacity(POOLS)
            .build();
        let papers = Cache::builder()
            .weigher(|_, paper: &Arc<Paper>| u32::try_from(paper.questions.len()).unwrap_or(u32::MAX))
            .max_capacity(PAPERS)
            .build();
        Self { plans: Cache::new(PLANS), books, pools, papers }
    }
}

impl Shelf {
    /// What was decided about a published exam.
    ///
    /// # Errors
    /// `NotFound` before publication.
    pub async fn plan(&self, db: &Db, exam: ExamId) -> Result<Arc<Plan>> {
        read_through(&self.plans, exam, async {
            let found = store::find(db.read(), exam).await?.filter(|found| found.state != ExamState::Draft);
            found.map(|found| Arc::new(found.plan)).ok_or(Error::NotFound("exam"))
        })
        .await
    }

    /// What the questions of a published exam say, without keys.
    ///
    /// # Errors
    /// `NotFound` before publication.
    pub async fn book(&self, db: &Db, exam: ExamId) -> Result<Arc<Book>> {
        read_through(&self.books, exam, async {
            Book::from_bytes(&published::book(db.read(), exam).await?).map(Arc::new)
        })
        .await
    }

    /// One candidate's paper, for whoever has begun: before that it can still be replaced, and must not
    /// be kept.
    ///
    /// # Errors
    /// `NotFound` before it is drawn.
    pub async fn paper(&self, db: &Db, exam: ExamId, candidate: CandidateId) -> Result<Arc<Paper>> {
        read_through(&self.papers, (exam, candidate), async {
            let found = paper::service::find(db, exam.0, candidate).await?;
            found.map(Arc::new).ok_or(Error::NotFound("paper"))
        })
        .await
    }

    /// The frozen pool: which question and revision stands at each index, and how papers were drawn.
    ///
    /// # Errors
    /// `NotFound` before publication.
    pub async fn pool(&self, db: &Db, exam: ExamId) -> Result<Arc<Pool>> {
        read_through(&self.pools, exam, async { paper::service::pool(db, exam.0).await.map(Arc::new) }).await
    }
}

/// Many who want the same at once wait for one read.
async fn read_through<K: Hash + Eq + Send + Sync + 'static, T: Clone + Send + Sync + 'static>(
    cache: &Cache<K, T>,
    key: K,
    read: impl Future<Output = Result<T>>,
) -> Result<T> {
    cache.try_get_with(key, read).await.map_err(|cause| match &*cause {
        Error::Busy(busy) => Error::Busy(*busy),
        Error::NotFound(word) => Error::NotFound(word),
        other => Error::internal(other.to_string()),
    })
}
