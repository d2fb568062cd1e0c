//! Tests of the expansions without a compiler: each mistake gives one error on the right token, expansions are the same
//! each time, readable, and small.

mod expansion;
mod mistakes;

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

/// Fields of the block that stands for all small ones.
const SMALL: &str = r#"
    /// Blur an image.
    #[derive(Block)]
    #[block(id = "test/image_blur@v1", outputs = Blurred)]
    struct ImageBlur {
        /// Image to blur.
        #[block(example = "$inputs.image")]
        image: In<Image>,
        /// Side of the kernel, in pixels.
        #[block(default = 5, min = 1)]
        kernel_size: Or<i64>,
    }
"#;

/// Tokens of Rust text; their spans know the text.
fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the test is Rust")
}

/// The errors in an expansion: message and the text on which it stands.
fn errors(expansion: TokenStream) -> Vec<(String, String)> {
    struct Errors(Vec<(String, String)>);

    impl Parse for Errors {
        fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
            let mut errors = Vec::new();
            while input.peek(Token![::]) {
                let start = input.span();
                input.parse::<Token![::]>()?;
                input.parse::<Ident>()?;
                input.parse::<Token![::]>()?;
                input.parse::<Ident>()?;
                input.parse::<Token![!]>()?;
                let group: proc_macro2::Group = input.parse()?;
                let message: LitStr = syn::parse2(group.stream())?;
                let place = start.join(group.span()).unwrap_or(start);
                errors.push((message.value(), place.source_text().unwrap_or_default()));
            }
            input.parse::<TokenStream>()?;
            Ok(Self(errors))
        }
    }

    syn::parse2::<Errors>(expansion).expect("errors stand before the table").0
}

/// Asserts that an expansion has exactly these errors, in this order.
#[track_caller]
fn assert_errors(expansion: TokenStream, expected: &[(&str, &str)]) {
    let found = errors(expansion);
    let found: Vec<(&str, &str)> = found.iter().map(|(message, place)| (message.as_str(), place.as_str())).collect();
    assert_eq!(found, expected);
}
