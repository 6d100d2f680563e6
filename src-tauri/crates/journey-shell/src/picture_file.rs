//! Picture files on their way into a map.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use journey_model::{ASSET_LIMIT, NewAsset, media_type_of};

use crate::map_file::{MapFileError, reading};

/// Endings of the pictures that a dialog offers.
pub const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "svg"];

/// Reads a picture as an edit takes it.
///
/// # Errors
/// [`MapFileError`], naming the file: it cannot be read, is too large, or is no picture that a map holds.
pub fn read(path: &Path) -> Result<NewAsset, MapFileError> {
    let file = File::open(path).map_err(reading(path))?;
    let mut bytes = Vec::new();
    // One byte more than a map holds tells that the file is too large without reading all of it.
    file.take(ASSET_LIMIT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(reading(path))?;
    if bytes.len() > ASSET_LIMIT {
        return Err(MapFileError::NoPicture {
            path: path.into(),
            problem: format!(
                "it has more than {} MB; make it smaller first",
                ASSET_LIMIT / (1024 * 1024)
            ),
        });
    }
    let media_type = media_type_of(&bytes).ok_or_else(|| MapFileError::NoPicture {
        path: path.into(),
        problem: "this is no picture that a map can hold; choose a PNG, JPEG, WebP, GIF or SVG".into(),
    })?;
    Ok(NewAsset {
        media_type: media_type.into(),
        name: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        base64: STANDARD.encode(&bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_bytes_and_not_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("photo.txt");
        std::fs::write(&path, b"GIF89a rest").unwrap();
        let asset = read(&path).unwrap();
        assert_eq!((&*asset.media_type, &*asset.name), ("image/gif", "photo.txt"));
        assert_eq!(STANDARD.decode(asset.base64).unwrap(), b"GIF89a rest");
    }

    #[test]
    fn what_is_no_picture_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let message = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            read(&path).unwrap_err().to_string()
        };
        let text = message("notes.png", b"no picture at all");
        assert!(text.contains("notes.png") && text.contains("choose a PNG"), "{text}");
        let large = message("large.png", &vec![0; ASSET_LIMIT + 1]);
        assert!(large.contains("large.png") && large.contains("20 MB"), "{large}");
        let gone = read(&folder.path().join("gone.png")).unwrap_err().to_string();
        assert!(gone.contains("gone.png: there is no such file"), "{gone}");
    }
}
