//! Addresses as PowerPoint takes them: one that it cannot read makes it call the whole file damaged.

/// The address with everything escaped that a URI may not hold (RFC 3986); `None` where it is no address of
/// the web or of a mailbox.
pub(crate) fn clean(href: &str) -> Option<String> {
    let href = href.trim();
    let (scheme, rest) = href.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let head = match scheme.as_str() {
        "mailto" if !rest.is_empty() => String::new(),
        "http" | "https" => {
            let after = rest.strip_prefix("//")?;
            let authority = after.split(['/', '?', '#', '\\']).next().unwrap_or("");
            if !is_authority(authority) {
                return None;
            }
            format!("//{authority}")
        }
        _ => return None,
    };
    let tail = rest.strip_prefix(head.as_str())?;
    let mut out = format!("{scheme}:{head}");
    let bytes = tail.as_bytes();
    let mut fragment = false;
    for (index, byte) in bytes.iter().enumerate() {
        let is_escape = *byte == b'%'
            && bytes
                .get(index + 1..index + 3)
                .is_some_and(|next| next.iter().all(u8::is_ascii_hexdigit));
        // A second number sign would begin a second fragment.
        let is_hash = *byte == b'#' && !fragment;
        fragment |= is_hash;
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte);
        if is_plain || is_escape || is_hash {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(out)
}

/// A host, perhaps with a user before and a port after it.
fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let (name, port) = host.split_once(':').map_or((host, ""), |(name, port)| (name, port));
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let user = text.len() - host.len();
    !name.is_empty()
        && name.chars().all(is_name)
        && !name.starts_with('.')
        && (port.is_empty() || port.parse::<u16>().is_ok())
        && text[..user]
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~:@".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        for (href, expected) in [
            (
                "https://example.org/a b?q=ü#x#y",
                "https://example.org/a%20b?q=%C3%BC#x%23y",
            ),
            (
                "HTTP://example.org:8080/100%/%41[1]",
                "http://example.org:8080/100%25/%41%5B1%5D",
            ),
            (
                "mailto:jo@example.org?subject=A b",
                "mailto:jo@example.org?subject=A%20b",
            ),
        ] {
            assert_eq!(clean(href).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for href in [
            "https://",
            "http:///x",
            "http://[bad",
            "http://a:99999/",
            "javascript:x",
            "example.org",
            "http://a b/",
        ] {
            assert_eq!(clean(href), None, "{href}");
        }
    }
}
