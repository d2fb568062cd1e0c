//! Changes that mend what is wrong.

mod cases;
mod versions;

use std::collections::BTreeMap;

use block_runtime::diagnostic::{Code, Diagnostic};
use block_runtime::document::Notation;
use block_runtime::ide::{Edit, File, Fix, fixes};

use crate::Marked;
use cases::{cases, step, workflow};

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    edits.iter().rev().for_each(|edit| text.replace_range(edit.span.clone(), &edit.text));
    text
}

fn errors(file: &File) -> BTreeMap<String, usize> {
    let mut errors = BTreeMap::new();
    for found in file.diagnostics().iter().filter(|found| found.is_error()) {
        *errors.entry(found.message.clone()).or_default() += 1;
    }
    errors
}

fn all(file: &File) -> Vec<Fix<'_>> {
    fixes(file, &(0..file.text().len()))
}

/// The same workflow in JSON, and in YAML with and without brackets.
fn in_each_style(json: &str) -> [(String, Notation); 4] {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    let indented = Notation::Yaml.value(&value, 0);
    [
        (json.to_owned(), Notation::Json),
        (Notation::Json.value(&value, 0), Notation::Json),
        (indented, Notation::Yaml),
        (Notation::Yaml.line(&value), Notation::Yaml),
    ]
}

fn titles(file: &File) -> Vec<String> {
    let title = |fix: &Fix<'_>| format!("{}{}", fix.title, if fix.is_preferred { "!" } else { "" });
    all(file).iter().map(title).collect()
}

#[test]
fn there_are_fixes_for_each_mistake() {
    for (json, expected) in cases() {
        for (text, notation) in in_each_style(&json) {
            let marked = Marked::new(&text, notation);
            let (mut found, mut expected) = (titles(&marked.file), expected.clone());
            if notation == Notation::Yaml {
                // Where two findings begin in one place depends on where there are brackets.
                found.sort();
                expected.sort_unstable();
            }
            assert_eq!(found, expected, "{text}\n{:?}", marked.file.diagnostics());
        }
    }
}

#[test]
fn references_that_would_close_a_circle_are_not_offered() {
    // The compiler cannot read the step `two` and so does not see that it waits for `one`.
    let text = step(
        r#"{"type": "test/blur@v1", "name": "one", "image": "$steps.find.predictions"},
           {"type": "test/blur@v1", "name": "two", "image": "$steps.one.image", "kernel_size": "wide"},
           {"type": "test/blur@v1", "name": "three", "image": "$inputs.image", "kernel_size": "wide"}"#,
    );
    let titles = titles(&Marked::json(&text).file);
    let references: Vec<&String> = titles.iter().filter(|title| title.contains('$')).collect();
    assert_eq!(references, ["Change to `$inputs.image`", "Change to `$steps.three.image`"]);
}

#[test]
fn fixes_do_what_they_say_and_break_nothing() {
    for (json, _) in cases() {
        for (text, notation) in in_each_style(&json) {
            let marked = Marked::new(&text, notation);
            for fix in all(&marked.file) {
                check(&marked.file, &fix);
            }
        }
    }
}

/// The finding of a fix is gone, nothing else is wrong that has not been before, and the text is sound.
fn check(file: &File, fix: &Fix<'_>) {
    assert!(fix.edits.is_sorted_by(|one, next| one.span.end < next.span.start), "{:?}", fix.edits);
    let changed = applied(file.text(), &fix.edits);
    let again = Marked::new(&changed, file.notation);
    assert_eq!(again.file.faults, [], "{}: {changed}", fix.title);
    let count = |file: &File| {
        let alike = |found: &&Diagnostic| (found.code, &found.message) == (fix.finding.code, &fix.finding.message);
        file.diagnostics().iter().filter(alike).count()
    };
    assert!(count(&again.file) < count(file), "{}: {changed}", fix.title);
    let before = errors(file);
    for (error, count) in errors(&again.file) {
        assert!(before.get(&error) >= Some(&count), "{}: {error} in {changed}", fix.title);
    }
}

fn only(file: &File, title: &str) -> String {
    let found: Vec<Fix<'_>> = all(file).into_iter().filter(|fix| fix.title == title).collect();
    assert_eq!(found.len(), 1, "{title} among {:?}", titles(file));
    check(file, &found[0]);
    applied(file.text(), &found[0].edits)
}

#[test]
fn changes_look_like_the_text_around_them() {
    let yaml = "version: '1.0'\ninputs:\n- type: WorkflowImage  # the picture\n  name: image\nsteps:\n# first\n- type: test/crop@v1\n  name: cut # here\n\n- name: idle\n  type: test/detect@v2\n  image: $inputs.picture\n  model_id: m\noutputs:\n- {type: JsonField, name: crops, selector: $steps.cut.crops}\n";
    let file = Marked::new(yaml, Notation::Yaml).file;
    let added = "  name: cut # here\n  image: $inputs.image\n  predictions: $steps.idle.predictions\n\n";
    assert!(only(&file, "Add all 2 missing properties").contains(added));
    let declared = "  name: image\n- type: WorkflowImage\n  name: picture\nsteps:\n";
    assert!(only(&file, "Declare the input `picture`").contains(declared));
    let json = workflow("", "", "").replace("\"version\": \"1.0\",\n  ", "");
    let file = Marked::json(&json).file;
    assert!(only(&file, "Add `version`").ends_with("],\n  \"version\": \"1.0\"\n}"));
}

