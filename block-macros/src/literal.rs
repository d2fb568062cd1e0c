//! `#[derive(Literal)]`: a struct around one literal type becomes a literal type of its own.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let words = Words::of(&input.attrs, "literal", &ctxt);
    let kinds = words.parsed::<Type>("kinds", "Float");
    words.finish();
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, "`Literal` needs a struct without generics or lifetimes");
    }
    let inner = inner_type(&input, &ctxt);
    let errors = ctxt.into_errors();
    let Some(inner) = inner.filter(|_| errors.is_empty()) else {
        return to_compile_errors(&errors);
    };
    let name = &input.ident;
    let declared = quote_spanned!(inner.span()=> <#inner as __b::Param>::DECLARED);
    let written = quote_spanned!(inner.span()=> <#inner as __b::Param>::Written);
    let kinds =
        kinds.map_or_else(|| quote_spanned!(inner.span()=> <#inner as __b::Literal>::Kinds), |kinds| quote!(#kinds));
    quote! {
        const _: () = {
            use ::block_runtime::__private as __b;
            impl __b::FromValue for #name {
                fn from_value(value: &__b::Value) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::refine::<#inner, Self>(value)
                }
            }
            impl __b::Param for #name {
                const DECLARED: __b::Declared = #declared;
                type Written = #written;
                fn from_arg(arg: &__b::Arg, frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::literal(arg, frame)
                }
            }
            impl __b::Literal for #name {
                type Kinds = #kinds;
            }
        };
    }
}

fn inner_type(input: &DeriveInput, ctxt: &Ctxt) -> Option<Type> {
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && fields.unnamed.len() == 1
    {
        return fields.unnamed.first().map(|field| field.ty.clone());
    }
    ctxt.error(&input.ident, "`Literal` needs a struct around one value, such as `struct Percent(f64);`");
    None
}
