//! The window of Waymark (Tauri), over the same session, library and painters as the command line. The
//! only code that knows Tauri.

mod export_job;
mod export_preview;
mod ipc;
mod menu;
mod page_picture;
mod preferences;
pub mod window;
