//! What a property has to do with other properties: `relevant_for(…)` and `required_if(…)`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::ctxt::Ctxt;
use crate::json;
use crate::words::{Form, Words, advice, literals, one_or_list};

/// Names of other properties, each with the word in which it stands.
pub type Mentions = Vec<(&'static str, Ident)>;

/// Reports names that no property has.
pub fn check_mentions(mentions: &Mentions, known: &[String], ctxt: &Ctxt) {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for (word, name) in mentions {
        let text = name.to_string();
        if !known.contains(&text.as_str()) {
            ctxt.error(name, format!("`{word}` names no property `{text}`, {}", advice(&text, &known)));
        }
    }
}

/// `relevant_for(backend = ["native"], required = false)` and `relevant_for(predictions = kind("…"))`.
pub fn relevance(words: &Words<'_>, mentions: &mut Mentions, ctxt: &Ctxt) -> Option<TokenStream> {
    let mut entries = Vec::new();
    for group in words.lists("relevant_for", "backend = \"native\"") {
        let inside = Words::inside(&group, "`relevant_for`", ctxt);
        let required = inside.parsed::<syn::LitBool>("required", "`true` or `false`", "true").map_or_else(
            || quote!(::core::option::Option::None),
            |required| quote!(::core::option::Option::Some(#required)),
        );
        let others = inside.rest();
        if others.is_empty() {
            inside.missing(&group, "`relevant_for` needs another property: `relevant_for(backend = \"native\")`");
        }
        for word in others {
            let property = word.name.to_string();
            let Form::Value(tokens) = &word.form else {
                ctxt.error(&word, format!("write `{property} = \"value\"` or `{property} = kind(\"image\")`"));
                continue;
            };
            let when = if let Some(group) = kinds(tokens) {
                let kinds = literals(&group, ctxt);
                quote!(__b::When::Kinds(&[#(#kinds),*]))
            } else {
                let values = json::texts(&one_or_list(tokens), ctxt);
                quote!(__b::When::Values(&[#(#values),*]))
            };
            mentions.push(("relevant_for", word.name));
            entries.push(quote!(__b::Relevance { property: #property, when: #when, required: #required }));
        }
        inside.finish();
    }
    (!entries.is_empty()).then(|| quote!(.relevance(&[#(#entries),*])))
}

/// The inside of `kind("…")`.
fn kinds(tokens: &TokenStream) -> Option<Group> {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next(), trees.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group)), None) if word == "kind" => Some(group),
        _ => None,
    }
}

/// `required_if(backend = "native", model = ["a", "b"])`; all members must hold.
pub fn requirements(words: &Words<'_>, mentions: &mut Mentions, ctxt: &Ctxt) -> Option<TokenStream> {
    let mut conditions = Vec::new();
    for group in words.lists("required_if", "backend = \"native\"") {
        let inside = Words::inside(&group, "`required_if`", ctxt);
        let others = inside.rest();
        if others.is_empty() {
            inside.missing(&group, "`required_if` needs a condition: `required_if(backend = \"native\")`");
        }
        let mut members = Vec::new();
        for word in others {
            let property = word.name.to_string();
            let Form::Value(tokens) = &word.form else {
                ctxt.error(&word, format!("write `{property} = \"value\"`"));
                continue;
            };
            let values = json::texts(&one_or_list(tokens), ctxt);
            members.push(quote!((#property, &[#(#values),*])));
            mentions.push(("required_if", word.name));
        }
        inside.finish();
        conditions.push(quote!(&[#(#members),*]));
    }
    (!conditions.is_empty()).then(|| quote!(.required_if(&[#(#conditions),*])))
}
