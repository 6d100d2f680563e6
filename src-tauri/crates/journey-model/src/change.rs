//! What an edit did: the currency of history, store, layout and screen.

use serde::{Deserialize, Serialize};

use crate::Record;

/// Records added, updated and removed, each record at most once over all three lists.
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
}
