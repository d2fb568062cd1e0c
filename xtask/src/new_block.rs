//! `cargo xtask new-block`: the skeleton of a block, in its place in the catalogue.

use std::error::Error;

/// Write the skeleton of a block into the catalogue.
///
/// The file compiles once you have described the block: what is missing, doc comments and the body of `run`, are compile
/// errors. `cargo check -p blocks` lists them.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask new-block my_team/parking_occupancy@v1 --section analytics
  cargo xtask new-block my_team/ask_the_gate@v1 --section model --waits")]
pub struct Arguments {
    /// Type identifier: a namespace, a name and a version.
    #[arg(value_name = "NAMESPACE/NAME@vN")]
    id: String,
    /// Section of the catalogue, such as `analytics`.
    #[arg(long)]
    section: String,
    /// For blocks that wait for a network, a device or a timer: `RunAsync` in place of `Run`.
    #[arg(long)]
    waits: bool,
}

/// Runs the task in an xtask that knows the sections.
///
/// # Errors
/// When that xtask cannot be built or the task fails.
#[cfg(not(feature = "scaffold"))]
pub fn run(_: &Arguments) -> Result<(), Box<dyn Error>> {
    crate::feature::run_again_with("scaffold")
}

/// Runs the task.
///
/// # Errors
/// When there is no such section, or no place for the block.
#[cfg(feature = "scaffold")]
pub fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    use crate::scaffold::{self, NewBlock};

    let name = crate::import_block::names::block(&arguments.id);
    let section = section(&arguments.section)?;
    let code = skeleton(&arguments.id, section, &name, arguments.waits);
    let block = NewBlock { id: &arguments.id, section, name: &name, waits: arguments.waits, code: &code };
    let file = scaffold::add(&crate::root().join("blocks/src"), block)?;
    scaffold::lay_out();
    let shown = file.strip_prefix(crate::root()).unwrap_or(&file);
    println!("{}\nnext: `cargo check -p blocks` lists what is left to write", shown.display());
    Ok(())
}

#[cfg(feature = "scaffold")]
fn section(name: &str) -> Result<block_runtime::block::Section, String> {
    use block_runtime::block::Section;

    crate::scaffold::section(name).ok_or_else(|| {
        let names = || Section::ALL.iter().map(|section| section.as_str());
        let advice = match block_runtime::suggest::nearest(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("choose one of {}", names().collect::<Vec<_>>().join(", ")),
        };
        format!("there is no section `{name}`; {advice}")
    })
}

/// A block that takes an image and gives one back, with everything that an author writes left open.
#[cfg(feature = "scaffold")]
fn skeleton(id: &str, section: block_runtime::block::Section, name: &str, waits: bool) -> String {
    let title = crate::scaffold::heading(id);
    let section = crate::import_block::names::pascal(section.as_str());
    let (run, keyword, test, call) = if waits {
        ("RunAsync", "async ", "#[tokio::test]\n    async ", ".await")
    } else {
        ("Run", "", "#[test]\n    ", "")
    };
    format!(
        r#"//! {title}.

use block_runtime::prelude::*;

#[derive(Debug, Block)]
#[block(
    id = "{id}",
    section = {section},
    outputs = {name}Outputs,
)]
pub(crate) struct {name} {{
    #[block(example = "$inputs.image")]
    image: In<Image>,
}}

#[derive(Debug, Outputs)]
pub(crate) struct {name}Outputs {{
    image: Out<Image>,
}}

impl {run} for {name} {{
    {keyword}fn run(&self, _: &mut Context<'_, ()>) -> Result<{name}Outputs, BlockError> {{
        compile_error!("write what the block does with its properties, which are fields of `self`")
    }}
}}

#[cfg(test)]
mod tests {{
    use block_runtime::block::Environment;

    use super::*;

    {test}fn the_image_keeps_its_size() {{
        let block = {name} {{ image: In::new(Picture::from_pixels(image::RgbImage::new(4, 3), "image")) }};
        let outputs = block.run(&mut Context::new(&mut (), &Environment::default())){call}.unwrap();
        assert_eq!((outputs.image.0.width(), outputs.image.0.height()), (4, 3));
    }}
}}
"#
    )
}
