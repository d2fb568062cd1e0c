//! What is said of a place of the text.

use block_runtime::document::Notation;
use block_runtime::ide::{Hover, hover, tokens};

use crate::Marked;
use crate::samples::{BOTH, JSON, YAML};

/// The hover at the end of the first occurrence of a text.
fn over(text: &str, notation: Notation, needle: &str) -> Option<(String, String)> {
    let marked = Marked::new(text, notation);
    let at = text.find(needle).unwrap_or_else(|| panic!("no {needle}")) + needle.len();
    let Hover { span, markdown } = hover(&marked.file, at)?;
    Some((text[span].trim_matches(['"', '\'']).to_owned(), markdown))
}

#[test]
fn names_and_references_are_explained_in_both_notations() {
    for (text, notation) in BOTH {
        for (needle, span, parts) in [
            ("$inp", "$inputs", &["What the workflow is given", "Inputs: `image`, `size`."][..]),
            ("$inputs.im", "image", &["Input **`image`** · `WorkflowImage`", "`image`: "]),
            (
                "$steps.fi",
                "find",
                &["Step **`find`** · ", "(`test/detect@v2`)", "`predictions` (`object_detection_prediction`)"],
            ),
            ("$steps.find.pre", "predictions", &["of step `find`", "The objects.", "`object_detection_prediction`: "]),
            ("$steps.find.*", "*", &["**All outputs** of step `find`", "`inference_id` (`inference_id`)"]),
            (
                "$steps.cut.cr",
                "crops",
                &["The crops.", "one for each element that step `cut` makes: a batch of depth 2"],
            ),
            ("$steps.again.pre", "predictions", &["one for each element that step `cut` makes"]),
            ("$steps.inner.so", "soft", &["of step `inner`", "The image.", "`image`: "]),
            ("$inputs.pic", "picture", &["Input **`picture`**", "`image`: "]),
        ] {
            let (under, markdown) = over(text, notation, needle).unwrap_or_else(|| panic!("nothing for {needle}"));
            assert_eq!(under, span, "{needle}: {markdown}");
            for part in parts {
                assert!(markdown.contains(part), "{needle}: {part}\n{markdown}");
            }
        }
        let marked = Marked::new(text, notation);
        let declared = |name: &str| {
            let places = marked.file.symbols.occurrences.iter();
            let place = places.filter(|one| one.symbol.name() == name).min_by_key(|one| one.span.start).unwrap();
            hover(&marked.file, place.name.span.start + 1).unwrap().markdown
        };
        let mut image = declared("image");
        assert!(image.ends_with("2 places refer to it."), "{image}");
        image = declared("size");
        assert!(image.contains("Default: `5`."), "{image}");
        assert!(declared("keep").ends_with("Nothing refers to it."));
        assert!(declared("found").contains("Gives back `$steps.find.*`."));
    }
}

