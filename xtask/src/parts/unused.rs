//! Takes out of the app's wasm what the linker cannot know to be unused: functions that only tables point to.
//!
//! An erased view of Leptos carries, for each view, code to take a page over piece by piece (`hydrate_async`). The app
//! takes a page over at once (`hydrate_body`). Each of those functions becomes a trap, what only they call is then gone
//! as well, and a mistake is loud: every journey in the browser would fail.

use std::{collections::HashSet, ops::Range};

use wasm_encoder::{CodeSection, Function, Module, RawSection};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::failure::{Doing, Outcome};

/// Part of the names of functions that are never called: the futures in which an erased view would be taken over.
const UNUSED: &str = "any_view..IntoAny$GT$8into_any13hydrate_async28_$u7b$$u7b$closure";

/// Functions shorter than this, in bytes, are left alone. The compiler keeps one of several functions that do the very
/// same, under the name of any of them; for futures that poll a view this long there is no other that does the same.
const SHORTEST: u64 = 256;

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
                            if function.name.contains(UNUSED) {
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
                let length = body.range().end - body.range().start;
                if unused.contains(&index) && length >= SHORTEST {
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

    /// Functions that give a number; the first is named as unused, the second as well but is short, the third is not.
    fn sample() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        module.section(&types);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0).function(0);
        module.section(&functions);
        let mut code = CodeSection::new();
        for steps in [300, 1, 300] {
            let mut function = Function::new([]);
            for _ in 0..steps {
                function.instructions().nop();
            }
            function.instructions().i32_const(7).end();
            code.function(&function);
        }
        module.section(&code);
        let mut names = NameMap::new();
        names.append(0, &format!("_ZN53_{UNUSED}$u7d$$u7d$17h0123456789abcdefE"));
        names.append(1, &format!("_ZN53_{UNUSED}$u7d$$u7d$17hfedcba9876543210E"));
        names.append(2, "_ZN4view7hydrate17h0123456789abcdefE");
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
        // No locals, `unreachable`, `end`.
        assert_eq!(bodies[0], [0, 0x00, 0x0b]);
        assert_eq!(bodies[1..], before[1..]);
        wasmparser::validate(&after).doing("the module")?;
        Ok(())
    }

    #[test]
    fn what_is_no_wasm_is_said_to_be_none() {
        assert!(without_unused(b"<html>").is_err());
    }
}
