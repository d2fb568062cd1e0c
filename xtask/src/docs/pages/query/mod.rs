//! The pages of the query language: one a family of operations, one for statements.
//!
//! Examples are run while the pages are made; what a page shows is what came out.

mod example;
mod family;
mod layout;
mod statements;

use std::collections::BTreeMap;
use std::path::PathBuf;

use block_runtime::block::{Bounds, Choice as _, Default, PropertyDef, Shape, TaggedDef};
use block_runtime::describe::Docs;
use block_runtime::kind::KindInfo;
use block_runtime::query::{Family, OPERATIONS};

pub use example::ExampleError;

use super::PageError;
use super::links::{Folder, resolve};
use super::markdown::{code, generated, link, page, sentence, table};
use crate::apply::Files;

/// Where the query language is declared.
const DECLARED_IN: &str = "block-runtime/src/query";

/// The name of the page about statements.
const STATEMENTS: &str = "statements";

/// All pages.
///
/// # Errors
/// [`PageError`] when a text links to something that does not exist, or an example does not run.
pub fn files(docs: &Docs) -> Result<Files, PageError> {
    let mut texts = BTreeMap::from([("index".to_owned(), index(docs)), (STATEMENTS.to_owned(), statements::text()?)]);
    for family in Family::VARIANTS {
        texts.insert(family.as_str().to_owned(), family::text(*family)?);
    }
    let mut files = BTreeMap::new();
    for (name, text) in texts {
        let path = format!("query/{name}.md");
        let text = resolve(docs, Folder::Query, &path, &text)?;
        files.insert(PathBuf::from(super::SOURCE).join(path), text.into());
    }
    Ok(files)
}

/// Titles and names of the pages below the first one.
pub fn chapters() -> impl Iterator<Item = (&'static str, &'static str)> {
    let families = Family::CHOICES.values.iter().map(|family| (family.label.unwrap_or(family.value), family.value));
    families.chain([("Statements", STATEMENTS)])
}

fn index(docs: &Docs) -> String {
    let mut blocks = vec![
        generated(DECLARED_IN),
        "# Query language".to_owned(),
        "Operations change values on their way into a block: take the confidences out of detections, keep the \
         greatest, round it. They stand in a list, a *chain*, and each is given the result of the one before. \
         Statements are conditions: they decide which detections are kept and which steps run."
            .to_owned(),
        "Queries are checked when the workflow is compiled, and by `blocks validate`: unknown operations and missing \
         properties are errors, operations that can never succeed are warnings. `blocks query` tries a query on a \
         value of your choice."
            .to_owned(),
        "```console\n$ blocks query '[{\"type\": \"StringToUpperCase\"}]' hello\n\"HELLO\"\n```".to_owned(),
        "For detections, save the JSON of an example as `predictions.json` and pass \
         `--kind object_detection_prediction @predictions.json`; for an image, `--kind image photo.jpg`."
            .to_owned(),
        "References such as `$inputs.name` are not followed inside queries. Some blocks hand in data by name, which a \
         `DynamicOperand` takes up; the page of the block says which. Inside a `DetectionsFilter`, `_` is the detection."
            .to_owned(),
        "*Takes* and *Gives* on these pages are the kinds by which editors propose operations. Where an operation works \
         with more than these, its text says so."
            .to_owned(),
    ];
    for family in Family::CHOICES.values {
        let title = family.label.unwrap_or(family.value);
        blocks.push(format!("## {}", link(title, &format!("{}.md", family.value))));
        let operations = OPERATIONS.iter().filter(|operation| operation.family.as_str() == family.value);
        let rows = operations.map(|operation| {
            let name = operation.object.name;
            let (summary, _) = block_runtime::block::split_doc(operation.object.doc);
            [link(&code(name), &format!("{}.md#{}", family.value, name.to_lowercase())), sentence(&summary)]
        });
        blocks.push(table(["Operation", "What it does"], rows));
    }
    blocks.push(format!("## {}", link("Statements", &format!("{STATEMENTS}.md"))));
    blocks.push("Conditions: groups, operands, comparators and operators; and cases.".to_owned());
    blocks.push("## Blocks that take queries".to_owned());
    blocks.push(users(docs));
    page(&blocks)
}

