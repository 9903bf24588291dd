//! Figures by name, printed and kept.

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

use super::{Failure, client::Run};

#[derive(Default)]
pub struct Report {
    figures: Map<String, Value>,
}

impl Report {
    pub fn add(&mut self, name: &str, value: f64, unit: &str) {
        let value = (value * 1000.0).round() / 1000.0;
        println!("{name}: {value} {unit}");
        self.figures.insert(name.to_owned(), json!({ "value": value, "unit": unit }));
    }
    /// A run's rate and times.
    pub fn run(&mut self, name: &str, run: &Run) {
        self.add(&format!("{name}_per_s"), run.per_second(), "requests/s");
        self.add(&format!("{name}_p50_ms"), run.percentile_ms(50), "ms");
        self.add(&format!("{name}_p99_ms"), run.percentile_ms(99), "ms");
    }
    pub fn line(&self, text: &str) {
        println!("{text}");
    }
    /// Adds to what others wrote before.
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn write(self) -> Result<(), Failure> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench.json");
        let mut all: Map<String, Value> =
            fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        all.extend(self.figures);
        fs::write(file, serde_json::to_vec_pretty(&all)?)?;
        Ok(())
    }
}
