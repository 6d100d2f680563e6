//! What is selected after an edit.

use std::collections::BTreeSet;

use journey_model::{ChangeSet, Edit, Record, RecordKind};

/// The selection after `edit` did `changes`: new records where the edit makes some, else what was
/// selected, without what is gone.
pub(crate) fn after(edit: &Edit, changes: &ChangeSet, before: &[String]) -> Vec<String> {
    let kinds = made_kinds(edit);
    let made: Vec<String> = changes
        .added
        .iter()
        .filter(|record| kinds.contains(&record.kind()))
        .map(|record| record.id().to_owned())
        .collect();
    if made.is_empty() {
        without_removed(before, changes)
    } else {
        made
    }
}

/// `ids` without the records that `changes` removes.
pub(crate) fn without_removed(ids: &[String], changes: &ChangeSet) -> Vec<String> {
    let removed: BTreeSet<&str> = changes.removed.iter().map(Record::id).collect();
    ids.iter()
        .filter(|id| !removed.contains(id.as_str()))
        .cloned()
        .collect()
}

/// The kinds of records that the edit is there to make; a stage's first step comes along unselected.
fn made_kinds(edit: &Edit) -> BTreeSet<RecordKind> {
    match edit {
        Edit::AddPersona { .. } => [RecordKind::Persona].into(),
        Edit::AddStage { .. } | Edit::SplitStage { .. } => [RecordKind::Stage].into(),
        Edit::AddStep { .. } => [RecordKind::Step].into(),
        Edit::AddLane { .. } => [RecordKind::Lane].into(),
        Edit::AddCard { .. } | Edit::DuplicateCards { .. } => [RecordKind::Card].into(),
        Edit::SetEmotion { .. } => [RecordKind::Score].into(),
        Edit::AddLink { .. } => [RecordKind::Link].into(),
        Edit::AddNote { .. } => [RecordKind::Note].into(),
        Edit::Several { edits, .. } => edits.iter().flat_map(made_kinds).collect(),
        _ => BTreeSet::new(),
    }
}
