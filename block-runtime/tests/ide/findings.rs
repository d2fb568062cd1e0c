//! One fault is told once, also while it is being typed.

use block_runtime::document::Notation;

use crate::Marked;

fn codes(text: &str, notation: Notation) -> Vec<&'static str> {
    Marked::new(text, notation).file.diagnostics().iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn members_of_the_workflow_that_are_half_written_are_faults_of_the_text_alone() {
    for end in ["i", "inpu", "foo"] {
        assert_eq!(codes(&format!("version: \"1.0\"\n{end}"), Notation::Yaml), ["syntax"], "{end}");
    }
    for end in ["", "i", "inpu", "foo"] {
        let text = format!("{{\"version\": \"1.0\", \"{end}\n}}");
        assert_eq!(codes(&text, Notation::Json), ["syntax"], "{end}");
    }
    assert_eq!(codes("version: \"1.\n", Notation::Yaml), ["syntax"]);
    // What stands elsewhere is told all the same.
    assert_eq!(codes("version: \"1.0\"\nfoo: 1\ninpu", Notation::Yaml), ["unknown-property", "syntax"]);
}

#[test]
fn text_that_begins_almost_like_a_reference_is_one_fault() {
    for (text, remedy) in [
        ("$inpu", "did you mean `$inputs`?"),
        ("$inputs", "write `$inputs.<name>` for a reference"),
        ("$input.image", "did you mean `$inputs.image`?"),
    ] {
        let workflow = format!(
            r#"{{"version": "1.0", "inputs": [{{"type": "WorkflowImage", "name": "image"}}], "steps": [
                {{"type": "test/blur@v1", "name": "blur", "image": "{text}"}}], "outputs": []}}"#
        );
        let marked = Marked::json(&workflow);
        let [found] = marked.file.diagnostics() else { panic!("{:?}", marked.file.diagnostics()) };
        assert_eq!(found.code.as_str(), "wrong-type");
        assert_eq!(found.remedy.as_ref().map(ToString::to_string).as_deref(), Some(remedy));
    }
}

#[test]
fn types_are_found_by_their_short_names() {
    for (text, meant) in [("blur", "test/blur@v1"), ("blurr", "test/blur@v1"), ("blur@v1", "test/blur@v1")] {
        let workflow = format!(
            r#"{{"version": "1.0", "inputs": [], "steps": [{{"type": "{text}", "name": "blur"}}], "outputs": []}}"#
        );
        let marked = Marked::json(&workflow);
        let remedy = marked.file.diagnostics()[0].remedy.as_ref().map(ToString::to_string);
        assert_eq!(remedy, Some(format!("did you mean `{meant}`?")));
    }
}
