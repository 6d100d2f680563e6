//! What the tests over the core crates share: the fixture maps, and golden references.

pub mod fixtures;
pub mod golden;
