//! Reckons a month from what stands below: results, leave and imported scores.

use std::collections::{BTreeMap, HashMap};

use super::super::{
    bulletin::{Bulletin, DepartmentName, GroupList, Line, Source, Sourced},
    calendar::{main_groups, span},
    exact::Amount,
    explain::{Explanation, Member, explain},
    model::{Component, Entry, Reading, Scheme},
    place::{Entrant, rank},
    setting::SchemeVersion,
    store,
};
use crate::{
    exam::{self, Exam, ExamKind, ExamState, service::ExamFilter},
    grading,
    kernel::{Context, Error, PageRequest, PersonId, Points, Result},
    people::{self, GroupId, Person, PersonState},
    unit::Db,
};

/// The monthly exams of a month in one state, the earliest first.
pub(super) async fn monthly_exams(db: &Db, cx: &Context, month: i32, state: ExamState) -> Result<Vec<Exam>> {
    let filter = ExamFilter { state: Some(state), month: Some(month), ..ExamFilter::default() };
    let page =
        exam::service::list(db, cx, &filter, &PageRequest::new(None, Some(PageRequest::LARGEST))?).await?;
    let mut exams = Vec::new();
    for row in page.items.into_iter().filter(|row| row.kind == ExamKind::Monthly) {
        exams.push(exam::service::get(db, cx, row.id).await?);
    }
    exams.sort_by_key(|exam| exam.published_at);
    Ok(exams)
}

/// What is known of one person and one item, and where it comes from.
struct Known {
    item: String,
    entry: Entry,
    source: Source,
}

/// What a month's exams say.
#[derive(Default)]
struct Skill {
    known: HashMap<PersonId, (Entry, Source)>,
    /// The category in which somebody was on the list.
    groups: HashMap<PersonId, GroupId>,
}

/// The month's released results. Who was excused and has not made up, or sat without a place, has
/// no value, and the weight is shared out; who was absent is missing.
async fn skill(db: &Db, cx: &Context, month: i32) -> Result<Skill> {
    let mut skill = Skill::default();
    for exam in monthly_exams(db, cx, month, ExamState::Released).await? {
        let results: HashMap<_, _> = grading::service::list_results(db, exam.id)
            .await?
            .into_iter()
            .map(|result| (result.person, result))
            .collect();
        let source = Source::Exam { id: exam.id, title: exam.plan.title.clone() };
        for entrant in exam::service::entrants(db, &exam).await? {
            let entry = match results.get(&entrant.person) {
                _ if entrant.unranked.is_some() => Entry::Excused,
                Some(result) => Entry::Read { reading: out_of_hundred(result.points, result.full) },
                None if entrant.excused => Entry::Excused,
                None => Entry::Missing,
            };
            if let Some(group) = entrant.group {
                skill.groups.insert(entrant.person, group);
            }
            skill.known.insert(entrant.person, (entry, source.clone()));
        }
    }
    Ok(skill)
}

fn out_of_hundred(points: Points, full: Points) -> Reading {
    let value = Points::whole(100).scaled(points.hundredths(), full.hundredths());
    Reading::Value { value: Amount::from(value) }
}

/// The code of the item that a component's value is of.
fn item_of(scheme: &Scheme, component: Component) -> Option<&str> {
    let part = scheme.components.iter().find(|part| part.component == component)?;
    part.items.first().map(|item| item.code.as_str())
}

/// A month as it stands now, under a scheme.
pub(super) async fn reckon(db: &Db, cx: &Context, month: i32, version: &SchemeVersion) -> Result<Bulletin> {
    let (from, until) = span(month).ok_or(Error::NotFound("standing"))?;
    let scheme = &version.scheme;
    let people = people::service::everyone(db).await?;
    let memberships = people::service::memberships(db, from, until).await?;
    let skill = skill(db, cx, month).await?;
    let mut known: HashMap<PersonId, Vec<Known>> = HashMap::new();
    if let Some(item) = item_of(scheme, Component::Skill) {
        for (person, (entry, source)) in &skill.known {
            let of = Known { item: item.to_owned(), entry: *entry, source: source.clone() };
            known.entry(*person).or_default().push(of);
        }
    }
    for score in store::values(db.read(), month).await? {
        if let Some(item) = item_of(scheme, score.component) {
            let entry = Entry::Read { reading: Reading::Value { value: score.value } };
            let of = Known { item: item.to_owned(), entry, source: score.source };
            known.entry(score.person).or_default().push(of);
        }
    }
    let main = main_groups(&memberships, month);
    let mut groups: HashMap<GroupId, Vec<(&Person, Vec<Known>)>> = HashMap::new();
    for person in people.values() {
        let group = main.get(&person.id).or_else(|| skill.groups.get(&person.id));
        let known = known.remove(&person.id).unwrap_or_default();
        // Who left before anything was measured is no part of the month.
        let counts = person.state == PersonState::Active || !known.is_empty();
        if let Some(group) = group.filter(|_| counts) {
            groups.entry(*group).or_default().push((person, known));
        }
    }
    let lists = people::service::groups(db).await?.into_iter().filter_map(|group| {
        let members = groups.remove(&group.id)?;
        Some(GroupList { group: group.id, name: group.name, lines: lines(scheme, members) })
    });
    Ok(Bulletin { month, scheme_name: version.name.clone(), scheme: scheme.clone(), groups: lists.collect() })
}

/// One group, reckoned and put in order.
fn lines(scheme: &Scheme, members: Vec<(&Person, Vec<Known>)>) -> Vec<Line> {
    let skill_item = item_of(scheme, Component::Skill).unwrap_or_default();
    let entries = |known: &[Known]| -> BTreeMap<String, Entry> {
        // Who is on no list could not sit: that is no absence.
        let nobody_asked = (skill_item.to_owned(), Entry::Excused);
        std::iter::once(nobody_asked).chain(known.iter().map(|of| (of.item.clone(), of.entry))).collect()
    };
    let asked: Vec<Member> = members
        .iter()
        .map(|(person, known)| Member { person: person.id, post: person.post, entries: entries(known) })
        .collect();
    let mut explained: HashMap<PersonId, (Explanation, &(&Person, Vec<Known>))> = explain(scheme, &asked)
        .into_iter()
        .zip(&members)
        .map(|(explanation, member)| (member.0.id, (explanation, member)))
        .collect();
    let entrants: Vec<Entrant> = explained
        .iter()
        .map(|(person, (explanation, _))| Entrant {
            person: *person,
            total: explanation.total,
            components: Component::ALL
                .iter()
                .filter_map(|component| Some((*component, explanation.points(*component)?)))
                .collect(),
            // Nobody counts days or knows first months yet; it keeps no one out.
            days_present: None,
            first_full_month: false,
            // The exam is excused instead.
            manages_exam: false,
            vetoed: false,
        })
        .collect();
    rank(&entrants, &scheme.ranking)
        .into_iter()
        .filter_map(|placed| {
            let (explanation, (person, known)) = explained.remove(&placed.person)?;
            let department = person.department.as_ref();
            Some(Line {
                number: person.number.clone(),
                name: person.name.clone(),
                department: department
                    .map(|department| DepartmentName { id: department.id, name: department.name.clone() }),
                placed,
                explanation,
                sources: known
                    .iter()
                    .map(|of| Sourced { item: of.item.clone(), source: of.source.clone() })
                    .collect(),
            })
        })
        .collect()
}
