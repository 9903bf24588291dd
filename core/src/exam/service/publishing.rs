//! Publishing: everything that decides the papers is fixed and promised in one unit.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        book::Book,
        model::{Exam, ExamId, ExamSession, ExamState, Unranked},
        rule::{self, ExamRefusal},
        store::{
            self,
            candidates::{self, NewCandidate},
            published::{self, Fixed},
        },
    },
    draft_refused, drafting, drawing, lookup, proof,
    supply::{Supply, SupplyIssue},
    tell, witnessing,
};
use crate::{
    bank::{self, model::Body, model::QuestionId},
    kernel::{Context, Error, Issue, PersonId, Result, error, number},
    paper::{
        self, Avoid, Candidate, CandidateId, Frozen, Paper, Pool, PoolQuestion,
        commitment::{self, Digests},
    },
    people::{self, Person},
    unit::{Db, Deed},
};

/// Freezes pool, blueprint, allocation and candidates and promises them; the papers are drawn once the
/// witnesses' hour has come. Of two who publish at once exactly one does.
///
/// # Errors
/// `Invalid` with everything that stands against it, `Refused` for what is no draft any more,
/// `Stale` if somebody was faster, `NotFound`.
pub async fn publish(db: &Db, cx: &Context, id: ExamId, version: i32) -> Result<()> {
    let exam = lookup::get(db, cx, id).await?;
    if exam.version != version {
        return Err(Error::Stale { current: exam.version });
    }
    if exam.state != ExamState::Draft {
        return Err(ExamRefusal::NotDraft.into());
    }
    // All of this is read before the unit: a question that is retired in the meantime is in no
    // other case than one that is retired just after.
    let supply = Supply::read(db, &exam.plan).await?;
    let people = people::service::active_in_groups(db, &exam.plan.groups).await?;
    error::check(drafting::judge(&exam.plan, &supply, people.len(), cx.now())?.issues)?;
    let (pool, book) = freeze(db, &exam, supply.questions, people.len()).await?;
    let avoid = Avoiding::read(db, &exam, &pool).await?;
    let list = candidate_list(cx, &exam, people, &avoid);

    let fixed = promise(cx, &pool, &list, book)?;
    let over_at = rule::over_at(exam.sessions.iter().map(|session| session.closes_at));
    let deed = Deed::new("exam.publish")
        .on(id.0)
        .with("candidates", list.len())
        .with("questions", pool.questions.len())
        .with("c", fixed.c.to_string());
    let opens_at = exam.sessions.iter().map(|session| session.opens_at);
    let witness_until = rule::witness_until(exam.plan.witness_hours, opens_at, cx.now());
    db.unit(cx, deed, async |unit| {
        if !published::publish(unit, id, version, witness_until, over_at).await? {
            return Err(draft_refused(unit, id, version).await);
        }
        paper::service::keep_pool(unit, id.0, &pool).await?;
        published::insert_fixed(unit, id, fixed).await?;
        candidates::insert(unit, id, list).await?;
        unit.made(id.0);
        tell(unit, id, "published").await?;
        // Where nobody is waited for the seed follows at once.
        if witness_until.is_none() { witnessing::fix_seed(unit, id, None).await } else { Ok(()) }
    })
    .await
}

/// The pool with the options of its questions, and the book of what they say.
async fn freeze(
    db: &Db,
    exam: &Exam,
    mut questions: Vec<PoolQuestion>,
    places: usize,
) -> Result<(Pool, Book)> {
    let revisions: Vec<_> = questions.iter().map(|question| question.revision).collect();
    let mut bodies = bank::service::bodies(db, &revisions).await?;
    let mut pages: Vec<Body> = Vec::with_capacity(questions.len());
    for question in &mut questions {
        let revision = bodies.remove(&question.revision);
        let body = revision.ok_or_else(|| Error::internal("a live question without its revision"))?.body;
        let options = (0u8..).zip(&body.options);
        question.fixed_options = options.filter(|(_, option)| option.fixed).map(|(at, _)| at).collect();
        question.options = match u8::try_from(body.options.len()) {
            Ok(options) if options <= Paper::MOST_OPTIONS => options,
            _ => return Err(too_many_options(question.question).into()),
        };
        pages.push(body);
    }
    let places = u32::try_from(places).map_err(Error::internal)?;
    let frozen = Frozen::new(&exam.plan.blueprint, &questions, places)
        .map_err(|_| Error::internal("a blueprint that was found to be met can't be met"))?;
    Ok((Pool { frozen, questions }, Book::of(&pages)?))
}

/// A paper has no place for them all; the manager shuts the question out, or its author shortens it.
fn too_many_options(question: QuestionId) -> Issue {
    SupplyIssue::TooManyOptions
        .at("/blueprint/shut_out")
        .with("question", question.to_string())
        .with("most", Paper::MOST_OPTIONS)
}

