//! `#[derive(Properties)]`: a group of properties that several blocks share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::property;
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    Words::of(&input.attrs, "group", &ctxt).finish();
    let list = property::read(&input, "Properties", &ctxt);
    let errors = ctxt.into_errors();
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    if !errors.is_empty() {
        let errors = to_compile_errors(&errors);
        return quote! {
            #errors
            const _: () = {
                use ::block_runtime::__private as __b;
                impl #impl_generics __b::Properties for #name #type_generics #where_clause {
                    const FIELDS: &'static [__b::Field] = &[];
                    fn resolve(_: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                        ::core::unreachable!()
                    }
                }
            };
        };
    }
    let (table, resolved, checks) = (&list.table, &list.resolved, &list.checks);
    quote! {
        const _: () = {
            use ::block_runtime::__private as __b;
            #(#checks)*
            impl __b::Properties for #name {
                const FIELDS: &'static [__b::Field] = &[#(#table),*];
                fn resolve(frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ResolveError> {
                    ::core::result::Result::Ok(Self { #(#resolved),* })
                }
            }
        };
    }
}
