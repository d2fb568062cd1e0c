//! What a derive stands on: structs with named fields and without generics, and what to emit for anything else.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Fields, ImplGenerics, Type, TypeGenerics};

use crate::ctxt::Ctxt;

/// The fields of a struct with names and without generics; anything else is reported, `derive` naming the macro.
pub fn named_fields<'a>(input: &'a DeriveInput, derive: &str, ctxt: &Ctxt) -> Option<Vec<&'a Field>> {
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, format!("`{derive}` needs a struct without generics or lifetimes"));
        return None;
    }
    let needs_names = format!("`{derive}` needs a struct with named fields");
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields.named.iter().collect()),
            Fields::Unit => return Some(Vec::new()),
            Fields::Unnamed(fields) => ctxt.error(fields, needs_names),
        },
        Data::Enum(data) => ctxt.error(data.enum_token, needs_names),
        Data::Union(data) => ctxt.error(data.union_token, needs_names),
    }
    None
}

/// The generics of a type that should have none, for implementations of traits that need `'static`.
pub fn static_generics(input: &DeriveInput) -> (ImplGenerics<'_>, TypeGenerics<'_>, TokenStream) {
    let (impl_generics, type_generics, bounds) = input.generics.split_for_impl();
    let mut all = bounds.map_or_else(|| quote!(where), |bounds| quote!(#bounds,));
    if input.generics.params.is_empty() {
        return (impl_generics, type_generics, quote!(#bounds));
    }
    all.extend(quote!(Self: ::core::marker::Send + 'static));
    (impl_generics, type_generics, all)
}

/// `<ty as __b::Trait>::item`, put together so that it spans exactly the type, as do calls that end at [`end_of`] it.
///
/// A wrong type is then reported at one place with one text, however often the expansion mentions it, and rustc shows
/// equal errors once.
pub fn associated(ty: &Type, of_trait: &str, item: &str) -> TokenStream {
    let end = end_of(ty);
    // The path of the trait keeps the place of the expansion: lints about paths are not for authors.
    let (of_trait, item) = (Ident::new(of_trait, Span::call_site()), Ident::new(item, end));
    let open = quote_spanned!(start_of(ty)=> <);
    let rest = quote_spanned!(end=> >::#item);
    quote!(#open #ty as __b::#of_trait #rest)
}

/// Where the first token of a type stands.
pub fn start_of(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |first| first.span())
}

/// Where the last token of a type stands.
pub fn end_of(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().last().map_or_else(Span::call_site, |last| last.span())
}

/// A name at another place.
pub fn at(place: Span, name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(place);
    name
}
