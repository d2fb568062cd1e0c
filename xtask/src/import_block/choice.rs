//! The enums of a block: one for each set of values.

use serde_json::Value as Json;

use super::{kinds, names};

/// Names that the prelude of blocks uses, beside kinds.
const PRELUDE: [&str; 32] = [
    "Any",
    "Batch",
    "Block",
    "BlockError",
    "Choice",
    "Context",
    "DynamicOutputs",
    "Either",
    "Entry",
    "Err",
    "Flow",
    "Fraction",
    "In",
    "InBatch",
    "InMixed",
    "IndexMap",
    "Json",
    "Literal",
    "Mixed",
    "None",
    "Ok",
    "Omittable",
    "Option",
    "Or",
    "OrBatch",
    "OrMixed",
    "Out",
    "Outputs",
    "Scalar",
    "Secret",
    "Some",
    "String",
];

/// An enum of texts.
#[derive(Debug, PartialEq)]
pub struct ChoiceEnum {
    /// Rust name.
    pub name: String,
    /// Name under which schemas define it, if they do.
    pub definition: Option<String>,
    /// The values in order.
    pub variants: Vec<Variant>,
}

/// A value of an enum.
#[derive(Debug, PartialEq)]
pub struct Variant {
    /// Rust name.
    pub name: String,
    /// The text in JSON.
    pub value: String,
    /// The label in editors.
    pub label: Option<String>,
}

/// The enums that a block needs so far, and the names that are taken.
#[derive(Debug, Default)]
pub struct Choices {
    enums: Vec<ChoiceEnum>,
    taken: Vec<String>,
}

impl Choices {
    /// No enums yet; these names are taken.
    pub fn beside(taken: Vec<String>) -> Self {
        Self { enums: Vec::new(), taken }
    }

    /// The enum of these values, which is made when there is none yet; `wish` is what it is best called.
    pub fn of(&mut self, wish: &str, definition: Option<&str>, values: &[String], metadata: Option<&Json>) -> String {
        let variants = variants(values, metadata);
        let same = |known: &&ChoiceEnum| known.variants == variants && known.definition.as_deref() == definition;
        if let Some(known) = self.enums.iter().find(same) {
            return known.name.clone();
        }
        let name = names::unused(free(&names::pascal(wish)), &self.taken);
        self.taken.push(name.clone());
        self.enums.push(ChoiceEnum { name: name.clone(), definition: definition.map(str::to_owned), variants });
        name
    }

    /// The variant of an enum that has this value, as a path.
    pub fn path(&self, name: &str, value: &str) -> Option<String> {
        let found = self.enums.iter().find(|known| known.name == name)?;
        let variant = found.variants.iter().find(|variant| variant.value == value)?;
        Some(format!("{name}::{}", variant.name))
    }

    /// The enums in the order in which they were needed.
    pub fn enums(&self) -> &[ChoiceEnum] {
        &self.enums
    }
}

/// A type name that hides nothing that blocks use.
pub fn free(name: &str) -> String {
    let hides = PRELUDE.contains(&name) || kinds::is_marker(name);
    if hides { format!("{name}Choice") } else { name.to_owned() }
}

fn variants(values: &[String], metadata: Option<&Json>) -> Vec<Variant> {
    let mut taken = Vec::new();
    let mut made = Vec::new();
    for value in values {
        let name = names::unused(names::pascal(value), &taken);
        taken.push(name.clone());
        let label = metadata.and_then(|entries| entries.get(value)?.get("name")?.as_str()).map(str::to_owned);
        made.push(Variant { name, value: value.clone(), label });
    }
    made
}
