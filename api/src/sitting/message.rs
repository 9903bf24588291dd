//! Words to takers: to one, or to everyone of an exam.

use actix_web::{
    get, post,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    exam::ExamId,
    kernel::{Error, Instant},
    people,
    sitting::{
        model::{Message as CoreMessage, MessageId, SittingId},
        service,
    },
};

use crate::{
    front::{
        Problem, Problems, Require,
        guard::{Call, SittingInvigilate, SittingWatch},
    },
    people::wire::PersonRef,
};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MessageInput {
    #[schema(max_length = 500, example = "请大家检查网络，掉线的答案会自动补交。")]
    text: String,
    /// Null for everyone of the exam, also those who begin later.
    #[schema(required)]
    sitting: Option<SittingId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    id: MessageId,
    at: Instant,
    text: String,
    /// Who wrote it.
    #[schema(required)]
    by: Option<PersonRef>,
    /// Null if it went to everyone.
    #[schema(required)]
    sitting: Option<SittingId>,
    /// Whose sitting that is.
    #[schema(required)]
    person: Option<PersonRef>,
}

/// Sends words to one taker or to everyone; open pages show them within two seconds.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = MessageInput,
    responses((status = OK, body = Message), Problems)
)]
#[post("/exams/{id}/messages")]
pub(super) async fn send_message(
    call: Require<SittingInvigilate>,
    id: Path<ExamId>,
    input: Json<MessageInput>,
) -> Result<Json<Message>, Problem> {
    let (exam, MessageInput { text, sitting }) = (id.into_inner(), input.into_inner());
    let sent = match service::send_message(call.db(), call.cx(), exam, sitting, &text).await {
        Err(Error::Already(id)) => {
            let all = service::list_messages(call.db(), exam).await?;
            all.into_iter().find(|message| message.id.0 == id).ok_or(Error::NotFound("message"))?
        }
        sent => sent?,
    };
    let mut told = told(&call, exam, vec![sent]).await?;
    Ok(Json(told.pop().ok_or_else(|| Error::internal("a message that nobody sent"))?))
}

/// All that was sent in an exam, newest first.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Vec<Message>), Problems)
)]
#[get("/exams/{id}/messages")]
pub(super) async fn list_messages(
    call: Require<SittingWatch>,
    id: Path<ExamId>,
) -> Result<Json<Vec<Message>>, Problem> {
    let exam = id.into_inner();
    let messages = service::list_messages(call.db(), exam).await?;
    Ok(Json(told(&call, exam, messages).await?))
}

async fn told(call: &Call, exam: ExamId, messages: Vec<CoreMessage>) -> Result<Vec<Message>, Error> {
    let takers = if messages.iter().any(|message| message.sitting.is_some()) {
        service::takers(call.db(), exam).await?
    } else {
        Default::default()
    };
    let taker = |message: &CoreMessage| message.sitting.and_then(|sitting| takers.get(&sitting)).copied();
    let named: Vec<_> =
        messages.iter().flat_map(|message| [Some(message.by), taker(message)]).flatten().collect();
    let people = people::service::refs(call.db(), &named).await?;
    let name = |person| people.get(&person).cloned().map(PersonRef::from);
    let told = messages.into_iter().map(|message| Message {
        by: name(message.by),
        person: taker(&message).and_then(name),
        id: message.id,
        at: message.at,
        text: message.text,
        sitting: message.sitting,
    });
    Ok(told.collect())
}
