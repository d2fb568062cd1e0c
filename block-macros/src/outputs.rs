//! `#[derive(Outputs)]`: what a block gives back.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, LitStr};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::words::Words;
use crate::{doc, property};

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    Words::of(&input.attrs, "outputs", &ctxt).finish();
    let fields = property::named_fields(&input, "Outputs", &ctxt).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    let mut table = Vec::new();
    let mut values = Vec::new();
    for field in &fields {
        let Some(ident) = &field.ident else { continue };
        let words = Words::of(&field.attrs, "output", &ctxt);
        let name = words.text("rename").unwrap_or_else(|| {
            let written = ident.to_string();
            LitStr::new(written.strip_prefix("r#").unwrap_or(&written), ident.span())
        });
        words.finish();
        if names.contains(&name.value()) {
            ctxt.error(&name, format!("two outputs have the name `{}`", name.value()));
        }
        names.push(name.value());
        let doc = doc::required(&field.attrs, "output", ident, &ctxt);
        let ty = &field.ty;
        let kinds = quote_spanned!(ty.span()=> <#ty as __b::Output>::KINDS);
        table.push(quote!(__b::OutputDef { name: #name, doc: #doc, kinds: #kinds }));
        let value = quote_spanned!(ty.span()=> <#ty as __b::Output>::into_value);
        values.push(quote!(#value(self.#ident)));
    }
    if fields.is_empty() {
        ctxt.error(&input.ident, "a block without outputs needs no struct for them: leave `outputs = …` out");
    }
    let errors = ctxt.into_errors();
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let (errors, table, body) = if errors.is_empty() {
        (TokenStream::new(), table, quote!(::std::vec![#(#values),*]))
    } else {
        (to_compile_errors(&errors), Vec::new(), quote!(::core::unreachable!()))
    };
    quote! {
        #errors
        const _: () = {
            use ::block_runtime::__private as __b;
            impl #impl_generics __b::Outputs for #name #type_generics #where_clause {
                const OUTPUTS: &'static [__b::OutputDef] = &[#(#table),*];
                fn into_values(self) -> ::std::vec::Vec<__b::Value> {
                    #body
                }
            }
        };
    }
}
