//! An exam morning: everyone signs in, joins when the exam opens, answers question after question
//! and hands in, each at the own pace on a connection of the own.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::sleep};
use yuekao_core::{
    exam::ExamId,
    unit::{Db, DbSettings},
};

use super::{
    Failure,
    client::{Connection, Reply, Request},
    marks::{self, Answers},
    server::Server,
    stage::{PASSWORD, Seat, Stage, response},
};

/// Between being told to come again and coming.
const PAUSE: Duration = Duration::from_millis(250);
const TRIES: usize = 40;

/// How the morning goes.
#[derive(Clone, Copy)]
pub struct Pace {
    pub takers: usize,
    pub questions: usize,
    /// All have signed in after this long; the exam opens then.
    pub signing_in: Duration,
    /// All have joined this long after the opening.
    pub joining: Duration,
    /// From the own join to the own hand-in.
    pub sitting: Duration,
}

/// What it came to.
#[derive(Debug, Default)]
pub struct Found {
    pub requests: usize,
    /// Not served in the end.
    pub failed: usize,
    /// Told to come again (503), as a page then does; the time runs on.
    pub turned_away: usize,
    /// Honest requests that were refused for good.
    pub refused: usize,
    /// Times in microseconds by what was asked, sorted.
    pub times: BTreeMap<&'static str, Vec<u64>>,
    pub answers: HashMap<String, Answers>,
    /// The most resident memory.
    pub memory_mb: f64,
    /// Acknowledged answers that are not in the marks.
    pub lost: usize,
}

impl Found {
    #[must_use]
    pub fn p99_ms(&self, what: &str) -> f64 {
        let Some(times) = self.times.get(what).filter(|times| !times.is_empty()) else { return 0.0 };
        let place = (times.len() * 99 / 100).min(times.len() - 1);
        times[place] as f64 / 1000.0
    }
    /// The worst of all kinds but signing in.
    #[must_use]
    pub fn worst_p99_ms(&self) -> f64 {
        let kinds = self.times.keys().filter(|kind| **kind != "sign_in");
        kinds.map(|kind| self.p99_ms(kind)).fold(0.0, f64::max)
    }
    fn take(&mut self, other: Self) {
        self.requests += other.requests;
        self.failed += other.failed;
        self.turned_away += other.turned_away;
        self.refused += other.refused;
        for (kind, times) in other.times {
            self.times.entry(kind).or_default().extend(times);
        }
        self.answers.extend(other.answers);
    }
}

/// Goes through a morning of a stage whose takers know [`PASSWORD`].
///
/// # Errors
/// If the server is gone or its marks can't be read.
pub async fn go_through(stage: Arc<Stage>, server: &Server, pace: Pace) -> Result<Found, Failure> {
    let begun = Instant::now();
    let mut takers = JoinSet::new();
    for no in 0..pace.takers {
        let (stage, address) = (Arc::clone(&stage), server.address());
        takers.spawn(async move { One::new(no, address, pace, begun).go(&stage).await });
    }
    let mut all = Found::default();
    let mut look = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            taker = takers.join_next() => match taker {
                Some(found) => all.take(found?),
                None => break,
            },
            _ = look.tick() => all.memory_mb = all.memory_mb.max(server.memory_mb()?),
        }
    }
    all.times.values_mut().for_each(|times| times.sort_unstable());
    let db = Db::connect(&DbSettings::new(stage.url())).await?;
    wait_for_marks(&db, stage.exam(), all.answers.len()).await?;
    all.lost = marks::lost_of_all(&db, stage.exam(), &all.answers).await?;
    db.close().await;
    Ok(all)
}

