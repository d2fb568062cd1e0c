//! Reading `#[block(word, word = value, word(…))]`.
//!
//! Readers *take* the words that they know; what nobody took is reported as unknown, with the nearest word that
//! somebody asked for. So there is no list of words to forget.

use std::cell::RefCell;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitInt, LitStr, Token};

use crate::ctxt::Ctxt;

/// One word with what follows it.
#[derive(Clone)]
pub struct Word {
    pub name: Ident,
    pub form: Form,
}

/// What follows a word.
#[derive(Clone)]
pub enum Form {
    /// Nothing.
    Flag,
    /// `= tokens`.
    Value(TokenStream),
    /// `(tokens)`.
    List(Group),
}

impl ToTokens for Word {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
    }
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let Ok(name) = input.call(Ident::parse_any) else {
            return Err(input.error("this is not a word such as `default`"));
        };
        let form = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let value = until_comma(input);
            if value.is_empty() {
                return Err(syn::Error::new(name.span(), format!("`{name} =` needs a value")));
            }
            Form::Value(value)
        } else if input.peek(syn::token::Paren) {
            Form::List(input.parse()?)
        } else {
            Form::Flag
        };
        Ok(Self { name, form })
    }
}

fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        // Any token tree parses, so this cannot fail before the end.
        let Ok(tree) = input.parse::<TokenTree>() else { break };
        tokens.extend([tree]);
    }
    tokens
}

