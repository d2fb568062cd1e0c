//! The type of a field, from the JSON Schema of its property.

use block_runtime::query::OperationDef;
use serde_json::{Map, Value as Json};

use super::bounds::Bounds;
use super::choice::Choices;
use super::kinds;
use super::manifest::{Property, kind_names, texts};
use super::names;

/// A type that a field may have.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i64`.
    Integer,
    /// `f64`.
    Number,
    /// A number from 0 to 1.
    Fraction,
    /// `String`.
    Text,
    /// Text that is not shown.
    Secret,
    /// Text, a number or a Boolean.
    Scalar,
    /// Any JSON.
    Json,
    /// An enum of texts, by its Rust name.
    Choice(String),
    /// A type of the query language, by its Rust name.
    Query(&'static str),
    /// A type that wraps JSON of a schema of its own, by its Rust name.
    Nested(String),
    /// A list.
    List(Box<Type>),
    /// An object whose members are alike.
    Map(Box<Type>),
    /// A list of fixed length.
    Tuple(Vec<Type>),
    /// Either of two.
    Either(Box<Type>, Box<Type>),
    /// A reference to a step.
    Step,
    /// A reference to data.
    Data(Delivery, Vec<String>),
    /// A literal, or a reference to data.
    LiteralOrData(Delivery, Box<Type>, Vec<String>),
    /// May be missing or null.
    Option(Box<Type>),
    /// May be missing.
    Omittable(Box<Type>),
}

/// How data arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// As single elements.
    Element,
    /// As the members of a group.
    Group,
    /// As batches.
    Batch,
    /// As either.
    Mixed,
}

/// Why a property has no type.
#[derive(Debug, thiserror::Error)]
pub enum TypeError {
    /// No kind has the name.
    #[error("there is no kind `{0}`; declare it in block-runtime/src/kind/registry.rs")]
    UnknownKind(String),
    /// More kinds than a set holds.
    #[error("a property of {0} kinds; sets of kinds hold at most 12")]
    TooManyKinds(usize),
    /// A schema that no type has.
    #[error("no type has the schema {0}")]
    Unsupported(String),
    /// A reference to a schema that is not there.
    #[error("the schema `{0}` is referred to, but not defined")]
    Undefined(String),
}

impl Type {
    /// The type in Rust.
    ///
    /// # Errors
    /// [`TypeError`] for kinds that cannot be named.
    pub fn rust(&self) -> Result<String, TypeError> {
        Ok(match self {
            Self::Bool => "bool".to_owned(),
            Self::Integer => "i64".to_owned(),
            Self::Number => "f64".to_owned(),
            Self::Fraction => "Fraction".to_owned(),
            Self::Text => "String".to_owned(),
            Self::Secret => "Secret".to_owned(),
            Self::Scalar => "Scalar".to_owned(),
            Self::Json => "Json".to_owned(),
            Self::Choice(name) | Self::Nested(name) => name.clone(),
            Self::Query(name) => format!("block_runtime::query::{name}"),
            Self::List(inner) if **inner == Self::Query("Operation") => "block_runtime::query::Chain".to_owned(),
            Self::List(inner) => format!("Vec<{}>", inner.rust()?),
            Self::Map(inner) => format!("IndexMap<String, {}>", inner.rust()?),
            Self::Tuple(places) => {
                let places: Vec<String> = places.iter().map(Self::rust).collect::<Result<_, _>>()?;
                format!("({})", places.join(", "))
            }
            Self::Either(first, second) => format!("Either<{}, {}>", first.rust()?, second.rust()?),
            Self::Step => "StepRef".to_owned(),
            Self::Data(delivery, names) => format!("{}<{}>", delivery.name("In"), kinds::set(names)?),
            Self::LiteralOrData(delivery, literal, names) => {
                let (or, written) = (delivery.name("Or"), literal.rust()?);
                if same(&literal.kinds(), names) {
                    format!("{or}<{written}>")
                } else {
                    format!("{or}<{written}, {}>", kinds::set(names)?)
                }
            }
            Self::Option(inner) => format!("Option<{}>", inner.rust()?),
            Self::Omittable(inner) => format!("Omittable<{}>", inner.rust()?),
        })
    }

