//! The service as a process of its own, from the binary that was built beside this one: the debug one
//! for a test, the release one for a benchmark.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use tokio::{net::TcpStream, time::sleep};

use super::{Failure, stage::Stage};

pub struct Server {
    process: Mutex<Child>,
    port: u16,
}

fn binary() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).ok_or("no folder of built files")?;
    let binary = folder.join("yuekao");
    if binary.is_file() { Ok(binary) } else { Err(format!("build {} first", binary.display()).into()) }
}

fn spawn(stage: &Stage, port: u16) -> Result<Child, Failure> {
    let mut command = Command::new(binary()?);
    command.arg("serve").env("YUEKAO_LISTEN", format!("127.0.0.1:{port}")).env("RUST_LOG", "warn");
    command.envs(stage.environment()).stdout(Stdio::null());
    Ok(command.spawn()?)
}

impl Server {
    /// # Errors
    /// If it does not come to listen.
    pub async fn start(stage: &Stage) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { process: Mutex::new(spawn(stage, port)?), port };
        server.ready().await?;
        Ok(server)
    }
    #[must_use]
    pub fn address(&self) -> String {
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
    ///
    /// # Errors
    /// If the process is gone.
    pub fn memory_mb(&self) -> Result<f64, Failure> {
        let id = self.process.lock().map_err(|_| "poisoned")?.id();
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1024.0)
    }
    /// Kills it, as `kill -9` does: nothing that it holds is written.
    ///
    /// # Errors
    /// If it was gone already.
    pub fn kill(&self) -> Result<(), Failure> {
        let mut process = self.process.lock().map_err(|_| "poisoned")?;
        process.kill()?;
        process.wait()?;
        Ok(())
    }
    /// Starts it again where it listened before; gives the seconds until it listens.
    ///
    /// # Errors
    /// If it does not come to listen.
    pub async fn start_again(&self, stage: &Stage) -> Result<f64, Failure> {
        let begun = Instant::now();
        *self.process.lock().map_err(|_| "poisoned")? = spawn(stage, self.port)?;
        self.ready().await?;
        Ok(begun.elapsed().as_secs_f64())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is left to do if it is gone already.
        let _ = self.kill();
    }
}
