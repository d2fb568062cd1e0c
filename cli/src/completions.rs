//! `blocks completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Outcome;
use crate::printing::{CommandError, print_line};

/// Print completions for a shell.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  blocks completions bash > ~/.local/share/bash-completion/completions/blocks
  blocks completions zsh > ~/.zfunc/_blocks
  blocks completions fish > ~/.config/fish/completions/blocks.fish")]
pub struct Arguments {
    /// The shell.
    shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// [`CommandError`] when nothing can be printed.
pub fn run(arguments: &Arguments) -> Result<Outcome, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut crate::Arguments::command(), "blocks", &mut script);
    print_line(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Outcome::Success)
}
