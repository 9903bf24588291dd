//! What invigilators want takers to read: kept, told to open pages, read again by any page that
//! asks how things stand.

use super::super::{
    model::{Message, MessageId, SittingId},
    rule, store,
};
use crate::{
    exam::{self, ExamId, ExamState},
    kernel::{Context, Error, Result, error::check},
    news::{self, model::Telling},
    unit::{Db, Deed},
};

/// Sends words to one taker or to everyone of an exam.
///
/// # Errors
/// `Invalid` without words, `NotFound` for a sitting of another exam, `Already` with the id of what
/// the same request sent before.
pub async fn send_message(
    db: &Db,
    cx: &Context,
    exam: ExamId,
    to: Option<SittingId>,
    text: &str,
) -> Result<Message> {
    check(rule::message_issues(text))?;
    let by = cx.caller()?.id;
    if exam::service::get(db, cx, exam).await?.state == ExamState::Draft {
        return Err(Error::NotFound("exam"));
    }
    if let Some(sitting) = to
        && super::get(db, sitting).await?.head().key.exam != exam
    {
        return Err(Error::NotFound("sitting"));
    }
    let mut deed = Deed::new("sitting.message").on(exam.0).with("words", text.trim());
    if let Some(sitting) = to {
        deed = deed.with("sitting", sitting.to_string());
    }
    db.unit(cx, deed, async |unit| {
        let message = Message {
            id: MessageId::new(cx),
            exam,
            sitting: to,
            text: text.trim().to_owned(),
            by,
            at: unit.now(),
        };
        store::add_message(unit.tx(), &message).await?;
        unit.made(message.id.0);
        let data = serde_json::json!({ "id": message.id, "at": message.at, "text": message.text });
        let told =
            Telling { exam: Some(exam.0), sitting: to.map(|sitting| sitting.0), what: "message", data };
        news::service::tell(unit.tx(), cx, unit.now(), vec![told]).await?;
        Ok(message)
    })
    .await
}

/// All that was sent in an exam, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list_messages(db: &Db, exam: ExamId) -> Result<Vec<Message>> {
    store::list_messages(db.read(), exam).await
}
