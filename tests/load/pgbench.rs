//! What the database alone can do: pgbench writing the same journal row, prepared, with as many
//! clients, on the same cluster.

use std::{fs, path::PathBuf, process::Command};

use yuekao_tests::load::{Failure, stage::Stage};

const SCRIPT: &str = "\\set taker random(1, 100000000)
\\set n random(1, 100000000)
INSERT INTO bench_event (exam_id, sitting_id, writer, n, seq, kind, question, body, client_at, at)
VALUES ('00000000-0000-7000-8000-000000000001', md5(:taker::text)::uuid, 1, :n, 1, 'answered', 7, '{\"type\":\"options\",\"chosen\":[2]}', :n, :n)
ON CONFLICT (exam_id, sitting_id, writer, n) DO NOTHING;
";
const TABLE: &str = "DROP TABLE IF EXISTS bench_event; CREATE TABLE bench_event (exam_id UUID NOT NULL,
    sitting_id UUID NOT NULL, writer INTEGER NOT NULL, n BIGINT NOT NULL, seq INTEGER NOT NULL,
    kind TEXT COLLATE \"C\" NOT NULL, question INTEGER, body TEXT COLLATE \"C\" NOT NULL, client_at BIGINT, at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, sitting_id, writer, n))";

/// Rows a second.
pub(crate) async fn inserts(stage: &Stage, clients: usize) -> Result<f64, Failure> {
    stage.execute(TABLE).await?;
    let file: PathBuf = stage.folder().join("insert.sql");
    fs::write(&file, SCRIPT)?;
    let tool = std::env::var("TEST_POSTGRES_BIN")
        .map_or_else(|_| "pgbench".to_owned(), |bin| format!("{bin}/pgbench"));
    let output = tokio::task::spawn_blocking({
        let url = stage.url().to_owned();
        move || {
            let mut command = Command::new(tool);
            command.args(["-n", "-M", "prepared", "-j", "2", "-T", "4", "-c", &clients.to_string(), "-f"]);
            command.arg(file).arg(url).output()
        }
    })
    .await??;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text
        .lines()
        .find(|line| line.starts_with("tps = "))
        .ok_or_else(|| format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)))?;
    Ok(line.trim_start_matches("tps = ").split(' ').next().unwrap_or_default().parse()?)
}
