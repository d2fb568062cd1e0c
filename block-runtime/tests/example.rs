//! Examples of steps: complete, valid, and without what does not matter.

use block_runtime::describe::example_step;
use block_runtime::document::{Document, Pointer};
use block_runtime::prelude::*;
use serde_json::json;

/// Where a model runs.
#[derive(Debug, Clone, Copy, PartialEq, Choice)]
enum Backend {
    /// On this machine.
    Native,
    /// On a server.
    Hosted,
}

/// Ask a model.
#[expect(dead_code, reason = "only what the block declares is looked at")]
#[derive(Debug, Block)]
#[block(id = "test/ask@v1", outputs = ())]
struct Ask {
    /// Images to ask about.
    images: Vec<In<Image>>,
    /// Where the model runs.
    #[block(default = Backend::Hosted)]
    backend: Or<Backend>,
    /// Model on this machine.
    #[block(relevant_for(backend = "native"), default = "small", example = "large")]
    native_model: Or<String>,
    /// Variant of the model on this machine.
    #[block(relevant_for(native_model = ["large"]), example = "four-bit")]
    variant: Option<String>,
    /// Key of the server.
    #[block(relevant_for(backend = "hosted"), example = "sk-123", example = "$inputs.api_key")]
    api_key: Option<Or<Secret>>,
    /// What to ask.
    #[block(required_if(backend = "hosted"))]
    prompt: Option<Or<String>>,
    /// Freedom of the answer.
    #[block(min = 0, max = 2, example = "much", example = 0.5)]
    temperature: Option<Or<f64>>,
    /// How many answers.
    #[block(min = 2)]
    answers: i64,
    /// What the answers are for.
    purpose: Option<String>,
}

impl Run for Ask {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

#[test]
fn an_example_has_what_matters_and_nothing_else() {
    let example = example_step(block::<Ask>().def);
    let expected = json!({
        "type": "test/ask@v1",
        "name": "ask",
        "images": ["$inputs.images"],
        "backend": "hosted",
        "api_key": "$inputs.api_key",
        "prompt": "$inputs.prompt",
        "temperature": 0.5,
        "answers": 2
    });
    assert_eq!(example, expected);
}

#[test]
fn an_example_is_valid() {
    let def = block::<Ask>().def;
    let document = Document::parse_json(example_step(def).to_string()).expect("it is JSON");
    let mut found = Vec::new();
    assert!(block_runtime::step::parse(def, &document.root, &Pointer::root(), &mut found).is_some());
    assert!(found.is_empty(), "{found:?}");
}
