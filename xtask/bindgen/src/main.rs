//! `giano-bindgen WASM FOLDER`: binds the app's wasm to JavaScript, into a folder.
//!
//! It is what the command `wasm-bindgen --target web` does, by the same library, without compiling that command's other
//! programs and their way to the network.

use anyhow::{Context, Result, bail};
use std::env;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [wasm, folder] = arguments.as_slice() else { bail!("usage: giano-bindgen WASM FOLDER") };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.typescript(false);
    bindgen.generate(folder).with_context(|| format!("binding {wasm}"))
}
