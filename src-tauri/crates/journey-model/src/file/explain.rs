//! Serde's messages in the words of the format: what was expected, what was found.

use super::error::{FileError, FileErrorKind};

/// Turns the message of a failed read at a path (`cards[3].span`) into a [`FileError`].
pub(super) fn structure(path: &str, message: &str) -> FileError {
    let mut path = match path {
        "." | "" => String::from("$"),
        path => format!("$.{path}"),
    };
    // serde_json adds the place in the text, which the path tells better.
    let message = message.rfind(" at line ").map_or(message, |end| &message[..end]);
    let (expected, found) = if let Some(field) = named(message, "missing field `") {
        push(&mut path, field);
        ("this field".into(), "nothing".into())
    } else if let Some(field) = named(message, "duplicate field `") {
        if !path.ends_with(&format!(".{field}")) {
            push(&mut path, field);
        }
        ("the field once".into(), "it twice".into())
    } else if let Some(field) = named(message, "unknown field `") {
        if !path.ends_with(&format!(".{field}")) {
            push(&mut path, field);
        }
        (
            choices(message, "a field of the format"),
            format!("the unknown field {field:?}"),
        )
    } else if let Some(value) = named(message, "unknown variant `") {
        (choices(message, "a value of the format"), format!("the text {value:?}"))
    } else if let Some((found, expected)) = split(message) {
        (expected_words(expected), found_words(found))
    } else {
        ("a map file".into(), message.to_owned())
    };
    FileError::new(FileErrorKind::Structure, path, expected, found)
}

fn push(path: &mut String, field: &str) {
    path.push('.');
    path.push_str(field);
}

fn named<'a>(message: &'a str, lead: &str) -> Option<&'a str> {
    message
        .strip_prefix(lead)
        .and_then(|rest| rest.split_once('`'))
        .map(|(name, _)| name)
}

/// “, expected one of `a`, `b`” as “one of "a", "b"”.
fn choices(message: &str, otherwise: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((_, choices)) => choices.replace('`', "\""),
        None => otherwise.into(),
    }
}

fn split(message: &str) -> Option<(&str, &str)> {
    let rest = ["invalid type: ", "invalid value: ", "invalid length "]
        .iter()
        .find_map(|lead| message.strip_prefix(lead))?;
    // A text in the file may itself say “, expected”: what serde says comes last.
    rest.rsplit_once(", expected ")
}

fn expected_words(expected: &str) -> String {
    match expected {
        "a string" => "a text".into(),
        "a boolean" => "true or false".into(),
        "i8" => "a whole number from -128 to 127".into(),
        "u8" => "a whole number from 0 to 255".into(),
        "u16" => "a whole number from 0 to 65535".into(),
        "i32" => "a whole number from -2147483648 to 2147483647".into(),
        "u32" => "a whole number from 0 to 4294967295".into(),
        "a sequence" => "a list".into(),
        "string or map" => "an object that names a card or a step".into(),
        "a map" => "an object".into(),
        expected if expected.starts_with("struct ") || expected.starts_with("enum ") => {
            let name = expected.rsplit(' ').next().unwrap_or_default();
            format!("an object ({name})")
        }
        expected => expected.replace('`', "\""),
    }
}

fn found_words(found: &str) -> String {
    if let Some(text) = found.strip_prefix("string ") {
        const SHOWN: usize = 60;
        if text.chars().count() > SHOWN {
            let head: String = text.chars().take(SHOWN).collect();
            return format!("the text {head}…\"");
        }
        return format!("the text {text}");
    }
    for (lead, word) in [
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", ""),
    ] {
        if let Some(value) = found.strip_prefix(lead) {
            return format!("{word}{}", value.replace('`', ""));
        }
    }
    match found {
        "sequence" => "a list".into(),
        "map" => "an object".into(),
        "unit value" => "null".into(),
        found => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, message: &str) -> String {
        structure(path, message).to_string()
    }

    #[test]
    fn messages_name_path_expected_and_found() {
        for (path, message, expected) in [
            (
                "cards[3].span",
                "invalid type: string \"two\", expected u16 at line 3 column 9",
                "$.cards[3].span: expected a whole number from 0 to 65535, found the text \"two\"",
            ),
            (
                "scores[0].tenths",
                "invalid value: integer `300`, expected i8",
                "$.scores[0].tenths: expected a whole number from -128 to 127, found the number 300",
            ),
            (
                "lanes[1]",
                "missing field `kind`",
                "$.lanes[1].kind: expected this field, found nothing",
            ),
            (
                "lanes[1].kind",
                "unknown variant `joy`, expected one of `actions`, `goals`",
                "$.lanes[1].kind: expected one of \"actions\", \"goals\", found the text \"joy\"",
            ),
            (
                ".",
                "invalid type: sequence, expected struct FileIn",
                "$: expected an object (FileIn), found a list",
            ),
            (
                "map.title",
                "invalid type: string \"a, expected b\", expected u16",
                "$.map.title: expected a whole number from 0 to 65535, found the text \"a, expected b\"",
            ),
        ] {
            assert_eq!(line(path, message), expected);
        }
    }
}
