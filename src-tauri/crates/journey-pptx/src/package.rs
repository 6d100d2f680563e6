//! The package: parts, their types and relationships, in a ZIP (ECMA-376-2, Open Packaging Conventions).

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::PptxError;
use crate::xml::Xml;

/// Namespaces of relationship types.
pub(crate) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What a part relates to.
#[derive(Default)]
pub(crate) struct Relationships {
    entries: Vec<(String, String, bool)>,
}

impl Relationships {
    /// Adds a relationship to a part (its target is relative to the folder of the part that relates) and
    /// gives its id; the same target and type give the same id.
    pub fn part(&mut self, kind: &str, target: &str) -> String {
        self.add(format!("{OFFICE}/{kind}"), target, false)
    }

    /// Adds a relationship to an address outside of the package.
    pub fn address(&mut self, address: &str) -> String {
        self.add(format!("{OFFICE}/hyperlink"), address, true)
    }

    /// Adds a relationship of a type that is not of the office namespace.
    pub fn package(&mut self, kind: &str, target: &str) -> String {
        self.add(format!("{PACKAGE}/relationships/{kind}"), target, false)
    }

    fn add(&mut self, kind: String, target: &str, external: bool) -> String {
        let known = self.entries.iter().position(|(k, t, _)| *k == kind && t == target);
        let position = known.unwrap_or_else(|| {
            self.entries.push((kind, target.to_owned(), external));
            self.entries.len() - 1
        });
        format!("rId{}", position + 1)
    }

    fn write(&self) -> Vec<u8> {
        let mut xml = Xml::part();
        xml.tag("Relationships")
            .attr("xmlns", &format!("{PACKAGE}/relationships"))
            .open();
        for (index, (kind, target, external)) in self.entries.iter().enumerate() {
            xml.tag("Relationship")
                .attr("Id", &format!("rId{}", index + 1))
                .attr("Type", kind)
                .attr("Target", target)
                .when(*external, "TargetMode", "External")
                .empty();
        }
        xml.finish()
    }
}

/// The package being written. Parts appear in the order in which they are added, after the list of their
/// types, which readers want first.
#[derive(Default)]
pub(crate) struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, &'static str)>,
    extensions: Vec<(&'static str, &'static str)>,
}

impl Package {
    /// Adds a part of XML with its content type (the end of `application/vnd.openxmlformats-…`) and what
    /// it relates to.
    pub fn add(&mut self, name: &str, content_type: &'static str, bytes: Vec<u8>, relationships: &Relationships) {
        self.types.push((name.to_owned(), content_type));
        self.parts.push((name.to_owned(), bytes));
        self.relate(name, relationships);
    }

    /// Adds what a part (or, for the empty name, the package) relates to.
    pub fn relate(&mut self, name: &str, relationships: &Relationships) {
        if relationships.entries.is_empty() {
            return;
        }
        let (folder, file) = name
            .rsplit_once('/')
            .map_or(("", name), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        self.parts
            .push((format!("{folder}{slash}_rels/{file}.rels"), relationships.write()));
    }

    /// Adds a file that its extension tells the type of.
    pub fn file(&mut self, name: &str, extension: (&'static str, &'static str), bytes: Vec<u8>) {
        if !self.extensions.contains(&extension) {
            self.extensions.push(extension);
        }
        self.parts.push((name.to_owned(), bytes));
    }

    fn types(&self) -> Vec<u8> {
        let mut xml = Xml::part();
        xml.tag("Types")
            .attr("xmlns", &format!("{PACKAGE}/content-types"))
            .open();
        let always = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        ];
        for (extension, media) in always.iter().chain(&self.extensions) {
            xml.tag("Default")
                .attr("Extension", extension)
                .attr("ContentType", media)
                .empty();
        }
        for (name, kind) in &self.types {
            xml.tag("Override")
                .attr("PartName", &format!("/{name}"))
                .attr("ContentType", &format!("application/vnd.openxmlformats-{kind}+xml"))
                .empty();
        }
        xml.finish()
    }

    /// The bytes of the file: no dates, no attributes of a system, the same on every machine.
    pub fn finish(self) -> Result<Vec<u8>, PptxError> {
        let deflated = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default())
            .system(System::Dos);
        // Pictures are compressed already.
        let stored = deflated
            .compression_method(CompressionMethod::Stored)
            .compression_level(None);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("[Content_Types].xml", deflated)?;
        zip.write_all(&self.types()).map_err(zip::result::ZipError::Io)?;
        for (name, bytes) in self.parts {
            let is_text = name.ends_with(".xml") || name.ends_with(".rels");
            zip.start_file(name, if is_text { deflated } else { stored })?;
            zip.write_all(&bytes).map_err(zip::result::ZipError::Io)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}
