//! Who is on the list of an exam. Names come from the register by joining it, read-only.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
use uuid::Uuid;

use super::super::{
    model::{
        Admission, Candidate, Entrant, ExamId, ExamSession, ExamSessionId, ExamState, Layout, Leave,
        LeaveReason, Named, Unranked,
    },
    rule,
    table::candidate,
};
use crate::{
    kernel::{DepartmentId, Error, Instant, Page, PageRequest, PersonId, Result, page::Cursor},
    paper::{Avoid, CandidateId},
    people::{GroupId, PersonRef},
    unit::{Unit, from_text, to_text},
};

/// How many rows one statement inserts: each has eight values, and a statement a bounded number.
const ROWS_A_STATEMENT: usize = 500;

#[derive(FromQueryResult)]
struct RefRow {
    id: PersonId,
    number: String,
    name: String,
}

pub(in crate::exam) async fn reference(db: &impl ConnectionTrait, id: PersonId) -> Result<PersonRef> {
    let ask = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT id, number, name FROM person WHERE id = $1",
        [id.into()],
    );
    let row = RefRow::find_by_statement(ask).one(db).await?.ok_or(Error::NotFound("people"))?;
    Ok(PersonRef { id: row.id, number: row.number, name: row.name })
}

pub(in crate::exam) async fn count(db: &impl ConnectionTrait, exam: ExamId) -> Result<usize> {
    let count = counts(db, &[exam]).await?.remove(&exam).unwrap_or_default();
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

pub(super) async fn counts(db: &impl ConnectionTrait, exams: &[ExamId]) -> Result<HashMap<ExamId, u64>> {
    let rows: Vec<(ExamId, i64)> = candidate::Entity::find()
        .select_only()
        .column(candidate::Column::ExamId)
        .column_as(candidate::Column::PersonId.count(), "count")
        .filter(candidate::Column::ExamId.is_in(exams.iter().copied()))
        .group_by(candidate::Column::ExamId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(exam, count)| (exam, u64::try_from(count).unwrap_or_default())).collect())
}

#[derive(FromQueryResult)]
struct Row {
    person_id: PersonId,
    number: String,
    name: String,
    pinyin: String,
    department_id: Option<Uuid>,
    department: Option<String>,
    group_id: Option<Uuid>,
    group_name: Option<String>,
    session_id: Option<ExamSessionId>,
    place: Option<i32>,
    unranked: Option<String>,
    reason: Option<String>,
    words: Option<String>,
    stated_at: Option<Instant>,
    stated_id: Option<PersonId>,
    stated_number: Option<String>,
    stated_name: Option<String>,
    confirmed_id: Option<PersonId>,
    confirmed_number: Option<String>,
    confirmed_name: Option<String>,
}

fn named(id: Option<Uuid>, name: Option<String>) -> Option<Named> {
    id.zip(name).map(|(id, name)| Named { id, name })
}

fn reference_of(id: Option<PersonId>, number: Option<String>, name: Option<String>) -> Option<PersonRef> {
    Some(PersonRef { id: id?, number: number?, name: name? })
}

impl Row {
    fn into_candidate(self, sessions: &[ExamSession]) -> Result<Candidate> {
        let leave = match (self.reason, reference_of(self.stated_id, self.stated_number, self.stated_name)) {
            (Some(reason), Some(stated_by)) => Some(Leave {
                reason: LeaveReason::stored(&reason)?,
                words: self.words.unwrap_or_default(),
                stated_by,
                stated_at: self.stated_at.ok_or_else(|| Error::internal("a leave without its time"))?,
                confirmed_by: reference_of(self.confirmed_id, self.confirmed_number, self.confirmed_name),
            }),
            _ => None,
        };
        Ok(Candidate {
            person: PersonRef { id: self.person_id, number: self.number, name: self.name },
            department: named(self.department_id, self.department),
            group: named(self.group_id, self.group_name),
            session: sessions.iter().find(|session| Some(session.id) == self.session_id).copied(),
            place: self.place,
            unranked: self.unranked.as_deref().map(Unranked::stored).transpose()?,
            leave,
        })
    }
}

const REGISTER: &str =
    "p.id AS person_id, p.number, p.name, p.pinyin, d.id AS department_id, d.name AS department,
    g.id AS group_id, g.name AS group_name, l.reason, l.words, l.stated_at,
    s.id AS stated_id, s.number AS stated_number, s.name AS stated_name,
    k.id AS confirmed_id, k.number AS confirmed_number, k.name AS confirmed_name";
