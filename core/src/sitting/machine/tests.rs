//! Random lives of a sitting against a model that is too simple to be wrong.

use std::collections::{BTreeMap, HashMap};

use proptest::{prelude::*, sample::Index};
use uuid::Uuid;

use super::*;
use crate::{
    bank::model::Response,
    exam::model::{ExamId, ExamSessionId},
    paper::CandidateId,
    sitting::{
        journal,
        model::{IncidentId, SittingId, SittingKey},
        receipt,
    },
};

const QUESTIONS: u16 = 5;
const START: Instant = Instant(1_000 * Instant::HOUR);

fn fresh() -> Sitting {
    let head = Head {
        key: SittingKey { id: SittingId(Uuid::from_u128(1)), exam: ExamId(Uuid::from_u128(2)) },
        person: PersonId(Uuid::from_u128(3)),
        candidate: CandidateId(Uuid::from_u128(4)),
        session: ExamSessionId(Uuid::from_u128(5)),
        questions: QUESTIONS,
        started_at: START,
        base_deadline: START.plus_minutes(10),
        extra_minutes: 0,
        lease: Lease::SERVER,
        seq: 0,
        n_high: 0,
        left_times: 0,
        last_seen_at: START,
        nonce: [7; 16],
    };
    Sitting::restore(head, None)
}

#[derive(Clone, Debug)]
enum Move {
    Join,
    /// An honest answer with a number this page has not used, from a page that is `back` old.
    Answer {
        back: u8,
        n: i64,
        question: u16,
        chosen: Option<u8>,
    },
    /// Something sent before, sent again as it was.
    Repeat(Index),
    /// A number used before, with other content.
    Change(Index),
    HandIn,
    Expire,
    Extend(i32),
    /// Extra time that a second person agreed to: it opens again what has ended.
    Grant(i32),
    /// An incident makes all that came late so far count.
    Accept,
    End,
}

fn moves() -> impl Strategy<Value = Vec<(i64, Move)>> {
    let one = prop_oneof![
        2 => Just(Move::Join),
        12 => (0u8..3, 1i64..40, 0..QUESTIONS, prop::option::of(0u8..4))
            .prop_map(|(back, n, question, chosen)| Move::Answer { back, n, question, chosen }),
        4 => any::<Index>().prop_map(Move::Repeat),
        2 => any::<Index>().prop_map(Move::Change),
        1 => Just(Move::HandIn),
        1 => Just(Move::Expire),
        1 => (1..10i32).prop_map(Move::Extend),
        1 => (1..10i32).prop_map(Move::Grant),
        1 => Just(Move::Accept),
        1 => Just(Move::End),
    ];
    prop::collection::vec((0i64..90, one), 1..60)
}

#[derive(Clone)]
struct Sent {
    lease: Lease,
    n: i64,
    question: u16,
    chosen: Option<u8>,
    saved: Saved,
    /// It was late, and an incident made it count.
    counts: bool,
}

/// The sitting under test and all that the model remembers.
struct Bench {
    sitting: Sitting,
    journal: Vec<Event>,
    sent: Vec<Sent>,
    deadline: Instant,
    ended: bool,
    /// Ends that a second person took back.
    left: Vec<i32>,
    now: Instant,
}

fn act(question: u16, chosen: Option<u8>) -> Act {
    Act::Answer { question, response: chosen.map(|place| Response::Options { chosen: vec![place] }) }
}

impl Bench {
    /// Steps as the writer does: it looks up only numbers that could be repeats.
    fn step(&mut self, step: &Step) -> Result<Reply> {
        let head = self.sitting.head();
        let known: Known = match step {
            Step::Act { lease, n, .. } | Step::HandIn { lease, n }
                if *lease != head.lease || *n <= head.n_high =>
            {
                let line = self.journal.iter().find(|line| (line.writer, line.n) == (*lease, *n));
                line.map(|line| ((*lease, *n), line.clone())).into_iter().collect()
            }
            _ => HashMap::new(),
        };
        let (after, line, reply) = self.sitting.step(&known, self.now, step)?;
        self.sitting = after;
        self.journal.extend(line);
        Ok(reply)
    }

    fn tell(&mut self, lease: Lease, n: i64, question: u16, chosen: Option<u8>) -> Result<Saved> {
        match self.step(&Step::Act { lease, n, act: act(question, chosen), client_at: None })? {
            Reply::Saved(saved) => Ok(saved),
            other => panic!("an answer came to {other:?}"),
        }
    }