/// The words of a list such as the inside of `#[block(…)]`; one that cannot be read does not hide the others.
fn parse_list(input: ParseStream<'_>) -> syn::Result<(Vec<Word>, Vec<syn::Error>)> {
    let (mut words, mut errors) = (Vec::new(), Vec::new());
    while !input.is_empty() {
        let word = input.parse::<Word>();
        let rest = until_comma(input);
        match word {
            Err(error) => errors.push(error),
            Ok(_) if !rest.is_empty() => errors.push(syn::Error::new_spanned(rest, MISSING_COMMA)),
            Ok(word) => words.push(word),
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok((words, errors))
}

const MISSING_COMMA: &str = "a `,` is missing before this";

/// The words on one item, being taken one by one.
pub struct Words<'a> {
    ctxt: &'a Ctxt,
    place: &'static str,
    untaken: RefCell<Vec<Word>>,
    known: RefCell<Vec<&'static str>>,
    /// False when something could not be read, so that nothing is said about words that seem to be missing.
    complete: bool,
}

impl<'a> Words<'a> {
    /// The words in the `#[block(…)]` attributes of an item; `place` says what the item is: `block`, `field`, ….
    pub fn of(attributes: &[Attribute], place: &'static str, ctxt: &'a Ctxt) -> Self {
        let mut all = Self::new(place, ctxt);
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("block")) {
            if let syn::Meta::List(list) = &attribute.meta {
                all.add(list.tokens.clone());
            } else {
                ctxt.error(attribute.path(), "write `#[block(…)]`");
                all.complete = false;
            }
        }
        all
    }

    /// The words inside a parenthesised list.
    pub fn inside(group: &Group, place: &'static str, ctxt: &'a Ctxt) -> Self {
        let mut all = Self::new(place, ctxt);
        all.add(group.stream());
        all
    }

    fn new(place: &'static str, ctxt: &'a Ctxt) -> Self {
        Self { ctxt, place, untaken: RefCell::default(), known: RefCell::default(), complete: true }
    }

    fn add(&mut self, tokens: TokenStream) {
        let (words, errors) = self.ctxt.ok(syn::parse::Parser::parse2(parse_list, tokens)).unwrap_or_default();
        self.complete &= errors.is_empty();
        self.untaken.get_mut().extend(words);
        for error in errors {
            self.ctxt.push(error);
        }
    }

    /// True when the word is there, whatever follows it.
    pub fn has(&self, name: &str) -> bool {
        self.untaken.borrow().iter().any(|word| word.name == name)
    }

    /// Reports something that is missing, unless it may stand in what could not be read.
    pub fn missing(&self, subject: impl ToTokens, message: &str) {
        if self.complete {
            self.ctxt.error(subject, message);
        }
    }

    /// All uses of a word.
    pub fn take_all(&self, name: &'static str) -> Vec<Word> {
        self.known.borrow_mut().push(name);
        let (taken, left) = self.untaken.take().into_iter().partition(|word| word.name == name);
        self.untaken.replace(left);
        taken
    }

    /// The only use of a word; further ones are reported.
    pub fn take(&self, name: &'static str) -> Option<Word> {
        let mut taken = self.take_all(name).into_iter();
        let first = taken.next();
        for again in taken {
            self.ctxt.error(&again, format!("duplicate `{name}`"));
        }
        first
    }

    /// True when a word without a value is there.
    pub fn flag(&self, name: &'static str) -> bool {
        let Some(word) = self.take(name) else { return false };
        if !matches!(word.form, Form::Flag) {
            self.ctxt.error(&word, format!("`{name}` takes no value"));
        }
        true
    }

    fn value_of(&self, word: &Word, example: &str) -> Option<TokenStream> {
        if let Form::Value(tokens) = &word.form {
            return Some(tokens.clone());
        }
        self.ctxt.error(word, format!("write `{} = {example}`", word.name));
        None
    }

    /// The text of `word = "…"`.
    pub fn text(&self, name: &'static str) -> Option<LitStr> {
        self.parsed(name, "text in double quotation marks", "\"…\"")
    }

    /// The texts of all `word = "…"`.
    pub fn texts(&self, name: &'static str) -> Vec<LitStr> {
        let texts = self.take_all(name).into_iter().filter_map(|word| {
            let tokens = self.value_of(&word, "\"…\"")?;
            self.parse(&word, tokens, "text in double quotation marks", "\"…\"")
        });
        texts.collect()
    }

    /// The values of all `word = …`, as they stand.
    pub fn values(&self, name: &'static str, example: &str) -> Vec<TokenStream> {
        self.take_all(name).iter().filter_map(|word| self.value_of(word, example)).collect()
    }

    /// The number of `word = 1.5`.
    pub fn number(&self, name: &'static str) -> Option<Number> {
        self.parsed(name, "a number", "1.5")
    }

    /// The whole number of `word = 3`.
    pub fn length(&self, name: &'static str) -> Option<Length> {
        self.parsed(name, "a whole number from 0", "3")
    }

    /// What stands after `word =`, parsed; `what` and `example` tell people what belongs there.
    pub fn parsed<T: Parse>(&self, name: &'static str, what: &str, example: &str) -> Option<T> {
        let word = self.take(name)?;
        let tokens = self.value_of(&word, example)?;
        self.parse(&word, tokens, what, example)
    }

    /// What stands after all `word =`, parsed.
    pub fn all_parsed<T: Parse>(&self, name: &'static str, what: &str, example: &str) -> Vec<T> {
        let parsed = self.take_all(name).into_iter().filter_map(|word| {
            let tokens = self.value_of(&word, example)?;
            self.parse(&word, tokens, what, example)
        });
        parsed.collect()
    }

    /// The insides of all `word(…)`.
    pub fn lists(&self, name: &'static str, example: &str) -> Vec<Group> {
        let mut lists = Vec::new();
        for word in self.take_all(name) {
            if let Form::List(group) = word.form {
                lists.push(group);
            } else {
                self.ctxt.error(&word, format!("write `{name}({example})`"));
            }
        }
        lists
    }

    /// The words that are left, whatever they are.
    pub fn rest(&self) -> Vec<Word> {
        self.untaken.take()
    }

    fn parse<T: Parse>(&self, word: &Word, tokens: TokenStream, what: &str, example: &str) -> Option<T> {
        let (name, whole) = (&word.name, tokens.clone());
        let parser = |input: ParseStream<'_>| match input.parse() {
            Ok(value) if input.is_empty() => Ok(value),
            Ok(_) => Err(input.error(MISSING_COMMA)),
            Err(_) => {
                Err(syn::Error::new_spanned(&whole, format!("`{name}` needs {what}: write `{name} = {example}`")))
            }
        };
        self.ctxt.ok(syn::parse::Parser::parse2(parser, tokens))
    }

    /// Reports the words that nobody took.
    pub fn finish(self) {
        let mut known = self.known.take();
        known.sort_unstable();
        known.dedup();
        for word in self.untaken.take() {
            let name = word.name.to_string();
            self.ctxt.error(&word, format!("unknown {} attribute `{name}`, {}", self.place, advice(&name, &known)));
        }
    }
}

