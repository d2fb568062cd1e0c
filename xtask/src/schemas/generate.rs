//! From JSON Schemas to Rust, by typify.

use std::path::{Path, PathBuf};
use std::{fs, io};

use schemars08::schema::RootSchema;
use serde_json::Value as Json;
use typify::{TypeSpace, TypeSpaceSettings};

use super::kinds::{self, Parts};
use super::order;
use crate::apply::Files;

/// Folder of the schemas.
const WIRE: &str = "schemas/wire";
/// Folder of the types, which holds nothing else.
const GENERATED: &str = "schemas/src/generated";
const SUFFIX: &str = ".schema.json";

/// The folders that hold nothing but what is generated here.
pub fn owned() -> [&'static Path; 2] {
    [Path::new(GENERATED), Path::new(kinds::KINDS)]
}

/// Why types could not be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not a JSON Schema.
    #[error("{} is not a JSON Schema: {source}", path.display())]
    NotASchema {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Two schemas have one name.
    #[error("{} has another schema named `{name}`; rename one of them", path.display())]
    Repeated {
        /// The file with the second one.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// The schema of a kind refers to what does not exist.
    #[error("the schema of `{kind}` refers to `{name}`, which no file in {} defines", kinds::PARTS)]
    Unknown {
        /// The kind.
        kind: String,
        /// What it refers to.
        name: String,
    },
    /// typify cannot make types of a schema.
    #[error("no types can be made of {}: {reason}", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// What typify said.
        reason: String,
    },
}

/// Types that are written by hand, because typify's would lack something.
const OWN_TYPES: [(&str, &str); 7] = [
    ("CodeText", "crate::CodeText"),
    ("FrameTime", "crate::FrameTime"),
    // typify derives Debug for all its types; those that hold keys must not have it.
    ("Key", "crate::Key"),
    ("Measurement", "crate::Measurement"),
    ("Number", "crate::Number"),
    ("Runs", "crate::Runs"),
    ("Text", "crate::Text"),
];

/// The Rust file of every schema, and the schemas of kinds.
///
/// # Errors
/// [`GenerateError`] when a schema cannot be read, put together or made into types.
pub fn files(root: &Path) -> Result<Files, GenerateError> {
    let mut files = Files::new();
    for (path, text) in read(&root.join(WIRE), SUFFIX)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let name = file.strip_suffix(SUFFIX).unwrap_or(&file);
        let schema =
            serde_json::from_str(&text).map_err(|source| GenerateError::NotASchema { path: path.clone(), source })?;
        let source = format!("{WIRE}/{file}");
        files.insert(PathBuf::from(format!("{GENERATED}/{name}.rs")), types(&path, &source, &schema)?.into());
    }
    let parts = Parts::read(root)?;
    let path = root.join(kinds::PARTS);
    files.insert(
        PathBuf::from(format!("{GENERATED}/kinds.rs")),
        types(&path, kinds::PARTS, &parts.definitions())?.into(),
    );
    files.extend(parts.files(&format!("{GENERATED}/kind_schemas.rs"))?);
    Ok(files)
}

/// The files of a folder whose names end like this, with their texts, by name.
pub fn read(folder: &Path, suffix: &str) -> Result<Vec<(PathBuf, String)>, GenerateError> {
    let unreadable = |source| GenerateError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.to_string_lossy().ends_with(suffix) {
            paths.push(path);
        }
    }
    paths.sort();
    let text = |path: PathBuf| match fs::read_to_string(&path) {
        Ok(text) => Ok((path, text)),
        Err(source) => Err(GenerateError::Read { path, source }),
    };
    paths.into_iter().map(text).collect()
}

/// The Rust types of one schema.
fn types(path: &Path, source: &str, schema: &Json) -> Result<String, GenerateError> {
    let root: RootSchema = serde_json::from_value(schema.clone())
        .map_err(|source| GenerateError::NotASchema { path: path.to_owned(), source })?;
    let unsupported = |reason: String| GenerateError::Unsupported { path: path.to_owned(), reason };
    let mut settings = TypeSpaceSettings::default();
    settings.with_struct_builder(false).with_map_type("::std::collections::BTreeMap");
    for (name, own) in OWN_TYPES {
        settings.with_replacement(name, own, std::iter::empty());
    }
    let mut types = TypeSpace::new(&settings);
    types.add_root_schema(root).map_err(|error| unsupported(error.to_string()))?;
    let mut file = syn::parse2(types.to_stream()).map_err(|error| unsupported(error.to_string()))?;
    order::arrange(&mut file, &schema["definitions"]);
    let banner = format!("// Generated by `cargo xtask schemas` from {source}; do not edit.\n\n");
    Ok(banner + &spaced(&prettyplease::unparse(&file)))
}

/// The code with a space after each `///`, as people write it.
fn spaced(code: &str) -> String {
    let mut spaced = String::with_capacity(code.len());
    for line in code.lines() {
        match line.split_once("///") {
            Some((indent, doc)) if indent.trim().is_empty() && !doc.is_empty() && !doc.starts_with(' ') => {
                spaced.extend([indent, "/// ", doc]);
            }
            _ => spaced.push_str(line),
        }
        spaced.push('\n');
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::{Mode, apply};

    #[test]
    fn checked_in_types_are_those_of_the_schemas() {
        let files = files(crate::root()).unwrap();
        let stale = apply(crate::root(), &files, &owned(), Mode::Check, "cargo xtask schemas").err();
        assert!(stale.is_none(), "{}", stale.unwrap());
    }

    #[test]
    fn what_is_not_a_schema_is_named() {
        let error = types(Path::new("wire/a.schema.json"), "a", &Json::from(vec![1])).unwrap_err();
        assert!(error.to_string().starts_with("wire/a.schema.json is not a JSON Schema"), "{error}");
    }
}
