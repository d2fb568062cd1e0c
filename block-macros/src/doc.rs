//! Doc comments.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, Meta};

use crate::ctxt::Ctxt;

/// The doc comment of an item as an expression for its text; `what` needs one and `subject` is blamed when it has none.
///
/// `#[doc = include_str!("…")]` works, because the lines are put together by the compiler.
pub fn required(attributes: &[Attribute], what: &str, subject: &impl ToTokens, ctxt: &Ctxt) -> TokenStream {
    let lines: Vec<&Expr> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) => Some(&pair.value),
            _ => None,
        })
        .collect();
    if lines.iter().all(|line| is_blank(line)) {
        let name = subject.to_token_stream();
        ctxt.error(
            subject,
            format!("{what} `{name}` has no documentation: add a `///` comment, it becomes the description in the schema and the docs"),
        );
        return quote!("");
    }
    // Text that is there already saves the compiler a macro for each doc comment.
    let texts: Option<String> = lines.iter().map(|line| text_of(line).map(|text| text + "\n")).collect();
    texts.map_or_else(|| quote!(::core::concat!(#(#lines, "\n"),*)), |text| quote!(#text))
}

fn is_blank(line: &Expr) -> bool {
    text_of(line).is_some_and(|text| text.trim().is_empty())
}

/// The text of a line, unless the compiler has to find it out, as for `include_str!`.
fn text_of(line: &Expr) -> Option<String> {
    match line {
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