    /// Kinds that may take the place of a literal where nothing is said about them.
    fn kinds(&self) -> Vec<String> {
        let names: &[&str] = match self {
            Self::Bool => &["boolean"],
            Self::Integer => &["integer"],
            Self::Number => &["float"],
            Self::Fraction => &["float_zero_to_one"],
            Self::Text | Self::Choice(_) => &["string"],
            Self::Secret => &["string", "secret"],
            Self::List(_) | Self::Tuple(_) => &["list_of_values"],
            Self::Map(_) | Self::Query(_) | Self::Nested(_) => &["dictionary"],
            _ => &["*"],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// This type and all types inside it.
    pub fn visit(&self, visitor: &mut dyn FnMut(&Self)) {
        visitor(self);
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) | Self::Omittable(inner) => inner.visit(visitor),
            Self::LiteralOrData(_, literal, _) => literal.visit(visitor),
            Self::Either(first, second) => {
                first.visit(visitor);
                second.visit(visitor);
            }
            Self::Tuple(places) => places.iter().for_each(|place| place.visit(visitor)),
            _ => {}
        }
    }
}

impl Delivery {
    fn of(property: &Property) -> Self {
        let batch = &property.batch;
        if property.group {
            return Self::Group;
        }
        match (batch.contains(&true), batch.contains(&false)) {
            (true, true) => Self::Mixed,
            (true, false) => Self::Batch,
            (false, _) => Self::Element,
        }
    }

    /// True when `run` may see whole batches.
    pub fn is_batch(self) -> bool {
        matches!(self, Self::Batch | Self::Mixed)
    }

    fn name(self, stem: &str) -> String {
        let ending = match self {
            Self::Element => "",
            Self::Group => "Group",
            Self::Batch => "Batch",
            Self::Mixed => "Mixed",
        };
        format!("{stem}{ending}")
    }
}

fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.contains(name))
}

/// Finds the types of a block's properties.
pub struct Inference<'a> {
    /// Schemas that properties refer to.
    pub definitions: &'a Map<String, Json>,
    /// The block's enums.
    pub choices: &'a mut Choices,
}

/// What is being found out about one property.
struct Wanted<'a> {
    property: &'a Property,
    delivery: Delivery,
    fraction: bool,
}

impl Inference<'_> {
    /// The type of a property with these limits.
    ///
    /// # Errors
    /// [`TypeError`] when no type has its schema.
    pub fn property(&mut self, property: &Property, bounds: &Bounds) -> Result<Type, TypeError> {
        let anywhere = origins(&property.schema).is_empty();
        let wanted = Wanted {
            property,
            delivery: if anywhere { Delivery::of(property) } else { Delivery::Element },
            fraction: bounds.is_fraction(),
        };
        let found = self.node(&wanted, &property.schema)?;
        let null_default = !property.required && property.schema.get("default").is_some_and(Json::is_null);
        Ok(match found {
            Type::Option(_) | Type::Json => found,
            _ if null_default => Type::Omittable(Box::new(found)),
            _ => found,
        })
    }

    fn node(&mut self, wanted: &Wanted<'_>, node: &Json) -> Result<Type, TypeError> {
        let mut selectors: Vec<Vec<String>> = Vec::new();
        let mut literals = Vec::new();
        let mut nullable = false;
        for branch in alternatives(node) {
            if branch.get("reference").is_some() {
                if branch.get("selected_element").and_then(Json::as_str) == Some("step") {
                    return Ok(Type::Step);
                }
                let names = kind_names(branch.get("kind"));
                if !selectors.iter().any(|known| same(known, &names)) {
                    selectors.push(names);
                }
            } else if branch.get("type").and_then(Json::as_str) == Some("null") {
                nullable = true;
            } else {
                literals.push(self.literal(wanted, branch)?);
            }
        }
        let last = selectors.pop();
        let literal = either(with_scalars(literals));
        let ending = match (literal, last) {
            (Some(Type::Text), Some(names)) if names.iter().any(|name| name == "secret") => {
                Type::LiteralOrData(wanted.delivery, Box::new(Type::Secret), names)
            }
            (Some(literal), Some(names)) if names == ["*"] && literal != Type::Json => {
                // Data of any kind fits no literal type.
                Type::Either(Box::new(Type::Data(wanted.delivery, names)), Box::new(literal))
            }
            (Some(literal), Some(names)) => {
                // What is written into a workflow has no groups.
                let delivery = if wanted.delivery == Delivery::Group { Delivery::Element } else { wanted.delivery };
                Type::LiteralOrData(delivery, Box::new(literal), names)
            }
            (Some(literal), None) => literal,
            (None, Some(names)) => Type::Data(wanted.delivery, names),
            (None, None) => return Err(TypeError::Unsupported(node.to_string())),
        };
        let data = selectors.into_iter().map(|names| Type::Data(wanted.delivery, names));
        let whole = either(data.chain([ending]).collect());
        let whole = whole.ok_or_else(|| TypeError::Unsupported(node.to_string()))?;
        Ok(if nullable { Type::Option(Box::new(whole)) } else { whole })
    }

    fn literal(&mut self, wanted: &Wanted<'_>, node: &Json) -> Result<Type, TypeError> {
        let property = wanted.property;
        if let Some(name) = node.get("$ref").and_then(Json::as_str) {
            return self.reference(name.rsplit('/').next().unwrap_or(name));
        }
        if node.get("oneOf").is_some() {
            return operation(node);
        }
        let values = values(node);
        if !values.is_empty() {
            let metadata = property.schema.get("values_metadata");
            return Ok(Type::Choice(self.choices.of(&property.name, None, &values, metadata)));
        }
        let Some(json_type) = node.get("type").and_then(Json::as_str) else { return Ok(Type::Json) };
        Ok(match json_type {
            "boolean" => Type::Bool,
            "integer" => Type::Integer,
            "number" if wanted.fraction => Type::Fraction,
            "number" => Type::Number,
            "string" => Type::Text,
            "array" => match (node.get("prefixItems").and_then(Json::as_array), node.get("items")) {
                (Some(places), _) => {
                    Type::Tuple(places.iter().map(|place| self.node(wanted, place)).collect::<Result<_, _>>()?)
                }
                (None, Some(items)) => Type::List(Box::new(self.node(wanted, items)?)),
                (None, None) => Type::List(Box::new(Type::Json)),
            },
            "object" => match node.get("additionalProperties") {
                Some(values @ Json::Object(_)) => Type::Map(Box::new(self.node(wanted, values)?)),
                _ => Type::Map(Box::new(Type::Json)),
            },
            _ => return Err(TypeError::Unsupported(node.to_string())),
        })
    }

    fn reference(&mut self, name: &str) -> Result<Type, TypeError> {
        match name {
            "StatementGroup" => return Ok(Type::Query("StatementGroup")),
            "CasesDefinition" => return Ok(Type::Query("CasesDefinition")),
            _ => {}
        }
        let schema = self.definitions.get(name).ok_or_else(|| TypeError::Undefined(name.to_owned()))?;
        let values = values(schema);
        if values.is_empty() {
            return Ok(Type::Nested(names::pascal(name)));
        }
        Ok(Type::Choice(self.choices.of(name, Some(name), &values, None)))
    }
}

