//! Reads the map's JSON back out of a PDF.
//!
//! A PDF reader's ways to an attachment (cross references, object streams, name trees) are also the ways
//! by which a hostile file costs time and memory. None of them is needed: the stream of an embedded file
//! stands in the open in every file that is not encrypted, however a viewer or optimiser has rewritten it
//! (ISO 32000-1, 7.5.7: streams are never inside object streams), and its dictionary says what it is
//! (7.11.4). So the file is searched once for such dictionaries, and nothing else is unpacked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use memchr::memmem;

/// The most that the attachments of one file may unpack to, all together.
const MOST_BYTES: u64 = 256 << 20;

/// Dictionaries that are looked at; a file with more embedded files is none of ours.
const MOST_FILES: usize = 1_000;

/// How far before its type the dictionary of an embedded file can begin, and how long it can be.
const REACH: usize = 4_096;

/// Words that look like the head of an object before a type, within that reach.
const MOST_HEADS: usize = 16;

/// Dictionaries and arrays within each other.
const MOST_DEPTH: usize = 32;

/// Filters after each other; more than one is rare already.
const MOST_FILTERS: usize = 4;

/// Why a PDF gave no map, although it has an attachment or should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachmentError {
    /// The bytes are of something else.
    #[error("this is no PDF file; it does not begin with “%PDF-”")]
    NotPdf,
    /// What is inside cannot be read without the password.
    #[error("the PDF is protected; save a copy without protection in a PDF viewer and import that")]
    Encrypted,
    /// The file was cut off or changed on its way.
    #[error("the map inside the PDF is damaged ({0}); export it again")]
    Damaged(&'static str),
    /// The attachment is packed in a way that no known program uses for it.
    #[error("the map inside the PDF is packed with “{0}”, which is not supported; save a copy in a PDF viewer")]
    Filter(String),
    /// A bomb, or a map with hundreds of megabytes of pictures.
    #[error("the attachments of the PDF unpack to more than 256 MB")]
    TooLarge,
}

/// The JSON file inside a PDF, as [`crate::Attachment`] put it there; the first where there are several,
/// `None` where there is none. Whether it is a map is for its reader to say.
///
/// Takes time in proportion to the file, and no more memory than what the attachment unpacks to, which is
/// at most 256 MB.
///
/// # Errors
/// [`AttachmentError`], when an attachment is there and cannot be read.
pub fn attachment(bytes: &[u8]) -> Result<Option<String>, AttachmentError> {
    attachment_within(bytes, MOST_BYTES)
}

fn attachment_within(bytes: &[u8], mut budget: u64) -> Result<Option<String>, AttachmentError> {
    // Readers accept rubbish before the header (ISO 32000-1, annex H.3, note 13).
    if memmem::find(&bytes[..bytes.len().min(1_024)], b"%PDF-").is_none() {
        return Err(AttachmentError::NotPdf);
    }
    let mut problem = None;
    for file in embedded_files(bytes) {
        match file.unpack(bytes, &mut budget) {
            Ok(text) if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') => return Ok(Some(text)),
            Ok(_) => {}
            Err(AttachmentError::TooLarge) => return Err(AttachmentError::TooLarge),
            Err(other) => problem = problem.or(Some(other)),
        }
    }
    match problem {
        None => Ok(None),
        Some(_) if memmem::find(bytes, b"/Encrypt").is_some() => Err(AttachmentError::Encrypted),
        Some(problem) => Err(problem),
    }
}

/// The dictionary of a stream, as far as it matters here.
#[derive(Debug, Default)]
struct EmbeddedFile {
    /// Where the data begins.
    start: usize,
    length: Option<Value>,
    filters: Vec<String>,
    /// Whether the data is coded further than the filters say (a predictor).
    predicted: bool,
    /// A JSON file, or one that does not say what it is.
    json: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Name(String),
    Names(Vec<String>),
    Integer(u64),
    Reference(u64, u64),
    Other,
}