async fn wait_for_marks(db: &Db, exam: ExamId, sittings: usize) -> Result<(), Failure> {
    for _ in 0..300 {
        if marks::count(db, exam).await? >= sittings {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    Err("not all are marked after 30 s".into())
}

/// A share of a span that differs from taker to taker and is the same in every run.
fn share(span: Duration, no: usize, of: usize) -> Duration {
    // 7919 is prime: neighbours are far from each other.
    let place = u32::try_from(no * 7919 % of.max(1)).unwrap_or_default();
    span * place / u32::try_from(of.max(1)).unwrap_or(1)
}

struct One {
    no: usize,
    address: String,
    pace: Pace,
    begun: Instant,
    connection: Option<Connection>,
    found: Found,
}

impl One {
    fn new(no: usize, address: String, pace: Pace, begun: Instant) -> Self {
        Self { no, address, pace, begun, connection: None, found: Found::default() }
    }

    async fn wait_until(&self, after: Duration) {
        sleep(after.saturating_sub(self.begun.elapsed())).await;
    }

    /// Sends one request and notes how it went.
    async fn ask(&mut self, kind: &'static str, request: &Request) -> Option<Reply> {
        let sent = Instant::now();
        let mut reply = self.attempt(request).await.ok();
        for _ in 0..TRIES {
            if reply.as_ref().is_none_or(|reply| reply.status != 503) {
                break;
            }
            self.found.turned_away += 1;
            sleep(PAUSE).await;
            reply = self.attempt(request).await.ok();
        }
        self.found.requests += 1;
        let micros = u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.found.times.entry(kind).or_default().push(micros);
        match reply {
            Some(reply) if reply.is_success() => Some(reply),
            other => {
                self.found.failed += 1;
                if let Some(reply) = &other {
                    self.found.refused += usize::from((400..500).contains(&reply.status));
                    eprintln!("{kind} of {}: {}", self.no, String::from_utf8_lossy(&reply.body));
                }
                self.connection = None;
                None
            }
        }
    }

    async fn attempt(&mut self, request: &Request) -> Result<Reply, Failure> {
        // One that lay idle may have been closed by the server; a browser opens another then.
        if let Some(mut idle) = self.connection.take()
            && let Ok(reply) = idle.send(request).await
        {
            self.connection = Some(idle);
            return Ok(reply);
        }
        let mut fresh = Connection::open(&self.address).await?;
        let reply = fresh.send(request).await?;
        self.connection = Some(fresh);
        Ok(reply)
    }

    async fn go(mut self, stage: &Stage) -> Found {
        let pace = self.pace;
        self.wait_until(share(pace.signing_in, self.no, pace.takers)).await;
        let body = format!("{{\"number\":\"{}\",\"password\":\"{PASSWORD}\"}}", Stage::number(self.no));
        let sign_in = Request::json("POST", "/api/v1/session", "X-Yuekao: 1", &body);
        let Some(signed_in) = self.ask("sign_in", &sign_in).await else { return self.found };
        let token = signed_in.json()["access_token"].as_str().unwrap_or_default().to_owned();
        let bearer = format!("Authorization: Bearer {token}");

        stage.wait_for_opening().await;
        self.wait_until(pace.signing_in + share(pace.joining, self.no * 31, pace.takers)).await;
        let join = Request::json("POST", &format!("/api/v1/exams/{}/sitting", stage.exam()), &bearer, "{}");
        let Some(joined) = self.ask("join", &join).await else { return self.found };
        let Ok(seat) = Seat::given(&joined.json()) else {
            self.found.failed += 1;
            return self.found;
        };
        let at = self.begun.elapsed();
        let step = pace.sitting / u32::try_from(pace.questions + 1).unwrap_or(1);
        let mut answers = Answers::new();
        for question in 0..pace.questions {
            self.wait_until(at + step * u32::try_from(question).unwrap_or_default()).await;
            let response = response(question, self.no);
            let saved = self.ask("answer", &seat.answer(question + 1, question, &response)).await;
            if saved.is_some_and(|reply| reply.json()["status"] == "saved") {
                answers.insert(question, response);
            }
        }
        self.wait_until(at + pace.sitting).await;
        self.ask("hand_in", &seat.hand_in(pace.questions + 1)).await;
        self.found.answers.insert(seat.sitting, answers);
        self.found
    }
}
