//! One who sits the exam as the page does: what fails is sent again, to the next replica if there
//! is one, until it is acknowledged; and whatever is acknowledged is remembered.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::time::{sleep, timeout};
use yuekao_tests::load::{
    Failure,
    client::{Connection, Reply, Request},
    server::Server,
    stage::{Seat, Stage, response},
};

/// Longer than anything that these tests break stays broken.
const PATIENCE: Duration = Duration::from_secs(60);
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);
const QUESTIONS: usize = 50;

/// An answer that the server said it has.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    pub(crate) sitting: String,
    pub(crate) lease: i64,
    pub(crate) n: usize,
    pub(crate) question: usize,
    pub(crate) response: String,
}

/// What all takers of a test were told is saved.
pub(crate) type Ledger = Arc<Mutex<Vec<Saved>>>;

pub(crate) struct Taker {
    pub(crate) seat: Seat,
    line: Line,
    ledger: Ledger,
    n: usize,
    /// What was last acknowledged of each question.
    pub(crate) answers: BTreeMap<usize, String>,
    /// Hundredths, if handing in told them.
    pub(crate) points: Option<i64>,
}

impl Taker {
    pub(crate) async fn join(
        stage: &Stage,
        no: usize,
        servers: Vec<String>,
        ledger: Ledger,
    ) -> Result<Self, Failure> {
        let mut line = Line::new(servers);
        let joined = line.acknowledged(&stage.join(no)).await?;
        let seat = Seat::given(&joined.json())?;
        Ok(Self { seat, line, ledger, n: 0, answers: BTreeMap::new(), points: None })
    }

    /// Answers the next question, or gives another answer to one.
    pub(crate) async fn save(&mut self) -> Result<(), Failure> {
        self.n += 1;
        // 7 has no divisor in common with the number of questions: all of them come in turn.
        let (question, n) = (self.n * 7 % QUESTIONS, self.n);
        let response = response(question, n);
        let reply = self.line.acknowledged(&self.seat.answer(n, question, &response)).await?.json();
        if reply["status"] != "saved" {
            return Err(format!("answer {n} came to {reply}").into());
        }
        let Seat { sitting, lease, .. } = self.seat.clone();
        self.answers.insert(question, response.clone());
        let saved = Saved { sitting, lease, n, question, response };
        self.ledger.lock().map_err(|_| "poisoned")?.push(saved);
        Ok(())
    }
    pub(crate) async fn hand_in(&mut self) -> Result<(), Failure> {
        let reply = self.line.acknowledged(&self.seat.hand_in(self.n + 1)).await?.json();
        self.points = reply["points"].as_i64();
        Ok(())
    }
    /// How often the taker was told to come again, by the code that said why.
    pub(crate) fn turned_away(&self) -> &BTreeMap<String, usize> {
        &self.line.turned_away
    }
    /// How often a connection broke or could not be made.
    pub(crate) fn broken(&self) -> usize {
        self.line.broken
    }
}

/// The way to whichever replica answers.
struct Line {
    servers: Vec<String>,
    at: usize,
    connection: Option<Connection>,
    turned_away: BTreeMap<String, usize>,
    broken: usize,
}

impl Line {
    fn new(servers: Vec<String>) -> Self {
        Self { servers, at: 0, connection: None, turned_away: BTreeMap::new(), broken: 0 }
    }

    /// Sends until it is done. Whatever is neither done nor to be sent again is an honest request
    /// refused.
    async fn acknowledged(&mut self, request: &Request) -> Result<Reply, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            match timeout(ANSWERED_WITHIN, self.attempt(request)).await {
                Ok(Ok(reply)) if reply.is_success() => return Ok(reply),
                Ok(Ok(reply)) => *self.turned_away.entry(come_again(&reply)?).or_default() += 1,
                Ok(Err(_)) | Err(_) => {
                    self.connection = None;
                    self.broken += 1;
                    self.at = (self.at + 1) % self.servers.len();
                }
            }
            if Instant::now() > until {
                return Err(format!("not served for {PATIENCE:?}: {:?}", self.turned_away).into());
            }
            sleep(PAUSE).await;
        }
    }
    async fn attempt(&mut self, request: &Request) -> Result<Reply, Failure> {
        let connection = match &mut self.connection {
            Some(open) => open,
            none => none.insert(Connection::open(&self.servers[self.at]).await?),
        };
        connection.send(request).await
    }
}

/// One request on a connection of its own.
pub(crate) async fn ask(server: &Server, request: &Request) -> Result<Reply, Failure> {
    timeout(ANSWERED_WITHIN, async { Connection::open(&server.address()).await?.send(request).await }).await?
}

/// The code of a refusal that says: try again.
pub(crate) fn come_again(reply: &Reply) -> Result<String, Failure> {
    let problem = reply.json();
    match (&problem["code"], reply.status, reply.head.contains("\r\nretry-after: ")) {
        (Value::String(code), 503, true) => Ok(code.clone()),
        _ => Err(format!("{} {problem}", reply.head).into()),
    }
}
