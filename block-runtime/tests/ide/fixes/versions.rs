//! Fixes for limits, conditions and versions that the other blocks of these tests do not have.

#![expect(dead_code, reason = "editors look at what properties are, not at what they hold")]

use std::sync::Arc;

use block_runtime::block::{BlockError, Run};
use block_runtime::catalogue::Catalogue;
use block_runtime::document::Notation;
use block_runtime::ide::File;
use block_runtime::prelude::*;

use super::{applied, titles};

/// Smooth an image.
#[derive(Block)]
#[block(id = "test/smooth@v10", outputs = Smoothed)]
struct Smooth {
    /// How it is smoothed.
    #[block(default = Method::Mean)]
    method: Method,
    /// How often.
    #[block(default = 1, above = 0, max = 9)]
    times: i64,
    /// How strongly.
    #[block(default = None, min = 0.5, below = 10.0, required_if(method = "gaussian"))]
    sigma: Option<f64>,
}

/// How an image is smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
enum Method {
    /// Mean of the square.
    Mean,
    /// Mean in which near pixels count more.
    Gaussian,
}

/// What comes of it.
#[derive(Outputs)]
struct Smoothed {
    /// How strongly it has been smoothed.
    strength: Out<Float>,
    /// How often.
    times: Out<Integer>,
}

/// Smooth an image, as it was done last year.
#[derive(Block)]
#[block(id = "test/smooth@v9", outputs = Smoothed, deprecated = "use `test/smooth@v10`")]
struct LastSmooth {
    /// How often.
    #[block(default = 1)]
    times: i64,
}

/// Smooth an image, as it was done before.
#[derive(Block)]
#[block(id = "test/smooth@v1", outputs = OldSmoothed, deprecated = "use `test/smooth@v10`")]
struct OldSmooth {
    /// How often.
    #[block(default = 1)]
    times: i64,
    /// Size of the square.
    #[block(default = 3)]
    size: i64,
}

/// What came of it.
#[derive(Outputs)]
struct OldSmoothed {
    /// How strongly it was smoothed, or whether.
    strength: Out<Boolean>,
    /// How often.
    times: Out<Integer>,
}

macro_rules! never_run {
    ($($block:ident -> $returns:ty,)+) => {$(
        impl Run for $block {
            fn run(&self, _: &mut Context<'_, ()>) -> Result<$returns, BlockError> {
                Err(BlockError::new("blocks of these tests are not run"))
            }
        }
    )+};
}

never_run! { Smooth -> Smoothed, LastSmooth -> Smoothed, OldSmooth -> OldSmoothed, }

/// A workflow of one step in JSON and in YAML.
fn files(step: &str, output: &str) -> [File; 2] {
    let catalogue = Catalogue::new(&[&[block::<OldSmooth>(), block::<Smooth>(), block::<LastSmooth>()]]).unwrap();
    let catalogue = Arc::new(catalogue);
    let text = format!(
        r#"{{"version": "1.0", "inputs": [], "steps": [{{"name": "one", {step}}}],
        "outputs": [{{"type": "JsonField", "name": "result", "selector": "$steps.one.{output}"}}]}}"#
    );
    [Notation::Json, Notation::Yaml]
        .map(|notation| File::new(Arc::clone(&catalogue), Arc::default(), text.as_str(), notation))
}

#[test]
fn numbers_are_brought_within_their_limits() {
    for (written, mended) in [
        (r#""times": 0"#, Some("1")),
        (r#""times": -3"#, Some("1")),
        (r#""times": 12"#, Some("9")),
        (r#""sigma": 0.1"#, Some("0.5")),
        // There is no greatest fraction below ten.
        (r#""sigma": 10.0"#, None),
    ] {
        for file in files(&format!(r#""type": "test/smooth@v10", {written}"#), "times") {
            let expected: Vec<String> = mended.iter().map(|value| format!("Change to `{value}`!")).collect();
            assert_eq!(titles(&file), expected, "{written}");
        }
    }
}

#[test]
fn texts_become_what_they_say() {
    for (written, title) in [(r#""times": "twice""#, None), (r#""sigma": "1.5x""#, None), (r#""sigma": [1]"#, None)] {
        for file in files(&format!(r#""type": "test/smooth@v10", {written}"#), "times") {
            assert_eq!(titles(&file).first().map(String::as_str), title, "{written}");
        }
    }
}

#[test]
fn what_another_property_makes_necessary_is_added() {
    for file in files(r#""type": "test/smooth@v10", "method": "gaussian""#, "times") {
        assert_eq!(titles(&file), ["Add `sigma`!"]);
        let found = super::all(&file);
        assert!(applied(file.text(), &found[0].edits).contains(r#""gaussian", "#));
    }
    for file in files(r#""type": "test/smooth@v10", "method": "gaussian", "sigma": null"#, "times") {
        assert_eq!(titles(&file), ["Change `sigma` to `0.5`!"]);
    }
}

#[test]
fn steps_move_to_a_newer_version_only_where_nothing_is_lost() {
    for (step, output, moves) in [
        (r#""type": "test/smooth@v9""#, "strength", true),
        (r#""type": "test/smooth@v9""#, "*", true),
        (r#""type": "test/smooth@v9", "times": 3"#, "times", true),
        (r#""type": "test/smooth@v9", "times": 10"#, "times", false),
        (r#""type": "test/smooth@v1""#, "times", true),
        (r#""type": "test/smooth@v1""#, "strength", false),
        (r#""type": "test/smooth@v1""#, "*", false),
        (r#""type": "test/smooth@v1", "size": 5"#, "times", false),
    ] {
        for file in files(step, output) {
            let expected: &[&str] = if moves { &["Change to `test/smooth@v10`!"] } else { &[] };
            assert_eq!(titles(&file), expected, "{step} {output}");
        }
    }
}
