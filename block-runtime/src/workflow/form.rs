//! The form of a definition: which members its own objects have, as constant tables.
//!
//! The reader warns of members that stand in no table, and editors complete, explain and check by the same tables, so
//! that none of them knows a member that another one does not. What the steps of a block have stands in the table of
//! the block.

/// An object of a definition that is not part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The definition as a whole; inner workflows have the same form.
    Workflow,
    /// An element of `inputs`.
    Input,
    /// An element of `steps`, as far as all blocks have the same members.
    Step,
    /// An element of `outputs`.
    Output,
}

/// A member of an object of a definition.
#[derive(Debug, Clone, Copy)]
pub struct MemberDef {
    /// Its name.
    pub name: &'static str,
    /// What it is for, as Markdown: a sentence, and a second paragraph where there is more to say.
    pub doc: &'static str,
    /// True when it must be given.
    pub required: bool,
    /// What may stand there.
    pub shape: MemberShape,
    /// What holds when it is missing, as JSON text; nothing where that depends on other members or is nothing.
    pub default: Option<&'static str>,
    /// Values to show, as JSON text.
    pub examples: &'static [&'static str],
    /// Types of inputs for which it has a meaning; all where the list is empty.
    pub input_types: &'static [InputType],
}

/// What may stand in a member.
#[derive(Debug, Clone, Copy)]
pub enum MemberShape {
    /// Any text.
    Text,
    /// The name of a part, by which references find it.
    Name,
    /// The version of the engine that is asked for, as text.
    Version,
    /// A whole number.
    Integer,
    /// Any JSON.
    Any,
    /// A list of kinds, each by its name.
    Kinds,
    /// One of a few texts.
    Choice(&'static [Word]),
    /// The type identifier of a block.
    Block,
    /// A reference to the data that an output gives back.
    Selector,
    /// A list of objects.
    List(Part),
    /// A list of blocks that are written in Python.
    PythonBlocks,
}

/// A text that has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The text.
    pub text: &'static str,
    /// What it means, as Markdown.
    pub doc: &'static str,
}

/// The types by which definitions name inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputType {
    /// Images, one for each element of the batch.
    Image,
    /// A single value.
    Parameter,
    /// Any data, one piece for each element of the batch.
    Batch,
    /// Facts about video frames, one for each element of the batch.
    VideoMetadata,
    /// An older name of [`Image`](Self::Image).
    InferenceImage,
    /// An older name of [`Parameter`](Self::Parameter).
    InferenceParameter,
}

impl InputType {
    /// All of them, in the order in which messages list them.
    pub const ALL: [Self; 6] = [
        Self::Image,
        Self::Parameter,
        Self::Batch,
        Self::VideoMetadata,
        Self::InferenceImage,
        Self::InferenceParameter,
    ];

    const WORDS: [Word; Self::ALL.len()] = {
        let mut words = [Word { text: "", doc: "" }; Self::ALL.len()];
        let mut place = 0;
        while place < words.len() {
            words[place] = Self::ALL[place].word();
            place += 1;
        }
        words
    };

    /// The text in a definition.
    pub const fn word(self) -> Word {
        let (text, doc) = match self {
            Self::Image => ("WorkflowImage", "One image or a list of them; each is an element of the batch."),
            Self::Parameter => ("WorkflowParameter", "One value for the whole run."),
            Self::Batch => ("WorkflowBatchInput", "Any data, one piece for each element of the batch."),
            Self::VideoMetadata => ("WorkflowVideoMetadata", "Which frame of which video each image is."),
            Self::InferenceImage => ("InferenceImage", "An older name of `WorkflowImage`."),
            Self::InferenceParameter => ("InferenceParameter", "An older name of `WorkflowParameter`."),
        };
        Word { text, doc }
    }

    /// The type of this name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word().text == text)
    }

    /// How many levels of lists the data has; nothing where the input says so itself.
    pub const fn dimensionality(self) -> Option<i64> {
        match self {
            Self::Image | Self::InferenceImage | Self::VideoMetadata => Some(1),
            Self::Parameter | Self::InferenceParameter => Some(0),
            Self::Batch => None,
        }
    }

    /// The kind of the data where the input names none.
    pub const fn usual_kind(self) -> &'static str {
        match self {
            Self::Image | Self::InferenceImage => "image",
            Self::VideoMetadata => "video_metadata",
            Self::Batch | Self::Parameter | Self::InferenceParameter => crate::kind::WILDCARD,
        }
    }
}

/// In which image's pixels the detections of an output are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coordinates {
    /// Those of the image that the workflow was given.
    #[default]
    Parent,
    /// Those of the image that the detections were made on.
    Own,
}

impl Coordinates {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Parent, Self::Own];

    const WORDS: [Word; 2] = [Self::Parent.word(), Self::Own.word()];

    /// The text in a definition.
    pub const fn word(self) -> Word {
        let (text, doc) = match self {
            Self::Parent => ("parent", "Pixels of the image that the workflow was given."),
            Self::Own => ("own", "Pixels of the image that the detections were made on, such as a crop."),
        };
        Word { text, doc }
    }

    /// The one of this name.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word().text == text)
    }
}

/// The only `type` of outputs.
pub const JSON_FIELD: Word = Word { text: "JsonField", doc: "A member of the results." };

pub(crate) const DYNAMIC_BLOCKS: &str = "dynamic_blocks_definitions";

impl MemberDef {
    const fn required(name: &'static str, shape: MemberShape, doc: &'static str) -> Self {
        Self { required: true, ..Self::optional(name, shape, doc) }
    }

