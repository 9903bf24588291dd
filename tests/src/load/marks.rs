//! Whether what was acknowledged is in the marks.

use std::collections::{BTreeMap, HashMap};

use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use yuekao_core::{
    bank::model::Response,
    exam::ExamId,
    grading::{self, model::Mark},
    paper, sitting,
    sitting::model::Head,
    unit::Db,
};

use super::Failure;

/// The last acknowledged response to each question, as it was sent.
pub type Answers = BTreeMap<usize, String>;

/// How many of a taker's acknowledged answers are not in the mark.
///
/// # Errors
/// Those of the database.
pub async fn lost(
    db: &Db,
    exam: ExamId,
    head: &Head,
    mark: &Mark,
    answers: &Answers,
) -> Result<usize, Failure> {
    let paper = paper::service::find(db, exam.0, head.candidate).await?.ok_or("no paper")?;
    let mut lost = 0;
    for (question, response) in answers {
        let sent: Response = serde_json::from_str(response)?;
        let asked = paper.questions.get(*question).ok_or("no such question")?;
        let marked = mark.detail.get(*question).ok_or("no mark of a question")?;
        if marked.response != Some(sent.in_revision_order(&asked.options)) {
            eprintln!("lost: {response} of question {question}, marked was {:?}", marked.response);
            lost += 1;
        }
    }
    Ok(lost)
}

/// The same for everyone, by sitting.
///
/// # Errors
/// If a sitting is gone or not marked.
pub async fn lost_of_all(
    db: &Db,
    exam: ExamId,
    answers: &HashMap<String, Answers>,
) -> Result<usize, Failure> {
    let marks: HashMap<String, Mark> = grading::service::list_marks(db, exam, 0)
        .await?
        .into_iter()
        .map(|of| (of.sitting.id.to_string(), of.mark))
        .collect();
    let sittings: HashMap<String, Head> = sitting::service::list_of_exam(db, exam)
        .await?
        .into_iter()
        .map(|sitting| (sitting.head().key.id.to_string(), sitting.head().clone()))
        .collect();
    let mut all = 0;
    for (sitting, sent) in answers {
        let head = sittings.get(sitting).ok_or("a sitting is gone")?;
        let mark = marks.get(sitting).ok_or("a sitting is not marked")?;
        all += lost(db, exam, head, mark, sent).await?;
    }
    Ok(all)
}

/// How many sittings of an exam are marked.
///
/// # Errors
/// Those of the database.
pub async fn count(db: &Db, exam: ExamId) -> Result<usize, Failure> {
    let sql = "SELECT count(DISTINCT sitting_id) AS many FROM grading_mark WHERE exam_id = $1";
    let ask = Statement::from_sql_and_values(db.read().get_database_backend(), sql, [exam.0.into()]);
    let row = db.read().query_one_raw(ask).await?.ok_or("no count")?;
    Ok(usize::try_from(row.try_get::<i64>("", "many")?)?)
}
