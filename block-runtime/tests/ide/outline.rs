//! The parts of a definition in a list.

use block_runtime::document::Notation;
use block_runtime::ide::{OutlineKind, Outlined, outline};

use crate::Marked;
use crate::samples::BOTH;

fn names(parts: &[Outlined]) -> Vec<&str> {
    parts.iter().map(|part| part.name.as_str()).collect()
}

#[test]
fn steps_stand_in_the_order_in_which_they_run() {
    for (text, notation) in BOTH {
        let marked = Marked::new(text, notation);
        assert!(marked.file.diagnostics().iter().all(|finding| !finding.is_error()));
        let parts = outline(&marked.file);
        let shown = names(&parts);
        let place = |name: &str| shown.iter().position(|one| *one == name).unwrap();
        assert_eq!((shown.len(), place("image"), place("size"), place("found")), (10, 0, 1, 8));
        for (one, other) in [("find", "cut"), ("cut", "again"), ("again", "count"), ("count", "keep"), ("cut", "inner")]
        {
            assert!(place(one) < place(other), "{shown:?}");
        }
        let inner = &parts[place("inner")];
        assert_eq!((inner.kind, names(&inner.children)), (OutlineKind::InnerWorkflow, vec!["once", "twice"]));
        let details: Vec<&str> = parts.iter().map(|part| part.detail.as_str()).collect();
        assert_eq!(details[0], "WorkflowImage");
        assert_eq!(details[place("find")], "test/detect@v2");
        assert_eq!(details[8], "$steps.find.*");
        for part in parts.iter().chain(&inner.children) {
            assert!(part.span.start <= part.name_span.start && part.name_span.end <= part.span.end);
            assert_eq!(text[part.name_span.clone()].trim_matches('"'), part.name);
        }
    }
}

#[test]
fn steps_that_cannot_be_read_follow_the_others() {
    let text = r#"{"steps": [
        {"type": "test/nope@v1", "name": "strange"}, {}, {"name": ""}, {"type": "test/blur@v1"}, 5,
        {"type": "test/blur@v1", "name": "b", "image": "$steps.a.image"},
        {"type": "test/blur@v1", "name": "a", "image": "$inputs.image"}
    ]}"#;
    for notation in [Notation::Json, Notation::Yaml] {
        let marked = Marked::new(text, notation);
        let parts = outline(&marked.file);
        assert_eq!(names(&parts), ["a", "b", "strange", "step", "step", "test/blur@v1", "step"]);
    }
}