/// An operation of the query language, which is a union of all of them.
fn operation(node: &Json) -> Result<Type, TypeError> {
    let mapping = node.pointer("/discriminator/mapping").and_then(Json::as_object);
    let known = mapping.is_some_and(|names| names.keys().all(|name| OperationDef::find(name).is_some()));
    if known { Ok(Type::Query("Operation")) } else { Err(TypeError::Unsupported(node.to_string())) }
}

/// The texts that a node allows, if they are all that it allows.
fn values(node: &Json) -> Vec<String> {
    match node.get("const").and_then(Json::as_str) {
        Some(only) => vec![only.to_owned()],
        None => texts(node.get("enum")),
    }
}

/// The alternatives of a node, nested unions opened up.
pub fn alternatives(node: &Json) -> Vec<&Json> {
    match node.get("anyOf").and_then(Json::as_array) {
        Some(branches) => branches.iter().flat_map(alternatives).collect(),
        None => vec![node],
    }
}

/// Where references of a property may lead, when that is not just anywhere.
pub fn origins(node: &Json) -> Vec<String> {
    let mut found = Vec::new();
    for branch in alternatives(node) {
        if let Some(origin) = branch.get("selected_element").and_then(Json::as_str)
            && !found.iter().any(|known| known == origin)
        {
            found.push(origin.to_owned());
        }
    }
    let plain = found.iter().all(|origin| origin == "any_data" || origin == "step");
    if plain { Vec::new() } else { found }
}

/// The types, with the four scalar ones as one where all of them are there.
fn with_scalars(types: Vec<Type>) -> Vec<Type> {
    const SCALARS: [Type; 4] = [Type::Bool, Type::Integer, Type::Number, Type::Text];
    if !SCALARS.iter().all(|scalar| types.contains(scalar)) {
        return types;
    }
    let others = types.into_iter().filter(|other| !SCALARS.contains(other));
    std::iter::once(Type::Scalar).chain(others).collect()
}

fn either(types: Vec<Type>) -> Option<Type> {
    types.into_iter().rev().reduce(|rest, first| Type::Either(Box::new(first), Box::new(rest)))
}
