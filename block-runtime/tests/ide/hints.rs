//! What a text leaves unsaid.

use block_runtime::document::Notation;
use block_runtime::ide::{HintKind, HintSettings, hints};

use crate::Marked;
use crate::samples::{BOTH, JSON};

/// The labels of all hints of a kind, each with the last line in front of it.
fn shown(marked: &Marked, settings: HintSettings) -> Vec<(String, String)> {
    let text = marked.file.text();
    let hints = hints(&marked.file, &(0..text.len()), settings);
    let before = |offset: usize| text[..offset].lines().last().unwrap_or_default().trim().trim_start_matches("- ");
    hints.into_iter().map(|hint| (before(hint.offset).to_owned(), hint.label)).collect()
}

#[test]
fn references_have_kinds_where_these_say_something() {
    for (text, notation) in BOTH {
        let marked = Marked::new(text, notation);
        let kinds = shown(&marked, HintSettings { kinds: true, defaults: false });
        let labels: Vec<&str> = kinds.iter().map(|(_, label)| label.as_str()).collect();
        let (detections, image) = (": object_detection_prediction", ": image");
        // All outputs of a step are of several kinds, and nobody says what an inner `side` is.
        let expected =
            [": integer", detections, image, image, image, detections, image, image, image, image, ": integer", image];
        assert_eq!(labels, expected, "{kinds:?}");
        for (line, _) in kinds {
            assert!(line.trim_end_matches(['"', '\'']).ends_with(|c: char| c.is_alphanumeric()), "{line}");
        }
    }
}

#[test]
fn kinds_of_inputs_may_be_objects_with_names() {
    let marked = Marked::json(
        r#"{"inputs": [{"type": "WorkflowParameter", "name": "any", "kind": [{"name": "string"}]}],
            "steps": [{"type": "test/count@v1", "name": "count", "predictions": "$inputs.any"}]}"#,
    );
    let kinds = shown(&marked, HintSettings { kinds: true, defaults: false });
    assert_eq!(kinds.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>(), [": string"]);
}

#[test]
fn steps_have_the_defaults_that_they_leave_out() {
    for (text, notation) in BOTH {
        let marked = Marked::new(text, notation);
        let defaults = shown(&marked, HintSettings { kinds: false, defaults: true });
        let labels: Vec<&str> = defaults.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["by_class false", "confidence 0.4", "kernel_size 5", "blur_type gaussian"], "{defaults:?}");
        assert!(defaults[1].0.ends_with(if text == JSON { r#""model_id": "m""# } else { "model_id: m" }));
    }
}

#[test]
fn only_what_is_shown_is_asked_for() {
    let marked = Marked::json(JSON);
    let line = JSON.find("    {\"type\": \"test/count@v1\"").unwrap();
    let end = line + JSON[line..].find('\n').unwrap();
    let hints = hints(&marked.file, &(line..end), HintSettings::default());
    let found: Vec<(HintKind, &str)> = hints.iter().map(|hint| (hint.kind, hint.label.as_str())).collect();
    assert_eq!(found, [(HintKind::Kinds, ": object_detection_prediction"), (HintKind::Defaults, "by_class false")]);
    assert!(hints[0].tooltip.starts_with("- `object_detection_prediction`: "));
    assert!(hints[1].tooltip.ends_with("- `by_class`: `false`"));
    let none = HintSettings { kinds: false, defaults: false };
    assert_eq!(block_runtime::ide::hints(&marked.file, &(0..JSON.len()), none), []);
}

#[test]
fn defaults_stand_behind_the_last_line_that_says_something() {
    let text =
        "steps:\n- type: test/detect@v2\n  name: find\n  class_filter:\n  - car\n  - bus # large\n\n- name: next\n";
    let marked = Marked::new(text, Notation::Yaml);
    let defaults = shown(&marked, HintSettings::default());
    assert_eq!(defaults, [("bus".to_owned(), "confidence 0.4".to_owned())]);
}
