//! Fields that are properties, as `Block` and `Properties` share them.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields, LitStr};

use crate::ctxt::Ctxt;
use crate::words::{Form, Number, Words, one_or_list};
use crate::{doc, json};

/// The fields of a block or of a group of properties.
pub struct PropertyList {
    /// `Field` values of the table.
    pub table: Vec<TokenStream>,
    /// Fields of the struct, read from a `frame`.
    pub resolved: Vec<TokenStream>,
    /// Functions that are checked but never called.
    pub checks: Vec<TokenStream>,
}

/// Reads the fields of a struct; `derive` names the macro in messages.
pub fn read(input: &DeriveInput, derive: &str, ctxt: &Ctxt) -> PropertyList {
    let mut list = PropertyList { table: Vec::new(), resolved: Vec::new(), checks: Vec::new() };
    let Some(fields) = named_fields(input, derive, ctxt) else { return list };
    let mut names: Vec<String> = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        let Some(ident) = &field.ident else { continue };
        let words = Words::of(&field.attrs, "field", ctxt);
        if words.flag("flatten") {
            flattened(field, ident, place, &mut list);
        } else {
            property(field, ident, place, &words, &mut names, &mut list, ctxt);
        }
        words.finish();
    }
    list
}

/// The fields of a struct with names and without generics; anything else is reported.
pub fn named_fields<'a>(input: &'a DeriveInput, derive: &str, ctxt: &Ctxt) -> Option<Vec<&'a Field>> {
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, format!("`{derive}` needs a struct without generics or lifetimes"));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(fields.named.iter().collect()),
            Fields::Unit => Some(Vec::new()),
            Fields::Unnamed(fields) => {
                ctxt.error(fields, format!("`{derive}` needs a struct with named fields"));
                None
            }
        },
        Data::Enum(data) => {
            ctxt.error(data.enum_token, format!("`{derive}` needs a struct with named fields"));
            None
        }
        Data::Union(data) => {
            ctxt.error(data.union_token, format!("`{derive}` needs a struct with named fields"));
            None
        }
    }
}