/// Embedded files that are JSON, in the order in which they stand; of an object that was replaced later
/// in the file, the last.
fn embedded_files(bytes: &[u8]) -> Vec<EmbeddedFile> {
    let mut files: BTreeMap<(u64, u64), (usize, EmbeddedFile)> = BTreeMap::new();
    // One of the two is enough: writers may leave out the type, and some the media type.
    let mut places: Vec<usize> = memmem::find_iter(bytes, b"/EmbeddedFile").take(MOST_FILES).collect();
    places.extend(memmem::find_iter(bytes, b"/application#2Fjson").take(MOST_FILES));
    places.extend(memmem::find_iter(bytes, b"/application#2fjson").take(MOST_FILES));
    places.sort_unstable();
    for place in places {
        let from = place.saturating_sub(REACH);
        let heads = memmem::rfind_iter(&bytes[from..place], b"obj").take(MOST_HEADS);
        let read = heads
            .filter_map(|head| read_head(bytes, from + head))
            .find(|(_, file)| file.start > place);
        if let Some((id, file)) = read.filter(|(_, file)| file.json) {
            let order = files.len();
            let entry = files.entry(id).or_insert((order, EmbeddedFile::default()));
            entry.1 = file;
        }
    }
    let mut files: Vec<_> = files.into_values().collect();
    files.sort_by_key(|(order, _)| *order);
    files.into_iter().map(|(_, file)| file).collect()
}

