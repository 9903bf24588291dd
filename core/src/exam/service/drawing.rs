//! Drawing the papers, in the background: each chunk can be repeated without harm, and all of them
//! become visible by one last row.

use super::super::{
    model::{ExamId, Unranked},
    store::{
        candidates::{self, Dealt},
        published,
    },
};
use crate::{
    job::{Task, model::Order},
    kernel::{Error, PersonId, Result, seal::Hash},
    news::{self, model::Telling},
    paper::{self, Avoid, Candidate, CandidateId, Deal, Frozen, Paper},
    unit::Deed,
};

/// The kind of job that draws the papers of one exam.
pub const DRAW: &str = "exam.draw";
const PAPERS_A_UNIT: usize = 200;
/// Nobody sits an exam twice on the same list.
const FIRST_ATTEMPT: u16 = 1;

pub(super) fn order(exam: ExamId) -> Order {
    Order { kind: DRAW, key: exam.to_string(), payload: serde_json::json!(exam) }
}

/// Somebody as the draw and the promise know them.
pub(super) fn candidate(id: CandidateId, place: u32, avoid: Avoid) -> Candidate {
    Candidate { id, place, attempt: FIRST_ATTEMPT, avoid }
}

/// Draws every paper of an exam and marks who had to be given own questions.
///
/// # Errors
/// Those of the database; the job is tried again.
pub async fn draw_papers(task: Task) -> Result<()> {
    let exam: ExamId = task.job.payload()?;
    let list = candidates::dealt(task.db.read(), exam).await?;
    let frozen = paper::service::pool(&task.db, exam.0).await?.frozen;
    let seed = published::seed(task.db.read(), exam).await?;
    let papers =
        tokio::task::spawn_blocking(move || draw(frozen, seed, list)).await.map_err(Error::internal)??;
    let total = papers.len();
    let mut done = 0;
    for chunk in papers.chunks(PAPERS_A_UNIT) {
        let deed = Deed::new("exam.draw").on(exam.0).with("papers", chunk.len());
        task.db
            .unit(&task.cx, deed, async |unit| {
                let drawn: Vec<(CandidateId, Paper)> =
                    chunk.iter().map(|drawn| (drawn.candidate, drawn.paper.clone())).collect();
                paper::service::keep_papers(unit, exam.0, &drawn).await?;
                let barred: Vec<PersonId> =
                    chunk.iter().filter(|drawn| drawn.barred).map(|drawn| drawn.person).collect();
                candidates::set_unranked(unit, exam, &barred, Unranked::OwnQuestions).await
            })
            .await?;
        done += chunk.len();
        task.advance(done, total).await?;
    }
    task.db
        .unit(&task.cx, Deed::new("exam.papers_drawn").on(exam.0).with("papers", total), async |unit| {
            if published::set_drawn(unit, exam).await? {
                let told =
                    Telling { exam: Some(exam.0), sitting: None, what: "drawn", data: serde_json::json!({}) };
                news::service::tell(unit.tx(), unit.cx(), unit.now(), vec![told]).await?;
            }
            Ok(())
        })
        .await
}

struct DrawnPaper {
    person: PersonId,
    candidate: CandidateId,
    paper: Paper,
    /// It holds a question that this person knows the key of: the cell had nothing else.
    barred: bool,
}

fn draw(frozen: Frozen, seed: Hash, list: Vec<Dealt>) -> Result<Vec<DrawnPaper>> {
    // Places are shuffled by the seed, so that the order of the list decides nothing.
    let places = paper::places(&seed, frozen.places);
    let deal = Deal::new(frozen, seed)?;
    list.into_iter()
        .zip(places)
        .map(|(dealt, place)| {
            let drawn = deal.paper(&candidate(dealt.candidate, place, dealt.avoid));
            Ok(DrawnPaper {
                person: dealt.person,
                candidate: dealt.candidate,
                barred: !drawn.barred.is_empty(),
                paper: drawn.paper,
            })
        })
        .collect()
}
