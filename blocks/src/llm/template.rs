//! Prompts with places for values: `{{ $parameters.name }}`.

use std::sync::LazyLock;

use block_runtime::prelude::*;
use regex::Regex;

use super::ImageInput;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\{\{\s*\$parameters\.(\w+)\s*\}\}").unwrap_or_else(|_| unreachable!("the pattern is well-formed"))
});

/// A prompt with its values in place, and the images that go with it.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The text, without white space around it; may be empty.
    pub text: String,
    /// The images: those that the prompt names first, in the order in which it names them, then the others.
    pub images: Vec<ImageInput>,
}

/// Puts values into a prompt. Text, numbers and all other plain data take the places that name them, spelt as the
/// reference spells them; the places of images are removed, since images travel beside the text. Places that name
/// no parameter stay as they are.
pub fn fill(prompt: &str, parameters: &IndexMap<String, Value>) -> Filled {
    let mut text = String::with_capacity(prompt.len());
    let mut named: Vec<&str> = Vec::new();
    let mut copied = 0;
    for place in PLACEHOLDER.captures_iter(prompt) {
        let (Some(whole), Some(name)) = (place.get(0), place.get(1)) else { continue };
        let Some((name, value)) = parameters.get_key_value(name.as_str()) else { continue };
        text.push_str(&prompt[copied..whole.start()]);
        copied = whole.end();
        if images_in(value).is_empty() {
            text.push_str(&value.python().to_string());
        }
        if !named.contains(&name.as_str()) {
            named.push(name);
        }
    }
    text.push_str(&prompt[copied..]);
    let others = parameters.keys().map(String::as_str).filter(|name| !named.contains(name));
    let images = named.iter().copied().chain(others).filter_map(|name| parameters.get(name)).flat_map(images_in);
    Filled { text: text.trim().to_owned(), images: images.collect() }
}

/// The images that a value is: one, or those in a list.
fn images_in(value: &Value) -> Vec<ImageInput> {
    match value {
        Value::List(items) => items.iter().filter_map(image).collect(),
        other => image(other).into_iter().collect(),
    }
}

fn image(value: &Value) -> Option<ImageInput> {
    match value {
        Value::Image(picture) => Some(ImageInput::Picture(picture.clone())),
        Value::Bytes(bytes) => Some(ImageInput::Jpeg(bytes.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn file(content: u8) -> Value {
        Value::Bytes([content].into())
    }

    fn filled(prompt: &str, parameters: impl IntoIterator<Item = (&'static str, Value)>) -> (String, Vec<u8>) {
        let parameters = parameters.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let Filled { text, images } = fill(prompt, &parameters);
        let contents = images.iter().map(|image| match image {
            ImageInput::Jpeg(bytes) => bytes[0],
            ImageInput::Picture(_) => 0,
        });
        (text, contents.collect())
    }

    #[test]
    fn values_take_their_places() {
        let list = Value::from_json(&json!(["cat", true, null, 1.0]));
        let (text, images) = filled(
            "  {{ $parameters.a }}, {{$parameters.b}} and {{\t$parameters.a\n}}; {{ $parameters.unknown }} {{ a }} ",
            [("a", Value::from(2.0)), ("b", list)],
        );
        assert_eq!(text, "2.0, ['cat', True, None, 1.0] and 2.0; {{ $parameters.unknown }} {{ a }}");
        assert!(images.is_empty());
    }

    #[test]
    fn images_leave_the_text_and_go_in_the_order_of_their_names() {
        let list = || -> Value { [file(3), Value::from("left out"), file(4)].into_iter().collect() };
        let (text, images) = filled(
            "{{ $parameters.second }} Compare {{ $parameters.list }} with {{ $parameters.second }}",
            [("first", file(1)), ("second", file(2)), ("list", list()), ("text", Value::from("unused"))],
        );
        assert_eq!(text, "Compare  with");
        assert_eq!(images, [2, 3, 4, 1]);
    }

    #[test]
    fn values_are_not_read_as_templates() {
        let (text, _) =
            filled("{{ $parameters.a }}", [("a", Value::from("{{ $parameters.b }}")), ("b", Value::from("secret"))]);
        assert_eq!(text, "{{ $parameters.b }}");
    }

    proptest! {
        #[test]
        fn prompts_without_places_are_only_trimmed(prompt in "[^{]*") {
            let (text, images) = filled(&prompt, [("a", Value::from("x")), ("b", file(1))]);
            prop_assert_eq!(text, prompt.trim());
            prop_assert_eq!(images, [1]);
        }

        #[test]
        fn any_prompt_can_be_filled(prompt in r"(\{\{|\}\}| |\$parameters\.|a|ü|x)*") {
            let (text, _) = filled(&prompt, [("a", Value::from("A")), ("ü", Value::from("Ü"))]);
            prop_assert!(!text.contains("{{ $parameters.a }}") && !text.contains("{{$parameters.ü}}"));
        }
    }
}
