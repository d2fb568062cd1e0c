//! The interface of a workflow: what it is given and what it gives back, by kinds, without compiling or running it.
//!
//! What an input takes follows from the properties that read it, so that clients know what to send even where the
//! definition does not say. What an output holds follows from the configured step behind it.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value as Json, json};

use super::{kind_schemas, object};
use crate::block::Origin;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Document, Source, Token};
use crate::error::{Context, Facts, WorkflowError};
use crate::kind::{self, WILDCARD};
use crate::step::{Reference, Target};
use crate::suggest::{alternatives, nearest, together};
use crate::workflow::{
    Definition, Findings, Input, InputData, Library, OutputDefinition, Stage, StepDefinition, check_names, expand,
    parse, version_error,
};

/// What a workflow is given and gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// For each input, in the order of the definition, the kinds of data that its readers accept; `*` where nobody
    /// reads it.
    pub inputs: IndexMap<String, Vec<String>>,
    /// For each output, in the order of the definition, what it holds.
    pub outputs: IndexMap<String, Given>,
}

/// What an output of a workflow holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Data of one of these kinds.
    Data(Vec<String>),
    /// An object of all outputs of a step, with the kinds of each.
    Step(IndexMap<String, Vec<String>>),
}

/// The interface of a workflow cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct InterfaceError {
    /// The first error, as clients of the reference know it.
    pub error: Box<WorkflowError>,
    /// Everything that was found, warnings included, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// The interface of the workflow with this text. `library` has the saved workflows that it refers to.
///
/// # Errors
/// [`InterfaceError`] with everything that prevents it from being told: parts that cannot be read, inputs that are not
/// declared or that are read as data of different kinds, outputs that do not select an output of a step.
pub fn interface<'t>(
    catalogue: &Catalogue,
    library: &Library,
    text: impl Into<Source<'t>>,
) -> Result<Interface, InterfaceError> {
    let mut findings = Findings::default();
    let source = text.into();
    let document = match Document::parse(source.text, source.notation) {
        Ok(document) => document,
        Err(error) => {
            findings.push(Stage::Syntax, error.into());
            return Err(InterfaceError::new(findings));
        }
    };
    let expansion = expand(&document.root, library, catalogue, &mut findings);
    let definition = parse(&expansion, catalogue, &mut findings);
    check_names(&definition, &mut findings);
    let found = (!findings.has_errors()).then(|| Interface {
        inputs: inputs(&definition, &mut findings),
        outputs: outputs(&definition, &mut findings),
    });
    expansion.explain(&mut findings);
    found.filter(|_| !findings.has_errors()).ok_or_else(|| InterfaceError::new(findings))
}

impl Interface {
    /// All kinds that occur.
    fn kinds(&self) -> BTreeSet<&str> {
        let given = self.outputs.values().flat_map(|given| match given {
            Given::Data(kinds) => kinds.iter().collect::<Vec<_>>(),
            Given::Step(outputs) => outputs.values().flatten().collect(),
        });
        self.inputs.values().flatten().chain(given).map(String::as_str).collect()
    }

    /// The interface as clients of the reference read it: `inputs`, `outputs`, `typing_hints` with the type of each kind
    /// in JSON, and `kinds_schemas` with a JSON Schema of those that have one.
    pub fn to_json(&self) -> Json {
        let kinds = self.kinds();
        let hints = kinds.iter().filter_map(|name| kind::find(name));
        let hints = hints.map(|kind| (kind.name.to_owned(), json!(kind.serialised_type))).collect::<Map<_, _>>();
        let schemas = kinds.iter().filter_map(|name| Some(((*name).to_owned(), kind_schemas(name)?)));
        let outputs = self.outputs.iter().map(|(name, given)| {
            let given = match given {
                Given::Data(kinds) => json!(kinds),
                Given::Step(outputs) => json!(outputs),
            };
            (name.clone(), given)
        });
        object([
            ("inputs", json!(self.inputs)),
            ("outputs", Json::Object(outputs.collect())),
            ("typing_hints", Json::Object(hints)),
            ("kinds_schemas", Json::Object(schemas.collect())),
        ])
    }
}

/// A place where an input is read, and the kinds that are accepted there.
struct Use<'a> {
    step: &'a StepDefinition,
    reference: &'a Reference,
    kinds: IndexSet<&'static str>,
}

