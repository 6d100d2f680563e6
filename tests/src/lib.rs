//! What the tests over the core crates share: the fixture maps, golden references, and readers for any
//! bytes.

pub mod fixtures;
pub mod fuzz;
pub mod golden;
pub mod readers;
