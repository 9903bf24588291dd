//! HTML of other systems as the plain text that bodies hold: paragraphs and cells stay apart, what
//! could run is gone, and pictures leave their name.

use super::tree::{Element, Node};

/// What was left of a piece of HTML.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub text: String,
    /// Pictures, recordings and the like that a text can't hold, by name.
    pub media: Vec<String>,
    /// Scripts and forms were in it.
    pub active: bool,
    /// Depth within something whose content is not shown.
    hidden: usize,
    raised: bool,
}

const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "dl",
    "dt",
    "dd",
    "caption",
];
const HIDDEN: [&str; 8] = ["script", "style", "head", "title", "noscript", "template", "iframe", "form"];
const MEDIA: [&str; 6] = ["img", "audio", "video", "object", "embed", "svg"];

impl Plain {
    pub(super) fn open<'a>(&mut self, name: &str, attribute: impl Fn(&str) -> Option<&'a str>) {
        if HIDDEN.contains(&name) {
            self.active |= matches!(name, "script" | "iframe" | "form");
            self.hidden += 1;
        } else if self.hidden > 0 {
        } else if MEDIA.contains(&name) {
            let shown = attribute("alt").filter(|text| !text.trim().is_empty());
            let file = attribute("src").or_else(|| attribute("data"));
            // A picture within its address has no name that anyone could read.
            let file = file.filter(|src| !src.starts_with("data:")).map(last_part);
            let name = shown.or(file).unwrap_or("图片").trim().chars().take(60).collect::<String>();
            self.text.extend(["〔图：", &name, "〕"]);
            self.media.push(name);
        } else if matches!(name, "td" | "th") {
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push_str(" ｜ ");
            }
        } else if name == "br" {
            self.break_line();
        } else if BLOCKS.contains(&name) {
            self.line();
        } else if name == "sup" {
            self.raised = true;
        } else if name == "a"
            && let Some(address) = attribute("href").filter(|address| is_recording(address))
        {
            self.media.push(last_part(address).to_owned());
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
        } else if BLOCKS.contains(&name) && name != "br" && self.hidden == 0 {
            self.line();
        } else if name == "sup" {
            self.raised = false;
        }
    }

    pub(super) fn line(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Two in a row leave an empty line.
    fn break_line(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Text with its white space folded, as a browser shows it.
    pub(super) fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        for sign in text.chars() {
            if matches!(sign, ' ' | '\n' | '\r' | '\t') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else if sign == '\u{A0}' {
                self.text.push(' ');
            } else {
                self.text.push(if self.raised { raised(sign) } else { sign });
            }
        }
    }

    pub(super) fn done(mut self) -> Self {
        self.text = self.text.trim().to_owned();
        self
    }

    /// An element of a document, whose names may be written in any case.
    pub(super) fn element(&mut self, element: &Element) {
        let name = element.name.to_lowercase();
        self.open(&name, |attribute| element.attribute(attribute));
        self.children(element);
        self.close(&name);
    }

    pub(super) fn children(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Element(within) => self.element(within),
                Node::Text(text) => self.text(text),
            }
        }
    }
}

/// A link to what came along with the text.
fn is_recording(address: &str) -> bool {
    let address = address.to_lowercase();
    address.contains("@@pluginfile@@")
        || [".mp3", ".mp4", ".wav", ".ogg", ".webm", ".flv"].iter().any(|ending| address.ends_with(ending))
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// m² is not m2.
pub(super) const fn raised(sign: char) -> char {
    match sign {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' => '⁻',
        'n' => 'ⁿ',
        other => other,
    }
}

/// Whether a text has tags in it: `<p>`, `</b>`, `<br/>`, but not `a < b`.
pub(super) fn has_tags(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag(text.get(at..).unwrap_or_default()).is_some())
}

struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
    rest: &'a str,
}

