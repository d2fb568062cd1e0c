//! Fields that are properties, as `Block` and `Properties` share them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{DeriveInput, Field, LitStr};

use crate::bounds::Bounds;
use crate::condition::{Mentions, check_mentions};
use crate::ctxt::Ctxt;
use crate::form::{associated, at, end_of, named_fields, start_of};
use crate::words::{Form, Length, Words};
use crate::{condition, doc, expression, json};

/// The fields of a block or of a group of properties.
pub struct PropertyList {
    /// `Field` values of the table.
    pub table: Vec<TokenStream>,
    /// Fields of the struct, read from a `frame`.
    pub resolved: Vec<TokenStream>,
}

/// Reads the fields of a struct; `derive` names the macro in messages. Nothing when it is not a struct of named fields.
pub fn read(input: &DeriveInput, derive: &str, ctxt: &Ctxt) -> Option<PropertyList> {
    let fields = named_fields(input, derive, ctxt)?;
    let reserved: &[&str] = if derive == "Tagged" { &["type"] } else { &["type", "name"] };
    let mut reader =
        Reader { ctxt, reserved, taken: Vec::new(), names: Vec::new(), mentions: Vec::new(), reference: None };
    let mut list = PropertyList { table: Vec::new(), resolved: Vec::new() };
    let mut has_groups = false;
    for (place, field) in fields.iter().enumerate() {
        let Some(ident) = &field.ident else { continue };
        let words = Words::of(&field.attrs, "field", ctxt);
        if words.has("flatten") {
            has_groups = true;
            flattened(field, ident, place, &words, &mut list, ctxt);
        } else {
            reader.property(field, ident, place, &words, &mut list);
            words.flag("flatten");
            words.finish();
        }
    }
    // A group may have, or may be used beside, properties that cannot be seen from here.
    if derive != "Properties" && !has_groups {
        check_mentions(&reader.mentions, &reader.names, ctxt);
    }
    Some(list)
}

