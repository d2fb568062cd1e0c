//! Objects within properties that say by their `type` what they are: the query language.

use serde_json::{Map, Value as Json, json};

use super::property::Required;
use super::switch::{Case, switch};
use super::{Texts, Writer, members, pattern, words};
use crate::block::{TaggedMember, TaggedShape};

impl Writer<'_> {
    /// A reference to the object that stands in a place, or to the switch between several.
    pub(super) fn tagged(&mut self, shape: &'static TaggedShape) -> Json {
        let objects = (shape.members)();
        match objects {
            [only] => self.tagged_object(only),
            several => self.defined(&slug(shape.expected), |writer| writer.one_of_several(shape, several)),
        }
    }

    fn one_of_several(&mut self, shape: &TaggedShape, objects: &'static [TaggedMember]) -> Json {
        let mut texts = Texts { values: Vec::new(), docs: Vec::new() };
        let mut cases = Vec::new();
        for object in objects {
            for tag in object.def.tags {
                texts.values.push(json!(tag));
                texts.docs.push(summary(object));
            }
            cases.push(Case { types: object.def.tags.to_vec(), then: self.tagged_object(object) });
        }
        let tags = texts.values.iter().filter_map(Json::as_str);
        let mut own_type = members([
            ("type", json!("string")),
            // Not an enum: there are too many to show them all wherever the pointer rests on one.
            ("pattern", json!(pattern::texts(tags))),
            ("errorMessage", json!(format!("No {} has this type; completion lists them.", noun(shape.expected)))),
        ]);
        own_type.extend([texts.hidden()]);
        json!({
            "title": noun(shape.expected),
            "type": "object",
            "required": ["type"],
            "properties": { "type": own_type },
            "allOf": switch(&cases)
        })
    }

    fn tagged_object(&mut self, object: &'static TaggedMember) -> Json {
        self.defined(object.def.name, |writer| {
            let tags = crate::suggest::alternatives(object.def.tags.iter().copied());
            let own_type = json!({
                "markdownDescription": summary(object),
                "enum": object.def.tags,
                "errorMessage": format!("Expected {tags}.")
            });
            let mut properties = Map::from_iter([("type".to_owned(), own_type)]);
            for property in object.def.properties() {
                writer.property(property, &mut properties);
            }
            // No property of these objects has another name.
            let Required { names, .. } = Required::of(&["type"], object.def.properties());
            let title = object.def.tags.first().copied().unwrap_or(object.def.name);
            json!({
                "title": title,
                "type": "object",
                "properties": properties,
                "required": names,
                "additionalProperties": false
            })
        })
    }
}

fn summary(object: &TaggedMember) -> String {
    words::short(&crate::block::split_doc(object.def.doc).0)
}

/// `a list of cases` as `list of cases`.
fn noun(expected: &str) -> &str {
    let without = ["an ", "a ", "the "].into_iter().find_map(|article| expected.strip_prefix(article));
    without.unwrap_or(expected)
}

/// `a list of cases` as `list-of-cases`.
fn slug(expected: &str) -> String {
    noun(expected).replace(' ', "-")
}
