//! The marks that GIFT and embedded answers share: signs behind a backslash, `=`, `%50%`, `#`.

/// What may stand behind a backslash, and the sign that stands for it while marks are looked for.
const MASKS: [(char, char); 6] = [
    ('~', '\u{FDD0}'),
    ('=', '\u{FDD1}'),
    ('#', '\u{FDD2}'),
    ('{', '\u{FDD3}'),
    ('}', '\u{FDD4}'),
    (':', '\u{FDD5}'),
];
const BACKSLASH: char = '\u{FDDA}';
const LINE: char = '\u{FDDB}';

fn is_mask(sign: char) -> bool {
    ('\u{FDD0}'..='\u{FDDB}').contains(&sign)
}

/// The text with every sign behind a backslash out of the way.
pub(in crate::bank::format) fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut signs = text.chars().filter(|sign| !is_mask(*sign)).peekable();
    while let Some(sign) = signs.next() {
        let escaped = (sign == '\\').then(|| match signs.peek()? {
            'n' => Some(LINE),
            '\\' => Some(BACKSLASH),
            next => MASKS.iter().find(|(known, _)| known == next).map(|(_, mask)| *mask),
        });
        match escaped.flatten() {
            Some(mask) => {
                signs.next();
                masked.push(mask);
            }
            None => masked.push(sign),
        }
    }
    masked
}

/// The text as its author meant it.
pub(in crate::bank::format) fn shown(text: &str) -> String {
    let meant = |sign: char| match sign {
        LINE => '\n',
        BACKSLASH => '\\',
        mask => MASKS.iter().find(|(_, known)| *known == mask).map_or(mask, |(meant, _)| *meant),
    };
    text.chars().map(meant).collect()
}

/// The text with a backslash before every sign that means something.
pub(in crate::bank::format) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign == '\n' {
            escaped.push_str("\\n");
        } else {
            if sign == '\\' || MASKS.iter().any(|(known, _)| *known == sign) {
                escaped.push('\\');
            }
            escaped.push(sign);
        }
    }
    escaped
}

/// What stands before a closing brace that is near, and what after it.
pub(in crate::bank::format) fn until_brace(text: &str) -> Option<(&str, &str)> {
    let (at, _) = text.char_indices().take(LONGEST).find(|(_, sign)| *sign == '}')?;
    let (inside, rest) = text.split_at_checked(at)?;
    Some((inside, rest.strip_prefix('}')?))
}

/// Answers in braces are not longer.
const LONGEST: usize = 20_000;

/// One answer: `=text#feedback`, `%50%text`.
pub(in crate::bank::format) struct Mark {
    pub text: String,
    /// In percent.
    pub share: f64,
    pub feedback: String,
}

/// An answer with its marks, of which `~` is gone already.
pub(in crate::bank::format) fn of(part: &str) -> Mark {
    let (text, feedback) = part.split_once('#').unwrap_or((part, ""));
    let text = text.trim();
    let (right, text) = text.strip_prefix('=').map_or((false, text), |text| (true, text.trim_start()));
    let weight = text.strip_prefix('%').and_then(|rest| {
        let (number, rest) = rest.split_once('%')?;
        Some((number.trim().parse::<f64>().ok()?, rest))
    });
    let (share, text) = weight.unwrap_or((if right { 100.0 } else { 0.0 }, text));
    Mark { text: shown(text).trim().to_owned(), share, feedback: shown(feedback).trim().to_owned() }
}
