//! Use cases of practice.

mod taking_in;

use std::collections::{HashMap, HashSet};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

pub use taking_in::take_in_released;

use super::{
    model::{
        Posed, Practice, PracticeId, PracticeSource, Run, TopicPractice, Trial, Wish, WrongItem, WrongLine,
    },
    rule::{self, PracticeRefusal},
    store,
};
use crate::{
    bank::{
        self,
        model::{QuestionId, QuestionState, Response, Revision, RevisionId, TopicId},
    },
    exam::{self, Shelf},
    grading::{model::Verdict, policy, rule as grading},
    kernel::{Context, Cursor, Error, Page, PageRequest, Result, Share, error::check},
    materials::{self, ClauseId, ClauseRef, Topic},
    paper::Policy,
    unit::{Db, Deed, to_text},
};

/// The caller's book without what is closed to practice now.
async fn book(db: &Db, shelf: &Shelf, cx: &Context) -> Result<Vec<WrongLine>> {
    let person = cx.caller()?.id;
    let closed = exam::service::closed_questions(db, shelf, cx.now()).await?;
    let mut lines = store::book(db.read(), person).await?;
    lines.retain(|line| !closed.contains(&line.question));
    Ok(lines)
}

/// The caller's wrong-answer book, what was missed last first.
///
/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn wrong_book(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    topic: Option<TopicId>,
    request: &PageRequest,
) -> Result<Page<WrongItem>> {
    let topics = materials::service::topics(db).await?;
    let within: Option<HashSet<TopicId>> = topic.map(|topic| rule::below(&topics, topic));
    let key = |line: &WrongLine| (std::cmp::Reverse(line.at.micros()), line.question.0);
    let mut lines = book(db, shelf, cx).await?;
    lines.retain(|line| within.as_ref().is_none_or(|within| within.contains(&line.topic)));
    if let Some(after) = &request.after {
        let at: i64 = after.key.parse().unwrap_or_default();
        lines.retain(|line| key(line) > (std::cmp::Reverse(at), after.id));
    }
    lines.truncate(usize::try_from(request.limit).unwrap_or(usize::MAX).saturating_add(1));
    let cursor = |line: &WrongLine| Cursor { key: line.at.micros().to_string(), id: line.question.0 };
    let page = Page::cut(lines, request.limit, cursor);
    let revisions: Vec<RevisionId> = page.items.iter().map(|line| line.revision).collect();
    let mut bodies = bank::service::bodies(db, &revisions).await?;
    let clauses = clauses_of(db, bodies.values()).await?;
    let items = page
        .items
        .into_iter()
        .map(|line| {
            let revision = bodies.remove(&line.revision).ok_or_else(|| gone("a revision"))?;
            let topic = topics.iter().find(|topic| topic.id == line.topic).cloned();
            Ok(WrongItem {
                topic: topic.ok_or_else(|| gone("a topic"))?,
                clauses: cited(&revision.clauses, &clauses),
                body: revision.body,
                line,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Page { items, next: page.next })
}

fn gone(what: &str) -> Error {
    Error::internal(format!("{what} of practice is gone"))
}

async fn clauses_of(
    db: &Db,
    revisions: impl Iterator<Item = &Revision>,
) -> Result<HashMap<ClauseId, ClauseRef>> {
    let ids: Vec<ClauseId> = revisions.flat_map(|revision| revision.clauses.iter().copied()).collect();
    materials::service::clause_refs(db, &ids).await
}

fn cited(ids: &[ClauseId], clauses: &HashMap<ClauseId, ClauseRef>) -> Vec<ClauseRef> {
    ids.iter().filter_map(|id| clauses.get(id)).cloned().collect()
}

/// How much there is to practise under each topic at the root.
///
/// # Errors
/// Those of the database.
pub async fn topics(db: &Db, shelf: &Shelf, cx: &Context) -> Result<Vec<TopicPractice>> {
    let topics = materials::service::topics(db).await?;
    let closed = exam::service::closed_questions(db, shelf, cx.now()).await?;
    let mut open: Vec<TopicId> = Vec::new();
    let mut kept_back: Vec<TopicId> = Vec::new();
    for question in bank::service::live_pool(db).await? {
        let side = if closed.contains(&question.question) { &mut kept_back } else { &mut open };
        side.push(question.topic);
    }
    let wrong: Vec<TopicId> = book(db, shelf, cx)
        .await?
        .into_iter()
        .filter(|line| !rule::is_mastered(line.right_in_row))
        .map(|line| line.topic)
        .collect();
    let under = |root: &Topic| {
        let within = rule::below(&topics, root.id);
        let count = |of: &[TopicId]| of.iter().filter(|topic| within.contains(topic)).count();
        TopicPractice {
            topic: root.clone(),
            available: count(&open),
            closed: count(&kept_back),
            wrong: count(&wrong),
        }
    };
    Ok(topics.iter().filter(|topic| topic.parent.is_none()).map(under).collect())
}

/// Begins a run: from the own book what is not mastered and still live, or from a topic whatever
/// is live.
///
/// # Errors
/// `Invalid` for a wish that makes no sense, `Refused` where nothing is left to practise, `Already`
/// with the run that the same request began before.
pub async fn begin(db: &Db, shelf: &Shelf, cx: &Context, wish: Wish) -> Result<Practice> {
    let person = cx.caller()?.id;
    let topics = materials::service::topics(db).await?;
    check(rule::wish_issues(&wish, &topics))?;
    let within = wish.topic.map(|topic| rule::below(&topics, topic));
    let fits = |topic: &TopicId| within.as_ref().is_none_or(|within| within.contains(topic));
    let from: Vec<(QuestionId, RevisionId)> = match wish.source {
        PracticeSource::Wrong => book(db, shelf, cx)
            .await?
            .into_iter()
            .filter(|line| line.state == QuestionState::Live && !rule::is_mastered(line.right_in_row))
            .filter(|line| fits(&line.topic))
            .map(|line| (line.question, line.current))
            .collect(),
        PracticeSource::Topic => {
            let closed = exam::service::closed_questions(db, shelf, cx.now()).await?;
            bank::service::live_pool(db)
                .await?
                .into_iter()
                .filter(|question| fits(&question.topic) && !closed.contains(&question.question))
                .map(|question| (question.question, question.revision))
                .collect()
        }
    };
    if from.is_empty() {
        return Err(PracticeRefusal::NothingToPractise.into());
    }
    let mut chance = ChaCha20Rng::from_seed(cx.random());
    let picked = rule::pick(from, wish.count, &mut chance);
    let revisions: Vec<RevisionId> = picked.iter().map(|(_, revision)| *revision).collect();
    let bodies = bank::service::bodies(db, &revisions).await?;
    let questions = picked
        .into_iter()
        .map(|(question, revision)| {
            let body = &bodies.get(&revision).ok_or_else(|| gone("a revision"))?.body;
            Ok(Posed { question, revision, options: rule::shown(&body.options, &mut chance) })
        })
        .collect::<Result<Vec<_>>>()?;
    let run = Run { id: PracticeId::new(cx), person, source: wish.source, topic: wish.topic, questions };
    let deed =
        Deed::new("practice.begin").with("source", wish.source.as_str()).with("count", run.questions.len());
    db.unit(cx, deed, async |unit| {
        unit.made(run.id.0);
        store::add_run(unit, &run).await
    })
    .await?;
    posed(run, bodies)
}

fn posed(run: Run, mut bodies: HashMap<RevisionId, Revision>) -> Result<Practice> {
    let with_body = |posed: Posed| {
        let revision = bodies.remove(&posed.revision).ok_or_else(|| gone("a revision"))?;
        Ok((posed, revision.body))
    };
    Ok(Practice { id: run.id, questions: run.questions.into_iter().map(with_body).collect::<Result<_>>()? })
}

async fn own_run(db: &Db, cx: &Context, id: PracticeId) -> Result<Run> {
    let person = cx.caller()?.id;
    let run = store::find_run(db.read(), id).await?;
    run.filter(|run| run.person == person).ok_or(Error::NotFound("practice"))
}

/// A run of the caller's.
///
/// # Errors
/// `NotFound`, also for another's.
pub async fn get(db: &Db, cx: &Context, id: PracticeId) -> Result<Practice> {
    let run = own_run(db, cx, id).await?;
    let revisions: Vec<RevisionId> = run.questions.iter().map(|posed| posed.revision).collect();
    posed(run, bank::service::bodies(db, &revisions).await?)
}

/// Answers a question of a run and is told at once what was right. Option numbers are places as
/// shown. The first answer counts for the book; the same one given again is told the same.
///
/// # Errors
/// `NotFound` for what is not in the run, `Refused` for another answer than the first, and for a
/// question that is closed to practice now.
pub async fn answer(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: PracticeId,
    place: u16,
    response: Option<Response>,
) -> Result<Trial> {
    let run = own_run(db, cx, id).await?;
    let posed = run.questions.get(usize::from(place)).ok_or(Error::NotFound("practice"))?;
    if exam::service::closed_questions(db, shelf, cx.now()).await?.contains(&posed.question) {
        return Err(PracticeRefusal::Closed.into());
    }
    let mut bodies = bank::service::bodies(db, &[posed.revision]).await?;
    let revision = bodies.remove(&posed.revision).ok_or_else(|| gone("a revision"))?;
    let response = response
        .map(|response| response.in_revision_order(&posed.options))
        .filter(|response| !response.is_empty());
    let trial = told(db, posed, &revision, response.as_ref()).await?;
    let written = to_text(&response)?;
    let place = i32::from(place);
    let again = async |stands: Option<String>| match stands {
        Some(stands) if stands == written => Ok(true),
        Some(_) => Err(PracticeRefusal::AlreadyAnswered.into()),
        None => Ok(false),
    };
    if again(store::find_answer(db.read(), id, place).await?).await? {
        return Ok(trial);
    }
    let deed = Deed::new("practice.answer").on(id.0).with("place", place);
    db.unit(cx, deed, async |unit| {
        if !store::add_answer(unit, id, place, &written).await? {
            return again(store::find_answer(unit.tx(), id, place).await?).await.map(drop);
        }
        if trial.verdict == Verdict::Right {
            store::hit(unit, run.person, posed.question).await
        } else {
            store::miss(unit, run.person, posed, response.as_ref()).await
        }
    })
    .await?;
    Ok(trial)
}

async fn told(db: &Db, posed: &Posed, revision: &Revision, response: Option<&Response>) -> Result<Trial> {
    let body = &revision.body;
    let share = response
        .map_or(Share::NONE, |response| policy::share(body.kind, &body.key, Policy::AllOrNothing, response));
    let clauses = clauses_of(db, std::iter::once(revision)).await?;
    Ok(Trial {
        verdict: grading::verdict(share),
        share,
        key: body.key.as_shown(&posed.options),
        explanation: body.explanation.clone(),
        clauses: cited(&revision.clauses, &clauses),
    })
}
