//! An exam's analysis, once nobody sits it any more. It is reckoned beside the requests and kept
//! in the process until a ruling gives a new one.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use moka::future::Cache;

use super::{
    gather::{gather, options},
    model::{Analysis, AnalysisSettings},
    report::analyse,
};
use crate::{
    bank::{
        self,
        model::{Kind, QuestionId, RevisionId},
    },
    exam::{self, Exam, ExamId, ExamState, Shelf},
    grading::{self, Marker, model::MarkOf, ruling::Marking},
    kernel::{
        Context, Error, Result,
        number::{float, index},
    },
    materials::TopicId,
    sitting::{
        model::{ClosedBy, SittingId},
        service as sittings,
    },
    unit::Db,
};

crate::codes! {
    /// Why there is no analysis.
    pub enum AnalysisRefusal in "analysis" {
        /// Somebody can still sit.
        NotOver = "not_over",
    }
}

/// A question as pages name it, beside its figures.
#[derive(Clone, Debug)]
pub struct AskedQuestion {
    /// Its index in the frozen pool.
    pub place: u32,
    pub question: QuestionId,
    pub revision: RevisionId,
    pub kind: Kind,
    pub topic: TopicId,
    pub label: u8,
    pub stem: String,
    pub options: Vec<String>,
    /// By the keys in force.
    pub marking: Marking,
}

/// What the responses to an exam say.
#[derive(Debug)]
pub struct Found {
    /// In the order of the analysis' questions.
    pub asked: Vec<AskedQuestion>,
    pub analysis: Analysis,
    /// Share of takers who passed; none without takers.
    pub pass_rate: Option<f64>,
}

/// How many exams' figures a process keeps.
const KEPT: u64 = 32;

/// What a process needs to analyse: keys, frozen pools, and the figures it has reckoned before.
/// Cloning it is cheap.
#[derive(Clone)]
pub struct Analyst {
    marker: Marker,
    shelf: Shelf,
    kept: Cache<(ExamId, i32), Arc<Found>>,
}

impl Analyst {
    #[must_use]
    pub fn new(marker: Marker, shelf: Shelf) -> Self {
        Self { marker, shelf, kept: Cache::new(KEPT) }
    }
}

/// # Errors
/// `NotFound`, or `Refused` while somebody can still sit.
pub async fn analysis(analyst: &Analyst, db: &Db, cx: &Context, id: ExamId) -> Result<Arc<Found>> {
    let exam = exam::service::get(db, cx, id).await?;
    let over = exam.over_at.is_some_and(|over| over <= cx.now()) || exam.state == ExamState::Released;
    // No answer is opened before the root over all of them stands.
    if !over || !sittings::has_root(db, id).await? {
        return Err(AnalysisRefusal::NotOver.into());
    }
    if let Some(found) = analyst.kept.get(&(id, exam.ruling)).await {
        return Ok(found);
    }
    let marks = grading::service::list_marks(db, id, exam.ruling).await?;
    let sittings = sittings::list_of_exam(db, id).await?;
    let cut_off: HashSet<SittingId> = sittings
        .iter()
        .filter(|sitting| sitting.ending().is_some_and(|ending| ending.by == ClosedBy::Deadline))
        .map(|sitting| sitting.head().key.id)
        .collect();
    let doubts = doubts(db, id).await?;
    let asked = asked(analyst, db, &exam, &marks).await?;
    // A mark may still be on its way: such figures are not kept.
    let complete = marks.len() == sittings.len();

    let full = exam.plan.blueprint.total();
    let passed = marks.iter().filter(|of| of.mark.points >= exam.plan.pass).count();
    let pass_rate = (!marks.is_empty()).then(|| float(passed) / float(marks.len()));
    let found = tokio::task::spawn_blocking(move || {
        let responses = gather(full, &asked, &marks, &cut_off, &doubts);
        Found { analysis: analyse(&responses, &AnalysisSettings::default()), asked, pass_rate }
    })
    .await
    .map_err(Error::internal)?;
    let found = Arc::new(found);
    if complete {
        analyst.kept.insert((id, exam.ruling), Arc::clone(&found)).await;
    }
    Ok(found)
}

/// The questions of the pool that stood on anybody's paper, in its order.
async fn asked(analyst: &Analyst, db: &Db, exam: &Exam, marks: &[MarkOf]) -> Result<Vec<AskedQuestion>> {
    let sheet = grading::service::sheet(&analyst.marker, db, exam.id, exam.ruling).await?;
    let pool = analyst.shelf.pool(db, exam.id).await?;
    let places: BTreeSet<u32> =
        marks.iter().flat_map(|of| &of.mark.detail).map(|marked| marked.index).collect();
    let lines: Vec<_> = places
        .into_iter()
        .filter_map(|place| {
            let at = index(place.into());
            Some((place, sheet.questions.get(at)?, pool.questions.get(at)?.label))
        })
        .collect();
    let revisions: Vec<RevisionId> = lines.iter().map(|(_, line, _)| line.revision).collect();
    let questions: Vec<QuestionId> = lines.iter().map(|(_, line, _)| line.question).collect();
    let mut bodies = bank::service::bodies(db, &revisions).await?;
    let topics = bank::service::topics_of(db, &questions).await?;
    lines
        .into_iter()
        .map(|(place, line, label)| {
            let gone = || Error::internal("a frozen question is gone");
            let body = bodies.remove(&line.revision).ok_or_else(gone)?.body;
            Ok(AskedQuestion {
                place,
                question: line.question,
                revision: line.revision,
                topic: topics.get(&line.question).copied().ok_or_else(gone)?,
                label,
                kind: body.kind,
                options: options(&body),
                stem: body.stem,
                marking: line.marking.clone(),
            })
        })
        .collect()
}

/// Which places of each sitting's paper its taker doubted.
async fn doubts(db: &Db, exam: ExamId) -> Result<HashMap<SittingId, HashSet<u16>>> {
    let mut doubts: HashMap<SittingId, HashSet<u16>> = HashMap::new();
    for (sitting, event) in sittings::list_doubts(db, exam).await? {
        doubts.entry(sitting).or_default().extend(event.question);
    }
    Ok(doubts)
}
