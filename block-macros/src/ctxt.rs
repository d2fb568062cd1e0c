//! Collects every mistake, so that an author sees all of them at once.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far. Must be read with [`Ctxt::into_errors`]; dropping it unread is a bug.
pub struct Ctxt(RefCell<Option<Vec<syn::Error>>>);

impl Ctxt {
    pub fn new() -> Self {
        Self(RefCell::new(Some(Vec::new())))
    }

    /// Reports a mistake on these tokens.
    pub fn error(&self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake that already has a place.
    pub fn push(&self, error: syn::Error) {
        if let Some(errors) = self.0.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// The value, or nothing after reporting the mistake.
    pub fn ok<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// The mistakes, in the order in which they were found.
    pub fn into_errors(self) -> Vec<syn::Error> {
        self.0.take().unwrap_or_default()
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        let unread = self.0.get_mut().is_some();
        assert!(!unread || std::thread::panicking(), "the mistakes of a derive were not read");
    }
}

/// The mistakes as tokens that make rustc report them.
pub fn to_compile_errors(errors: &[syn::Error]) -> TokenStream {
    errors.iter().map(syn::Error::to_compile_error).collect()
}
