//! The Rust source of a block.

use serde_json::Value as Json;

use super::bounds::Bounds;
use super::choice::Choices;
use super::items::{enumeration, line, nested_type, outputs_struct};
use super::literal::{self, json_tokens};
use super::manifest::{Manifest, Property, texts};
use super::types::{Inference, Type, TypeError, origins};
use super::words::{ROOT_MEMBERS, Root, attribute, hints, is_display_name, pairs, title};
use super::{choice, names};

/// What stands where sentences and code of an author belong.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// Doc comment of everything that needs one; without it nothing compiles before somebody has written them.
    pub doc: Option<&'a str>,
    /// Body of `run`.
    pub body: &'a str,
}

/// What stands for a sentence in an attribute where there is none; no attribute takes it.
const UNWRITTEN: &str = "UNWRITTEN";

impl Texts<'_> {
    /// Doc comment lines.
    pub fn comment(&self, indent: &str) -> String {
        self.doc.into_iter().flat_map(str::lines).flat_map(|text| [indent, "/// ", text, "\n"]).collect()
    }

    /// A text in an attribute.
    pub fn literal(&self) -> String {
        self.doc.map_or_else(|| UNWRITTEN.to_owned(), |text| format!("{text:?}"))
    }
}

/// The source of a block.
#[derive(Debug)]
pub struct Source {
    /// Name of the struct.
    pub name: String,
    /// The file.
    pub code: String,
    /// What the author should know about it.
    pub notes: Vec<String>,
}

/// Why a block has no source.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {source}")]
pub struct SourceError {
    /// The property or output.
    pub place: String,
    /// What is wrong with it.
    pub source: TypeError,
}

/// Writes the source of a block.
///
/// # Errors
/// [`SourceError`] when a property or an output has no type.
pub fn write(manifest: &Manifest, texts: Texts<'_>) -> Result<Source, SourceError> {
    let name = choice::free(&names::block(&manifest.id));
    let outputs = format!("{name}Outputs");
    let mut writer = Writer {
        manifest,
        texts,
        choices: Choices::beside(vec![name.clone(), outputs.clone()]),
        notes: Vec::new(),
        nested: Vec::new(),
        flow: false,
        batch: false,
    };
    let fields = writer.fields()?;
    let returned = Returned::of(manifest, outputs);
    let mut code = String::new();
    line(&mut code, "use block_runtime::prelude::*;\n");
    for known in writer.choices.enums() {
        code.push_str(&enumeration(known, texts));
    }
    for nested in &writer.nested {
        code.push_str(&nested_type(nested, manifest, texts));
    }
    code.push_str(&texts.comment(""));
    line(&mut code, "#[derive(Debug, Block)]");
    code.push_str(&attribute(&writer.words(&name, &returned), ""));
    line(&mut code, &format!("pub(crate) struct {name} {{\n{fields}}}\n"));
    if let Returned::Own(outputs) = &returned {
        code.push_str(&outputs_struct(manifest, outputs, texts)?);
    }
    code.push_str(&writer.behaviour(&name, &returned));
    Ok(Source { code, notes: writer.notes, name })
}

/// What a block gives back for one element.
enum Returned {
    Nothing,
    Dynamic,
    Own(String),
}

impl Returned {
    fn of(manifest: &Manifest, own: String) -> Self {
        match manifest.outputs.as_slice() {
            [] => Self::Nothing,
            [only] if only.name == "*" => Self::Dynamic,
            _ => Self::Own(own),
        }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Dynamic => Some("DynamicOutputs"),
            Self::Own(name) => Some(name),
        }
    }
}

struct Writer<'a> {
    manifest: &'a Manifest,
    texts: Texts<'a>,
    choices: Choices,
    notes: Vec<String>,
    /// Definitions that need a type of their own, by name.
    nested: Vec<String>,
    flow: bool,
    batch: bool,
}

