//! Data: combining, converting, remembering.

mod cache_get;
mod cache_set;
mod detections_classes_replacement;
mod dimension_collapse;
mod expression;
mod first_non_empty_or_default;
mod json_parser;
mod property_definition;
mod vlm_as_classifier;
mod vlm_as_detector;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<cache_get::CacheGet>(),
    block::<cache_set::CacheSet>(),
    block::<detections_classes_replacement::DetectionsClassesReplacement>(),
    block::<dimension_collapse::DimensionCollapse>(),
    block::<expression::Expression>(),
    block::<first_non_empty_or_default::FirstNonEmptyOrDefault>(),
    block::<json_parser::JsonParser>(),
    block::<property_definition::PropertyDefinition>(),
    block::<vlm_as_classifier::VlmAsClassifier>(),
    block::<vlm_as_detector::VlmAsDetector>(),
];
