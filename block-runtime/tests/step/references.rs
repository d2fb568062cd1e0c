//! References in steps: which forms each place accepts, and what is text although it looks like one.

use block_runtime::block::Origin;
use block_runtime::step::Target;

use super::{assert_findings, parse};

#[test]
fn references_have_the_forms_that_their_places_accept() {
    for (members, finding) in [
        (
            r#""image": "$steps.crop""#,
            "malformed-reference /image: \"$steps.crop\" is not a reference that `image` accepts; it accepts `$inputs.<name>` or `$steps.<step>.<output>`; name an output of the step: `$steps.crop.<output>`",
        ),
        (
            r#""image": "$inputs.a b""#,
            "malformed-reference /image: \"$inputs.a b\" is not a reference that `image` accepts; it accepts `$inputs.<name>` or `$steps.<step>.<output>`; names in references have letters, digits, `_` and `-`",
        ),
        (
            r#""image": "$steps.a.b.c""#,
            "malformed-reference /image: \"$steps.a.b.c\" is not a reference that `image` accepts; it accepts `$inputs.<name>` or `$steps.<step>.<output>`; names in references have letters, digits, `_` and `-`",
        ),
        (
            r#""text": "$steps.a.b.c""#,
            "malformed-reference /text: \"$steps.a.b.c\" is not a reference that `text` accepts; it accepts `$inputs.<name>` or `$steps.<step>.<output>`; names in references have letters, digits, `_` and `-`",
        ),
        (
            r#""source": "$steps.crop.image""#,
            "malformed-reference /source: \"$steps.crop.image\" is not a reference that `source` accepts; it accepts `$inputs.<name>`; names in references have letters, digits, `_` and `-`",
        ),
        (
            r#""next": ["$steps.a.b"]"#,
            "malformed-reference /next/0: \"$steps.a.b\" is not a reference that `next` accepts; it accepts `$steps.<step>`; name the step alone: `$steps.a`",
        ),
        (
            r#""image": "image""#,
            "wrong-type /image: `image` does not accept \"image\"; it accepts a reference to `image` data",
        ),
    ] {
        assert_findings(members, &[finding]);
    }
}

#[test]
fn text_properties_take_references_that_others_refuse() {
    // Where text is accepted such a reference is one that leads nowhere, which the compiler finds out.
    let (step, findings) = parse(r#""text": "$steps.missing-output", "data": {"a": "$inputs.a b"}"#);
    assert_eq!(findings, [""; 0]);
    let targets: Vec<Target> = step.unwrap().references.into_iter().map(|reference| reference.target).collect();
    assert_eq!(
        targets,
        [Target::Input("image".into()), Target::Step("missing-output".into()), Target::Input("a b".into()),]
    );
}

#[test]
fn other_text_with_a_dollar_is_text() {
    assert_findings(r#""text": "$100""#, &[]);
    assert_findings(
        r#""data": {"a": "$input.image"}"#,
        &[
            "suspicious-text /data/a: \"$input.image\" is taken as text, not as a reference; did you mean `$inputs.image`?",
        ],
    );
}

#[test]
fn references_keep_what_their_place_accepts() {
    let (step, _) = parse(r#""source": "$inputs.photo", "table": [["$steps.count.value"]]"#);
    let references = step.unwrap().references;
    let seen: Vec<_> = references
        .iter()
        .map(|reference| (reference.pointer.to_string(), reference.selector.origin, reference.selector.kinds[0].name))
        .collect();
    assert_eq!(
        seen,
        [
            ("/steps/0/image".to_owned(), Origin::AnyData, "image"),
            ("/steps/0/source".to_owned(), Origin::WorkflowImage, "image"),
            ("/steps/0/table/0/0".to_owned(), Origin::AnyData, "integer"),
        ]
    );
}
