//! The table that `#[derive(Block)]` emits: everything that is known about a block, as constant data.
//!
//! Parsing of steps, JSON Schema, documentation, connections and the catalogue all read this table; nothing about a
//! block is written down twice. The types are made by `const` constructors with chained setters, so that an expansion
//! names only what its author wrote.

use serde_json::Value as Json;

use super::Block;
use super::output::Outputs;
use super::shape::{Selector, Shape};
use super::vocabulary::{BlockType, ExecutionMode, InputMode, Origin, RestrictionSeverity, Runtime, Section};
use crate::kind::KindInfo;
use crate::step::{Check, Configuration};

/// A block as it was declared.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each declared by a word of its own")]
pub struct BlockDef {
    /// Type identifier, e.g. `roboflow_core/image_blur@v1`.
    pub id: &'static str,
    /// Other identifiers under which workflows may name the block.
    pub aliases: &'static [&'static str],
    /// Rust path of the struct.
    pub path: &'static str,
    /// Source file and line of the struct.
    pub source: (&'static str, u32),
    /// Doc comment as written, lines joined by line breaks.
    pub doc: &'static str,
    /// Display name, which all versions of a family share.
    pub name: &'static str,
    /// Group in which editors and the book list the block.
    pub section: Option<Section>,
    /// What the block does in a workflow.
    pub block_type: BlockType,
    /// Words by which editors find the block.
    pub keywords: &'static [&'static str],
    /// Licence of what the block runs.
    pub license: &'static str,
    /// Why not to use the block any more and what to use instead.
    pub deprecated: Option<&'static str>,
    /// Versions of the execution engine that can run the block, as a version requirement.
    pub engine: &'static str,
    /// Icon in editors, as Font Awesome classes.
    pub icon: Option<&'static str>,
    /// Place within the section; lower comes first.
    pub priority: Option<f64>,
    /// Further pairs of the schema's `ui_manifest`, values as JSON text.
    pub ui: &'static [(&'static str, &'static str)],
    /// Further pairs of the schema's root, values as JSON text.
    pub extra: &'static [(&'static str, &'static str)],
    /// Properties in order, without `type` and `name`.
    pub fields: &'static [Field],
    /// Outputs in order.
    pub outputs: &'static [OutputDef],
    /// Outputs of a configured step in the place of `*`, for blocks whose outputs depend on their properties.
    pub dynamic_outputs: Option<fn(&Configuration<'_>) -> Vec<DynamicOutput>>,
    /// Depth of the outputs relative to the inputs: +1 makes a batch of each element, −1 gathers one.
    pub output_depth: i8,
    /// True when `run` takes whole batches.
    pub batch: bool,
    /// True when `run` keeps state between calls, which then happen in order.
    pub stateful: bool,
    /// True when the block decides which steps run next instead of producing data.
    pub flow_control: bool,
    /// True when `run` wants to see elements that have no value.
    pub accepts_empty: bool,
    /// True when the block needs a service on the internet.
    pub requires_internet: bool,
    /// Where the block does not work or works badly.
    pub restrictions: &'static [Restriction],
    /// A check of the author's own, after the properties have been checked one by one.
    pub check: Option<fn(&mut Check<'_>)>,
}

/// An entry in the list of properties: one property, or a group that many blocks share.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "constant data, which is never moved")]
pub enum Field {
    /// A property of the block itself.
    Property(PropertyDef),
    /// The properties of a `#[derive(Properties)]` struct.
    Group(&'static [Field]),
}

/// A property as it was declared.
#[derive(Debug)]
pub struct PropertyDef {
    /// Name in the workflow.
    pub name: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// Doc comment as written.
    pub doc: &'static str,
    /// What JSON it accepts.
    pub shape: &'static Shape,
    /// What holds when the property is missing.
    pub default: Default,
    /// Limits of numbers and lengths.
    pub bounds: Bounds,
    /// Label in editors; made from the name when absent.
    pub title: Option<&'static str>,
    /// Values to show, as JSON text.
    pub examples: &'static [&'static str],
    /// Hints for editors: when the property matters.
    pub relevance: &'static [Relevance],
    /// When the property must be given, checked.
    pub required_if: &'static [Condition],
    /// Where its references may lead, if not just anywhere; several where the schema offers them side by side.
    pub origins: &'static [Origin],
    /// Hints for editors that are plain flags.
    pub flags: Flags,
    /// Further pairs for editors, values as JSON text.
    pub ui: &'static [(&'static str, &'static str)],
    /// Depth of the data relative to the block's shallowest batch, 0 or 1.
    pub depth: Option<i8>,
    /// True for the property that fixes the lineage of the outputs when depths differ.
    pub depth_reference: bool,
    /// True when single values are delivered as batches too.
    pub cast_to_batch: bool,
    /// The property to whose data the chains of operations in this one are applied.
    pub operates_on: Option<&'static str>,
}

/// What holds when a property is missing.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// Nothing: the property must be given.
    Required,
    /// `null`.
    Null,
    /// The empty value of the type, which schemas do not show.
    Empty(fn() -> Json),
    /// A value of the author's choice.
    Value(fn() -> Json),
}

