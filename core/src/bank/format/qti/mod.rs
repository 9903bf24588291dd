//! QTI 2.1, 2.2 and 3.0: items, and packages of them. Version 3 calls everything `qti-…` and
//! writes attributes with hyphens; behind that both are read alike.

mod body;
mod item;
pub(super) mod write;

use super::{
    Format, ReadItem, Reading, Unclear, Unusable,
    build::{Draft, relocate},
    file::refused,
    moodle::filed,
    tree::{self, Element},
};
use crate::kernel::{Issue, package::Package};

/// A name as version 2 and 3 share it: `simpleChoice` and `qti-simple-choice` are `simplechoice`.
fn shared(name: &str) -> String {
    name.strip_prefix("qti-").unwrap_or(name).replace('-', "").to_lowercase()
}

/// An attribute by its name without hyphens, in small letters.
fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attributes().find(|(known, _)| shared(known) == name).map(|(_, value)| value)
}

/// Reads one item.
pub(super) fn read_item(document: &str) -> Result<Reading, Issue> {
    let item = item::read(&tree::whole(document)?);
    Ok(Reading { items: vec![item], warnings: Vec::new(), columns: Vec::new() })
}

/// An item of a package, and the words it is filed under.
struct Listed {
    path: String,
    filed: Vec<String>,
}

/// Reads a package: what its manifest lists, or every item in it where there is none.
pub(super) fn read_package(package: &mut Package<'_>) -> Result<(Format, Reading), Issue> {
    let manifest = package.names().into_iter().find(|name| last(name) == "imsmanifest.xml");
    let listed = match &manifest {
        Some(name) => {
            let text = text(package, name)?.unwrap_or_default();
            let base = name.strip_suffix("imsmanifest.xml").unwrap_or_default();
            listed(&text, base).map_err(|issue| within(name, issue))?
        }
        None => {
            let xml = package.names().into_iter().filter(|name| name.to_lowercase().ends_with(".xml"));
            xml.map(|path| Listed { path, filed: Vec::new() }).collect()
        }
    };
    let (mut format, mut items, mut warnings) = (None, Vec::new(), Vec::new());
    for Listed { path, filed: words } in listed.into_iter().take(super::MAX_QUESTIONS + 1) {
        let Some(text) = text(package, &path)? else {
            warnings.push(Unclear::MissingPart.at("file").with("name", path));
            continue;
        };
        let root = tree::root(&text).unwrap_or_default();
        if shared(&root) != "assessmentitem" && (manifest.is_none() || !root.is_empty()) {
            continue;
        }
        format = format.or(Some(if root.starts_with("qti-") { Format::Qti3 } else { Format::Qti2 }));
        let mut item = match tree::whole(&text) {
            Ok(document) => item::read(&document),
            Err(why) => broken(why.into()),
        };
        let mut draft = Draft::default();
        words.iter().for_each(|word| filed(&mut draft, word));
        item.difficulty = item.difficulty.or(draft.difficulty);
        item.topic = item.topic.or(draft.topic);
        item.clause_refs.extend(draft.basis);
        relocate(std::slice::from_mut(&mut item), |line| (format!("part:{path}:{line}"), line));
        items.push(item);
    }
    let format = format.ok_or_else(|| refused(Unusable::UnknownFormat))?;
    Ok((format, Reading { items, warnings, columns: Vec::new() }))
}

fn broken(issue: Issue) -> ReadItem {
    let mut draft = Draft::new(1);
    draft.issues.push(issue);
    draft.finish()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn text(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Issue> {
    package.text(name).map_err(|why| Unusable::from(why).at(format!("part:{name}")))
}

fn within(name: &str, issue: Issue) -> Issue {
    let line = issue.at.strip_prefix("line:").unwrap_or("1").to_owned();
    Issue { at: format!("part:{name}:{line}"), ..issue }
}

/// The items that a manifest lists, in its order.
fn listed(manifest: &str, base: &str) -> Result<Vec<Listed>, Issue> {
    let mut listed = Vec::new();
    tree::each(manifest, 2, |element| {
        let item = attribute(&element, "type").is_some_and(|kind| kind.contains("item"));
        if element.name != "resource" || !item {
            return;
        }
        let Some(href) = element.attribute("href") else { return };
        let keywords = element.all().into_iter().filter(|within| within.name == "keyword");
        listed.push(Listed {
            path: format!("{base}{}", href.trim_start_matches("./")),
            filed: keywords.map(|keyword| keyword.text().trim().to_owned()).collect(),
        });
    })?;
    Ok(listed)
}

#[cfg(test)]
mod tests;