const LEAVE: &str = "LEFT JOIN person s ON s.id = l.stated_by LEFT JOIN person k ON k.id = l.confirmed_by";

/// Whose list is wanted: of a published exam as it was fixed, of a draft as it would be now.
pub(in crate::exam) enum Roster<'a> {
    Fixed,
    Prospective { groups: &'a [GroupId], now: Instant },
}

/// By name.
pub(in crate::exam) async fn list(
    db: &impl ConnectionTrait,
    exam: ExamId,
    sessions: &[ExamSession],
    roster: &Roster<'_>,
    department: Option<DepartmentId>,
    request: &PageRequest,
) -> Result<Page<Candidate>> {
    let mut values: Vec<Value> = vec![exam.into()];
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut sql = match roster {
        Roster::Fixed => format!(
            "SELECT {REGISTER}, c.session_id, c.place, c.unranked
             FROM exam_candidate c
             JOIN person p ON p.id = c.person_id
             LEFT JOIN people_department d ON d.id = p.department_id
             LEFT JOIN people_group g ON g.id = c.group_id
             LEFT JOIN exam_leave l ON l.exam_id = c.exam_id AND l.person_id = c.person_id {LEAVE}
             WHERE c.exam_id = $1"
        ),
        Roster::Prospective { groups, now } => {
            let now = place((*now).into());
            let groups: Vec<String> = groups.iter().map(|group| place((*group).into())).collect();
            // An empty IN list is an error on PostgreSQL.
            let within = if groups.is_empty() { "NULL".to_owned() } else { groups.join(", ") };
            format!(
                "SELECT {REGISTER}, NULL AS session_id, NULL AS place, NULL AS unranked
                 FROM person p
                 JOIN people_membership m ON m.person_id = p.id AND m.from_at <= {now}
                      AND (m.until_at IS NULL OR m.until_at > {now})
                 JOIN people_group g ON g.id = m.group_id
                 LEFT JOIN people_department d ON d.id = p.department_id
                 LEFT JOIN exam_leave l ON l.exam_id = $1 AND l.person_id = p.id {LEAVE}
                 WHERE p.state = 'active' AND m.group_id IN ({within})"
            )
        }
    };
    if let Some(department) = department {
        let department = place(department.into());
        sql.push_str(&format!(" AND p.department_id = {department}"));
    }
    if let Some(after) = &request.after {
        let (key, id) = (place(after.key.clone().into()), place(after.id.into()));
        sql.push_str(&format!(" AND (p.pinyin, p.id) > ({key}, {id})"));
    }
    sql.push_str(&format!(" ORDER BY p.pinyin, p.id LIMIT {}", request.limit.saturating_add(1)));
    let rows = Row::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .all(db)
        .await?;
    let page = Page::cut(rows, request.limit, |row| Cursor { key: row.pinyin.clone(), id: row.person_id.0 });
    let items = page.items.into_iter().map(|row| row.into_candidate(sessions)).collect::<Result<Vec<_>>>()?;
    Ok(Page { items, next: page.next })
}

/// A row of the list as publishing fixes it.
pub(in crate::exam) struct NewCandidate {
    pub person: PersonId,
    pub candidate: CandidateId,
    pub place: i32,
    pub session: ExamSessionId,
    pub group: Option<GroupId>,
    pub unranked: Option<Unranked>,
    pub avoid: Avoid,
}

