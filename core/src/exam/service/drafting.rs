//! From the template to a draft that could be published.

use std::collections::HashSet;

use super::{
    super::{
        model::{
            Exam, ExamId, ExamKind, ExamState, Layout, Leaving, Plan, PointsRelease, ReviewRelease,
            SessionPlan,
        },
        rule::{self, ExamIssue, ExamRefusal},
        store,
    },
    draft_refused, lookup,
    supply::{self, Supply},
};
use crate::{
    kernel::{Context, Instant, Issue, Points, Result, error},
    paper::{self, AllocationReport, Template},
    people,
    unit::{Db, Deed},
};

/// A draft opens this many days ahead, in the morning, and closes the same evening: the people of a
/// counter can't all leave it at once.
const DAYS_AHEAD: i64 = 7;
const OPENS_AT_HOUR: i64 = 9;
const CLOSES_AT_HOUR: i64 = 18;
/// Witnesses can add to the seed until the evening before.
const WITNESS_HOURS: i32 = 12;
/// Whoever sat first can tell at most half of a paper.
const MOST_OVERLAP: i32 = 50;
/// The centre's clock is ahead of UTC by this.
const LOCAL: i64 = 8 * Instant::HOUR;

/// Where a manager begins: the 一月一考 of this month for everybody, from which the other kinds
/// differ in name only.
///
/// # Errors
/// Those of the database.
pub async fn template(db: &Db, cx: &Context, kind: ExamKind) -> Result<Plan> {
    let now = cx.now();
    let month = now.month();
    let name = match kind {
        ExamKind::Monthly => "一月一考",
        ExamKind::Contest => "知识竞赛",
        ExamKind::PostTest => "岗位测试",
    };
    let template = Template::monthly();
    let midnight = (now.micros() + LOCAL).div_euclid(Instant::DAY) * Instant::DAY - LOCAL;
    let day = Instant(midnight).plus_days(DAYS_AHEAD);
    Ok(Plan {
        kind,
        title: format!("{}年{}月{name}", month / 100, month % 100),
        month,
        blueprint: template.blueprint,
        minutes: i32::from(template.minutes),
        pass: template.pass,
        excellent: template.excellent,
        points_release: PointsRelease::AtHandIn,
        review_release: ReviewRelease::AfterOver,
        pool_open: false,
        layout: Layout::One,
        leaving: Leaving::RECORDED,
        groups: people::service::groups(db).await?.into_iter().map(|group| group.id).collect(),
        sessions: vec![SessionPlan {
            opens_at: day.plus_micros(OPENS_AT_HOUR * Instant::HOUR),
            closes_at: day.plus_micros(CLOSES_AT_HOUR * Instant::HOUR),
            makeup: false,
        }],
        witness_hours: Some(WITNESS_HOURS),
        most_overlap: MOST_OVERLAP,
        source: None,
    })
}

/// # Errors
/// `Invalid` with everything that makes no sense whatever else is decided later.
pub async fn create(db: &Db, cx: &Context, plan: Plan) -> Result<ExamId> {
    error::check(saving_issues(db, &plan).await?)?;
    let manager = cx.caller()?.id;
    let id = ExamId::new(cx);
    db.unit(cx, Deed::new("exam.create").on(id.0), async |unit| {
        store::insert(unit, id, &plan, manager).await?;
        unit.made(id.0);
        Ok(id)
    })
    .await
}

/// # Errors
/// `Invalid`, `Refused` once published, `Stale` if somebody was faster, `NotFound`.
pub async fn edit(db: &Db, cx: &Context, id: ExamId, version: i32, plan: Plan) -> Result<Exam> {
    error::check(saving_issues(db, &plan).await?)?;
    db.unit(cx, Deed::new("exam.edit").on(id.0).with("version", version), async |unit| {
        if store::update_draft(unit, id, version, &plan).await? {
            Ok(())
        } else {
            Err(draft_refused(unit, id, version).await)
        }
    })
    .await?;
    lookup::get(db, cx, id).await
}

async fn saving_issues(db: &Db, plan: &Plan) -> Result<Vec<Issue>> {
    let mut issues = rule::draft_issues(plan);
    let known: HashSet<_> = people::service::groups(db).await?.into_iter().map(|group| group.id).collect();
    for (at, group) in plan.groups.iter().enumerate() {
        if !known.contains(group) {
            issues.push(ExamIssue::UnknownGroup.at(format!("/groups/{at}")));
        }
    }
    if let Some(source) = plan.source
        && !paper::service::has_blueprint(db, source.id, source.version).await?
    {
        issues.push(ExamIssue::UnknownBlueprint.at("/source"));
    }
    Ok(issues)
}

/// # Errors
/// `Refused` for what is no draft any more, `NotFound`.
pub async fn discard(db: &Db, cx: &Context, id: ExamId) -> Result<()> {
    db.unit(cx, Deed::new("exam.discard").on(id.0), async |unit| {
        let exam = super::find(unit, id).await?;
        if exam.state == ExamState::Draft && store::delete_draft(unit, id).await? {
            Ok(())
        } else {
            Err(ExamRefusal::NotDraft.into())
        }
    })
    .await
}

/// What stands between a plan and its publication.
#[derive(Clone, Debug)]
pub struct Check {
    pub allocation: AllocationReport,
    pub issues: Vec<Issue>,
    pub candidates: usize,
    pub total: Points,
    /// Until when witnesses could add to the seed; none if nobody could.
    pub witness_until: Option<Instant>,
}

/// # Errors
/// `NotFound`.
pub async fn check(db: &Db, cx: &Context, id: ExamId) -> Result<Check> {
    check_plan(db, cx, &lookup::get(db, cx, id).await?.plan).await
}

/// The same for a plan that isn't saved yet.
///
/// # Errors
/// Those of the database.
pub async fn check_plan(db: &Db, cx: &Context, plan: &Plan) -> Result<Check> {
    let supply = Supply::read(db, plan).await?;
    let candidates = people::service::active_in_groups(db, &plan.groups).await?.len();
    judge(plan, &supply, candidates, cx.now())
}

/// Holds a plan against the rules, the bank and the list of candidates.
pub(super) fn judge(plan: &Plan, supply: &Supply, candidates: usize, now: Instant) -> Result<Check> {
    let mut issues = rule::publication_issues(plan, now);
    issues.extend(supply.unknown_topics(&plan.blueprint));
    if candidates == 0 && !plan.groups.is_empty() {
        issues.push(ExamIssue::NoCandidates.at("/groups"));
    }
    // A blueprint that makes no sense in itself can't be held against the bank.
    let allocation = if plan.blueprint.issues().is_empty() {
        paper::report(&plan.blueprint, &supply.questions)
    } else {
        AllocationReport {
            cells: vec![],
            gaps: vec![],
            reachable: None,
            target: None,
            on_target: false,
            overlap: None,
        }
    };
    issues.extend(supply::gap_issues(&allocation.gaps)?);
    issues.extend(allocation.overlap.and_then(|overlap| rule::overlap_issue(plan, overlap)));
    let opens_at = plan.sessions.iter().map(|session| session.opens_at);
    Ok(Check {
        allocation,
        issues,
        candidates,
        total: plan.blueprint.total(),
        witness_until: rule::witness_until(plan.witness_hours, opens_at, now),
    })
}
