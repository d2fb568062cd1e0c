//! The objects that a definition itself consists of, by the tables of [`form`](crate::workflow::form).

use serde_json::{Map, Value as Json, json};

use super::switch::{Case, switch};
use super::{Texts, Writer, members, pattern};
use crate::describe::schema::parsed;
use crate::kind::KINDS;
use crate::workflow::form::{InputType, MemberDef, MemberShape, Part, Word};

impl Writer<'_> {
    /// The whole schema, of a writer that has defined steps.
    pub(super) fn root(mut self) -> Json {
        let mut schema = members([
            ("$schema", json!(self.options.dialect.uri())),
            ("title", json!("Workflow")),
            ("description", json!("A computer-vision workflow: inputs, steps and outputs.")),
        ]);
        if let Json::Object(keywords) = self.part(Part::Workflow) {
            schema.extend(keywords.into_iter().filter(|(name, _)| name != "title"));
        }
        schema.extend(self.steps_of_any_type());
        self.share_properties();
        schema.insert(self.options.dialect.definitions().to_owned(), Json::Object(self.definitions));
        Json::Object(schema)
    }

    /// Steps may have any type where the workflow brings blocks along.
    fn steps_of_any_type(&self) -> Map<String, Json> {
        let brought = crate::workflow::form::DYNAMIC_BLOCKS;
        let steps = |definition| json!({ "properties": { "steps": { "items": self.reference(definition) } } });
        members([
            (
                "if",
                json!({
                    "type": "object",
                    "required": [brought],
                    "properties": { brought: { "type": "array", "minItems": 1 } }
                }),
            ),
            ("then", steps("any-step")),
            ("else", steps("step")),
        ])
    }

    /// An object of a definition. It is closed: in an editor an unknown member is a slip.
    pub(super) fn part(&mut self, part: Part) -> Json {
        object(part, part.members().iter().map(|def| (def.name, self.shaped(def))))
    }

    /// A member of a part; nothing special where the part has no such member.
    pub(super) fn member(&mut self, part: Part, name: &str) -> Json {
        part.member(name).map_or(json!(true), |def| self.shaped(def))
    }

    fn shaped(&mut self, def: &MemberDef) -> Json {
        let mut schema = members([("markdownDescription", json!(def.doc))]);
        schema.extend(self.shape(def));
        if let Some(default) = def.default {
            schema.insert("default".to_owned(), parsed(default));
        }
        if !def.examples.is_empty() {
            schema.insert("examples".to_owned(), def.examples.iter().map(|text| parsed(text)).collect());
        }
        Json::Object(schema)
    }

    fn shape(&mut self, def: &MemberDef) -> Map<String, Json> {
        match def.shape {
            MemberShape::Text | MemberShape::Name | MemberShape::Block => members([("type", json!("string"))]),
            MemberShape::Version => members([
                ("type", json!("string")),
                ("pattern", json!(pattern::VERSION)),
                ("patternErrorMessage", json!("No engine has this version; \"1.0\" suits every workflow.")),
                ("errorMessage", json!("Write the version as text in quotes: \"1.0\".")),
            ]),
            MemberShape::Integer => members([("type", json!("integer"))]),
            MemberShape::Any => Map::new(),
            MemberShape::Kinds => self.kinds(),
            MemberShape::Choice(words) => choice(words),
            MemberShape::Selector => members([
                ("type", json!("string")),
                ("pattern", json!(pattern::OUTPUT)),
                (
                    "patternErrorMessage",
                    json!("Expected a reference: $steps.<step>.<output>, $steps.<step>.* or $inputs.<name>."),
                ),
            ]),
            MemberShape::List(Part::Step) => {
                // Which steps may stand at the root is said below it, inner workflows say it here.
                members([("type", json!("array"))])
            }
            MemberShape::List(part) => members([("type", json!("array")), ("items", self.element(part))]),
            MemberShape::PythonBlocks => members([("type", json!(["array", "null"]))]),
        }
    }

    /// A definition within another one, which may ask for any engine.
    pub(super) fn within(&mut self) -> Json {
        let mut schema = self.part(Part::Workflow);
        if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) {
            properties.insert("version".to_owned(), json!({ "type": "string" }));
            if let Some(steps) = properties.get_mut("steps").and_then(Json::as_object_mut) {
                steps.insert("items".to_owned(), self.reference("step"));
            }
        }
        schema
    }

    fn element(&mut self, part: Part) -> Json {
        match part {
            Part::Input => self.defined(title(part), Self::input),
            Part::Workflow | Part::Step | Part::Output => self.defined(title(part), |writer| writer.part(part)),
        }
    }

    /// An input: what its type means decides on its other members.
    fn input(&mut self) -> Json {
        let cases: Vec<Case> = InputType::ALL
            .into_iter()
            .map(|input_type| {
                let name = input_type.word().text;
                Case { types: vec![name], then: self.defined(name, |writer| writer.input_of(input_type)) }
            })
            .collect();
        let properties = ["type", "name"].map(|name| (name.to_owned(), self.member(Part::Input, name)));
        json!({
            "title": title(Part::Input),
            "type": "object",
            "required": ["type", "name"],
            "properties": Map::from_iter(properties),
            "allOf": switch(&cases)
        })
    }

    fn input_of(&mut self, input_type: InputType) -> Json {
        let member = |def: &'static MemberDef| {
            let schema = match def.name {
                "type" | "name" => json!(true),
                _ if def.input_types.is_empty() || def.input_types.contains(&input_type) => self.shaped(def),
                _ => without_meaning(def, input_type),
            };
            (def.name, schema)
        };
        let mut schema = object(Part::Input, Part::Input.members().iter().map(member));
        if let Some(keywords) = schema.as_object_mut() {
            keywords.insert("title".to_owned(), json!(input_type.word().text));
            keywords.insert("markdownDescription".to_owned(), json!(input_type.word().doc));
        }
        schema
    }

    fn kinds(&mut self) -> Map<String, Json> {
        let kind = self.defined("kind", |_| {
            const UNKNOWN: &str = "There is no such kind. Completion lists the kinds that there are.";
            let texts = Texts {
                values: KINDS.iter().map(|kind| json!(kind.name)).collect(),
                docs: KINDS.iter().map(|kind| kind.description.to_owned()).collect(),
            };
            let mut schema = members([
                ("title", json!("kind")),
                ("type", json!(["string", "object"])),
                ("pattern", json!(pattern::texts(KINDS.iter().map(|kind| kind.name)))),
                ("patternErrorMessage", json!(UNKNOWN)),
                ("required", json!(["name"])),
            ]);
            schema.extend([texts.hidden()]);
            Json::Object(schema)
        });
        members([("type", json!("array")), ("items", kind)])
    }
}

