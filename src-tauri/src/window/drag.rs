//! Files that are dragged over the window from the desktop.

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, DragDropEvent, PhysicalPosition};
use tauri_specta::Event;

/// What a drag of files does; `x` and `y` in CSS px of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum FileDrag {
    Over { x: f32, y: f32, files: u32 },
    Left,
    Dropped { x: f32, y: f32, paths: Vec<String> },
}

/// Sent while files are dragged over the window, and when they are dropped on it.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub struct FileDragEvent {
    pub drag: FileDrag,
}

/// Follows one drag after the other: the platform tells how many files there are only at the start.
#[derive(Debug, Default)]
pub struct Drags {
    files: u32,
    last: Option<FileDrag>,
}

impl Drags {
    /// What to tell the page of an event, with px of the platform `per_css_px`; `None` where it knows.
    fn heard(&mut self, event: &DragDropEvent, per_css_px: f64) -> Option<FileDrag> {
        let at = |position: &PhysicalPosition<f64>| {
            (
                (position.x / per_css_px).round() as f32,
                (position.y / per_css_px).round() as f32,
            )
        };
        let drag = match event {
            DragDropEvent::Enter { paths, position } => {
                self.files = u32::try_from(paths.len()).unwrap_or(u32::MAX);
                let (x, y) = at(position);
                FileDrag::Over {
                    x,
                    y,
                    files: self.files,
                }
            }
            DragDropEvent::Over { position } => {
                let (x, y) = at(position);
                FileDrag::Over {
                    x,
                    y,
                    files: self.files,
                }
            }
            DragDropEvent::Drop { paths, position } => {
                let (x, y) = at(position);
                let paths = paths.iter().map(|path| path.display().to_string()).collect();
                FileDrag::Dropped { x, y, paths }
            }
            _ => FileDrag::Left,
        };
        // What is dragged but no file (text, a link) is the page's own business.
        if self.files == 0 && !matches!(drag, FileDrag::Dropped { .. }) {
            return None;
        }
        if matches!(drag, FileDrag::Left | FileDrag::Dropped { .. }) {
            self.files = 0;
        }
        (self.last.as_ref() != Some(&drag)).then(|| {
            self.last = Some(drag.clone());
            drag
        })
    }

    /// Tells the page of an event.
    pub fn follow(&mut self, app: &AppHandle, event: &DragDropEvent, scale_factor: f64) {
        // Windows counts in device px, the others in those of the desktop, which are the page's.
        let per_css_px = if cfg!(windows) { scale_factor } else { 1.0 };
        if let Some(drag) = self.heard(event, per_css_px) {
            let _ = FileDragEvent { drag }.emit(app);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn at(x: f64, y: f64) -> PhysicalPosition<f64> {
        PhysicalPosition::new(x, y)
    }

    #[test]
    fn a_drag_from_its_start_to_the_drop() {
        let mut drags = Drags::default();
        let paths: Vec<PathBuf> = vec!["/maps/a.waymark.json".into(), "/maps/b c.png".into()];
        let enter = DragDropEvent::Enter {
            paths: paths.clone(),
            position: at(200.0, 100.0),
        };
        let over = FileDrag::Over {
            x: 100.0,
            y: 50.0,
            files: 2,
        };
        assert_eq!(drags.heard(&enter, 2.0), Some(over));
        let same = DragDropEvent::Over {
            position: at(200.0, 100.0),
        };
        assert_eq!(drags.heard(&same, 2.0), None);
        let drop = DragDropEvent::Drop {
            paths,
            position: at(210.0, 100.0),
        };
        let expected = FileDrag::Dropped {
            x: 105.0,
            y: 50.0,
            paths: vec!["/maps/a.waymark.json".into(), "/maps/b c.png".into()],
        };
        assert_eq!(drags.heard(&drop, 2.0), Some(expected));
    }

    #[test]
    fn a_drag_that_leaves_is_told_once_and_one_without_files_never() {
        let mut drags = Drags::default();
        let text = DragDropEvent::Enter {
            paths: Vec::new(),
            position: at(1.0, 1.0),
        };
        assert_eq!(drags.heard(&text, 1.0), None);
        assert_eq!(drags.heard(&DragDropEvent::Leave, 1.0), None);
        let enter = DragDropEvent::Enter {
            paths: vec!["/a.json".into()],
            position: at(1.0, 1.0),
        };
        assert!(drags.heard(&enter, 1.0).is_some());
        assert_eq!(drags.heard(&DragDropEvent::Leave, 1.0), Some(FileDrag::Left));
        assert_eq!(drags.heard(&DragDropEvent::Leave, 1.0), None);
    }
}
