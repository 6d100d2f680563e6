//! The native menu bar. The page describes it, so that labels, keys and what can be chosen have one home;
//! here it becomes the platform's, and a choice goes back as the id of the action.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Manager, Wry};
use tauri_specta::Event;

use crate::ipc::state::lock;

/// A part of the menu bar, as the page describes it.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum MenuPart {
    /// Something to choose; `id` is an action's.
    Item {
        id: String,
        label: String,
        /// As actions write keys, such as `Mod+Shift+Z`.
        keys: Option<String>,
        enabled: bool,
        /// Whether it is ticked; `None` for what is never ticked.
        checked: Option<bool>,
    },
    Separator,
    Menu {
        label: String,
        parts: Vec<MenuPart>,
    },
}

/// What became of one item.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct MenuChange {
    pub id: String,
    /// A new label; `None` leaves the old one.
    pub label: Option<String>,
    pub enabled: bool,
    pub checked: Option<bool>,
}

/// Sent when an item of the menu is chosen.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub struct MenuEvent {
    pub action: String,
}

enum Item {
    Plain(MenuItem<Wry>),
    /// With what it was last told to be: platforms turn the tick themselves when it is chosen.
    Ticked(CheckMenuItem<Wry>, bool),
}

/// The menu bar that stands.
#[derive(Default)]
struct Bar {
    /// As the page described it.
    parts: Vec<MenuPart>,
    /// By the id of their action.
    items: BTreeMap<String, Item>,
    /// Menus inside of menus, by their place: the numbers of the parts that lead to them.
    submenus: BTreeMap<Vec<usize>, Submenu<Wry>>,
}

/// The menu bar of the window, once the page has described it.
#[derive(Default)]
pub struct MenuBar {
    bar: Mutex<Bar>,
    stands: Condvar,
}

impl MenuBar {
    /// Waits for the first menu bar, at most `patience`: a window that gets it after it is shown jumps.
    pub fn wait(&self, patience: Duration) {
        // Whether it came or not, the window is shown next.
        let _ = self
            .stands
            .wait_timeout_while(lock(&self.bar), patience, |bar| bar.parts.is_empty());
    }
}

/// Puts the menu bar up. Where only submenus have other parts than before, such as the recent maps,
/// those alone are filled anew: a whole new bar would flicker.
///
/// # Errors
/// The platform refuses the menu.
pub fn set(app: &AppHandle, parts: Vec<MenuPart>) -> tauri::Result<()> {
    let Some(standing) = app.try_state::<MenuBar>() else {
        return Ok(());
    };
    #[cfg(target_os = "macos")]
    let (own, parts) = macos::split(&parts);
    // Not held while menus are made: that waits for the main thread, which may be waiting for it.
    let mut bar = std::mem::take(&mut *lock(&standing.bar));
    match refilled(&bar.parts, &parts) {
        Some(places) => {
            for place in places {
                refill(app, &mut bar, &parts, &place)?;
            }
        }
        None => {
            bar = Bar::default();
            let menu = Menu::new(app)?;
            #[cfg(target_os = "macos")]
            menu.append(&macos::app_menu(app, &own, &mut bar)?)?;
            build(app, &menu, &parts, &mut bar)?;
            app.set_menu(menu)?;
        }
    }
    let changes = changes(&parts);
    bar.parts = parts;
    *lock(&standing.bar) = bar;
    standing.stands.notify_all();
    change(app, changes)
}

/// What every item of a menu bar is to say.
fn changes(parts: &[MenuPart]) -> Vec<MenuChange> {
    let of_part = |part: &MenuPart| match part {
        MenuPart::Separator => Vec::new(),
        MenuPart::Menu { parts, .. } => changes(parts),
        MenuPart::Item {
            id,
            label,
            enabled,
            checked,
            ..
        } => vec![MenuChange {
            id: id.clone(),
            label: Some(label.clone()),
            enabled: *enabled,
            checked: *checked,
        }],
    };
    parts.iter().flat_map(of_part).collect()
}

/// The places of the submenus that have to be filled anew to make `old` out of `new`; `None` where that
/// is not enough.
fn refilled(old: &[MenuPart], new: &[MenuPart]) -> Option<Vec<Vec<usize>>> {
    if old.len() != new.len() {
        return None;
    }
    let mut places = Vec::new();
    for (number, pair) in old.iter().zip(new).enumerate() {
        match pair {
            (
                MenuPart::Menu {
                    label: old_label,
                    parts: old,
                },
                MenuPart::Menu { label, parts: new },
            ) if old_label == label => match refilled(old, new) {
                Some(inner) => places.extend(inner.into_iter().map(|mut place| {
                    place.insert(0, number);
                    place
                })),
                None => places.push(vec![number]),
            },
            // What an item says and whether it can be chosen are changes, not another menu.
            (
                MenuPart::Item {
                    id: old,
                    keys: old_keys,
                    ..
                },
                MenuPart::Item { id, keys, .. },
            ) if (old, old_keys) == (id, keys) => {}
            (MenuPart::Separator, MenuPart::Separator) => {}
            _ => return None,
        }
    }
    Some(places)
}

