//! Drawing the papers, in the background: each chunk can be repeated without harm, and all of them
//! become visible by one last row.

use super::{
    super::{
        model::{Exam, ExamId, Unranked},
        rule::ExamRefusal,
        shelf::Shelf,
        store::{
            candidates::{self, Dealt},
            published,
        },
    },
    tell,
};
use crate::{
    job::{Task, model::Order},
    kernel::{Error, PersonId, Result, seal::Hash},
    paper::{self, Avoid, Candidate, CandidateId, Deal, Frozen, Paper},
    unit::{Db, Deed},
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
    let seed = published::committed(task.db.read(), exam).await?.seed;
    let seed = seed.ok_or_else(|| Error::internal("papers are drawn before their seed is fixed"))?;
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
            if published::set_drawn(unit, exam).await? { tell(unit, exam, "drawn").await } else { Ok(()) }
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
    let listed = listed(&seed, frozen.places, list);
    let deal = Deal::new(frozen, seed)?;
    Ok(listed
        .into_iter()
        .map(|(person, candidate)| {
            let drawn = deal.paper(&candidate);
            DrawnPaper {
                person,
                candidate: candidate.id,
                barred: !drawn.barred.is_empty(),
                paper: drawn.paper,
            }
        })
        .collect())
}

/// A list as the draw knows it. Places are shuffled by the seed, so that the order of the list decides
/// nothing; who came late has a place after all others.
pub(super) fn listed(seed: &Hash, places: u32, list: Vec<Dealt>) -> Vec<(PersonId, Candidate)> {
    let places = paper::places(seed, places).into_iter().chain(places..);
    list.into_iter()
        .zip(places)
        .map(|(dealt, place)| (dealt.person, candidate(dealt.candidate, place, dealt.avoid)))
        .collect()
}

/// What papers of an exam are drawn from, once its seed is fixed.
pub(super) async fn sources(db: &Db, shelf: &Shelf, exam: &Exam) -> Result<(Frozen, Hash)> {
    if exam.drawn_at.is_none() {
        return Err(ExamRefusal::NotDrawn.into());
    }
    let seed = published::committed(db.read(), exam.id).await?.seed.ok_or(ExamRefusal::NotDrawn)?;
    Ok((shelf.pool(db, exam.id).await?.frozen.clone(), seed))
}
