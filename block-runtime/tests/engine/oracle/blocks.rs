//! What the test blocks declare.

/// How a property takes data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// None: a literal only.
    Literal,
    /// The piece of one element.
    Element,
    /// A whole batch.
    Batch,
    /// A whole batch, or a single value where there is none.
    Either,
    /// The pieces that belong to one element.
    Group,
    /// The pieces that belong to each element of a whole batch.
    Groups,
    /// The name of a step.
    Step,
}

/// What may be written down in a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// References only.
    Nothing,
    /// Text or a whole number.
    Anything,
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// A list of text.
    Texts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    None,
    List,
    Map,
}

#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the declaration of a property")]
pub struct Property {
    pub name: &'static str,
    pub takes: Takes,
    pub written: Written,
    pub container: Container,
    pub kinds: &'static [&'static str],
    pub nullable: bool,
    pub optional: bool,
    /// How many levels deeper its data is than that of the others.
    pub offset: usize,
    /// The others are counted from this one.
    pub is_reference: bool,
    /// Single values become batches although the block is called for each element.
    pub casts: bool,
}

const fn property(name: &'static str, takes: Takes, written: Written) -> Property {
    Property {
        name,
        takes,
        written,
        container: Container::None,
        kinds: &["*"],
        nullable: false,
        optional: false,
        offset: 0,
        is_reference: false,
        casts: false,
    }
}

impl Property {
    const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    const fn within(mut self, container: Container) -> Self {
        self.container = container;
        self
    }

    const fn kinds(mut self, kinds: &'static [&'static str]) -> Self {
        self.kinds = kinds;
        self
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Block {
    pub name: &'static str,
    /// Called once for a whole batch.
    pub batch: bool,
    /// Called for elements without a value too.
    pub accepts_empty: bool,
    /// How many levels deeper its outputs are than its data.
    pub deeper: i8,
    pub properties: &'static [Property],
    pub outputs: &'static [(&'static str, &'static [&'static str])],
}

const ANY: &[&str] = &["*"];
const ONE: &[(&str, &[&str])] = &[("out", ANY)];
const ITEM: &[(&str, &[&str])] = &[("item", ANY)];
const ITEMS: &[(&str, &[&str])] = &[("items", ANY)];
const DATA: Property = property("data", Takes::Element, Written::Anything);
const WHOLE_DATA: Property = property("data", Takes::Batch, Written::Anything);
const GROUP: Property = property("data", Takes::Group, Written::Nothing);
const GROUPS: Property = property("data", Takes::Groups, Written::Nothing);
const NEXT: Property = property("next_steps", Takes::Step, Written::Nothing).within(Container::List);
const IMAGES: Property = Property { is_reference: true, ..property("images", Takes::Element, Written::Nothing) };
const WHOLE_IMAGES: Property = Property { is_reference: true, ..property("images", Takes::Batch, Written::Anything) };
const CROPS: Property = Property { offset: 1, ..property("crops", Takes::Group, Written::Nothing) };
const WHOLE_CROPS: Property = Property { offset: 1, ..property("crops", Takes::Groups, Written::Nothing) };

const fn each(
    name: &'static str,
    properties: &'static [Property],
    outputs: &'static [(&'static str, &'static [&'static str])],
) -> Block {
    Block { name, batch: false, accepts_empty: false, deeper: 0, properties, outputs }
}

const fn whole(
    name: &'static str,
    properties: &'static [Property],
    outputs: &'static [(&'static str, &'static [&'static str])],
) -> Block {
    Block { batch: true, ..each(name, properties, outputs) }
}

const BLOCKS: &[Block] = &[
    each("echo", &[DATA.nullable()], ONE),
    each("refuses", &[DATA.nullable()], ONE),
    each("none_if", &[DATA], ONE),
    each("items", &[DATA], ONE),
    each("panics", &[DATA], ONE),
    each("laborious", &[DATA], ONE),
    each("counter", &[DATA], ONE),
    each("slow_counter", &[DATA], ONE),
    each("slow", &[DATA, property("traffic", Takes::Element, Written::Nothing)], ONE),
    each(
        "pair_each",
        &[property("a", Takes::Element, Written::Anything), property("b", Takes::Element, Written::Anything)],
        ONE,
    ),
    each(
        "listing",
        &[
            property("items", Takes::Element, Written::Anything).within(Container::List).optional(),
            property("named", Takes::Element, Written::Anything).within(Container::Map).optional(),
        ],
        ONE,
    ),
    each("text_in", &[property("text", Takes::Element, Written::Text).kinds(&["string"])], &[("out", &["string"])]),
    each("integer_in", &[property("v", Takes::Element, Written::Integer).kinds(&["integer"])], ONE),
    each("source", &[property("n", Takes::Literal, Written::Integer).optional()], ONE),
    each("fields", &[property("names", Takes::Literal, Written::Texts)], &[]),
    Block {
        accepts_empty: true,
        ..each(
            "first_of",
            &[
                property("data", Takes::Element, Written::Nothing).within(Container::List),
                property("default", Takes::Element, Written::Anything),
            ],
            ONE,
        )
    },
    each("gate", &[DATA, NEXT.optional()], &[]),
    each("astray", &[DATA, NEXT], &[]),
    each(
        "switch",
        &[
            DATA,
            property("cases", Takes::Step, Written::Nothing).within(Container::Map),
            property("default", Takes::Step, Written::Nothing).within(Container::List).optional(),
        ],
        &[],
    ),
    whole("batch_gate", &[WHOLE_DATA, property("next_step", Takes::Step, Written::Nothing)], &[]),
    Block { deeper: 1, ..each("explode", &[property("data", Takes::Element, Written::Nothing)], ITEM) },
    Block { deeper: 1, ..whole("batch_explode", &[property("data", Takes::Batch, Written::Nothing)], ITEM) },
    Block { deeper: 1, ..each("source_batch", &[property("n", Takes::Literal, Written::Integer).optional()], ITEM) },
    Block { deeper: -1, ..each("collapse", &[GROUP], ITEMS) },
    Block { deeper: -1, ..each("collapse_cast", &[Property { casts: true, ..GROUP }], ITEMS) },
    Block { deeper: -1, ..whole("batch_collapse", &[GROUPS], ITEMS) },
    Block { deeper: -1, accepts_empty: true, ..whole("batch_collapse_empty", &[GROUPS], ITEMS) },
    each("two_level", &[IMAGES, CROPS], ONE),
    whole("batch_two_level", &[WHOLE_IMAGES, WHOLE_CROPS], ONE),
    whole("batch_echo", &[WHOLE_DATA], &[("out", ANY), ("indices", ANY)]),
    whole("slow_batch", &[WHOLE_DATA], ONE),
    whole("short", &[WHOLE_DATA], ONE),
    whole("mixed_echo", &[property("data", Takes::Either, Written::Anything)], ONE),
    whole(
        "pair",
        &[property("a", Takes::Batch, Written::Anything), property("b", Takes::Batch, Written::Anything).nullable()],
        ONE,
    ),
    Block {
        accepts_empty: true,
        ..whole(
            "pair_empty",
            &[property("a", Takes::Batch, Written::Anything), property("b", Takes::Batch, Written::Anything)],
            ONE,
        )
    },
    whole(
        "only_a",
        &[property("a", Takes::Batch, Written::Anything), property("b", Takes::Element, Written::Anything)],
        ONE,
    ),
];

pub fn find(id: &str) -> Option<&'static Block> {
    let name = id.strip_prefix("test/")?.strip_suffix("@v1")?;
    BLOCKS.iter().find(|block| block.name == name)
}
