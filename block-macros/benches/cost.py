#!/usr/bin/env python3
"""What the derives cost to compile, beside serde and schemars.

Writes crates of 200 structs with 8 documented fields each, compiles them and prints CPU seconds of rustc for the crate
alone (best of three) and lines of LLVM IR:

* plain: the structs alone;
* table: the same with `derive(Block)`;
* serde: the same with `derive(Deserialize, JsonSchema)`, a function that reads and one that gives the schema, because
  what serde and schemars derive is generic and costs only where it is used;
* whole: what `table` has, with outputs, an `impl Run` and an entry in a list, as a complete block needs.

Run it on a machine that does nothing else:

    python3 block-macros/benches/cost.py [--blocks 200] [--runs 3] [--target DIR]

It fails when the goals are missed: at least 4 times cheaper to check and 3 times cheaper to build than serde.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK_GOAL, BUILD_GOAL = 4.0, 3.0

# Name, what it is, default, type of a property, type for serde.
FIELDS = [
    ("image", "Image to work on", None, "In<Image>", "String"),
    ("predictions", "Regions to look at", None, "In<ObjectDetectionPrediction>", "String"),
    ("kernel_size", "Side of the kernel, in pixels", "5", "Or<i64>", "i64"),
    ("threshold", "Least confidence that counts", "0.5", "Or<f64>", "f64"),
    ("label", "Text beside the result", '"none".to_owned()', "Or<String>", "String"),
    ("enabled", "True when anything happens at all", "true", "Or<bool>", "bool"),
    ("classes", "Classes that count", "Vec::new()", "Vec<String>", "Vec<String>"),
    ("limit", "Greatest number of results", None, "Option<Or<i64>>", "Option<i64>"),
]

MANIFEST = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"

[dependencies]
{dependencies}
"""


def plain(number):
    fields = "".join(f"    /// {doc}.\n    pub {name}: {serde},\n" for name, doc, _, _, serde in FIELDS)
    return f"/// Block number {number}.\npub struct Block{number} {{\n{fields}}}\n"


def table(number, outputs=""):
    fields = ""
    for name, doc, default, kind, _ in FIELDS:
        words = [] if default is None else [f"default = {default}"]
        words += ['example = "$inputs.image"'] if name == "image" else []
        words += ["min = 1"] if name == "kernel_size" else []
        attribute = f"    #[block({', '.join(words)})]\n" if words else ""
        fields += f"    /// {doc}.\n{attribute}    pub {name}: {kind},\n"
    return f"""use block_runtime::prelude::*;

/// Block number {number}.
///
/// Does something with an image.
#[derive(Block)]
#[block(id = "test/block_{number}@v1", section = Transformation, icon = "far fa-crop"{outputs})]
pub struct Block{number} {{
{fields}}}
"""


def whole(number):
    return table(number, ", outputs = Outcome") + f"""
/// Outcome of block number {number}.
#[derive(Outputs)]
pub struct Outcome {{
    /// The image.
    pub image: Out<Image>,
}}

impl Run for Block{number} {{
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Outcome, BlockError> {{
        Ok(Outcome {{ image: Out(self.image.clone()) }})
    }}
}}
"""


def serde(number):
    fields, functions = "", ""
    for name, doc, default, _, kind in FIELDS:
        if default is not None:
            fields += f'    /// {doc}.\n    #[serde(default = "{name}")]\n    pub {name}: {kind},\n'
            functions += f"\nfn {name}() -> {kind} {{\n    {default}\n}}\n"
        else:
            fields += f"    /// {doc}.\n    pub {name}: {kind},\n"
    return f"""use schemars::JsonSchema;
use serde::Deserialize;

/// Block number {number}.
///
/// Does something with an image.
#[derive(Deserialize, JsonSchema)]
pub struct Block{number} {{
{fields}}}
{functions}
pub fn read(json: serde_json::Value) -> Result<Block{number}, serde_json::Error> {{
    serde_json::from_value(json)
}}

pub fn schema() -> schemars::Schema {{
    schemars::schema_for!(Block{number})
}}
"""


def root(blocks, crate):
    modules = "".join(f"pub mod block{number};\n" for number in range(blocks))
    if crate != "cost_whole":
        return modules
    entries = "".join(f"    block::<block{number}::Block{number}>(),\n" for number in range(blocks))
    return f"{modules}\nuse block_runtime::prelude::*;\n\npub const BLOCKS: &[Entry] = &[\n{entries}];\n"


