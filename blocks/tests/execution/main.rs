//! Workflows give back what the reference gives back for them.
//!
//! `recorded/` holds what `record.py` has had the reference do, `reference/` cases of the same kind that came with the
//! facts about it. `BLOCKS_EXECUTION` names a folder of further cases to run in place of these; those with blocks that
//! are not in the catalogue are then passed over.

mod case;
mod compare;
mod picture;
#[path = "../../../xtask/src/docs/pages/pictures/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use block_runtime::catalogue::Search;

use case::Case;

/// The JSON files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

#[test]
fn workflows_give_back_what_the_reference_gives_back() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/execution");
    let elsewhere = env::var_os("BLOCKS_EXECUTION").map(PathBuf::from);
    let mut paths = Vec::new();
    match &elsewhere {
        Some(folder) => files(folder, &mut paths),
        None => ["recorded", "reference"].iter().for_each(|folder| files(&here.join(folder), &mut paths)),
    }
    let catalogue = blocks::catalogue();
    let mut tally: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in paths {
        let case = Case::read(&path, elsewhere.as_deref().unwrap_or(&here));
        let known = case.types.iter().all(|id| matches!(catalogue.search(id), Search::Found(_)));
        if elsewhere.is_some() && !known {
            continue;
        }
        let outcome = case.differences(&catalogue);
        let (passed, all) = tally.entry(case.types.join(", ")).or_default();
        *all += 1;
        *passed += usize::from(outcome.is_empty());
        wrong.extend(outcome.into_iter().map(|difference| format!("{}: {difference}", path.display())));
    }
    for (block, (passed, all)) in &tally {
        println!("{passed:>4} of {all:>3}  {block}");
    }
    assert!(!tally.is_empty(), "there is no case");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
