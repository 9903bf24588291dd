//! Named figures as every benchmark of the project writes them.

use std::collections::BTreeMap;

use serde::Serialize;

#[derive(Serialize)]
struct Figure {
    value: f64,
    unit: &'static str,
}

#[derive(Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Figures(BTreeMap<&'static str, Figure>);

impl Figures {
    pub(crate) fn add(&mut self, name: &'static str, value: f64, unit: &'static str) {
        self.0.insert(name, Figure { value: (value * 1_000.0).round() / 1_000.0, unit });
    }
}
