//! The release binary as a process of its own.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use tokio::{net::TcpStream, time::sleep};

use crate::{Failure, stage::Stage};

pub(crate) struct Server {
    process: Mutex<Child>,
    port: u16,
}

fn binary() -> PathBuf {
    let given = std::env::var_os("YUEKAO_BENCH_BINARY").map(PathBuf::from);
    given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/yuekao"))
}

fn spawn(stage: &Stage, port: u16) -> Result<Child, Failure> {
    let mut command = Command::new(binary());
    command
        .env_remove("YUEKAO_BENCH_BINARY")
        .arg("serve")
        .env("YUEKAO_LISTEN", format!("127.0.0.1:{port}"))
        .env("RUST_LOG", "warn");
    command.envs(stage.environment()).stdout(Stdio::null());
    Ok(command.spawn()?)
}

impl Server {
    pub(crate) async fn start(stage: &Stage) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { process: Mutex::new(spawn(stage, port)?), port };
        server.ready().await?;
        Ok(server)
    }
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
    async fn ready(&self) -> Result<(), Failure> {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if TcpStream::connect(self.address()).await.is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(10)).await;
        }
        Err("the server does not listen".into())
    }
    /// Resident memory.
    pub(crate) fn memory_mb(&self) -> Result<f64, Failure> {
        let id = self.process.lock().map_err(|_| "poisoned")?.id();
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1024.0)
    }
    /// Stops and starts it again; gives the seconds from the start until it listens.
    pub(crate) async fn restart(&self, stage: &Stage) -> Result<f64, Failure> {
        self.kill()?;
        let begun = Instant::now();
        *self.process.lock().map_err(|_| "poisoned")? = spawn(stage, self.port)?;
        self.ready().await?;
        Ok(begun.elapsed().as_secs_f64())
    }
    fn kill(&self) -> Result<(), Failure> {
        let mut process = self.process.lock().map_err(|_| "poisoned")?;
        process.kill()?;
        process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is left to do if it is gone already.
        let _ = self.kill();
    }
}
