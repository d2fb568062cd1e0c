//! What a definition declares and refers to: inputs, steps and outputs, with every place that names them.
//!
//! The table is made of the document alone, so that names can be followed and changed however faulty the rest is.

use std::collections::HashMap;

use crate::block::Shape;
use crate::catalogue::Catalogue;
use crate::document::{Data, Document, Node, Pointer, Span, Token};
use crate::step::Target;
use crate::workflow::Part;

use super::slot::Slot;

/// Everything that a text declares and refers to.
#[derive(Debug, Default)]
pub struct Symbols {
    /// The definition, and the inner ones within it, each after the one that it stands in.
    pub scopes: Vec<Scope>,
    /// The places of names, in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Numbers of the definitions within steps, by the places of the steps.
    inner: HashMap<Pointer, usize>,
}

/// A definition, within which names are unique.
#[derive(Debug)]
pub struct Scope {
    /// Where the definition stands.
    pub pointer: Pointer,
    /// Where it stands in the text.
    pub span: Span,
    /// What it is given.
    pub inputs: Vec<Declaration>,
    /// What it does.
    pub steps: Vec<Declaration>,
    /// What it gives back.
    pub outputs: Vec<Declaration>,
    /// The place of each part in its list; of equal names the first one's.
    places: HashMap<Symbol, usize>,
}

impl Scope {
    fn new(node: &Node, pointer: &Pointer, [inputs, steps, outputs]: [Vec<Declaration>; 3]) -> Self {
        let mut places = HashMap::new();
        let mut number = |parts: &[Declaration], symbol: fn(String) -> Symbol| {
            for (place, part) in parts.iter().enumerate() {
                places.entry(symbol(part.name.clone())).or_insert(place);
            }
        };
        number(&inputs, Symbol::Input);
        number(&steps, Symbol::Step);
        number(&outputs, Symbol::Output);
        Self { pointer: pointer.clone(), span: node.span.clone(), inputs, steps, outputs, places }
    }

    fn declaration(&self, symbol: &Symbol) -> Option<&Declaration> {
        let parts = match symbol {
            Symbol::Input(_) => &self.inputs,
            Symbol::Step(_) => &self.steps,
            Symbol::Output(_) => &self.outputs,
        };
        parts.get(*self.places.get(symbol)?)
    }

    /// The place in the list of the step in which a path ends, or to which it leads.
    pub(super) fn step_around(&self, path: &[Token]) -> Option<usize> {
        match path.strip_prefix(self.pointer.tokens())? {
            [Token::Member(list), Token::Element(index), ..] if list == "steps" => Some(*index),
            _ => None,
        }
    }
}

/// A part with a name.
#[derive(Debug)]
pub struct Declaration {
    /// Its name.
    pub name: String,
    /// Where the value of `name` stands.
    pub name_span: Span,
    /// Where the part stands.
    pub pointer: Pointer,
    /// Where the part stands in the text.
    pub span: Span,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// An input.
    Input(String),
    /// A step.
    Step(String),
    /// An output of the definition.
    Output(String),
}

/// How a place names a symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// It declares the symbol.
    Declaration,
    /// It refers to the symbol.
    Reference(Target),
    /// It says what an input of an inner workflow is given.
    Binding,
}

impl Symbol {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Input(name) | Self::Step(name) | Self::Output(name) => name,
        }
    }

    /// What has the name, for people.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Step(_) => "step",
            Self::Output(_) => "output",
        }
    }

    /// The same with another name.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        let name = name.to_owned();
        match self {
            Self::Input(_) => Self::Input(name),
            Self::Step(_) => Self::Step(name),
            Self::Output(_) => Self::Output(name),
        }
    }

    /// A reference in which this symbol has another name.
    pub(super) fn within(&self, target: &Target, name: &str) -> Target {
        let name = name.to_owned();
        match (self, target.clone()) {
            (Self::Output(_), Target::Output { step, .. }) => Target::Output { step, output: name },
            (_, Target::Output { output, .. }) => Target::Output { step: name, output },
            (_, Target::Step(_)) => Target::Step(name),
            (_, Target::Input(_)) => Target::Input(name),
        }
    }
}

/// A place that names a symbol.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// Number of the scope to which the name belongs.
    pub scope: usize,
    /// What is named.
    pub symbol: Symbol,
    /// How it is named.
    pub role: Role,
    /// Where the text stands in which the name is.
    pub pointer: Pointer,
    /// The whole text, with quotation marks where there are any.
    pub span: Span,
    /// The parts of the text.
    pub name: Name,
}

