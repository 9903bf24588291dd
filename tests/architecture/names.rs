//! Names say what is in a room, and no room is so large that one gets lost.

use crate::tree;

/// About 400 lines is where a room wants a wall.
const LONGEST: usize = 420;

#[test]
fn no_file_is_called_after_nothing() {
    for file in tree::files("", &[".rs", ".ts", ".vue"]) {
        let stem = file.name().split('.').next().unwrap_or_default();
        assert!(
            !["util", "utils", "common", "helper", "helpers", "misc"].contains(&stem.to_lowercase().as_str()),
            "{} says nothing",
            file.path
        );
    }
}

#[test]
fn no_file_is_longer_than_one_can_hold() {
    let long: Vec<String> = tree::files("", &[".rs", ".ts", ".vue"])
        .into_iter()
        .filter(|file| !file.path.ends_with("schema.ts"))
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
