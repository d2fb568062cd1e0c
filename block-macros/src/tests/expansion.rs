//! What sound declarations expand to.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::{SMALL, tokens};
use crate::{block, choice, literal, outputs, properties};

const FULL: &str = r#"
    /// Ask a model.
    ///
    /// Sends images and a prompt.
    #[block(
        id = "test/language-model@v2",
        alias = "test/language-model@v1",
        section = Model,
        block_type = Model,
        keywords("llm", "vlm"),
        license = "MIT",
        deprecated = "use `test/other@v1`",
        engine = ">=1.4.0,<2.0.0",
        icon = "far fa-robot",
        priority = 5,
        outputs = Answer,
        state = Memory,
        batch,
        output_depth = 1,
        accepts_empty,
        requires_internet,
        restriction(severity = Soft, note = "slow", runtimes(SelfHostedCpu), input(Video)),
        check = check,
        dynamic_outputs = outputs_of,
        ui(popular),
        extra(beta = true)
    )]
    struct LanguageModel {
        /// Images to look at.
        #[block(rename = "images", alias = "image", example = ["$inputs.image"], origin = WorkflowImage, depth_reference)]
        r#in: InBatch<Image>,
        /// What to do.
        #[block(title = "Task", default = Task::Caption, always_visible)]
        task: Or<Task>,
        /// What to ask.
        #[block(required_if(task = ["ask", "tell"]), relevant_for(task = "ask", required = true), multiline)]
        prompt: Option<Or<String>>,
        /// Classes to tell apart.
        #[block(default, min_len = 1)]
        classes: Vec<String>,
        /// How free the answer is.
        #[block(default = 0.5, min = 0, max = 2)]
        temperature: f64,
        /// Predictions to take into account.
        #[block(default = None, relevant_for(task = kind("image")))]
        predictions: Option<In<ObjectDetectionPrediction>>,
        #[block(flatten)]
        sampling: Sampling,
        /// Key.
        #[block(private, ui(secret = true))]
        api_key: Or<Secret>,
    }
"#;

/// The most characters that the expansion of a block of eight fields may have: what it costs to compile grows with it.
const BUDGET: usize = 4608;

#[test]
fn small_block() {
    insta::assert_snapshot!(pretty(block::expand(tokens(SMALL))));
}

#[test]
fn full_block() {
    insta::assert_snapshot!(pretty(block::expand(tokens(FULL))));
}

#[test]
fn choice_outputs_group_and_literal() {
    let items = [
        choice::expand(tokens(
            "enum Filter { /// Mean.\n Average, /// Sorted.\n #[block(label = \"Median (slow)\")] Median }",
        )),
        outputs::expand(tokens("struct Blurred { /// Image.\n image: Out<Image> }")),
        properties::expand(tokens("struct Group { /// Number.\n number: i64 }")),
        literal::expand(tokens("#[block(kinds = Float)] struct Percent(f64);")),
    ];
    insta::assert_snapshot!(items.map(pretty).join("\n\n"));
}

#[test]
fn expansions_are_the_same_each_time() {
    for text in [SMALL, FULL] {
        let [one, other] = [(); 2].map(|()| block::expand(tokens(text)).to_string());
        assert_eq!(one, other);
    }
}

#[test]
fn eight_fields_stay_within_the_budget() {
    let size = block::expand(tokens(EIGHT_FIELDS)).to_string().len();
    assert!(size <= BUDGET, "{size} of {BUDGET} characters");
}

const EIGHT_FIELDS: &str = r#"
    /// Crop regions of an image.
    ///
    /// Cuts a picture for each detection out of the image.
    #[block(id = "test/crop@v1", section = Transformation, icon = "far fa-crop", outputs = Crops, output_depth = 1)]
    struct Crop {
        /// Image to cut from.
        #[block(example = "$inputs.image")]
        images: In<Image>,
        /// Regions to cut out.
        #[block(example = "$steps.model.predictions")]
        predictions: In<ObjectDetectionPrediction>,
        /// How opaque the mask is.
        #[block(default = 0.0, example = 0.5)]
        mask_opacity: Or<Fraction>,
        /// Colour of what is outside the mask.
        #[block(default = "black".to_owned(), always_visible)]
        background: Or<String>,
        /// How the picture is resized.
        #[block(default = Resize::Keep)]
        resize: Or<Resize>,
        /// Pixels to add on each side.
        #[block(default = 0, min = 0, max = 1000)]
        margin: Or<i64>,
        /// Only detections of these classes.
        #[block(default)]
        classes: Vec<String>,
        /// How many pictures at most.
        #[block(relevant_for(classes = ["all"]))]
        limit: Option<Or<i64>>,
    }
"#;

/// Tokens with a line break after each `;`, `,` and brace, as much as a reviewer needs.
fn pretty(expansion: TokenStream) -> String {
    let mut out = String::new();
    write(expansion, 0, &mut out);
    out.trim().to_owned()
}

fn write(tokens: TokenStream, depth: usize, out: &mut String) {
    let line = |depth: usize| format!("\n{}", "    ".repeat(depth));
    let mut glued = true;
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !group.stream().is_empty() => {
                out.push_str(" {");
                out.push_str(&line(depth + 1));
                write(group.stream(), depth + 1, out);
                out.truncate(out.trim_end().len());
                out.push_str(&line(depth));
                out.push('}');
                glued = false;
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    _ => ("{", "}"),
                };
                out.push_str(open);
                let mut inside = String::new();
                write(group.stream(), depth + 1, &mut inside);
                out.push_str(inside.trim());
                out.push_str(close);
                glued = false;
            }
            TokenTree::Punct(punct) => {
                let sign = punct.as_char();
                if sign == '=' && !glued {
                    out.push(' ');
                }
                out.push(sign);
                if matches!(sign, ':' | '=') && punct.spacing() == Spacing::Alone && !out.ends_with("::") {
                    out.push(' ');
                }
                glued = !matches!(sign, '>');
                if matches!(sign, ';' | ',') {
                    out.push_str(&line(depth));
                }
            }
            word => {
                if !glued && !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
                glued = false;
            }
        }
    }
}
