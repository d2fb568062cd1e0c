//! The JSON Schema of a block, in the vocabulary that the reference's clients know.
//!
//! A reference in a property is a branch with `reference: true`, the kinds that it accepts and the element that it may
//! select; literals are ordinary JSON Schema. Limits stand in the branches of the numbers and lists that they limit.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json, json};

use super::{object, sorted};
use crate::block::{
    BlockDef, Bounds, ChoiceDef, Default, Origin, PropertyDef, Relevance, Selector, Shape, TaggedMember, TaggedShape,
    When,
};

const ANY_DATA: &str = r"(^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$)|(^\$inputs.[A-Za-z_0-9\-]+$)";
const INPUT: &str = r"^\$inputs.[A-Za-z_0-9\-]+$";
const OUTPUT: &str = r"^\$steps\.[A-Za-z_\-0-9]+\.[A-Za-z_*0-9\-]+$";
const STEP: &str = r"^\$steps\.[A-Za-z_0-9\-]+";

/// The schema of a block's steps.
pub fn block_schema(def: &'static BlockDef) -> Json {
    let mut properties = Map::new();
    properties.insert("type".to_owned(), type_schema(def));
    properties.insert(
        "name".to_owned(),
        json!({
            "title": "Step Name",
            "description": "Name of the step, by which other steps and outputs refer to it.",
            "type": "string"
        }),
    );
    let mut required = vec![json!("type"), json!("name")];
    let mut definitions = Map::new();
    for property in def.properties() {
        properties.insert(property.name.to_owned(), property_schema(property));
        if property.is_required() {
            required.push(json!(property.name));
        }
        define(property.shape, &mut definitions);
    }
    let mut root = Map::from_iter([
        ("title".to_owned(), json!(def.path.rsplit("::").next().unwrap_or_default())),
        ("type".to_owned(), json!("object")),
        ("name".to_owned(), json!(def.name)),
        ("version".to_owned(), json!(def.version())),
        ("short_description".to_owned(), json!(def.summary())),
        ("long_description".to_owned(), json!(super::document::long_description(def))),
        ("license".to_owned(), json!(def.license)),
        ("block_type".to_owned(), json!(def.block_type.as_str())),
        ("properties".to_owned(), Json::Object(properties)),
        ("required".to_owned(), Json::Array(required)),
    ]);
    if let Some(ui) = ui_manifest(def) {
        root.insert("ui_manifest".to_owned(), ui);
    }
    if !def.keywords.is_empty() {
        root.insert("search_keywords".to_owned(), json!(def.keywords));
    }
    if let Some(message) = def.deprecated {
        root.insert("deprecated".to_owned(), json!(true));
        root.insert("deprecation_message".to_owned(), json!(message));
    }
    root.extend(pairs(def.extra));
    if !definitions.is_empty() {
        root.insert("$defs".to_owned(), Json::Object(definitions));
    }
    sorted(Json::Object(root))
}

fn type_schema(def: &BlockDef) -> Json {
    let names: Vec<&str> = std::iter::once(def.id).chain(def.aliases.iter().copied()).collect();
    one_of_texts(&names)
}

fn one_of_texts(texts: &[&str]) -> Json {
    match texts {
        [only] => json!({ "const": only, "type": "string" }),
        several => json!({ "enum": several, "type": "string" }),
    }
}

/// Adds the definitions that the schema of a shape refers to, and those that they refer to.
fn define(shape: &Shape, definitions: &mut Map<String, Json>) {
    shape.visit(&mut |shape| match shape {
        Shape::Custom(custom) => definitions.extend((custom.definitions)()),
        Shape::Choice(choice) => {
            definitions.extend(choice.definition.map(|name| (name.to_owned(), choice_node(choice))));
        }
        Shape::Tagged(tagged) => (tagged.members)().iter().for_each(|member| define_tagged(member, definitions)),
        _ => {}
    });
}

fn define_tagged(member: &TaggedMember, definitions: &mut Map<String, Json>) {
    let def = &member.def;
    // Objects may stand within themselves: what is being defined counts as defined.
    if definitions.contains_key(def.name) {
        return;
    }
    definitions.insert(def.name.to_owned(), Json::Null);
    let mut properties = Map::from_iter([("type".to_owned(), one_of_texts(def.tags))]);
    let mut required = vec![json!("type")];
    for property in def.properties() {
        properties.insert(property.name.to_owned(), property_schema(property));
        if property.is_required() {
            required.push(json!(property.name));
        }
        define(property.shape, definitions);
    }
    let mut schema = Map::from_iter([
        ("title".to_owned(), json!(def.name)),
        ("description".to_owned(), json!(crate::block::description(def.doc))),
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Json::Object(properties)),
        ("required".to_owned(), Json::Array(required)),
    ]);
    schema.extend((member.schema)().into_iter().map(|(name, value)| (name.to_owned(), value)));
    definitions.insert(def.name.to_owned(), Json::Object(schema));
}

