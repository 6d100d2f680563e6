//! What flows back from a session to its host.

use journey_model::JournalEntry;
use journey_scene::ScenePatch;

/// A change of the map, done: one half for the screen, one for the library.
#[derive(Clone, Debug)]
pub struct Applied {
    pub update: Update,
    /// Hand this to the library's writer. `None` where the call changed no record (setting a field to
    /// the value it has): there is nothing to store and the revision stays.
    pub entry: Option<JournalEntry>,
}

/// What the screen needs to follow a change: the only thing that flows back.
#[derive(Clone, Debug)]
pub struct Update {
    /// The map's revision after the change. The patch applies to the scene of the revision before.
    pub revision: u32,
    pub patch: ScenePatch,
    pub history: HistoryLabels,
    /// Ids of the records that are selected now, each of them in the map.
    pub selection: Vec<String>,
    pub notices: Vec<Notice>,
}

/// What undo and redo would do, in words (“Move card”); `None` where there is nothing to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryLabels {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

/// Something that the person should know about a change that was made all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    /// One sentence for the screen.
    pub text: String,
}

/// What a notice is about; the key by which the screen decides how to show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// The edit also removed records that it did not name: the cards of a stage, the links of a card.
    AlsoRemoved,
    /// The journal told of a change that does not fit the map, so that nothing can be undone any more.
    HistoryLost,
    /// A paste did not do all of what was copied: it ran into the edge of the map, or a lane,
    /// a step or a persona lacked.
    PastedInPart,
    /// The map names a theme that this version does not know; it is drawn with the default theme.
    UnknownTheme,
}