fn refill(app: &AppHandle, bar: &mut Bar, parts: &[MenuPart], place: &[usize]) -> tauri::Result<()> {
    let (Some(submenu), Some(parts)) = (bar.submenus.get(place).cloned(), parts_at(parts, place)) else {
        return Ok(());
    };
    for item in submenu.items()? {
        submenu.remove_at(0)?;
        bar.items.remove(item.id().as_ref());
    }
    fill(app, &submenu, parts, place, bar)
}

fn parts_at<'a>(parts: &'a [MenuPart], place: &[usize]) -> Option<&'a [MenuPart]> {
    let Some((first, rest)) = place.split_first() else {
        return Some(parts);
    };
    match parts.get(*first)? {
        MenuPart::Menu { parts, .. } => parts_at(parts, rest),
        _ => None,
    }
}

fn build(app: &AppHandle, menu: &Menu<Wry>, parts: &[MenuPart], bar: &mut Bar) -> tauri::Result<()> {
    let labels = top_labels(parts.iter().map(|part| match part {
        MenuPart::Menu { label, .. } => label.as_str(),
        _ => "",
    }));
    for (number, (part, label)) in parts.iter().zip(labels).enumerate() {
        if let MenuPart::Menu { parts, .. } = part {
            menu.append(&filled(app, label, parts, &[number], bar)?)?;
        }
    }
    Ok(())
}

/// A submenu at a place, with its parts.
fn filled(
    app: &AppHandle,
    label: String,
    parts: &[MenuPart],
    place: &[usize],
    bar: &mut Bar,
) -> tauri::Result<Submenu<Wry>> {
    let submenu = Submenu::new(app, label, true)?;
    bar.submenus.insert(place.to_vec(), submenu.clone());
    fill(app, &submenu, parts, place, bar)?;
    Ok(submenu)
}

fn fill(
    app: &AppHandle,
    submenu: &Submenu<Wry>,
    parts: &[MenuPart],
    place: &[usize],
    bar: &mut Bar,
) -> tauri::Result<()> {
    for (number, part) in parts.iter().enumerate() {
        submenu.append(&*built(app, part, &[place, &[number]].concat(), bar)?)?;
    }
    Ok(())
}

/// Makes changes to items that stand in the menu; others are passed over.
///
/// # Errors
/// The platform refuses a change.
pub fn change(app: &AppHandle, changes: Vec<MenuChange>) -> tauri::Result<()> {
    let handle = app.clone();
    // In one go on the main thread, where menus live: each call from elsewhere would wait for its turn.
    app.run_on_main_thread(move || {
        let Some(standing) = handle.try_state::<MenuBar>() else {
            return;
        };
        let items = &mut lock(&standing.bar).items;
        for change in changes {
            // An item that refuses stays as it was; the action itself asks again whether it may run.
            let _ = items.get_mut(&change.id).map(|item| changed(item, &change));
        }
    })
}

fn changed(item: &mut Item, change: &MenuChange) -> tauri::Result<()> {
    match item {
        Item::Plain(item) => {
            item.set_enabled(change.enabled)?;
            if let Some(label) = &change.label {
                item.set_text(plain(label))?;
            }
        }
        Item::Ticked(item, ticked) => {
            item.set_enabled(change.enabled)?;
            if let Some(label) = &change.label {
                item.set_text(plain(label))?;
            }
            *ticked = change.checked.unwrap_or(false);
            item.set_checked(*ticked)?;
        }
    }
    Ok(())
}

/// An item was chosen: tells the page which.
pub fn chosen(app: &AppHandle, action: &str) {
    if let Some(standing) = app.try_state::<MenuBar>()
        && let Some(Item::Ticked(item, ticked)) = lock(&standing.bar).items.get(action)
    {
        let _ = item.set_checked(*ticked);
    }
    // Without a page there is nobody who could do it.
    let _ = MenuEvent { action: action.into() }.emit(app);
}

