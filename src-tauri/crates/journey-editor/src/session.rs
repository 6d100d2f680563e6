//! One open map.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use journey_layout::{Engine, Theme};
use journey_model::{ChangeSet, Document, Edit, EditError, IdSource, JournalEntry, JournalKind, RecordKind};
use journey_scene::{Scene, ScenePatch};

use crate::history::{History, HistoryItem};
use crate::selection;
use crate::{Applied, HistoryLabels, Notice, NoticeKind, Update};

/// An open map: document, history, layout engine, current scene and revision.
pub struct Session {
    document: Document,
    revision: u32,
    history: History,
    engine: Engine,
    scene: Arc<Scene>,
    /// What happened to the document since the engine last laid it out: a preview that was taken back.
    unseen: ChangeSet,
    ids: Box<dyn IdSource + Send>,
}

/// How the sheet would look after an edit that was not made.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The revision whose scene the patch applies to.
    pub base: u32,
    pub patch: ScenePatch,
    /// The scene with the patch applied.
    pub scene: Arc<Scene>,
}

impl Session {
    /// Opens a map at `revision` with the lines of its journal, oldest first (the newest thousand or so
    /// are enough), and lays it out in its own theme.
    pub fn open(
        document: Document,
        revision: u32,
        journal: impl IntoIterator<Item = JournalEntry>,
        mut engine: Engine,
        ids: Box<dyn IdSource + Send>,
    ) -> Self {
        let scene = engine.scene(&document, theme_of(&document));
        Self {
            document,
            revision,
            history: History::from_journal(journal),
            engine,
            scene,
            unseen: ChangeSet::default(),
            ids,
        }
    }

    /// The map as it is now.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The sheet as it is now; immutable and shared, so that an export can paint it meanwhile.
    pub fn scene(&self) -> Arc<Scene> {
        Arc::clone(&self.scene)
    }

    /// Counts the changes of the map since it was made.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// What undo and redo would do.
    pub fn history(&self) -> HistoryLabels {
        HistoryLabels {
            undo: self.history.undoable().map(|item| item.label.clone()),
            redo: self.history.redoable().map(|item| item.label.clone()),
        }
    }

    /// Both stacks of the history, oldest first: to undo, to redo.
    pub fn stacks(&self) -> (&[HistoryItem], &[HistoryItem]) {
        self.history.stacks()
    }

    /// Makes an edit. `selection` is what is selected before it; `now_ms` is the host's time in ms since
    /// 1970-01-01 UTC, by which typing in one field joins into one item to undo.
    ///
    /// # Errors
    /// The edit does not fit the map; nothing has changed.
    pub fn apply(&mut self, edit: Edit, selection: Vec<String>, now_ms: u64) -> Result<Applied, EditError> {
        let changes = self.document.apply(&edit, self.ids.as_mut())?;
        if changes.is_empty() {
            let selection = self.existing(selection);
            return Ok(self.unchanged(selection, Vec::new()));
        }
        let kind = match self.history.continues(edit.coalescing_key(&changes), now_ms) {
            true => JournalKind::Continue,
            false => JournalKind::Apply,
        };
        let mut notices = Vec::new();
        notices.extend(also_removed(&edit, &changes));
        notices.extend(pasted_in_part(&edit, &self.document));
        let entry = JournalEntry {
            revision: self.revision.saturating_add(1),
            kind,
            label: edit.label(),
            selected_after: selection::after(&edit, &changes, &selection),
            selected_before: selection,
            changes,
            at: now_ms,
        };
        let selected = entry.selected_after.clone();
        Ok(self.follow(entry, selected, notices))
    }

    /// How the sheet would look after the edit. Changes nothing and uses up no ids, but leaves the
    /// layout's caches warm, so that making the edit afterwards is cheaper.
    ///
    /// # Errors
    /// The edit does not fit the map.
    pub fn preview(&mut self, edit: &Edit) -> Result<Preview, EditError> {
        let changes = self.document.apply(edit, &mut PreviewIds::default())?;
        let back = changes.inverted();
        let scene = self.lay_out(changes);
        // Taking the change back costs what the change did, a copy of the document what the map holds.
        self.document
            .apply_changes(&back)
            .map_err(|error| EditError::Refused(format!("the preview could not be taken back: {error}")))?;
        self.unseen = back;
        Ok(Preview {
            base: self.revision,
            patch: ScenePatch::between(&self.scene, &scene),
            scene,
        })
    }

    /// Takes the newest change back; `None` where there is none. `now_ms` as in [`Session::apply`].
    pub fn undo(&mut self, now_ms: u64) -> Option<Applied> {
        let item = self.history.undoable()?.clone();
        let changes = item.changes.inverted();
        let selected = item.selected_before.clone();
        Some(self.travel(JournalKind::Undo, item, changes, selected, now_ms))
    }

