//! The shells of Waymark: the window (Tauri) and the command line, over the same session, library and
//! painters. The only code that knows Tauri.

pub mod cli;
mod export;
mod ids;
mod ipc;
mod map_file;
mod open_map;
mod window;
