//! What stands beside the struct of a block: its enums, its outputs, and types around JSON.

use serde_json::Value as Json;

use super::choice::ChoiceEnum;
use super::literal::json_tokens;
use super::manifest::Manifest;
use super::source::{SourceError, Texts};
use super::words::attribute;
use super::{kinds, names};

/// An enum of texts.
pub fn enumeration(known: &ChoiceEnum, texts: Texts<'_>) -> String {
    let case = [("snake_case", '_'), ("kebab-case", '-')].into_iter().find(|(_, separator)| {
        known.variants.iter().all(|variant| names::separated(&variant.name, *separator) == variant.value)
    });
    let shouted =
        known.variants.iter().all(|variant| names::separated(&variant.name, '_').to_uppercase() == variant.value);
    let case = case.map(|(name, _)| name).or_else(|| shouted.then_some("SCREAMING_SNAKE_CASE"));
    let mut words = Vec::new();
    words.extend(case.filter(|case| *case != "snake_case").map(|case| format!("rename_all = {case:?}")));
    words.extend(known.definition.iter().map(|name| format!("definition = {name:?}")));
    let mut code = texts.comment("");
    line(&mut code, "#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]");
    code.push_str(&attribute(&words, ""));
    line(&mut code, &format!("pub(crate) enum {} {{", known.name));
    for variant in &known.variants {
        let mut words = Vec::new();
        if case.is_none() && names::separated(&variant.name, '_') != variant.value {
            words.push(format!("rename = {:?}", variant.value));
        }
        words.extend(variant.label.iter().map(|label| format!("label = {label:?}")));
        code.push_str(&texts.comment("    "));
        code.push_str(&attribute(&words, "    "));
        line(&mut code, &format!("    {},", variant.name));
    }
    code.push_str("}\n\n");
    code
}

/// The struct of the outputs.
///
/// # Errors
/// [`SourceError`] when an output has a kind that cannot be named.
pub fn outputs_struct(manifest: &Manifest, name: &str, texts: Texts<'_>) -> Result<String, SourceError> {
    let mut code = texts.comment("");
    line(&mut code, &format!("#[derive(Debug, Outputs)]\npub(crate) struct {name} {{"));
    for output in &manifest.outputs {
        code.push_str(&texts.comment("    "));
        if output.name == "*" {
            line(&mut code, "    #[block(rename = \"*\")]\n    others: DynamicOutputs,");
            continue;
        }
        let kinds = kinds::set(&output.kinds).map_err(|source| SourceError { place: output.name.clone(), source })?;
        let (field, renamed) = names::field(&output.name);
        if renamed {
            line(&mut code, &format!("    #[block(rename = {:?})]", output.name));
        }
        line(&mut code, &format!("    {field}: Out<{kinds}>,"));
    }
    code.push_str("}\n\n");
    Ok(code)
}

/// A type around JSON that has a schema of its own.
pub fn nested_type(name: &str, manifest: &Manifest, texts: Texts<'_>) -> String {
    let found = manifest.definitions.iter().find(|(known, _)| names::pascal(known) == name);
    let Some((definition, schema)) = found else { return String::new() };
    let reference = json_tokens(&Json::from(format!("#/$defs/{definition}")));
    format!(
        r#"{doc}#[derive(Debug, Clone, PartialEq)]
pub(crate) struct {name}(serde_json::Value);

impl block_runtime::value::FromValue for {name} {{
    fn from_value(value: &Value) -> Result<Self, block_runtime::value::ConversionError> {{
        Json::from_value(value).map(|json| Self(json.0))
    }}
}}

impl block_runtime::block::Param for {name} {{
    const DECLARED: block_runtime::block::Declared = block_runtime::block::Declared {{
        shape: &block_runtime::block::Shape::Custom(&block_runtime::block::CustomShape {{
            expected: "an object of type `{definition}`",
            schema: || serde_json::json!({{ "$ref": {reference} }}),
            definitions: || vec![({definition:?}.to_owned(), serde_json::json!({schema}))],
            read: |node, _| Some(Value::from_json(&node.to_json())),
        }}),
        optional: false,
    }};
    type Written = serde_json::Map<String, serde_json::Value>;

    fn from_arg(
        arg: &block_runtime::block::Arg,
        frame: &block_runtime::block::Frame<'_>,
    ) -> Result<Self, block_runtime::value::ConversionError> {{
        block_runtime::block::literal(arg, frame)
    }}
}}

impl block_runtime::block::Literal for {name} {{
    type Kinds = Dictionary;
}}

"#,
        doc = texts.comment(""),
    )
}

/// Adds a line.
pub fn line(code: &mut String, text: &str) {
    code.push_str(text);
    code.push('\n');
}
