//! What is shown when the exam is over and released: everything from which anyone can derive every
//! paper again, and to each person the salts of the own paper.

use std::collections::HashMap;

use super::{
    super::{
        model::{Exam, ExamId, ExamState},
        rule::ExamRefusal,
        shelf::Shelf,
        store::{addenda, candidates, published, witnesses},
    },
    drawing, lookup,
};
use crate::{
    kernel::{Context, Error, Result, number, seal::Hash},
    paper::{
        self, CandidateId, Paper, Pool,
        commitment::{self, Contribution, Digest},
        export::{Addendum, Export, ExportedCandidate, OwnProof, OwnQuestion, Proof},
    },
    unit::Db,
};

async fn released(db: &Db, cx: &Context, id: ExamId) -> Result<Exam> {
    let exam = lookup::get(db, cx, id).await?;
    match exam.state {
        ExamState::Draft => Err(Error::NotFound("exam")),
        ExamState::Published => Err(ExamRefusal::ProofNotOpen.into()),
        ExamState::Released => Ok(exam),
    }
}

/// What veils each question of the pool.
pub(super) fn veils(salts: &Hash, pool: &Pool) -> Vec<Digest> {
    (0u32..)
        .zip(&pool.questions)
        .map(|(index, question)| commitment::veil(commitment::salt(salts, index), question.revision))
        .collect()
}

/// The proof of a released exam.
///
/// # Errors
/// `Refused` before the release, `NotFound`.
pub async fn proof(db: &Db, shelf: &Shelf, cx: &Context, id: ExamId) -> Result<Export> {
    let exam = released(db, cx, id).await?;
    let committed = published::committed(db.read(), id).await?;
    let (frozen, seed) = drawing::sources(db, shelf, &exam).await?;
    let pool = shelf.pool(db, id).await?;
    let mut papers: HashMap<CandidateId, Paper> = paper::service::list(db, id.0).await?.into_iter().collect();
    let listed = drawing::listed(&seed, frozen.places, candidates::dealt(db.read(), id).await?);
    let candidates = listed
        .into_iter()
        .map(|(_, candidate)| {
            let paper = papers.remove(&candidate.id);
            let paper =
                paper.ok_or_else(|| Error::internal("a candidate of a drawn exam without a paper"))?;
            Ok(ExportedCandidate::new(candidate, &paper))
        })
        .collect::<Result<Vec<_>>>()?;
    let contributions: Vec<Contribution> =
        witnesses::list(db.read(), id).await?.into_iter().map(|witnessed| witnessed.contribution).collect();
    let addenda: Vec<Addendum> =
        addenda::list(db.read(), id).await?.into_iter().map(|stored| stored.addendum).collect();
    let proof = Proof {
        frozen: &frozen,
        veils: &veils(&committed.salts, &pool),
        digests: committed.digests,
        system_seed: Digest(committed.system_seed),
        contributions: &contributions,
        candidates,
        addenda,
    };
    Ok(proof.export())
}

/// The caller's own part: which revisions the own paper asked, and what lifts their veils.
///
/// # Errors
/// `Refused` before the release, `NotFound` for one who is not on the list.
pub async fn own_proof(db: &Db, shelf: &Shelf, cx: &Context, id: ExamId) -> Result<OwnProof> {
    let me = cx.caller()?.id;
    let own = candidates::admission(db.read(), id, me).await?.ok_or(Error::NotFound("exam"))?;
    released(db, cx, id).await?;
    let paper = paper::service::find(db, id.0, own.candidate).await?.ok_or(Error::NotFound("paper"))?;
    let committed = published::committed(db.read(), id).await?;
    let pool = shelf.pool(db, id).await?;
    let questions = paper
        .questions
        .iter()
        .map(|asked| {
            let question = pool.questions.get(number::index(i64::from(asked.index)));
            let question = question.ok_or_else(|| Error::internal("a paper asks what its pool lacks"))?;
            Ok(OwnQuestion {
                index: asked.index,
                salt: commitment::salt(&committed.salts, asked.index),
                revision: question.revision,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(OwnProof { candidate: own.candidate, paper: hex::encode(paper.encode()), questions })
}
