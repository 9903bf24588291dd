//! Keeping, opening and sweeping files.

use super::{
    Files,
    model::{FileId, StoredFile, Ticket},
    rule, store,
};
use crate::{
    kernel::{Context, Error, Instant, Result, number, seal::sha256},
    unit::{Db, Unit},
};

/// How long a file waits for something to use it.
const UNUSED: i64 = Instant::DAY;
/// How many rows one sweep takes: a transaction stays short.
const SWEPT_A_PASS: u64 = 200;

/// Stores a content: its row first, then the bytes. It is nobody's deed until a unit uses it (see
/// [`mark_used`]), so there is no audit row; what stays unused is swept after a day.
///
/// # Errors
/// `Busy` on a full disk, and those of the database.
pub async fn keep(db: &Db, files: &Files, cx: &Context, name: &str, bytes: Vec<u8>) -> Result<StoredFile> {
    let name = rule::plain_name(name);
    let size = number::signed(bytes.len());
    let (bytes, hash) = tokio::task::spawn_blocking(move || {
        let hash = sha256(&bytes);
        (bytes, hash)
    })
    .await
    .map_err(Error::internal)?;
    let media_type = rule::media_type(&name).to_owned();
    let file = StoredFile {
        id: FileId::new(cx),
        sha256: hex::encode(hash),
        name,
        media_type,
        size,
        created_at: cx.now(),
    };
    db.unsigned(async |tx| store::insert(tx, file.clone(), cx.person()).await).await?;
    files.put(&file.sha256, bytes).await?;
    Ok(file)
}

/// Says in the unit of whatever holds the file from now on that it is used.
///
/// # Errors
/// `NotFound` if it was swept.
pub async fn mark_used(unit: &Unit, file: FileId) -> Result<()> {
    if store::mark_used(unit.tx(), file).await? { Ok(()) } else { Err(Error::NotFound("file")) }
}

/// The file that a ticket opens, with its content.
///
/// # Errors
/// `NotFound` for a ticket that is not ours or has ended, too: such an address leads nowhere.
pub async fn open(db: &Db, files: &Files, cx: &Context, ticket: &Ticket) -> Result<(StoredFile, Vec<u8>)> {
    if !files.opens(ticket, cx.now()) {
        return Err(Error::NotFound("file"));
    }
    let file = store::find(db.read(), ticket.file).await?.ok_or(Error::NotFound("file"))?;
    let bytes = files.get(&file.sha256).await?;
    Ok((file, bytes))
}

/// Removes what was stored more than a day ago and never used; tells how many contents went. A
/// content that is stored again at this very moment is younger than a day and stays.
///
/// # Errors
/// Those of the database and the object store; the next sweep goes on.
pub async fn sweep(db: &Db, files: &Files, now: Instant) -> Result<usize> {
    let before = now.plus_micros(-UNUSED);
    let contents = db.unsigned(async |tx| store::delete_unused(tx, before, SWEPT_A_PASS).await).await?;
    for sha256 in &contents {
        files.delete_older(sha256, before).await?;
    }
    Ok(contents.len())
}
