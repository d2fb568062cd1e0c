//! The schema for editors, made from the catalogue.

use std::path::{Path, PathBuf};

use block_runtime::describe::{EditorOptions, editor_schema};
use serde_json::Value as Json;

use crate::apply::Files;

/// Where the schema stands.
const SCHEMA: &str = "schemas/editor/workflow.schema.json";

/// The schema of all blocks.
pub fn files() -> Files {
    let schema = editor_schema(&blocks::entries(), &EditorOptions::default());
    Files::from([(PathBuf::from(SCHEMA), laid_out(&schema).into())])
}

/// No folder holds nothing but what is generated here.
pub const fn owned() -> [&'static Path; 0] {
    []
}

/// A line for each definition: editors load the file often and people look for a definition, not for a keyword.
fn laid_out(schema: &Json) -> String {
    let Json::Object(keywords) = schema else { return schema.to_string() };
    let of_keyword = |(name, value): (&String, &Json)| match value {
        Json::Object(definitions) if name == "definitions" => line(name, &lines(definitions.iter().map(of_definition))),
        value => line(name, &value.to_string()),
    };
    format!("{}\n", lines(keywords.iter().map(of_keyword)))
}

fn of_definition((name, value): (&String, &Json)) -> String {
    line(name, &value.to_string())
}

fn line(name: &str, value: &str) -> String {
    format!("{}: {value}", Json::from(name))
}

fn lines(members: impl Iterator<Item = String>) -> String {
    format!("{{\n{}\n}}", members.collect::<Vec<_>>().join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::{Mode, apply};
    use crate::schemas::REPAIR;

    #[test]
    fn the_checked_in_schema_is_that_of_the_catalogue() {
        let files = files();
        let stale = apply(crate::root(), &files, &owned(), Mode::Check, REPAIR).err();
        assert!(stale.is_none(), "{}", stale.unwrap());
        let read: Json = serde_json::from_str(files[Path::new(SCHEMA)].text()).unwrap();
        assert_eq!(read, editor_schema(&blocks::entries(), &EditorOptions::default()));
    }
}
