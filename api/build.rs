//! The pages are embedded from `frontend/dist`; a checkout that has not built them yet still
//! compiles, and says at run time what is missing.

use std::{fs, path::Path};

fn main() {
    let dist = Path::new("../frontend/dist");
    if let Err(error) = fs::create_dir_all(dist) {
        println!("cargo::warning={} can't be made: {error}", dist.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
}
