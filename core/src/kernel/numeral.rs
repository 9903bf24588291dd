//! Chinese numerals: 二十三 is 23, as the articles of a regulation and the days of a time limit
//! are written.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// The first number that [`write`] would need a higher unit for.
const LIMIT: u64 = 1_000_000_000_000;

const fn digit(sign: char) -> Option<u64> {
    Some(match sign {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

const fn unit(sign: char) -> Option<u64> {
    Some(match sign {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Whether a sign can stand in a Chinese numeral.
#[must_use]
pub const fn is_numeral(sign: char) -> bool {
    digit(sign).is_some() || unit(sign).is_some()
}

/// The number that the whole text writes: with units (一百零三), or digit by digit (二〇二三).
/// Anything malformed (二十百) is none.
#[must_use]
pub fn read(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if let Some(digits) = text.chars().map(digit).collect::<Option<Vec<_>>>() {
        return digits.iter().try_fold(0u64, |sum, digit| sum.checked_mul(10)?.checked_add(*digit));
    }
    with_units(text)
}

/// Reads from the highest unit down: each part before 亿 and before 万 is a number below 10,000.
fn with_units(text: &str) -> Option<u64> {
    let (mut total, mut rest) = (0u64, text);
    for (sign, worth) in [('亿', 100_000_000u64), ('万', 10_000)] {
        if let Some((high, low)) = rest.split_once(sign) {
            total = total.checked_add(below_ten_thousand(high)?.checked_mul(worth)?)?;
            rest = low;
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(below_ten_thousand(rest)?) }
}

fn below_ten_thousand(text: &str) -> Option<u64> {
    let (mut total, mut pending, mut last_unit, mut after_zero) = (0u64, None, 10_000u64, true);
    for sign in text.chars() {
        if let Some(worth) = unit(sign) {
            // 十 alone is ten; every other unit needs its digit.
            let count = pending.take().or((worth == 10 && total == 0).then_some(1))?;
            if worth >= last_unit {
                return None;
            }
            total += count * worth;
            (last_unit, after_zero) = (worth, false);
        } else {
            match (digit(sign)?, pending) {
                (_, Some(_)) => return None,
                (0, None) => after_zero = true,
                (digit, None) => pending = Some(digit),
            }
        }
    }
    // A last digit stands for ones only after 十 or 零: 一百五 means 150 to some and 105 to others.
    match pending {
        Some(ones) if last_unit == 10 || after_zero => Some(total + ones),
        Some(_) => None,
        None => (total > 0).then_some(total),
    }
}

/// 23 as 二十三. From 10¹² on it stays in digits.
#[must_use]
pub fn write(number: u64) -> String {
    if number >= LIMIT {
        return number.to_string();
    }
    let (high, middle, low) = (number / 100_000_000, number / 10_000 % 10_000, number % 10_000);
    let mut text = String::new();
    for (part, sign) in [(high, Some('亿')), (middle, Some('万')), (low, None)] {
        if part == 0 {
            continue;
        }
        if !text.is_empty() && part < 1000 {
            text.push('零');
        }
        let leading = text.is_empty();
        write_below_ten_thousand(part, leading, &mut text);
        text.extend(sign);
    }
    if text.is_empty() { "零".to_owned() } else { text }
}

fn write_below_ten_thousand(number: u64, leading: bool, text: &mut String) {
    let (mut begun, mut gap) = (false, false);
    for (worth, sign) in [(1000, Some('千')), (100, Some('百')), (10, Some('十')), (1, None)] {
        let digit = number / worth % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            text.push('零');
        }
        // 十二, not 一十二, at the very front.
        if !(leading && !begun && worth == 10 && digit == 1) {
            text.extend(usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)));
        }
        text.extend(sign);
        (begun, gap) = (true, false);
    }
}

/// A number at the front of a text, in Chinese or in digits (full width too), and what follows it.
#[must_use]
pub fn leading(text: &str) -> Option<(u64, &str)> {
    let arabic = |sign: char| sign.is_ascii_digit() || ('０'..='９').contains(&sign);
    let end = |belongs: &dyn Fn(char) -> bool| text.find(|sign| !belongs(sign)).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end(&arabic))?;
    if !digits.is_empty() {
        let ascii: String = digits
            .chars()
            .filter_map(|sign| sign.to_digit(10).or(full_width(sign)))
            .map(|d| d.to_string())
            .collect();
        return ascii.parse().ok().map(|number| (number, rest));
    }
    let (numeral, rest) = text.split_at_checked(end(&is_numeral))?;
    read(numeral).map(|number| (number, rest))
}

fn full_width(sign: char) -> Option<u32> {
    ('０'..='９').contains(&sign).then(|| u32::from(sign) - u32::from('０'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numerals_as_regulations_write_them() {
        for (text, number) in [
            ("零", 0),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十三", 23),
            ("一百零三", 103),
            ("一百一十", 110),
            ("一千零一十", 1010),
            ("一万零三十", 10_030),
            ("二十万五千", 205_000),
            ("三亿零一万", 300_010_000),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
            assert_eq!(write(number), text);
        }
        assert_eq!(read("二〇二三"), Some(2023));
        assert_eq!(read("两百"), Some(200));
        assert_eq!(read("叁拾"), Some(30));
    }

    #[test]
    fn what_is_no_numeral_is_none() {
        for text in ["", "条", "百", "万", "二十百", "十十", "一百五", "二三十", "十二条"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_at_the_front() {
        assert_eq!(leading("二十三条"), Some((23, "条")));
        assert_eq!(leading("１２条"), Some((12, "条")));
        assert_eq!(leading("条"), None);
    }

    proptest! {
        #[test]
        fn written_then_read_is_the_same(number in 0u64..LIMIT) {
            prop_assert_eq!(read(&write(number)), Some(number));
        }
        #[test]
        fn any_text_is_read_without_harm(text in "[零一二十百千万亿两]{0,12}") {
            let _ = read(&text);
        }
    }
}