impl Writer<'_> {
    fn fields(&mut self) -> Result<String, SourceError> {
        let mut code = String::new();
        for property in &self.manifest.properties {
            let field = self.field(property).map_err(|source| SourceError { place: property.name.clone(), source })?;
            code.push_str(&field);
        }
        Ok(code)
    }

    fn field(&mut self, property: &Property) -> Result<String, TypeError> {
        let bounds = Bounds::of(property, &mut self.notes);
        let definitions = &self.manifest.definitions;
        let ty = Inference { definitions, choices: &mut self.choices }.property(property, &bounds)?;
        let rust = ty.rust()?;
        let mut fraction = false;
        ty.visit(&mut |inner| match inner {
            Type::Fraction => fraction = true,
            Type::Step => self.flow = true,
            Type::Nested(name) => self.nested.push(name.clone()),
            Type::Data(delivery, _) | Type::LiteralOrData(delivery, _, _) => self.batch |= delivery.is_batch(),
            _ => {}
        });
        self.nested.dedup();
        let (name, renamed) = names::field(&property.name);
        let mut words = Vec::new();
        if renamed {
            words.push(format!("rename = {:?}", property.name));
        }
        words.extend(title(property));
        words.extend(self.default(property, &ty));
        if !fraction {
            words.extend(bounds.words());
        }
        let schema = &property.schema;
        let examples = schema.get("examples").and_then(Json::as_array).into_iter().flatten();
        for example in examples {
            if bounds.admit(example) {
                words.push(format!("example = {}", json_tokens(example)));
            } else {
                self.notes
                    .push(format!("`{}`: its example {example} is out of its limits, and left out", property.name));
            }
        }
        words.extend(hints(schema));
        for origin in origins(schema) {
            words.push(format!("origin = {}", names::pascal(&origin)));
        }
        if let Some(depth) = self.manifest.depths.get(&property.name) {
            words.push(format!("depth = {depth}"));
        }
        if self.manifest.depth_reference.as_deref() == Some(property.name.as_str()) {
            words.push("depth_reference".to_owned());
        }
        if property.group && property.batch == [true] {
            words.push("cast_to_batch".to_owned());
        }
        let doc = self.texts.comment("    ");
        Ok(format!("{doc}{}    {name}: {rust},\n", attribute(&words, "    ")))
    }

    fn default(&self, property: &Property, ty: &Type) -> Option<String> {
        let optional = matches!(ty, Type::Option(_) | Type::Omittable(_));
        match property.schema.get("default") {
            _ if property.required => optional.then(|| "required".to_owned()),
            None => Some("default".to_owned()),
            Some(Json::Null) => (!optional).then(|| "default = None".to_owned()),
            Some(value) => Some(format!("default = {}", literal::default(ty, value, &self.choices))),
        }
    }

    /// The words on the struct.
    fn words(&self, name: &str, returned: &Returned) -> Vec<String> {
        let manifest = self.manifest;
        let root = Root(&manifest.root);
        let mut words = vec![format!("id = {:?}", manifest.id)];
        words.extend(manifest.aliases.iter().map(|alias| format!("alias = {alias:?}")));
        words.extend(
            root.text("name")
                .filter(|shown| !is_display_name(shown, &manifest.id))
                .map(|shown| format!("name = {shown:?}")),
        );
        let ui = root.0.get("ui_manifest").and_then(Json::as_object).cloned().unwrap_or_default();
        let ui = Root(&ui);
        words.extend(ui.text("section").map(|section| format!("section = {}", names::pascal(section))));
        let block_type = root.text("block_type").filter(|block_type| *block_type != "transformation");
        words.extend(block_type.map(|block_type| format!("block_type = {}", names::pascal(block_type))));
        let keywords: Vec<String> =
            texts(root.0.get("search_keywords")).iter().map(|word| format!("{word:?}")).collect();
        if !keywords.is_empty() {
            words.push(format!("keywords({})", keywords.join(", ")));
        }
        words.extend(
            root.text("license")
                .filter(|license| *license != "Apache-2.0")
                .map(|license| format!("license = {license:?}")),
        );
        if root.0.get("deprecated") == Some(&Json::Bool(true)) {
            words.push(format!("deprecated = {}", self.texts.literal()));
        }
        words.extend(manifest.engine.iter().map(|engine| format!("engine = {engine:?}")));
        words.extend(ui.text("icon").map(|icon| format!("icon = {icon:?}")));
        words.extend(ui.0.get("blockPriority").map(|priority| format!("priority = {priority}")));
        words.extend(returned.name().filter(|_| !self.flow).map(|outputs| format!("outputs = {outputs}")));
        for (flag, set) in
            [("batch", self.batch), ("flow", self.flow), ("requires_internet", manifest.requires_internet)]
        {
            words.extend(set.then(|| flag.to_owned()));
        }
        if manifest.output_depth != 0 {
            words.push(format!("output_depth = {}", manifest.output_depth));
        }
        words.extend(manifest.restrictions.iter().map(|restriction| self.restriction(restriction)));
        if manifest.outputs.iter().any(|output| output.name == "*") {
            words.push(format!("dynamic_outputs = {name}::actual_outputs"));
        }
        words.extend(pairs("ui", &ui, &["section", "icon", "blockPriority"], self.texts));
        words.extend(pairs("extra", &root, &ROOT_MEMBERS, self.texts));
        words
    }

    fn restriction(&self, restriction: &Json) -> String {
        let severity = restriction.get("severity").and_then(Json::as_str).unwrap_or("soft");
        let mut words =
            vec![format!("severity = {}", names::pascal(severity)), format!("note = {}", self.texts.literal())];
        for (word, member) in [
            ("runtimes", "applies_to_runtimes"),
            ("execution", "applies_to_step_execution_modes"),
            ("input", "applies_to_input_modes"),
        ] {
            let scopes: Vec<String> = texts(restriction.get(member)).iter().map(|scope| names::pascal(scope)).collect();
            if !scopes.is_empty() {
                words.push(format!("{word}({})", scopes.join(", ")));
            }
        }
        format!("restriction({})", words.join(", "))
    }

    /// `run`, and what else the derive asks for.
    fn behaviour(&self, name: &str, returned: &Returned) -> String {
        let one = if self.flow { "Flow" } else { returned.name().unwrap_or("()") };
        let returns = match (self.batch, self.manifest.output_depth > 0) {
            (false, false) => one.to_owned(),
            (true, true) => format!("Vec<Vec<{one}>>"),
            _ => format!("Vec<{one}>"),
        };
        let run = format!(
            "impl Run for {name} {{\n    fn run(&self, _context: &mut Context<'_, ()>) -> Result<{returns}, BlockError> {{\n        {}\n    }}\n}}\n",
            self.texts.body
        );
        if !self.manifest.outputs.iter().any(|output| output.name == "*") {
            return run;
        }
        let outputs = "Vec<block_runtime::block::DynamicOutput>";
        let announced = format!(
            "\nimpl {name} {{\n{}    fn actual_outputs(_configuration: &block_runtime::step::Configuration<'_>) -> {outputs} {{\n        Vec::new()\n    }}\n}}\n",
            self.texts.comment("    ")
        );
        run + &announced
    }
}
