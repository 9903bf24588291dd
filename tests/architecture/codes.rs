//! Every fault that a word can tell is in the spec.

use crate::tree;

#[test]
fn every_list_of_codes_is_in_the_spec() {
    let registered: String = ["api/src/app.rs", "api/src/front/problem.rs"]
        .iter()
        .map(|path| std::fs::read_to_string(tree::root().join(path)).expect("text"))
        .collect();
    let mut count = 0;
    for file in ["core/src", "api/src"].into_iter().flat_map(|folder| tree::files(folder, &[".rs"])) {
        for (at, _) in file.text.match_indices("pub enum ") {
            let line = file.text[at..].lines().next().unwrap_or_default();
            let mut parts = line.split_whitespace().skip(2);
            if let (Some(name), Some("in")) = (parts.next(), parts.next()) {
                count += 1;
                assert!(
                    registered.contains(&format!("{name}::CODES")),
                    "{}: {name} is not in the spec",
                    file.path
                );
            }
        }
    }
    assert!(count > 5, "the lists were not found");
}
