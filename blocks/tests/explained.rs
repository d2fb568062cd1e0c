//! What editors say of the blocks and their properties.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::sync::Arc;

use block_runtime::document::Notation;
use block_runtime::ide::{File, HintSettings, hints, hover};

/// A workflow of one step.
fn file(step: &str) -> File {
    let text = format!(r#"{{"steps": [{step}]}}"#);
    File::new(Arc::new(blocks::catalogue()), Arc::default(), text, Notation::Json)
}

/// What is said of the word after `<` in the only step of a workflow.
fn said(step: &str) -> String {
    let at = step.find('<').unwrap() + r#"{"steps": ["#.len();
    hover(&file(&step.replacen('<', "", 1)), at).unwrap_or_else(|| panic!("nothing is said of {step}")).markdown
}

#[test]
fn every_block_is_explained_in_short() {
    for def in blocks::entries().iter().map(|entry| entry.def) {
        let block = said(&format!(r#"{{"type": "<{}"}}"#, def.id));
        assert!(block.contains(def.name) && block.contains("\n\nOutputs: "), "{block}");
        let properties = def.properties().map(|property| {
            let explanation = said(&format!(r#"{{"type": "{}", "<{}": null}}"#, def.id, property.name));
            assert!(explanation.starts_with(&format!("**`{}`**", property.name)), "{explanation}");
            explanation
        });
        for explanation in properties.chain([block]) {
            assert!(explanation.chars().count() <= 600 && !explanation.contains("](http"), "{explanation}");
            // Lists of kinds may be cut, sentences may not.
            let sentences = explanation.replace(", …)", ")");
            assert!(!sentences.contains(":\n\nOutputs: ") && !sentences.contains('…'), "{explanation}");
        }
    }
}

#[test]
fn only_defaults_that_matter_are_shown() {
    let defaults = |step: &str| {
        let file = file(step);
        let hints = hints(&file, &(0..file.text().len()), HintSettings::default());
        hints.into_iter().map(|hint| hint.tooltip).collect::<String>()
    };
    let native = defaults(r#"{"type": "roboflow_core/qwen_vlm@v1", "name": "a"}"#);
    assert!(native.contains("`model_version`: ") && !native.contains("`privacy_level`"), "{native}");
    let elsewhere = defaults(r#"{"type": "roboflow_core/qwen_vlm@v1", "name": "a", "backend": "openrouter"}"#);
    assert!(
        !elsewhere.contains("`model_version`: ") && elsewhere.contains("`privacy_level`: `\"deny\"`"),
        "{elsewhere}"
    );
    let unknown = defaults(r#"{"type": "roboflow_core/qwen_vlm@v1", "name": "a", "backend": "$inputs.backend"}"#);
    assert!(unknown.contains("`model_version`: ") && unknown.contains("`privacy_level`: "), "{unknown}");
}