/// The schema of a part with these members.
fn object(part: Part, properties: impl Iterator<Item = (&'static str, Json)>) -> Json {
    let required: Vec<&str> = part.members().iter().filter(|def| def.required).map(|def| def.name).collect();
    let properties: Map<String, Json> = properties.map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({
        "title": title(part),
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false
    })
}

/// A member that is accepted of an input of this type, but says nothing.
fn without_meaning(def: &MemberDef, input_type: InputType) -> Json {
    match (def.shape, input_type.dimensionality()) {
        (MemberShape::Integer, Some(levels)) => json!({
            "markdownDescription": def.doc,
            "doNotSuggest": true,
            "const": levels,
            "errorMessage": format!("The `{}` of such an input is always {levels}: remove it.", def.name)
        }),
        _ => json!({ "markdownDescription": def.doc, "doNotSuggest": true }),
    }
}

fn choice(words: &[Word]) -> Map<String, Json> {
    let texts = Texts {
        values: words.iter().map(|word| json!(word.text)).collect(),
        docs: words.iter().map(|word| word.doc.to_owned()).collect(),
    };
    let names = crate::suggest::alternatives(words.iter().map(|word| word.text));
    let mut schema = members([("type", json!("string")), ("errorMessage", json!(format!("Expected {names}.")))]);
    schema.extend(texts.keywords());
    schema
}

fn title(part: Part) -> &'static str {
    match part {
        Part::Workflow => "workflow",
        Part::Input => "input",
        Part::Step => "step",
        Part::Output => "output",
    }
}