/// The properties of blocks that are queries.
fn users(docs: &Docs) -> String {
    let mut lines = Vec::new();
    for family in docs.by_name() {
        for version in &family.versions {
            let properties = version.def.properties().filter(|property| property.shape.holds_queries());
            let names: Vec<String> = properties.map(|property| code(property.name)).collect();
            if !names.is_empty() {
                let path = Folder::Query.path_to(Folder::Blocks, &family.slug);
                lines.push(format!("- {}: {}", link(version.def.name, &path), names.join(", ")));
            }
        }
    }
    lines.join("\n")
}

/// Links to the pages of kinds.
fn kinds(kinds: &[&KindInfo]) -> String {
    kinds.iter().map(|kind| Folder::Query.to_kind(kind.name)).collect::<Vec<_>>().join(", ")
}

/// The properties of an object as a table; nothing where it has none.
fn properties(def: &TaggedDef) -> Option<String> {
    let rows: Vec<_> = def
        .properties()
        .map(|property| {
            let default = match property.default {
                Default::Required => "required".to_owned(),
                Default::Null => code("null"),
                Default::Empty(make) | Default::Value(make) => code(&make().to_string()),
            };
            [code(property.name), accepted(property), default, sentence(&property.description())]
        })
        .collect();
    (!rows.is_empty()).then(|| table(["Property", "Accepts", "Default", "Meaning"], rows))
}

/// What a property accepts, in a few words.
fn accepted(property: &PropertyDef) -> String {
    let alternatives = property.shape.alternatives();
    let takes_any_number = alternatives.iter().any(|shape| matches!(shape, Shape::Number));
    let mut words: Vec<String> = Vec::new();
    for shape in alternatives {
        let word = shape_words(shape);
        let is_said = words.contains(&word) || takes_any_number && matches!(shape, Shape::Integer);
        if !is_said {
            words.push(word);
        }
    }
    words.join("; or ") + &limits(&property.bounds)
}

/// Limits of numbers and lengths, as the end of what a property accepts.
fn limits(bounds: &Bounds) -> String {
    let numbers = match (bounds.min, bounds.max) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    };
    let length = match bounds.min_len {
        Some(1) => ", not empty".to_owned(),
        Some(least) => format!(", with at least {least} elements"),
        None => String::new(),
    };
    numbers + &length
}

fn shape_words(shape: &Shape) -> String {
    /// More texts than this are not repeated above the table that explains them.
    const FEW: usize = 10;
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number | Shape::Fraction => "a number".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Choice(choice) if choice.values.len() > FEW => "one of the names below".to_owned(),
        Shape::Choice(choice) => choice.values.iter().map(|value| code(value.value)).collect::<Vec<_>>().join(", "),
        Shape::List(inner) => format!("a list of {}", plural(inner)),
        Shape::Map(Shape::Json) => "an object".to_owned(),
        Shape::Map(inner) => format!("an object whose members are {}", plural(inner)),
        Shape::Tagged(tagged) => tagged.expected.to_owned(),
        Shape::Tuple(_) => "a list".to_owned(),
        Shape::Json | Shape::Custom(_) => "any JSON".to_owned(),
        Shape::Selector(_) | Shape::Union(_) => "a value".to_owned(),
    }
}

/// Several of a shape.
fn plural(shape: &Shape) -> String {
    let one = shape_words(shape);
    match one.strip_prefix("a ").or_else(|| one.strip_prefix("an ")) {
        // On these pages there are no operations but those of the query language.
        Some(thing) => format!("{}s", thing.trim_end_matches(" of the query language")),
        None => one,
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::query::OperationDef;

    use super::*;

    #[test]
    fn what_a_property_accepts_reads_as_words() {
        for (operation, property, expected) in [
            ("DetectionsRename", "class_map", "an object whose members are text; or text"),
            ("DetectionsRename", "strict", "true or false; or text"),
            ("Multiply", "other", "a number"),
            ("SequenceApply", "operations", "a list of operations"),
            ("LookupTable", "lookup_table", "an object"),
            ("ConvertImageToJPEG", "compression_level", "a whole number, 1 to 100"),
            ("DetectionsPropertyExtract", "property_name", "one of the names below"),
        ] {
            let def = &OperationDef::find(operation).unwrap().object;
            let property = def.properties().find(|it| it.name == property).unwrap();
            assert_eq!(accepted(property), expected, "{operation}.{}", property.name);
        }
    }
}
