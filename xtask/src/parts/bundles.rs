//! Puts the pieces that the wasm was cut into into few files.
//!
//! What several parts share is cut into a piece for each set of parts: a page of the shop would ask for some fifty files,
//! each compressed by itself. Here all pieces of a part are one file, and those that most parts need are another; the
//! loader that the cutting wrote is changed to take its pieces out of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::failure::{Doing, Failure, Outcome};

/// The bundle of what most parts need.
const COMMON: &str = "common";

/// The pieces of each part, as the loader says:
/// `export const __wasm_split_load_PART = … "./split_PART.wasm" … [__chunk_1, __chunk_2]));`.
fn pieces_of_parts(loader: &str) -> BTreeMap<String, Vec<String>> {
    let mut parts = BTreeMap::new();
    for export in loader.split("export const __wasm_split_load_").skip(1) {
        let statement = export.split_once("]));").map_or(export, |(statement, _)| statement);
        let name = statement.split_whitespace().next().unwrap_or_default();
        let own = statement.split('"').find_map(|text| text.strip_prefix("./")?.strip_suffix(".wasm"));
        let shared = statement.rsplit_once('[').map_or("", |(_, list)| list).split(", ");
        let shared = shared.filter_map(|piece| piece.trim().strip_prefix("__"));
        parts.insert(name.to_owned(), own.into_iter().chain(shared).map(str::to_owned).collect());
    }
    parts
}

/// Which pieces are in which bundle: the common one, and one for each part.
fn bundles_of(parts: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for piece in parts.values().flatten() {
        *used.entry(piece).or_default() += 1;
    }
    // In most parts: two thirds of them. With fewer a first visit loads too much, with more the second page does.
    let most = |piece: &str| used.get(piece).is_some_and(|count| count * 3 >= parts.len() * 2);
    let common: BTreeSet<&String> = parts.values().flatten().filter(|piece| most(piece)).collect();
    let own = parts
        .iter()
        .map(|(part, pieces)| (part.clone(), pieces.iter().filter(|piece| !most(piece)).cloned().collect::<Vec<_>>()));
    own.chain([(COMMON.to_owned(), common.into_iter().cloned().collect())]).collect()
}

/// Bundles the pieces in a folder, changes its loader, and answers with the names of the files of each part.
pub fn bundle(folder: &Path) -> Outcome<BTreeMap<String, Vec<String>>> {
    let loader = folder.join("__wasm_split.js");
    let text = fs::read_to_string(&loader).doing("reading the loader of the parts")?;
    let parts = pieces_of_parts(&text);
    let bundles = bundles_of(&parts);
    // Where each piece is: bundle, first byte, length.
    let mut places: BTreeMap<&str, Vec<(&str, usize, usize)>> = BTreeMap::new();
    for (name, pieces) in &bundles {
        let mut all = Vec::new();
        for piece in pieces {
            let file = folder.join(format!("{piece}.wasm"));
            let bytes = fs::read(&file).doing(file.display())?;
            places.entry(piece).or_default().push((name, all.len(), bytes.len()));
            all.extend(bytes);
        }
        fs::write(folder.join(file_of(name)), all).doing(name)?;
    }
    for piece in parts.values().flatten().collect::<BTreeSet<_>>() {
        fs::remove_file(folder.join(format!("{piece}.wasm"))).doing(piece)?;
    }
    let places = serde_json::to_string(&places).doing("writing down where the pieces are")?;
    fs::write(&loader, out_of_bundles(&text, &places)?).doing("changing the loader of the parts")?;
    Ok(parts.into_keys().map(|part| (part.clone(), vec![file_of(COMMON), file_of(&part)])).collect())
}

fn file_of(bundle: &str) -> String {
    format!("{bundle}.bin")
}

