//! The shells of Waymark: the window (Tauri) and the command line, over the same session, library and
//! painters. The only code that knows Tauri.

mod bring_in;
pub mod cli;
mod export;
mod export_job;
mod export_preview;
mod ids;
mod ipc;
mod map_file;
mod menu;
mod open_map;
mod page_picture;
mod picture_file;
mod preferences;
mod window;
