//! The service as a process of its own, which can be killed.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use tokio::{net::TcpStream, time::sleep};
use yuekao_tests::{World, world::SIGNING_KEY};

pub(crate) struct Process {
    child: Child,
    port: u16,
}

fn spawn(world: &World, port: u16) -> Child {
    let binary = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/yuekao");
    Command::new(binary)
        .arg("serve")
        .env("YUEKAO_LISTEN", format!("127.0.0.1:{port}"))
        .env("DATABASE_URL", &world.app.settings.database_url)
        .env("YUEKAO_DATA", &world.app.settings.data)
        .env("YUEKAO_SIGNING_KEY", BASE64_STANDARD.encode(SIGNING_KEY))
        .env("RUST_LOG", "error")
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary is there: make build")
}

impl Process {
    pub(crate) async fn start(world: &World) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let process = Self { child: spawn(world, port), port };
        process.ready().await;
        process
    }
    pub(crate) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
    /// `kill -9`, and at once a new one.
    pub(crate) async fn kill_and_restart(&mut self, world: &World) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
        self.child = spawn(world, self.port);
        self.ready().await;
    }
    async fn ready(&self) {
        for _ in 0..400 {
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            sleep(Duration::from_millis(25)).await;
        }
        panic!("the service does not listen");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It is gone already where a test failed between killing and starting.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
