//! A workbook's packing, looked through before `calamine` trusts it.
//!
//! Every part is unpacked once and thrown away, counting: what it unpacks to, the number of shared texts
//! that is announced (calamine #684: room for them is reserved at once), and its styles (each cell format
//! is kept with copies of its font and of its code, however long that is).

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{AGAIN, damaged};
use crate::read::error::ReadError;
use crate::read::limit::{
    FORMATS_LIMIT, PARTS_LIMIT, RATIO_GRACE, RATIO_LIMIT, SHARED_TEXTS_LIMIT, STYLE_MARK_LIMIT, STYLE_MARKS_LIMIT,
    UNPACKED_LIMIT,
};

/// Unpacks every part and counts; styles only where calamine is to read them. Returns the number of formulas
/// of an XLSX.
pub(super) fn look_through(bytes: &[u8], is_xlsx: bool) -> Result<usize, ReadError> {
    if !bytes.starts_with(b"PK") {
        let remedy = "check what kind of file it is and give it the ending of that";
        return Err(ReadError::broken(
            None,
            "this is no workbook, whatever its name says",
            remedy,
        ));
    }
    // A workbook's list of parts stands at its end; what the library says of that is for those who know archives.
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| ReadError::broken(None, "this is no whole workbook: its end is missing", AGAIN))?;
    if archive.len() > PARTS_LIMIT {
        let found = format!("the workbook has {} parts", archive.len());
        return Err(ReadError::too_much(None, found, PARTS_LIMIT.to_string(), AGAIN));
    }
    let packed = bytes.len() as u64;
    let mut unpacked = 0u64;
    let mut formulas = 0;
    let mut piece = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let mut scan = Scan::new(name.contains("worksheets/"));
        // calamine does not mind capitals in the names of parts.
        let has_styles = is_xlsx && name.to_ascii_lowercase().ends_with("styles.xml");
        let mut styles = has_styles.then(Styles::default);
        loop {
            let read = part.read(&mut piece).map_err(damaged)?;
            if read == 0 {
                break;
            }
            unpacked += read as u64;
            let is_bomb = unpacked > RATIO_GRACE && unpacked / RATIO_LIMIT > packed;
            if unpacked > UNPACKED_LIMIT || is_bomb {
                let found = format!(
                    "the workbook unpacks to more than {} times its size",
                    unpacked / packed.max(1)
                );
                let limit = format!("{RATIO_LIMIT} times, or {} MiB,", UNPACKED_LIMIT / (1024 * 1024));
                return Err(ReadError::too_much(
                    None,
                    found,
                    limit,
                    "delete blank rows and columns, and save it again",
                ));
            }
            scan.look(&piece[..read])?;
            if let Some(styles) = &mut styles {
                styles.look(&piece[..read])?;
            }
        }
        formulas += scan.formulas;
    }
    Ok(formulas)
}

/// Looks for two things in the bytes of a part, however they come in pieces: formulas, and the number
/// of shared texts that is announced.
struct Scan {
    counts_formulas: bool,
    formulas: usize,
    /// The last bytes, zeros left out: a part may be UTF-16.
    last: Vec<u8>,
    /// A number that is being read.
    number: Option<u64>,
}

const ANNOUNCED: &[u8] = b"uniqueCount";

impl Scan {
    fn new(counts_formulas: bool) -> Self {
        Self {
            counts_formulas,
            formulas: 0,
            last: Vec::with_capacity(2 * ANNOUNCED.len()),
            number: None,
        }
    }

    fn look(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        for byte in bytes.iter().copied().filter(|byte| *byte != 0) {
            match (&mut self.number, byte) {
                (Some(number), b'0'..=b'9') => {
                    *number = number.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                    if *number > SHARED_TEXTS_LIMIT {
                        let found = format!("the workbook announces {number} texts or more");
                        let limit = SHARED_TEXTS_LIMIT.to_string();
                        return Err(ReadError::too_much(None, found, limit, "divide it into several"));
                    }
                }
                (Some(_), b'=' | b'"' | b'\'' | b' ' | b'+' | b'\t' | b'\r' | b'\n') => {}
                (Some(_), _) => self.number = None,
                (None, _) => {}
            }
            if self.last.len() == self.last.capacity() {
                self.last.drain(..ANNOUNCED.len());
            }
            self.last.push(byte);
            if byte == b't' && self.last.ends_with(ANNOUNCED) {
                self.number = Some(0);
            }
            let ends = matches!(byte, b'>' | b' ' | b'/');
            if self.counts_formulas && ends && self.last[..self.last.len() - 1].ends_with(b"<f") {
                self.formulas += 1;
            }
        }
        Ok(())
    }
}

/// Counts the marks of a workbook's styles, however the bytes come in pieces.
#[derive(Default)]
struct Styles {
    marks: usize,
    formats: usize,
    /// Bytes since the last mark began, and the first of them: enough for a prefixed name.
    length: usize,
    start: Vec<u8>,
}

impl Styles {
    fn look(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        const NAME: usize = 64;
        const REMEDY: &str = "copy the sheet into a new workbook";
        // A part may be UTF-16.
        for byte in bytes.iter().copied().filter(|byte| *byte != 0) {
            if byte == b'<' {
                self.marks += 1;
                self.length = 0;
                self.start.clear();
            }
            self.length += 1;
            let ends_name = matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n');
            if ends_name && (self.start.ends_with(b"<xf") || self.start.ends_with(b":xf")) {
                self.formats += 1;
            }
            if self.start.len() < NAME {
                // What follows the name is not looked at.
                self.start.push(if ends_name { b' ' } else { byte });
            }
            if self.marks > STYLE_MARKS_LIMIT {
                let found = format!("the workbook has more than {STYLE_MARKS_LIMIT} marks in its styles");
                return Err(ReadError::too_much(None, found, STYLE_MARKS_LIMIT.to_string(), REMEDY));
            }
            if self.formats > FORMATS_LIMIT {
                let found = format!("the workbook has more than {FORMATS_LIMIT} cell formats");
                return Err(ReadError::too_much(None, found, FORMATS_LIMIT.to_string(), REMEDY));
            }
            if self.length > STYLE_MARK_LIMIT {
                let found = format!("the styles of the workbook have a mark of more than {STYLE_MARK_LIMIT} bytes");
                return Err(ReadError::too_much(None, found, STYLE_MARK_LIMIT.to_string(), REMEDY));
            }
        }
        Ok(())
    }
}
