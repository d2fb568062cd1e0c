//! Names for parts that have none yet.

use crate::workflow::InputType;

/// A name that does not stand among those that are taken: the word itself, or the word with the next free number.
pub(super) fn unique_name(word: &str, taken: impl Fn(&str) -> bool) -> String {
    let (mut name, mut number) = (word.to_owned(), 1_usize);
    while taken(&name) {
        number += 1;
        name = format!("{word}_{number}");
    }
    name
}

/// What an input of a type is usually called.
pub(super) fn name_of_input(input_type: InputType) -> &'static str {
    match input_type {
        InputType::Image | InputType::InferenceImage => "image",
        InputType::VideoMetadata => "video_metadata",
        InputType::Parameter | InputType::InferenceParameter => "parameter",
        InputType::Batch => "data",
    }
}
