//! JSON written in Rust tokens, as text: `["a", 1, {"b": null}]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::ctxt::Ctxt;

/// The JSON text of tokens.
///
/// # Errors
/// On the first token that JSON does not have.
pub fn text(tokens: &TokenStream) -> syn::Result<String> {
    let mut out = String::new();
    let mut trees = tokens.clone().into_iter().peekable();
    value(&mut trees, &mut out, tokens)?;
    match trees.next() {
        None => Ok(out),
        Some(extra) => Err(syn::Error::new(extra.span(), "the JSON value ends before this")),
    }
}

/// The JSON texts of several values; those that are not JSON are reported.
pub fn texts(values: &[TokenStream], ctxt: &Ctxt) -> Vec<String> {
    values.iter().filter_map(|tokens| ctxt.ok(text(tokens))).collect()
}

type Trees = std::iter::Peekable<proc_macro2::token_stream::IntoIter>;

fn value(trees: &mut Trees, out: &mut String, whole: &TokenStream) -> syn::Result<()> {
    match trees.next() {
        Some(TokenTree::Literal(literal)) => scalar(literal.into(), out),
        Some(TokenTree::Ident(ident)) if ident == "true" || ident == "false" || ident == "null" => {
            out.push_str(&ident.to_string());
            Ok(())
        }
        Some(TokenTree::Punct(minus)) if minus.as_char() == '-' => {
            out.push('-');
            match trees.next() {
                Some(TokenTree::Literal(literal)) => scalar(literal.into(), out),
                _ => Err(syn::Error::new(minus.span(), "a number follows `-` in JSON")),
            }
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            sequence(&group, out, ('[', ']'), value)
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            sequence(&group, out, ('{', '}'), member)
        }
        Some(other) => Err(syn::Error::new(
            other.span(),
            "this is not JSON: write text, a number, `true`, `false`, `null`, `[…]` or `{\"name\": …}`",
        )),
        None => Err(syn::Error::new_spanned(whole, "a JSON value is missing")),
    }
}

fn member(trees: &mut Trees, out: &mut String, whole: &TokenStream) -> syn::Result<()> {
    match trees.next() {
        Some(name) => match syn::parse2::<syn::LitStr>(name.clone().into()) {
            Ok(name) => escape(&name.value(), out),
            Err(_) => return Err(syn::Error::new(name.span(), "names of members are texts: `\"name\": …`")),
        },
        None => return Err(syn::Error::new_spanned(whole, "a member is missing")),
    }
    match trees.next() {
        Some(TokenTree::Punct(colon)) if colon.as_char() == ':' => out.push(':'),
        Some(other) => return Err(syn::Error::new(other.span(), "a `:` belongs here")),
        None => return Err(syn::Error::new_spanned(whole, "a member needs a value")),
    }
    value(trees, out, whole)
}

fn sequence(
    group: &proc_macro2::Group,
    out: &mut String,
    (open, close): (char, char),
    item: fn(&mut Trees, &mut String, &TokenStream) -> syn::Result<()>,
) -> syn::Result<()> {
    let stream = group.stream();
    let mut trees = stream.clone().into_iter().peekable();
    out.push(open);
    while trees.peek().is_some() {
        item(&mut trees, out, &stream)?;
        match trees.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {
                if trees.peek().is_some() {
                    out.push(',');
                }
            }
            Some(other) => return Err(syn::Error::new(other.span(), "a `,` belongs here")),
        }
    }
    out.push(close);
    Ok(())
}

fn scalar(tree: TokenTree, out: &mut String) -> syn::Result<()> {
    match syn::parse2(tree.into())? {
        syn::Lit::Str(text) => escape(&text.value(), out),
        syn::Lit::Int(number) => out.push_str(number.base10_digits()),
        syn::Lit::Float(number) => {
            out.push_str(number.base10_digits());
            if number.base10_digits().ends_with('.') {
                out.push('0');
            }
        }
        syn::Lit::Bool(value) => out.push_str(if value.value { "true" } else { "false" }),
        other => return Err(syn::Error::new_spanned(other, "JSON has no such literal")),
    }
    Ok(())
}

fn escape(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                out.extend(
                    [u32::from(control) / 16, u32::from(control) % 16]
                        .map(|digit| char::from_digit(digit, 16).unwrap_or_default()),
                );
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