/// What to say of an unknown word: the known word most like it, or all known words.
pub fn advice(word: &str, known: &[&str]) -> String {
    match (nearest(word, known), known) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "there are none".to_owned(),
        (None, _) => format!("known are `{}`", known.join("`, `")),
    }
}

/// The candidate most like a word, if any is like it at all.
fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let scored =
        candidates.iter().map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), *candidate));
    scored.filter(|(likeness, _)| *likeness >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, near)| near)
}

/// A number with an optional sign.
pub struct Number {
    pub value: f64,
    pub tokens: TokenStream,
}

impl Parse for Number {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sign: Option<Token![-]> = input.parse()?;
        let literal: syn::Lit = input.parse()?;
        let magnitude: f64 = match &literal {
            syn::Lit::Int(number) => number.base10_parse()?,
            syn::Lit::Float(number) => number.base10_parse()?,
            other => return Err(syn::Error::new_spanned(other, "not a number")),
        };
        if !magnitude.is_finite() {
            return Err(syn::Error::new_spanned(literal, "too great a number"));
        }
        let value = if sign.is_some() { -magnitude } else { magnitude };
        Ok(Self { value, tokens: quote::quote!(#sign #literal) })
    }
}

/// A whole number from 0, without a type.
pub struct Length {
    pub value: u64,
    pub tokens: LitInt,
}

impl Parse for Length {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let tokens: LitInt = input.parse()?;
        let value = tokens.base10_digits().parse().map_err(|_| syn::Error::new_spanned(&tokens, "not a length"))?;
        Ok(Self { value, tokens })
    }
}

/// The names of a parenthesised list of identifiers: `(HostedServerless, SelfHostedCpu)`.
pub fn idents(group: &Group, ctxt: &Ctxt) -> Vec<Ident> {
    separated(group, "names separated by commas", ctxt)
}

/// The texts of a parenthesised list: `("blur", "smooth")`.
pub fn literals(group: &Group, ctxt: &Ctxt) -> Vec<LitStr> {
    separated(group, "texts in double quotation marks, separated by commas,", ctxt)
}

fn separated<T: Parse>(group: &Group, what: &str, ctxt: &Ctxt) -> Vec<T> {
    let parser = syn::punctuated::Punctuated::<T, Token![,]>::parse_terminated;
    let parsed = syn::parse::Parser::parse2(parser, group.stream());
    let parsed = parsed.map_err(|error| syn::Error::new(error.span(), format!("{what} belong here")));
    ctxt.ok(parsed).into_iter().flatten().collect()
}

/// The values of `[a, b]`, or the single value itself.
pub fn one_or_list(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut trees = tokens.clone().into_iter();
    if let (Some(TokenTree::Group(group)), None) = (trees.next(), trees.next())
        && group.delimiter() == Delimiter::Bracket
    {
        let parser = |input: ParseStream<'_>| {
            let mut values = Vec::new();
            while !input.is_empty() {
                values.push(until_comma(input));
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(values)
        };
        return syn::parse::Parser::parse2(parser, group.stream()).unwrap_or_default();
    }
    vec![tokens.clone()]
}
