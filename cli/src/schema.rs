//! `blocks schema`.

use block_runtime::block::Section;
use block_runtime::describe::{Dialect, EditorOptions, editor_schema};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::printing::{CommandError, print_json};
use crate::{Outcome, render};

/// Print the JSON Schema of workflows, for editors.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks schema > workflow.schema.json
  blocks schema --section model --section classical_cv > workflow.schema.json

Name the file in your editor's settings, or in the workflow itself, and the editor completes
block types and properties, inserts whole steps and marks mistakes.
  JSON:  \"$schema\": \"./workflow.schema.json\",
  YAML:  # yaml-language-server: $schema=./workflow.schema.json")]
pub struct Arguments {
    /// Dialect of JSON Schema. Editors want draft-07; choose the other for tools that take nothing older.
    #[arg(long, value_enum, default_value_t = DialectName::Draft07)]
    dialect: DialectName,
    /// Keep the list of block types out of hover texts: where the pointer rests on a type, YAML editors then show what
    /// the block does, and not the list of all blocks. The engines of VS Code and of most editors complete types as
    /// before; those of other makers have not been tried.
    #[arg(long)]
    hidden_enum: bool,
    /// Leave out the snippets by which editors insert whole steps.
    #[arg(long)]
    no_snippets: bool,
    /// Know only the blocks of this section; repeat for several. Steps of other blocks are then marked as mistakes.
    #[arg(long, value_name = "NAME", value_parser = section())]
    section: Vec<Section>,
}

#[derive(Clone, Copy, ValueEnum)]
enum DialectName {
    #[value(name = "draft-07")]
    Draft07,
    #[value(name = "2020-12")]
    Draft202012,
}

fn section() -> impl TypedValueParser<Value = Section> {
    PossibleValuesParser::new(Section::ALL.iter().map(|section| section.as_str())).map(|name| {
        let named = Section::ALL.iter().find(|section| section.as_str() == name);
        *named.unwrap_or_else(|| unreachable!("only names of sections are possible"))
    })
}

/// Prints the schema.
///
/// # Errors
/// [`CommandError`] when nothing can be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let options = EditorOptions {
        dialect: match arguments.dialect {
            DialectName::Draft07 => Dialect::Draft07,
            DialectName::Draft202012 => Dialect::Draft202012,
        },
        hidden_types: arguments.hidden_enum,
        snippets: !arguments.no_snippets,
        sections: arguments.section.clone(),
    };
    let is_known = |section: &&Section| blocks::entries().iter().any(|entry| entry.def.section == Some(**section));
    for section in arguments.section.iter().filter(|section| !is_known(section)) {
        let message =
            format!("no block is in the section `{}`; every step would be marked as a mistake", section.as_str());
        anstream::eprintln!("{}", render::caution(&message));
    }
    print_json(&editor_schema(&blocks::entries(), &options))?;
    Ok(Outcome::Success)
}
