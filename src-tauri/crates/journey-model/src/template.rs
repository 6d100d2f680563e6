//! Templates: maps to begin with, shipped inside the app.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::file::{self, FileError};
use crate::{Document, IdSource};

/// The templates in the order in which people are offered them. The one place that names the files.
const EMBEDDED: [&str; 10] = [
    include_str!("../../../../assets/templates/blank.json"),
    include_str!("../../../../assets/templates/four-row-starter.json"),
    include_str!("../../../../assets/templates/classic-five-stage.json"),
    include_str!("../../../../assets/templates/retention.json"),
    include_str!("../../../../assets/templates/service-blueprint.json"),
    include_str!("../../../../assets/templates/saas-onboarding.json"),
    include_str!("../../../../assets/templates/flood-insurance.json"),
    include_str!("../../../../assets/templates/ride-hailing.json"),
    include_str!("../../../../assets/templates/music-streaming.json"),
    include_str!("../../../../assets/templates/lead-to-loyalty.json"),
];

/// A map to begin with.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub id: String,
    pub title: String,
    pub category: String,
    /// A sentence on what it is good for.
    pub description: String,
    content: Document,
}

/// A template's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile<'a> {
    id: String,
    title: String,
    category: String,
    description: String,
    #[serde(borrow)]
    file: &'a RawValue,
}

/// Why a template cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum TemplateError {
    #[error("the template is not as it has to be: {0}")]
    Outside(String),
    #[error("the template's map: {0}")]
    Inside(#[from] FileError),
}

/// All templates, read once.
pub fn templates() -> &'static [Template] {
    static TEMPLATES: OnceLock<Vec<Template>> = OnceLock::new();
    // The files are part of the program and a test reads each of them, so that none is ever left out.
    TEMPLATES.get_or_init(|| EMBEDDED.iter().filter_map(|json| Template::read(json).ok()).collect())
}

impl Template {
    fn read(json: &str) -> Result<Self, TemplateError> {
        let TemplateFile {
            id,
            title,
            category,
            description,
            file,
        } = serde_json::from_str(json).map_err(|error| TemplateError::Outside(error.to_string()))?;
        Ok(Self {
            id,
            title,
            category,
            description,
            content: file::read(file.get())?,
        })
    }

    /// A new map made from the template, with ids of its own.
    pub fn document(&self, ids: &mut dyn IdSource) -> Document {
        self.content.with_new_ids(ids)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{CountingIds, invariants};

    #[test]
    fn every_embedded_file_is_a_sound_template() {
        for json in EMBEDDED {
            let template = Template::read(json).unwrap_or_else(|error| panic!("{error}\n{json:.200}"));
            assert!(!template.description.is_empty() && !template.category.is_empty());
            let document = template.document(&mut CountingIds::default());
            assert_eq!(invariants(&document), [], "{}", template.id);
            assert_eq!(document.record_count(), template.content.record_count());
            assert_ne!(document.map.id, template.content.map.id);
            assert_eq!(file::read(file::write(&document)).as_ref(), Ok(&document));
        }
        assert_eq!(templates().len(), EMBEDDED.len());
    }

    #[test]
    fn every_file_of_the_folder_is_embedded_under_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../assets/templates");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| {
                entry
                    .unwrap()
                    .file_name()
                    .into_string()
                    .unwrap()
                    .strip_suffix(".json")
                    .map(str::to_owned)
            })
            .collect();
        let ids: BTreeSet<String> = templates().iter().map(|template| template.id.clone()).collect();
        assert_eq!(files, ids);
    }

    #[test]
    fn new_ids_leave_none_of_the_old_ones() {
        for template in templates() {
            let copy = template.document(&mut CountingIds::default());
            let old: BTreeSet<String> = template.content.records().map(|r| r.id().to_owned()).collect();
            let new: BTreeSet<String> = copy.records().map(|r| r.id().to_owned()).collect();
            let pictures = copy.assets.keys().map(|id| id.as_str().to_owned()).collect();
            assert_eq!(&old & &new, pictures, "{}", template.id);
        }
    }
}