fn built(app: &AppHandle, part: &MenuPart, place: &[usize], bar: &mut Bar) -> tauri::Result<Box<dyn IsMenuItem<Wry>>> {
    Ok(match part {
        MenuPart::Separator => Box::new(PredefinedMenuItem::separator(app)?),
        MenuPart::Menu { label, parts } => Box::new(filled(app, plain(label), parts, place, bar)?),
        MenuPart::Item {
            id,
            label,
            keys,
            enabled,
            checked,
        } => {
            let keys = keys.as_deref().and_then(accelerator);
            let keys = keys.as_deref();
            match checked {
                None => {
                    // Keys that the platform cannot show still work: the page hears them.
                    let item = MenuItem::with_id(app, id, plain(label), *enabled, keys)
                        .or_else(|_| MenuItem::with_id(app, id, plain(label), *enabled, None::<&str>))?;
                    bar.items.insert(id.clone(), Item::Plain(item.clone()));
                    Box::new(item)
                }
                Some(ticked) => {
                    let item = CheckMenuItem::with_id(app, id, plain(label), *enabled, *ticked, keys)
                        .or_else(|_| CheckMenuItem::with_id(app, id, plain(label), *enabled, *ticked, None::<&str>))?;
                    bar.items.insert(id.clone(), Item::Ticked(item.clone(), *ticked));
                    Box::new(item)
                }
            }
        }
    })
}

/// A label whose every sign stands for itself: `&` marks the letter that chooses an item.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}

/// The labels of the menu bar, each with a letter of its own that opens it together with Alt.
fn top_labels<'a>(labels: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = Vec::new();
    labels
        .map(|label| {
            let free = label
                .char_indices()
                .find(|(_, c)| c.is_ascii_alphabetic() && !taken.contains(&c.to_ascii_lowercase()));
            let Some((at, letter)) = free else {
                return plain(label);
            };
            taken.push(letter.to_ascii_lowercase());
            format!("{}&{}", plain(&label[..at]), plain(&label[at..]))
        })
        .collect()
}

/// The platform's form of an action's keys; `None` for keys that it must not take.
///
/// On Linux the page hears every key first (see `window::linux`), so that all of them may stand in the
/// menu. Elsewhere the menu comes first: letters without a modifier would be lost to text fields, and on
/// Windows so would copy, paste and their like.
fn accelerator(keys: &str) -> Option<String> {
    let (modifiers, key) = match keys.strip_suffix("++") {
        Some(modifiers) => (modifiers, "+"),
        None => keys.rsplit_once('+').unwrap_or(("", keys)),
    };
    let bare = !modifiers.split('+').any(|name| matches!(name, "Mod" | "Ctrl" | "Alt"));
    let function_key = key.len() > 1 && key.starts_with('F') && key[1..].chars().all(|c| c.is_ascii_digit());
    if !cfg!(target_os = "linux") && bare && !function_key {
        return None;
    }
    if cfg!(windows) && modifiers == "Mod" && ["A", "C", "V", "X", "Y", "Z"].contains(&key) {
        return None;
    }
    // Signs that a layout may have on a shifted key are named by the key of an English keyboard.
    let key = match key {
        "?" => return Some(joined(modifiers, "Shift+Slash")),
        "+" => "Equal",
        " " => "Space",
        key => key,
    };
    Some(joined(modifiers, key))
}

fn joined(modifiers: &str, key: &str) -> String {
    let mut all: Vec<&str> = modifiers
        .split('+')
        .filter(|name| !name.is_empty())
        .map(|name| if name == "Mod" { "CmdOrCtrl" } else { name })
        .collect();
    all.push(key);
    all.join("+")
}

/// The menu that every Mac app has under its own name.
#[cfg(target_os = "macos")]
mod macos {
    use super::*;

    /// The actions whose place on a Mac is the app's own menu.
    const OWN: [&str; 3] = ["about", "preferences", "quit"];

    /// Takes the app's own items out of where other platforms have them.
    pub fn split(parts: &[MenuPart]) -> (BTreeMap<String, MenuPart>, Vec<MenuPart>) {
        let mut own = BTreeMap::new();
        let rest = without(parts, &mut own);
        (own, rest)
    }

    fn without(parts: &[MenuPart], own: &mut BTreeMap<String, MenuPart>) -> Vec<MenuPart> {
        let mut rest: Vec<MenuPart> = Vec::new();
        for part in parts {
            match part {
                MenuPart::Item { id, .. } if OWN.contains(&id.as_str()) => {
                    own.insert(id.clone(), part.clone());
                }
                MenuPart::Menu { label, parts } => rest.push(MenuPart::Menu {
                    label: label.clone(),
                    parts: without(parts, own),
                }),
                // No line at the top, and none below another.
                MenuPart::Separator if matches!(rest.last(), None | Some(MenuPart::Separator)) => {}
                other => rest.push(other.clone()),
            }
        }
        if matches!(rest.last(), Some(MenuPart::Separator)) {
            rest.pop();
        }
        rest
    }

