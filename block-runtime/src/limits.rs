//! How large what strangers send may be.
//!
//! Definitions and runtime inputs may come from people whom nobody knows. Whatever they send is answered in bounded
//! time and memory; what is larger than these limits is refused with a diagnostic that names the limit. The limits are
//! far above what people write: a definition of a thousand steps has some 150 kB and 10,000 values.
//!
//! Images have limits of their own, [`ImageLimits`](crate::image_io::ImageLimits), which an operator can set.

/// The longest text of a definition, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 << 20;

/// How deeply lists and objects may be nested. What reads a document calls itself for each level, so this bounds the
/// stack that is needed; the JSON reader of runtime inputs has the same limit.
pub const MAX_NESTING: usize = 128;

/// How many values (members and elements, containers included) a definition may have. In memory a value takes some
/// two hundred times the two bytes that it may take in the text, so the length of the text is no limit for them.
pub const MAX_VALUES: usize = 500_000;

/// How many steps a workflow may have, those of inner workflows included.
pub const MAX_STEPS: usize = 10_000;

/// How many inputs a workflow may have.
pub const MAX_INPUTS: usize = 10_000;

/// How many outputs a workflow may have.
pub const MAX_OUTPUTS: usize = 10_000;

/// How deeply inner workflows may be nested; the steps of a workflow without inner ones are at depth 0.
pub const MAX_INNER_DEPTH: usize = 4;

/// How many inner workflows a workflow may have, those inside of others included.
pub const MAX_INNER_WORKFLOWS: usize = 32;

/// How much text and data the bindings and defaults of inner workflows may put in place of references, in bytes.
pub const MAX_SUBSTITUTED_BYTES: usize = 16 << 20;