fn flattened(field: &Field, ident: &Ident, place: usize, words: &Words<'_>, list: &mut PropertyList, ctxt: &Ctxt) {
    let ty = &field.ty;
    words.flag("flatten");
    for word in words.rest() {
        ctxt.error(&word, format!("`flatten` takes no `{}`: it belongs to a property of the group", word.name));
    }
    let (fields, resolve) = (associated(ty, "Properties", "FIELDS"), associated(ty, "Properties", "resolve"));
    list.table.push(quote!(__b::Field::Group(#fields)));
    let (ident, frame) = (at(start_of(ty), ident), frame());
    list.resolved.push(quote_spanned!(end_of(ty)=> #ident: #resolve(&#frame.group(#place))?));
}

/// The parameter of `resolve`, which is visible only with the span of the expansion.
fn frame() -> Ident {
    Ident::new("frame", Span::call_site())
}

/// What the properties of one struct know of each other.
struct Reader<'a> {
    ctxt: &'a Ctxt,
    /// Names that no property may have.
    reserved: &'a [&'a str],
    /// Names and aliases.
    taken: Vec<String>,
    /// Names alone.
    names: Vec<String>,
    mentions: Mentions,
    /// The property that is the reference of depths.
    reference: Option<LitStr>,
}

impl Reader<'_> {
    fn property(&mut self, field: &Field, ident: &Ident, place: usize, words: &Words<'_>, list: &mut PropertyList) {
        let (ty, ctxt) = (&field.ty, self.ctxt);
        let (name, aliases) = self.naming(ident, words);
        let doc = doc::required(&field.attrs, "field", ident, ctxt);
        let bounds = Bounds::take(words, ctxt);
        let mut set: Vec<TokenStream> = Vec::new();
        if !aliases.is_empty() {
            set.push(quote!(.aliases(&[#(#aliases),*])));
        }
        if let Some(title) = words.text("title") {
            set.push(quote!(.title(::core::option::Option::Some(#title))));
        }
        set.extend(default(words, ty, &bounds, ctxt));
        if let Some(limits) = bounds.tokens() {
            let proofs = bounds.proofs().map(|name| associated(ty, "Param", name));
            set.push(quote!(.bounds(#limits #(.of(#proofs))*)));
        }
        let examples = words.values("example", "\"$inputs.image\"");
        for example in &examples {
            bounds.check("example", example, ctxt);
        }
        let examples = json::texts(&examples, ctxt);
        if !examples.is_empty() {
            set.push(quote!(.examples(&[#(#examples),*])));
        }
        set.extend(condition::relevance(words, &mut self.mentions, ctxt));
        set.extend(condition::requirements(words, &mut self.mentions, ctxt));
        set.extend(origins(words, ctxt));
        set.extend(flags(words));
        set.extend(pairs("ui", words, ctxt).map(|pairs| quote!(.ui(#pairs))));
        let reference = words.flag("depth_reference");
        if reference {
            if let Some(first) = self.reference.replace(name.clone()) {
                ctxt.error(ident, format!("`{}` is the `depth_reference` already: remove one", first.value()));
            }
            set.push(quote!(.depth_reference(true)));
        }
        if let Some(depth) = words.parsed::<Length>("depth", "0 or 1", "1") {
            let tokens = &depth.tokens;
            if depth.value == 1 && reference {
                ctxt.error(tokens, "a `depth_reference` is the shallowest data of the block: remove its `depth`");
            } else if depth.value > 1 {
                ctxt.error(tokens, "`depth` is 0 or 1, counted from the shallowest batch of the block");
            } else {
                set.push(quote!(.depth(::core::option::Option::Some(#tokens))));
            }
        }
        if words.flag("cast_to_batch") {
            set.push(quote!(.cast_to_batch(true)));
        }
        if let Some(data) = words.parsed::<Ident>("operates_on", "the name of a property", "data") {
            let text = data.to_string();
            set.push(quote!(.operates_on(::core::option::Option::Some(#text))));
            self.mentions.push(("operates_on", data));
        }
        let declared = associated(ty, "Param", "DECLARED");
        let new = quote!(__b::PropertyDef::new(#name, #doc, #declared));
        list.table.push(quote!(__b::Field::Property(#new #(#set)*)));
        let (ident, frame, take) = (at(start_of(ty), ident), frame(), associated(ty, "Param", "take"));
        list.resolved.push(quote_spanned!(end_of(ty)=> #ident: #take(#frame, #place)?));
    }

    /// The name of a property and its aliases, which no other property may have.
    fn naming(&mut self, ident: &Ident, words: &Words<'_>) -> (LitStr, Vec<LitStr>) {
        let name = words.text("rename").unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
        let aliases = words.texts("alias");
        for text in std::iter::once(&name).chain(&aliases) {
            let value = text.value();
            if self.reserved.contains(&value.as_str()) {
                let owner = if self.reserved.contains(&"name") { "step" } else { "object" };
                let message = format!("`{value}` belongs to every {owner}: choose another name for the property");
                self.ctxt.error(text, message);
            } else if self.taken.contains(&value) {
                self.ctxt.error(text, format!("two properties have the name `{value}`"));
            }
            self.taken.push(value);
        }
        self.names.push(name.value());
        (name, aliases)
    }
}

fn default(words: &Words<'_>, ty: &syn::Type, bounds: &Bounds, ctxt: &Ctxt) -> Option<TokenStream> {
    let required = words.flag("required");
    if required && words.has("default") {
        let word = words.take("default");
        ctxt.error(word, "a property with a `default` is never `required`: remove one of them");
        return None;
    }
    let Some(word) = words.take("default") else {
        return required.then(|| quote!(.default(__b::Default::Required)));
    };
    match word.form {
        Form::Flag => {
            let empty = associated(ty, "Param", "empty_json");
            Some(quote!(.default(__b::Default::Empty(#empty))))
        }
        Form::Value(tokens) if tokens.to_string() == "None" => Some(quote!(.default(__b::Default::Null))),
        Form::Value(tokens) => {
            bounds.check("default", &tokens, ctxt);
            let json = associated(ty, "Param", "default_json");
            let json = quote_spanned!(end_of(ty)=> || #json(#tokens));
            expression::check(&tokens, ctxt).then(|| quote!(.default(__b::Default::Value(#json))))
        }
        Form::List(_) => {
            ctxt.error(&word, "write `default` or `default = 5`");
            None
        }
    }
}

/// `origin = …`, once for each place where references may lead.
fn origins(words: &Words<'_>, ctxt: &Ctxt) -> Option<TokenStream> {
    let origins = words.all_parsed::<Ident>("origin", "a name", "AnyData");
    for (place, origin) in origins.iter().enumerate() {
        if origins[..place].contains(origin) {
            ctxt.error(origin, format!("`origin = {origin}` is there already"));
        }
    }
    let named = origins.iter().map(|origin| quote!(__b::Origin::#origin));
    (!origins.is_empty()).then(|| quote!(.origins(&[#(#named),*])))
}

fn flags(words: &Words<'_>) -> Option<TokenStream> {
    let [multiline, private, hidden, always_visible] =
        ["multiline", "private", "hidden", "always_visible"].map(|flag| words.flag(flag));
    (multiline || private || hidden || always_visible).then(|| {
        quote!(.flags(__b::Flags {
            multiline: #multiline, private: #private, hidden: #hidden, always_visible: #always_visible
        }))
    })
}

/// `word(key = JSON, …)` as a list of pairs.
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
    (!pairs.is_empty()).then(|| quote!(&[#(#pairs),*]))
}
