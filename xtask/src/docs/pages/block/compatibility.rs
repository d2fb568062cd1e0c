//! Where a block runs and where it does not.

use block_runtime::block::{BlockDef, Restriction, RestrictionSeverity};

use super::Heading;
use crate::docs::pages::markdown::{code, sentence};

/// The section, heading included.
pub fn section(def: &BlockDef, heading: Heading) -> Vec<String> {
    let mut entries = Vec::new();
    if def.requires_internet {
        entries.push(
            "- **`requires_internet`**: needs a service on the internet, so it does not work in offline or air-gapped \
             deployments."
                .to_owned(),
        );
    }
    entries.extend(def.restrictions.iter().map(restriction));
    let text = if entries.is_empty() {
        "Runs everywhere: it needs no internet connection, and no restriction is known.".to_owned()
    } else {
        entries.join("\n")
    };
    vec![heading.section("Runtime compatibility"), text]
}

fn restriction(restriction: &Restriction) -> String {
    let severity = match restriction.severity {
        RestrictionSeverity::Hard => "**`hard`**, does not work",
        RestrictionSeverity::Soft => "**`soft`**, works less well",
    };
    format!("- {severity} on {}: {}", scope(restriction), sentence(restriction.note))
}

fn scope(restriction: &Restriction) -> String {
    let part = |name: &str, values: Vec<&str>| {
        let values: Vec<String> = values.into_iter().map(code).collect();
        (!values.is_empty()).then(|| format!("{name} {}", values.join(", ")))
    };
    let parts: Vec<String> = [
        part("runtime", restriction.runtimes.iter().map(|scope| scope.as_str()).collect()),
        part("execution", restriction.execution.iter().map(|scope| scope.as_str()).collect()),
        part("input", restriction.input.iter().map(|scope| scope.as_str()).collect()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "all runtimes".to_owned() } else { parts.join("; ") }
}
