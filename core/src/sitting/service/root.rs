//! Publishing roots, and giving everyone the own receipt with its way to them.

use std::collections::HashMap;

use super::super::{
    machine::Sitting,
    model::{Event, SittingId, SittingIssue},
    receipt,
    root::{self, Covers, Inclusion, Leaf, Presence, ReceiptFile, Root, RootKind, RootWithLeaves, RootsFile},
    store,
};
use crate::{
    audit,
    exam::{self, Entrant, Exam, ExamId},
    kernel::{Context, Error, PersonId, Result},
    news::{self, model::Telling},
    paper::commitment::Digest,
    unit::{Db, Deed, Unit},
};

/// All roots of an exam, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn list_roots(db: &Db, exam: ExamId) -> Result<Vec<Root>> {
    Ok(store::list_roots(db.read(), exam).await?.into_iter().map(|(root, _)| root).collect())
}

/// The end of the audit log as it is now.
///
/// # Errors
/// Those of the database.
pub async fn audit_head(db: &Db) -> Result<root::AuditHead> {
    let head = audit::service::head(db.read()).await?;
    Ok(root::AuditHead { no: head.no, hash: Digest(head.hash) })
}

/// The roots with all leaves as hashes, for whoever builds the trees again.
///
/// # Errors
/// `NotFound` for an exam the caller may not see.
pub async fn roots_file(db: &Db, cx: &Context, id: ExamId) -> Result<RootsFile> {
    let exam = exam::service::get(db, cx, id).await?;
    let roots = store::list_roots(db.read(), id).await?;
    let with = |(root, leaves): (Root, Vec<Leaf>)| RootWithLeaves {
        root,
        leaves: leaves.iter().map(Leaf::hash).collect(),
    };
    Ok(RootsFile {
        format: root::ROOTS_FORMAT.to_owned(),
        exam: id,
        title: exam.plan.title,
        roots: roots.into_iter().map(with).collect(),
    })
}

/// The caller's own receipt with all that it was made from and its way to each root.
///
/// # Errors
/// `NotFound` for who is not on the list, `Refused` while the sitting is open.
pub async fn receipt_file(db: &Db, cx: &Context, id: ExamId) -> Result<ReceiptFile> {
    let person = cx.caller()?.id;
    let exam = exam::service::get(db, cx, id).await?;
    let entrants = exam::service::entrants(db, &exam).await?;
    let me = entrants.iter().find(|entrant| entrant.person == person);
    let me = me.ok_or(Error::NotFound("receipt"))?;
    let sitting = super::find_of(db, id, person).await?;
    let mut file = ReceiptFile {
        format: root::RECEIPT_FORMAT.to_owned(),
        exam: id,
        title: exam.plan.title.clone(),
        candidate: me.candidate,
        presence: presence(me, sitting.is_some()),
        nonce: None,
        receipt: None,
        k: None,
        events: Vec::new(),
        proofs: Vec::new(),
    };
    if let Some(sitting) = &sitting {
        let ending = sitting.ending().ok_or(SittingIssue::NotClosed)?;
        file.nonce = Some(hex::encode(sitting.head().nonce));
        file.receipt = ending.receipt.map(Digest);
        file.k = Some(ending.k);
        file.events = super::journal_of(db, sitting.head().key).await?;
    }
    let roots = store::list_roots(db.read(), id).await?;
    file.proofs =
        roots.iter().filter_map(|(root, leaves)| Inclusion::of(root, leaves, me.candidate)).collect();
    Ok(file)
}

fn presence(entrant: &Entrant, sat: bool) -> Presence {
    match entrant.excused {
        _ if sat => Presence::Sat,
        true => Presence::Excused,
        false => Presence::Absent,
    }
}

