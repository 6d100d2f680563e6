//! Templates: maps to begin with, shipped inside the app.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::file::{self, FileError};
use crate::{Document, Edit, EditError, IdSource, MapFields, Objective, PersonaFields, Setting};

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

/// What a person says about a map before it is made. What is left empty was not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub title: String,
    /// Why the map is made.
    pub purpose: String,
    /// What shows that it worked.
    pub success_measure: String,
    /// Name of the persona that the journey is about.
    pub customer: String,
    /// Where the journey ends.
    pub end_goal: String,
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

    /// A new map made from the template with the answers in it.
    ///
    /// A template that shows a worked example gives its example way: with any answer about the
    /// objective, nothing of the example's objective stays; with a customer of another name, nothing
    /// of its person but the curve and the colour.
    ///
    /// # Errors
    /// For an answer that its field cannot hold.
    pub fn begin(&self, answers: &Answers, ids: &mut dyn IdSource) -> Result<Document, EditError> {
        let mut document = self.document(ids);
        for edit in answers.edits(&document) {
            document.apply(&edit, ids)?;
        }
        Ok(document)
    }
}

impl Answers {
    fn edits(&self, document: &Document) -> Vec<Edit> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let objective = Objective {
            purpose: said(&self.purpose).unwrap_or_default(),
            success_measure: said(&self.success_measure).unwrap_or_default(),
            scope: String::new(),
            end_goal: said(&self.end_goal).unwrap_or_default(),
        };
        let fields = MapFields {
            title: said(&self.title),
            objective: Some(objective).filter(|objective| !objective.is_empty()),
            ..MapFields::default()
        };
        let mut edits = vec![Edit::UpdateMap { fields }];
        if let Some(name) = said(&self.customer) {
            edits.extend(meet(document, name));
        }
        edits
    }
}

/// Makes the map one about the customer of that name.
fn meet(document: &Document, name: String) -> Option<Edit> {
    let named = PersonaFields {
        name: Some(name),
        primary: Some(true),
        ..PersonaFields::default()
    };
    let Some(example) = document.chief_persona() else {
        return Some(Edit::AddPersona {
            after: None,
            fields: named,
        });
    };
    (Some(&example.name) != named.name.as_ref()).then(|| Edit::UpdatePersona {
        persona: example.id.clone(),
        fields: PersonaFields {
            role: Some(String::new()),
            quote: Some(String::new()),
            demographics: Some(String::new()),
            psychographics: Some(String::new()),
            goals: Some(Vec::new()),
            motivations: Some(Vec::new()),
            frustrations: Some(Vec::new()),
            behaviours: Some(Vec::new()),
            preferred_channels: Some(Vec::new()),
            sources: Some(Vec::new()),
            last_validated: Some(Setting::Clear),
            picture: Some(Setting::Clear),
            ..named
        },
    })
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

    fn answers() -> Answers {
        Answers {
            title: " Switching supplier ".into(),
            purpose: "See where people give up".into(),
            customer: "Anna".into(),
            ..Answers::default()
        }
    }

    #[test]
    fn answers_are_written_into_any_template() {
        for template in templates() {
            let document = template.begin(&answers(), &mut CountingIds::default()).unwrap();
            assert_eq!(invariants(&document), [], "{}", template.id);
            assert_eq!(document.map.title, "Switching supplier");
            let objective = Objective {
                purpose: "See where people give up".into(),
                ..Objective::default()
            };
            assert_eq!(document.map.objective, objective, "{}", template.id);
            let chief = document.chief_persona().unwrap();
            assert_eq!(
                (chief.name.as_str(), chief.role.as_str(), chief.primary),
                ("Anna", "", true)
            );
            assert!(chief.goals.is_empty() && chief.sources.is_empty(), "{}", template.id);
        }
    }

    #[test]
    fn questions_that_were_skipped_leave_the_template_as_it_is() {
        for template in templates() {
            let plain = template.document(&mut CountingIds::default());
            let begun = template.begin(&Answers::default(), &mut CountingIds::default());
            assert_eq!(begun, Ok(plain), "{}", template.id);
        }
    }

    #[test]
    fn an_answer_that_is_too_long_is_refused() {
        let long = Answers {
            purpose: "x".repeat(crate::TEXT_LIMIT + 1),
            ..Answers::default()
        };
        let error = templates()[0].begin(&long, &mut CountingIds::default()).unwrap_err();
        assert!(error.to_string().starts_with("objective.purpose"), "{error}");
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
