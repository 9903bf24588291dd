//! Reading, sealing and checking the log. These take a connection, not a unit: the log stands
//! under the units that write to it.

use sea_orm::ConnectionTrait;

pub use super::store::AuditFilter;
use super::{
    model::{AuditRow, Break, BreakKind, Head, Verdict, link_hash},
    store,
};
use crate::kernel::{Instant, Page, PageRequest, Result, seal::stored_hash};

/// How many rows one pass links: a transaction stays short.
const LINKS_A_PASS: u64 = 500;
/// How much of the chain is read at once when it is checked.
const STRETCH: u64 = 1000;

/// A page of the log, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list(
    db: &impl ConnectionTrait,
    filter: AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditRow>> {
    store::list(db, filter, request).await
}

/// The end of the chain, for anchoring it outside.
///
/// # Errors
/// Those of the database.
pub async fn head(db: &impl ConnectionTrait) -> Result<Head> {
    store::head(db).await
}

/// Links rows that have no link yet and tells how many. The caller holds the sealer's lock.
///
/// # Errors
/// Those of the database.
pub async fn seal(tx: &impl ConnectionTrait) -> Result<usize> {
    let rows = store::unlinked(tx, LINKS_A_PASS).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let mut head = store::head(tx).await?;
    let mut links = Vec::with_capacity(rows.len());
    for (id, sealed) in rows {
        head = Head { no: head.no + 1, hash: link_hash(&head.hash, &sealed) };
        links.push((head.no, id, head.hash));
    }
    let count = links.len();
    store::append_links(tx, links).await?;
    Ok(count)
}

/// Checks the whole chain: numbers without a gap, every row there and as it was sealed, every hash
/// following from the one before.
///
/// # Errors
/// Those of the database; what is wrong with the chain is the verdict, not an error.
pub async fn verify(db: &impl ConnectionTrait, now: Instant) -> Result<Verdict> {
    let mut head = Head::START;
    let mut broken = None;
    'chain: loop {
        let stretch = store::stretch(db, head.no, STRETCH).await?;
        if stretch.is_empty() {
            break;
        }
        for (link, row) in stretch {
            let hash = stored_hash(&link.hash)?;
            let why = match row {
                _ if link.no != head.no + 1 => Some(BreakKind::Gap),
                None => Some(BreakKind::RowMissing),
                Some(row) => {
                    let sealed = row.sealed.clone();
                    if AuditRow::from(row).sealed_bytes() != sealed {
                        Some(BreakKind::RowChanged)
                    } else if link_hash(&head.hash, &sealed) != hash {
                        Some(BreakKind::HashWrong)
                    } else {
                        None
                    }
                }
            };
            if let Some(why) = why {
                broken = Some(Break { no: head.no + 1, why });
                break 'chain;
            }
            head = Head { no: link.no, hash };
        }
    }
    let unlinked = store::count_unlinked_before(db, now.plus_seconds(-10)).await?;
    Ok(Verdict { head, unlinked, broken })
}