/// A reference to the only object of a place, or the choice between several.
fn tagged_node(tagged: &TaggedShape) -> Json {
    let path = |member: &TaggedMember| format!("#/$defs/{}", member.def.name);
    let members = (tagged.members)();
    if let [only] = members {
        return json!({ "$ref": path(only) });
    }
    let references: Vec<Json> = members.iter().map(|member| json!({ "$ref": path(member) })).collect();
    let paths =
        members.iter().flat_map(|member| member.def.tags.iter().map(move |tag| ((*tag).to_owned(), path(member))));
    let mapping: BTreeMap<String, String> = paths.collect();
    json!({ "discriminator": { "mapping": mapping, "propertyName": "type" }, "oneOf": references })
}

fn ui_manifest(def: &BlockDef) -> Option<Json> {
    let mut ui = Map::new();
    if let Some(section) = def.section {
        ui.insert("section".to_owned(), json!(section.as_str()));
    }
    if let Some(icon) = def.icon {
        ui.insert("icon".to_owned(), json!(icon));
    }
    if let Some(priority) = def.priority {
        ui.insert("blockPriority".to_owned(), number(priority));
    }
    ui.extend(pairs(def.ui));
    (!ui.is_empty()).then_some(Json::Object(ui))
}

/// Pairs of the table, their JSON text parsed; the derive has checked that it is JSON.
fn pairs(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, Json)> {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), parsed(text)))
}

pub(crate) fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()))
}

/// A number as JSON, without a fraction where there is none.
pub(crate) fn number(value: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 fits")]
    if value.fract() == 0.0 && value.abs() < EXACT {
        return json!(value as i64);
    }
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}

/// The schema of one property.
pub fn property_schema(property: &PropertyDef) -> Json {
    let mut node = match (Nodes { property, inside: false }).shape(property.shape) {
        Json::Object(node) => node,
        _ => Map::new(),
    };
    node.insert("title".to_owned(), json!(title(property)));
    node.insert("description".to_owned(), json!(property.description()));
    match property.default {
        Default::Required | Default::Empty(_) => {}
        Default::Null => {
            node.insert("default".to_owned(), Json::Null);
        }
        Default::Value(make) => {
            node.insert("default".to_owned(), make());
        }
    }
    if !property.examples.is_empty() {
        node.insert("examples".to_owned(), property.examples.iter().map(|text| parsed(text)).collect());
    }
    let flags = property.flags;
    for (name, set) in [
        ("multiline", flags.multiline),
        ("private", flags.private),
        ("hidden", flags.hidden),
        ("always_visible", flags.always_visible),
    ] {
        if set {
            node.insert(name.to_owned(), json!(true));
        }
    }
    if !property.relevance.is_empty() {
        node.insert("relevant_for".to_owned(), property.relevance.iter().map(relevance).collect());
    }
    if let Some(metadata) = values_metadata(property.shape) {
        node.insert("values_metadata".to_owned(), metadata);
    }
    node.extend(pairs(property.ui));
    Json::Object(node)
}

fn title(property: &PropertyDef) -> String {
    property.title.map_or_else(|| words(property.name), str::to_owned)
}

/// `kernel_size` as `Kernel Size`.
fn words(name: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    name.split('_').filter(|word| !word.is_empty()).map(capital).collect::<Vec<_>>().join(" ")
}

fn relevance(hint: &Relevance) -> (String, Json) {
    let mut when = Map::new();
    match hint.when {
        When::Values(values) => {
            when.insert("values".to_owned(), values.iter().map(|text| parsed(text)).collect());
        }
        When::Kinds(kinds) => {
            when.insert("kind".to_owned(), json!(kinds));
        }
    }
    if let Some(required) = hint.required {
        when.insert("required".to_owned(), json!(required));
    }
    (hint.property.to_owned(), Json::Object(when))
}

fn values_metadata(shape: &Shape) -> Option<Json> {
    let mut labelled: Option<&'static ChoiceDef> = None;
    shape.visit(&mut |inner| {
        if let Shape::Choice(choice) = inner
            && choice.is_labelled()
        {
            labelled = Some(choice);
        }
    });
    let entries = labelled?.values.iter().filter_map(|choice| {
        let entry = object([("name", json!(choice.label?)), ("description", json!(choice.description()))]);
        Some((choice.value.to_owned(), entry))
    });
    Some(Json::Object(entries.collect()))
}

/// The nodes of a property's schema; its limits of numbers and its origins hold in each of them.
#[derive(Clone, Copy)]
struct Nodes<'a> {
    property: &'a PropertyDef,
    /// Whether these are the nodes inside a list or an object, where limits of length do not hold.
    inside: bool,
}

