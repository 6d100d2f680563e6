//! Values that have one meaning however they are written: colours and days.

use journey_model::Date;

/// A colour with or without its `#`.
pub(super) fn colour(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    match digits.len() {
        6 if all_hex => Some(format!("#{}", digits.to_ascii_lowercase())),
        3 if all_hex => Some(format!(
            "#{}",
            digits
                .chars()
                .flat_map(|c| [c, c])
                .collect::<String>()
                .to_ascii_lowercase()
        )),
        _ => None,
    }
}

/// A day: `2026-03-31`, `31.03.2026`, or the day that a time begins with. `31/03` and `03/31` are told
/// apart by nothing, so that they are no days.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if text.contains('-') { (a, b, c) } else { (c, b, a) };
    let number = |text: &str| {
        (1..=4)
            .contains(&text.len())
            .then(|| text.parse::<u16>().ok())
            .flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (year >= 1000 && (1..=days).contains(&day)).then(|| Date(format!("{year:04}-{month:02}-{day:02}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_colours() {
        assert_eq!(day("2026-03-31"), Some(Date("2026-03-31".into())));
        assert_eq!(day("1.2.2026"), Some(Date("2026-02-01".into())));
        assert_eq!(day("2024-02-29 12:30"), Some(Date("2024-02-29".into())));
        for text in ["2026-02-29", "31/03/2026", "soon", "2026-13-01", "26-1-1"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(colour("FA0"), Some("#ffaa00".into()));
        assert_eq!((colour("#2B4A9B"), colour("red")), (Some("#2b4a9b".into()), None));
    }
}
