//! `#[derive(Outputs)]`: what a block gives back.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{DeriveInput, LitStr};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::doc;
use crate::form::{associated, at, end_of, named_fields, start_of, static_generics};
use crate::words::Words;

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    Words::of(&input.attrs, "outputs", &ctxt).finish();
    let fields = named_fields(&input, "Outputs", &ctxt);
    let is_empty = fields.as_ref().is_some_and(Vec::is_empty);
    let mut names: Vec<String> = Vec::new();
    let mut table = Vec::new();
    let mut values = Vec::new();
    for field in fields.iter().flatten() {
        let Some(ident) = &field.ident else { continue };
        let words = Words::of(&field.attrs, "output", &ctxt);
        let name = words.text("rename").unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
        words.finish();
        if names.contains(&name.value()) {
            ctxt.error(&name, format!("two outputs have the name `{}`", name.value()));
        }
        names.push(name.value());
        let doc = doc::required(&field.attrs, "output", ident, &ctxt);
        let ty = &field.ty;
        let (kinds, into_value) = (associated(ty, "Output", "KINDS"), associated(ty, "Output", "into_value"));
        table.push(quote!(__b::OutputDef { name: #name, doc: #doc, kinds: #kinds }));
        let mut this = Group::new(Delimiter::Parenthesis, quote!(self));
        this.set_span(start_of(ty));
        let ident = at(end_of(ty), ident);
        values.push(quote_spanned!(end_of(ty)=> #into_value(#this.#ident)));
    }
    if is_empty {
        ctxt.error(&input.ident, "a block without outputs needs no struct for them: leave `outputs = …` out");
    }
    let errors = to_compile_errors(&ctxt.into_errors());
    let name = &input.ident;
    let (impl_generics, type_generics, bounds) = static_generics(&input);
    let body = if fields.is_some() { quote!(::std::vec![#(#values),*]) } else { quote!(::core::unreachable!()) };
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #[automatically_derived]
            impl #impl_generics __b::Outputs for #name #type_generics #bounds {
                const OUTPUTS: &'static [__b::OutputDef] = &[#(#table),*];
                fn into_values(self) -> ::std::vec::Vec<__b::Value> {
                    #body
                }
            }
        };
    }
}
