//! Compares what takers were told with what is in the database.

use std::{collections::HashMap, time::Duration};

use sea_orm_migration::sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;
use yuekao_core::{
    exam::ExamId,
    grading::{self, model::MarkOf},
    sitting,
    sitting::model::SittingId,
    unit::{Db, DbSettings},
};
use yuekao_tests::load::{Failure, marks, stage::Stage};

use crate::taker::{Saved, Taker};

/// The marks' sweep comes round more than once a second.
const MARKED_WITHIN: usize = 20;

pub(crate) struct Proof {
    db: Db,
    exam: ExamId,
}

/// What became of the sittings.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) acknowledged: usize,
    /// Acknowledged answers that are not in the journal, or not in the mark.
    pub(crate) lost: usize,
    pub(crate) marked_twice: usize,
}

impl Found {
    pub(crate) fn assert_nothing_lost(&self) {
        println!("{self:?}");
        assert_eq!((self.lost, self.marked_twice), (0, 0), "{self:?}");
    }
}

impl Proof {
    pub(crate) async fn of(stage: &Stage) -> Result<Self, Failure> {
        Ok(Self { db: Db::connect(&DbSettings::new(stage.url())).await?, exam: stage.exam() })
    }

    /// How many of these are not in the journal as they were sent.
    pub(crate) async fn lost_in_journal(&self, saved: &[Saved]) -> Result<usize, Failure> {
        let ask = self.ask("SELECT sitting_id, writer, n, question, body FROM sitting_event WHERE exam_id = $1 AND kind = 'answered'");
        let mut lines: HashMap<(Uuid, i32, i64), (i32, Value)> = HashMap::new();
        for row in self.db.read().query_all_raw(ask).await? {
            let key = (row.try_get("", "sitting_id")?, row.try_get("", "writer")?, row.try_get("", "n")?);
            let body: String = row.try_get("", "body")?;
            lines.insert(key, (row.try_get("", "question")?, serde_json::from_str(&body)?));
        }
        let mut lost = 0;
        for answer in saved {
            let key = (answer.sitting.parse()?, i32::try_from(answer.lease)?, i64::try_from(answer.n)?);
            let sent = (i32::try_from(answer.question)?, serde_json::from_str(&answer.response)?);
            if lines.get(&key) != Some(&sent) {
                eprintln!("lost: {answer:?}, the journal has {:?}", lines.get(&key));
                lost += 1;
            }
        }
        Ok(lost)
    }

    /// Waits until everyone who handed in is marked and looks at every mark.
    pub(crate) async fn marks(&self, takers: &[Taker], saved: &[Saved]) -> Result<Found, Failure> {
        let mut found =
            Found { acknowledged: saved.len(), lost: self.lost_in_journal(saved).await?, marked_twice: 0 };
        let marks = self.all_marks(takers.len()).await?;
        let mut of: HashMap<SittingId, Vec<&MarkOf>> = HashMap::new();
        for mark in &marks {
            of.entry(mark.sitting.id).or_default().push(mark);
        }
        let sittings: HashMap<String, _> = sitting::service::list_of_exam(&self.db, self.exam)
            .await?
            .into_iter()
            .map(|sitting| (sitting.head().key.id.to_string(), sitting.head().clone()))
            .collect();
        if sittings.len() != takers.len() {
            return Err(format!("{} sittings of {} takers", sittings.len(), takers.len()).into());
        }
        for taker in takers {
            let head = sittings.get(&taker.seat.sitting).ok_or("a sitting is gone")?;
            let (mark, again) =
                of.get(&head.key.id).and_then(|of| of.split_first()).ok_or("a sitting is not marked")?;
            found.marked_twice += again.len();
            if taker.points.is_some_and(|told| told != mark.mark.points.0) {
                return Err(format!("told {:?}, marked {:?}", taker.points, mark.mark.points).into());
            }
            found.lost += marks::lost(&self.db, self.exam, head, &mark.mark, &taker.answers).await?;
        }
        Ok(found)
    }

    async fn all_marks(&self, sittings: usize) -> Result<Vec<MarkOf>, Failure> {
        for _ in 0..MARKED_WITHIN * 10 {
            if marks::count(&self.db, self.exam).await? >= sittings {
                return Ok(grading::service::list_marks(&self.db, self.exam, 0).await?);
            }
            sleep(Duration::from_millis(100)).await;
        }
        Err(format!("not all are marked after {MARKED_WITHIN} s").into())
    }

    /// How many marks there are beyond one a sitting.
    pub(crate) async fn marked_twice(&self) -> Result<i64, Failure> {
        let ask = self.ask(
            "SELECT COUNT(*) - COUNT(DISTINCT sitting_id) AS twice FROM grading_mark WHERE exam_id = $1",
        );
        let row = self.db.read().query_one_raw(ask).await?.ok_or("no count")?;
        Ok(row.try_get("", "twice")?)
    }

    /// Whether every page of an embedded database is whole.
    pub(crate) async fn is_whole(&self) -> Result<bool, Failure> {
        let ask = Statement::from_string(self.db.read().get_database_backend(), "PRAGMA integrity_check");
        let row = self.db.read().query_one_raw(ask).await?.ok_or("no check")?;
        Ok(row.try_get::<String>("", "integrity_check")? == "ok")
    }

    fn ask(&self, sql: &str) -> Statement {
        Statement::from_sql_and_values(self.db.read().get_database_backend(), sql, [self.exam.0.into()])
    }
}
