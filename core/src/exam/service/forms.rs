//! Paper for the day the network is down: a few forms, drawn from the frozen pool under the exam's seed
//! as equal papers of nobody in particular, with their keys.

use std::collections::HashMap;

use super::{
    super::{
        model::{Exam, ExamId},
        rule::ExamIssue,
        shelf::Shelf,
        store::addenda,
    },
    concerns, drawing, lookup,
};
use crate::{
    bank::{self, Body, Key, Kind, Revision, RevisionId},
    kernel::{Context, Error, Points, Result, number, seal::Seal},
    paper::{Asked, Avoid, CandidateId, Deal, Frozen, Paper, Pool, Section},
    unit::{Db, Deed},
};

/// The most forms at a time: one for each row of a hall and one to spare.
const MOST_FORMS: u32 = 6;

/// A question as a form prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct FormQuestion {
    /// Counts from 1 through the whole form.
    pub no: usize,
    /// Which section it belongs to, from 0.
    pub section: usize,
    pub kind: Kind,
    pub stem: String,
    /// In the order of the form.
    pub options: Vec<String>,
    /// What options are matched to, numbered from 1.
    pub prompts: Vec<String>,
    pub blanks: usize,
    pub points: Points,
    /// `B`, `ABD`, `正确`, `甲；乙`, `(1)C (2)A`.
    pub answer: String,
}

/// One form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// `A`, `B`…
    pub no: String,
    pub questions: Vec<FormQuestion>,
}

/// What is printed.
#[derive(Clone, Debug)]
pub struct Forms {
    pub exam: Exam,
    pub sections: Vec<Section>,
    pub forms: Vec<Form>,
}

/// So many forms with their keys. Who asks for them is recorded.
///
/// # Errors
/// `Invalid` for too many or none, `Refused` before the draw, `NotFound`.
pub async fn forms(db: &Db, shelf: &Shelf, cx: &Context, id: ExamId, count: u32) -> Result<Forms> {
    if !(1..=MOST_FORMS).contains(&count) {
        return Err(ExamIssue::FormCount.at("/count").with("most", MOST_FORMS).into());
    }
    let exam = lookup::get(db, cx, id).await?;
    let (frozen, seed) = drawing::sources(db, shelf, &exam).await?;
    let pool = shelf.pool(db, id).await?;
    let mut withdrawn: Vec<u32> =
        concerns::withdrawn(&addenda::list(db.read(), id).await?).into_values().flatten().collect();
    withdrawn.sort_unstable();
    withdrawn.dedup();
    let sections = frozen.rules.sections.clone();
    // A seed of their own: no form is anybody's paper.
    let seed = Seal::new("yuekao/forms/1").bytes(&seed).hash();
    let papers = tokio::task::spawn_blocking(move || -> Result<Vec<Paper>> {
        let deal = Deal::new(Frozen { places: count, ..frozen }, seed)?;
        let paper = |place: u32| {
            let id = CandidateId(uuid::Uuid::from_u128(u128::from(place)));
            deal.paper_without(&drawing::candidate(id, place, Avoid::default()), &withdrawn).paper
        };
        Ok((0..count).map(paper).collect())
    })
    .await
    .map_err(Error::internal)??;
    let revisions: Vec<RevisionId> = papers
        .iter()
        .flat_map(|paper| &paper.questions)
        .filter_map(|asked| pool.questions.get(number::index(i64::from(asked.index))))
        .map(|question| question.revision)
        .collect();
    let bodies = bank::service::bodies(db, &revisions).await?;
    let forms = ('A'..)
        .zip(&papers)
        .map(|(no, paper)| {
            Ok(Form { no: no.to_string(), questions: questions(paper, &pool, &bodies, &sections)? })
        })
        .collect::<Result<Vec<_>>>()?;
    db.unit(cx, Deed::new("exam.print_forms").on(id.0).with("forms", count), async |_| Ok(())).await?;
    Ok(Forms { exam, sections, forms })
}

fn questions(
    paper: &Paper,
    pool: &Pool,
    bodies: &HashMap<RevisionId, Revision>,
    sections: &[Section],
) -> Result<Vec<FormQuestion>> {
    let missing = || Error::internal("a form asks what its pool lacks");
    paper
        .questions
        .iter()
        .zip(1..)
        .map(|(asked, no)| {
            let question = pool.questions.get(number::index(i64::from(asked.index))).ok_or_else(missing)?;
            let body = &bodies.get(&question.revision).ok_or_else(missing)?.body;
            let section =
                sections.iter().position(|section| section.kind == body.kind).ok_or_else(missing)?;
            let points = sections.get(section).map_or(Points::ZERO, |section| section.points_each);
            let shown =
                |option: &u8| body.options.get(usize::from(*option)).map(|option| option.text.clone());
            Ok(FormQuestion {
                no,
                section,
                kind: body.kind,
                stem: body.stem.clone(),
                options: asked.options.iter().filter_map(shown).collect(),
                prompts: body.prompts.clone(),
                blanks: body.key.blanks(),
                points,
                answer: answer(body, asked),
            })
        })
        .collect()
}

/// The key as a marker reads it, with options by the letters of the form.
fn answer(body: &Body, asked: &Asked) -> String {
    let letter = |place: &u8| char::from(b'A'.saturating_add(*place));
    match body.key.as_shown(&asked.options) {
        Key::Options { right } => right.iter().map(letter).collect(),
        Key::Order { order } => order.iter().map(letter).collect(),
        Key::Pairs { pairs } => {
            let pair = |(prompt, place): (usize, &u8)| format!("({prompt}){}", letter(place));
            (1..).zip(&pairs).map(pair).collect::<Vec<_>>().join(" ")
        }
        Key::Truth { value } => if value { "正确" } else { "错误" }.to_owned(),
        Key::Blanks { blanks, any_order } => {
            let texts: Vec<String> = blanks
                .iter()
                .map(|blank| match &blank.number {
                    Some(number) => format!("{}{}", number.value, number.unit.as_deref().unwrap_or_default()),
                    None => blank.accepted.join(" / "),
                })
                .collect();
            let order = if any_order && texts.len() > 1 { "（次序不限）" } else { "" };
            format!("{}{order}", texts.join("；"))
        }
    }
}
