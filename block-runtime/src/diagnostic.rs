//! Diagnostics: what is wrong with a workflow, where, and what to do about it.

use std::fmt;

use crate::document::{Place, Pointer, Span, SyntaxError, SyntaxErrorKind};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The workflow runs as its author meant; something in it could be left out.
    Hint,
    /// The workflow runs; something in it probably is not what its author meant.
    Warning,
    /// The workflow cannot be used.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// Stable name of a kind of finding, printed in kebab-case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// All codes, with what each one means and what to do about it, as Markdown.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, concat!($($doc, "\n"),+))),+];

            /// The name as it is printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The text is not in its notation, JSON or YAML.
    ///
    /// What can be read of the rest is still checked; nothing else is said about the part that is broken. Mend these
    /// first.
    Syntax = "syntax";
    /// A required member or property is missing.
    ///
    /// Add it. Completion in the object lists what is missing, what must be given first.
    MissingProperty = "missing-property";
    /// A value has a type that its place does not accept.
    ///
    /// The message says what the place accepts. In JSON, numbers and `true` stand without quotation marks, text with
    /// them; a version is text, such as `"1.0"`.
    WrongType = "wrong-type";
    /// A value is not one of those that its place accepts.
    ///
    /// Choose one of the values that the message names; completion lists them with their meaning.
    UnknownValue = "unknown-value";
    /// A number or a length is outside its bounds.
    ///
    /// The message names the limit. A limit holds for the value that is written here; a parameter is checked when the
    /// workflow runs.
    OutOfRange = "out-of-range";
    /// A property is missing that another property makes necessary.
    ///
    /// Add it, or change the property that makes it necessary.
    RequiredHere = "required-here";
    /// A block refuses a value that its place would accept.
    ///
    /// The message says which rule of the block it breaks. Such rules concern values of several properties, or more of a
    /// value than its type and its limits.
    Refused = "refused";
    /// A step has a property that its block does not know.
    ///
    /// It is ignored when the workflow runs, so a slip in a name means that the default holds. Correct the name, or
    /// remove the property.
    UnknownProperty = "unknown-property";
    /// The name of a member occurs twice in one object.
    ///
    /// The last one counts, in JSON and in YAML. Remove the other one.
    DuplicateProperty = "duplicate-property";
    /// No block has this type identifier.
    ///
    /// Correct the type, or update the program where the block is newer. Completion lists all types.
    UnknownType = "unknown-type";
    /// The version of the definition is not written as versions are.
    ///
    /// Write it as text of numbers and dots: `"1.0"`.
    MalformedVersion = "malformed-version";
    /// The version of the definition is not one that this engine runs.
    ///
    /// `"1.0"` suits every workflow. A later version keeps engines away that lack what the workflow needs.
    Version = "version";
    /// Two inputs, two steps or two outputs have the same name.
    ///
    /// References would not know which one is meant. Rename one of them, with the references that mean it.
    DuplicateName = "duplicate-name";
    /// An input says that its data is of a kind that does not exist.
    ///
    /// The kind is kept as it is written, and data of it fits only properties that take any kind. Leave `kind` out
    /// where the data may be anything.
    UnknownKind = "unknown-kind";
    /// A reference leads nowhere.
    ///
    /// Correct the name, or add the input or the step. Names are told apart by letter case.
    UnknownReference = "unknown-reference";
    /// A reference leads to an output that its step does not have.
    ///
    /// Hovering over the type of the step shows what it gives back. Blocks whose outputs depend on their properties
    /// are judged by the properties of this step.
    UnknownOutput = "unknown-output";
    /// A reference is not written as references are.
    ///
    /// References to data are written `$inputs.<name>` or `$steps.<step>.<output>`, those to steps `$steps.<step>`.
    /// Which of them a property takes, hovering over its name shows.
    MalformedReference = "malformed-reference";
    /// Text starts almost like a reference.
    ///
    /// Only text that begins with `$inputs.` or `$steps.` is a reference, and only in properties that take references.
    /// Everything else is plain text, however much it looks like one.
    SuspiciousText = "suspicious-text";
    /// A reference leads to data of a kind that its place does not accept.
    ///
    /// Refer to data of a kind that the place accepts, or put a step in between that makes it. `*` fits everything.
    KindMismatch = "kind-mismatch";
    /// A regular expression is malformed.
    ///
    /// The message says what is wrong and at which character. Backslashes are doubled in JSON: `"\\d+"`.
    InvalidPattern = "invalid-pattern";
    /// Steps wait for each other in a circle.
    ///
    /// Each step would wait for the one before it for ever. The finding names all references that close the circle;
    /// remove one of them.
    Cycle = "cycle";
    /// A property that takes one value for the whole batch is bound to a batch.
    ///
    /// Bind the property to a parameter, or write the value itself: there is one call for the whole batch, so there
    /// can be only one value.
    UnexpectedBatch = "unexpected-batch";
    /// A property is fed with a batch of another depth than the one that it needs.
    ///
    /// Cutting images into crops, for instance, makes data one level deeper. Bind the property to data of the depth
    /// that it needs, or gather the data with a step that takes a level away.
    Dimensionality = "dimensionality";
    /// Batches of different depths meet in a step that takes one depth.
    ///
    /// Gather the deeper data first, or use data of the same depth everywhere in the step.
    MixedDepths = "mixed-depths";
    /// A step that gathers the elements of a batch is fed with single values.
    ///
    /// Use the single value as it is, or feed the step with a batch.
    NothingToGather = "nothing-to-gather";
    /// Data meet whose elements belong to different batches.
    ///
    /// The first crop of one step has nothing to do with the first crop of another one. Use data that was made of the
    /// same elements, or gather both before they meet.
    Lineage = "lineage";
    /// A step is steered by decisions about a batch that its data does not belong to.
    ///
    /// A decision about each crop cannot steer a step that works on whole images. Decide about the data that the step
    /// uses.
    GateLineage = "gate-lineage";
    /// An inner workflow is defined in two ways at once.
    ///
    /// Give either `workflow_definition`, or the identifiers of a saved workflow.
    AmbiguousDefinition = "ambiguous-definition";
    /// A saved workflow cannot be had.
    ///
    /// Check the identifiers, the folder of local workflows, and whether the key of the platform is set. Editors look
    /// up local workflows only.
    UnavailableWorkflow = "unavailable-workflow";
    /// An input is bound that the inner workflow does not have.
    ///
    /// Correct the name; the inner workflow says in its `inputs` what it can be given.
    UnknownBinding = "unknown-binding";
    /// An input of an inner workflow is not bound, and has no default.
    ///
    /// Bind it in `parameter_bindings`, or give it a `default_value` in the inner workflow.
    MissingBinding = "missing-binding";
    /// An inner workflow has nothing in it.
    ///
    /// Give the inner workflow steps or outputs, or remove it.
    EmptyWorkflow = "empty-workflow";
    /// Parts are nested deeper than a limit allows.
    ///
    /// Move the innermost parts further out. The limits keep hostile documents from taking all memory; they are far
    /// above what people write.
    TooDeep = "too-deep";
    /// There are more parts than a limit allows.
    ///
    /// Split the workflow into several, or mend what is shown and check again.
    TooMany = "too-many";
    /// There is more text or data than a limit allows.
    ///
    /// Shorten it, or hand the data to the run as an input.
    TooLarge = "too-large";
    /// Something is described that this version cannot run yet.
    ///
    /// Replace it with what the message names. Blocks that are written in Python within a workflow are not run, for
    /// instance.
    NotSupported = "not-supported";
    /// The block is deprecated.
    ///
    /// It still runs. The message says what to use instead; where the newer version takes the same properties, a quick
    /// fix changes the type.
    Deprecated = "deprecated";
    /// Nothing refers to an input.
    ///
    /// Refer to it, or remove it. A run may still give a value for it, which nobody reads.
    UnusedInput = "unused-input";
    /// Nothing refers to what a step gives back, and the step does nothing else.
    ///
    /// It costs time for nothing. Add an output that refers to it, or remove it.
    UnusedStep = "unused-step";
}