/// What a root says of everyone on the list of an exam, in the order of their random ids, and
/// whose each leaf is.
///
/// # Errors
/// `Refused` while somebody sits.
pub async fn leaves(db: &Db, exam: &Exam) -> Result<Vec<(PersonId, Leaf)>> {
    let mut entrants = exam::service::entrants(db, exam).await?;
    entrants.sort_by_key(|entrant| entrant.candidate);
    let sittings = store::list_of_exam(db.read(), exam.id).await?;
    let longer = sittings
        .iter()
        .filter(|sitting| sitting.ending().is_some_and(|ending| sitting.head().seq > ending.k));
    let longer: Vec<_> = longer.map(|sitting| sitting.head().key).collect();
    let journals: HashMap<SittingId, Vec<Event>> = store::journals(db.read(), db.kind(), &longer).await?;
    let sittings: HashMap<PersonId, Sitting> =
        sittings.into_iter().map(|sitting| (sitting.head().person, sitting)).collect();
    entrants
        .into_iter()
        .map(|entrant| {
            let sitting = sittings.get(&entrant.person);
            let mut leaf = Leaf {
                candidate: entrant.candidate,
                presence: presence(&entrant, sitting.is_some()),
                receipt: None,
                k: None,
                addendum: None,
                addendum_k: None,
                points: None,
                full: None,
            };
            if let Some(sitting) = sitting {
                let signed = super::receipt(sitting)?;
                leaf.receipt = Some(Digest(signed.hash));
                leaf.k = Some(signed.k);
                let head = sitting.head();
                if let Some(journal) = journals.get(&head.key.id) {
                    // What arrived after the sittings were read is in the next root.
                    let hash = receipt::addendum(&signed.hash, journal, signed.k, head.seq);
                    leaf.addendum = Some(Digest(hash));
                    leaf.addendum_k = Some(head.seq);
                }
            }
            Ok((entrant.person, leaf))
        })
        .collect()
}

/// Publishes a root in a unit of whoever makes it, linked to the one before.
///
/// # Errors
/// `Refused` if another process was faster.
pub async fn publish_root(
    unit: &Unit,
    exam: &Exam,
    kind: RootKind,
    leaves: &[Leaf],
    covers: Covers,
) -> Result<Root> {
    let promise = exam.promise.ok_or_else(|| Error::internal("a published exam without a promise"))?;
    let before = store::list_roots(unit.tx(), exam.id).await?;
    let head = audit::service::head(unit.tx()).await?;
    let new = Root {
        no: root::next_no(before.len()),
        kind,
        at: unit.now(),
        size: 0,
        tree: Digest([0; 32]),
        previous: before.last().map(|(root, _)| root.hash),
        commitment: Digest(promise.c),
        audit: root::AuditHead { no: head.no, hash: Digest(head.hash) },
        covers,
        hash: Digest([0; 32]),
    };
    let new = root::plant(exam.id, leaves, new);
    if !store::add_root(unit.tx(), exam.id, &new, leaves).await? {
        return Err(SittingIssue::AlreadyDecided.into());
    }
    unit.note("root", new.hash.to_string());
    let told = Telling {
        exam: Some(exam.id.0),
        sitting: None,
        what: "root",
        data: serde_json::json!({ "no": new.no, "hash": new.hash }),
    };
    news::service::tell(unit.tx(), unit.cx(), unit.now(), vec![told]).await?;
    Ok(new)
}

/// Publishes the root of every exam that is over and has none since.
///
/// # Errors
/// Those of the database.
pub async fn publish_due(db: &Db, cx: &Context) -> Result<()> {
    for id in store::list_rootless(db.read(), cx.now()).await? {
        publish_over(db, cx, id).await?;
    }
    Ok(())
}

/// Publishes the root of an exam that is over, unless it has one since.
///
/// # Errors
/// Those of the database.
pub async fn publish_over(db: &Db, cx: &Context, id: ExamId) -> Result<()> {
    if !store::list_rootless(db.read(), cx.now()).await?.contains(&id) {
        return Ok(());
    }
    let exam = exam::service::get(db, cx, id).await?;
    let leaves: Vec<Leaf> = leaves(db, &exam).await?.into_iter().map(|(_, leaf)| leaf).collect();
    let published = db
        .unit(cx, Deed::new("sitting.publish_root").on(id.0), async |unit| {
            publish_root(unit, &exam, RootKind::Over, &leaves, Covers::default()).await
        })
        .await;
    match published {
        // Another process was faster.
        Err(Error::Refused(_)) | Ok(_) => Ok(()),
        Err(cause) => Err(cause),
    }
}

/// Whether the root of an exam stands, so that its answers may be opened.
///
/// # Errors
/// Those of the database.
pub async fn has_root(db: &Db, exam: ExamId) -> Result<bool> {
    store::has_root(db.read(), exam).await
}
