//! Messages to takers.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::{
    exam::ExamId,
    kernel::{PersonId, Result},
    sitting::{
        model::{Message, MessageId, SittingId, SittingKey},
        table::message,
    },
};

/// More than anyone reads.
const MOST_READ: u64 = 50;

impl From<message::Model> for Message {
    fn from(row: message::Model) -> Self {
        Self {
            id: MessageId(row.id),
            exam: ExamId(row.exam_id),
            sitting: row.sitting_id.map(SittingId),
            text: row.text,
            by: PersonId(row.by_person),
            at: row.at,
        }
    }
}

pub(in crate::sitting) async fn add_message(tx: &impl ConnectionTrait, new: &Message) -> Result<()> {
    let active = message::ActiveModel {
        exam_id: Set(new.exam.0),
        id: Set(new.id.0),
        sitting_id: Set(new.sitting.map(|sitting| sitting.0)),
        text: Set(new.text.clone()),
        by_person: Set(new.by.0),
        at: Set(new.at),
    };
    message::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

/// Newest first.
pub(in crate::sitting) async fn list_messages(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<Message>> {
    let found = message::Entity::find()
        .filter(message::Column::ExamId.eq(exam.0))
        .order_by_desc(message::Column::At)
        .order_by_desc(message::Column::Id)
        .all(db)
        .await?;
    Ok(found.into_iter().map(Message::from).collect())
}

/// What one taker is to read, newest first.
pub(in crate::sitting) async fn messages_to(
    db: &impl ConnectionTrait,
    key: SittingKey,
) -> Result<Vec<Message>> {
    let to = Condition::any()
        .add(message::Column::SittingId.is_null())
        .add(message::Column::SittingId.eq(key.id.0));
    let found = message::Entity::find()
        .filter(message::Column::ExamId.eq(key.exam.0))
        .filter(to)
        .order_by_desc(message::Column::At)
        .order_by_desc(message::Column::Id)
        .limit(MOST_READ)
        .all(db)
        .await?;
    Ok(found.into_iter().map(Message::from).collect())
}
