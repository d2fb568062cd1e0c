//! Pages of families with several versions, with restrictions and with what is deprecated.

use std::path::Path;

use block_runtime::block::{Entry, block};
use block_runtime::prelude::*;

use crate::docs::pages::files;

/// How strict the gate is.
#[derive(Debug, Clone, Copy, PartialEq, Choice)]
enum Mode {
    /// Lets nothing through twice.
    Strict,
    /// Lets everything through.
    Open,
}

/// Hold frames back.
///
/// ## When
///
/// See [pictures](kind:image).
#[expect(dead_code, reason = "only what the block declares is looked at")]
#[derive(Debug, Block)]
#[block(id = "test/frame_gate@v1", section = Video, outputs = (), deprecated = "Version 2 does more")]
struct FrameGateV1 {
    /// Image to hold back.
    image: In<Image>,
}

/// Hold frames back.
#[expect(dead_code, reason = "only what the block declares is looked at")]
#[derive(Debug, Block)]
#[block(
    id = "test/frame_gate@v2",
    name = "Frame Gate",
    section = Video,
    outputs = Held,
    requires_internet,
    restriction(severity = Hard, note = "It needs a camera", runtimes(HostedServerless), input(Image)),
)]
struct FrameGateV2 {
    /// Image to hold back.
    image: In<Image>,
    /// How strict the gate is; `a|b` are not among its values.
    ///
    /// It has more to say.
    #[block(default = Mode::Open)]
    mode: Mode,
}

#[derive(Debug, Outputs)]
struct Held {
    /// The image.
    image: Out<Image>,
}

impl Run for FrameGateV1 {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<(), BlockError> {
        Ok(())
    }
}

impl Run for FrameGateV2 {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Held, BlockError> {
        Err(BlockError::new("not here"))
    }
}

fn page(path: &str) -> String {
    const BLOCKS: [Entry; 2] = [block::<FrameGateV1>(), block::<FrameGateV2>()];
    let files = files(&BLOCKS).expect("links of doc comments lead somewhere");
    files[Path::new(path)].text().to_owned()
}

fn assert_in_order(page: &str, parts: &[&str]) {
    let mut rest = page;
    for part in parts {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("`{part}` is not where it should be in\n{page}")).1;
    }
}

#[test]
fn s102_descriptions_end_in_one_full_stop() {
    let page = page("docs/src/blocks/frame_gate.md");
    // Written with a full stop and without one.
    for sentence in ["Image to hold back", "It needs a camera"] {
        assert!(page.contains(&format!("{sentence}.")) && !page.contains(&format!("{sentence}..")), "{page}");
    }
}

#[test]
fn s104_versions_share_a_page_newest_first() {
    let page = page("docs/src/blocks/frame_gate.md");
    let head = page.split("\n## v2\n").next().unwrap_or_default();
    assert!(!head.contains("Deprecated"), "a version that is not deprecated is left: {head}");
    assert_in_order(
        &page,
        &[
            "# Frame Gate\n",
            "\n## v2\n",
            "\n### Properties\n",
            "`a\\|b` are not among its values.<br>One of `strict`, `open` ([meanings](#about-mode-in-v2)).<br>Default: `\"open\"`.",
            "\n#### About `mode` in v2\n\nIt has more to say.\n",
            "| `strict` | Lets nothing through twice. |",
            "- **`requires_internet`**",
            "- **`hard`**, does not work on runtime `hosted_serverless`; input `image`: It needs a camera.\n",
            "<summary>1 block can feed Frame Gate</summary>\n\n- [Frame Gate](frame_gate.md) (v2)\n",
            "<summary>1 block can use its outputs</summary>\n\n- [Frame Gate](frame_gate.md)\n",
            "\n## v1\n",
            "> [!WARNING]\n> **Deprecated.** Version 2 does more.\n",
            "\n### When\n\nSee [pictures](../kinds/image.md).\n",
            "No block can use its outputs.",
            "**Outputs**\n\nNone.\n",
        ],
    );
}

#[test]
fn a_family_is_deprecated_when_all_its_versions_are() {
    let summary = page("docs/src/SUMMARY.md");
    assert_in_order(&summary, &["  - [Video]()\n    - [Frame Gate](blocks/frame_gate.md)\n"]);
    assert_in_order(
        &page("docs/src/blocks/index.md"),
        &["## Video", ">Frame Gate</a>", "`test/frame_gate@v2`, `test/frame_gate@v1`"],
    );
}

#[test]
fn kinds_know_who_makes_and_takes_them() {
    assert_in_order(
        &page("docs/src/kinds/image.md"),
        &[
            "## Made by\n\n- [Frame Gate](../blocks/frame_gate.md) v2: `image`\n",
            "## Taken by\n\n- [Frame Gate](../blocks/frame_gate.md) v2: `image`\n- [Frame Gate](../blocks/frame_gate.md) v1: `image`\n",
        ],
    );
    assert_in_order(
        &page("docs/src/kinds/timestamp.md"),
        &["No block has an output of this kind.", "No property names this kind."],
    );
}
