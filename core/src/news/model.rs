//! A piece of news.

use serde_json::Value;
use uuid::Uuid;

use crate::kernel::Instant;

/// What is told. Exam and sitting are words above this one, so they stand here as bare ids.
#[derive(Clone, Debug)]
pub struct Telling {
    pub exam: Option<Uuid>,
    pub sitting: Option<Uuid>,
    /// `changed`, `published`, `extended`…: what the page decides by.
    pub what: &'static str,
    pub data: Value,
}

#[derive(Clone, Debug)]
pub struct News {
    pub id: Uuid,
    pub at: Instant,
    pub exam: Option<Uuid>,
    pub sitting: Option<Uuid>,
    pub what: String,
    pub data: Value,
}

/// What a listener wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Everything,
    Exam(Uuid),
    /// What concerns one sitting: itself, and what is told to its whole exam.
    Sitting {
        exam: Uuid,
        sitting: Uuid,
    },
}

impl About {
    #[must_use]
    pub fn covers(self, news: &News) -> bool {
        match self {
            Self::Everything => true,
            Self::Exam(exam) => news.exam == Some(exam),
            Self::Sitting { exam, sitting } => {
                news.sitting.map_or(news.exam == Some(exam), |about| about == sitting)
            }
        }
    }
}