    fn play(&mut self, step: &Move) {
        let live = self.sitting.head().lease;
        match step {
            Move::Join => assert_eq!(self.step(&Step::Join).is_ok(), !self.ended),
            Move::Answer { back, n, question, chosen } => {
                let lease = Lease((live.0 - i32::from(*back)).max(1));
                let used = |n: i64| self.sent.iter().any(|sent| (sent.lease, sent.n) == (lease, n));
                let n = (*n..).find(|n| !used(*n)).unwrap();
                let status = if self.ended || self.now > self.deadline.plus_seconds(10) {
                    SavedAs::Late
                } else if lease == live {
                    SavedAs::Saved
                } else {
                    SavedAs::Superseded
                };
                let saved = self.tell(lease, n, *question, *chosen).expect("no honest answer is refused");
                assert_eq!(saved, Saved { n, at: self.now, status });
                self.sent.push(Sent { lease, n, question: *question, chosen: *chosen, saved, counts: false });
            }
            Move::Repeat(which) if !self.sent.is_empty() => {
                let sent = which.get(&self.sent).clone();
                let saved = self.tell(sent.lease, sent.n, sent.question, sent.chosen).unwrap();
                assert_eq!(saved, sent.saved, "a repeat is acknowledged as before");
            }
            Move::Change(which) if !self.sent.is_empty() => {
                let sent = which.get(&self.sent).clone();
                let chosen = if sent.chosen == Some(0) { None } else { Some(0) };
                let Err(Error::Refused(fault)) = self.tell(sent.lease, sent.n, sent.question, chosen) else {
                    panic!("other content under the same number was taken")
                };
                assert_eq!(fault.code, "sitting.n_reused");
            }
            Move::HandIn => {
                // A number for each time that it opened: a hand-in sent again does not end it again.
                let n = 1_000 + i64::try_from(self.left.len()).unwrap();
                let reply = self.step(&Step::HandIn { lease: live, n }).unwrap();
                assert_eq!(reply, Reply::HandedIn { first: !self.ended });
                self.ended = true;
            }
            Move::Expire => {
                let due = self.now > self.deadline.plus_micros(10_300_000);
                let reply = self.step(&Step::Expire).unwrap();
                assert_eq!(reply == Reply::Ended, due && !self.ended);
                self.ended |= due;
            }
            Move::Extend(minutes) => {
                let by = PersonId(Uuid::from_u128(9));
                let extended = self.step(&Step::Extend {
                    by,
                    second: None,
                    minutes: *minutes,
                    reason: "网络中断".into(),
                });
                assert_eq!(extended.is_ok(), !self.ended);
                if !self.ended {
                    self.deadline = self.deadline.plus_minutes(i64::from(*minutes));
                }
            }
            Move::Grant(minutes) => {
                let [by, second] = [9, 10].map(|id| PersonId(Uuid::from_u128(id)));
                let second = Some(second);
                let reply =
                    self.step(&Step::Extend { by, second, minutes: *minutes, reason: "停电".into() });
                let opened = if self.ended { Reply::Reopened } else { Reply::Extended };
                assert_eq!(reply.unwrap(), opened);
                if self.ended {
                    // Begun minutes since the deadline are whole ones.
                    while self.deadline < self.now {
                        self.deadline = self.deadline.plus_minutes(1);
                    }
                    self.left.push(
                        self.journal.iter().rfind(|line| line.kind == EventKind::Submitted).unwrap().seq,
                    );
                }
                self.deadline = self.deadline.plus_minutes(i64::from(*minutes));
                self.ended = false;
            }
            Move::Accept => {
                let late =
                    self.sent.iter_mut().filter(|sent| sent.saved.status == SavedAs::Late && !sent.counts);
                let late: Vec<_> = late
                    .map(|sent| {
                        sent.counts = self.ended;
                        (sent.lease, sent.n)
                    })
                    .collect();
                let incident = IncidentId(Uuid::from_u128(11));
                let accepts = self.ended && !late.is_empty();
                let reply = self.step(&Step::Accept(Acceptance { incident, lines: late })).unwrap();
                assert_eq!(reply == Reply::Accepted, accepts);
            }
            Move::End => {
                let by = PersonId(Uuid::from_u128(9));
                let reply = self.step(&Step::End { by, reason: "违纪".into() }).unwrap();
                assert_eq!(reply == Reply::Ended, !self.ended);
                self.ended = true;
            }
            Move::Repeat(_) | Move::Change(_) => {}
        }
    }

