//! What a definition is given.

use crate::compile::Lineage;
use crate::document::Node;
use crate::ide::file::File;
use crate::ide::symbols::{Declaration, Symbol};
use crate::workflow::InputType;

/// Something that a workflow is given.
#[derive(Debug)]
pub(in crate::ide) struct Given<'f> {
    pub(in crate::ide) name: &'f str,
    /// Nothing where it cannot be read.
    pub(in crate::ide) input_type: Option<InputType>,
    /// None where they are not known.
    pub(in crate::ide) kinds: Vec<&'f str>,
    pub(in crate::ide) default: Option<&'f Node>,
    /// How many levels of lists there are.
    pub(in crate::ide) levels: i64,
    /// The batch that it belongs to, where that is known.
    pub(in crate::ide) lineage: Option<Lineage>,
}

impl File {
    /// What is given to a scope under a name.
    pub(in crate::ide) fn given(&self, scope: usize, name: &str) -> Option<Given<'_>> {
        self.given_at(scope, self.symbols.declaration(scope, &Symbol::Input(name.to_owned()))?)
    }

    /// What is given to a scope by one of its inputs.
    pub(super) fn given_at<'f>(&'f self, scope: usize, declaration: &'f Declaration) -> Option<Given<'f>> {
        let node = self.document.root.at(declaration.pointer.tokens())?;
        let value = |name: &str| node.get(name).map(|member| &member.value);
        let input_type = node.text("type").and_then(InputType::named);
        let written = value("kind").and_then(Node::elements).unwrap_or_default();
        let mut kinds: Vec<&str> =
            written.iter().filter_map(|kind| kind.as_str().or_else(|| kind.text("name"))).collect();
        if kinds.is_empty() {
            kinds.extend(input_type.map(InputType::usual_kind));
        }
        let fixed = input_type.and_then(InputType::dimensionality);
        let levels = fixed.or_else(|| value("dimensionality")?.to_json().as_i64()).unwrap_or(1);
        let lineage = match fixed {
            Some(0) => Some(Lineage::default()),
            // What an inner workflow is given depends on what its inputs are bound to.
            Some(_) if scope == 0 => Some(Lineage::root()),
            _ => None,
        };
        Some(Given { name: &declaration.name, input_type, kinds, default: value("default_value"), levels, lineage })
    }
}
