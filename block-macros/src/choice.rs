//! `#[derive(Choice)]`: an enum whose variants are texts of the workflow.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::ctxt::{Ctxt, to_compile_errors};
use crate::doc;
use crate::words::{Words, nearest};

pub fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let variants = read(&input, &ctxt);
    let errors = ctxt.into_errors();
    implementation(&input.ident, &variants, &errors)
}

struct Variant {
    ident: Ident,
    value: LitStr,
    table: TokenStream,
}

fn read(input: &DeriveInput, ctxt: &Ctxt) -> Vec<Variant> {
    let words = Words::of(&input.attrs, "choice", ctxt);
    let case = words.text("rename_all").and_then(|text| Case::named(&text, ctxt)).unwrap_or(Case::Snake);
    words.finish();
    if !input.generics.params.is_empty() {
        ctxt.error(&input.generics, "`Choice` needs an enum without generics or lifetimes");
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
            .unwrap_or_else(|| LitStr::new(&case.apply(&variant.ident.to_string()), variant.ident.span()));
        let aliases = words.texts("alias");
        for text in std::iter::once(&value).chain(&aliases) {
            if texts.contains(&text.value()) {
                ctxt.error(text, format!("two variants have the value `{}`", text.value()));
            }
            texts.push(text.value());
        }
        let label = words
            .text("label")
            .map_or_else(|| quote!(::core::option::Option::None), |label| quote!(::core::option::Option::Some(#label)));
        words.finish();
        let doc = doc::required(&variant.attrs, "variant", &variant.ident, ctxt);
        let table = quote!(__b::ChoiceValue { value: #value, label: #label, doc: #doc, aliases: &[#(#aliases),*] });
        Variant { ident: variant.ident.clone(), value, table }
    });
    variants.collect()
}

fn implementation(name: &Ident, variants: &[Variant], errors: &[syn::Error]) -> TokenStream {
    let name_text = name.to_string();
    let errors = to_compile_errors(errors);
    let idents = variants.iter().map(|variant| &variant.ident);
    let table = variants.iter().map(|variant| &variant.table);
    let arms = variants.iter().map(|Variant { ident, value, .. }| quote!(Self::#ident { .. } => #value,));
    // After a mistake the variants may not be values, so none is named.
    let listed = if errors.is_empty() { quote!(#(Self::#idents),*) } else { quote!() };
    let unreachable = variants.is_empty().then(|| quote!(_ => ::core::unreachable!(),));
    quote! {
        #errors
        const _: () = {
            use ::block_runtime::__private as __b;
            impl __b::Choice for #name {
                const CHOICES: &'static __b::ChoiceDef = &__b::ChoiceDef { name: #name_text, values: &[#(#table),*] };
                const VARIANTS: &'static [Self] = &[#listed];
                fn as_str(&self) -> &'static str {
                    match self { #(#arms)* #unreachable }
                }
            }
            impl __b::FromValue for #name {
                fn from_value(value: &__b::Value) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::choice_from_value(value)
                }
            }
            impl __b::Param for #name {
                const DECLARED: __b::Declared = <Self as __b::Choice>::CHOICE;
                type Written = Self;
                fn from_arg(arg: &__b::Arg, frame: &__b::Frame<'_>) -> ::core::result::Result<Self, __b::ConversionError> {
                    __b::literal(arg, frame)
                }
            }
            impl __b::Literal for #name {
                type Kinds = __b::Str;
            }
            impl ::core::convert::From<#name> for __b::Json {
                fn from(choice: #name) -> Self {
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
            let names = Self::NAMES.map(|(name, _)| name);
            let advice = match nearest(&written, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are `{}`", names.join("`, `")),
            };
            ctxt.error(text, format!("unknown case `{written}`, {advice}"));
        }
        found
    }

    fn apply(self, variant: &str) -> String {
        let separator = if matches!(self, Self::Kebab) { '-' } else { '_' };
        let mut text = String::new();
        for (place, c) in variant.trim_start_matches("r#").char_indices() {
            if c.is_uppercase() && place > 0 {
                text.push(separator);
            }
            text.extend(c.to_lowercase());
        }
        if matches!(self, Self::ScreamingSnake) { text.to_uppercase() } else { text }
    }
}
