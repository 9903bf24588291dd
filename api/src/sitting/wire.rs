//! Sittings as they travel.

use std::borrow::Cow;

use actix_web::{HttpRequest, HttpResponse, Responder, body::BoxBody, http::header::CACHE_CONTROL};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{AllOfBuilder, ObjectBuilder, Ref, RefOr, schema::Schema},
};
use yuekao_core::{
    bank::model::{Kind, Response},
    exam::{ExamId, Layout, Leaving},
    kernel::{Error, Instant, Points},
    sitting::{
        model::{
            LeftThen, Message as CoreMessage, MessageId, Noticed as CoreNoticed, Place,
            Receipt as CoreReceipt, Saved as CoreSaved, SavedAs, SittingId, SittingState,
        },
        rule,
        service::{Joined as CoreJoined, Standing},
    },
};

/// An answer that stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenAnswer {
    pub question: Place,
    pub response: Response,
    pub at: Instant,
}

/// All that a page needs to begin or to go on, but the paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct JoinedHead {
    pub sitting: SittingId,
    pub exam: ExamId,
    /// Sent as `X-Sitting-Pass` with whatever this page reports.
    pub pass: String,
    /// The number of this page; a later start has a higher one and takes over.
    pub lease: i32,
    pub now: Instant,
    pub started_at: Instant,
    pub deadline: Instant,
    /// What arrives this many seconds after the deadline still counts.
    pub grace_s: i64,
    pub layout: Layout,
    /// What leaving the page comes to.
    pub leaving: Leaving,
    pub title: String,
    pub total: Points,
    pub answers: Vec<GivenAnswer>,
    pub flags: Vec<Place>,
    /// Answers of a page that this or another one took over from; they count only for questions
    /// that no later page answered.
    pub superseded: usize,
    pub state: SittingState,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PaperSection {
    pub kind: Kind,
    pub count: u32,
    pub points_each: Points,
}

/// A question as its taker sees it: options in the order of this paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperQuestion {
    /// Its name on the paper.
    pub index: Place,
    pub section: u16,
    pub kind: Kind,
    pub stem: String,
    pub options: Vec<String>,
    /// What is matched to options.
    pub prompts: Vec<String>,
    pub blanks: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Paper {
    pub sections: Vec<PaperSection>,
    pub questions: Vec<PaperQuestion>,
}

/// The whole answer to a start, put together from ready bytes: [`JoinedHead`] with a field
/// `paper` that is a [`Paper`].
#[derive(Debug)]
pub struct Joined(String);

impl PartialSchema for Joined {
    fn schema() -> RefOr<Schema> {
        let paper =
            ObjectBuilder::new().property("paper", Ref::from_schema_name(Paper::name())).required("paper");
        AllOfBuilder::new().item(Ref::from_schema_name(JoinedHead::name())).item(paper).into()
    }
}

impl ToSchema for Joined {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Joined")
    }
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((JoinedHead::name().into_owned(), JoinedHead::schema()));
        JoinedHead::schemas(schemas);
        schemas.push((Paper::name().into_owned(), Paper::schema()));
        Paper::schemas(schemas);
    }
}

impl Responder for Joined {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("application/json")
            .body(self.0)
    }
}