    /// What the model says stands: of all that counts, the latest page's latest word.
    fn standing(&self) -> BTreeMap<u16, u8> {
        let mut latest: BTreeMap<u16, ((Lease, i64), Option<u8>)> = BTreeMap::new();
        for sent in self.sent.iter().filter(|sent| sent.counts || sent.saved.status != SavedAs::Late) {
            let word = ((sent.lease, sent.n), sent.chosen);
            let kept = latest.entry(sent.question).or_insert(word);
            *kept = (*kept).max(word);
        }
        latest.into_iter().filter_map(|(question, (_, chosen))| Some((question, chosen?))).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn nothing_honest_is_refused_and_the_fold_is_what_was_said(moves in moves(), turn in 0usize..60) {
        let mut bench = Bench {
            sitting: fresh(),
            journal: Vec::new(),
            sent: Vec::new(),
            deadline: START.plus_minutes(10),
            ended: false,
            left: Vec::new(),
            now: START,
        };
        bench.play(&Move::Join);
        for (seconds, step) in &moves {
            bench.now = bench.now.plus_seconds(*seconds);
            bench.play(step);
        }
        // The order is dense, and it ends once.
        let order: Vec<i32> = bench.journal.iter().map(|line| line.seq).collect();
        prop_assert_eq!(order, (1..=i32::try_from(bench.journal.len()).unwrap()).collect::<Vec<_>>());
        let endings: Vec<_> = bench.journal.iter().filter(|line| line.kind == EventKind::Submitted).collect();
        prop_assert_eq!(endings.len(), usize::from(bench.ended) + bench.left.len());
        prop_assert_eq!(bench.sitting.ending().map(|ending| ending.k), endings.get(bench.left.len()).map(|line| line.seq));
        prop_assert_eq!(bench.sitting.head().deadline(), bench.deadline);

        // The fold says what the model says, whatever order the lines are read in.
        let answers = journal::fold(&bench.journal).unwrap();
        let given: BTreeMap<u16, u8> = answers.given.iter().map(|(question, given)| match &given.response {
            Response::Options { chosen } => (*question, chosen[0]),
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(&given, &bench.standing());
        let mut turned = bench.journal.clone();
        turned.rotate_left(turn % bench.journal.len());
        prop_assert_eq!(&journal::fold(&turned).unwrap(), &answers);

        // What comes after the end leaves the receipt and the answers that are marked as they were.
        if let Some(ending) = bench.sitting.ending() {
            let k = usize::try_from(ending.k).unwrap();
            let head = bench.sitting.head();
            prop_assert_eq!(receipt::hash(head, &turned, ending.k), receipt::hash(head, &bench.journal[..k], ending.k));
            if bench.sent.iter().all(|sent| !sent.counts) {
                prop_assert_eq!(journal::fold(&bench.journal[..k]).unwrap().given, answers.given);
            }
        }
    }
}

#[test]
fn golden_receipt_stays_for_ever() {
    let mut bench = Bench {
        sitting: fresh(),
        journal: Vec::new(),
        sent: Vec::new(),
        deadline: START.plus_minutes(10),
        ended: false,
        left: Vec::new(),
        now: START,
    };
    bench.play(&Move::Join);
    bench.play(&Move::Answer { back: 0, n: 1, question: 2, chosen: Some(3) });
    bench.play(&Move::HandIn);
    let hash = receipt::hash(bench.sitting.head(), &bench.journal, 3);
    assert_eq!(hex::encode(hash), "e59cc124c38db56c78b5891e540dfc86bfb2894e7695f895cb71d8cafc07b352");
}

#[test]
fn after_the_grace_it_is_the_deadline_that_ended_it() {
    let (sitting, ..) = fresh().step(&Known::new(), START, &Step::Join).unwrap();
    let hand_in = Step::HandIn { lease: Lease(1), n: 1 };
    let late = START.plus_minutes(10).plus_seconds(11);
    let (late, ..) = sitting.step(&Known::new(), late, &hand_in).unwrap();
    assert_eq!(late.ending().unwrap().by, ClosedBy::Deadline);
    let (in_time, ..) =
        sitting.step(&Known::new(), START.plus_minutes(10).plus_seconds(10), &hand_in).unwrap();
    assert_eq!(in_time.ending().unwrap().by, ClosedBy::Person);
    let old = Step::HandIn { lease: Lease(9), n: 1 };
    assert!(sitting.step(&Known::new(), START, &old).is_err(), "only the live page hands in");
}