pub(in crate::exam) async fn insert(unit: &Unit, exam: ExamId, list: Vec<NewCandidate>) -> Result<()> {
    let rows = list
        .into_iter()
        .map(|new| {
            Ok(candidate::ActiveModel {
                exam_id: Set(exam),
                person_id: Set(new.person),
                candidate_id: Set(new.candidate),
                place: Set(new.place),
                session_id: Set(new.session),
                group_id: Set(new.group),
                unranked: Set(new.unranked.map(|why| why.to_string())),
                avoid: Set(to_text(&new.avoid)?),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        candidate::Entity::insert_many(rows.to_vec()).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

/// Whoever a paper is drawn for.
pub(in crate::exam) struct Dealt {
    pub person: PersonId,
    pub candidate: CandidateId,
    pub avoid: Avoid,
}

/// The list in order of place, for the draw.
pub(in crate::exam) async fn dealt(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<Dealt>> {
    candidate::Entity::find()
        .filter(candidate::Column::ExamId.eq(exam))
        .order_by_asc(candidate::Column::Place)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Dealt { person: row.person_id, candidate: row.candidate_id, avoid: from_text(&row.avoid)? })
        })
        .collect()
}

/// Marks people as sitting without a place, unless they do already.
pub(in crate::exam) async fn set_unranked(
    unit: &Unit,
    exam: ExamId,
    people: &[PersonId],
    why: Unranked,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    candidate::Entity::update_many()
        .col_expr(candidate::Column::Unranked, sea_orm::sea_query::Expr::value(why.as_str()))
        .filter(candidate::Column::ExamId.eq(exam))
        .filter(candidate::Column::PersonId.is_in(people.iter().copied()))
        .filter(candidate::Column::Unranked.is_null())
        .exec(unit.tx())
        .await?;
    Ok(())
}

/// Moves a person to a session; false if the person is not on the list.
pub(in crate::exam) async fn set_session(
    unit: &Unit,
    exam: ExamId,
    person: PersonId,
    session: ExamSessionId,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam_candidate SET session_id = $3 WHERE exam_id = $1 AND person_id = $2",
        [exam.into(), person.into(), session.into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

#[derive(FromQueryResult)]
struct AdmissionRow {
    exam_id: ExamId,
    state: String,
    drawn_at: Option<Instant>,
    title: String,
    layout: String,
    minutes: i32,
    candidate_id: CandidateId,
    session_id: ExamSessionId,
    no: i32,
    opens_at: Instant,
    closes_at: Instant,
    makeup: bool,
    confirmed_at: Option<Instant>,
}

/// Everything a start must know of one person, in one question.
pub(in crate::exam) async fn admission(
    db: &impl ConnectionTrait,
    exam: ExamId,
    person: PersonId,
) -> Result<Option<Admission>> {
    let ask = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT e.id AS exam_id, e.state, e.drawn_at, e.title, e.layout, e.minutes, c.candidate_id,
                s.id AS session_id, s.no, s.opens_at, s.closes_at, s.makeup, l.confirmed_at
         FROM exam e
         JOIN exam_candidate c ON c.exam_id = e.id
         JOIN exam_session s ON s.id = c.session_id
         LEFT JOIN exam_leave l ON l.exam_id = c.exam_id AND l.person_id = c.person_id
         WHERE e.id = $1 AND c.person_id = $2",
        [exam.into(), person.into()],
    );
    let Some(row) = AdmissionRow::find_by_statement(ask).one(db).await? else { return Ok(None) };
    let session = ExamSession {
        id: row.session_id,
        no: row.no,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        makeup: row.makeup,
    };
    Ok(Some(Admission {
        exam: row.exam_id,
        state: ExamState::stored(&row.state)?,
        drawn: row.drawn_at.is_some(),
        title: row.title,
        layout: Layout::stored(&row.layout)?,
        minutes: row.minutes,
        candidate: row.candidate_id,
        excused: rule::excused(row.confirmed_at.is_some(), &session),
        session,
    }))
}

#[derive(FromQueryResult)]
struct EntrantRow {
    person_id: PersonId,
    candidate_id: CandidateId,
    place: i32,
    session_id: ExamSessionId,
    group_id: Option<GroupId>,
    department_id: Option<DepartmentId>,
    unranked: Option<String>,
    confirmed_at: Option<Instant>,
}

/// The whole list, in order of place.
pub(in crate::exam) async fn entrants(
    db: &impl ConnectionTrait,
    exam: ExamId,
    sessions: &[ExamSession],
) -> Result<Vec<Entrant>> {
    let ask = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT c.person_id, c.candidate_id, c.place, c.session_id, c.group_id, c.unranked, p.department_id,
                l.confirmed_at
         FROM exam_candidate c
         JOIN person p ON p.id = c.person_id
         LEFT JOIN exam_leave l ON l.exam_id = c.exam_id AND l.person_id = c.person_id
         WHERE c.exam_id = $1 ORDER BY c.place",
        [exam.into()],
    );
    EntrantRow::find_by_statement(ask)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let session = sessions
                .iter()
                .find(|session| session.id == row.session_id)
                .copied()
                .ok_or_else(|| Error::internal("a candidate in a session of no exam"))?;
            Ok(Entrant {
                person: row.person_id,
                candidate: row.candidate_id,
                place: row.place,
                group: row.group_id,
                department: row.department_id,
                unranked: row.unranked.as_deref().map(Unranked::stored).transpose()?,
                excused: rule::excused(row.confirmed_at.is_some(), &session),
                session,
            })
        })
        .collect()
}
