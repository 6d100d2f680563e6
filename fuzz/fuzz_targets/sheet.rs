#![no_main]

use journey_tests::fuzz::target;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = target("sheet") {
        (target.read_one)(bytes);
    }
});
