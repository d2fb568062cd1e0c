//! `min`, `max`, `above`, `below`, `min_len` and `max_len`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ctxt::Ctxt;
use crate::words::{Length, Number, Words};

/// The limits of a property.
pub struct Bounds {
    numbers: Vec<(&'static str, Number)>,
    lengths: Vec<(&'static str, Length)>,
}

impl Bounds {
    /// Takes the words and reports limits that contradict each other.
    pub fn take(words: &Words<'_>, ctxt: &Ctxt) -> Self {
        let numbers = ["min", "above", "max", "below"]
            .into_iter()
            .filter_map(|name| words.number(name).map(|number| (name, number)))
            .collect();
        let lengths = ["min_len", "max_len"]
            .into_iter()
            .filter_map(|name| words.length(name).map(|length| (name, length)))
            .collect();
        let bounds = Self { numbers, lengths };
        for (one, other) in [("min", "above"), ("max", "below")] {
            if let (Some(_), Some(second)) = (bounds.number(one), bounds.number(other)) {
                ctxt.error(&second.tokens, format!("`{one}` and `{other}` limit the same side: keep one of them"));
            }
        }
        bounds.check_order(ctxt);
        bounds
    }

    /// Reports limits between which nothing lies.
    fn check_order(&self, ctxt: &Ctxt) {
        let lower = self.numbers.iter().find(|(name, _)| matches!(*name, "min" | "above"));
        let upper = self.numbers.iter().find(|(name, _)| matches!(*name, "max" | "below"));
        if let (Some((low, least)), Some((high, greatest))) = (lower, upper) {
            let both_included = *low == "min" && *high == "max";
            if least.value > greatest.value || (!both_included && least.value >= greatest.value) {
                let (least, limit) = (show(&least.tokens), show(&greatest.tokens));
                ctxt.error(&greatest.tokens, format!("`{high} = {limit}` leaves no number above `{low} = {least}`"));
            }
        }
        if let [(_, least), (_, greatest)] = self.lengths.as_slice()
            && least.value > greatest.value
        {
            let (least, limit) = (least.value, greatest.value);
            ctxt.error(&greatest.tokens, format!("`max_len = {limit}` is below `min_len = {least}`"));
        }
    }

    fn number(&self, name: &str) -> Option<&Number> {
        self.numbers.iter().find(|(given, _)| *given == name).map(|(_, number)| number)
    }

    /// Functions of `Param` that only types have in which there is something to limit.
    pub fn proofs(&self) -> impl Iterator<Item = &'static str> {
        let ranged = (!self.numbers.is_empty()).then_some("ranged");
        let measured = (!self.lengths.is_empty()).then_some("measured");
        ranged.into_iter().chain(measured)
    }

    /// The limits as a value of the table, when there are any.
    pub fn tokens(&self) -> Option<TokenStream> {
        let numbers = self.numbers.iter().map(|(name, number)| {
            let (name, value) = (Ident::new(name, Span::call_site()), number.value);
            quote!(#name: ::core::option::Option::Some(#value))
        });
        let lengths = self.lengths.iter().map(|(name, length)| {
            let (name, value) = (Ident::new(name, Span::call_site()), length.value);
            quote!(#name: ::core::option::Option::Some(#value))
        });
        let set: Vec<TokenStream> = numbers.chain(lengths).collect();
        (!set.is_empty()).then(|| quote!(__b::Bounds { #(#set,)* ..__b::Bounds::NONE }))
    }

    /// Compares a default or an example with the limits, when it is a plain number.
    pub fn check(&self, what: &str, tokens: &TokenStream, ctxt: &Ctxt) {
        let Ok(number) = syn::parse2::<Number>(tokens.clone()) else { return };
        let broken = self.numbers.iter().find_map(|(name, limit)| {
            let relation = match *name {
                "min" if number.value < limit.value => "below",
                "max" if number.value > limit.value => "above",
                "above" if number.value <= limit.value => "not within",
                "below" if number.value >= limit.value => "not within",
                _ => return None,
            };
            Some(format!("is {relation} `{name} = {}`", show(&limit.tokens)))
        });
        if let Some(broken) = broken {
            ctxt.error(tokens, format!("{what} `{}` {broken}", show(&number.tokens)));
        }
    }
}

/// A number as it was written.
fn show(number: &TokenStream) -> String {
    number.to_string().replace("- ", "-")
}
