//! Random ids for new records; the core knows no randomness.

use journey_model::IdSource;

/// Twelve characters of `a-z 2-7` (60 bits) from the system's random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn next_suffix(&mut self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        // fastrand is seeded from the system once a thread; ids must be unlikely to collide, not secret.
        (0..12).map(|_| char::from(ALPHABET[fastrand::usize(..32)])).collect()
    }
}
