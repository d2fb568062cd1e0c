//! `#[derive(Choice)]`: an enum whose variants are texts of the workflow.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::doc;
use crate::form::static_generics;
use crate::words::{Words, advice};

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let choice = read(&input, &ctxt);
    implementation(&input, &choice, &ctxt.into_errors())
}

struct Choice {
    /// Name under which schemas define it, as an `Option<&str>`.
    definition: TokenStream,
    variants: Vec<Variant>,
}

struct Variant {
    ident: Ident,
    value: LitStr,
    table: TokenStream,
}

fn read(input: &DeriveInput, ctxt: &Ctxt) -> Choice {
    let words = Words::of(&input.attrs, "choice", ctxt);
    let case = words.text("rename_all").and_then(|text| Case::named(&text, ctxt)).unwrap_or(Case::Snake);
    let definition = optional(words.text("definition"));
    words.finish();
    Choice { definition, variants: variants(input, case, ctxt) }
}

fn optional(text: Option<LitStr>) -> TokenStream {
    text.map_or_else(|| quote!(::core::option::Option::None), |text| quote!(::core::option::Option::Some(#text)))
}

fn variants(input: &DeriveInput, case: Case, ctxt: &Ctxt) -> Vec<Variant> {
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, "`Choice` needs an enum without generics or lifetimes");
        return Vec::new();
    }
    let Data::Enum(data) = &input.data else {
        ctxt.error(&input.ident, "`Choice` needs an enum whose variants have no fields");
        return Vec::new();
    };
    if data.variants.is_empty() {
        ctxt.error(&input.ident, "`Choice` needs at least one variant");
    }
    let mut texts: Vec<String> = Vec::new();
    let variants = data.variants.iter().map(|variant| {
        if !matches!(variant.fields, Fields::Unit) {
            ctxt.error(&variant.fields, "variants of a `Choice` have no fields");
        }
        let words = Words::of(&variant.attrs, "variant", ctxt);
        let value = words
            .text("rename")
            .unwrap_or_else(|| LitStr::new(&case.apply(&variant.ident.unraw().to_string()), variant.ident.span()));
        let aliases = words.texts("alias");
        for text in std::iter::once(&value).chain(&aliases) {
            if texts.contains(&text.value()) {
                ctxt.error(text, format!("two variants have the value `{}`", text.value()));
            }
            texts.push(text.value());
        }
        let label = optional(words.text("label"));
        words.finish();
        let doc = doc::required(&variant.attrs, "variant", &variant.ident, ctxt);
        let table = quote!(__b::ChoiceValue { value: #value, label: #label, doc: #doc, aliases: &[#(#aliases),*] });
        Variant { ident: variant.ident.clone(), value, table }
    });
    variants.collect()
}

fn implementation(input: &DeriveInput, choice: &Choice, errors: &[syn::Error]) -> TokenStream {
    let Choice { definition, variants } = choice;
    let name = &input.ident;
    let name_text = name.to_string();
    let sound = errors.is_empty();
    let errors = to_compile_errors(errors);
    let table = variants.iter().map(|variant| &variant.table);
    let arms = variants.iter().map(|Variant { ident, value, .. }| quote!(Self::#ident { .. } => #value,));
    // After a mistake the variants may not be values, so none is named.
    let idents = variants.iter().map(|variant| &variant.ident).filter(|_| sound);
    let unreachable = variants.is_empty().then(|| quote!(_ => ::core::unreachable!(),));
    let value = Ident::new("value", Span::call_site());
    let from_value = quote_spanned!(name.span()=> __b::choice_from_value(#value));
    let (impl_generics, type_generics, bounds) = static_generics(input);
    quote! {
        #errors
        #[allow(unused_qualifications)]
        const _: () = {
            use ::block_runtime::__private as __b;
            #[automatically_derived]
            impl #impl_generics __b::Choice for #name #type_generics #bounds {
                const CHOICES: &'static __b::ChoiceDef =
                    &__b::ChoiceDef { name: #name_text, definition: #definition, values: &[#(#table),*] };
                const VARIANTS: &'static [Self] = &[#(Self::#idents),*];
                fn as_str(&self) -> &'static str {
                    match self { #(#arms)* #unreachable }
                }
            }
            #[automatically_derived]
            impl #impl_generics __b::FromValue for #name #type_generics #bounds {
                fn from_value(value: &__b::Value) -> ::core::result::Result<Self, __b::ConversionError> {
                    #from_value
                }
            }
            #[automatically_derived]
            impl #impl_generics __b::Param for #name #type_generics #bounds {
                const DECLARED: __b::Declared = <Self as __b::Choice>::CHOICE;
                type Written = Self;
                fn from_arg(arg: &__b::Arg, frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::literal(arg, frame)
                }
            }
            #[automatically_derived]
            impl #impl_generics __b::Literal for #name #type_generics #bounds {
                type Kinds = __b::Str;
            }
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#name #type_generics> for __b::Json #bounds {
                fn from(choice: #name #type_generics) -> Self {
                    Self::from(__b::Choice::as_str(&choice))
                }
            }
        };
    }
}

/// How the text of a variant is made from its name.
#[derive(Clone, Copy)]
enum Case {
    Snake,
    Kebab,
    ScreamingSnake,
}

impl Case {
    const NAMES: [(&'static str, Self); 3] =
        [("snake_case", Self::Snake), ("kebab-case", Self::Kebab), ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake)];

    fn named(text: &LitStr, ctxt: &Ctxt) -> Option<Self> {
        let written = text.value();
        let found = Self::NAMES.iter().find(|(name, _)| *name == written).map(|(_, case)| *case);
        if found.is_none() {
            let advice = advice(&written, &Self::NAMES.map(|(name, _)| name));
            ctxt.error(text, format!("unknown case `{written}`, {advice}"));
        }
        found
    }

    fn apply(self, variant: &str) -> String {
        let separator = if matches!(self, Self::Kebab) { '-' } else { '_' };
        let mut text = String::new();
        for (place, c) in variant.char_indices() {
            if c.is_uppercase() && place > 0 {
                text.push(separator);
            }
            text.extend(c.to_lowercase());
        }
        if matches!(self, Self::ScreamingSnake) { text.to_uppercase() } else { text }
    }
}
