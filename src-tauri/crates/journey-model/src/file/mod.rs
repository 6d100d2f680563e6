//! The JSON file format of maps, version 1.

mod error;
mod explain;
mod kept;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use error::{FileError, FileErrorKind};
pub use read::{FILE_LIMIT, read};
pub use schema::schema;
pub use write::write;

/// What the `format` field of every file says.
pub const FORMAT: &str = "waymark-map";
/// The major version that is read and written. A file of a newer one is refused.
pub const MAJOR: u32 = 1;
/// The minor version that is written. What a file of a newer one holds beyond the fields known here
/// is kept and written again.
pub const MINOR: u32 = 1;

/// Version of the format that a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Files of a newer major version cannot be read by an older Waymark.
    pub major: u32,
    /// A newer minor version only adds optional fields.
    pub minor: u32,
}

impl Version {
    /// Whether nothing in such a file can be unknown here.
    pub(crate) fn is_known(self) -> bool {
        self.major == MAJOR && (self.major, self.minor) <= (MAJOR, MINOR)
    }
}