/// A tag at the front of a text.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let end = inside.find(|sign: char| !sign.is_ascii_alphanumeric()).filter(|end| *end > 0)?;
    let (name, after) = inside.split_at_checked(end)?;
    let known = name.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && after.starts_with(['>', '/', ' ', '\n', '\r', '\t'])
        && after
            .trim_start()
            .starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '>' | '/' | '@'));
    if !known {
        return None;
    }
    let mut quote = None;
    let end = after.char_indices().take(10_000).find(|(_, sign)| match (quote, *sign) {
        (None, '"' | '\'') => {
            quote = Some(*sign);
            false
        }
        (Some(open), sign) => {
            quote = (open != sign).then_some(open);
            false
        }
        // Another tag begins: this was none.
        (None, sign) => matches!(sign, '>' | '<'),
    })?;
    let end = Some(end).filter(|(_, sign)| *sign == '>')?;
    let (attributes, rest) = after.split_at_checked(end.0)?;
    Some(Tag { name: name.to_ascii_lowercase(), closes, attributes, rest: rest.get(1..)? })
}

/// The value of an attribute among others, without its quotes.
fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.match_indices(name).find_map(|(at, _)| {
        let before = attributes.get(..at)?;
        let after = attributes.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        before.ends_with(char::is_whitespace).then(|| after.trim_start())
    })?;
    match at.chars().next()? {
        quote @ ('"' | '\'') => at.get(1..)?.split(quote).next(),
        _ => at.split([' ', '\n', '\t', '/']).next(),
    }
}

/// A piece of HTML, however badly written.
pub(super) fn plain(html: &str) -> Plain {
    let (mut plain, mut rest) = (Plain::default(), html);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.text(before);
        if let Some(after) = from.strip_prefix("<!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(tag) = tag(from) {
            if tag.closes {
                plain.close(&tag.name);
            } else {
                plain.open(&tag.name, |name| value(tag.attributes, name));
                if tag.attributes.ends_with('/') {
                    plain.close(&tag.name);
                }
            }
            rest = tag.rest;
        } else if let Some((sign, after)) = entity(from) {
            // A blank that was asked for stays one.
            plain.text(sign.encode_utf8(&mut [0; 4]));
            rest = after;
        } else {
            let sign = from.chars().next().unwrap_or_default();
            plain.text(sign.encode_utf8(&mut [0; 4]));
            rest = from.get(sign.len_utf8()..).unwrap_or_default();
        }
    }
    plain.text(rest);
    plain.done()
}

const NAMED: [(&str, char); 32] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{A0}'),
    ("ensp", '\u{A0}'),
    ("emsp", '\u{A0}'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("middot", '·'),
    ("bull", '•'),
    ("times", '×'),
    ("divide", '÷'),
    ("plusmn", '±'),
    ("deg", '°'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("radic", '√'),
    ("permil", '‰'),
    ("yen", '¥'),
    ("copy", '©'),
    ("reg", '®'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("para", '¶'),
];

/// `&amp;` or `&#21306;` at the front of a text.
fn entity(text: &str) -> Option<(char, &str)> {
    let (name, rest) = text.strip_prefix('&')?.split_once(';').filter(|(name, _)| name.len() <= 10)?;
    let sign = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((sign, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_the_text_that_one_sees() {
        for (html, text) in [
            ("<p>一次告知的<b>期限</b>是？</p>\n<p>（单选）</p>", "一次告知的期限是？\n（单选）"),
            ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
            ("a &lt; b &amp;&nbsp;c &#21306;&#x653F; &unknown; x < y", "a < b & c 区政 &unknown; x < y"),
            ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", "甲 ｜ 乙\n丙"),
            ("10 m<sup>2</sup> <!-- 注 -->", "10 m²"),
            ("看<img src=\"@@PLUGINFILE@@/a.png\" alt=''/>图", "看〔图：a.png〕图"),
            ("<a title=\"a > b\" href='x'>链接</a>", "链接"),
            ("<ul><li>一<li>二</ul>", "一\n二"),
        ] {
            assert_eq!(plain(html).text, text);
        }
        assert_eq!(plain("<img alt='标志'>").media, ["标志"]);
    }

    #[test]
    fn nothing_that_runs_is_left() {
        let plain = plain("好<script>alert(1)</script><b onclick='x()'>题</b><style>p{}</style>");
        assert_eq!((plain.text.as_str(), plain.active), ("好题", true));
        assert!(has_tags("<p>甲</p>") && !has_tags("a<b 且 c>d") && !has_tags("x <5"));
    }
}