/// The parts of a text that names a symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name itself; the whole text where that is written with escapes, so that its parts cannot be told apart.
    pub span: Span,
    /// The name of an output after that of a step.
    pub output: Option<Span>,
}

impl Symbols {
    pub(super) fn of(document: &Document, catalogue: &Catalogue) -> Self {
        let mut collector = Collector { text: &document.text, catalogue, symbols: Self::default() };
        collector.definition(&document.root, &Pointer::root());
        let mut symbols = collector.symbols;
        symbols.follow_outputs();
        symbols.occurrences.sort_by_key(|occurrence| occurrence.span.start);
        symbols
    }

    /// The place of a name at an offset of the text.
    pub fn at(&self, offset: usize) -> Option<&Occurrence> {
        let touches = |span: &Span| span.start <= offset && offset <= span.end;
        let mut here = self.occurrences.iter().filter(|occurrence| touches(&occurrence.span));
        let first = here.next()?;
        // A reference to an inner workflow's output names two symbols.
        Some(
            here.find(|occurrence| touches(&occurrence.name.span))
                .filter(|_| !touches(&first.name.span))
                .unwrap_or(first),
        )
    }

    /// Number of the definition that stands in a step of this name, for steps that stand for inner workflows.
    pub fn inner(&self, scope: usize, step: &str) -> Option<usize> {
        self.inner_at(&self.declaration(scope, &Symbol::Step(step.to_owned()))?.pointer)
    }

    /// Number of the definition that stands in the step at a place.
    pub(super) fn inner_at(&self, step: &Pointer) -> Option<usize> {
        self.inner.get(step).copied()
    }

    /// Adds that references to outputs of inner workflows name these outputs.
    fn follow_outputs(&mut self) {
        let followed = self.occurrences.iter().filter_map(|occurrence| {
            let Role::Reference(Target::Output { step, output }) = &occurrence.role else { return None };
            let scope = self.inner(occurrence.scope, step)?;
            let span = occurrence.name.output.clone().unwrap_or_else(|| occurrence.span.clone());
            let (symbol, name) = (Symbol::Output(output.clone()), Name { span, output: None });
            Some(Occurrence { scope, symbol, name, ..occurrence.clone() })
        });
        let followed: Vec<Occurrence> = followed.filter(|found| found.symbol.name() != "*").collect();
        self.occurrences.extend(followed);
    }

    /// All places that name the same symbol as this one, itself included, in the order of the text.
    pub fn alike<'s>(&'s self, one: &'s Occurrence) -> impl Iterator<Item = &'s Occurrence> {
        self.occurrences.iter().filter(|other| other.scope == one.scope && other.symbol == one.symbol)
    }

    /// The part that a symbol of a scope stands for.
    pub fn declaration(&self, scope: usize, symbol: &Symbol) -> Option<&Declaration> {
        self.scopes.get(scope)?.declaration(symbol)
    }

    /// Number of the innermost scope around a place of the text; the outermost where there is none.
    pub fn scope_at(&self, offset: usize) -> usize {
        self.scopes.iter().rposition(|scope| scope.span.start <= offset && offset <= scope.span.end).unwrap_or_default()
    }
}

struct Collector<'a> {
    text: &'a str,
    catalogue: &'a Catalogue,
    symbols: Symbols,
}

