//! A bank to draw from.

use std::sync::Arc;

use uuid::Uuid;
use yuekao_core::{
    bank::{
        self,
        model::{BlankKey, Body, Choice, Key, Kind, QuestionId, QuestionInput},
    },
    kernel::{Actor, Caller, Context},
    materials, people,
};

use crate::World;

/// How many questions of each kind [`stock`] makes live; they go round topics and labels in turn.
pub const STOCK: [(Kind, usize); 4] =
    [(Kind::Single, 16), (Kind::Multiple, 8), (Kind::TrueFalse, 8), (Kind::Blank, 8)];

/// A context in which one of the cast acts, for what a test needs but does not test.
pub async fn acting(world: &World, number: &str) -> Context {
    let person = people::service::find_by_number(&world.app.db, number).await.expect("found").expect("there");
    let caller = Caller {
        id: person.id,
        roles: person.roles,
        department: person.department.map(|department| department.id),
        session: Uuid::nil(),
    };
    Context { actor: Actor::Person(caller), trace: Arc::from("stock"), ..world.app.context("stock") }
}

/// Questions written by the trainer T001 and found good by T002. The right answer of every question
/// is its first option, true, or 答案 with its number; an order and pairs run as the options do.
pub async fn stock(world: &World) -> Vec<QuestionId> {
    stock_of(world, &STOCK).await
}

/// The same, of these kinds.
pub async fn stock_of(world: &World, kinds: &[(Kind, usize)]) -> Vec<QuestionId> {
    let (author, reviewer) = (acting(world, "T001").await, acting(world, "T002").await);
    let topics = materials::service::topics(&world.app.db).await.expect("topics");
    let inputs: Vec<QuestionInput> = kinds
        .iter()
        .flat_map(|(kind, count)| (0..*count).map(|no| (*kind, no)))
        .zip(0..)
        .map(|((kind, no), label)| QuestionInput {
            body: body(kind, no),
            topic: topics[no % topics.len()].id,
            label: label % 5 + 1,
            clauses: vec![],
        })
        .collect();
    let made = bank::service::create_all(&world.app.db, &author, inputs, true).await.expect("questions");
    for question in &made {
        bank::service::accept(&world.app.db, &reviewer, *question).await.expect("accepted");
    }
    made
}

fn body(kind: Kind, no: usize) -> Body {
    let options = |count: usize| -> Vec<Choice> {
        (0..count).map(|option| Choice { text: format!("选项{no}·{option}"), fixed: false }).collect()
    };
    let (options, key) = match kind {
        Kind::Single => (options(4), Key::Options { right: vec![0] }),
        Kind::Multiple => (options(5), Key::Options { right: vec![0, 1] }),
        Kind::TrueFalse => (vec![], Key::Truth { value: true }),
        Kind::Blank => {
            let blank = BlankKey { accepted: vec![format!("答案{no}")], number: None };
            (vec![], Key::Blanks { blanks: vec![blank], any_order: false })
        }
        Kind::Ordering => (options(4), Key::Order { order: vec![0, 1, 2, 3] }),
        Kind::Matching => (options(4), Key::Pairs { pairs: vec![0, 1, 2] }),
    };
    let prompts =
        if kind == Kind::Matching { ["甲", "乙", "丙"].map(str::to_owned).to_vec() } else { vec![] };
    let blank = if kind == Kind::Blank { "____" } else { "" };
    let stem = format!("{kind} 第{no}题{blank}");
    Body { kind, stem, prompts, options, key, explanation: format!("解析{no}") }
}
