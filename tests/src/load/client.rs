//! A small HTTP/1.1 client: it shares the machine with what it measures, so it does no more than
//! write prepared bytes and read an answer. A lane is one connection's requests, in order.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use serde_json::Value;

use super::{Failure, server::Server};

pub struct Request {
    bytes: Vec<u8>,
}

impl Request {
    /// A request with a JSON body; `authority` is a whole header line.
    #[must_use]
    pub fn json(method: &str, path: &str, authority: &str, body: &str) -> Self {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: bench\r\n{authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Self { bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self { bytes: format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes() }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Status line and headers, in small letters.
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// One connection, kept for request after request.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// # Errors
    /// If nobody listens there.
    pub async fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 * 1024) })
    }
    /// # Errors
    /// If the connection breaks before all of the answer is there.
    pub async fn send(&mut self, request: &Request) -> Result<Reply, Failure> {
        self.stream.write_all(&request.bytes).await?;
        read(&mut self.stream, &mut self.buffer).await
    }
}

/// What a run found.
#[derive(Default)]
pub struct Run {
    pub took: Duration,
    /// Microseconds, sorted.
    pub times: Vec<u64>,
    pub failed: usize,
    /// By lane and place in it, where they were kept.
    pub bodies: Vec<(usize, Vec<u8>)>,
}

impl Run {
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
    }
    #[must_use]
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let place = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(0.0, |micros| *micros as f64 / 1000.0)
    }
}

/// Sends each taker's requests in order, the takers spread over `connections`.
///
/// # Errors
/// If a connection breaks.
pub async fn drive(
    server: &Server,
    connections: usize,
    takers: Vec<Vec<Request>>,
    keep: bool,
) -> Result<Run, Failure> {
    drive_at(&server.address(), connections, takers, keep).await
}

/// The same at whatever listens at an address.
///
/// # Errors
/// If a connection breaks.
pub async fn drive_at(
    address: &str,
    connections: usize,
    takers: Vec<Vec<Request>>,
    keep: bool,
) -> Result<Run, Failure> {
    let mut lanes: Vec<Vec<(usize, Vec<Request>)>> = (0..connections).map(|_| Vec::new()).collect();
    for (taker, requests) in takers.into_iter().enumerate() {
        lanes[taker % connections].push((taker, requests));
    }
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for lane in lanes.into_iter().filter(|lane| !lane.is_empty()) {
        let address = address.to_owned();
        tasks.spawn(async move { walk(&address, lane, keep).await });
    }
    let mut run = Run::default();
    while let Some(lane) = tasks.join_next().await {
        let lane = lane??;
        run.times.extend(lane.times);
        run.failed += lane.failed;
        run.bodies.extend(lane.bodies);
    }
    run.took = begun.elapsed();
    run.times.sort_unstable();
    run.bodies.sort_by_key(|(taker, _)| *taker);
    Ok(run)
}

async fn walk(address: &str, lane: Vec<(usize, Vec<Request>)>, keep: bool) -> Result<Run, Failure> {
    let mut connection = Connection::open(address).await?;
    let mut run = Run::default();
    for (taker, requests) in lane {
        for request in requests {
            let begun = Instant::now();
            let reply = connection.send(&request).await?;
            run.times.push(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
            if !reply.is_success() {
                run.failed += 1;
                if run.failed == 1 {
                    eprintln!("{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
                }
            }
            if keep {
                run.bodies.push((taker, reply.body));
            }
        }
    }
    Ok(run)
}

/// Reads one answer with a length or in chunks.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Reply, Failure> {
    buffer.clear();
    let head = loop {
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            break end + 4;
        }
        more(stream, buffer).await?;
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_lowercase();
    let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status")?;
    let reply = |body: Vec<u8>| Reply { status, head: text.clone(), body };
    let length =
        text.split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next()?.parse::<usize>().ok());
    if let Some(length) = length {
        while buffer.len() < head + length {
            more(stream, buffer).await?;
        }
        return Ok(reply(buffer[head..head + length].to_vec()));
    }
    if !text.contains("transfer-encoding: chunked") {
        return Ok(reply(Vec::new()));
    }
    let mut body = Vec::new();
    let mut at = head;
    loop {
        let line = loop {
            if let Some(end) = find(&buffer[at..], b"\r\n") {
                break at + end;
            }
            more(stream, buffer).await?;
        };
        let size = usize::from_str_radix(String::from_utf8_lossy(&buffer[at..line]).trim(), 16)?;
        while buffer.len() < line + 2 + size + 2 {
            more(stream, buffer).await?;
        }
        body.extend_from_slice(&buffer[line + 2..line + 2 + size]);
        at = line + 2 + size + 2;
        if size == 0 {
            return Ok(reply(body));
        }
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<(), Failure> {
    if stream.read_buf(buffer).await? == 0 { Err("the server hung up".into()) } else { Ok(()) }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