fn inputs(definition: &Definition, findings: &mut Findings) -> IndexMap<String, Vec<String>> {
    let mut known: IndexMap<&str, (&Input, Vec<Use<'_>>)> =
        definition.inputs.iter().map(|input| (input.name.name.as_str(), (input, Vec::new()))).collect();
    for step in &definition.steps {
        for reference in &step.step.references {
            let Target::Input(name) = &reference.target else { continue };
            match known.get_mut(name.as_str()) {
                Some((input, uses)) => uses.extend(read(step, reference, input, findings)),
                None => undeclared(known.keys().copied(), reference, name, findings),
            }
        }
    }
    for (input, uses) in known.values() {
        agree(input, uses, findings);
    }
    known.into_iter().map(|(name, (_, uses))| (name.to_owned(), united(&uses))).collect()
}

/// A use of an input, unless its property takes no data from inputs of this type.
fn read<'a>(
    step: &'a StepDefinition,
    reference: &'a Reference,
    input: &Input,
    findings: &mut Findings,
) -> Option<Use<'a>> {
    let selectors = reference.property.selectors();
    let fitting = selectors.iter().filter(|selector| can_lead_to(selector.origin, &input.data));
    let kinds: IndexSet<_> = fitting.flat_map(|selector| selector.kinds).map(|kind| kind.name).collect();
    if !kinds.is_empty() {
        return Some(Use { step, reference, kinds });
    }
    let (property, type_name) = (reference.property.name, input.data.type_name());
    let message = format!("`{property}` of `{}` takes no data from a {type_name}", step.step.name);
    let diagnostic = Diagnostic::error_at(Code::MalformedReference, &reference.place(), message)
        .with_related_at(format!("the input `{}`", input.name.name), &input.place);
    findings.push(Stage::StepReferences, diagnostic);
    None
}

fn can_lead_to(origin: Origin, data: &InputData) -> bool {
    match origin {
        Origin::AnyData => true,
        Origin::WorkflowImage => matches!(data, InputData::Images | InputData::Batch { .. }),
        Origin::WorkflowVideoMetadata => matches!(data, InputData::VideoMetadata | InputData::Batch { .. }),
        Origin::WorkflowParameter => matches!(data, InputData::Parameter { .. }),
        Origin::StepOutput | Origin::Step => false,
    }
}

fn undeclared<'a>(
    known: impl ExactSizeIterator<Item = &'a str>,
    reference: &Reference,
    name: &str,
    findings: &mut Findings,
) {
    let message = format!("there is no input parameter `{name}`");
    let diagnostic = Diagnostic::error_at(Code::UnknownReference, &reference.place(), message);
    findings.push(Stage::StepReferences, advised(diagnostic, name, known.collect()));
}

/// Reports uses of an input that no data can satisfy together, and a declaration that no use agrees with.
fn agree(input: &Input, uses: &[Use<'_>], findings: &mut Findings) {
    let Some(first) = uses.first() else { return };
    let name = &input.name.name;
    let accepts = |one: &Use<'_>| {
        format!(
            "`{}` of `{}` accepts {}",
            one.reference.property.name,
            one.step.step.name,
            alternatives(one.kinds.iter().copied())
        )
    };
    for other in uses.iter().filter(|other| !match_any(&first.kinds, &other.kinds)) {
        let message = format!("no data suits all readers of `{name}`: {}, {}", accepts(first), accepts(other));
        let diagnostic = Diagnostic::error_at(Code::KindMismatch, &other.reference.place(), message)
            .with_remedy("give each of them an input of its own")
            .with_related_at(accepts(first), &first.reference.place());
        findings.push(Stage::StepReferences, diagnostic);
    }
    let declared: IndexSet<&str> = input.kinds.names().collect();
    if !uses.iter().any(|one| match_any(&one.kinds, &declared)) {
        let message = format!("`{name}` is declared as {}, but {}", alternatives(declared), accepts(first));
        let diagnostic = Diagnostic::error_at(Code::KindMismatch, &input.kinds_place, message)
            .with_remedy("change the kind, or what reads the input")
            .with_related_at("read here", &first.reference.place());
        findings.push(Stage::StepReferences, diagnostic);
    }
}

/// Kinds match by name or by the wildcard on either side.
fn match_any(one: &IndexSet<&str>, other: &IndexSet<&str>) -> bool {
    one.contains(WILDCARD) || other.contains(WILDCARD) || !one.is_disjoint(other)
}