#[test]
fn words_are_explained_in_both_notations() {
    let at = |json: &'static str, yaml: &'static str| [(JSON, Notation::Json, json), (YAML, Notation::Yaml, yaml)];
    for (places, parts) in [
        (
            at(r#""type": "test/detect@v2"#, "type: test/detect@v2"),
            &["Find objects in an image.", "Outputs: `predictions`"][..],
        ),
        (at(r#""type": "test/detect@v1"#, "type: test/detect@v1"), &["**Deprecated:** use `test/detect@v2`"]),
        (at(r#""type": "roboflow_core/inner"#, "type: roboflow_core/inner"), &["whole workflow as one step"]),
        (at(r#""versi"#, "versi"), &["**`version`** · required"]),
        (at(r#""1."#, "\"1."), &["**`version`** · required"]),
        (at(r#""type": "WorkflowIm"#, "type: WorkflowIm"), &["**`WorkflowImage`**", "element of the batch"]),
        (at(r#"["integ"#, "[integ"), &["**`integer`** · kind"]),
        (at(r#""model_"#, "model_"), &["**`model_id`** · `str`", "Model to use.", "**Required.**"]),
        (
            at(r#""blur_type": "aver"#, "blur_type: aver"),
            &["**`average`**", "Mean of the square.", "A value of `blur_type`."],
        ),
        (at(r#""blur_ty"#, "blur_ty"), &["Default: `\"gaussian\"`.", "One of `average` or `gaussian`."]),
        (at(r#""kernel_si"#, "kernel_si"), &["Default: `5`.", "Takes references to `integer`"]),
        (at(r#""predicti"#, "predicti"), &["Takes references to `object_detection_prediction`"]),
        (at(r#""coordinates_sys"#, "coordinates_sys"), &["Default: `\"parent\"`.", "One of `parent` or `own`."]),
        (at(r#""ow"#, ": ow"), &["**`own`**", "such as a crop"]),
        (at(r#"{"pict"#, "      pict"), &["Input **`picture`**"]),
    ] {
        for (text, notation, needle) in places {
            let (_, markdown) = over(text, notation, needle).unwrap_or_else(|| panic!("nothing for {needle}"));
            for part in parts {
                assert!(markdown.contains(part), "{needle}: {part}\n{markdown}");
            }
        }
    }
}

#[test]
fn the_query_language_is_explained() {
    for (operations, parts) in [
        (
            r#"[{"type": "StringMat<|>ches"}]"#,
            &["**`StringMatches`**", "Makes `boolean` of `string`", "`regex` (required)"][..],
        ),
        (r#"[{"ty<|>pe": "StringMatches"}]"#, &["the object is an operation of the query language"]),
        (r#"[{"type": "StringMatches", "reg<|>ex": "a"}]"#, &["**`regex`**", "**Required.**"]),
        (
            r#"[{"type": "DetectionsFilter", "filter_operation": {"type": "StatementGroup", "statements": [
                {"type": "BinaryStatement", "comparator": {"type": "(Number) <|>>"}}]}}]"#,
            &["**`(Number) >`**", "Left: ", "Right: "],
        ),
        (
            r#"[{"type": "DetectionsFilter", "filter_operation": {"type": "StatementGroup", "operator": "an<|>d"}}]"#,
            &["**`and`**", "All have to be true."],
        ),
    ] {
        let text = format!(r#"{{"steps": [{{"type": "test/query@v1", "name": "a", "operations": {operations}}}]}}"#);
        for notation in [Notation::Json, Notation::Yaml] {
            let marked = Marked::new(&text, notation);
            let markdown = hover(&marked.file, marked.at()).unwrap_or_else(|| panic!("nothing for {text}")).markdown;
            for part in parts {
                assert!(markdown.contains(part), "{part}\n{markdown}");
            }
        }
    }
}

#[test]
fn what_leads_nowhere_is_not_explained() {
    for text in [
        r#"{"outputs": [{"stran<|>ger": 1}]}"#,
        r#"{"steps": [{"type": "test/no<|>pe@v1"}]}"#,
        r#"{"inputs": [{"kind": ["no<|>pe"]}]}"#,
        r#"{"steps": [<|>]}"#,
    ] {
        for notation in [Notation::Json, Notation::Yaml] {
            let marked = Marked::new(text, notation);
            assert_eq!(hover(&marked.file, marked.at()), None, "{text}");
        }
    }
}

#[test]
fn single_values_are_told_from_batches() {
    let text = r#"{"version": "1.0", "inputs": [{"type": "WorkflowParameter", "name": "a"},
        {"type": "WorkflowBatchInput", "name": "deep", "dimensionality": 2, "kind": ["image"]}],
        "steps": [{"type": "test/save@v1", "name": "keep", "content": "$inputs.a"},
            {"type": "test/blur@v1", "name": "soft", "image": "$inputs.deep"}],
        "outputs": [{"type": "JsonField", "name": "o", "selector": "$steps.keep.error_<|1>status"},
            {"type": "JsonField", "name": "p", "selector": "$steps.soft.im<|2>age"},
            {"type": "JsonField", "name": "q", "selector": "$inputs.de<|3>ep"}]}"#;
    let marked = Marked::json(text);
    for (mark, part) in [
        ("1", "There is one for the whole run."),
        ("2", "one for each element of the inner lists of input `deep`: a batch of depth 2"),
        ("3", "lists within lists, 2 levels deep"),
    ] {
        let markdown = hover(&marked.file, marked.marks[mark]).unwrap().markdown;
        assert!(markdown.contains(part), "{markdown}\n{:?}", marked.file.diagnostics());
    }
}

#[test]
fn where_references_lead_nowhere_the_place_is_explained() {
    for text in [
        r#"{"outputs": [{"selector": "$steps.no<|>pe.a"}]}"#,
        r#"{"outputs": [{"selector": "$inputs.no<|>pe"}]}"#,
        r#"{"steps": [{"type": "test/detect@v2", "name": "a"}], "outputs": [{"selector": "$steps.a.no<|>pe"}]}"#,
    ] {
        let marked = Marked::json(text);
        let markdown = hover(&marked.file, marked.at()).unwrap().markdown;
        assert!(markdown.starts_with("**`selector`**"), "{markdown}");
    }
}

#[test]
fn every_word_with_a_meaning_is_explained() {
    for (text, notation) in BOTH {
        let marked = Marked::new(text, notation);
        for token in tokens(&marked.file) {
            for offset in token.span.start + 1..=token.span.end {
                let word = &text[token.span.clone()];
                let hover = hover(&marked.file, offset).unwrap_or_else(|| panic!("nothing for {word} at {offset}"));
                assert!(hover.span.start <= token.span.start && token.span.end <= hover.span.end, "{word} at {offset}");
            }
        }
    }
}
