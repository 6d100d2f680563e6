//! An edit in the making: changes a document in place and can take everything back.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::{Ordered, Tabled};
use crate::{Asset, AssetId, ChangeSet, Document, EditError, IdSource, Map, OrderKey, Persona, Record, RecordKind};

/// A document under an edit. Each record's state before the first touch is kept, so that the edit's
/// cost is that of the records it touches, never that of the document, and so that a refused edit can
/// be taken back whole.
pub(crate) struct Draft<'a> {
    document: &'a mut Document,
    ids: &'a mut dyn IdSource,
    before: BTreeMap<(RecordKind, String), Option<Record>>,
    made: Vec<String>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(document: &'a mut Document, ids: &'a mut dyn IdSource) -> Self {
        Self {
            document,
            ids,
            before: BTreeMap::new(),
            made: Vec::new(),
        }
    }

    /// The document as it stands in the middle of the edit.
    pub(crate) fn document(&self) -> &Document {
        self.document
    }

    /// The record with that id, or the error that tells of its absence.
    pub(crate) fn get<T: Tabled>(&self, id: &T::Id) -> Result<&T, EditError> {
        T::table(self.document).get(id).ok_or_else(|| EditError::Missing {
            kind: T::KIND.key(),
            id: id.as_ref().to_owned(),
        })
    }

    /// Adds a record, or puts it in the place of the one with its id.
    pub(crate) fn put<T: Tabled>(&mut self, record: T) {
        let id = record.id().clone();
        let old = T::table_mut(self.document).insert(id.clone(), record);
        self.before
            .entry((T::KIND, id.as_ref().to_owned()))
            .or_insert_with(|| old.map(Into::into));
    }

    /// Changes a record in place.
    pub(crate) fn update<T: Tabled>(&mut self, id: &T::Id, change: impl FnOnce(&mut T)) -> Result<(), EditError> {
        let mut record = self.get::<T>(id)?.clone();
        change(&mut record);
        self.put(record);
        Ok(())
    }

    /// Changes the map's own record.
    pub(crate) fn update_map(&mut self, change: impl FnOnce(&mut Map)) {
        let old = self.document.map.clone();
        change(&mut self.document.map);
        self.before
            .entry((RecordKind::Map, old.id.as_str().to_owned()))
            .or_insert_with(|| Some(old.into()));
    }

    /// Takes a record out, if it is there.
    pub(crate) fn remove<T: Tabled>(&mut self, id: &T::Id) {
        if let Some(old) = T::table_mut(self.document).remove(id) {
            self.before
                .entry((T::KIND, id.as_ref().to_owned()))
                .or_insert_with(|| Some(old.into()));
        }
    }

    /// An id that no record of the document has, nor had before this edit.
    pub(crate) fn fresh<T: Tabled>(&mut self) -> Result<T::Id, EditError> {
        // A source never repeats itself, so that one more suffix than there are ids is enough; the
        // bound keeps a source that does repeat itself from hanging the app.
        for _ in 0..=self.document.record_count() + self.before.len() {
            let id = format!("{}{}", T::PREFIX, self.ids.next_suffix());
            let taken = self.document.kind_of(&id).is_some() || self.before.keys().any(|(_, known)| *known == id);
            if !taken && crate::check::is_id(&id) {
                self.made.push(id.clone());
                return Ok(id.into());
            }
        }
        Err(EditError::Refused(
            "no free id could be found for the new record".into(),
        ))
    }

    /// The ids that were made so far, in order.
    pub(crate) fn made(&self) -> &[String] {
        &self.made
    }

    /// Moves or puts records, in the order given, behind `after` in a row of siblings (`None`: to the
    /// front). `siblings` is the row in order, with or without the records themselves. A record that
    /// already stands right keeps its key, so that only what moves is touched.
    ///
    /// Returns the records' new keys.
    pub(crate) fn keys_behind<T: Ordered>(
        siblings: &[&T],
        moving: &[&T::Id],
        after: Option<&T::Id>,
    ) -> Result<Vec<OrderKey>, EditError> {
        let set: BTreeSet<&T::Id> = moving.iter().copied().collect();
        // Behind a record that moves itself means behind the one that stays before it.
        let until = match after {
            None => 0,
            Some(after) => {
                1 + siblings.iter().position(|s| s.id() == after).ok_or_else(|| {
                    EditError::Refused(format!("{} {} does not stand there", T::KIND.key(), after.as_ref()))
                })?
            }
        };
        let left = siblings[..until].iter().rposition(|s| !set.contains(s.id()));
        let right = siblings[until..]
            .iter()
            .position(|s| !set.contains(s.id()))
            .map(|i| until + i);
        let first = left.map_or(0, |i| i + 1);
        let last = right.unwrap_or(siblings.len());
        let between = &siblings[first..last];
        if between.len() == moving.len() && between.iter().zip(moving).all(|(s, id)| s.id() == *id) {
            return Ok(between.iter().map(|s| s.order().clone()).collect());
        }
        OrderKey::spread(
            left.map(|i| siblings[i].order()),
            right.map(|i| siblings[i].order()),
            moving.len(),
        )
        .ok_or_else(|| EditError::Refused("the order of the records there is broken, check the map's file".into()))
    }

    /// Drops pictures that the edit left without a use and says what it did.
    pub(crate) fn finish(mut self) -> ChangeSet {
        self.drop_orphans();
        let document = &*self.document;
        ChangeSet::from_pairs(self.before.into_iter().map(|((kind, id), before)| {
            let after = document.record(kind, &id);
            (before, after)
        }))
    }

    /// Makes the document what it was before the edit.
    pub(crate) fn roll_back(self) {
        for ((kind, id), before) in self.before {
            match before {
                Some(record) => self.document.put(record),
                None => self.document.take(kind, &id),
            }
        }
    }

    fn drop_orphans(&mut self) {
        // Only a picture that a touched record showed, or that the edit brought in, can have lost its
        // last use; mostly there is none, and then nothing is searched.
        let mut candidates: BTreeSet<AssetId> = BTreeSet::new();
        for ((kind, id), before) in &self.before {
            match before {
                Some(Record::Card(card)) => candidates.extend(card.image.clone()),
                Some(Record::Persona(persona)) => candidates.extend(persona.picture.clone()),
                Some(Record::Map(map)) => candidates.extend(map.logo.clone()),
                None if *kind == RecordKind::Asset => {
                    candidates.insert(id.clone().into());
                }
                _ => {}
            }
        }
        if candidates.is_empty() {
            return;
        }
        for card in self.document.cards.values() {
            card.image.as_ref().map(|image| candidates.remove(image));
        }
        for Persona { picture, .. } in self.document.personas.values() {
            picture.as_ref().map(|picture| candidates.remove(picture));
        }
        self.document.map.logo.as_ref().map(|logo| candidates.remove(logo));
        for id in &candidates {
            self.remove::<Asset>(id);
        }
    }
}
