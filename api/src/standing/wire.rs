//! Standings as they travel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::ExamId,
    kernel::{Instant, Points},
    people::{GroupId, import::Action},
    standing::{
        Component, MonthState,
        bulletin::{Line, Seen, Sourced},
        explain::ComponentPart,
        import::PlannedValue,
        model::NotRanked,
        service::{self, MonthHead, MonthPlace, MonthView, PersonStanding},
        setting::Weights,
    },
};

use crate::{front::problem::IssueBody, people::wire::PersonRef};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingMonth {
    #[schema(example = 202_611)]
    pub month: i32,
    pub state: MonthState,
}

/// How far a month is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingHead {
    pub month: i32,
    pub state: MonthState,
    /// Until when objections are possible.
    #[schema(required)]
    pub notice_until: Option<Instant>,
    /// The person or meeting.
    #[schema(required)]
    pub approved_by: Option<String>,
    #[schema(required, example = "2026-11-30")]
    pub approved_on: Option<String>,
    #[schema(required)]
    pub published_at: Option<Instant>,
}

impl From<MonthHead> for StandingHead {
    fn from(head: MonthHead) -> Self {
        Self {
            month: head.month,
            state: head.state,
            notice_until: head.notice_until,
            approved_by: head.approved_by,
            approved_on: head.approved_on,
            published_at: head.published_at,
        }
    }
}

/// The scheme a month is reckoned by.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SchemeName {
    pub name: String,
    pub weights: Weights,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingGroupRef {
    pub id: GroupId,
    #[schema(example = "企业开办类")]
    pub name: String,
}

/// A month as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Standing {
    #[serde(flatten)]
    pub head: StandingHead,
    pub scheme: SchemeName,
    pub groups: Vec<StandingGroup>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingGroup {
    pub group: StandingGroupRef,
    /// All members, seen or not.
    pub size: usize,
    /// In order; a place, a total or a part that is not for the caller is left out.
    pub rows: Vec<StandingRow>,
    #[schema(required)]
    pub mean: Option<Points>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingRow {
    #[schema(required)]
    pub place: Option<u32>,
    pub person: PersonRef,
    #[schema(required)]
    pub department: Option<String>,
    #[schema(required)]
    pub total: Option<Points>,
    #[schema(required)]
    pub skill: Option<Points>,
    #[schema(required)]
    pub performance: Option<Points>,
    #[schema(required)]
    pub conduct: Option<Points>,
    /// Why there is no place.
    #[schema(required)]
    pub note: Option<NotRanked>,
    pub me: bool,
}

impl StandingRow {
    fn of(line: &Line, seen: &Seen) -> Self {
        let part = |component| if seen.parts { line.points(component) } else { None };
        Self {
            place: seen.place,
            person: line.person().into(),
            department: line.department.as_ref().map(|department| department.name.clone()),
            total: seen.total,
            skill: part(Component::Skill),
            performance: part(Component::Performance),
            conduct: part(Component::Conduct),
            note: line.placed.not_ranked,
            me: seen.me,
        }
    }
}

impl From<MonthView> for Standing {
    fn from(view: MonthView) -> Self {
        let groups = view.bulletin.groups.iter().zip(&view.seen).map(|(list, (mean, seen))| StandingGroup {
            group: StandingGroupRef { id: list.group, name: list.name.clone() },
            size: list.lines.len(),
            rows: seen
                .iter()
                .filter_map(|seen| list.lines.get(seen.at).map(|line| StandingRow::of(line, seen)))
                .collect(),
            mean: *mean,
        });
        Self {
            groups: groups.collect(),
            scheme: SchemeName {
                weights: Weights::of(&view.bulletin.scheme),
                name: view.bulletin.scheme_name,
            },
            head: view.head.into(),
        }
    }
}

/// How one total came about: components, their items, raw values, rules and sources.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingExplanation {
    #[serde(flatten)]
    pub head: StandingHead,
    pub person: PersonRef,
    pub group: StandingGroupRef,
    /// None in a group too small for places, and for who is not ranked.
    #[schema(required)]
    pub place: Option<u32>,
    #[schema(required)]
    pub note: Option<NotRanked>,
    #[schema(required)]
    pub total: Option<Points>,
    pub weights: Weights,
    pub components: Vec<ComponentPart>,
    /// Where the values of items come from.
    pub sources: Vec<Sourced>,
}

impl From<PersonStanding> for StandingExplanation {
    fn from(of: PersonStanding) -> Self {
        Self {
            person: of.line.person().into(),
            group: StandingGroupRef { id: of.group.0, name: of.group.1 },
            place: of.place,
            note: of.line.placed.not_ranked,
            total: of.line.explanation.total,
            weights: of.weights,
            components: of.line.explanation.components,
            sources: of.line.sources,
            head: of.head.into(),
        }
    }
}

