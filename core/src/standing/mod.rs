//! 排名: a person's place in a group for a month, and how it came about. A scheme says what counts
//! and how; every raw value becomes points by a rule, points become components and a total, totals
//! become places, and each step can be read afterwards with a pencil in hand.
//!
//! A month is a draft while it is reckoned anew each time; its notice (公示) fixes the scheme and is
//! open to objection; a published bulletin (通报) is frozen with who approved it.
//!
//! Points are rounded to hundredths three times and nowhere else: an item's, a component's, the
//! total. Each is reckoned from the rounded figures below it, so that what a page shows adds up.

pub mod bulletin;
pub mod calendar;
pub mod exact;
pub mod explain;
mod export;
pub mod import;
pub mod model;
pub mod place;
pub mod rule;
pub mod scoring;
pub mod service;
pub mod setting;
mod store;
mod table;
pub mod weight;

pub use bulletin::{Bulletin, MonthState};
pub use exact::Amount;
pub use explain::{Explanation, Member, explain};
pub use model::{Component, Entry, Reading, Scheme, ScoringRule};
pub use place::{Entrant, Placed, PublicView, public_view, rank};
pub use weight::Weight;