/// How editors show a finding that is no mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Pale, since it could be left out.
    Unnecessary,
    /// Struck through, since there is something better.
    Deprecated,
}

impl Code {
    /// How editors show such findings; nothing for mistakes.
    pub fn tag(self) -> Option<Tag> {
        match self {
            Self::UnusedInput | Self::UnusedStep => Some(Tag::Unnecessary),
            Self::Deprecated => Some(Tag::Deprecated),
            _ => None,
        }
    }

    /// True for findings that the JSON Schema of workflows tells as well.
    pub fn is_of_shape(self) -> bool {
        matches!(
            self,
            Self::Syntax
                | Self::MissingProperty
                | Self::WrongType
                | Self::UnknownValue
                | Self::OutOfRange
                | Self::RequiredHere
                | Self::UnknownProperty
                | Self::DuplicateProperty
                | Self::UnknownType
                | Self::MalformedReference
                | Self::Deprecated
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of this kind of finding.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: one sentence, no full stop.
    pub message: String,
    /// What to do about it, where that is known.
    pub remedy: Option<Remedy>,
    /// Where it is in the structure of the document.
    pub pointer: Pointer,
    /// Where it is in the text.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

/// What to do about a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Advice for people: no capital letter, no full stop.
    Advice(Box<str>),
    /// What was probably meant to stand in the place of the finding, as text or as the name of a member.
    Instead(Box<str>),
}

impl Remedy {
    /// What was probably meant.
    pub fn instead(text: impl Into<Box<str>>) -> Self {
        Self::Instead(text.into())
    }
}

impl<T: Into<Box<str>>> From<T> for Remedy {
    fn from(advice: T) -> Self {
        Self::Advice(advice.into())
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Advice(advice) => formatter.write_str(advice),
            Self::Instead(text) => write!(formatter, "did you mean `{text}`?"),
        }
    }
}

/// A further place that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// Where it is in the structure of the document.
    pub pointer: Pointer,
    /// Where it is in the text.
    pub span: Span,
}