    const fn optional(name: &'static str, shape: MemberShape, doc: &'static str) -> Self {
        Self { name, doc, required: false, shape, default: None, examples: &[], input_types: &[] }
    }
}

const WORKFLOW: &[MemberDef] = &[
    MemberDef {
        examples: &["\"./workflow.schema.json\""],
        ..MemberDef::optional(
            "$schema",
            MemberShape::Text,
            "Where editors find the schema of workflows. Nothing else reads it.",
        )
    },
    MemberDef {
        examples: &["\"1.0\""],
        ..MemberDef::required(
            "version",
            MemberShape::Version,
            "Oldest version of the execution engine that runs the workflow, as text.\n\n`\"1.0\"` suits every workflow; a \
             later one keeps engines away that lack what the workflow needs.",
        )
    },
    MemberDef::required("inputs", MemberShape::List(Part::Input), "What a run is given: images and parameters."),
    MemberDef::required(
        "steps",
        MemberShape::List(Part::Step),
        "What is done. A step runs as soon as the data that it refers to is there, so their order does not matter.",
    ),
    MemberDef::required("outputs", MemberShape::List(Part::Output), "What a run gives back."),
    MemberDef::optional(
        "id",
        MemberShape::Any,
        "An identifier that other programs give the workflow; it changes nothing.",
    ),
    MemberDef::optional(
        DYNAMIC_BLOCKS,
        MemberShape::PythonBlocks,
        "Blocks that the workflow brings along, written in Python.\n\nThis engine does not run them and refuses the \
         workflow.",
    ),
];

const INPUT: &[MemberDef] = &[
    MemberDef::required("type", MemberShape::Choice(&InputType::WORDS), "What is given."),
    MemberDef::required(
        "name",
        MemberShape::Name,
        "Name of the input, unique among inputs. Steps and outputs refer to it as `$inputs.<name>`.",
    ),
    MemberDef {
        examples: &["[\"image\"]", "[\"object_detection_prediction\"]", "[\"float\"]"],
        ..MemberDef::optional(
            "kind",
            MemberShape::Kinds,
            "Kinds of the data, by which its places are found.\n\nWithout it an image is an `image`, metadata is \
             `video_metadata`, and anything else may be of any kind.",
        )
    },
    MemberDef {
        default: Some("1"),
        examples: &["2"],
        input_types: &[InputType::Batch],
        ..MemberDef::optional(
            "dimensionality",
            MemberShape::Integer,
            "How many levels of lists the data has, from 1.\n\nOne is a list of elements, two a list of lists, as crops of \
             several images are.",
        )
    },
    MemberDef {
        default: Some("null"),
        input_types: &[InputType::Parameter, InputType::InferenceParameter],
        ..MemberDef::optional("default_value", MemberShape::Any, "What holds when a run gives no value.")
    },
];

const STEP: &[MemberDef] = &[
    MemberDef::required(
        "type",
        MemberShape::Block,
        "Which block the step runs. It decides which other properties there are.",
    ),
    MemberDef::required("name", MemberShape::Name, STEP_NAME),
];

const STEP_NAME: &str =
    "Name of the step, unique among steps. Others refer to its outputs as `$steps.<name>.<output>`.";

const OUTPUT: &[MemberDef] = &[
    MemberDef::required("type", MemberShape::Choice(&[JSON_FIELD]), "Always `JsonField`."),
    MemberDef::required("name", MemberShape::Name, "Name of the member of the results, unique among outputs."),
    MemberDef {
        examples: &["\"$steps.<step>.<output>\"", "\"$steps.<step>.*\"", "\"$inputs.<name>\""],
        ..MemberDef::required(
            "selector",
            MemberShape::Selector,
            "What is given back: `$steps.<step>.<output>`, `$steps.<step>.*` for all outputs of a step, or `$inputs.<name>`.",
        )
    },
    MemberDef {
        default: Some("\"parent\""),
        ..MemberDef::optional(
            "coordinates_system",
            MemberShape::Choice(&Coordinates::WORDS),
            "In which image's pixels detections are given, where they were made on a part of the image.",
        )
    },
];

impl Part {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Workflow, Self::Input, Self::Step, Self::Output];

    /// Its members, in the order in which people write them.
    pub const fn members(self) -> &'static [MemberDef] {
        match self {
            Self::Workflow => WORKFLOW,
            Self::Input => INPUT,
            Self::Step => STEP,
            Self::Output => OUTPUT,
        }
    }

    /// The names of its members, in the same order.
    pub(super) fn names(self) -> Vec<&'static str> {
        self.members().iter().map(|member| member.name).collect()
    }

    /// The member of this name.
    pub fn member(self, name: &str) -> Option<&'static MemberDef> {
        self.members().iter().find(|member| member.name == name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    #[test]
    fn every_member_is_explained_and_its_texts_are_json() {
        for member in Part::ALL.into_iter().flat_map(Part::members) {
            assert!(member.doc.ends_with('.'), "{}", member.name);
            for text in member.default.iter().chain(member.examples) {
                assert!(serde_json::from_str::<Json>(text).is_ok(), "{}: {text}", member.name);
            }
        }
    }

    #[test]
    fn types_are_found_by_their_texts() {
        for one in InputType::ALL {
            assert_eq!(InputType::named(one.word().text), Some(one));
        }
        for one in Coordinates::ALL {
            assert_eq!(Coordinates::named(one.word().text), Some(one));
        }
        assert_eq!((InputType::named("Image"), Coordinates::named("")), (None, None));
    }
}
