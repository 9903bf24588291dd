//! What a root covers once points are out: everyone's points, and by what they came about.

use std::collections::HashMap;

use super::super::{
    marker::Marker,
    model::{ExamResult, Ruling, Sheet},
    store,
};
use crate::{
    exam::Exam,
    kernel::{Context, PersonId, Result, seal::Seal},
    paper::commitment::Digest,
    sitting::{
        root::{Covers, Leaf},
        service as sittings,
    },
    unit::{Db, to_text},
};

/// The leaves with the points of these results, and what else the root covers.
pub(super) async fn covered(
    marker: &Marker,
    db: &Db,
    cx: &Context,
    exam: &Exam,
    results: &[ExamResult],
) -> Result<(Vec<Leaf>, Covers)> {
    let results: HashMap<PersonId, &ExamResult> =
        results.iter().map(|result| (result.person, result)).collect();
    let leaves = sittings::leaves(db, exam).await?.into_iter().map(|(person, leaf)| {
        let result = results.get(&person);
        Leaf { points: result.map(|result| result.points), full: result.map(|result| result.full), ..leaf }
    });
    let sheet = marker.sheet(db, exam.id, exam.ruling).await?;
    // A pool may be so small that its keys could be guessed from their hash.
    let veil: [u8; 32] = cx.random();
    let covers = Covers {
        policy: Some(policy(exam, &sheet)),
        keys: Some(keys(&sheet, &veil)?),
        rulings: Some(rulings(&store::list_rulings(db.read(), exam.id).await?)?),
    };
    Ok((leaves.collect(), covers))
}

fn policy(exam: &Exam, sheet: &Sheet) -> Digest {
    let seal = Seal::new("yuekao/policy/1")
        .int(exam.plan.pass.hundredths())
        .int(exam.plan.excellent.hundredths())
        .count(sheet.sections.len());
    let sealed = sheet.sections.iter().fold(seal, |seal, section| {
        seal.int(i64::from(section.count)).int(section.points_each.hundredths()).text(section.policy.as_str())
    });
    Digest(sealed.hash())
}

fn keys(sheet: &Sheet, veil: &[u8]) -> Result<Digest> {
    let mut seal = Seal::new("yuekao/keys/1").bytes(veil).count(sheet.questions.len());
    for question in &sheet.questions {
        seal = seal.id(question.revision.0).text(&to_text(&question.marking)?);
    }
    Ok(Digest(seal.hash()))
}

fn rulings(all: &[Ruling]) -> Result<Digest> {
    let applied: Vec<&Ruling> = all.iter().filter(|ruling| ruling.applied_as.is_some()).collect();
    let mut seal = Seal::new("yuekao/rulings/1").count(applied.len());
    for ruling in applied {
        seal = seal
            .int(i64::from(ruling.no))
            .int(i64::from(ruling.index))
            .text(ruling.kind.as_str())
            .text(&to_text(&ruling.key)?)
            .text(&ruling.reason)
            .id(ruling.author.0)
            .id(ruling.second.map(|second| second.0).unwrap_or_default());
    }
    Ok(Digest(seal.hash()))
}
