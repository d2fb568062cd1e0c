//! The derives that turn annotated structs and enums into blocks.
//!
//! Each derive parses attributes into a small model, reports every mistake on its own token, and emits a constant
//! table. The meaning of the table lives in `block-runtime`; nothing here looks at what a type *is*.
//!
//! One module an idea: `ctxt` collects errors, `words` reads `#[block(…)]`, `json` turns tokens into JSON text,
//! `doc` reads doc comments, `form` the kind of item, `property` the fields that are properties (`bounds`,
//! `condition` and `expression` a part each), and one module a derive.

mod block;
mod bounds;
mod choice;
mod condition;
mod ctxt;
mod doc;
mod expression;
mod form;
mod json;
mod literal;
mod outputs;
mod properties;
mod property;
mod tagged;
#[cfg(test)]
mod tests;
mod words;

use proc_macro::TokenStream;

/// Makes a block of a struct whose fields are its properties.
///
/// ```ignore
/// /// Blur an image.
/// #[derive(Block)]
/// #[block(id = "roboflow_core/image_blur@v1", section = ClassicalCv, outputs = Blurred)]
/// pub(crate) struct ImageBlur {
///     /// Image to blur.
///     #[block(example = "$inputs.image")]
///     image: In<Image>,
/// }
/// ```
///
/// On the struct: `id`, `alias`, `name`, `section`, `block_type`, `keywords(…)`, `license`, `deprecated`, `engine`,
/// `icon`, `priority`, `outputs`, `state`, `batch`, `flow`, `output_depth`, `accepts_empty`, `requires_internet`,
/// `restriction(…)`, `check`, `dynamic_outputs`, `ui(…)`, `extra(…)`.
///
/// On a field: `rename`, `alias`, `title`, `default`, `required`, `min`, `max`, `above`, `below`, `min_len`,
/// `max_len`, `example`, `multiline`, `private`, `hidden`, `always_visible`, `relevant_for(…)`, `required_if(…)`,
/// `origin`, `ui(…)`, `depth`, `depth_reference`, `cast_to_batch`, `operates_on`, `flatten`.
#[proc_macro_derive(Block, attributes(block))]
pub fn derive_block(input: TokenStream) -> TokenStream {
    block::expand(input.into()).into()
}

/// Makes a group of properties that several blocks share, for fields with `#[block(flatten)]`.
#[proc_macro_derive(Properties, attributes(block))]
pub fn derive_properties(input: TokenStream) -> TokenStream {
    properties::expand(input.into()).into()
}

/// Makes an object of a nested language, such as an operation of the query language, of a struct whose fields are its
/// properties: JSON tells it from others by `type`, which is the name of the struct or one of the texts that `tag` gives.
///
/// On a field: as for `Block`.
#[proc_macro_derive(Tagged, attributes(block))]
pub fn derive_tagged(input: TokenStream) -> TokenStream {
    tagged::expand(input.into()).into()
}

/// Describes the outputs of a block: a struct of `Out<Kind>` fields, each with a doc comment.
#[proc_macro_derive(Outputs, attributes(block))]
pub fn derive_outputs(input: TokenStream) -> TokenStream {
    outputs::expand(input.into()).into()
}

/// Makes an enum without fields a property of a few texts; it takes `rename_all`, and `definition` where schemas name it
/// in one place, its variants take `rename`, `label` and `alias`.
#[proc_macro_derive(Choice, attributes(block))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    choice::expand(input.into()).into()
}

/// Makes a struct around one literal type a literal type of its own; `TryFrom` of the inner type is its check.
#[proc_macro_derive(Literal, attributes(block))]
pub fn derive_literal(input: TokenStream) -> TokenStream {
    literal::expand(input.into()).into()
}
