//! Writing: a map in the formats of other programs.
