//! Uniform access to the records of a document, whatever their kind.

use std::collections::BTreeMap;

use crate::{
    Asset, AssetId, Card, CardId, Document, Lane, LaneId, Link, LinkId, Map, MapId, Note, NoteId, OrderKey, Persona,
    PersonaId, Rating, RatingId, Record, RecordKind, Score, ScoreId, Stage, StageId, Step, StepId, TestRound,
    TestRoundId,
};

/// A kind of record that a document holds in a table (every kind but the map itself).
pub(crate) trait Tabled: Clone + PartialEq + Into<Record> + 'static {
    type Id: Ord + Clone + AsRef<str> + From<String> + 'static;
    const KIND: RecordKind;
    const PREFIX: &'static str;
    fn id(&self) -> &Self::Id;
    fn table(document: &Document) -> &BTreeMap<Self::Id, Self>;
    fn table_mut(document: &mut Document) -> &mut BTreeMap<Self::Id, Self>;
}

/// A record that stands in a row of siblings.
pub(crate) trait Ordered: Tabled {
    fn order(&self) -> &OrderKey;
}

macro_rules! tabled {
    ($($record:ident, $id:ident, $field:ident;)+) => {
        $(
            impl Tabled for $record {
                type Id = $id;
                const KIND: RecordKind = RecordKind::$record;
                const PREFIX: &'static str = $id::PREFIX;
                fn id(&self) -> &$id {
                    &self.id
                }
                fn table(document: &Document) -> &BTreeMap<$id, Self> {
                    &document.$field
                }
                fn table_mut(document: &mut Document) -> &mut BTreeMap<$id, Self> {
                    &mut document.$field
                }
            }

            impl From<$record> for Record {
                fn from(record: $record) -> Self {
                    Self::$record(record)
                }
            }
        )+

        impl Document {
            /// The record of that kind and id.
            pub fn record(&self, kind: RecordKind, id: &str) -> Option<Record> {
                match kind {
                    RecordKind::Map => (self.map.id.as_str() == id).then(|| self.map.clone().into()),
                    $(RecordKind::$record => self.$field.get(id).cloned().map(Record::from),)+
                }
            }

            /// The kind of the record with that id.
            pub fn kind_of(&self, id: &str) -> Option<RecordKind> {
                if self.map.id.as_str() == id {
                    return Some(RecordKind::Map);
                }
                $(if self.$field.contains_key(id) {
                    return Some(RecordKind::$record);
                })+
                None
            }

            /// Copies of all records: the map first, then by kind and id.
            pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
                std::iter::once(Record::Map(self.map.clone()))
                    $(.chain(self.$field.values().cloned().map(Record::from)))+
            }

            /// Number of records, the map included.
            pub fn record_count(&self) -> usize {
                1 $(+ self.$field.len())+
            }

            /// Whether the document holds exactly this record.
            pub(crate) fn holds(&self, record: &Record) -> bool {
                match record {
                    Record::Map(record) => self.map == *record,
                    $(Record::$record(record) => self.$field.get(&record.id) == Some(record),)+
                }
            }

            /// Puts a record in the place of the one with its id, or adds it.
            pub(crate) fn put(&mut self, record: Record) {
                match record {
                    Record::Map(record) => self.map = record,
                    $(Record::$record(record) => {
                        self.$field.insert(record.id.clone(), record);
                    })+
                }
            }

            /// Takes a record out. The map itself stays.
            pub(crate) fn take(&mut self, kind: RecordKind, id: &str) {
                match kind {
                    RecordKind::Map => {}
                    $(RecordKind::$record => {
                        self.$field.remove(id);
                    })+
                }
            }
        }
    };
}

tabled! {
    Persona, PersonaId, personas;
    Stage, StageId, stages;
    Step, StepId, steps;
    Lane, LaneId, lanes;
    Card, CardId, cards;
    Score, ScoreId, scores;
    Link, LinkId, links;
    Note, NoteId, notes;
    TestRound, TestRoundId, test_rounds;
    Rating, RatingId, ratings;
    Asset, AssetId, assets;
}

impl From<Map> for Record {
    fn from(record: Map) -> Self {
        Self::Map(record)
    }
}

macro_rules! as_ref {
    ($($id:ident)+) => { $(impl AsRef<str> for $id {
        fn as_ref(&self) -> &str {
            &self.0
        }
    })+ };
}
as_ref!(MapId PersonaId StageId StepId LaneId CardId ScoreId LinkId NoteId TestRoundId RatingId AssetId);

macro_rules! ordered {
    ($($record:ident)+) => { $(impl Ordered for $record {
        fn order(&self) -> &OrderKey {
            &self.order
        }
    })+ };
}
ordered!(Persona Stage Step Lane Card);