fn flattened(field: &Field, ident: &Ident, place: usize, list: &mut PropertyList) {
    let ty = &field.ty;
    list.table.push(quote_spanned!(ty.span()=> __b::Field::Group(<#ty as __b::Properties>::FIELDS)));
    list.resolved.push(quote_spanned!(ty.span()=> #ident: <#ty as __b::Properties>::resolve(&frame.group(#place))?));
}

fn property(
    field: &Field,
    ident: &Ident,
    place: usize,
    words: &Words<'_>,
    names: &mut Vec<String>,
    list: &mut PropertyList,
    ctxt: &Ctxt,
) {
    let ty = &field.ty;
    let name = words.text("rename").unwrap_or_else(|| {
        let written = ident.to_string();
        LitStr::new(written.strip_prefix("r#").unwrap_or(&written), ident.span())
    });
    if name.value() == "type" || name.value() == "name" {
        ctxt.error(&name, format!("`{}` belongs to every step: choose another name for the property", name.value()));
    }
    let aliases = words.texts("alias");
    for taken in std::iter::once(&name).chain(&aliases) {
        if names.contains(&taken.value()) {
            ctxt.error(taken, format!("two properties have the name `{}`", taken.value()));
        }
        names.push(taken.value());
    }
    let doc = doc::required(&field.attrs, "field", ident, ctxt);
    let bounds = BoundWords::take(words, ctxt);
    let mut set: Vec<TokenStream> = Vec::new();
    if !aliases.is_empty() {
        set.push(quote!(aliases: &[#(#aliases),*]));
    }
    if let Some(title) = words.text("title") {
        set.push(quote!(title: ::core::option::Option::Some(#title)));
    }
    set.extend(default(words, ty, &bounds, ctxt));
    if bounds.limits_numbers() {
        list.checks.push(quote_spanned!(ty.span()=> const _: fn() = <#ty as __b::Param>::ranged;));
    }
    set.extend(bounds.tokens());
    let examples = json_texts(&words.values("example", "\"$inputs.image\""), ctxt);
    if !examples.is_empty() {
        set.push(quote!(examples: &[#(#examples),*]));
    }
    set.extend(relevance(words, ctxt));
    set.extend(conditions(words, ctxt));
    if let Some(origin) = words.parsed::<Ident>("origin", "AnyData") {
        set.push(quote!(origin: ::core::option::Option::Some(__b::Origin::#origin)));
    }
    set.extend(flags(words));
    set.extend(pairs("ui", words, ctxt));
    if let Some(depth) = words.length("depth") {
        set.push(quote!(depth: ::core::option::Option::Some(#depth)));
    }
    for flag in ["depth_reference", "cast_to_batch"] {
        if words.flag(flag) {
            let flag = Ident::new(flag, ident.span());
            set.push(quote!(#flag: true));
        }
    }
    let new = quote_spanned!(ty.span()=> <#ty as __b::Param>::DECLARED);
    let new = quote!(__b::PropertyDef::new(#name, #doc, #new));
    list.table.push(if set.is_empty() {
        quote!(__b::Field::Property(#new))
    } else {
        quote!(__b::Field::Property(__b::PropertyDef { #(#set,)* ..#new }))
    });
    let take = quote_spanned!(ty.span()=> <#ty as __b::Param>::take);
    list.resolved.push(quote!(#ident: #take(frame, #place)?));
}

fn default(words: &Words<'_>, ty: &syn::Type, bounds: &BoundWords, ctxt: &Ctxt) -> Option<TokenStream> {
    let required = words.take("required");
    let word = words.take("default");
    if let (Some(required), Some(_)) = (&required, &word) {
        ctxt.error(required, "a property with a `default` is never `required`; remove one of them");
    }
    let Some(word) = word else {
        return required.map(|_| quote!(default: __b::Default::Required));
    };
    match word.form {
        Form::Flag => {
            let empty = quote_spanned!(ty.span()=> <#ty as __b::Param>::empty_json);
            Some(quote!(default: __b::Default::Empty(#empty)))
        }
        Form::Value(tokens) if tokens.to_string() == "None" => Some(quote!(default: __b::Default::Null)),
        Form::Value(tokens) => {
            bounds.check_default(&tokens, ctxt);
            let json = quote_spanned!(ty.span()=> <#ty as __b::Param>::default_json);
            Some(quote!(default: __b::Default::Value(|| #json(#tokens))))
        }
        Form::List(_) => {
            ctxt.error(&word, "write `default` or `default = 5`");
            None
        }
    }
}

fn flags(words: &Words<'_>) -> Option<TokenStream> {
    let [multiline, private, hidden, always_visible] =
        ["multiline", "private", "hidden", "always_visible"].map(|flag| words.flag(flag));
    (multiline || private || hidden || always_visible).then(|| {
        quote!(flags: __b::Flags {
            multiline: #multiline, private: #private, hidden: #hidden, always_visible: #always_visible
        })
    })
}

/// `word(key = JSON, …)` as a field of the table with the same name.
pub fn pairs(name: &'static str, words: &Words<'_>, ctxt: &Ctxt) -> Option<TokenStream> {
    let mut pairs = Vec::new();
    for group in words.lists(name, "key = \"value\"") {
        let inside = Words::inside(&group, "pair", ctxt);
        for word in inside.rest() {
            let key = word.name.to_string();
            match &word.form {
                Form::Flag => pairs.push(quote!((#key, "true"))),
                Form::Value(tokens) => {
                    if let Some(text) = ctxt.ok(json::text(tokens)) {
                        pairs.push(quote!((#key, #text)));
                    }
                }
                Form::List(_) => ctxt.error(&word, format!("write `{key} = value`")),
            }
        }
        inside.finish();
    }
    let field = Ident::new(name, proc_macro2::Span::call_site());
    (!pairs.is_empty()).then(|| quote!(#field: &[#(#pairs),*]))
}

/// JSON values as texts.
fn json_texts(values: &[TokenStream], ctxt: &Ctxt) -> Vec<String> {
    values.iter().filter_map(|tokens| ctxt.ok(json::text(tokens))).collect()
}

/// `relevant_for(backend = ["native"], required = false)` and `relevant_for(predictions = kind("…"))`.
fn relevance(words: &Words<'_>, ctxt: &Ctxt) -> Option<TokenStream> {
    let mut entries = Vec::new();
    for group in words.lists("relevant_for", "backend = \"native\"") {
        let inside = Words::inside(&group, "`relevant_for`", ctxt);
        let required = match inside.parsed::<syn::LitBool>("required", "true or false") {
            Some(required) => quote!(::core::option::Option::Some(#required)),
            None => quote!(::core::option::Option::None),
        };
        for word in inside.rest() {
            let property = word.name.to_string();
            let Form::Value(tokens) = &word.form else {
                ctxt.error(&word, format!("write `{property} = \"value\"` or `{property} = kind(\"image\")`"));
                continue;
            };
            let when = match kinds(tokens) {
                Some(group) => {
                    let kinds = crate::words::literals(&group, ctxt);
                    quote!(__b::When::Kinds(&[#(#kinds),*]))
                }
                None => {
                    let values = json_texts(&one_or_list(tokens), ctxt);
                    quote!(__b::When::Values(&[#(#values),*]))
                }
            };
            entries.push(quote!(__b::Relevance { property: #property, when: #when, required: #required }));
        }
        inside.finish();
    }
    (!entries.is_empty()).then(|| quote!(relevance: &[#(#entries),*]))
}

/// The inside of `kind("…")`.
fn kinds(tokens: &TokenStream) -> Option<proc_macro2::Group> {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next(), trees.next()) {
        (Some(proc_macro2::TokenTree::Ident(word)), Some(proc_macro2::TokenTree::Group(group)), None)
            if word == "kind" =>
        {
            Some(group)
        }
        _ => None,
    }
}

/// `required_if(backend = "native", model = ["a", "b"])`; all members must hold.
fn conditions(words: &Words<'_>, ctxt: &Ctxt) -> Option<TokenStream> {
    let mut conditions = Vec::new();
    for group in words.lists("required_if", "backend = \"native\"") {
        let inside = Words::inside(&group, "`required_if`", ctxt);
        let members: Vec<TokenStream> = inside
            .rest()
            .iter()
            .filter_map(|word| {
                let property = word.name.to_string();
                let Form::Value(tokens) = &word.form else {
                    ctxt.error(word, format!("write `{property} = \"value\"`"));
                    return None;
                };
                let values = json_texts(&one_or_list(tokens), ctxt);
                Some(quote!((#property, &[#(#values),*])))
            })
            .collect();
        inside.finish();
        conditions.push(quote!(&[#(#members),*]));
    }
    (!conditions.is_empty()).then(|| quote!(required_if: &[#(#conditions),*]))
}

/// `min`, `max`, `above`, `below`, `min_len` and `max_len`.
struct BoundWords {
    numbers: Vec<(&'static str, Number)>,
    lengths: Vec<(&'static str, syn::LitInt)>,
}

impl BoundWords {
    fn take(words: &Words<'_>, ctxt: &Ctxt) -> Self {
        let numbers: Vec<_> = ["min", "above", "max", "below"]
            .into_iter()
            .filter_map(|name| words.number(name).map(|number| (name, number)))
            .collect();
        let lengths = ["min_len", "max_len"]
            .into_iter()
            .filter_map(|name| words.length(name).map(|length| (name, length)))
            .collect();
        let bounds = Self { numbers, lengths };
        for (one, other) in [("min", "above"), ("max", "below")] {
            if let (Some(_), Some(second)) = (bounds.number(one), bounds.number(other)) {
                ctxt.error(&second.tokens, format!("`{one}` and `{other}` limit the same side: keep one of them"));
            }
        }
        bounds
    }

    fn number(&self, name: &str) -> Option<&Number> {
        self.numbers.iter().find(|(given, _)| *given == name).map(|(_, number)| number)
    }

    fn limits_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    fn tokens(&self) -> Option<TokenStream> {
        let numbers = self.numbers.iter().map(|(name, number)| {
            let (name, value) = (Ident::new(name, proc_macro2::Span::call_site()), number.value);
            quote!(#name: ::core::option::Option::Some(#value))
        });
        let lengths = self.lengths.iter().map(|(name, length)| {
            let name = Ident::new(name, proc_macro2::Span::call_site());
            quote!(#name: ::core::option::Option::Some(#length))
        });
        let set: Vec<TokenStream> = numbers.chain(lengths).collect();
        (!set.is_empty()).then(|| quote!(bounds: __b::Bounds { #(#set,)* ..__b::Bounds::NONE }))
    }

    /// Compares a default with the limits when both are plain numbers.
    fn check_default(&self, tokens: &TokenStream, ctxt: &Ctxt) {
        let Ok(default) = syn::parse2::<Number>(tokens.clone()) else { return };
        for (name, limit) in &self.numbers {
            let (broken, relation) = match *name {
                "min" => (default.value < limit.value, "below"),
                "max" => (default.value > limit.value, "above"),
                "above" => (default.value <= limit.value, "not above"),
                _ => (default.value >= limit.value, "not below"),
            };
            if broken {
                let (default, limit) = (&default.tokens, &limit.tokens);
                let message = match *name {
                    "above" | "below" => format!("default `{default}` is {relation} `{limit}`"),
                    _ => format!("default `{default}` is {relation} `{name} = {limit}`"),
                };
                ctxt.error(tokens, message.replace("- ", "-"));
            }
        }
    }
}
