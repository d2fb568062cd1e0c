//! Data: combining, converting, remembering.

mod dimension_collapse;
mod expression;
mod first_non_empty_or_default;
mod json_parser;
mod property_definition;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<dimension_collapse::DimensionCollapse>(),
    block::<expression::Expression>(),
    block::<first_non_empty_or_default::FirstNonEmptyOrDefault>(),
    block::<json_parser::JsonParser>(),
    block::<property_definition::PropertyDefinition>(),
];
