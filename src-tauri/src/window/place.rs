//! Where the window stands: kept in the library when it closes, taken up at the next start.

use journey_store::Library;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, LogicalPosition, LogicalSize, Manager, Monitor, WebviewWindow};

use super::MAIN;
use crate::ipc::state::{AppState, lock};

/// The setting's name in the library.
const SETTING: &str = "window";

/// The least that is left of a window on a screen, in px: enough of its title bar to take hold of it.
const GRIP: f64 = 80.0;

/// Size, place and state of the window; logical px.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    width: f64,
    height: f64,
    /// The top left corner among all screens; `None` where the platform does not tell.
    #[serde(default)]
    at: Option<(f64, f64)>,
    #[serde(default)]
    maximised: bool,
}

/// A screen, in logical px.
#[derive(Clone, Copy, Debug)]
struct Screen {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let scale = monitor.scale_factor();
        let area = monitor.work_area();
        let (position, size) = (
            area.position.to_logical::<f64>(scale),
            area.size.to_logical::<f64>(scale),
        );
        Self {
            x: position.x,
            y: position.y,
            width: size.width,
            height: size.height,
        }
    }
}

impl Place {
    /// What the library keeps; `None` at the first start, or where it cannot be read.
    pub fn of(library: &Library) -> Option<Self> {
        let kept = library.setting(SETTING).ok().flatten()?;
        let place: Self = serde_json::from_str(&kept).ok()?;
        let sane = |side: f64| (1.0..=32_768.0).contains(&side);
        (sane(place.width) && sane(place.height)).then_some(place)
    }

    /// How the window stands now. A maximised one keeps the size that it goes back to, as far as `before`
    /// knows it; `None` for a window that cannot be asked, or is in full screen.
    pub fn now(window: &WebviewWindow, before: Option<Self>) -> Option<Self> {
        if window.is_fullscreen().ok()? || window.is_minimized().ok()? {
            return before;
        }
        let scale = window.scale_factor().ok()?;
        let maximised = window.is_maximized().ok()?;
        if let (true, Some(before)) = (maximised, before) {
            return Some(Self { maximised, ..before });
        }
        let size = window.inner_size().ok()?.to_logical::<f64>(scale);
        let at = window.outer_position().ok().map(|at| at.to_logical::<f64>(scale));
        Some(Self {
            width: size.width,
            height: size.height,
            // Wayland tells no place and says that it is 0, 0.
            at: at.map(|at| (at.x, at.y)).filter(|at| *at != (0.0, 0.0)),
            maximised,
        })
    }

    /// Keeps it for the next start. Losing it costs nothing but comfort.
    pub fn keep(&self, library: &Library) {
        if let Ok(json) = serde_json::to_string(self) {
            let _ = library.set_setting(SETTING, Some(&json));
        }
    }

    /// Puts a window that is not shown yet there, as far as the screens of today allow.
    pub fn take_up(&self, window: &WebviewWindow) {
        let screens: Vec<Screen> = window
            .available_monitors()
            .unwrap_or_default()
            .iter()
            .map(Into::into)
            .collect();
        let place = self.within(&screens);
        // A window that stands elsewhere is still a window.
        let _ = window.set_size(LogicalSize::new(place.width, place.height));
        if let Some((x, y)) = place.at {
            let _ = window.set_position(LogicalPosition::new(x, y));
        }
        if place.maximised {
            let _ = window.maximize();
        }
    }

    /// The place with no more than a screen can show, and without a corner that no screen has any more.
    fn within(self, screens: &[Screen]) -> Self {
        let holds = |screen: &&Screen, (x, y): (f64, f64)| {
            let reach = (x + self.width).min(screen.x + screen.width) - x.max(screen.x);
            // The title bar is at the top, so the top must be on the screen.
            reach >= GRIP && y >= screen.y - 1.0 && y <= screen.y + screen.height - GRIP
        };
        let home = self.at.and_then(|at| screens.iter().find(|screen| holds(screen, at)));
        let Some(limit) = home.or(screens.first()) else {
            return self;
        };
        Self {
            width: self.width.min(limit.width),
            height: self.height.min(limit.height),
            at: self.at.filter(|_| home.is_some()),
            maximised: self.maximised,
        }
    }
}

/// The window was moved or resized, or became another in some other way.
pub fn follow(app: &AppHandle) {
    if let (Some(window), Some(state)) = (app.get_webview_window(MAIN), app.try_state::<AppState>()) {
        let mut place = lock(&state.place);
        *place = Place::now(&window, *place);
    }
}

/// Keeps the window's place for the next start.
pub fn keep(app: &AppHandle) {
    follow(app);
    if let Some(state) = app.try_state::<AppState>() {
        let place = *lock(&state.place);
        if let Some(place) = place {
            place.keep(state.library());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAPTOP: Screen = Screen {
        x: 0.0,
        y: 0.0,
        width: 1280.0,
        height: 800.0,
    };
    const BESIDE: Screen = Screen {
        x: 1280.0,
        y: -200.0,
        width: 1920.0,
        height: 1080.0,
    };

    fn place(width: f64, height: f64, at: (f64, f64)) -> Place {
        Place {
            width,
            height,
            at: Some(at),
            maximised: false,
        }
    }

    #[test]
    fn a_place_on_a_screen_is_kept() {
        let kept = place(1000.0, 700.0, (1400.0, -150.0));
        assert_eq!(kept.within(&[LAPTOP, BESIDE]), kept);
        let half_off = place(1000.0, 700.0, (-900.0, 10.0));
        assert_eq!(half_off.within(&[LAPTOP]), half_off);
    }

    #[test]
    fn a_place_on_a_screen_that_is_gone_is_left_to_the_desktop() {
        let gone = place(1900.0, 1000.0, (1400.0, -150.0)).within(&[LAPTOP]);
        assert_eq!(
            gone,
            Place {
                at: None,
                ..place(1280.0, 800.0, (0.0, 0.0))
            }
        );
        // A title bar above every screen cannot be taken hold of.
        assert_eq!(place(800.0, 600.0, (100.0, -50.0)).within(&[LAPTOP]).at, None);
        assert_eq!(place(800.0, 600.0, (1250.0, 50.0)).within(&[LAPTOP]).at, None);
    }

    #[test]
    fn what_is_kept_is_read_with_care() {
        let library = tempfile::tempdir().unwrap();
        let library = Library::open(&library.path().join("l.db")).unwrap();
        assert_eq!(Place::of(&library), None);
        let kept = Place {
            maximised: true,
            ..place(900.0, 650.0, (40.0, 30.0))
        };
        kept.keep(&library);
        assert_eq!(Place::of(&library), Some(kept));
        for broken in ["", "{\"width\":0,\"height\":10}", "{\"width\":1e9,\"height\":10}", "[]"] {
            library.set_setting(SETTING, Some(broken)).unwrap();
            assert_eq!(Place::of(&library), None, "{broken}");
        }
    }
}