    /// Brings back what was undone last; `None` where there is nothing. `now_ms` as in [`Session::apply`].
    pub fn redo(&mut self, now_ms: u64) -> Option<Applied> {
        let item = self.history.redoable()?.clone();
        let changes = item.changes.clone();
        let selected = item.selected_after.clone();
        Some(self.travel(JournalKind::Redo, item, changes, selected, now_ms))
    }

    fn travel(
        &mut self,
        kind: JournalKind,
        item: HistoryItem,
        changes: ChangeSet,
        selected: Vec<String>,
        now_ms: u64,
    ) -> Applied {
        if let Err(error) = self.document.apply_changes(&changes) {
            // Only a journal that tells of another map than the one opened with it gets here.
            self.history.clear();
            let notice = Notice {
                kind: NoticeKind::HistoryLost,
                text: format!("The history of this map does not fit it and was let go: {error}."),
            };
            return self.unchanged(Vec::new(), vec![notice]);
        }
        let entry = JournalEntry {
            revision: self.revision.saturating_add(1),
            kind,
            label: item.label,
            changes,
            selected_before: item.selected_before,
            selected_after: item.selected_after,
            at: now_ms,
        };
        self.follow(entry, selected, Vec::new())
    }

    /// Lays out, moves on to the entry's revision and tells what changed.
    fn follow(&mut self, entry: JournalEntry, selected: Vec<String>, mut notices: Vec<Notice>) -> Applied {
        notices.extend(unknown_theme(&self.document, &entry.changes));
        let scene = self.lay_out(entry.changes.clone());
        let patch = ScenePatch::between(&self.scene, &scene);
        self.scene = scene;
        self.revision = entry.revision;
        self.history.record(entry.clone());
        Applied {
            update: Update {
                revision: self.revision,
                patch,
                history: self.history(),
                selection: self.existing(selected),
                notices,
            },
            entry: Some(entry),
        }
    }

    /// Lays out the document, to which `changes` have just been made.
    fn lay_out(&mut self, changes: ChangeSet) -> Arc<Scene> {
        let changes = std::mem::take(&mut self.unseen).then(changes);
        let theme = theme_of(&self.document);
        self.engine.scene_after(&changes, &self.document, theme)
    }

    fn unchanged(&self, selection: Vec<String>, notices: Vec<Notice>) -> Applied {
        Applied {
            update: Update {
                revision: self.revision,
                patch: ScenePatch::default(),
                history: self.history(),
                selection,
                notices,
            },
            entry: None,
        }
    }

    fn existing(&self, mut ids: Vec<String>) -> Vec<String> {
        ids.retain(|id| self.document.kind_of(id).is_some());
        ids
    }
}

/// Ids of records that exist in a preview only. No host gives ids of this form.
#[derive(Default)]
struct PreviewIds(u32);

impl IdSource for PreviewIds {
    fn next_suffix(&mut self) -> String {
        self.0 += 1;
        format!("preview-{}", self.0)
    }
}

/// The theme that the map asks for, or the default one.
fn theme_of(document: &Document) -> &'static Theme {
    Theme::named_or_default(&document.map.theme)
}

fn unknown_theme(document: &Document, changes: &ChangeSet) -> Option<Notice> {
    let name = &document.map.theme;
    let touched = changes.updated.iter().any(|u| u.to.kind() == RecordKind::Map);
    (touched && !name.is_empty() && Theme::by_name(name).is_none()).then(|| Notice {
        kind: NoticeKind::UnknownTheme,
        text: format!("This version of Waymark does not know the theme “{name}” and draws the default one."),
    })
}

/// What pasting did otherwise than it was copied.
fn pasted_in_part(edit: &Edit, document: &Document) -> Option<Notice> {
    let Edit::Paste { clip, lane, step, .. } = edit else {
        return None;
    };
    clip.misfit(document, lane.as_ref(), step.as_ref()).map(|text| Notice {
        kind: NoticeKind::PastedInPart,
        text,
    })
}

/// “Also removed 12 cards and 1 link.”, where an edit removed more than it named.
fn also_removed(edit: &Edit, changes: &ChangeSet) -> Option<Notice> {
    let named: BTreeSet<&str> = match edit {
        Edit::Remove { ids } => ids.iter().map(String::as_str).collect(),
        _ => return None,
    };
    let mut counts: BTreeMap<RecordKind, usize> = BTreeMap::new();
    for record in changes.removed.iter().filter(|r| !named.contains(r.id())) {
        *counts.entry(record.kind()).or_default() += 1;
    }
    // The steps and scores of a removed stage or lane are parts of it; nobody misses them by name.
    let told: Vec<String> = [(RecordKind::Card, "card", "cards"), (RecordKind::Link, "link", "links")]
        .into_iter()
        .filter_map(|(kind, one, many)| match counts.get(&kind) {
            None => None,
            Some(1) => Some(format!("1 {one}")),
            Some(count) => Some(format!("{count} {many}")),
        })
        .collect();
    (!told.is_empty()).then(|| Notice {
        kind: NoticeKind::AlsoRemoved,
        text: format!("Also removed {}.", told.join(" and ")),
    })
}
