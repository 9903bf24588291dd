//! The only queries on exams, their sessions and what publishing made.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

pub(super) mod addenda;
pub(super) mod candidates;
pub(super) mod leave;
pub(super) mod published;
pub(super) mod witnesses;

use super::{
    model::{Course, Exam, ExamId, ExamRow, ExamSession, ExamSessionId, ExamState, Phase, Plan, SessionPlan},
    rule,
    table::{candidate, exam, leave as leave_table, session},
};
use crate::{
    kernel::{Instant, Page, PageRequest, PersonId, Result, page::Cursor},
    paper::BlueprintSource,
    unit::{Unit, from_text, to_text},
};

impl From<session::Model> for ExamSession {
    fn from(row: session::Model) -> Self {
        Self { id: row.id, no: row.no, opens_at: row.opens_at, closes_at: row.closes_at, makeup: row.makeup }
    }
}

fn plan_of(row: &exam::Model, sessions: &[ExamSession]) -> Result<Plan> {
    Ok(Plan {
        kind: super::model::ExamKind::stored(&row.kind)?,
        title: row.title.clone(),
        month: row.month,
        blueprint: from_text(&row.blueprint)?,
        minutes: row.minutes,
        pass: row.pass,
        excellent: row.excellent,
        points_release: super::model::PointsRelease::stored(&row.points_release)?,
        review_release: super::model::ReviewRelease::stored(&row.review_release)?,
        pool_open: row.pool_open,
        layout: super::model::Layout::stored(&row.layout)?,
        leaving: super::model::Leaving {
            then: super::model::OnLeaving::stored(&row.leaving_then)?,
            limit: row.leaving_limit,
        },
        groups: from_text(&row.groups)?,
        witness_hours: row.witness_hours,
        most_overlap: row.most_overlap,
        source: row
            .blueprint_id
            .zip(row.blueprint_version)
            .map(|(id, version)| BlueprintSource { id, version }),
        sessions: sessions
            .iter()
            .map(|session| SessionPlan {
                opens_at: session.opens_at,
                closes_at: session.closes_at,
                makeup: session.makeup,
            })
            .collect(),
    })
}

/// The sessions of these exams, each list in order.
pub(super) async fn sessions(
    db: &impl ConnectionTrait,
    exams: &[ExamId],
) -> Result<HashMap<ExamId, Vec<ExamSession>>> {
    let rows = session::Entity::find()
        .filter(session::Column::ExamId.is_in(exams.iter().copied()))
        .order_by_asc(session::Column::No)
        .all(db)
        .await?;
    let mut by_exam: HashMap<ExamId, Vec<ExamSession>> = HashMap::new();
    for row in rows {
        by_exam.entry(row.exam_id).or_default().push(row.into());
    }
    Ok(by_exam)
}

pub(super) async fn find(db: &impl ConnectionTrait, id: ExamId) -> Result<Option<Exam>> {
    let Some(row) = exam::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let sessions = sessions(db, &[id]).await?.remove(&id).unwrap_or_default();
    let promise = published::promises(db, &[id]).await?.remove(&id);
    Ok(Some(Exam {
        id,
        version: row.version,
        state: ExamState::stored(&row.state)?,
        plan: plan_of(&row, &sessions)?,
        manager: candidates::reference(db, row.manager_id).await?,
        sessions,
        promise,
        published_at: row.published_at,
        witness_until: row.witness_until,
        seeded_at: row.seeded_at,
        drawn_at: row.drawn_at,
        over_at: row.over_at,
        released_at: row.released_at,
        ruling: row.ruling,
    }))
}

/// Which exams are wanted.
#[derive(Clone, Debug, Default)]
pub struct ExamFilter {
    pub state: Option<ExamState>,
    pub month: Option<i32>,
    /// Leave drafts out, for those who only attend to their department.
    pub published_only: bool,
}