/// A published month of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MyStanding {
    pub month: i32,
    #[schema(required)]
    pub place: Option<i32>,
    /// How many of the group have a place.
    pub group_size: i32,
    #[schema(required)]
    pub total: Option<Points>,
    #[schema(required)]
    pub skill: Option<Points>,
    #[schema(required)]
    pub performance: Option<Points>,
    #[schema(required)]
    pub conduct: Option<Points>,
}

impl From<MonthPlace> for MyStanding {
    fn from(of: MonthPlace) -> Self {
        Self {
            month: of.month,
            place: of.place,
            group_size: of.group_size,
            total: of.total,
            skill: of.skill,
            performance: of.performance,
            conduct: of.conduct,
        }
    }
}

/// Who or which meeting approved the bulletin, and on which day.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct BulletinApproval {
    #[schema(example = "“三亮三比三评”活动领导小组会议")]
    pub approved_by: String,
    #[schema(example = "2026-11-30")]
    pub approved_on: String,
}

/// A component whose scores are imported.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ImportedComponent {
    Performance,
    Conduct,
}

impl From<ImportedComponent> for Component {
    fn from(component: ImportedComponent) -> Self {
        match component {
            ImportedComponent::Performance => Self::Performance,
            ImportedComponent::Conduct => Self::Conduct,
        }
    }
}

/// A workbook of scores, row by row.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ValuesImport {
    pub rows: Vec<ValueRow>,
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub errors: usize,
    /// Whether anything was written.
    pub committed: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ValueRow {
    /// As the office program counts.
    pub row: usize,
    pub number: String,
    pub name: String,
    /// As it was written.
    pub value: String,
    pub action: Action,
    pub issues: Vec<IssueBody>,
}

impl ValuesImport {
    pub(super) fn of(rows: Vec<PlannedValue>, committed: bool) -> Self {
        let count = |action: Action| rows.iter().filter(|row| row.action == action).count();
        Self {
            created: count(Action::Create),
            updated: count(Action::Update),
            unchanged: count(Action::Unchanged),
            errors: count(Action::Error),
            committed,
            rows: rows
                .into_iter()
                .map(|row| ValueRow {
                    row: row.row,
                    number: row.number,
                    name: row.name,
                    value: row.value,
                    action: row.action,
                    issues: row.issues.into_iter().map(IssueBody::from).collect(),
                })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LeaderboardExam {
    pub id: ExamId,
    pub title: String,
    pub month: i32,
}

/// An exam's results by group as the caller may see them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Leaderboard {
    pub exam: LeaderboardExam,
    pub groups: Vec<LeaderboardGroup>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LeaderboardGroup {
    pub group: StandingGroupRef,
    /// Everyone with a result.
    pub size: usize,
    pub rows: Vec<LeaderboardRow>,
    #[schema(required)]
    pub mean: Option<Points>,
    #[schema(required)]
    pub own: Option<OwnPlace>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LeaderboardRow {
    #[schema(required)]
    pub place: Option<u32>,
    pub person: PersonRef,
    #[schema(required)]
    pub department: Option<String>,
    #[schema(required)]
    pub points: Option<Points>,
    pub me: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnPlace {
    #[schema(required)]
    pub place: Option<u32>,
    #[schema(required)]
    pub points: Option<Points>,
}

impl From<service::Leaderboard> for Leaderboard {
    fn from(board: service::Leaderboard) -> Self {
        let group = |group: service::LeaderboardGroup| {
            let own = group.seen.iter().find(|seen| seen.me);
            LeaderboardGroup {
                size: group.placed.len(),
                rows: group.seen.iter().filter_map(|seen| row(&group, seen)).collect(),
                mean: group.mean,
                own: own.map(|own| OwnPlace { place: own.place, points: own.total }),
                group: StandingGroupRef { id: group.group.id, name: group.group.name },
            }
        };
        Self {
            exam: LeaderboardExam {
                id: board.exam.id,
                title: board.exam.plan.title,
                month: board.exam.plan.month,
            },
            groups: board.groups.into_iter().map(group).collect(),
        }
    }
}

fn row(group: &service::LeaderboardGroup, seen: &Seen) -> Option<LeaderboardRow> {
    let (person, _) = group.placed.get(seen.at)?;
    Some(LeaderboardRow {
        place: seen.place,
        person: person.to_ref().into(),
        department: person.department.as_ref().map(|department| department.name.clone()),
        points: seen.total,
        me: seen.me,
    })
}