/// The kinds that are accepted anywhere, in the order in which they are met.
fn united(uses: &[Use<'_>]) -> Vec<String> {
    let kinds: IndexSet<&str> = uses.iter().flat_map(|one| one.kinds.iter().copied()).collect();
    if kinds.is_empty() { vec![WILDCARD.to_owned()] } else { kinds.into_iter().map(str::to_owned).collect() }
}

fn outputs(definition: &Definition, findings: &mut Findings) -> IndexMap<String, Given> {
    let steps = definition.steps.iter().map(|step| (step.step.name.as_str(), step)).collect();
    let given = definition.outputs.iter().filter_map(|output| match given(&steps, output) {
        Ok(given) => Some((output.name.name.clone(), given)),
        Err(diagnostic) => {
            findings.push(Stage::OutputReferences, *diagnostic);
            None
        }
    });
    given.collect()
}

/// What an output holds, or why that cannot be told.
fn given(steps: &IndexMap<&str, &StepDefinition>, output: &OutputDefinition) -> Result<Given, Box<Diagnostic>> {
    let place = &output.selector_place;
    let selector = &output.selector;
    let Some(Target::Output { step: name, output }) = Target::parse(selector) else {
        let message = format!("`{selector}` is no output of a step, and only those have known kinds");
        return Err(Box::new(
            Diagnostic::error_at(Code::MalformedReference, place, message)
                .with_remedy("write `$steps.<step>.<output>` or `$steps.<step>.*`"),
        ));
    };
    let Some(step) = steps.get(name.as_str()) else {
        let diagnostic = Diagnostic::error_at(Code::UnknownReference, place, format!("there is no step `{name}`"));
        return Err(Box::new(advised(diagnostic, &name, steps.keys().copied().collect())));
    };
    let kinds = |output: &str| step.output_kinds(output).map(|kinds| kinds.names().map(str::to_owned).collect());
    if output == "*" {
        let outputs = step.output_names().filter_map(|name| Some((name.to_owned(), kinds(name)?)));
        return Ok(Given::Step(outputs.collect()));
    }
    kinds(&output).map(Given::Data).ok_or_else(|| {
        let message = format!("step `{name}` (`{}`) has no output `{output}`", step.step.def.id);
        let diagnostic = Diagnostic::error_at(Code::UnknownOutput, place, message)
            .with_related_at(format!("the step `{name}`"), &step.name_place());
        Box::new(advised(diagnostic, &output, step.output_names().collect()))
    })
}

/// The finding with what was probably meant; `known` are the names that there are.
fn advised(diagnostic: Diagnostic, name: &str, known: Vec<&str>) -> Diagnostic {
    /// Among more names than these looking for the nearest one takes long, and listing them does not help anybody.
    const COMPARED: usize = 1000;
    const SHOWN: usize = 8;
    let near = if known.len() <= COMPARED { nearest(name, known.iter().copied()) } else { None };
    diagnostic.with_remedy(match (near, known.len()) {
        (Some(near), _) => Remedy::instead(near),
        (None, 0) => "there are none".into(),
        (None, 1..=SHOWN) => format!("there is {}", together(known)).into(),
        (None, many) => format!("there are {many} others; check the spelling").into(),
    })
}

impl InterfaceError {
    fn new(findings: Findings) -> Self {
        let errors = findings.errors();
        let Some((stage, first)) = errors.first().copied() else {
            unreachable!("an interface is refused only for errors")
        };
        let message = first.with_advice();
        let facts = |context| Facts::new(context, message.clone());
        let error = match (stage, first.code) {
            (Stage::Engine, Code::MalformedVersion | Code::WrongType) => WorkflowError::Definition(
                facts(Context::EngineInitialisation).with_inner(version_error(first.code), first.message.clone()),
            ),
            (Stage::Engine, _) => WorkflowError::ExecutionEngineVersion(facts(Context::DescribingOutputs)),
            (Stage::Blocks, _) => WorkflowError::EnvironmentConfiguration(facts(Context::DynamicBlocks)),
            _ => WorkflowError::Definition(of_definition(first, message.clone())),
        };
        Self { error: Box::new(error), diagnostics: findings.into_diagnostics() }
    }
}

/// What is told of a finding in the definition itself. Whether inputs or outputs are described is told by its place.
fn of_definition(finding: &Diagnostic, message: String) -> Facts {
    let tokens = finding.pointer.tokens();
    let context = match tokens {
        [Token::Member(part), ..] if part == "outputs" => Context::DescribingOutputs,
        _ => Context::DescribingInputs,
    };
    let facts = Facts::new(context, message);
    match (finding.code, tokens) {
        (Code::MissingProperty, [Token::Member(name)] | [_, _, Token::Member(name)])
            if tokens.len() == 1 || ["type", "name", "selector"].contains(&name.as_str()) =>
        {
            facts.with_inner("KeyError", format!("'{name}'"))
        }
        (Code::UnknownType | Code::UnknownReference | Code::KindMismatch | Code::DuplicateName, _) => facts,
        (_, [Token::Member(part), _, _, ..]) if part == "steps" => {
            facts.with_inner("ValidationError", format!("{}: {}", finding.pointer, finding.message))
        }
        _ => facts,
    }
}
