//! Checks a receipt, or the roots of an exam, from the files alone.

use std::{path::Path, process::ExitCode};

use yuekao_core::{
    paper::commitment::Digest,
    sitting::root::{Mismatch, ReceiptFile, RootsFile, verify_receipt, verify_roots},
};

use super::{Failure, say, verify::read, verify_words::Language};

/// Where a published root is known from.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// The file of the published roots.
    pub against: Option<&'a Path>,
    /// One that somebody noted down.
    pub root: Option<Digest>,
}

pub(super) fn receipt(file: &ReceiptFile, known: Known<'_>, language: Language) -> Result<ExitCode, Failure> {
    let mut found = Vec::new();
    let mut published: Option<Vec<Digest>> = None;
    if let Some(against) = known.against {
        let roots: RootsFile = read(against)?;
        found.extend(verify_roots(&roots));
        published = Some(roots.roots.iter().map(|with| with.root.hash).collect());
    }
    found.extend(verify_receipt(file, published.as_deref()));
    let newest = file.proofs.last().map(|proof| proof.root.hash);
    if let Some(noted) = known.root
        && !file.proofs.iter().any(|proof| proof.root.hash == noted)
    {
        found.push(Mismatch::NotPublished { root: 0 });
    }
    let [zh, en] = match (newest, published.is_some() || known.root.is_some()) {
        (None, _) => [
            "回执与作答日志一致。考试尚未结束，还没有可供核对的根值。".to_owned(),
            "The receipt fits the journal. The exam was not over: there is no root to check it against yet."
                .to_owned(),
        ],
        (Some(root), true) => [
            format!("核验通过：回执在根值 {root} 之下，且与所给的根值一致。"),
            format!("It holds: the receipt is under root {root}, which is the one given."),
        ],
        (Some(root), false) => [
            format!("文件自身一致：回执在根值 {root} 之下。请与考试当日记下或打印的根值对照。"),
            format!(
                "The file holds in itself: the receipt is under root {root}. Compare that with the root you noted down."
            ),
        ],
    };
    report(&found, &language.of([zh, en]), language)
}

pub(super) fn roots(
    file: &RootsFile,
    noted: Option<Digest>,
    language: Language,
) -> Result<ExitCode, Failure> {
    let mut found = verify_roots(file);
    if let Some(noted) = noted
        && !file.roots.iter().any(|with| with.root.hash == noted)
    {
        found.push(Mismatch::NotPublished { root: 0 });
    }
    let count = file.roots.len();
    let holds = [
        format!("核验通过：{count} 个根值都能由其叶推算得出，且首尾相接。"),
        format!("It holds: all {count} roots come out of their leaves and are linked to each other."),
    ];
    report(&found, &language.of(holds), language)
}

fn report(found: &[Mismatch], holds: &str, language: Language) -> Result<ExitCode, Failure> {
    for mismatch in found {
        say(&language.of(words(*mismatch)))?;
    }
    if found.is_empty() { say(holds) } else { Ok(ExitCode::from(1)) }
}

fn words(mismatch: Mismatch) -> [String; 2] {
    match mismatch {
        Mismatch::Format => {
            ["文件格式：本版本不能识别。".to_owned(), "format: this version can't read this file.".to_owned()]
        }
        Mismatch::Receipt => [
            "回执：不能由作答日志推算得出，日志或回执被改动。".to_owned(),
            "receipt: the journal does not give it; one of them was changed.".to_owned(),
        ],
        Mismatch::Leaf { root } => [
            format!("根值 {root}：叶的内容与回执或日志不符。"),
            format!("root {root}: its leaf says something else than the receipt and the journal."),
        ],
        Mismatch::Path { root } => [
            format!("根值 {root}：由本人的叶不能到达该根值。"),
            format!("root {root}: the leaf does not lead to it."),
        ],
        Mismatch::Tree { root } => [
            format!("根值 {root}：不能由所列的叶推算得出。"),
            format!("root {root}: the leaves don't give it."),
        ],
        Mismatch::Parts { root } => [
            format!("根值 {root}：与其各组成部分不符。"),
            format!("root {root}: its parts don't give its hash."),
        ],
        Mismatch::Link { root } => [
            format!("根值 {root}：未与前一个根值相接。"),
            format!("root {root}: not linked to the one before."),
        ],
        Mismatch::NotPublished { root: 0 } => {
            ["所给的根值不在文件之中。".to_owned(), "The root that was given is not in the file.".to_owned()]
        }
        Mismatch::NotPublished { root } => [
            format!("根值 {root}：不在已公布的根值之中。"),
            format!("root {root}: not among the published ones."),
        ],
    }
}
