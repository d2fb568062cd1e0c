//! The pages of the query language: one a family of operations, one for statements.
//!
//! Examples are run while the pages are made; what a page shows is what came out.

mod example;
mod family;
mod layout;
mod statements;

use std::collections::BTreeMap;
use std::path::PathBuf;

use block_runtime::block::{Choice as _, PropertyDef, Shape, TaggedDef};
use block_runtime::describe::{Docs, property_schema};
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
        files.insert(PathBuf::from(super::SOURCE).join(path), text);
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
        "Operations change values on their way into a block: the confidences of detections, the greatest of them, the \
         same rounded. They stand in a list, a *chain*; each is given what the one before it gave. Statements judge \
         values, to choose detections or the next steps."
            .to_owned(),
        "Queries are read and checked when the workflow is compiled, by `blocks validate` as well: unknown operations, \
         missing properties, and operations that can never succeed with what they are given. `blocks query` tries one \
         out on a value of your choice."
            .to_owned(),
        "References such as `$inputs.name` are not followed inside queries. Data that is known only while the workflow \
         runs enters by name, through parameters of the step."
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
    blocks.push("Comparators, operators, operands and groups.".to_owned());
    blocks.push("## Where queries stand".to_owned());
    blocks.push(users(docs));
    page(&blocks)
}

/// The properties of blocks that are queries.
fn users(docs: &Docs) -> String {
    let mut lines = Vec::new();
    for family in docs.by_name() {
        for version in &family.versions {
            let properties = version.def.properties().filter(|property| is_query(property.shape));
            let names: Vec<String> = properties.map(|property| code(property.name)).collect();
            if !names.is_empty() {
                let path = Folder::Query.path_to(Folder::Blocks, &family.slug);
                lines.push(format!("- {}: {}", link(version.def.name, &path), names.join(", ")));
            }
        }
    }
    lines.join("\n")
}

/// True when what is written into a property is a query, or has queries in it.
pub fn is_query(shape: &Shape) -> bool {
    let mut found = false;
    shape.visit(&mut |shape| found |= matches!(shape, Shape::Tagged(_)));
    found
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
            let default = property_schema(property).get("default").map(ToString::to_string);
            let default = default.map_or_else(
                || if property.is_required() { "required".to_owned() } else { String::new() },
                |it| code(&it),
            );
            [code(property.name), accepted(property), default, sentence(&property.description())]
        })
        .collect();
    (!rows.is_empty()).then(|| table(["Property", "Accepts", "Default", "What it says"], rows))
}

/// What a property accepts, in a few words.
fn accepted(property: &PropertyDef) -> String {
    let alternatives = property.shape.alternatives();
    let mut words: Vec<String> = Vec::new();
    for shape in alternatives {
        let word = shape_words(shape);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

fn shape_words(shape: &Shape) -> String {
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer => "a whole number".to_owned(),
        Shape::Number | Shape::Fraction => "a number".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Choice(choice) => choice.values.iter().map(|value| code(value.value)).collect::<Vec<_>>().join(", "),
        Shape::List(inner) => format!("a list, each element {}", shape_words(inner)),
        Shape::Map(inner) => format!("an object, each member {}", shape_words(inner)),
        Shape::Tagged(tagged) => tagged.expected.to_owned(),
        Shape::Tuple(_) => "a list".to_owned(),
        Shape::Json | Shape::Custom(_) => "any JSON".to_owned(),
        Shape::Selector(_) | Shape::Union(_) => "a value".to_owned(),
    }
}
