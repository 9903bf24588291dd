use std::path::Path;

use super::*;
use crate::materials::extract;

fn drafts(text: &str, name: &str) -> Vec<Draft> {
    split(&extract(text.as_bytes(), name).unwrap().blocks)
}

fn addresses(drafts: &[Draft]) -> Vec<(&str, &str)> {
    drafts.iter().map(|draft| (draft.address.as_str(), draft.label.as_str())).collect()
}

const REGULATION: &str = "# 某某条例\n\n2024年1月1日 公布\n\n## 第一章 总则\n\n第一条 为了规范窗口服务，制定本条例。\n\n\
    第二条　窗口应当遵守下列规定：\n（一）一次告知；\n（二）限时办结。\n\n法律另有规定的，从其规定。\n\n\
    ## 第二章 附则\n第二条之一 补充条款。\n第三条 本条例自公布之日起施行。";

#[test]
fn a_regulation_is_split_by_its_articles() {
    for name in ["条例.md", "条例.txt"] {
        let text = if name.ends_with("txt") { REGULATION.replace('#', "") } else { REGULATION.to_owned() };
        let drafts = drafts(&text, name);
        let preamble = if name.ends_with("txt") {
            "某某条例\n2024年1月1日 公布"
        } else {
            "2024年1月1日 公布"
        };
        assert_eq!(drafts[0].text, preamble);
        assert_eq!(
            addresses(&drafts)[1..],
            [("1", "第一条"), ("2", "第二条"), ("2-1", "第二条之一"), ("3", "第三条")]
        );
        assert_eq!(paragraphs(&drafts[2].text).len(), 2);
        assert_eq!(passage(&drafts[2], "2.1.2").as_deref(), Some("（二）限时办结。"));
        assert_eq!(passage(&drafts[2], "2.2").as_deref(), Some("法律另有规定的，从其规定。"));
        assert_eq!(passage(&drafts[2], "2"), Some(drafts[2].text.clone()));
        assert_eq!(passage(&drafts[2], "2.3"), None);
        assert_eq!(passage(&drafts[2], "21"), None);
    }
}

#[test]
fn a_lecture_is_split_by_its_headings() {
    let drafts = drafts(
        "# 讲义\n引言。\n## 一、告知\n第十二条规定当场告知。\n### （一）方式\n书面。\n### （二）内容\n全部。\n## 二、受理\n第十三条规定受理。\n#### 跳级\n说明。",
        "a.md",
    );
    assert_eq!(
        addresses(&drafts),
        [
            ("0", "前言"),
            ("1", "一、告知"),
            ("1.1", "（一）方式"),
            ("1.2", "（二）内容"),
            ("2", "二、受理"),
            ("2.1", "跳级")
        ]
    );
}

#[test]
fn headings_that_are_only_lines_are_found() {
    let drafts =
        drafts("窗口规范\n一、仪容\n着装整洁。\n二、用语\n（一）迎\n您好。\n（二）送\n再见。", "a.txt");
    assert_eq!(
        addresses(&drafts),
        [("0", "前言"), ("1", "一、仪容"), ("2.1", "（一）迎"), ("2.2", "（二）送")]
    );
}

#[test]
fn points_and_plain_paragraphs() {
    let decision = drafts(
        "决定如下：\n一、本市推进改革，优化服务。\n另有规定的除外。\n二、各部门应当配合，加强协作。",
        "a.txt",
    );
    assert_eq!(addresses(&decision), [("0", "前言"), ("1", "一"), ("2", "二")]);
    assert_eq!(decision[1].text, "本市推进改革，优化服务。\n另有规定的除外。");

    let long = "窗口人员应当一次性告知全部内容。".repeat(20);
    let plain = drafts(&format!("{long}\n{long}\n结语。"), "a.txt");
    assert_eq!(
        addresses(&plain),
        [("1", "窗口人员应当一次性告知全部内容"), ("2", "窗口人员应当一次性告知全部内容"), ("3", "结语")]
    );
}

#[test]
fn two_regulations_in_one_file_keep_their_articles_apart() {
    let twice = drafts(&format!("{REGULATION}\n\n第一条 另一部。\n\n第二条 完。"), "a.md");
    let addresses: Vec<&str> = twice.iter().map(|draft| draft.address.as_str()).collect();
    assert_eq!(addresses, ["0", "1", "2", "2-1", "3", "1#2", "2#2"]);
}

/// Laws as published, where the machine has them; what they say of themselves is counted in their
/// own text.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn published_laws_are_split_whole() {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/materials"));
    let Some(entries) = beside.filter_map(|folder| std::fs::read_dir(folder).ok()).next() else {
        eprintln!("skipped: no published laws beside this checkout");
        return;
    };
    for path in
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "md"))
    {
        let bytes = std::fs::read(&path).unwrap();
        let drafts = split(&extract(&bytes, path.file_name().unwrap().to_str().unwrap()).unwrap().blocks);
        let text = String::from_utf8(bytes).unwrap();
        let articles = text.lines().filter(|line| article(line).is_some()).count();
        let numbered: Vec<&Draft> = drafts.iter().filter(|draft| draft.address != "0").collect();
        let expected = if articles > 0 { articles } else { 16 };
        assert_eq!(numbered.len(), expected, "{}", path.display());
        for (place, draft) in numbered.iter().enumerate() {
            assert_eq!(draft.address, (place + 1).to_string(), "{}", path.display());
        }
    }
}
