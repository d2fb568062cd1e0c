//! How large what strangers send may be.
//!
//! Definitions and runtime inputs may come from people whom nobody knows. Whatever they send is answered in bounded
//! time and memory; what is larger than these limits is refused with a diagnostic that names the limit. The limits are
//! far above what people write: a definition of a thousand steps has some 150 kB and 10,000 values.
//!
//! Images have limits of their own, [`ImageLimits`](crate::image_io::ImageLimits), which an operator can set.

/// The longest text of a definition, in bytes.
pub const MAX_TEXT_BYTES: usize = 16 << 20;

/// How deeply lists and objects may be nested, in definitions and in results. What reads a document calls itself for
/// each level, so this bounds the stack that is needed; the JSON reader of runtime inputs has the same limit.
pub const MAX_NESTING: usize = 128;

/// How many values (members and elements, containers included) a definition may have. In memory a value takes some
/// two hundred times the two bytes that it may take in the text, so the length of the text is no limit for them: at the
/// worst, a definition of this many takes 130 MB and a second to be refused.
pub const MAX_VALUES: usize = 250_000;

/// How long a name may be, in bytes: of inputs, steps and outputs, and of members of objects. Findings quote names, and
/// every pointer to something inside of a member holds its name.
pub const MAX_NAME_BYTES: usize = 1024;

/// How many steps a workflow may have, those of inner workflows included. A chain of this many compiles in an eighth of a
/// second and 26 MB; both grow with the number.
pub const MAX_STEPS: usize = 10_000;

/// How many inputs a workflow may have.
pub const MAX_INPUTS: usize = 10_000;

/// How many outputs a workflow may have.
pub const MAX_OUTPUTS: usize = 10_000;

/// How many elements the inputs of a run may have together, those of inner levels included, and how many all steps
/// together may make of others. One that stands for a whole batch counts as often as it does so. A few kilobytes could
/// otherwise be made to stand for more than any memory holds.
pub const MAX_ELEMENTS: usize = 1_000_000;

/// How many values the results of a run may have when they are written as JSON; 64 bytes of text count as one more. What
/// steps share in memory is written out again and again: a chain of thirty that each put their data into a list twice has
/// a billion.
pub const MAX_RESULT_VALUES: usize = 10_000_000;

/// How many pixels the masks of one set of detections may have together when it is read. Only the smallest region around
/// a mask counts; this many take 128 MiB. A few bytes could otherwise be made to outline all of a large image.
pub const MAX_MASK_PIXELS: u64 = 1 << 30;

/// How many kinds an input may have; there are not half as many.
pub const MAX_KINDS: usize = 100;

/// How deeply inner workflows may be nested; the steps of a workflow without inner ones are at depth 0.
pub const MAX_INNER_DEPTH: usize = 4;

/// How many inner workflows a workflow may have, those inside of others included.
pub const MAX_INNER_WORKFLOWS: usize = 32;

/// How much text and data the bindings and defaults of inner workflows may put in place of references, in bytes.
pub const MAX_SUBSTITUTED_BYTES: usize = 16 << 20;

/// How many findings of one stage of checking are told, of errors and of warnings each.
pub const MAX_FINDINGS: usize = 1000;

/// How long the message of a finding may be, in bytes; the middle of longer ones is left out.
pub const MAX_MESSAGE_BYTES: usize = 4096;

/// How many further places a finding may have.
pub const MAX_RELATED: usize = 100;

/// The most that one evaluation of a query may make and look at, in bytes: those of texts and of the elements of lists,
/// and 64 for each element that is looked at. It bounds the time of a query to some seconds.
pub const MAX_QUERY_WORK: u64 = 256 << 20;
