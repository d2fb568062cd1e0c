//! `#[derive(Block)]`: a struct becomes a constant table and a constructor.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, LitStr, Type};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::doc;
use crate::form::static_generics;
use crate::property::{self, PropertyList};
use crate::words::{Words, idents, literals};

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let block = BlockWords::read(&input, &ctxt);
    let list = property::read(&input, "Block", &ctxt);
    let errors = to_compile_errors(&ctxt.into_errors());
    // Mistakes in attributes do not hide those of types: what could be read is emitted beside the errors.
    let implementation = match list {
        Some(list) => table(&input, &block, &list, errors.is_empty()),
        None => fallback(&input, &block),
    };
    quote!(#errors #implementation)
}

/// What stands on the struct.
struct BlockWords {
    id: LitStr,
    doc: TokenStream,
    set: Vec<TokenStream>,
    outputs: Option<Type>,
    state: Option<Type>,
    batch: bool,
    flow: bool,
    depth: i8,
}

impl BlockWords {
    fn read(input: &DeriveInput, ctxt: &Ctxt) -> Self {
        let words = Words::of(&input.attrs, "block", ctxt);
        let id = identifier(&words, &input.ident, ctxt);
        let mut set = Vec::new();
        let aliases = words.texts("alias");
        if !aliases.is_empty() {
            set.push(quote!(aliases: &[#(#aliases),*]));
        }
        if let Some(name) = words.text("name") {
            set.push(quote!(name: #name));
        } else {
            let name = display_name(&id.value());
            set.push(quote!(name: #name));
        }
        if let Some(section) = words.parsed::<Ident>("section", "a name", "Model") {
            set.push(quote!(section: ::core::option::Option::Some(__b::Section::#section)));
        }
        if let Some(block_type) = words.parsed::<Ident>("block_type", "a name", "Model") {
            set.push(quote!(block_type: __b::BlockType::#block_type));
        }
        let keywords: Vec<LitStr> =
            words.lists("keywords", "\"blur\", \"smooth\"").iter().flat_map(|group| literals(group, ctxt)).collect();
        if !keywords.is_empty() {
            set.push(quote!(keywords: &[#(#keywords),*]));
        }
        for (word, field) in [("license", quote!(license)), ("engine", quote!(engine))] {
            if let Some(text) = words.text(word) {
                set.push(quote!(#field: #text));
            }
        }
        for (word, field) in [("deprecated", quote!(deprecated)), ("icon", quote!(icon))] {
            if let Some(text) = words.text(word) {
                set.push(quote!(#field: ::core::option::Option::Some(#text)));
            }
        }
        if let Some(priority) = words.number("priority") {
            let priority = priority.value;
            set.push(quote!(priority: ::core::option::Option::Some(#priority)));
        }
        let outputs = words.parsed::<Type>("outputs", "a type", "Blurred");
        let state = words.parsed::<Type>("state", "a type", "TrackerState");
        let (batch, flow) = (words.flag("batch"), words.flag("flow"));
        let depth = output_depth(&words, ctxt);
        if flow {
            set.push(quote!(flow_control: true));
        }
        if depth != 0 {
            set.push(quote!(output_depth: #depth));
        }
        for flag in ["accepts_empty", "requires_internet"] {
            if words.flag(flag) {
                let field = Ident::new(flag, input.ident.span());
                set.push(quote!(#field: true));
            }
        }
        set.extend(restrictions(&words, ctxt));
        for (word, example) in [("check", "check_function"), ("dynamic_outputs", "outputs_function")] {
            if let Some(path) = words.parsed::<syn::Path>(word, "the path of a function", example) {
                let field = Ident::new(word, path.span());
                set.push(quote!(#field: ::core::option::Option::Some(#path)));
            }
        }
        set.extend(property::pairs("ui", &words, ctxt).map(|pairs| quote!(ui: #pairs)));
        set.extend(property::pairs("extra", &words, ctxt).map(|pairs| quote!(extra: #pairs)));
        words.finish();
        let doc = doc::required(&input.attrs, "block", &input.ident, ctxt);
        if let (true, Some(outputs)) = (flow, &outputs) {
            ctxt.error(outputs, "a block with `flow` has no `outputs`: it decides which steps run next");
        }
        let outputs = outputs.filter(|_| !flow);
        Self { id, doc, set, outputs, state, batch, flow, depth }
    }

    /// The associated types of the block.
    fn types(&self) -> TokenStream {
        let type_or_unit = |ty: &Option<Type>| ty.as_ref().map_or_else(|| quote!(()), |ty| quote!(#ty));
        let (outputs, state) = (type_or_unit(&self.outputs), type_or_unit(&self.state));
        let mut amount = if self.flow { quote!(__b::Flow) } else { quote!(__b::One) };
        for _ in 0..u8::from(self.batch) + u8::from(self.depth > 0) {
            amount = quote!(__b::Many<#amount>);
        }
        quote! {
            type Outputs = #outputs;
            type Amount = #amount;
            type State = #state;
        }
    }
}

fn table(input: &DeriveInput, block: &BlockWords, list: &PropertyList, sound: bool) -> TokenStream {
    let name = &input.ident;
    let name_text = name.to_string();
    let BlockWords { id, doc, set, .. } = block;
    let types = block.types();
    let PropertyList { table, resolved, .. } = list;
    let batch = block.batch.then(|| quote!(batch: true,));
    let stateful = block.state.is_some().then(|| quote!(stateful: true,));
    let check = sound.then(|| quote_spanned!(name.span()=> const _: () = __b::check::<#name>();));
    quote! {
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #check
            #[automatically_derived]
            impl __b::Block for #name {
                const DEF: &'static __b::BlockDef = &__b::BlockDef {
                    path: ::core::concat!(::core::module_path!(), "::", #name_text),
                    source: (::core::file!(), ::core::line!()),
                    fields: &[#(#table),*],
                    #batch
                    #stateful
                    #(#set,)*
                    ..__b::BlockDef::of::<Self>(#id, #doc)
                };
                #types
                fn resolve(frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                    ::core::result::Result::Ok(Self { #(#resolved),* })
                }
            }
        };
    }
}

/// An implementation for what is not even a struct, so that the rest of the crate compiles and one mistake is one error.
fn fallback(input: &DeriveInput, block: &BlockWords) -> TokenStream {
    let name = &input.ident;
    let types = block.types();
    let (impl_generics, type_generics, bounds) = static_generics(input);
    quote! {
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            impl #impl_generics __b::Block for #name #type_generics #bounds {
                const DEF: &'static __b::BlockDef = &__b::BlockDef::new("", "");
                #types
                fn resolve(_: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                    ::core::unreachable!()
                }
            }
        };
    }
}

fn identifier(words: &Words<'_>, name: &Ident, ctxt: &Ctxt) -> LitStr {
    const EXAMPLE: &str = "\"namespace/name@v1\"";
    if !words.has("id") {
        words.missing(name, "missing type identifier: add `#[block(id = \"namespace/name@v1\")]`");
    }
    let Some(id) = words.parsed::<LitStr>("id", "text in double quotation marks", EXAMPLE) else {
        return LitStr::new("", name.span());
    };
    if let Some(fault) = identifier_fault(&id.value()) {
        ctxt.error(&id, fault);
    }
    id
}

/// What is wrong with a type identifier, if anything.
fn identifier_fault(id: &str) -> Option<String> {
    let Some((path, version)) = id.rsplit_once('@') else {
        return Some(format!(
            "type identifier `{id}` has no version: identifiers end in `@v` and a number, as in `{id}@v1`"
        ));
    };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !version.strip_prefix('v').is_some_and(is_number) {
        return Some(format!("version `{version}` is not `v` and a number, as in `{path}@v1`"));
    }
    let parts: Vec<&str> = path.split('/').collect();
    let plain = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
    };
    if parts.len() > 2 || !parts.iter().all(plain) {
        return Some(format!("`{path}` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"));
    }
    None
}

/// `roboflow_core/image_blur@v1` as `Image Blur`.
fn display_name(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id).split('@').next().unwrap_or(id);
    let words = name.split(['_', '-']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    words.collect::<Vec<_>>().join(" ")
}

fn output_depth(words: &Words<'_>, ctxt: &Ctxt) -> i8 {
    let Some(depth) = words.number("output_depth") else { return 0 };
    for (value, known) in [(-1.0, -1), (0.0, 0), (1.0, 1)] {
        if (depth.value - value).abs() < f64::EPSILON {
            return known;
        }
    }
    ctxt.error(&depth.tokens, "`output_depth` is 1 (a batch for each element), 0 or -1 (one value for each batch)");
    0
}

fn restrictions(words: &Words<'_>, ctxt: &Ctxt) -> Option<TokenStream> {
    let groups = words.lists("restriction", "severity = Soft, note = \"…\"");
    let restrictions: Vec<TokenStream> = groups.iter().filter_map(|group| restriction(group, ctxt)).collect();
    (!restrictions.is_empty()).then(|| quote!(restrictions: &[#(#restrictions),*]))
}

fn restriction(group: &Group, ctxt: &Ctxt) -> Option<TokenStream> {
    let inside = Words::inside(group, "`restriction`", ctxt);
    if !inside.has("severity") || !inside.has("note") {
        inside.missing(group, "a restriction needs `severity = Soft` or `Hard` and `note = \"…\"`");
    }
    let severity = inside.parsed::<Ident>("severity", "a name", "Soft");
    let note = inside.text("note");
    let scope = |word: &'static str, example: &str| -> Vec<Ident> {
        inside.lists(word, example).iter().flat_map(|group| idents(group, ctxt)).collect()
    };
    let runtimes = scope("runtimes", "SelfHostedCpu");
    let execution = scope("execution", "Remote");
    let input = scope("input", "Video");
    inside.finish();
    let (severity, note) = (severity?, note?);
    Some(quote!(__b::Restriction {
        severity: __b::RestrictionSeverity::#severity,
        note: #note,
        runtimes: &[#(__b::Runtime::#runtimes),*],
        execution: &[#(__b::ExecutionMode::#execution),*],
        input: &[#(__b::InputMode::#input),*],
    }))
}
