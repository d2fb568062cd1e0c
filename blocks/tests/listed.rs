//! Every block of the source is in the catalogue.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Identifiers in `#[block(id = "…")]` of all files below a folder.
fn declared(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the source can be read") {
        let path = entry.expect("the source can be read").path();
        if path.is_dir() {
            declared(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the source is text");
            found.extend(identifiers(&text).map(str::to_owned));
        }
    }
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split("id = \"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|id| id.contains("@v"))
}

#[test]
fn a_block_that_is_declared_is_listed() {
    let mut source = BTreeSet::new();
    declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    let listed: BTreeSet<String> = blocks::entries().iter().map(|entry| entry.def.id.to_owned()).collect();
    let missing: Vec<&String> = source.difference(&listed).collect();
    assert!(missing.is_empty(), "{missing:?}: name them in `BLOCKS` of their section's `mod.rs`");
    assert_eq!(source, listed);
}

#[test]
fn identifiers_are_found_wherever_the_attribute_breaks() {
    let text = "#[block(id = \"a/b@v1\", …)]\n#[block(\n    id = \"c@v2\",\n)] let id = \"other\";";
    assert_eq!(identifiers(text).collect::<Vec<_>>(), ["a/b@v1", "c@v2"]);
}
