//! What is selected after an edit.

use std::collections::BTreeSet;

use journey_model::{ChangeSet, Edit, Record, RecordKind};

/// The selection after `edit` did `changes`: new records where the edit makes some, else what was
/// selected, without what is gone.
pub(crate) fn after(edit: &Edit, changes: &ChangeSet, before: &[String]) -> Vec<String> {
    let made: Vec<String> = match edit {
        Edit::Paste { .. } | Edit::Duplicate { .. } => outermost(&changes.added),
        edit => {
            let kinds = made_kinds(edit);
            let made = changes.added.iter().filter(|record| kinds.contains(&record.kind()));
            made.map(|record| record.id().to_owned()).collect()
        }
    };
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

/// The new records that stand in none of the others: a new lane, but not its cards.
fn outermost(added: &[Record]) -> Vec<String> {
    let new: BTreeSet<&str> = added.iter().map(Record::id).collect();
    let own = |record: &&Record| match record {
        Record::Stage(_) | Record::Lane(_) | Record::Note(_) => true,
        Record::Step(step) => !new.contains(step.stage.as_str()),
        Record::Card(card) => !new.contains(card.lane.as_str()) && !new.contains(card.step.as_str()),
        _ => false,
    };
    added.iter().filter(own).map(|record| record.id().to_owned()).collect()
}

/// The kinds of records that the edit is there to make; a stage's first step comes along unselected.
fn made_kinds(edit: &Edit) -> BTreeSet<RecordKind> {
    match edit {
        Edit::AddPersona { .. } => [RecordKind::Persona].into(),
        Edit::AddStage { .. } | Edit::SplitStage { .. } => [RecordKind::Stage].into(),
        Edit::AddStep { .. } => [RecordKind::Step].into(),
        Edit::AddLane { .. } => [RecordKind::Lane].into(),
        Edit::AddCard { .. } => [RecordKind::Card].into(),
        Edit::SetEmotion { .. } => [RecordKind::Score].into(),
        Edit::AddLink { .. } => [RecordKind::Link].into(),
        Edit::AddNote { .. } => [RecordKind::Note].into(),
        Edit::Several { edits, .. } => edits.iter().flat_map(made_kinds).collect(),
        _ => BTreeSet::new(),
    }
}
