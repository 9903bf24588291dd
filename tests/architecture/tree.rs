//! The project's files as text.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The words in the order in which data flows, as house.md draws it. Words of one row don't know
/// each other.
pub(crate) const ORDER: &[&[&str]] = &[
    &["kernel"],
    &["audit"],
    &["unit"],
    &["job"],
    &["news"],
    &["file"],
    &["people"],
    &["access"],
    &["materials"],
    &["bank"],
    &["paper"],
    &["exam"],
    &["sitting"],
    &["grading"],
    &["practice", "analysis", "standing"],
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// A file and its text; the path is relative to the project.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
    /// The text without comments and test modules.
    pub(crate) fn code(&self) -> String {
        let end = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let lines = self.text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// All files below a folder with one of these endings; what is built or installed is left out.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "nothing below {folder}");
    found
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !["target", "node_modules", "dist", ".git", "out", "data"].contains(&name.as_str()) {
                walk(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let relative =
                path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push(File { path: relative, text: fs::read_to_string(&path).expect("text") });
        }
    }
}

/// The folders directly below one.
pub(crate) fn rooms(folder: &str) -> Vec<String> {
    let mut rooms: Vec<String> = fs::read_dir(root().join(folder))
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    rooms.sort();
    rooms
}
