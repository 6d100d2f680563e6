//! The model of a customer-journey map: records, edits, changes, invariants and the file format.
//!
//! A [`Document`] is one map with everything in it. An [`Edit`] says what a person does, in the
//! domain's words; [`Document::apply`] checks it and applies it whole or not at all, and returns the
//! [`ChangeSet`] that history inverts, the store writes and layout reuses. No I/O, no clock, no random
//! numbers: new ids come from an [`IdSource`].

mod apply;
mod change;
mod check;
mod clip;
mod details;
mod document;
mod draft;
mod edit;
pub mod file;
mod id;
mod invariant;
mod journal;
mod kind;
mod label;
mod order;
mod picture;
mod plain;
mod record;
mod renew;
pub mod sample;
mod table;
pub mod template;
pub mod text;
mod walk;

pub use change::{ChangeError, ChangeSet, Updated};
pub use check::{
    ASSET_LIMIT, CYCLE_MONTHS, LANE_HEIGHTS, LIST_LIMIT, NOTE_PLACES, NOTE_WIDTHS, SCORE_LIMIT, STEP_WIDTHS, TEXT_LIMIT,
};
pub use clip::{Clip, ClipKind, ClipPersona};
pub use details::{Details, EndSort, LinkEndView, LinkView};
pub use document::Document;
pub use edit::{
    CardFields, Edit, EditError, LaneFields, LinkFields, MapFields, NewAsset, NoteFields, PersonaFields, RatingFields,
    ScoreFields, Setting, StageFields, StepFields, TestRoundFields,
};
pub use id::{
    AssetId, CardId, CountingIds, IdSource, LaneId, LinkId, MapId, NoteId, OrderKey, PersonaId, RatingId, ScoreId,
    StageId, StepId, TestRoundId,
};
pub use invariant::{Violation, invariants};
pub use journal::{JournalEntry, JournalKind};
pub use kind::{
    CardFamily, Category, ChannelKind, Control, Evidence, LaneKind, LinkKind, MapState, Presence, RecordKind, Severity,
};
pub use order::ORDER_KEY_LIMIT;
pub use picture::media_type_of;
pub use plain::search_text;
pub use record::{
    Asset, Card, Date, Extra, Lane, Link, LinkEnd, Map, Measurement, Note, Objective, Persona, Rating, Record, Review,
    Score, Stage, Step, TestRound, Touchpoint, View,
};
pub use walk::{RatingSummary, WalkStop};