impl Collector<'_> {
    fn definition(&mut self, node: &Node, pointer: &Pointer) {
        let scope = self.symbols.scopes.len();
        let mut lists =
            [("inputs", Part::Input), ("steps", Part::Step), ("outputs", Part::Output)].map(|(name, part)| {
                let elements = node.get(name).and_then(|member| member.value.elements()).unwrap_or_default();
                (part, pointer.member(name), elements, Vec::new())
            });
        for (part, pointer, elements, declared) in &mut lists {
            for (index, element) in elements.iter().enumerate() {
                declared.extend(self.declaration(scope, *part, element, pointer.element(index)));
            }
        }
        let declared = lists.each_mut().map(|(_, _, _, declared)| std::mem::take(declared));
        self.symbols.scopes.push(Scope::new(node, pointer, declared));
        for (part, pointer, elements, _) in &lists {
            for (index, element) in elements.iter().enumerate() {
                self.references(scope, element, &pointer.element(index), &Slot::Part(*part));
            }
        }
    }

    fn declaration(&mut self, scope: usize, part: Part, node: &Node, pointer: Pointer) -> Option<Declaration> {
        let value = &node.get("name")?.value;
        let name = value.as_str()?.to_owned();
        let symbol = match part {
            Part::Input => Symbol::Input(name.clone()),
            Part::Output => Symbol::Output(name.clone()),
            _ => Symbol::Step(name.clone()),
        };
        let content = content(self.text, &value.span, &name).unwrap_or_else(|| value.span.clone());
        self.symbols.occurrences.push(Occurrence {
            scope,
            symbol,
            role: Role::Declaration,
            pointer: pointer.member("name"),
            span: value.span.clone(),
            name: Name { span: content, output: None },
        });
        Some(Declaration { name, name_span: value.span.clone(), pointer, span: node.span.clone() })
    }

    /// Collects the references in a value.
    fn references(&mut self, scope: usize, node: &Node, pointer: &Pointer, slot: &Slot) {
        match &node.data {
            Data::Text(text) if may_refer(slot) => self.reference(scope, text, node, pointer),
            Data::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.references(scope, element, &pointer.element(index), &slot.element(index));
                }
            }
            Data::Object(members) => {
                let inner = self.symbols.scopes.len();
                let slots = || members.iter().map(|member| slot.member(node, &member.name, self.catalogue));
                let has_inner = slots().any(|slot| matches!(slot, Slot::Part(Part::Workflow)));
                let step = pointer;
                for (member, slot) in members.iter().zip(slots()) {
                    let pointer = step.member(&member.name);
                    match slot {
                        Slot::Part(Part::Workflow) => {
                            self.symbols.inner.entry(step.clone()).or_insert(self.symbols.scopes.len());
                            self.definition(&member.value, &pointer);
                        }
                        slot => {
                            if matches!(slot, Slot::Bindings) && has_inner {
                                self.bindings(&member.value, &pointer, inner);
                            }
                            self.references(scope, &member.value, &pointer, &slot);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes that bindings name the inputs of the inner workflow of this number.
    fn bindings(&mut self, node: &Node, pointer: &Pointer, scope: usize) {
        for member in node.members().unwrap_or_default() {
            let content = content(self.text, &member.name_span, &member.name);
            self.symbols.occurrences.push(Occurrence {
                scope,
                symbol: Symbol::Input(member.name.clone()),
                role: Role::Binding,
                pointer: pointer.member(&member.name),
                span: member.name_span.clone(),
                name: Name { span: content.unwrap_or_else(|| member.name_span.clone()), output: None },
            });
        }
    }

    fn reference(&mut self, scope: usize, text: &str, node: &Node, pointer: &Pointer) {
        let Some(target) = Target::parse(text) else { return };
        let symbol = match &target {
            Target::Input(name) => Symbol::Input(name.clone()),
            Target::Step(step) | Target::Output { step, .. } => Symbol::Step(step.clone()),
        };
        let name = content(self.text, &node.span, text).map_or_else(
            || Name { span: node.span.clone(), output: None },
            |content| {
                let root = content.start + text.find('.').map_or(0, |dot| dot + 1);
                let dot = text[root - content.start..].find('.').map(|dot| root + dot);
                match (dot, &target) {
                    (Some(dot), Target::Output { .. }) => Name { span: root..dot, output: Some(dot + 1..content.end) },
                    _ => Name { span: root..content.end, output: None },
                }
            },
        );
        let (pointer, span) = (pointer.clone(), node.span.clone());
        self.symbols.occurrences.push(Occurrence { scope, symbol, role: Role::Reference(target), pointer, span, name });
    }
}

/// Where the characters of a text stand, without quotation marks; nothing where they are not written as they are.
pub(super) fn content(text: &str, span: &Span, value: &str) -> Option<Span> {
    let written = text.get(span.clone())?;
    let quote = usize::from(written.starts_with(['"', '\'']));
    let length = quote + value.len();
    // Where somebody is still typing, there is no quotation mark at the end.
    let rest = written.len().checked_sub(length)?;
    let as_it_is = written.get(quote..length) == Some(value) && rest <= quote;
    as_it_is.then(|| span.start + quote..span.start + length)
}

/// True where text that looks like a reference is one, or where nobody knows.
fn may_refer(slot: &Slot) -> bool {
    match slot {
        Slot::Property { shapes, .. } => shapes.iter().any(|shape| matches!(shape, Shape::Selector(_))),
        Slot::Member(_, member) => matches!(member.shape, crate::workflow::MemberShape::Selector),
        Slot::Binding | Slot::Unknown => true,
        _ => false,
    }
}