    pub fn app_menu(app: &AppHandle, own: &BTreeMap<String, MenuPart>, bar: &mut Bar) -> tauri::Result<Submenu<Wry>> {
        let menu = Submenu::new(app, &app.package_info().name, true)?;
        let separator = || PredefinedMenuItem::separator(app);
        for id in ["about", "preferences"] {
            if let Some(part) = own.get(id) {
                menu.append(&*built(app, part, &[], bar)?)?;
                menu.append(&separator()?)?;
            }
        }
        menu.append(&PredefinedMenuItem::services(app, None)?)?;
        menu.append(&separator()?)?;
        menu.append(&PredefinedMenuItem::hide(app, None)?)?;
        menu.append(&PredefinedMenuItem::hide_others(app, None)?)?;
        menu.append(&PredefinedMenuItem::show_all(app, None)?)?;
        menu.append(&separator()?)?;
        match own.get("quit") {
            Some(part) => menu.append(&*built(app, part, &[], bar)?)?,
            None => menu.append(&PredefinedMenuItem::quit(app, None)?)?,
        }
        Ok(menu)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_as_the_platform_writes_them() {
        assert_eq!(accelerator("Mod+Shift+Z").as_deref(), Some("CmdOrCtrl+Shift+Z"));
        assert_eq!(accelerator("Mod++").as_deref(), Some("CmdOrCtrl+Equal"));
        assert_eq!(accelerator("Mod+=").as_deref(), Some("CmdOrCtrl+="));
        assert_eq!(accelerator("F11").as_deref(), Some("F11"));
        assert_eq!(accelerator("Alt+ArrowUp").as_deref(), Some("Alt+ArrowUp"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn every_key_may_stand_in_a_menu_that_comes_second() {
        assert_eq!(accelerator("Delete").as_deref(), Some("Delete"));
        assert_eq!(accelerator("?").as_deref(), Some("Shift+Slash"));
        assert_eq!(accelerator("Mod+C").as_deref(), Some("CmdOrCtrl+C"));
    }

    #[test]
    #[cfg(not(target_os = "linux"))]
    fn a_menu_that_comes_first_leaves_letters_to_text_fields() {
        assert_eq!(accelerator("L"), None);
        assert_eq!(accelerator("Shift+A"), None);
        assert_eq!(accelerator("Delete"), None);
    }

    #[test]
    fn only_menus_with_other_parts_are_filled_anew() {
        let item = |id: &str| MenuPart::Item {
            id: id.into(),
            label: id.into(),
            keys: None,
            enabled: true,
            checked: None,
        };
        let disabled = MenuPart::Item {
            id: "undo".into(),
            label: "Undo typing".into(),
            keys: None,
            enabled: false,
            checked: None,
        };
        let menu = |label: &str, parts: Vec<MenuPart>| MenuPart::Menu {
            label: label.into(),
            parts,
        };
        let bar = |recent: Vec<MenuPart>, edit: Vec<MenuPart>| {
            vec![
                menu("File", vec![item("new"), menu("Open recent", recent), item("quit")]),
                menu("Edit", edit),
            ]
        };
        let old = bar(vec![item("a")], vec![item("undo")]);
        let places = |new: &[MenuPart]| refilled(&old, new);
        assert_eq!(places(&old), Some(vec![]));
        assert_eq!(places(&bar(vec![item("a")], vec![disabled])), Some(vec![]));
        assert_eq!(
            places(&bar(vec![item("b"), item("a")], vec![item("undo")])),
            Some(vec![vec![0, 1]])
        );
        assert_eq!(
            places(&bar(vec![], vec![MenuPart::Separator])),
            Some(vec![vec![0, 1], vec![1]])
        );
        assert_eq!(places(&[menu("File", vec![])]), None);
        assert_eq!(places(&[menu("Datei", vec![]), menu("Edit", vec![])]), None);
    }

    #[test]
    fn each_menu_gets_a_letter_of_its_own() {
        let labels = top_labels(["File", "Edit", "Format", "View", "ff", "Q&A", ""].into_iter());
        assert_eq!(labels, ["&File", "&Edit", "F&ormat", "&View", "ff", "&Q&&A", ""]);
    }

    #[test]
    fn the_description_of_the_page_is_understood() {
        let parts: Vec<MenuPart> = serde_json::from_str(
            r#"[{"kind":"menu","label":"File","parts":[
                {"kind":"item","id":"new","label":"New map","keys":"Mod+N","enabled":true,"checked":null},
                {"kind":"separator"},
                {"kind":"menu","label":"Open recent","parts":[]}]}]"#,
        )
        .unwrap();
        let [MenuPart::Menu { parts, .. }] = &parts[..] else {
            panic!("{parts:?}");
        };
        assert!(matches!(&parts[0], MenuPart::Item { id, checked: None, .. } if id == "new"));
        assert!(matches!(parts[1], MenuPart::Separator));
    }
}
