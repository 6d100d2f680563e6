//! What an edit did: the currency of history, store, layout and screen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Document, Record, RecordKind};

/// Records added, updated and removed, each record at most once over all three lists.
///
/// The lists that this crate makes are sorted by kind, then id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeSet {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Record>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub updated: Vec<Updated>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Record>,
}

/// A record before and after; both have the same id and kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Updated {
    pub from: Record,
    pub to: Record,
}

/// Why a change does not fit a document. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The change adds a record whose id is taken.
    #[error("the change adds {id}, which the map already holds")]
    AlreadyThere { id: String },
    /// The change updates or removes a record that is not there as the change knows it.
    #[error("the change expects {id} in a state that it is not in")]
    NotAsExpected { id: String },
    /// The change contradicts itself: a record occurs twice, or an update changes id or kind.
    #[error("the change names {id} twice or changes what it is")]
    Malformed { id: String },
    /// The change adds or removes the map itself.
    #[error("a change cannot add or remove the map itself")]
    WholeMap,
}

/// One record before and after a change.
type BeforeAfter = (Option<Record>, Option<Record>);

impl ChangeSet {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated.is_empty() && self.removed.is_empty()
    }

    /// The change that takes this one back.
    pub fn inverted(&self) -> Self {
        Self {
            added: self.removed.clone(),
            updated: self
                .updated
                .iter()
                .map(|Updated { from, to }| Updated {
                    from: to.clone(),
                    to: from.clone(),
                })
                .collect(),
            removed: self.added.clone(),
        }
    }

    /// The ids of all records that the change touches, in the order added, updated, removed.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        self.added
            .iter()
            .chain(self.updated.iter().map(|u| &u.to))
            .chain(&self.removed)
            .map(Record::id)
    }

    /// This change and the next as one: a record added and then updated is added as it became, one
    /// added and then removed is not there at all, one that came back to what it was is untouched.
    pub fn then(self, next: Self) -> Self {
        let mut records: BTreeMap<(RecordKind, String), BeforeAfter> = BTreeMap::new();
        for (before, after) in self.into_pairs().chain(next.into_pairs()) {
            let Some(record) = before.as_ref().or(after.as_ref()) else {
                continue;
            };
            let key = (record.kind(), record.id().to_owned());
            records.entry(key).or_insert((before, None)).1 = after;
        }
        Self::from_pairs(records.into_values())
    }

    /// What has to change in `old` to make it `new`, another state of the same map.
    pub fn between(old: &Document, new: &Document) -> Self {
        let map = (Some(old.map.clone().into()), Some(new.map.clone().into()));
        let is_map = |record: &Record| record.kind() == RecordKind::Map;
        let changed = old
            .records()
            .filter(|record| !is_map(record) && !new.holds(record))
            .map(|record| {
                let after = new.record(record.kind(), record.id());
                (Some(record), after)
            });
        let added = new
            .records()
            .filter(|record| !is_map(record) && old.record(record.kind(), record.id()).is_none())
            .map(|record| (None, Some(record)));
        Self::from_pairs(std::iter::once(map).chain(changed).chain(added))
    }

    /// From records before and after, in the order given; pairs of equal records say nothing.
    pub(crate) fn from_pairs(pairs: impl Iterator<Item = BeforeAfter>) -> Self {
        let mut changes = Self::default();
        for pair in pairs {
            match pair {
                (None, Some(record)) => changes.added.push(record),
                (Some(record), None) => changes.removed.push(record),
                (Some(from), Some(to)) if from != to => changes.updated.push(Updated { from, to }),
                _ => {}
            }
        }
        changes
    }

    fn into_pairs(self) -> impl Iterator<Item = BeforeAfter> {
        let added = self.added.into_iter().map(|record| (None, Some(record)));
        let updated = self.updated.into_iter().map(|u| (Some(u.from), Some(u.to)));
        let removed = self.removed.into_iter().map(|record| (Some(record), None));
        added.chain(updated).chain(removed)
    }
}

impl Document {
    /// Applies a change that was made before: undo (inverted), redo, recovery from the journal.
    ///
    /// # Errors
    /// Unless the records that the change updates and removes are exactly as it knows them, and the
    /// ids that it adds are free; the document is then untouched.
    pub fn apply_changes(&mut self, changes: &ChangeSet) -> Result<(), ChangeError> {
        self.check_changes(changes)?;
        for record in &changes.removed {
            self.take(record.kind(), record.id());
        }
        for updated in &changes.updated {
            self.put(updated.to.clone());
        }
        for record in &changes.added {
            self.put(record.clone());
        }
        Ok(())
    }

    fn check_changes(&self, changes: &ChangeSet) -> Result<(), ChangeError> {
        let mut seen: Vec<&str> = changes.touched().collect();
        seen.sort_unstable();
        if let Some(pair) = seen.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(ChangeError::Malformed { id: pair[0].to_owned() });
        }
        for record in &changes.added {
            if record.kind() == RecordKind::Map {
                return Err(ChangeError::WholeMap);
            }
            if self.kind_of(record.id()).is_some() {
                return Err(ChangeError::AlreadyThere {
                    id: record.id().to_owned(),
                });
            }
        }
        for Updated { from, to } in &changes.updated {
            if from.kind() != to.kind() || from.id() != to.id() {
                return Err(ChangeError::Malformed { id: to.id().to_owned() });
            }
            if !self.holds(from) {
                return Err(ChangeError::NotAsExpected {
                    id: from.id().to_owned(),
                });
            }
        }
        for record in &changes.removed {
            if record.kind() == RecordKind::Map {
                return Err(ChangeError::WholeMap);
            }
            if !self.holds(record) {
                return Err(ChangeError::NotAsExpected {
                    id: record.id().to_owned(),
                });
            }
        }
        Ok(())
    }
}
