//! A month from its draft to the published bulletin, and what each may see of it.

use std::collections::BTreeMap;

use super::{
    super::{
        bulletin::{Bulletin, GroupList, Line, MonthState, Seen, Viewer, mean, seen},
        calendar::after_working_days,
        export as sheet,
        place::Placed,
        rule::{StandingRefusal, approval},
        setting::{SchemeState, SchemeVersion, Weights},
        store::{self, Month, MonthPlace},
    },
    checked,
    reckon::{monthly_exams, reckon},
    scheme::scheme,
    viewer,
};
use crate::{
    exam::ExamState,
    kernel::{Context, DepartmentId, Error, Instant, PersonId, Points, Result, seal},
    people::GroupId,
    unit::{Db, Deed, to_text},
};

/// Working days of a month's notice.
const NOTICE_DAYS: u32 = 3;

/// The months there are, the latest first. Drafts are for those who see every place.
///
/// # Errors
/// Those of the database.
pub async fn months(db: &Db, cx: &Context) -> Result<Vec<(i32, MonthState)>> {
    let mut months = BTreeMap::new();
    if viewer(cx)?.sees_all {
        months.extend(
            store::months_with_values(db.read()).await?.into_iter().map(|month| (month, MonthState::Draft)),
        );
    }
    months.extend(store::months(db.read()).await?);
    Ok(months.into_iter().rev().collect())
}

/// How far a month is.
#[derive(Clone, Debug)]
pub struct MonthHead {
    pub month: i32,
    pub state: MonthState,
    /// Until when objections are possible.
    pub notice_until: Option<Instant>,
    pub approved_by: Option<String>,
    pub approved_on: Option<String>,
    pub published_at: Option<Instant>,
}

/// A month as it stands, whoever looks: frozen, or reckoned now.
async fn read(db: &Db, cx: &Context, number: i32) -> Result<(MonthHead, Bulletin)> {
    let number = checked(number)?;
    let Some(mut month) = store::find_month(db.read(), number).await? else {
        if !viewer(cx)?.sees_all {
            return Err(Error::NotFound("standing"));
        }
        let head = MonthHead {
            month: number,
            state: MonthState::Draft,
            notice_until: None,
            approved_by: None,
            approved_on: None,
            published_at: None,
        };
        return Ok((head, reckon(db, cx, number, &scheme(db).await?.in_force).await?));
    };
    let bulletin = match month.bulletin.take() {
        Some(frozen) => frozen,
        None => reckon(db, cx, number, &fixed(&month)).await?,
    };
    let head = MonthHead {
        month: month.month,
        state: month.state,
        notice_until: Some(month.notice_until),
        approved_by: month.approved_by,
        approved_on: month.approved_on,
        published_at: month.published_at,
    };
    Ok((head, bulletin))
}

/// The scheme that the notice fixed.
fn fixed(month: &Month) -> SchemeVersion {
    SchemeVersion {
        name: month.scheme_name.clone(),
        scheme: month.scheme.clone(),
        state: SchemeState::InForce,
        ..SchemeVersion::default()
    }
}

/// A month with its lines as the caller may see them.
pub struct MonthView {
    pub head: MonthHead,
    pub bulletin: Bulletin,
    /// For each group of the bulletin: the mean of its totals, and what is seen of its lines.
    pub seen: Vec<(Option<Points>, Vec<Seen>)>,
}

/// # Errors
/// `NotFound` for a draft that is not for the caller.
pub async fn month(db: &Db, cx: &Context, number: i32, group: Option<GroupId>) -> Result<MonthView> {
    let viewer = viewer(cx)?;
    let (head, mut bulletin) = read(db, cx, number).await?;
    bulletin.groups.retain(|list| group.is_none_or(|group| group == list.group));
    let seen = bulletin.groups.iter().map(|list| look(list, &viewer, &bulletin)).collect();
    Ok(MonthView { head, bulletin, seen })
}

fn look(list: &GroupList, viewer: &Viewer, bulletin: &Bulletin) -> (Option<Points>, Vec<Seen>) {
    let placed: Vec<Placed> = list.lines.iter().map(|line| line.placed).collect();
    let of = |line: &Line| line.department.as_ref().map(|department| department.id);
    let departments: Vec<Option<DepartmentId>> = list.lines.iter().map(of).collect();
    (mean(&placed), seen(&placed, &departments, viewer, &bulletin.scheme.public))
}

