//! 培训素材: numbered archive entries, their editions, and the clauses that questions rest on.
//! A file is read into blocks, blocks are split into clauses with addresses that stay the same as
//! long as the text does: 第十二条第三款 is `12.3` wherever it is cited. Numbers (PX-2026-0007)
//! have no gaps within a year.

pub mod citation;
pub mod clause;
pub mod extract;
pub mod model;
pub mod rule;
pub mod service;
mod store;
mod table;

pub use citation::Citation;
pub use clause::{Draft, split};
pub use extract::{Block, BlockKind, Extracted, FrontMatter, Unreadable, extract};
pub use model::{
    Clause, ClauseId, ClauseRef, Edition, EditionId, Host, Material, MaterialEdit, MaterialId, MaterialRef,
    MaterialRow, Theme, Topic, TopicId, Upload, UploadForm,
};