impl Diagnostic {
    /// An error without a remedy.
    pub fn error(code: Code, pointer: Pointer, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            remedy: None,
            pointer,
            span,
            related: Vec::new(),
        }
    }

    /// A warning without a remedy.
    pub fn warning(code: Code, pointer: Pointer, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, pointer, span, message) }
    }

    /// An error at a place that is already known.
    pub fn error_at(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::error(code, place.pointer.clone(), place.span.clone(), message)
    }

    /// A warning at a place that is already known.
    pub fn warning_at(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::warning(code, place.pointer.clone(), place.span.clone(), message)
    }

    /// A hint at a place that is already known.
    pub fn hint_at(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Hint, ..Self::error_at(code, place, message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn with_related(mut self, message: impl Into<String>, pointer: Pointer, span: Span) -> Self {
        self.related.push(Related { message: message.into(), pointer, span });
        self
    }

    /// Adds a further place that is already known.
    #[must_use]
    pub fn with_related_at(self, message: impl Into<String>, place: &Place) -> Self {
        self.with_related(message, place.pointer.clone(), place.span.clone())
    }

    /// What to do about it, for people.
    pub fn advice(&self) -> Option<String> {
        self.remedy.as_ref().map(Remedy::to_string)
    }

    /// What is wrong and what to do about it, in one sentence.
    pub fn with_advice(&self) -> String {
        match &self.remedy {
            Some(remedy) => format!("{}; {remedy}", self.message),
            None => self.message.clone(),
        }
    }

    /// True for errors.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl From<SyntaxError> for Diagnostic {
    fn from(SyntaxError { kind, message, span, .. }: SyntaxError) -> Self {
        let code = match kind {
            SyntaxErrorKind::Malformed => Code::Syntax,
            SyntaxErrorKind::TooLarge => Code::TooLarge,
            SyntaxErrorKind::TooDeep => Code::TooDeep,
        };
        Self::error_at(code, &Place::new(Pointer::root(), &span), message)
    }
}
