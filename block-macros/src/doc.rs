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
    quote!(::core::concat!(#(#lines, "\n"),*))
}

fn is_blank(line: &Expr) -> bool {
    matches!(line, Expr::Lit(literal) if matches!(&literal.lit, syn::Lit::Str(text) if text.value().trim().is_empty()))
}
