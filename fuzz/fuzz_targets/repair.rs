//! What `bodies/repair.rs` says, by the fuzzer.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../bodies/repair.rs"]
mod body;

fuzz_target!(|bytes: &[u8]| body::read(bytes));