/// How one person's total came about.
pub struct PersonStanding {
    pub head: MonthHead,
    pub group: (GroupId, String),
    pub line: Line,
    /// None in a group too small for places, and for who is not ranked.
    pub place: Option<u32>,
    pub weights: Weights,
}

/// # Errors
/// `NotFound` for another's, unless the caller sees every place, and for who is in no group.
pub async fn explanation(db: &Db, cx: &Context, number: i32, person: PersonId) -> Result<PersonStanding> {
    let viewer = viewer(cx)?;
    if viewer.person != person && !viewer.sees_all {
        return Err(Error::NotFound("standing"));
    }
    let (head, bulletin) = read(db, cx, number).await?;
    let (list, line) = bulletin.find(person).ok_or(Error::NotFound("standing"))?;
    let (_, lines) = look(list, &viewer, &bulletin);
    let at = list.lines.iter().position(|line| line.placed.person == person);
    Ok(PersonStanding {
        group: (list.group, list.name.clone()),
        place: lines.iter().find(|seen| Some(seen.at) == at).and_then(|seen| seen.place),
        line: line.clone(),
        weights: Weights::of(&bulletin.scheme),
        head,
    })
}

/// The caller's published months, the earliest first.
///
/// # Errors
/// Those of the database.
pub async fn trend(db: &Db, cx: &Context) -> Result<Vec<MonthPlace>> {
    store::places_of(db.read(), cx.caller()?.id).await
}

/// The whole list as a workbook.
///
/// # Errors
/// `NotFound` for what is no month.
pub async fn export(db: &Db, cx: &Context, number: i32) -> Result<Vec<u8>> {
    let (_, bulletin) = read(db, cx, number).await?;
    tokio::task::spawn_blocking(move || sheet::workbook(&bulletin)).await.map_err(Error::internal)?
}

/// Begins the notice: the scheme is fixed for this month, and everyone sees the list.
///
/// # Errors
/// `Refused` for a month that has left its draft, where an exam waits for its release, and where
/// nobody would have a place.
pub async fn notice(db: &Db, cx: &Context, number: i32) -> Result<MonthHead> {
    let number = checked(number)?;
    if let Some(exam) = monthly_exams(db, cx, number, ExamState::Published).await?.first() {
        return Err(StandingRefusal::ExamNotReleased.with("title", exam.plan.title.clone()).into());
    }
    let in_force = scheme(db).await?.in_force;
    if !reckon(db, cx, number, &in_force).await?.ranks_anybody() {
        return Err(StandingRefusal::NothingToRank.into());
    }
    let until = after_working_days(cx.now(), NOTICE_DAYS);
    let deed = Deed::new("standing.notice").with("month", number).with("until", until.to_string());
    db.unit(cx, deed, async |unit| {
        if store::add_notice(unit, number, &in_force, until).await? {
            Ok(())
        } else {
            Err(StandingRefusal::NotDraft.into())
        }
    })
    .await?;
    Ok(read(db, cx, number).await?.0)
}

/// Freezes a month as it stands at the end of its notice. What was frozen is kept byte by byte, and
/// its hash stands in the audit log.
///
/// # Errors
/// `Invalid` without who approved it and when, `Refused` while objections are possible.
pub async fn publish(db: &Db, cx: &Context, number: i32, by: &str, on: &str) -> Result<MonthHead> {
    let number = checked(number)?;
    let approval = approval(by, on, cx.now())?;
    let month = store::find_month(db.read(), number).await?;
    let month =
        month.filter(|month| month.state == MonthState::Notice).ok_or(StandingRefusal::NotInNotice)?;
    if cx.now() < month.notice_until {
        let fault = StandingRefusal::NoticeRunning.with("until", month.notice_until.to_string());
        return Err(fault.into());
    }
    let bulletin = reckon(db, cx, number, &fixed(&month)).await?;
    let text = to_text(&bulletin)?;
    let digest = seal::sha256(text.as_bytes());
    let deed = Deed::new("standing.publish").with("month", number).with("digest", hex::encode(digest));
    db.unit(cx, deed, async |unit| {
        if !store::publish(unit, &month, &approval, &text, &digest).await? {
            return Err(StandingRefusal::NotInNotice.into());
        }
        store::add_places(unit, &bulletin).await
    })
    .await?;
    Ok(read(db, cx, number).await?.0)
}