#[test]
fn of_two_members_of_one_name_the_one_that_counts_is_kept() {
    for (text, notation, fixed) in [
        (
            r#"{"version": "2", "inputs": [], "version": "1.0", "steps": [], "outputs": []}"#,
            Notation::Json,
            r#"{"inputs": [], "version": "1.0", "steps": [], "outputs": []}"#,
        ),
        (
            "version: 2\ninputs: []\nversion: '1.0'\nsteps: []\noutputs: []",
            Notation::Yaml,
            "inputs: []\nversion: '1.0'\nsteps: []\noutputs: []",
        ),
    ] {
        let file = Marked::new(text, notation).file;
        assert_eq!(only(&file, "Remove the earlier `version`"), fixed);
    }
}

#[test]
fn only_findings_that_are_touched_are_mended() {
    let text = step(r#"{"type": "test/blur@v1", "name": "one", "<|>imge": "$inputs.image", "blur_type": "gausian"}"#);
    let marked = Marked::json(&text);
    let found = fixes(&marked.file, &(marked.at()..marked.at()));
    let codes: std::collections::BTreeSet<Code> = found.iter().map(|fix| fix.finding.code).collect();
    assert_eq!(codes, [Code::MissingProperty].into());
    assert_eq!(fixes(&marked.file, &(0..0)), []);
}

#[test]
fn texts_that_are_not_json_are_mended() {
    for (text, title, fixed) in [
        (r#"{"version": "1.0" "inputs": []}"#, "Insert `,`", r#"{"version": "1.0", "inputs": []}"#),
        (r#"{"inputs": [],}"#, "Remove `,`", r#"{"inputs": []}"#),
        (r#"{"inputs": [1,, 2]}"#, "Remove `,`", r#"{"inputs": [1, 2]}"#),
        ("{} // text", "Remove the comment", "{} "),
        (r#"{/* text */"inputs": []}"#, "Remove the comment", r#"{"inputs": []}"#),
        (r#"{"version": '1"0'}"#, r#"Change to `"1\"0"`"#, r#"{"version": "1\"0"}"#),
        ("{version: 1}", "Change to `\"version\"`", r#"{"version": 1}"#),
        (r#"{"version": None}"#, "Change to `null`", r#"{"version": null}"#),
        (r#"{"version": True}"#, "Change to `true`", r#"{"version": true}"#),
        (r#"{"version": one}"#, "Change to `\"one\"`", r#"{"version": "one"}"#),
        ("{\"version\": \"one\n}", "Insert `\"`", "{\"version\": \"one\"\n}"),
        (r#"{"version": "\d"}"#, r"Insert `\`", r#"{"version": "\\d"}"#),
        ("{\"version\": \"\t\"}", r"Change to `\t`", r#"{"version": "\t"}"#),
        (r#"{"version": 1"#, "Insert `}`", r#"{"version": 1}"#),
        (r#"{"version": 1,"#, "Change to `}`", r#"{"version": 1}"#),
        (r#"{"inputs": [1"#, "Insert `]`", r#"{"inputs": [1]"#),
        (r#"{"inputs": [1, "steps": []}"#, "Insert `]`", r#"{"inputs": [1], "steps": []}"#),
        (r#"{"inputs": [{"name": "a", {"name": "b"}]}"#, "Insert `}`", r#"{"inputs": [{"name": "a"}, {"name": "b"}]}"#),
        (r#"{"inputs": []]}"#, "Remove `]`", r#"{"inputs": []}"#),
    ] {
        let file = Marked::json(text).file;
        let found = all(&file);
        let fix = found.iter().find(|fix| fix.title == title);
        let fix = fix.unwrap_or_else(|| panic!("{text}: {title} among {:?}", titles(&file)));
        assert_eq!(applied(text, &fix.edits), fixed);
        assert!(fix.is_preferred);
    }
}

#[test]
fn broken_texts_get_fixes_that_leave_less_broken() {
    let steps =
        r#"{"type": "test/crop@v1", "name": "one"}, {"type": "test/blu@v1", "name": "one", "image": "$inputs.a"}"#;
    for (text, notation) in in_each_style(&workflow("", steps, "{}")) {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let prefix = &text[..end];
            let file = Marked::new(prefix, notation).file;
            for fix in all(&file) {
                let changed = applied(prefix, &fix.edits);
                let again = Marked::new(&changed, notation).file;
                let is_fault = fix.finding.code == Code::Syntax;
                assert!(again.faults.len() + usize::from(is_fault) <= file.faults.len(), "{}: {changed}", fix.title);
            }
        }
    }
}

#[test]
fn only_so_many_findings_are_mended_at_once() {
    let unused: Vec<String> =
        (0..200).map(|number| format!(r#"{{"type": "WorkflowParameter", "name": "p{number}"}}"#)).collect();
    let file = Marked::json(&workflow(&unused.join(", "), "", "")).file;
    assert_eq!(file.diagnostics().len(), 200);
    assert_eq!(all(&file).len(), 32);
}
