//! `#[derive(Literal)]`: a struct around one literal type becomes a literal type of its own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Fields, Type};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::form::{associated, end_of, static_generics};
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let words = Words::of(&input.attrs, "literal", &ctxt);
    let kinds = words.parsed::<Type>("kinds", "a kind or a tuple of kinds", "Float");
    words.finish();
    let inner = inner_type(&input, &ctxt);
    let errors = to_compile_errors(&ctxt.into_errors());
    let implementation = match inner {
        Some(inner) => implementation(&input.ident, &inner, kinds),
        None => fallback(&input),
    };
    quote!(#errors #implementation)
}

fn implementation(name: &Ident, inner: &Type, kinds: Option<Type>) -> TokenStream {
    let [declared, written, refine] = ["DECLARED", "Written", "refine"].map(|item| associated(inner, "Param", item));
    let kinds = kinds.map_or_else(|| associated(inner, "Literal", "Kinds"), |kinds| quote!(#kinds));
    let value = Ident::new("value", Span::call_site());
    let refined = quote_spanned!(end_of(inner)=> #refine(#value));
    quote! {
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #[automatically_derived]
            impl __b::FromValue for #name {
                fn from_value(value: &__b::Value) -> ::core::result::Result<Self, __b::ConversionError> {
                    #refined
                }
            }
            #[automatically_derived]
            impl __b::Param for #name {
                const DECLARED: __b::Declared = #declared;
                type Written = #written;
                fn from_arg(arg: &__b::Arg, frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::literal(arg, frame)
                }
            }
            #[automatically_derived]
            impl __b::Literal for #name {
                type Kinds = #kinds;
            }
        };
    }
}

/// An implementation for what wraps no single value, so that fields of this type are no further mistakes.
fn fallback(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (impl_generics, type_generics, bounds) = static_generics(input);
    quote! {
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            impl #impl_generics __b::FromValue for #name #type_generics #bounds {
                fn from_value(_: &__b::Value) -> ::core::result::Result<Self, __b::ConversionError> {
                    ::core::unreachable!()
                }
            }
            impl #impl_generics __b::Param for #name #type_generics #bounds {
                const DECLARED: __b::Declared = <::std::string::String as __b::Param>::DECLARED;
                type Written = __b::Json;
                fn from_arg(_: &__b::Arg, _: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ConversionError> {
                    ::core::unreachable!()
                }
            }
            impl #impl_generics __b::Literal for #name #type_generics #bounds {
                type Kinds = __b::Str;
            }
        };
    }
}

fn inner_type(input: &DeriveInput, ctxt: &Ctxt) -> Option<Type> {
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, "`Literal` needs a struct without generics or lifetimes");
        return None;
    }
    if let Data::Struct(data) = &input.data
        && let Fields::Unnamed(fields) = &data.fields
        && fields.unnamed.len() == 1
    {
        return fields.unnamed.first().map(|field| field.ty.clone());
    }
    ctxt.error(&input.ident, "`Literal` needs a struct around one value, such as `struct Percent(f64);`");
    None
}
