//! The model of a customer-journey map: records, edits, changes, invariants and the file format.
//!
//! A [`Document`] is one map with everything in it. An [`Edit`] says what a person does, in the
//! domain's words; [`Document::apply`] checks it and applies it whole or not at all, and returns the
//! [`ChangeSet`] that history inverts, the store writes and layout reuses. No I/O, no clock, no random
//! numbers: new ids come from an [`IdSource`].

mod change;
mod document;
mod edit;
mod id;
mod kind;
mod record;

pub use change::{ChangeSet, Updated};
pub use document::Document;
pub use edit::{
    CardFields, Edit, EditError, LaneFields, LinkFields, MapFields, NewAsset, NoteFields, PersonaFields, ScoreFields,
    Setting, StageFields, StepFields,
};
pub use id::{
    AssetId, CardId, CountingIds, IdSource, LaneId, LinkId, MapId, NoteId, OrderKey, PersonaId, ScoreId, StageId,
    StepId,
};
pub use kind::{
    CardFamily, Category, ChannelKind, Control, Evidence, LaneKind, LinkKind, MapState, Presence, RecordKind, Severity,
};
pub use record::{
    Asset, Card, Date, Lane, Link, LinkEnd, Map, Measurement, Note, Objective, Persona, Record, Review, Score, Stage,
    Step, Touchpoint,
};
