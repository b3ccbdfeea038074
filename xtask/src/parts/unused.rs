//! Takes out of the app's wasm what the linker cannot know to be unused: functions that only tables point to.
//!
//! An erased view of Leptos carries, for each view, code to take a page over piece by piece (`hydrate_async`) and out of
//! a template (`hydrate_from_template`). The app does neither: it takes a page over at once (`hydrate_body`). Each of
//! those functions becomes a trap, so that it weighs next to nothing, and a mistake is loud.

use std::{collections::HashSet, ops::Range};

use wasm_encoder::{CodeSection, Function, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::failure::{Doing, Outcome};

/// Parts of the names of functions that are never called.
const UNUSED: [&str; 2] = ["hydrate_async", "hydrate_from_template"];

/// The module with traps in the place of unused functions.
pub fn without_unused(wasm: &[u8]) -> Outcome<Vec<u8>> {
    let mut imported = 0_u32;
    let mut unused = HashSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.doing("reading the wasm")? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let ty = import.doing("reading an import")?.ty;
                    imported += u32::from(matches!(ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for name in names {
                        let Name::Function(functions) = name.doing("reading names")? else { continue };
                        for function in functions {
                            let function = function.doing("reading a name")?;
                            if UNUSED.iter().any(|part| function.name.contains(part)) {
                                unused.insert(function.index);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    rewritten(wasm, imported, &unused)
}

fn rewritten(wasm: &[u8], imported: u32, unused: &HashSet<u32>) -> Outcome<Vec<u8>> {
    let mut module = Module::new();
    let mut code = CodeSection::new();
    let mut left = 0;
    let mut index = imported;
    let bytes = |range: Range<u64>| {
        let place = |at: u64| usize::try_from(at).unwrap_or(wasm.len());
        wasm.get(place(range.start)..place(range.end)).unwrap_or_default()
    };
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.doing("reading the wasm")?;
        match &payload {
            Payload::CodeSectionStart { count, .. } => left = *count,
            Payload::CodeSectionEntry(body) => {
                if unused.contains(&index) {
                    let mut trap = Function::new([]);
                    trap.instructions().unreachable().end();
                    code.function(&trap);
                } else {
                    code.raw(bytes(body.range()));
                }
                index += 1;
                left -= 1;
                if left == 0 {
                    module.section(&code);
                }
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    module.section(&RawSection { id, data: bytes(range) });
                }
            }
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{FunctionSection, NameMap, NameSection, TypeSection, ValType};

    /// Two functions that give a number, of which one is named as unused.
    fn sample() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        module.section(&types);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        module.section(&functions);
        let mut code = CodeSection::new();
        for number in [7, 8] {
            let mut function = Function::new([]);
            function.instructions().i32_const(number).end();
            code.function(&function);
        }
        module.section(&code);
        let mut names = NameMap::new();
        names.append(0, "view::hydrate_async::{{closure}}");
        names.append(1, "view::hydrate");
        let mut section = NameSection::new();
        section.functions(&names);
        module.section(&section);
        module.finish()
    }

    fn bodies(wasm: &[u8]) -> Vec<Vec<u8>> {
        let payloads = Parser::new(0).parse_all(wasm).flatten();
        payloads
            .filter_map(|payload| match payload {
                Payload::CodeSectionEntry(body) => Some(body.as_bytes().to_vec()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn unused_functions_become_traps_and_all_else_stays() -> Outcome {
        let before = sample();
        let after = without_unused(&before)?;
        let (before, bodies) = (bodies(&before), bodies(&after));
        assert_eq!(bodies.len(), 2);
        // No locals, `unreachable`, `end`.
        assert_eq!(bodies[0], [0, 0x00, 0x0b]);
        assert_eq!(bodies[1], before[1]);
        wasmparser::validate(&after).doing("the module")?;
        Ok(())
    }

    #[test]
    fn what_is_no_wasm_is_said_to_be_none() {
        assert!(without_unused(b"<html>").is_err());
    }
}