/// Limits; each is checked where its kind of value occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least number, included.
    pub min: Option<f64>,
    /// Greatest number, included.
    pub max: Option<f64>,
    /// Lower limit, excluded.
    pub above: Option<f64>,
    /// Upper limit, excluded.
    pub below: Option<f64>,
    /// Least length of a list or a text.
    pub min_len: Option<u64>,
    /// Greatest length of a list or a text.
    pub max_len: Option<u64>,
}

impl Bounds {
    /// No limits.
    pub const NONE: Self = Self { min: None, max: None, above: None, below: None, min_len: None, max_len: None };

    /// The limits of a property that has what they limit, as the existence of [`Param::ranged`](super::Param::ranged) or
    /// [`Param::measured`](super::Param::measured) proves.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(self, _limited: fn()) -> Self {
        self
    }
}

/// Hints for editors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent flags of the schema")]
pub struct Flags {
    /// Text of several lines.
    pub multiline: bool,
    /// Text that should not be shown while it is typed.
    pub private: bool,
    /// Not offered to people.
    pub hidden: bool,
    /// Shown even when advanced properties are folded away.
    pub always_visible: bool,
}

/// A hint for editors: the property matters when another one has certain values or kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relevance {
    /// The other property.
    pub property: &'static str,
    /// What the other property must be.
    pub when: When,
    /// Whether the property is then needed, where the author says so.
    pub required: Option<bool>,
}

/// What another property must be for a [`Relevance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// One of these values, as JSON text.
    Values(&'static [&'static str]),
    /// Bound to data of one of these kinds.
    Kinds(&'static [&'static str]),
}

/// All of these properties have one of these literal values, as JSON text.
pub type Condition = &'static [(&'static str, &'static [&'static str])];

/// An output as it was declared.
#[derive(Debug, Clone, Copy)]
pub struct OutputDef {
    /// Name; `*` stands for outputs that depend on the configuration.
    pub name: &'static str,
    /// Doc comment as written.
    pub doc: &'static str,
    /// Kinds in declared order.
    pub kinds: &'static [&'static KindInfo],
}

/// An output that a configured step has.
#[derive(Debug, Clone)]
pub struct DynamicOutput {
    /// Name.
    pub name: String,
    /// Kinds in order.
    pub kinds: &'static [&'static KindInfo],
}

/// Where the block does not work (hard) or works badly (soft).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restriction {
    /// How bad it is.
    pub severity: RestrictionSeverity,
    /// Why, for people.
    pub note: &'static str,
    /// Runtimes that it holds for; empty means all.
    pub runtimes: &'static [Runtime],
    /// Modes of execution that it holds for; empty means all.
    pub execution: &'static [ExecutionMode],
    /// Kinds of input that it holds for; empty means all.
    pub input: &'static [InputMode],
}

impl BlockDef {
    /// A block with nothing but an identifier, a doc comment and outputs.
    pub const fn of<B: Block>(id: &'static str, doc: &'static str) -> Self {
        Self { outputs: B::Outputs::OUTPUTS, ..Self::new(id, doc) }
    }

    /// A block with nothing but an identifier and a doc comment.
    pub const fn new(id: &'static str, doc: &'static str) -> Self {
        Self {
            id,
            aliases: &[],
            path: "",
            source: ("", 0),
            doc,
            name: "",
            section: None,
            block_type: BlockType::Transformation,
            keywords: &[],
            license: "Apache-2.0",
            deprecated: None,
            engine: ">=1.0.0,<2.0.0",
            icon: None,
            priority: None,
            ui: &[],
            extra: &[],
            fields: &[],
            outputs: &[],
            dynamic_outputs: None,
            output_depth: 0,
            batch: false,
            stateful: false,
            flow_control: false,
            accepts_empty: false,
            requires_internet: false,
            restrictions: &[],
            check: None,
        }
    }

    /// Version of the block: the part of the identifier after `@`.
    pub fn version(&self) -> &'static str {
        self.id.rsplit_once('@').map_or("v1", |(_, version)| version)
    }

    /// The properties in order, those of groups included.
    pub fn properties(&self) -> impl Iterator<Item = &'static PropertyDef> {
        properties(self.fields)
    }

    /// First paragraph of the doc comment.
    pub fn summary(&self) -> String {
        first_paragraph(self.doc)
    }

    /// The doc comment after its first paragraph.
    pub fn description(&self) -> String {
        split_doc(self.doc).1
    }
}

