//! How lists are asked for and answered.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yuekao_core::kernel::{Page, PageRequest, Result};

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// At most 200; 50 if not given.
    pub limit: Option<u64>,
}

impl ListQuery {
    /// # Errors
    /// `Invalid` for a cursor that is not ours.
    pub fn request(&self) -> Result<PageRequest> {
        PageRequest::new(self.cursor.as_deref(), self.limit)
    }
}

/// Some rows of a list; `next` is there while there are more.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageBody<T> {
    pub items: Vec<T>,
    #[schema(required)]
    pub next: Option<String>,
}

impl<T> PageBody<T> {
    pub fn of<U>(page: Page<U>, wire: impl FnMut(U) -> T) -> Self {
        let page = page.map(wire);
        Self { items: page.items, next: page.next.map(|next| next.encode()) }
    }
}