RUNTIME = f'block-runtime = {{ path = "{ROOT / "block-runtime"}" }}'
CRATES = {
    "cost_plain": (plain, ""),
    "cost_table": (table, RUNTIME),
    "cost_serde": (serde, 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\nschemars = "1"'),
    "cost_whole": (whole, RUNTIME),
}

# The wrapper writes down what rustc took for the crates that are measured; `times` counts finished children.
WRAPPER = """#!/usr/bin/env bash
"$@"
status=$?
for argument in "$@"; do
    if [ "$argument" = "$COST_CRATE" ]; then times >> "$COST_LOG"; fi
done
exit $status
"""


def write(folder, blocks):
    members = ", ".join(f'"{name}"' for name in CRATES)
    (folder / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = [{members}]\n')
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    for name, (block, dependencies) in CRATES.items():
        source = folder / name / "src"
        source.mkdir(parents=True)
        (folder / name / "Cargo.toml").write_text(MANIFEST.format(name=name, dependencies=dependencies))
        (source / "lib.rs").write_text(root(blocks, name))
        for number in range(blocks):
            (source / f"block{number}.rs").write_text(block(number))
    wrapper = folder / "wrapper.sh"
    wrapper.write_text(WRAPPER)
    wrapper.chmod(0o755)


class Bench:
    def __init__(self, folder, target, runs):
        self.folder, self.runs, self.target = folder, runs, target
        self.log = folder / "times"

    def cargo(self, crate, *arguments):
        environment = {
            **os.environ,
            "CARGO_TARGET_DIR": str(self.target),
            "RUSTC_WRAPPER": str(self.folder / "wrapper.sh"),
            "CARGO_INCREMENTAL": "1",
            "COST_CRATE": crate,
            "COST_LOG": str(self.log),
        }
        self.log.write_text("")
        command = ["cargo", *arguments, "--quiet", "-p", crate]
        subprocess.run(command, cwd=self.folder, env=environment, check=True)
        return seconds(self.log.read_text())

    def clean(self, crate):
        """Forgets what was made of the crate, with what the incremental compiler remembers of it."""
        for profile in self.target.glob("debug"):
            for pattern in (f"incremental/{crate}-*", f".fingerprint/{crate}-*", f"deps/*{crate}-*"):
                for path in profile.glob(pattern):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def whole(self, crate, command):
        def once():
            self.clean(crate)
            return self.cargo(crate, command)

        self.cargo(crate, command)
        return min(once() for _ in range(self.runs))

    def edited(self, crate, command):
        path = self.folder / crate / "src" / "block7.rs"
        original = path.read_text()
        self.cargo(crate, command)
        best = float("inf")
        for run in range(self.runs):
            path.write_text(original.replace("label", f"label_{run}").replace("Text beside", f"Text {run} beside"))
            best = min(best, self.cargo(crate, command))
        path.write_text(original)
        return best

    def llvm_lines(self, crate):
        self.clean(crate)
        command = ["cargo", "rustc", "--quiet", "-p", crate, "--", "--emit=llvm-ir", "-Ccodegen-units=1"]
        environment = {**os.environ, "CARGO_TARGET_DIR": str(self.target), "CARGO_INCREMENTAL": "0"}
        subprocess.run(command, cwd=self.folder, env=environment, check=True)
        lines = functions = 0
        for path in (self.target / "debug/deps").glob(f"{crate}-*.ll"):
            with path.open() as text:
                for line in text:
                    lines += 1
                    functions += line.startswith("define ")
        return lines, functions


def seconds(log):
    """Sums what children took: each second line of `times`, such as `0m1.250s 0m0.120s`."""
    total = 0.0
    for word in " ".join(log.splitlines()[1::2]).split():
        minutes, rest = word.split("m")
        total += int(minutes) * 60 + float(rest.rstrip("s"))
    return total


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--blocks", type=int, default=200, help="structs in each crate")
    arguments.add_argument("--runs", type=int, default=3, help="the best of so many runs counts")
    arguments.add_argument("--target", type=pathlib.Path, help="keep what was built in this folder")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write(folder, options.blocks)
        bench = Bench(folder, (options.target or folder / "target").resolve(), options.runs)
        rows = {}
        for crate in CRATES:
            rows[crate] = [
                bench.whole(crate, "check"),
                bench.edited(crate, "check"),
                bench.whole(crate, "build"),
                bench.edited(crate, "build"),
                *bench.llvm_lines(crate),
            ]
            print(f"{crate} measured", file=sys.stderr)
    names = ["check", "check, edited", "build", "build, edited", "LLVM lines", "functions"]
    print(f"{'':16}" + "".join(f"{crate:>12}" for crate in CRATES) + "   serde/table")
    for place, name in enumerate(names):
        figures = [rows[crate][place] for crate in CRATES]
        shown = "".join(f"{figure:>12.2f}" if isinstance(figure, float) else f"{figure:>12}" for figure in figures)
        ratio = figures[2] / figures[1] if figures[1] else float("inf")
        print(f"{name:16}{shown}{ratio:>13.1f}")
    check, build = (rows["cost_serde"][place] / rows["cost_table"][place] for place in (0, 2))
    if check < CHECK_GOAL or build < BUILD_GOAL:
        sys.exit(f"missed: checked {check:.1f}× cheaper (goal {CHECK_GOAL}), built {build:.1f}× cheaper (goal {BUILD_GOAL})")


if __name__ == "__main__":
    main()
