//! JSON Schemas of the kinds whose data is an object that clients take apart.

use serde_json::{Map, Value as Json};

use crate::kind;

/// The kinds that clients of the reference get schemas of.
const DESCRIBED: [&str; 8] = [
    "classification_prediction",
    "image",
    "image_keypoints",
    "instance_segmentation_prediction",
    "keypoint_detection_prediction",
    "object_detection_prediction",
    "qr_code_detection",
    "video_metadata",
];

/// The JSON Schema (draft 2020-12) of a kind's data, a list of them where the data is one of several sorts of objects;
/// nothing for kinds that their type describes well enough.
///
/// Members that are not described may be there too. Members are required where data that is given must have them.
pub fn kind_schemas(name: &str) -> Option<Json> {
    let kind = kind::find(name).filter(|_| DESCRIBED.contains(&name))?;
    let Ok(Json::Object(whole)) = serde_json::from_str(kind.schema) else { return None };
    let mut sorts = objects(&whole);
    Some(match sorts.len() {
        0 => Json::Object(whole),
        1 => sorts.remove(0),
        _ => sorts.into(),
    })
}

/// The objects among the alternatives of a schema, each as a schema that stands on its own.
fn objects(whole: &Map<String, Json>) -> Vec<Json> {
    let resolve = |schema| resolved(schema, whole);
    let root = resolve(whole);
    let alternatives = root.get("anyOf").and_then(Json::as_array).into_iter().flatten();
    let objects = alternatives.filter_map(Json::as_object).map(resolve).filter(|it| it["type"] == "object");
    let on_their_own = objects.map(|object| {
        let mut schema = Map::new();
        for from in [whole, object] {
            let described = |(name, _): &(&String, _)| !["$ref", "anyOf"].contains(&name.as_str());
            schema.extend(from.iter().filter(described).map(|(name, member)| (name.clone(), member.clone())));
        }
        Json::Object(schema)
    });
    on_their_own.collect()
}

/// The definition that a schema consists in, or the schema itself.
fn resolved<'a>(schema: &'a Map<String, Json>, whole: &'a Map<String, Json>) -> &'a Map<String, Json> {
    let name = schema.get("$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix("#/$defs/"));
    name.and_then(|name| whole.get("$defs")?.get(name)?.as_object()).unwrap_or(schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_kinds_have_schemas() {
        for name in DESCRIBED {
            let schema = kind_schemas(name).unwrap();
            let schemas = schema.as_array().map_or(std::slice::from_ref(&schema), Vec::as_slice);
            assert_eq!(schemas.len(), if name == "classification_prediction" { 2 } else { 1 }, "{name}");
            for schema in schemas {
                assert!(schema["$schema"].as_str().is_some_and(|dialect| dialect.contains("2020-12")), "{schema}");
                assert_eq!(schema["title"], name);
            }
        }
        assert_eq!(kind_schemas("integer"), None);
    }

    #[test]
    fn text_in_place_of_an_image_is_left_out() {
        let schema = kind_schemas("image").unwrap();
        assert_eq!((&schema["type"], &schema["required"]), (&Json::from("object"), &Json::from(vec!["value"])));
        assert!(schema["$defs"]["VideoMetadata"].is_object());
    }
}