/// The latest month first, and within it what was made last.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    filter: &ExamFilter,
    request: &PageRequest,
    now: Instant,
) -> Result<Page<ExamRow>> {
    let mut condition = Condition::all();
    if let Some(state) = filter.state {
        condition = condition.add(exam::Column::State.eq(state.as_str()));
    }
    if let Some(month) = filter.month {
        condition = condition.add(exam::Column::Month.eq(month));
    }
    if filter.published_only {
        condition = condition.add(exam::Column::State.ne(ExamState::Draft.as_str()));
    }
    if let Some(after) = &request.after {
        let month: i32 = after.key.parse().unwrap_or_default();
        condition = condition.add(
            Condition::any()
                .add(exam::Column::Month.lt(month))
                .add(Condition::all().add(exam::Column::Month.eq(month)).add(exam::Column::Id.lt(after.id))),
        );
    }
    let rows = exam::Entity::find()
        .filter(condition)
        .order_by_desc(exam::Column::Month)
        .order_by_desc(exam::Column::Id)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    let page = Page::cut(rows, request.limit, |row| Cursor { key: row.month.to_string(), id: row.id.0 });
    let ids: Vec<ExamId> = page.items.iter().map(|row| row.id).collect();
    let mut sessions = sessions(db, &ids).await?;
    let counts = candidates::counts(db, &ids).await?;
    let items = page
        .items
        .into_iter()
        .map(|row| {
            let sessions = sessions.remove(&row.id).unwrap_or_default();
            let state = ExamState::stored(&row.state)?;
            Ok(ExamRow {
                id: row.id,
                kind: super::model::ExamKind::stored(&row.kind)?,
                title: row.title.clone(),
                month: row.month,
                state,
                phase: rule::phase(course(state, &sessions, &row), now),
                opens_at: sessions.iter().map(|session| session.opens_at).min(),
                closes_at: sessions.iter().map(|session| session.closes_at).max(),
                witness_until: row.witness_until,
                seeded_at: row.seeded_at,
                candidates: counts.get(&row.id).copied().unwrap_or_default(),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Page { items, next: page.next })
}

/// What the phase of an exam depends on.
fn course<'a>(state: ExamState, sessions: &'a [ExamSession], row: &exam::Model) -> Course<'a> {
    Course { state, sessions, seeded_at: row.seeded_at, drawn_at: row.drawn_at, over_at: row.over_at }
}

fn with_plan(row: &mut exam::ActiveModel, plan: &Plan) -> Result<()> {
    row.kind = Set(plan.kind.to_string());
    row.title = Set(plan.title.trim().to_owned());
    row.month = Set(plan.month);
    row.blueprint = Set(to_text(&plan.blueprint)?);
    row.minutes = Set(plan.minutes);
    row.pass = Set(plan.pass);
    row.excellent = Set(plan.excellent);
    row.points_release = Set(plan.points_release.to_string());
    row.review_release = Set(plan.review_release.to_string());
    row.pool_open = Set(plan.pool_open);
    row.layout = Set(plan.layout.to_string());
    row.leaving_then = Set(plan.leaving.then.to_string());
    row.leaving_limit = Set(plan.leaving.limit);
    row.groups = Set(to_text(&plan.groups)?);
    row.witness_hours = Set(plan.witness_hours);
    row.most_overlap = Set(plan.most_overlap);
    row.blueprint_id = Set(plan.source.map(|source| source.id));
    row.blueprint_version = Set(plan.source.map(|source| source.version));
    Ok(())
}

pub(super) async fn insert(unit: &Unit, id: ExamId, plan: &Plan, manager: PersonId) -> Result<()> {
    let mut row = exam::ActiveModel {
        id: Set(id),
        state: Set(ExamState::Draft.to_string()),
        manager_id: Set(manager),
        version: Set(1),
        ruling: Set(0),
        created_at: Set(unit.now()),
        ..Default::default()
    };
    with_plan(&mut row, plan)?;
    exam::Entity::insert(row).exec_without_returning(unit.tx()).await?;
    insert_sessions(unit, id, &plan.sessions).await
}

async fn insert_sessions(unit: &Unit, exam: ExamId, planned: &[SessionPlan]) -> Result<()> {
    let mut planned = planned.to_vec();
    planned.sort_by_key(|session| (session.opens_at, session.closes_at));
    let rows: Vec<session::ActiveModel> = planned
        .iter()
        .zip(1..)
        .map(|(session, no)| session::ActiveModel {
            id: Set(ExamSessionId::new(unit.cx())),
            exam_id: Set(exam),
            no: Set(no),
            opens_at: Set(session.opens_at),
            closes_at: Set(session.closes_at),
            makeup: Set(session.makeup),
        })
        .collect();
    if !rows.is_empty() {
        session::Entity::insert_many(rows).exec_without_returning(unit.tx()).await?;
    }
    Ok(())
}

/// Writes the plan over the one of a draft at this version; false if it is no draft or another
/// version by now.
pub(super) async fn update_draft(unit: &Unit, id: ExamId, version: i32, plan: &Plan) -> Result<bool> {
    let mut row = exam::ActiveModel { version: Set(version + 1), ..Default::default() };
    with_plan(&mut row, plan)?;
    let updated = exam::Entity::update_many()
        .set(row)
        .filter(exam::Column::Id.eq(id))
        .filter(exam::Column::Version.eq(version))
        .filter(exam::Column::State.eq(ExamState::Draft.as_str()))
        .exec(unit.tx())
        .await?;
    if updated.rows_affected == 0 {
        return Ok(false);
    }
    session::Entity::delete_many().filter(session::Column::ExamId.eq(id)).exec(unit.tx()).await?;
    insert_sessions(unit, id, &plan.sessions).await?;
    Ok(true)
}

/// Deletes a draft; false if it is none.
pub(super) async fn delete_draft(unit: &Unit, id: ExamId) -> Result<bool> {
    leave_table::Entity::delete_many().filter(leave_table::Column::ExamId.eq(id)).exec(unit.tx()).await?;
    session::Entity::delete_many().filter(session::Column::ExamId.eq(id)).exec(unit.tx()).await?;
    let deleted = exam::Entity::delete_many()
        .filter(exam::Column::Id.eq(id))
        .filter(exam::Column::State.eq(ExamState::Draft.as_str()))
        .exec(unit.tx())
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Published exams that keep their pool from practice at `now`.
pub(super) async fn closed_pools(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<ExamId>> {
    Ok(exam::Entity::find()
        .select_only()
        .column(exam::Column::Id)
        .filter(exam::Column::OverAt.gt(now))
        .filter(exam::Column::State.eq(ExamState::Published.as_str()))
        .filter(exam::Column::PoolOpen.eq(false))
        .into_tuple()
        .all(db)
        .await?)
}

/// Exams of these months, published or released, without one of them.
pub(super) async fn published_between(
    db: &impl ConnectionTrait,
    from_month: i32,
    to_month: i32,
    except: ExamId,
) -> Result<Vec<ExamId>> {
    Ok(exam::Entity::find()
        .select_only()
        .column(exam::Column::Id)
        .filter(exam::Column::Month.between(from_month, to_month))
        .filter(exam::Column::State.ne(ExamState::Draft.as_str()))
        .filter(exam::Column::Id.ne(except))
        .into_tuple()
        .all(db)
        .await?)
}

/// A published exam with what concerns one person on its list.
pub(super) struct ExamOf {
    pub id: ExamId,
    pub plan: Plan,
    pub phase: Phase,
    pub session: ExamSession,
    pub leave_confirmed: bool,
}

/// The exams that a person is on the list of, newest first.
pub(super) async fn exams_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    now: Instant,
) -> Result<Vec<ExamOf>> {
    let listed = candidate::Entity::find()
        .filter(candidate::Column::PersonId.eq(person))
        .order_by_desc(candidate::Column::ExamId)
        .all(db)
        .await?;
    let ids: Vec<ExamId> = listed.iter().map(|row| row.exam_id).collect();
    let mut exams: HashMap<ExamId, exam::Model> = exam::Entity::find()
        .filter(exam::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut sessions = sessions(db, &ids).await?;
    let confirmed = leave::confirmed_of(db, person).await?;
    let of = |row: candidate::Model| {
        let exam = exams.remove(&row.exam_id)?;
        let sessions = sessions.remove(&row.exam_id)?;
        let session = sessions.iter().find(|session| session.id == row.session_id).copied()?;
        let build = || {
            Ok(ExamOf {
                id: exam.id,
                phase: rule::phase(course(ExamState::stored(&exam.state)?, &sessions, &exam), now),
                plan: plan_of(&exam, &sessions)?,
                session,
                leave_confirmed: confirmed.contains(&exam.id),
            })
        };
        Some(build())
    };
    listed.into_iter().filter_map(of).collect()
}
