//! Defaults: Rust expressions that are pasted into the expansion.

use proc_macro2::{TokenStream, TokenTree};
use syn::Expr;
use syn::parse::ParseStream;

use crate::ctxt::Ctxt;

/// True when tokens can be pasted as an expression; otherwise the mistake is reported.
///
/// An expansion that does not parse would be a second error, and would hide all others. Expressions with brackets that
/// this build of syn does not know, such as arrays, are left to rustc.
pub fn check(tokens: &TokenStream, ctxt: &Ctxt) -> bool {
    let parser = |input: ParseStream<'_>| {
        let read = input.parse::<Expr>().is_ok();
        match (read, input.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(input.error("a `,` is missing before this")),
            (false, _) => Err(syn::Error::new_spanned(tokens, "`default` needs an expression, such as `5`")),
        }
    };
    let parsed = syn::parse::Parser::parse2(parser, tokens.clone());
    let beyond_syn = tokens.clone().into_iter().any(|tree| matches!(tree, TokenTree::Group(_)));
    beyond_syn || ctxt.ok(parsed).is_some()
}
