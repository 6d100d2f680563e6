//! What the two shells of Waymark share, and the one of them that needs no display: the command line.
//!
//! It knows files, the clock and the library, but no window. So `waymark export` starts without the
//! system's web view, which alone takes the loader longer than a map takes to be drawn.

pub mod bring_in;
pub mod cli;
pub mod export;
pub mod hand_over;
pub mod ids;
pub mod map_entry;
pub mod map_file;
pub mod open_map;
pub mod picture_file;