/// The properties of fields in order, those of groups included.
pub(crate) fn properties(fields: &'static [Field]) -> impl Iterator<Item = &'static PropertyDef> {
    let mut found = Vec::new();
    collect(fields, &mut found);
    found.into_iter()
}

fn collect(fields: &'static [Field], found: &mut Vec<&'static PropertyDef>) {
    for field in fields {
        match field {
            Field::Property(property) => found.push(property),
            Field::Group(group) => collect(group, found),
        }
    }
}

/// A doc comment as its first paragraph, on one line, and the rest, each without surrounding white space.
pub fn split_doc(doc: &str) -> (String, String) {
    let lines: Vec<&str> = doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(lines.len());
    let end = lines[start..].iter().position(|line| line.trim().is_empty()).map_or(lines.len(), |at| start + at);
    (first_paragraph(doc), lines[end..].join("\n").trim().to_owned())
}

/// The first paragraph of a doc comment, on one line.
fn first_paragraph(doc: &str) -> String {
    let lines = doc.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One constant function a field. An expansion calls those that its author's words ask for, which costs the compiler
/// less than a struct expression that copies all other fields.
macro_rules! setters {
    ($($field:ident: $type:ty,)+) => {$(
        #[doc = concat!("The same with other `", stringify!($field), "`.")]
        #[must_use]
        pub const fn $field(mut self, $field: $type) -> Self {
            self.$field = $field;
            self
        }
    )+};
}

impl PropertyDef {
    /// A property with nothing but a name, a doc comment and a type.
    pub const fn new(name: &'static str, doc: &'static str, declared: Declared) -> Self {
        Self {
            name,
            aliases: &[],
            doc,
            shape: declared.shape,
            default: if declared.optional { Default::Null } else { Default::Required },
            bounds: Bounds::NONE,
            title: None,
            examples: &[],
            relevance: &[],
            required_if: &[],
            origins: &[],
            flags: Flags { multiline: false, private: false, hidden: false, always_visible: false },
            ui: &[],
            depth: None,
            depth_reference: false,
            cast_to_batch: false,
            operates_on: None,
        }
    }

    /// The references that the property accepts, at any depth, with what its [`origins`](Self::origins) say.
    pub fn selectors(&self) -> Vec<Selector> {
        self.shape.selectors().into_iter().flat_map(|selector| self.narrowed(selector)).collect()
    }

    /// The references among some shapes of the property, without those inside them, with what its
    /// [`origins`](Self::origins) say.
    pub fn selectors_among(&self, shapes: &[&Shape]) -> Vec<Selector> {
        let declared = shapes.iter().filter_map(|shape| match shape {
            Shape::Selector(selector) => Some(*selector),
            _ => None,
        });
        declared.flat_map(|selector| self.narrowed(selector)).collect()
    }

    /// A selector of the property's shape with what its [`origins`](Self::origins) say.
    pub fn narrowed(&self, selector: Selector) -> Vec<Selector> {
        match (selector.origin, self.origins) {
            (Origin::AnyData, [_, ..]) => {
                self.origins.iter().map(|origin| Selector { origin: *origin, ..selector }).collect()
            }
            _ => vec![selector],
        }
    }

    setters! {
        aliases: &'static [&'static str],
        default: Default,
        bounds: Bounds,
        title: Option<&'static str>,
        examples: &'static [&'static str],
        relevance: &'static [Relevance],
        required_if: &'static [Condition],
        origins: &'static [Origin],
        flags: Flags,
        ui: &'static [(&'static str, &'static str)],
        depth: Option<i8>,
        depth_reference: bool,
        cast_to_batch: bool,
        operates_on: Option<&'static str>,
    }

    /// True when the property must be given.
    pub fn is_required(&self) -> bool {
        matches!(self.default, Default::Required)
    }

    /// The doc comment as one text.
    pub fn description(&self) -> String {
        description(self.doc)
    }
}

impl OutputDef {
    /// The doc comment as one text.
    pub fn description(&self) -> String {
        description(self.doc)
    }
}

/// A doc comment as one text: first paragraph, blank line, the rest.
pub fn description(doc: &str) -> String {
    let (summary, rest) = split_doc(doc);
    if rest.is_empty() { summary } else { format!("{summary}\n\n{rest}") }
}

/// What a field's type says about its property.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// What JSON it accepts.
    pub shape: &'static Shape,
    /// True when a missing property is `null`.
    pub optional: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_paragraph_is_the_summary() {
        let (summary, rest) = split_doc(" Blur an\n image.\n\n Longer text.\n\n - a list\n");
        assert_eq!(summary, "Blur an image.");
        assert_eq!(rest, "Longer text.\n\n- a list");
        assert_eq!(split_doc(""), (String::new(), String::new()));
    }
}