/// The loader, with its pieces out of bundles. A bundle that did not arrive is asked for again the next time.
fn out_of_bundles(loader: &str, places: &str) -> Outcome<String> {
    const TAKES: &str = r#"
const bundles = new Map();
function bundle(name) {
    if (!bundles.has(name)) {
        const all = fetch(new URL(`./${name}.bin`, import.meta.url)).then((answer) => {
            if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
            return answer.arrayBuffer();
        });
        all.catch(() => bundles.delete(name));
        bundles.set(name, all);
    }
    return bundles.get(name);
}
function piece(name) {
    const [from, start, length] = PLACES[name].find(([from]) => bundles.has(from)) ?? PLACES[name][0];
    const taken = bundle(from).then((all) => new Uint8Array(all, start, length));
    // Whoever waits for it is told; nobody does where another piece failed before.
    taken.catch(() => {});
    return taken;
}
function outOf(part, load) {
    return () => {
        bundle("common").catch(() => {});
        bundle(part).catch(() => {});
        return load();
    };
}
"#;
    let mut out = String::with_capacity(loader.len() + TAKES.len() + places.len());
    let (imports, rest) = loader.split_once('\n').ok_or_else(|| Failure::new("the loader of the parts is one line"))?;
    out += imports;
    out += &format!("\nconst PLACES = {places};{TAKES}");
    let mut rest = rest
        .replace("WebAssembly.instantiateStreaming(src, imports)", "WebAssembly.instantiate(await src, imports)")
        .replace(".wasm\", import.meta.url))", "\")")
        .replace("fetch(new URL(\"./", "piece(\"");
    for name in pieces_of_parts(loader).into_keys() {
        let before = format!("__wasm_split_load_{name} = wrapAsyncCb(makeLoad(");
        rest =
            rest.replacen(&before, &format!("__wasm_split_load_{name} = wrapAsyncCb(outOf(\"{name}\", makeLoad("), 1);
    }
    // Each part's statement is the only kind that ends in three brackets.
    rest = rest.replace("]));", "])));");
    if rest.contains("fetch(") || rest.contains("Streaming") {
        return Err(Failure::new("the loader of the parts is not as expected: was wasm-split-cli changed?"));
    }
    Ok(out + &rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"import { initSync } from "./giano-app.js";
/* lists, alone */
const __chunk_7 = makeLoad(() => {
    const src = fetch(new URL("./chunk_7.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []);
export const __wasm_split_load_lists = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_lists.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, [__chunk_7, __chunk_12]));
export const __wasm_split_load_alone = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_alone.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, [__chunk_7]));
export const __wasm_split_load_empty = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_empty.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []));
"#;

    #[test]
    fn what_most_parts_need_is_in_a_bundle_of_its_own() {
        let parts = pieces_of_parts(LOADER);
        assert_eq!(parts["lists"], ["split_lists", "chunk_7", "chunk_12"]);
        assert_eq!(parts["empty"], ["split_empty"]);
        let bundles = bundles_of(&parts);
        assert_eq!(bundles[COMMON], ["chunk_7"]);
        assert_eq!(bundles["lists"], ["split_lists", "chunk_12"]);
        assert_eq!(bundles["alone"], ["split_alone"]);
    }

    #[test]
    fn the_loader_takes_its_pieces_out_of_bundles() -> Outcome {
        let changed = out_of_bundles(LOADER, "{}")?;
        assert!(changed.contains(r#"const src = piece("chunk_7");"#), "{changed}");
        assert!(changed.contains(r#"__wasm_split_load_lists = wrapAsyncCb(outOf("lists", makeLoad("#), "{changed}");
        assert!(changed.contains(", [__chunk_7, __chunk_12])));"), "{changed}");
        assert!(changed.contains(", [])));"), "{changed}");
        assert!(changed.contains(", []);\nexport"), "{changed}");
        assert_eq!(changed.matches('(').count(), changed.matches(')').count());
        assert!(out_of_bundles("import x\nfetch(other)", "{}").is_err());
        Ok(())
    }
}
