//! The alternatives of a shape, sorted by the JSON types that they are about.

use super::pattern;
use super::words::expected;
use crate::block::{Bounds, ChoiceDef, CustomShape, PropertyDef, Selector, Shape, TaggedShape};

/// What a value may be, one field for what the keywords of a schema speak of together.
pub(super) struct Accepted<'a> {
    shapes: &'a [&'static Shape],
    pub(super) selectors: Vec<Selector>,
    pub(super) open: Option<Open>,
    null: bool,
    boolean: bool,
    numbers: Option<Numbers>,
    pub(super) choices: Vec<&'static ChoiceDef>,
    /// What the elements of lists may be.
    pub(super) elements: Vec<&'static Shape>,
    pub(super) tuples: Vec<&'static [Shape]>,
    /// What the members of objects may be.
    pub(super) values: Vec<&'static Shape>,
    pub(super) tagged: Vec<&'static TaggedShape>,
    pub(super) custom: Vec<&'static CustomShape>,
}

/// What is accepted without regard to what it says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Open {
    /// Any text.
    Text,
    /// Any JSON.
    Json,
}

/// The numbers that are accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Integers,
    Fractions,
    All,
}

impl<'a> Accepted<'a> {
    pub(super) fn new(shapes: &'a [&'static Shape], property: &PropertyDef) -> Self {
        let mut accepted = Self {
            shapes,
            selectors: Vec::new(),
            open: None,
            null: false,
            boolean: false,
            numbers: None,
            choices: Vec::new(),
            elements: Vec::new(),
            tuples: Vec::new(),
            values: Vec::new(),
            tagged: Vec::new(),
            custom: Vec::new(),
        };
        for shape in shapes.iter().copied() {
            accepted.add(shape, property);
        }
        accepted
    }

    fn add(&mut self, shape: &'static Shape, property: &PropertyDef) {
        match shape {
            Shape::Selector(selector) => self.selectors.extend(property.narrowed(*selector)),
            Shape::Null => self.null = true,
            Shape::Bool => self.boolean = true,
            Shape::Integer => self.add_numbers(Numbers::Integers),
            Shape::Number => self.add_numbers(Numbers::All),
            Shape::Fraction => self.add_numbers(Numbers::Fractions),
            Shape::Text => self.open = self.open.max(Some(Open::Text)),
            Shape::Json => self.open = Some(Open::Json),
            Shape::Choice(choice) => self.choices.push(choice),
            Shape::List(elements) => self.elements.extend(elements.alternatives()),
            Shape::Tuple(places) => self.tuples.push(places),
            Shape::Map(values) => self.values.extend(values.alternatives()),
            Shape::Union(_) => shape.alternatives().into_iter().for_each(|shape| self.add(shape, property)),
            Shape::Tagged(tagged) => self.tagged.push(tagged),
            Shape::Custom(custom) => self.custom.push(custom),
        }
    }

    fn add_numbers(&mut self, more: Numbers) {
        self.numbers = match self.numbers {
            Some(numbers) if numbers != more => Some(Numbers::All),
            _ => Some(more),
        };
    }

    pub(super) fn is_any(&self) -> bool {
        self.open == Some(Open::Json)
    }

    /// The JSON types, those that people write most first: editors begin a value of the first one.
    pub(super) fn types(&self) -> Vec<&'static str> {
        let is_list = !self.elements.is_empty() || !self.tuples.is_empty();
        // The engine reads numbers and Booleans in text as well.
        let is_text = self.open.is_some() || self.boolean || self.numbers.is_some();
        let types = [
            (is_list, "array"),
            (!self.values.is_empty() || !self.tagged.is_empty(), "object"),
            (self.numbers == Some(Numbers::Integers), "integer"),
            (self.numbers.is_some_and(|numbers| numbers != Numbers::Integers), "number"),
            (self.boolean, "boolean"),
            (is_text || !self.choices.is_empty() || !self.selectors.is_empty(), "string"),
            (self.null, "null"),
        ];
        types.into_iter().filter_map(|(accepted, name)| accepted.then_some(name)).collect()
    }

    /// Patterns of the texts that are accepted beside those of choices.
    pub(super) fn patterns(&self) -> Vec<String> {
        let references = (!self.selectors.is_empty()).then(|| pattern::references(&self.selectors));
        let numbers = self.numbers.map(|numbers| match numbers {
            Numbers::Integers => pattern::INTEGER.to_owned(),
            Numbers::Fractions | Numbers::All => pattern::NUMBER.to_owned(),
        });
        let booleans = self.boolean.then(|| pattern::BOOLEAN.to_owned());
        references.into_iter().chain(numbers).chain(booleans).collect()
    }

    /// The limits of numbers: those of the property, and those that a fraction has anyway.
    pub(super) fn limits(&self, bounds: Bounds) -> Bounds {
        match self.numbers {
            None => Bounds::NONE,
            Some(Numbers::Fractions) => {
                Bounds { min: bounds.min.or(Some(0.0)), max: bounds.max.or(Some(1.0)), ..bounds }
            }
            Some(Numbers::Integers | Numbers::All) => bounds,
        }
    }

    /// What is said where something else was found.
    pub(super) fn expected(&self) -> String {
        expected(self.shapes, &self.selectors)
    }
}
