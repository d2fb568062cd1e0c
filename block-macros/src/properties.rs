//! `#[derive(Properties)]`: a group of properties that several blocks share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::form::static_generics;
use crate::property::{self, PropertyList};
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    Words::of(&input.attrs, "group", &ctxt).finish();
    let list = property::read(&input, "Properties", &ctxt);
    let errors = to_compile_errors(&ctxt.into_errors());
    let name = &input.ident;
    let (impl_generics, type_generics, bounds) = static_generics(&input);
    let (table, body) = match list {
        Some(PropertyList { table, resolved }) => (table, quote!(::core::result::Result::Ok(Self { #(#resolved),* }))),
        // Not even a struct; implemented so that a block that uses it is no further mistake.
        None => (
            Vec::new(),
            quote!({
                let _ = frame;
                ::core::unreachable!()
            }),
        ),
    };
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #[automatically_derived]
            impl #impl_generics __b::Properties for #name #type_generics #bounds {
                const FIELDS: &'static [__b::Field] = &[#(#table),*];
                fn resolve(frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                    #body
                }
            }
        };
    }
}
