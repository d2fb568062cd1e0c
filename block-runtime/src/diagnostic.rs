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
            /// All codes, with what each one means.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, concat!($($doc),+))),+];

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
    Syntax = "syntax";
    /// A required member or property is missing.
    MissingProperty = "missing-property";
    /// A value has a type that its place does not accept.
    WrongType = "wrong-type";
    /// A value is not one of those that its place accepts.
    UnknownValue = "unknown-value";
    /// A number or a length is outside its bounds.
    OutOfRange = "out-of-range";
    /// A property is missing that another property makes necessary.
    RequiredHere = "required-here";
    /// A step has a property that its block does not know.
    UnknownProperty = "unknown-property";
    /// The name of a member occurs twice in one object.
    DuplicateProperty = "duplicate-property";
    /// No block has this type identifier.
    UnknownType = "unknown-type";
    /// The version of the definition is not written as versions are.
    MalformedVersion = "malformed-version";
    /// The version of the definition is not one that this engine runs.
    Version = "version";
    /// Two inputs, two steps or two outputs have the same name.
    DuplicateName = "duplicate-name";
    /// An input says that its data is of a kind that does not exist.
    UnknownKind = "unknown-kind";
    /// A reference leads nowhere.
    UnknownReference = "unknown-reference";
    /// A reference leads to an output that its step does not have.
    UnknownOutput = "unknown-output";
    /// A reference is not written as references are.
    MalformedReference = "malformed-reference";
    /// Text starts almost like a reference.
    SuspiciousText = "suspicious-text";
    /// A reference leads to data of a kind that its place does not accept.
    KindMismatch = "kind-mismatch";
    /// A regular expression is malformed.
    InvalidPattern = "invalid-pattern";
    /// Steps wait for each other in a circle.
    Cycle = "cycle";
    /// A property that takes one value for the whole batch is bound to a batch.
    UnexpectedBatch = "unexpected-batch";
    /// A property is fed with a batch of another depth than the one that it needs.
    Dimensionality = "dimensionality";
    /// Batches of different depths meet in a step that takes one depth.
    MixedDepths = "mixed-depths";
    /// A step that gathers the elements of a batch is fed with single values.
    NothingToGather = "nothing-to-gather";
    /// Data meet whose elements belong to different batches.
    Lineage = "lineage";
    /// A step is steered by decisions about a batch that its data does not belong to.
    GateLineage = "gate-lineage";
    /// An inner workflow is defined in two ways at once.
    AmbiguousDefinition = "ambiguous-definition";
    /// A saved workflow cannot be had.
    UnavailableWorkflow = "unavailable-workflow";
    /// An input is bound that the inner workflow does not have.
    UnknownBinding = "unknown-binding";
    /// An input of an inner workflow is not bound, and has no default.
    MissingBinding = "missing-binding";
    /// An inner workflow has nothing in it.
    EmptyWorkflow = "empty-workflow";
    /// Parts are nested deeper than a limit allows.
    TooDeep = "too-deep";
    /// There are more parts than a limit allows.
    TooMany = "too-many";
    /// There is more text or data than a limit allows.
    TooLarge = "too-large";
    /// Something is described that this version cannot run yet.
    NotSupported = "not-supported";
    /// The block is deprecated.
    Deprecated = "deprecated";
    /// Nothing refers to an input.
    UnusedInput = "unused-input";
    /// Nothing refers to what a step gives back, and the step does nothing else.
    UnusedStep = "unused-step";
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