/// Reads `7 0 obj << … >> stream` around the `obj` at that place.
fn read_head(bytes: &[u8], obj: usize) -> Option<((u64, u64), EmbeddedFile)> {
    let before = &bytes[obj.saturating_sub(24)..obj];
    let mut numbers = before
        .rsplit(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .map(number);
    let (generation, id) = (numbers.next()??, numbers.next()??);
    let start = obj + 3;
    let end = (start + 2 * REACH).min(bytes.len());
    let mut reader = Reader {
        bytes: &bytes[start..end],
        at: 0,
    };
    let mut file = EmbeddedFile::default();
    let (mut is_file, mut media_type) = (false, None);
    if reader.token()? != Token::Open {
        return None;
    }
    loop {
        let key = match reader.token()? {
            Token::Close => break,
            Token::Name(key) => key,
            _ => return None,
        };
        let value = reader.value()?;
        match (&*key, value) {
            ("Type", Value::Name(name)) => is_file |= name == "EmbeddedFile",
            ("Subtype", Value::Name(name)) => media_type = Some(name),
            ("Length", length) => file.length = Some(length),
            ("Filter" | "F", Value::Name(name)) => file.filters = vec![name],
            ("Filter" | "F", Value::Names(names)) => file.filters = names,
            ("DecodeParms" | "DP", value) => file.predicted = value != Value::Names(Vec::new()),
            _ => {}
        }
    }
    file.json = media_type.map_or(is_file, |media_type| media_type == "application/json");
    if !(file.json || is_file) || reader.token()? != Token::Word(b"stream") {
        return None;
    }
    // A line feed, or a carriage return and one (7.3.8.1); some writers end the line with the return alone.
    let rest = &reader.bytes[reader.at..];
    let skip = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    file.start = start + reader.at + skip;
    Some(((id, generation), file))
}

fn number(word: &[u8]) -> Option<u64> {
    let digits = !word.is_empty() && word.len() <= 15 && word.iter().all(u8::is_ascii_digit);
    digits.then(|| std::str::from_utf8(word).ok()?.parse().ok())?
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    /// `<<` and `>>`.
    Open,
    Close,
    /// `[` and `]`.
    OpenArray,
    CloseArray,
    Name(Cow<'a, str>),
    /// In parentheses or hexadecimal.
    Text,
    /// A number or keyword.
    Word(&'a [u8]),
}

/// The objects of PDF (ISO 32000-1, 7.3) within a few kilobytes.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is_regular(byte: u8) -> bool {
        !matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ') && !b"()<>[]{}/%".contains(&byte)
    }

    fn regular(&mut self) -> &'a [u8] {
        let from = self.at;
        while self.peek().is_some_and(Self::is_regular) {
            self.at += 1;
        }
        &self.bytes[from..self.at]
    }

    fn token(&mut self) -> Option<Token<'a>> {
        loop {
            match self.peek()? {
                0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => self.at += 1,
                b'%' => {
                    while !matches!(self.peek()?, b'\n' | b'\r') {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
        let first = self.peek()?;
        let second = self.bytes.get(self.at + 1).copied();
        self.at += 1;
        Some(match (first, second) {
            (b'<', Some(b'<')) => {
                self.at += 1;
                Token::Open
            }
            (b'>', Some(b'>')) => {
                self.at += 1;
                Token::Close
            }
            (b'<', _) => {
                while self.peek()? != b'>' {
                    self.at += 1;
                }
                self.at += 1;
                Token::Text
            }
            (b'(', _) => {
                let mut depth = 1u32;
                while depth > 0 {
                    match self.peek()? {
                        b'\\' => self.at += 1,
                        b'(' => depth += 1,
                        b')' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                }
                Token::Text
            }
            (b'[', _) => Token::OpenArray,
            (b']', _) => Token::CloseArray,
            (b'/', _) => Token::Name(unescaped(self.regular())),
            (b')' | b'>' | b'{' | b'}', _) => return None,
            _ => {
                self.at -= 1;
                Token::Word(self.regular())
            }
        })
    }

    /// A whole value; of dictionaries and of arrays that hold anything but names only that they are there.
    fn value(&mut self) -> Option<Value> {
        let first = self.token()?;
        match first {
            Token::Name(name) => Some(Value::Name(name.into_owned())),
            Token::Word(word) => {
                let Some(value) = number(word) else {
                    return Some(Value::Other);
                };
                // A reference is two numbers and an R.
                let behind = self.at;
                if let (Some(Token::Word(generation)), Some(Token::Word(b"R"))) = (self.token(), self.token())
                    && let Some(generation) = number(generation)
                {
                    return Some(Value::Reference(value, generation));
                }
                self.at = behind;
                Some(Value::Integer(value))
            }
            Token::Text => Some(Value::Other),
            Token::Open | Token::OpenArray => {
                let mut names = Some(Vec::new()).filter(|_| first == Token::OpenArray);
                let mut depth = 1;
                while depth > 0 {
                    match self.token()? {
                        Token::Open | Token::OpenArray => {
                            depth += 1;
                            names = None;
                        }
                        Token::Close | Token::CloseArray => depth -= 1,
                        Token::Name(name) => {
                            if let Some(names) = &mut names {
                                names.push(name.into_owned());
                            }
                        }
                        // `[null null]` are parameters that say nothing.
                        Token::Word(b"null") => {}
                        Token::Text | Token::Word(_) => names = None,
                    }
                    if depth > MOST_DEPTH {
                        return None;
                    }
                }
                Some(names.map_or(Value::Other, Value::Names))
            }
            Token::Close | Token::CloseArray => None,
        }
    }
}

/// A name with its `#2F` as the characters that they stand for.
fn unescaped(name: &[u8]) -> Cow<'_, str> {
    if !name.contains(&b'#') {
        return String::from_utf8_lossy(name);
    }
    let digit = |at: usize| name.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(&byte) = name.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

impl EmbeddedFile {
    fn unpack(&self, bytes: &[u8], budget: &mut u64) -> Result<String, AttachmentError> {
        if self.filters.len() > MOST_FILTERS {
            return Err(AttachmentError::Filter(self.filters.join(" ")));
        }
        if self.predicted {
            return Err(AttachmentError::Filter("a predictor".into()));
        }
        let raw = bytes.get(self.start..).unwrap_or_default();
        // Deflated data says itself where it ends.
        let deflated = self
            .filters
            .first()
            .is_some_and(|first| first == "FlateDecode" || first == "Fl");
        let mut data = Cow::Borrowed(if deflated { raw } else { self.plain(bytes, raw)? });
        for filter in &self.filters {
            let unpacked = match filter.as_str() {
                "FlateDecode" | "Fl" => inflate(&data, *budget)?,
                "ASCIIHexDecode" | "AHx" => hexadecimal(&data, *budget)?,
                "ASCII85Decode" | "A85" => base_85(&data, *budget)?,
                other => return Err(AttachmentError::Filter(other.chars().take(40).collect())),
            };
            // Saturating: an inflated stream is one byte over the budget at most.
            *budget = budget.saturating_sub(unpacked.len() as u64);
            data = Cow::Owned(unpacked);
        }
        if self.filters.is_empty() {
            *budget = budget.checked_sub(data.len() as u64).ok_or(AttachmentError::TooLarge)?;
        }
        String::from_utf8(data.into_owned()).map_err(|_| AttachmentError::Damaged("it is not UTF-8"))
    }

    /// The data where nothing packs it: as long as the dictionary says, or up to the next `endstream`.
    fn plain<'a>(&self, bytes: &[u8], raw: &'a [u8]) -> Result<&'a [u8], AttachmentError> {
        let length = match self.length {
            Some(Value::Integer(length)) => Some(length),
            Some(Value::Reference(id, generation)) => integer(bytes, id, generation),
            _ => None,
        };
        let said = length.and_then(|length| raw.split_at_checked(usize::try_from(length).ok()?));
        let ends = |rest: &[u8]| {
            let rest = &rest[..rest.len().min(16)];
            rest.trim_ascii_start().starts_with(b"endstream")
        };
        if let Some((data, _)) = said.filter(|(_, rest)| ends(rest)) {
            return Ok(data);
        }
        let end = memmem::find(raw, b"endstream").ok_or(AttachmentError::Damaged("it has no end"))?;
        Ok(raw[..end].trim_ascii_end())
    }
}

/// The number that is an object of its own; the last of that id.
fn integer(bytes: &[u8], id: u64, generation: u64) -> Option<u64> {
    let head = format!("{id} {generation} obj");
    let mut places = memmem::rfind_iter(bytes, head.as_bytes()).take(MOST_HEADS);
    let place = places.find(|&at| at == 0 || !bytes[at - 1].is_ascii_digit())?;
    let rest = &bytes[place + head.len()..];
    let mut words = rest[..rest.len().min(64)].split(|byte| byte.is_ascii_whitespace());
    number(words.find(|word| !word.is_empty())?)
}

fn inflate(data: &[u8], budget: u64) -> Result<Vec<u8>, AttachmentError> {
    let mut out = Vec::new();
    let mut packed = flate2::read::ZlibDecoder::new(data).take(budget + 1);
    packed
        .read_to_end(&mut out)
        .map_err(|_| AttachmentError::Damaged("it cannot be unpacked"))?;
    if out.len() as u64 > budget {
        return Err(AttachmentError::TooLarge);
    }
    Ok(out)
}

fn hexadecimal(data: &[u8], budget: u64) -> Result<Vec<u8>, AttachmentError> {
    let damaged = AttachmentError::Damaged("its hexadecimal digits are broken");
    let mut out = Vec::new();
    let mut half = None;
    for &byte in data {
        if byte.is_ascii_whitespace() || byte == 0 {
            continue;
        }
        if byte == b'>' {
            break;
        }
        let digit = char::from(byte).to_digit(16).ok_or(damaged.clone())?;
        half = match half {
            None => Some(digit),
            Some(high) => {
                out.push((high * 16 + digit) as u8);
                None
            }
        };
        if out.len() as u64 > budget {
            return Err(AttachmentError::TooLarge);
        }
    }
    // An odd last digit is followed by an implied 0 (7.4.2).
    out.extend(half.map(|high: u32| (high * 16) as u8));
    Ok(out)
}

/// ISO 32000-1, 7.4.3.
fn base_85(data: &[u8], budget: u64) -> Result<Vec<u8>, AttachmentError> {
    let damaged = AttachmentError::Damaged("its base-85 digits are broken");
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let value = |group: &[u32]| {
        let digits = group.iter().chain(std::iter::repeat(&84)).take(5);
        digits.fold(0u64, |sum, digit| sum * 85 + u64::from(*digit))
    };
    for &byte in data {
        match byte {
            _ if byte.is_ascii_whitespace() || byte == 0 => {}
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' if group.len() == 1 => return Err(damaged),
            b'~' => {
                let last = value(&group).min(u64::from(u32::MAX)) as u32;
                let kept = group.len().saturating_sub(1);
                out.extend(last.to_be_bytes().into_iter().take(kept));
                return Ok(out);
            }
            _ => return Err(damaged),
        }
        if group.len() == 5 {
            let whole = u32::try_from(value(&group)).map_err(|_| damaged.clone())?;
            out.extend(whole.to_be_bytes());
            group.clear();
        }
        if out.len() as u64 > budget {
            return Err(AttachmentError::TooLarge);
        }
    }
    Err(damaged)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(data).unwrap();
        out.finish().unwrap()
    }

    /// A file with one object.
    fn file(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n5 0 obj\n<<{dictionary}>>\nstream\n");
        [head.as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    const JSON: &str = "/Type /EmbeddedFile /Subtype /application#2Fjson";

    #[test]
    fn attachments_are_read_however_they_are_packed() {
        let map = r#"{"title":"Größe"}"#;
        let hex: String = map.bytes().map(|b| format!("{b:02X} ")).collect::<String>() + ">";
        let zipped_hex: String = zlib(map.as_bytes())
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
            + ">";
        let packed = zlib(map.as_bytes());
        for (dictionary, data) in [
            (format!("{JSON} /Length {}", map.len()), map.as_bytes()),
            (JSON.to_owned(), map.as_bytes()),
            (format!("{JSON} /Length 3"), map.as_bytes()),
            (format!("{JSON} /Filter /FlateDecode /Length 5 0 R"), &packed),
            (
                format!("{JSON} /Filter [ /FlateDecode ] /DecodeParms [ null ]"),
                &packed,
            ),
            (
                format!("{JSON} /Params << /Size 9 /CheckSum (a\\)5 0 obj) >> /Filter /FlateDecode"),
                &packed,
            ),
            (format!("{JSON} /Filter /ASCIIHexDecode"), hex.as_bytes()),
            (
                format!("{JSON}/Filter[/ASCIIHexDecode/FlateDecode]"),
                zipped_hex.as_bytes(),
            ),
            ("/Subtype/application#2fjson".into(), map.as_bytes()),
        ] {
            assert_eq!(
                attachment(&file(&dictionary, data)).unwrap().unwrap(),
                map,
                "{dictionary}"
            );
        }
        let ascii85 = file(&format!("{JSON} /Filter /ASCII85Decode"), b"HQllB 3\\^\n~>");
        assert_eq!(attachment(&ascii85), Ok(Some("{\"a\":1".to_owned())));
    }

    #[test]
    fn a_length_may_be_an_object_of_its_own() {
        let text = r#"{"text":"endstream"}"#;
        let mut pdf = file(&format!("{JSON} /Length 15 0 R"), text.as_bytes());
        pdf.extend(format!("\n115 0 obj 3 endobj\n15 0 obj\n{}\nendobj\n", text.len()).bytes());
        assert_eq!(attachment(&pdf), Ok(Some(text.to_owned())));
    }

    #[test]
    fn the_last_state_of_an_object_counts_and_other_files_do_not() {
        let one = file(JSON, b"{\"state\":1}");
        let two = file(JSON, b"{\"state\":2}");
        let other = file("/Type /EmbeddedFile /Subtype /text#2Fplain", b"{\"no\":0}").to_vec();
        let other = String::from_utf8(other).unwrap().replace("5 0 obj", "4 0 obj");
        let all = [other.as_bytes(), &one, &two].concat();
        assert_eq!(attachment(&all), Ok(Some("{\"state\":2}".to_owned())));
        assert_eq!(attachment(other.as_bytes()), Ok(None));
        assert_eq!(attachment(b"%PDF-1.4\n/Names << /EmbeddedFiles 5 0 R >>"), Ok(None));
        assert_eq!(attachment(&file(JSON, b"[1, 2]")), Ok(None));
    }

    #[test]
    fn hostile_and_broken_files_end_in_a_sentence() {
        use AttachmentError::{Damaged, Encrypted, Filter, NotPdf, TooLarge};
        let packed = zlib(br#"{"title":"A"}"#);
        let flate = format!("{JSON} /Filter /FlateDecode");
        assert_eq!(attachment(b""), Err(NotPdf));
        assert_eq!(attachment(&[0x89, b'P', b'N', b'G']), Err(NotPdf));
        let cut = file(&flate, &packed[..packed.len() / 2]);
        assert!(matches!(attachment(&cut[..cut.len() - 19]), Err(Damaged(_))));
        let endless = file(JSON, b"{}");
        assert!(matches!(attachment(&endless[..endless.len() - 19]), Err(Damaged(_))));
        assert!(matches!(attachment(&file(JSON, b"{\xff}")), Err(Damaged(_))));
        let mut locked = file(&flate, &packed.iter().map(|b| b ^ 0x5a).collect::<Vec<_>>());
        locked.extend(b"trailer << /Encrypt 9 0 R >>");
        assert_eq!(attachment(&locked), Err(Encrypted));
        for (dictionary, name) in [
            (format!("{JSON} /Filter /LZWDecode"), "LZWDecode"),
            (format!("{flate} /DecodeParms << /Predictor 12 >>"), "a predictor"),
        ] {
            assert_eq!(attachment(&file(&dictionary, &packed)), Err(Filter(name.into())));
        }
        // 3 MB of spaces in 3 kB, once and packed twice, where 1 MB is allowed.
        let mut bomb = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        bomb.write_all(b"{").unwrap();
        for _ in 0..3 {
            bomb.write_all(&[b' '; 1 << 20]).unwrap();
        }
        let bomb = bomb.finish().unwrap();
        assert_eq!(attachment_within(&file(&flate, &bomb), 1 << 20), Err(TooLarge));
        let twice = format!("{JSON} /Filter [/FlateDecode /FlateDecode]");
        assert_eq!(attachment_within(&file(&twice, &zlib(&bomb)), 1 << 20), Err(TooLarge));
        assert_eq!(attachment_within(&file(JSON, br#"{"title":"A"}"#), 9), Err(TooLarge));
        // Dictionaries within dictionaries, heads without end, and types without number.
        let deep = file(&format!("/A {} {JSON}", "<<".repeat(500)), b"{}");
        assert_eq!(attachment(&deep), Ok(None));
        let many = format!("%PDF-1.7\n{}", "1 0 obj<</A(/EmbeddedFile".repeat(100_000));
        assert_eq!(attachment(many.as_bytes()), Ok(None));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut places in prop::collection::vec((0usize..400, any::<u8>()), 0..12), cut in 0usize..400) {
            let mut pdf = file(&format!("{JSON} /Params << /Size 9 /M (D:2026) >> /Filter /FlateDecode /Length 7 0 R"), &zlib(b"{\"title\":\"A\"}"));
            places.retain(|(at, _)| *at < pdf.len());
            for (at, byte) in places {
                pdf[at] = byte;
            }
            pdf.truncate(pdf.len().saturating_sub(cut % 40));
            let _ = attachment(&pdf);
        }
    }
}
