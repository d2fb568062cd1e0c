//! Reading `#[block(word, word = value, word(…))]`.
//!
//! Readers *take* the words that they know; what nobody took is reported as unknown, with the nearest word that
//! somebody asked for. So there is no list of words to forget.

use std::cell::RefCell;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
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
        let name: Ident = input.call(syn::ext::IdentExt::parse_any)?;
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

/// The words of a list such as the inside of `#[block(…)]`.
pub fn parse_list(input: ParseStream<'_>) -> syn::Result<Vec<Word>> {
    let words = input.parse_terminated(Word::parse, Token![,])?;
    Ok(words.into_iter().collect())
}

/// The words on one item, being taken one by one.
pub struct Words<'a> {
    ctxt: &'a Ctxt,
    place: &'static str,
    words: RefCell<Vec<Word>>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Words<'a> {
    /// The words in the `#[block(…)]` attributes of an item; `place` says what the item is: `block`, `field`, ….
    pub fn of(attributes: &[Attribute], place: &'static str, ctxt: &'a Ctxt) -> Self {
        let mut words = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("block")) {
            words.extend(ctxt.ok(attribute.parse_args_with(parse_list)).into_iter().flatten());
        }
        Self::new(words, place, ctxt)
    }

    /// The words inside a parenthesised list.
    pub fn inside(group: &Group, place: &'static str, ctxt: &'a Ctxt) -> Self {
        let words = ctxt.ok(syn::parse::Parser::parse2(parse_list, group.stream())).unwrap_or_default();
        Self::new(words, place, ctxt)
    }

    fn new(words: Vec<Word>, place: &'static str, ctxt: &'a Ctxt) -> Self {
        Self { ctxt, place, words: RefCell::new(words), known: RefCell::default() }
    }

    /// All uses of a word.
    pub fn take_all(&self, name: &'static str) -> Vec<Word> {
        self.known.borrow_mut().push(name);
        let (taken, left) = self.words.take().into_iter().partition(|word| word.name == name);
        self.words.replace(left);
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

    /// The tokens of `word = …`.
    pub fn value(&self, name: &'static str, example: &str) -> Option<(Word, TokenStream)> {
        let word = self.take(name)?;
        let tokens = self.value_of(&word, example)?;
        Some((word, tokens))
    }

    fn value_of(&self, word: &Word, example: &str) -> Option<TokenStream> {
        match &word.form {
            Form::Value(tokens) => Some(tokens.clone()),
            _ => {
                self.ctxt.error(word, format!("write `{} = {example}`", word.name));
                None
            }
        }
    }

    /// The text of `word = "…"`.
    pub fn text(&self, name: &'static str) -> Option<LitStr> {
        let (word, tokens) = self.value(name, "\"…\"")?;
        self.parse(&word, tokens, "text in double quotation marks")
    }

    /// The texts of all `word = "…"`.
    pub fn texts(&self, name: &'static str) -> Vec<LitStr> {
        let texts = self.take_all(name).into_iter().filter_map(|word| {
            let tokens = self.value_of(&word, "\"…\"")?;
            self.parse(&word, tokens, "text in double quotation marks")
        });
        texts.collect()
    }

    /// The values of all `word = …`, as they stand.
    pub fn values(&self, name: &'static str, example: &str) -> Vec<TokenStream> {
        self.take_all(name).iter().filter_map(|word| self.value_of(word, example)).collect()
    }

    /// The number of `word = 1.5`, as it stands.
    pub fn number(&self, name: &'static str) -> Option<Number> {
        let (word, tokens) = self.value(name, "1.5")?;
        self.parse(&word, tokens, "a number")
    }

    /// The whole number of `word = 3`.
    pub fn length(&self, name: &'static str) -> Option<LitInt> {
        let (word, tokens) = self.value(name, "3")?;
        self.parse(&word, tokens, "a whole number")
    }

    /// What stands after `word =`, parsed.
    pub fn parsed<T: Parse>(&self, name: &'static str, expected: &str) -> Option<T> {
        let (word, tokens) = self.value(name, expected)?;
        self.parse(&word, tokens, expected)
    }

    /// The insides of all `word(…)`.
    pub fn lists(&self, name: &'static str, example: &str) -> Vec<Group> {
        let lists = self.take_all(name).into_iter().filter_map(|word| match word.form {
            Form::List(group) => Some(group),
            _ => {
                self.ctxt.error(&word, format!("write `{name}({example})`"));
                None
            }
        });
        lists.collect()
    }

    /// The words that are left, whatever they are.
    pub fn rest(&self) -> Vec<Word> {
        self.words.take()
    }

    fn parse<T: Parse>(&self, word: &Word, tokens: TokenStream, expected: &str) -> Option<T> {
        match syn::parse2(tokens.clone()) {
            Ok(value) => Some(value),
            Err(_) => {
                self.ctxt.error(tokens, format!("`{}` needs {expected}", word.name));
                None
            }
        }
    }

    /// Reports the words that nobody took.
    pub fn finish(self) {
        let mut known = self.known.take();
        known.sort_unstable();
        known.dedup();
        for word in self.words.take() {
            let name = word.name.to_string();
            let advice = match nearest(&name, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are `{}`", known.join("`, `")),
            };
            self.ctxt.error(&word, format!("unknown {} attribute `{name}`, {advice}", self.place));
        }
    }
}

/// The candidate most like a word, if any is like it at all.
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
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
        let value = if sign.is_some() { -magnitude } else { magnitude };
        Ok(Self { value, tokens: quote::quote!(#sign #literal) })
    }
}

/// The names of a parenthesised list of identifiers: `(HostedServerless, SelfHostedCpu)`.
pub fn idents(group: &Group, ctxt: &Ctxt) -> Vec<Ident> {
    let parser = syn::punctuated::Punctuated::<Ident, Token![,]>::parse_terminated;
    ctxt.ok(syn::parse::Parser::parse2(parser, group.stream())).into_iter().flatten().collect()
}

/// The texts of a parenthesised list: `("blur", "smooth")`.
pub fn literals(group: &Group, ctxt: &Ctxt) -> Vec<LitStr> {
    let parser = syn::punctuated::Punctuated::<LitStr, Token![,]>::parse_terminated;
    ctxt.ok(syn::parse::Parser::parse2(parser, group.stream())).into_iter().flatten().collect()
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
