#![no_main]

use journey_tests::fuzz::under_libfuzzer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| under_libfuzzer("pdf", bytes));
