//! `#[derive(Tagged)]`: an object that says by its `type` what it is, with its properties.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, LitStr};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::doc;
use crate::form::static_generics;
use crate::property::{self, PropertyList};
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let words = Words::of(&input.attrs, "object", &ctxt);
    let name = LitStr::new(&input.ident.to_string(), input.ident.span());
    let mut tags = words.texts("tag");
    words.finish();
    if tags.is_empty() {
        tags.push(name.clone());
    }
    let doc = doc::required(&input.attrs, "object", &input.ident, &ctxt);
    let list = property::read(&input, "Tagged", &ctxt);
    let errors = to_compile_errors(&ctxt.into_errors());
    let ident = &input.ident;
    let (impl_generics, type_generics, bounds) = static_generics(&input);
    let (table, body) = match list {
        Some(PropertyList { table, resolved }) => (table, quote!(::core::result::Result::Ok(Self { #(#resolved),* }))),
        None => (Vec::new(), quote!(::core::unreachable!())),
    };
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #[automatically_derived]
            impl #impl_generics __b::Tagged for #ident #type_generics #bounds {
                const NAME: &'static str = #name;
                const TAGS: &'static [&'static str] = &[#(#tags),*];
                const DOC: &'static str = #doc;
                const FIELDS: &'static [__b::Field] = &[#(#table),*];
                fn resolve(frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                    let _ = frame;
                    #body
                }
            }
        };
    }
}
