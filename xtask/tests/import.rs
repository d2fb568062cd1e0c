//! Every block of the reference can be said in the words of the derives: imported, compiled and described again, it
//! states the facts that it was imported from.
//!
//! Builds a crate of some 200 blocks, in the target folder of the workspace, where what it needs is built already.
#![cfg(feature = "scaffold")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[test]
fn imported_blocks_state_the_facts_of_the_reference() -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask is a folder of the workspace")?;
    // Another catalogue, for example one with examples, can be named.
    let catalogue = env::var_os("BLOCKS_CATALOGUE")
        .map_or_else(|| root.join("blocks/tests/reference/catalogue.json"), PathBuf::from);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imported");
    let generated = folder.join("src/generated");
    if generated.exists() {
        fs::remove_dir_all(&generated)?;
    }
    succeed(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("import-block")
            .arg(&catalogue)
            .arg("--out-dir")
            .arg(&generated)
            .args(["--doc", "Placeholder.", "--body", "Err(BlockError::new(\"it is a placeholder\"))"]),
    )?;
    write_crate(root, &folder)?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("it is a folder of the target folder")?;
    succeed(
        Command::new(cargo)
            .args(["run", "--quiet", "--target-dir"])
            .arg(target)
            .arg("--")
            .arg(&catalogue)
            .current_dir(&folder),
    )
}

fn succeed(command: &mut Command) -> Outcome<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed").into()) }
}

fn write_crate(root: &Path, folder: &Path) -> Outcome<()> {
    let manifest = include_str!("import/manifest.toml").replace("ROOT", &root.display().to_string());
    // Only what is built with the profiles of the workspace is there already.
    let workspace = fs::read_to_string(root.join("Cargo.toml"))?;
    let profiles = workspace.find("[profile").map_or("", |start| &workspace[start..]);
    fs::write(folder.join("Cargo.toml"), format!("{manifest}\n{profiles}"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let main = include_str!("import/compare.rs").replace("ROOT", &root.display().to_string());
    fs::write(folder.join("src/main.rs"), main)?;
    let (mut modules, mut entries) = (String::new(), String::new());
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("src/generated"))?.map(|file| Ok(file?.path())).collect::<Outcome<_>>()?;
    files.sort();
    for file in files {
        let source = fs::read_to_string(&file)?;
        let block = source.split("impl Run for ").nth(1).and_then(|rest| rest.split(' ').next()).ok_or("no block")?;
        let module = file.file_stem().and_then(|stem| stem.to_str()).ok_or("no module")?.to_owned();
        modules.push_str(&["pub(crate) mod ", &module, ";\n"].concat());
        entries.push_str(&["    block_runtime::block::block::<", &module, "::", block, ">(),\n"].concat());
    }
    let list = format!("{modules}\npub(crate) const ENTRIES: &[block_runtime::block::Entry] = &[\n{entries}];\n");
    Ok(fs::write(folder.join("src/generated/mod.rs"), list)?)
}