impl Joined {
    pub(super) fn write(joined: &CoreJoined, pass: String) -> Result<Self, Error> {
        let head = joined.sitting.head();
        let plan = &joined.plan;
        let frame = JoinedHead {
            sitting: head.key.id,
            exam: head.key.exam,
            pass,
            lease: head.lease.0,
            now: joined.now,
            started_at: head.started_at,
            deadline: head.deadline(),
            grace_s: rule::grace_seconds(),
            layout: plan.layout,
            leaving: plan.leaving,
            title: plan.title.clone(),
            total: plan.blueprint.total(),
            answers: joined
                .answers
                .given
                .iter()
                .map(|(question, given)| GivenAnswer {
                    question: *question,
                    response: given.response.clone(),
                    at: given.at,
                })
                .collect(),
            flags: joined.answers.flags.iter().copied().collect(),
            superseded: joined.answers.superseded,
            state: state_of(&joined.sitting),
        };
        let sections: Vec<PaperSection> = plan
            .blueprint
            .sections
            .iter()
            .map(|section| PaperSection {
                kind: section.kind,
                count: section.count,
                points_each: section.points_each,
            })
            .collect();
        let mut text = serde_json::to_string(&frame)?;
        // The paper becomes the last field of the same object.
        text.pop();
        text.push_str(r#","paper":{"sections":"#);
        text.push_str(&serde_json::to_string(&sections)?);
        text.push_str(r#","questions":["#);
        let places =
            sections.iter().enumerate().flat_map(|(no, section)| (0..section.count).map(move |_| no));
        for ((index, asked), section) in joined.paper.questions.iter().enumerate().zip(places) {
            if index > 0 {
                text.push(',');
            }
            joined.book.write(&mut text, index, section, asked)?;
        }
        text.push_str("]}}");
        Ok(Self(text))
    }
}

pub(super) fn state_of(sitting: &yuekao_core::sitting::machine::Sitting) -> SittingState {
    if sitting.ending().is_some() { SittingState::Closed } else { SittingState::Open }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AnswerInput {
    /// Counts up within a page; the same number with the same content is acknowledged again.
    pub n: i64,
    /// Null takes the answer back.
    #[schema(required)]
    pub response: Option<Response>,
    /// The page's own clock, kept as its claim.
    #[serde(default)]
    pub client_at: Option<Instant>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct FlagInput {
    pub n: i64,
    pub on: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DoubtInput {
    pub n: i64,
    #[schema(max_length = 500)]
    pub words: String,
}

yuekao_core::text_enum! {
    /// What a page noticed of itself.
    pub enum PageEvent {
        Left = "left",
        Returned = "returned",
        /// Something was copied out of it.
        Copied = "copied",
        FullscreenLeft = "fullscreen_left",
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct EventInput {
    pub n: i64,
    pub what: PageEvent,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct HandInInput {
    pub n: i64,
}

/// An acknowledgement: what it names is on the disk.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Saved {
    pub n: i64,
    /// When the server received it.
    pub at: Instant,
    pub status: SavedAs,
}

impl From<CoreSaved> for Saved {
    fn from(saved: CoreSaved) -> Self {
        Self { n: saved.n, at: saved.at, status: saved.status }
    }
}

/// The acknowledgement of what a page noticed of itself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Noticed {
    pub n: i64,
    pub at: Instant,
    pub status: SavedAs,
    pub left_times: i32,
    /// What the exam lets that come to: `ended` says that the sitting is over.
    pub then: LeftThen,
}

impl From<CoreNoticed> for Noticed {
    fn from(noticed: CoreNoticed) -> Self {
        let CoreNoticed { saved, left_times, then } = noticed;
        Self { n: saved.n, at: saved.at, status: saved.status, left_times, then }
    }
}

/// The proof that one has handed in exactly this.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// SHA-256, in hexadecimal.
    pub hash: String,
    /// The number of the last event that it covers.
    pub k: i32,
    pub nonce: String,
}

impl From<CoreReceipt> for Receipt {
    fn from(receipt: CoreReceipt) -> Self {
        Self { hash: hex::encode(receipt.hash), k: receipt.k, nonce: hex::encode(receipt.nonce) }
    }
}

yuekao_core::text_enum! {
    pub enum HandInState {
        Marked = "marked",
        /// Handed in; the mark follows within seconds.
        BeingMarked = "being_marked",
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HandedIn {
    pub state: HandInState,
    /// An estimate until the release; null where the exam shows none before it.
    #[schema(required)]
    pub points: Option<Points>,
    pub full: Points,
    pub receipt: Receipt,
    pub at: Instant,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StateBody {
    pub now: Instant,
    pub deadline: Instant,
    pub state: SittingState,
    /// False when another page has taken over.
    pub lease_live: bool,
    /// What the invigilator wants this taker to read, newest first.
    pub messages: Vec<TakerMessage>,
}

impl From<Standing> for StateBody {
    fn from(standing: Standing) -> Self {
        Self {
            now: standing.now,
            deadline: standing.sitting.head().deadline(),
            state: state_of(&standing.sitting),
            lease_live: standing.lease_live,
            messages: standing.messages.into_iter().map(TakerMessage::from).collect(),
        }
    }
}

/// Words from the invigilator.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TakerMessage {
    pub id: MessageId,
    pub at: Instant,
    pub text: String,
}

impl From<CoreMessage> for TakerMessage {
    fn from(message: CoreMessage) -> Self {
        Self { id: message.id, at: message.at, text: message.text }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ExtendInput {
    #[schema(minimum = 1, maximum = 240)]
    pub minutes: i32,
    #[schema(example = "二楼停电 10 分钟")]
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExtendedAll {
    /// How many were sitting; whoever begins later gets the time too.
    pub sat: u64,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct EndInput {
    pub reason: String,
}
