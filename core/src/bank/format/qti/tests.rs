use super::*;
use crate::bank::model::{Key, Kind};

/// The same item in version 2 and, with other names, in version 3.
fn both(declaration: &str, body: &str) -> [String; 2] {
    let two =
        format!("<assessmentItem identifier=\"i\">{declaration}<itemBody>{body}</itemBody></assessmentItem>");
    let mut three = two.clone();
    for (old, new) in [
        ("assessmentItem", "qti-assessment-item"),
        ("itemBody", "qti-item-body"),
        ("responseDeclaration", "qti-response-declaration"),
        ("correctResponse", "qti-correct-response"),
        ("choiceInteraction", "qti-choice-interaction"),
        ("simpleChoice", "qti-simple-choice"),
        ("textEntryInteraction", "qti-text-entry-interaction"),
        ("responseIdentifier", "response-identifier"),
        ("maxChoices", "max-choices"),
        ("baseType", "base-type"),
        ("value>", "qti-value>"),
        ("prompt>", "qti-prompt>"),
    ] {
        three = three.replace(old, new);
    }
    [two, three]
}

#[test]
fn both_versions_are_read_alike() {
    let declaration = "<responseDeclaration identifier=\"R\" cardinality=\"multiple\"><correctResponse><value>b</value><value>a</value></correctResponse></responseDeclaration>";
    let body = "<p>推行</p><choiceInteraction responseIdentifier=\"R\" maxChoices=\"0\"><prompt>哪些？</prompt>\
        <simpleChoice identifier=\"a\" fixed=\"true\">甲</simpleChoice><simpleChoice identifier=\"b\">乙</simpleChoice><simpleChoice identifier=\"c\">丙</simpleChoice></choiceInteraction>";
    for item in both(declaration, body) {
        let read = read_item(&item).unwrap().items.remove(0).body.unwrap();
        assert_eq!((read.kind, read.stem.as_str()), (Kind::Multiple, "推行\n哪些？"));
        assert_eq!(read.key, Key::Options { right: vec![0, 1] });
        assert!(read.options[0].fixed && !read.options[1].fixed);
    }
    let declaration = "<responseDeclaration identifier=\"R\" baseType=\"float\"><correctResponse><value>5</value></correctResponse></responseDeclaration>";
    for item in both(declaration, "<p>在<textEntryInteraction responseIdentifier=\"R\"/>日内</p>") {
        let read = read_item(&item).unwrap().items.remove(0).body.unwrap();
        assert_eq!((read.kind, read.stem.as_str()), (Kind::Blank, "在____日内"));
    }
}

#[test]
fn what_is_not_ours_is_named() {
    for [item, _] in [
        both("", "<extendedTextInteraction responseIdentifier=\"R\"/>"),
        both("", "<p>没有题</p>"),
        both("", "<choiceInteraction/><extendedTextInteraction/>"),
    ] {
        let read = read_item(&item).unwrap().items.remove(0);
        assert_eq!(read.issues[0].fault.code, "bank.element_not_supported", "{item}");
    }
}
