//! Who comes onto the list after publication takes the next paper of the seeded decks: an addendum,
//! never a new draw.

use super::{
    super::{
        model::{Exam, ExamId, ExamSession, ExamSessionId, Late, Unranked},
        rule::{self, ExamRefusal},
        shelf::Shelf,
        store::{
            addenda,
            candidates::{self, NewCandidate},
            published, witnesses,
        },
    },
    drawing, find, lookup,
    publishing::Avoiding,
    tell,
};
use crate::{
    kernel::{Context, Error, PersonId, Result, error::Busy},
    paper::{
        self, Candidate, CandidateId, Deal, Drawn,
        commitment::Digest,
        export::{Addendum, Change},
    },
    people::{self, Person, PersonRef, model::PersonState},
    unit::{Db, Deed},
};

/// How often it is tried when others add to the same exam.
const TRIES: usize = 3;

/// Puts somebody on the list of an exam whose papers are drawn.
///
/// # Errors
/// `Refused` before the draw, once the exam is over, for oneself, for who is on the list already or has
/// left, and for a session that has ended; `NotFound`.
pub async fn add_candidate(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    id: ExamId,
    person: PersonId,
    session: ExamSessionId,
) -> Result<Late> {
    if cx.caller()?.id == person {
        return Err(ExamRefusal::ConcernsYourself.into());
    }
    let exam = lookup::get(db, cx, id).await?;
    rule::takes_addenda(exam.course(), cx.now())?;
    let person = people::service::get(db, person).await?;
    if person.state == PersonState::Left {
        return Err(ExamRefusal::PersonLeft.into());
    }
    let session =
        exam.sessions.iter().find(|one| one.id == session).copied().ok_or(ExamRefusal::SessionUnknown)?;
    let mut tried = Err(Error::Busy(Busy::Load));
    for _ in 0..TRIES {
        let dealt = Dealt::next(db, shelf, cx, &exam, &person).await?;
        tried = put(db, cx, &exam, &person, &session, dealt).await;
        // Somebody else added to the exam meanwhile: what comes next in the decks is another hand now.
        if !matches!(tried, Err(Error::Busy(_))) {
            break;
        }
    }
    tried
}

/// The next hand of the decks, and what it was reckoned from.
struct Dealt {
    candidate: Candidate,
    drawn: Drawn,
    /// How many stood on the list, and how many addenda there were.
    before: (usize, usize),
    /// The addenda's last digest.
    last: Digest,
    /// Questions that were withdrawn from those who had not begun: from this paper too.
    withdrawn: Vec<u32>,
}

impl Dealt {
    async fn next(db: &Db, shelf: &Shelf, cx: &Context, exam: &Exam, person: &Person) -> Result<Self> {
        let (frozen, seed) = drawing::sources(db, shelf, exam).await?;
        let pool = shelf.pool(db, exam.id).await?;
        let avoid = Avoiding::read(db, exam, &pool).await?.of(person.id);
        let list = candidates::count(db.read(), exam.id).await?;
        let added = addenda::list(db.read(), exam.id).await?;
        let last = match added.last() {
            Some(last) => last.addendum.digest,
            None => published::committed(db.read(), exam.id).await?.c,
        };
        let mut withdrawn = Vec::new();
        for stored in &added {
            match stored.addendum.change {
                Change::Withdrawn { question, .. } if !withdrawn.contains(&question) => {
                    withdrawn.push(question);
                }
                _ => {}
            }
        }
        let place = u32::try_from(list).map_err(Error::internal)?;
        let candidate = drawing::candidate(CandidateId(cx.new_random_id()), place, avoid);
        let (dealt, gone) = (candidate.clone(), withdrawn.clone());
        let drawn = tokio::task::spawn_blocking(move || -> Result<Drawn> {
            Ok(Deal::new(frozen, seed)?.paper_without(&dealt, &gone))
        })
        .await
        .map_err(Error::internal)??;
        Ok(Self { candidate, drawn, before: (list, added.len()), last, withdrawn })
    }

    fn unranked(&self, exam: &Exam, person: &Person) -> Option<Unranked> {
        let own = self.drawn.barred.iter().any(|index| self.candidate.avoid.hard.contains(index));
        if person.id == exam.manager.id {
            Some(Unranked::Manager)
        } else {
            own.then_some(Unranked::OwnQuestions)
        }
    }

    /// That the candidate came, and what was withdrawn for this paper as for the others.
    fn addenda(&self) -> Vec<Addendum> {
        let id = self.candidate.id;
        let late = Change::Late { candidates: vec![id] };
        let mut addenda = vec![Addendum::new(self.last, late, std::slice::from_ref(&self.candidate))];
        for question in &self.withdrawn {
            let before = addenda.last().map_or(self.last, |last| last.digest);
            let change = Change::Withdrawn { question: *question, candidates: vec![id] };
            addenda.push(Addendum::new(before, change, &[]));
        }
        addenda
    }
}

async fn put(
    db: &Db,
    cx: &Context,
    exam: &Exam,
    person: &Person,
    session: &ExamSession,
    dealt: Dealt,
) -> Result<Late> {
    let (id, by) = (exam.id, cx.caller()?.id);
    let unranked = dealt.unranked(exam, person);
    let made = dealt.addenda();
    let place = i32::try_from(dealt.candidate.place).map_err(Error::internal)?;
    let deed = Deed::new("exam.add_candidate")
        .on(id.0)
        .with("person", person.id.to_string())
        .with("session", session.id.to_string());
    db.unit(cx, deed, async |unit| {
        witnesses::hold(unit, id).await?;
        let now = find(unit, id).await?;
        rule::takes_addenda(now.course(), unit.now())?;
        if session.closes_at <= unit.now() {
            return Err(ExamRefusal::SessionEnded.into());
        }
        if candidates::admission(unit.tx(), id, person.id).await?.is_some() {
            return Err(ExamRefusal::OnTheList.into());
        }
        let (list, added) = dealt.before;
        if candidates::count(unit.tx(), id).await? != list
            || addenda::list(unit.tx(), id).await?.len() != added
        {
            return Err(Error::Busy(Busy::Load));
        }
        let new = NewCandidate {
            person: person.id,
            candidate: dealt.candidate.id,
            place,
            session: session.id,
            group: person.group.as_ref().map(|group| group.id),
            unranked,
            avoid: dealt.candidate.avoid.clone(),
        };
        candidates::insert(unit, id, vec![new]).await?;
        let papers = [(dealt.candidate.id, dealt.drawn.paper.clone())];
        paper::service::keep_papers(unit, id.0, &papers).await?;
        let first = i32::try_from(added + 1).map_err(Error::internal)?;
        for (addendum, no) in made.iter().zip(first..) {
            addenda::insert(unit, id, no, addendum, by).await?;
            unit.note("digest", addendum.digest.to_string());
        }
        tell(unit, id, "addendum").await?;
        Ok(Late {
            person: PersonRef { id: person.id, number: person.number.clone(), name: person.name.clone() },
            candidate: dealt.candidate.id,
            place,
            session: *session,
            unranked,
            addendum: first,
        })
    })
    .await
}