impl Nodes<'_> {
    fn shape(self, shape: &Shape) -> Json {
        match shape {
            Shape::Selector(selector) => self.selector(selector),
            Shape::Null => json!({ "type": "null" }),
            Shape::Bool => json!({ "type": "boolean" }),
            Shape::Integer => self.limited("integer", Bounds::NONE),
            Shape::Number => self.limited("number", Bounds::NONE),
            Shape::Fraction => self.limited("number", Bounds { min: Some(0.0), max: Some(1.0), ..Bounds::NONE }),
            Shape::Text => {
                let mut node = Map::from_iter([("type".to_owned(), json!("string"))]);
                self.lengths(&mut node, "minLength", "maxLength");
                Json::Object(node)
            }
            Shape::Choice(ChoiceDef { definition: Some(name), .. }) => json!({ "$ref": format!("#/$defs/{name}") }),
            Shape::Choice(choice) => choice_node(choice),
            Shape::Json => json!({}),
            Shape::List(inner) => {
                let items = self.inside().shape(inner);
                let mut node = Map::from_iter([("type".to_owned(), json!("array")), ("items".to_owned(), items)]);
                self.lengths(&mut node, "minItems", "maxItems");
                Json::Object(node)
            }
            Shape::Tuple(places) => {
                let items: Vec<Json> = places.iter().map(|place| self.inside().shape(place)).collect();
                json!({ "type": "array", "maxItems": items.len(), "minItems": items.len(), "prefixItems": items })
            }
            Shape::Map(inner) => {
                let values = if matches!(inner, Shape::Json) { json!(true) } else { self.inside().shape(inner) };
                json!({ "type": "object", "additionalProperties": values })
            }
            Shape::Union(_) => {
                let branches: Vec<Json> = shape.alternatives().into_iter().map(|branch| self.shape(branch)).collect();
                json!({ "anyOf": branches })
            }
            Shape::Tagged(tagged) => tagged_node(tagged),
            Shape::Custom(custom) => (custom.schema)(),
        }
    }

    fn selector(self, selector: &Selector) -> Json {
        let branches: Vec<Json> = self.property.narrowed(*selector).iter().map(selector_node).collect();
        match <[Json; 1]>::try_from(branches) {
            Ok([only]) => only,
            Err(several) => json!({ "anyOf": several }),
        }
    }

    fn limited(self, json_type: &str, own: Bounds) -> Json {
        let mut node = Map::from_iter([("type".to_owned(), json!(json_type))]);
        let bounds = self.property.bounds;
        for (name, limit) in [
            ("minimum", bounds.min.or(own.min)),
            ("maximum", bounds.max.or(own.max)),
            ("exclusiveMinimum", bounds.above),
            ("exclusiveMaximum", bounds.below),
        ] {
            if let Some(limit) = limit {
                node.insert(name.to_owned(), number(limit));
            }
        }
        Json::Object(node)
    }

    fn inside(self) -> Self {
        Self { inside: true, ..self }
    }

    fn lengths(self, node: &mut Map<String, Json>, least: &str, greatest: &str) {
        if self.inside {
            return;
        }
        if let Some(length) = self.property.bounds.min_len {
            node.insert(least.to_owned(), json!(length));
        }
        if let Some(length) = self.property.bounds.max_len {
            node.insert(greatest.to_owned(), json!(length));
        }
    }
}

fn choice_node(choice: &ChoiceDef) -> Json {
    match choice.values {
        [only] => json!({ "const": only.value, "type": "string" }),
        several => {
            let values: Vec<&str> = several.iter().map(|choice| choice.value).collect();
            json!({ "enum": values, "type": "string" })
        }
    }
}

fn selector_node(selector: &Selector) -> Json {
    let (pattern, batch) = match selector.origin {
        Origin::AnyData => (ANY_DATA, Some(json!("dynamic"))),
        Origin::StepOutput => (OUTPUT, Some(json!(true))),
        Origin::WorkflowImage | Origin::WorkflowVideoMetadata => (INPUT, Some(json!(true))),
        Origin::WorkflowParameter => (INPUT, None),
        Origin::Step => (STEP, None),
    };
    let mut node = Map::from_iter([
        ("reference".to_owned(), json!(true)),
        ("selected_element".to_owned(), json!(selector.origin.as_str())),
        ("pattern".to_owned(), json!(pattern)),
        ("type".to_owned(), json!("string")),
    ]);
    if selector.origin != Origin::Step {
        node.insert("kind".to_owned(), selector.kinds.iter().map(|kind| kind.to_json()).collect());
    }
    if let Some(batch) = batch {
        node.insert("selector_points_to_batch".to_owned(), batch);
    }
    Json::Object(node)
}