/// Who must not, or should not, meet which question.
pub(super) struct Avoiding {
    hard: HashMap<PersonId, Vec<u32>>,
    met: HashMap<PersonId, Vec<u32>>,
}

impl Avoiding {
    pub(super) async fn read(db: &Db, exam: &Exam, pool: &Pool) -> Result<Self> {
        let indexes: HashMap<QuestionId, u32> =
            pool.questions.iter().map(|question| question.question).zip(0..).collect();
        let mut hard: HashMap<PersonId, Vec<u32>> = HashMap::new();
        let mut knows = |person: PersonId, question: QuestionId| {
            if let Some(index) = indexes.get(&question) {
                hard.entry(person).or_default().push(*index);
            }
        };
        let questions: Vec<QuestionId> = indexes.keys().copied().collect();
        for (question, filed) in bank::service::filed(db, &questions).await? {
            knows(filed.author, question);
            if let Some(reviewer) = filed.reviewer {
                knows(reviewer, question);
            }
        }
        for (question, person) in bank::service::key_viewers(db).await? {
            knows(person, question);
        }
        Ok(Self { hard, met: met(db, exam, &indexes).await? })
    }

    pub(super) fn of(&self, person: PersonId) -> Avoid {
        let sorted = |of: &HashMap<PersonId, Vec<u32>>| {
            let mut indexes = of.get(&person).cloned().unwrap_or_default();
            indexes.sort_unstable();
            indexes.dedup();
            indexes
        };
        Avoid { hard: sorted(&self.hard), met: sorted(&self.met) }
    }
}

/// Which questions of this pool each person was asked in the months of rest.
async fn met(
    db: &Db,
    exam: &Exam,
    indexes: &HashMap<QuestionId, u32>,
) -> Result<HashMap<PersonId, Vec<u32>>> {
    let mut met: HashMap<PersonId, Vec<u32>> = HashMap::new();
    let rest = i32::from(exam.plan.blueprint.rest_months);
    if rest == 0 {
        return Ok(met);
    }
    let from = rule::months_before(exam.plan.month, rest);
    for earlier in store::published_between(db.read(), from, exam.plan.month, exam.id).await? {
        let questions = paper::service::pool(db, earlier.0).await?.questions;
        let people: HashMap<CandidateId, PersonId> = candidates::dealt(db.read(), earlier)
            .await?
            .into_iter()
            .map(|dealt| (dealt.candidate, dealt.person))
            .collect();
        for (candidate, paper) in paper::service::list(db, earlier.0).await? {
            let Some(person) = people.get(&candidate) else { continue };
            let asked = paper.questions.iter().filter_map(|asked| {
                let question = questions.get(number::index(i64::from(asked.index)))?;
                indexes.get(&question.question).copied()
            });
            met.entry(*person).or_default().extend(asked);
        }
    }
    Ok(met)
}

/// The list as it is promised, in the order of its random ids.
fn candidate_list(cx: &Context, exam: &Exam, mut people: Vec<Person>, avoid: &Avoiding) -> Vec<NewCandidate> {
    people.sort_by(|one, other| one.number.cmp(&other.number));
    let mut seen = HashSet::new();
    people.retain(|person| seen.insert(person.id));
    let regular: Vec<&ExamSession> = exam.sessions.iter().filter(|session| !session.makeup).collect();
    let turns = rule::deal_out(&people, regular.len());
    let mut list: Vec<NewCandidate> = people
        .into_iter()
        .zip(turns)
        .filter_map(|(person, turn)| {
            let manages = person.id == exam.manager.id || cx.person() == Some(person.id);
            Some(NewCandidate {
                person: person.id,
                candidate: CandidateId(cx.new_random_id()),
                place: 0,
                session: regular.get(turn)?.id,
                group: person.group.map(|group| group.id),
                unranked: manages.then_some(Unranked::Manager),
                avoid: avoid.of(person.id),
            })
        })
        .collect();
    list.sort_by_key(|candidate| candidate.candidate);
    for (candidate, place) in list.iter_mut().zip(0..) {
        candidate.place = place;
    }
    list
}

/// The promise over all of it.
fn promise(cx: &Context, pool: &Pool, list: &[NewCandidate], book: Book) -> Result<Fixed> {
    let (system_seed, salts) = (cx.random(), cx.random());
    let veils = proof::veils(&salts, pool);
    let candidates: Vec<Candidate> = list
        .iter()
        .zip(0u32..)
        .map(|(new, place)| drawing::candidate(new.candidate, place, new.avoid.clone()))
        .collect();
    let digests = Digests::of(&pool.frozen, &veils, &candidates);
    let c = commitment::commitment(&system_seed, &digests);
    Ok(Fixed { system_seed, salts, digests, c, book: book.to_bytes()? })
}
