//! What typify leaves out of the types that it makes: the order of members, and null as a value of its own.

use serde_json::Value as Json;
use syn::{Field, Fields, File, Item, ItemStruct, LitStr, Token, parse_quote};

/// Puts the members of structs into the order of their schemas, and reads an optional member that may be null as
/// something else than a member that is missing.
pub fn arrange(code: &mut File, definitions: &Json) {
    let structs = code.items.iter_mut().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    for item in structs {
        let definition = &definitions[item.ident.to_string()];
        if let Some(properties) = definition["properties"].as_object() {
            let place = |field: &Field| {
                let name = name(field);
                properties.keys().position(|property| *property == name).unwrap_or(usize::MAX)
            };
            sort(item, place);
        }
        let required =
            |name: &str| definition["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name));
        for field in &mut item.fields {
            let name = name(field);
            if !required(&name) && may_be_null(&definition["properties"][&name], definitions) {
                field.attrs.push(parse_quote!(#[serde(default, deserialize_with = "crate::present")]));
            }
        }
    }
}

fn sort(item: &mut ItemStruct, place: impl Fn(&Field) -> usize) {
    if let Fields::Named(fields) = &mut item.fields {
        let mut sorted: Vec<Field> = std::mem::take(&mut fields.named).into_iter().collect();
        sorted.sort_by_key(place);
        fields.named = sorted.into_iter().collect();
    }
}

/// The name of a member in JSON.
fn name(field: &Field) -> String {
    let renamed = field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")).find_map(|attribute| {
        let mut renamed = None;
        // What else stands there is of no interest, in whatever form.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                renamed = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.input.peek(Token![=]) {
                meta.value()?.parse::<LitStr>()?;
            }
            Ok(())
        });
        renamed
    });
    renamed.or_else(|| field.ident.as_ref().map(ToString::to_string)).unwrap_or_default()
}

/// True for a reference to a definition of which null is a value.
fn may_be_null(property: &Json, definitions: &Json) -> bool {
    let target = [&property["$ref"], &property["allOf"][0]["$ref"]].into_iter().find_map(Json::as_str);
    let definition = target.and_then(|target| target.strip_prefix("#/definitions/")).map(|name| &definitions[name]);
    definition.is_some_and(|it| it["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "null")))
}

#[cfg(test)]
mod tests {
    use prettyplease::unparse;
    use serde_json::json;

    use super::*;

    #[test]
    fn members_stand_as_in_the_schema_and_null_is_kept() {
        let mut code: File = parse_quote! {
            struct A {
                a: Option<Rate>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                type_: Option<String>,
                z: Option<Rate>,
            }
        };
        let rate = json!({"$ref": "#/definitions/Rate"});
        let definitions = json!({
            "A": {"required": ["z"], "properties": {"z": rate, "type": {"type": "string"}, "a": {"allOf": [rate]}}},
            "Rate": {"type": ["number", "null"]},
        });
        arrange(&mut code, &definitions);
        let expected: File = parse_quote! {
            struct A {
                z: Option<Rate>,
                #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
                type_: Option<String>,
                #[serde(default, deserialize_with = "crate::present")]
                a: Option<Rate>,
            }
        };
        assert_eq!(unparse(&code), unparse(&expected));
    }
}
