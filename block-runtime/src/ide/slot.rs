//! What may stand in a place of a definition, by the tables of its parts and blocks.

use crate::block::{BlockDef, PropertyDef, Shape, TaggedDef, TaggedMember, TaggedShape};
use crate::catalogue::{Catalogue, Search};
use crate::document::Node;
use crate::workflow::{BINDINGS, DEFINITION, MemberDef, MemberShape, Part, is_inner};

/// What may stand in a place.
#[derive(Debug, Clone)]
pub enum Slot {
    /// An object of the definition.
    Part(Part),
    /// A list of such objects.
    Parts(Part),
    /// The value of a member that has neither.
    Member(Part, &'static MemberDef),
    /// The bindings of an inner workflow.
    Bindings,
    /// What one input of an inner workflow is bound to.
    Binding,
    /// A kind of an input.
    Kind,
    /// A value of one of these shapes.
    Property {
        /// The property in which it stands.
        property: &'static PropertyDef,
        /// Whose property that is.
        owner: Owner,
        /// What it may be.
        shapes: Vec<&'static Shape>,
    },
    /// The `type` of a tagged object.
    Tag(&'static TaggedShape),
    /// Nothing is known about it.
    Unknown,
}

/// What has properties.
#[derive(Debug, Clone, Copy)]
pub enum Owner {
    /// A block.
    Block(&'static BlockDef),
    /// A tagged object within a property of a block.
    Tagged(&'static TaggedDef),
}

impl Owner {
    /// What workflows call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Block(def) => def.id,
            Self::Tagged(def) => def.tags.first().copied().unwrap_or(def.name),
        }
    }

    /// Its properties in order.
    pub fn properties(self) -> Vec<&'static PropertyDef> {
        match self {
            Self::Block(def) => def.properties().collect(),
            Self::Tagged(def) => def.properties().collect(),
        }
    }

    /// The property of this name or alias.
    pub fn property(self, name: &str) -> Option<&'static PropertyDef> {
        let properties = self.properties();
        let named = properties.iter().find(|property| property.name == name);
        named.or_else(|| properties.iter().find(|property| property.aliases.contains(&name))).copied()
    }
}

impl Slot {
    /// What may stand in a member of an object that stands here.
    #[must_use]
    pub fn member(&self, object: &Node, name: &str, catalogue: &Catalogue) -> Self {
        match self {
            Self::Part(part) => {
                if let Some(member) = part.member(name) {
                    return Self::of_member(*part, member);
                }
                match (part, block_of(object, catalogue), name) {
                    (Part::Step, Some(_), DEFINITION) if is_inner(object, catalogue) => Self::Part(Part::Workflow),
                    (Part::Step, Some(_), BINDINGS) if is_inner(object, catalogue) => Self::Bindings,
                    (Part::Step, Some(def), name) => Self::of_property(Owner::Block(def), name),
                    _ => Self::Unknown,
                }
            }
            Self::Bindings => Self::Binding,
            Self::Property { property, owner, shapes } => {
                if let Some(tagged) = tagged(shapes) {
                    return match (name, tagged_of(tagged, object)) {
                        ("type", _) => Self::Tag(tagged),
                        (_, Some(member)) => Self::of_property(Owner::Tagged(&member.def), name),
                        (_, None) => Self::Unknown,
                    };
                }
                let inner = shapes.iter().filter_map(|shape| match shape {
                    Shape::Map(inner) => Some(*inner),
                    _ => None,
                });
                Self::inside(property, *owner, inner)
            }
            Self::Parts(_) | Self::Member(..) | Self::Binding | Self::Kind | Self::Tag(_) | Self::Unknown => {
                Self::Unknown
            }
        }
    }

    /// What may stand in an element of a list that stands here.
    #[must_use]
    pub fn element(&self, index: usize) -> Self {
        match self {
            Self::Parts(part) => Self::Part(*part),
            Self::Member(_, MemberDef { shape: MemberShape::Kinds, .. }) => Self::Kind,
            Self::Property { property, owner, shapes } => {
                let inner = shapes.iter().filter_map(|shape| match shape {
                    Shape::List(inner) => Some(*inner),
                    Shape::Tuple(places) => places.get(index),
                    _ => None,
                });
                Self::inside(property, *owner, inner)
            }
            _ => Self::Unknown,
        }
    }

    /// The objects of which one may stand here, where they say by their `type` what they are.
    pub fn tagged(&self) -> Option<&'static TaggedShape> {
        match self {
            Self::Property { shapes, .. } => tagged(shapes),
            _ => None,
        }
    }

    /// Whose properties an object has that stands here.
    pub fn owner(&self, object: &Node, catalogue: &Catalogue) -> Option<Owner> {
        match self {
            Self::Part(Part::Step) => block_of(object, catalogue).map(Owner::Block),
            Self::Property { shapes, .. } => {
                tagged_of(tagged(shapes)?, object).map(|member| Owner::Tagged(&member.def))
            }
            _ => None,
        }
    }

    /// The object of the definition's own that stands here.
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Part(part) => Some(*part),
            _ => None,
        }
    }

    fn of_member(part: Part, member: &'static MemberDef) -> Self {
        match member.shape {
            MemberShape::List(part) => Self::Parts(part),
            _ => Self::Member(part, member),
        }
    }

    fn of_property(owner: Owner, name: &str) -> Self {
        match owner.property(name) {
            Some(property) => Self::Property { property, owner, shapes: property.shape.alternatives() },
            None => Self::Unknown,
        }
    }

    fn inside(property: &'static PropertyDef, owner: Owner, inner: impl Iterator<Item = &'static Shape>) -> Self {
        let shapes: Vec<_> = inner.flat_map(Shape::alternatives).collect();
        if shapes.is_empty() { Self::Unknown } else { Self::Property { property, owner, shapes } }
    }
}

/// The block of a step.
pub(super) fn block_of(step: &Node, catalogue: &Catalogue) -> Option<&'static BlockDef> {
    match catalogue.search(step.text("type")?) {
        Search::Found(entry) | Search::OtherEngine(entry) => Some(entry.def),
        Search::Unknown => None,
    }
}

fn tagged(shapes: &[&'static Shape]) -> Option<&'static TaggedShape> {
    shapes.iter().find_map(|shape| match shape {
        Shape::Tagged(tagged) => Some(*tagged),
        _ => None,
    })
}

fn tagged_of(shape: &TaggedShape, object: &Node) -> Option<&'static TaggedMember> {
    shape.find(object.text("type")?)
}
