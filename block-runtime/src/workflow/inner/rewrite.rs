//! References in text: those of an inner workflow become those of the workflow around it.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::{Data, Member, Node, Place, Pointer};

const INPUT: &str = "$inputs.";
const STEP: &str = "$steps.";

/// Names that may stand in a reference. Names of usual characters are found by looking them up; others, which may hold
/// dots and spaces, by trying them.
#[derive(Debug)]
pub(super) struct Names<T> {
    usual: HashMap<String, T>,
    /// The longest first, so that none hides a longer one.
    unusual: Vec<(String, T)>,
}

impl<T> FromIterator<(String, T)> for Names<T> {
    /// Of equal names the last one counts.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(names: I) -> Self {
        let (usual, unusual): (HashMap<_, _>, HashMap<_, _>) =
            names.into_iter().partition(|(name, _)| !name.is_empty() && name.bytes().all(is_usual));
        let mut unusual: Vec<_> = unusual.into_iter().collect();
        unusual.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        Self { usual, unusual }
    }
}

impl<T> Names<T> {
    /// The longest name with which the text begins, where it ends as names do.
    fn at_start<'n>(&'n self, text: &str) -> Option<(usize, &'n T)> {
        let unusual = self.unusual.iter().find(|(name, _)| {
            text.strip_prefix(name.as_str()).is_some_and(|rest| !rest.bytes().next().is_some_and(is_usual))
        });
        if let Some((name, found)) = unusual {
            return Some((name.len(), found));
        }
        let length = text.bytes().position(|byte| !is_usual(byte)).unwrap_or(text.len());
        self.usual.get(&text[..length]).map(|found| (length, found))
    }

    fn get(&self, name: &str) -> Option<&T> {
        self.usual.get(name).or_else(|| self.unusual.iter().find(|(known, _)| known == name).map(|(_, found)| found))
    }
}

fn is_usual(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// What takes the place of a reference to an input.
#[derive(Debug)]
pub(super) struct Substitute {
    /// What takes the place of text that is nothing but the reference.
    pub(super) value: Data,
    /// What takes the place of the reference within other text.
    pub(super) text: String,
    /// What it is, for people.
    pub(super) what: String,
    /// Where it stands.
    pub(super) place: Place,
}

/// Room for what is put in place of references.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
    exceeded: bool,
}

impl Room {
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: bytes, exceeded: false }
    }

    /// True when more was wanted than there was.
    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded
    }

    /// Takes some of it; false when there is not enough.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => self.exceeded = true,
        }
        !self.exceeded
    }
}

/// How references change.
pub(super) trait References {
    /// What takes the place of text as a whole.
    fn whole(&self, _text: &str) -> Option<&Substitute> {
        None
    }

    /// What takes the place of the reference with which the text begins, and how long that is.
    fn at_start(&self, text: &str) -> Option<(usize, Cow<'_, str>)>;
}

/// References of an inner workflow, as the workflow around it sees them.
pub(super) struct FromInside {
    /// New names of its steps.
    pub(super) steps: Names<String>,
    /// What its inputs are bound to.
    pub(super) inputs: Names<Substitute>,
}

impl References for FromInside {
    fn whole(&self, text: &str) -> Option<&Substitute> {
        self.inputs.get(text.strip_prefix(INPUT)?)
    }

    fn at_start(&self, text: &str) -> Option<(usize, Cow<'_, str>)> {
        if let Some(rest) = text.strip_prefix(INPUT) {
            let (length, substitute) = self.inputs.at_start(rest)?;
            return Some((INPUT.len() + length, Cow::Borrowed(&substitute.text)));
        }
        let (length, name) = self.steps.at_start(text.strip_prefix(STEP)?)?;
        Some((STEP.len() + length, Cow::Owned(format!("{STEP}{name}"))))
    }
}

/// References to the step that stood for an inner workflow.
pub(super) struct FromOutside {
    /// The step.
    pub(super) step: Names<()>,
    /// What its outputs refer to.
    pub(super) outputs: Names<String>,
    /// The first step of the inner workflow, which stands for the whole where steps are chosen.
    pub(super) first: String,
}

impl References for FromOutside {
    fn at_start(&self, text: &str) -> Option<(usize, Cow<'_, str>)> {
        let path = text.strip_prefix(STEP)?;
        let (length, ()) = self.step.at_start(path)?;
        let Some(output) = path[length..].strip_prefix('.') else {
            return Some((STEP.len() + length, Cow::Owned(format!("{STEP}{}", self.first))));
        };
        let (output_length, selector) = self.outputs.at_start(output)?;
        Some((STEP.len() + length + 1 + output_length, Cow::Borrowed(selector)))
    }
}

/// One step of the way into a node; cheaper than a [`Pointer`], which is made only where one is wanted.
#[derive(Debug, Clone, Copy)]
enum Hop<'n> {
    Member(&'n str),
    Element(usize),
}

/// Changes the references in a node.
pub(super) struct Rewriter<'a, 'n, R> {
    references: &'a R,
    room: &'a mut Room,
    path: Vec<Hop<'n>>,
    /// Told where a substitute has been put, counted from the node.
    noted: &'a mut dyn FnMut(&Pointer, &Substitute),
    start: &'a Pointer,
}

impl<'a, 'n, R: References> Rewriter<'a, 'n, R> {
    /// Changes references in what stands at `start`. Whoever is `noted` is told where substitutes have been put.
    pub(super) fn new(
        references: &'a R,
        room: &'a mut Room,
        start: &'a Pointer,
        noted: &'a mut dyn FnMut(&Pointer, &Substitute),
    ) -> Self {
        Self { references, room, path: Vec::new(), noted, start }
    }

    /// The part with its references changed; nothing when there are none. Its name and type are not looked at.
    pub(super) fn part(&mut self, part: &'n Node) -> Option<Node> {
        let data = match &part.data {
            Data::Object(members) => self.members(members, &["name", "type"])?,
            _ => return self.node(part),
        };
        Some(Node { span: part.span.clone(), data })
    }

    /// The node with its references changed; nothing when there are none.
    pub(super) fn node(&mut self, node: &'n Node) -> Option<Node> {
        let data = match &node.data {
            Data::Text(text) => self.leaf(text, node)?,
            Data::List(elements) => Data::List(self.each(elements, |rewriter, index, element| {
                rewriter.within(Hop::Element(index), |rewriter| rewriter.node(element))
            })?),
            Data::Object(members) => self.members(members, &[])?,
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) => return None,
        };
        Some(Node { span: node.span.clone(), data })
    }

    fn members(&mut self, members: &'n [Member], kept: &[&str]) -> Option<Data> {
        let changed = self.each(members, |rewriter, _, member| {
            if kept.contains(&member.name.as_str()) {
                return None;
            }
            let value = rewriter.within(Hop::Member(&member.name), |rewriter| rewriter.node(&member.value))?;
            Some(Member { name: member.name.clone(), name_span: member.name_span.clone(), value })
        });
        changed.map(Data::Object)
    }

    fn within<T>(&mut self, hop: Hop<'n>, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(hop);
        let done = work(self);
        self.path.pop();
        done
    }

    fn here(&self) -> Pointer {
        self.path.iter().fold(self.start.clone(), |pointer, hop| match hop {
            Hop::Member(name) => pointer.member(*name),
            Hop::Element(index) => pointer.element(*index),
        })
    }

    /// All items with those that change changed; nothing when none does.
    fn each<T: Clone>(
        &mut self,
        items: &'n [T],
        mut change: impl FnMut(&mut Self, usize, &'n T) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut changed: Option<Vec<T>> = None;
        for (index, item) in items.iter().enumerate() {
            match (change(self, index, item), &mut changed) {
                (Some(new), Some(changed)) => changed.push(new),
                (Some(new), None) => {
                    let mut before = Vec::with_capacity(items.len());
                    before.extend_from_slice(&items[..index]);
                    before.push(new);
                    changed = Some(before);
                }
                (None, Some(changed)) => changed.push(item.clone()),
                (None, None) => {}
            }
        }
        changed
    }

    fn leaf(&mut self, text: &str, node: &Node) -> Option<Data> {
        let Some(substitute) = self.references.whole(text) else {
            return self.text(text).map(Data::Text);
        };
        if !self.room.take(weight(&substitute.value)) {
            return None;
        }
        let here = self.here();
        (self.noted)(&here, substitute);
        let mut value = Node { span: node.span.clone(), data: substitute.value.clone() };
        value.place_at(&node.span);
        Some(value.data)
    }

    /// The text with its references changed; nothing when there are none.
    pub(super) fn text(&mut self, text: &str) -> Option<String> {
        let mut changed = String::new();
        let (mut copied, mut start) = (0, 0);
        while let Some(at) = text[start..].find('$').map(|found| start + found) {
            start = at + 1;
            let Some((length, new)) = self.references.at_start(&text[at..]) else { continue };
            if !self.room.take(new.len()) {
                return None;
            }
            changed.push_str(&text[copied..at]);
            changed.push_str(&new);
            start = at + length;
            copied = start;
        }
        if copied == 0 {
            return None;
        }
        changed.push_str(&text[copied..]);
        Some(changed)
    }
}

/// About how much memory a value takes.
fn weight(data: &Data) -> usize {
    size_of::<Node>()
        + match data {
            Data::Text(text) => text.len(),
            Data::List(elements) => elements.iter().map(|element| weight(&element.data)).sum(),
            Data::Object(members) => {
                members.iter().map(|member| size_of::<Member>() + member.name.len() + weight(&member.value.data)).sum()
            }
            Data::Null | Data::Bool(_) | Data::Integer(_) | Data::Float(_) => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(inputs: &[(&str, &str)], steps: &[(&str, &str)]) -> FromInside {
        let substitute = |text: &str| Substitute {
            value: Data::Text(text.to_owned()),
            text: text.to_owned(),
            what: String::new(),
            place: Place::default(),
        };
        FromInside {
            steps: steps.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect(),
            inputs: inputs.iter().map(|(name, text)| ((*name).to_owned(), substitute(text))).collect(),
        }
    }

    fn rewritten(text: &str, references: &impl References) -> String {
        let mut room = Room::new(1000);
        let (start, mut noted) = (Pointer::root(), |_: &Pointer, _: &Substitute| {});
        let mut rewriter = Rewriter::new(references, &mut room, &start, &mut noted);
        rewriter.text(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn steps_are_renamed_with_and_without_an_output() {
        let inside = bound(&[], &[("a", "in__a"), ("ab", "in__ab"), ("a b", "in__a b")]);
        for (before, after) in [
            ("$steps.a.out", "$steps.in__a.out"),
            ("$steps.a", "$steps.in__a"),
            ("[\"$steps.a\", \"$steps.ab.x\"]", "[\"$steps.in__a\", \"$steps.in__ab.x\"]"),
            ("$steps.a b.out", "$steps.in__a b.out"),
            ("$steps.abc.out", "$steps.abc.out"),
            ("$steps.a__b", "$steps.a__b"),
            ("$$steps.a$", "$$steps.in__a$"),
            ("steps.a", "steps.a"),
        ] {
            assert_eq!(rewritten(before, &inside), after, "{before}");
        }
    }

    #[test]
    fn what_is_bound_is_not_looked_at_again() {
        let inside = bound(&[("x", "$inputs.y"), ("y", "$steps.a.out"), ("xx", "1")], &[("a", "in__a")]);
        for (before, after) in [
            ("$inputs.x and $inputs.y", "$inputs.y and $steps.a.out"),
            ("<$inputs.xx>", "<1>"),
            ("<$inputs.xxx>", "<$inputs.xxx>"),
        ] {
            assert_eq!(rewritten(before, &inside), after, "{before}");
        }
    }

    #[test]
    fn outputs_become_what_they_refer_to() {
        let outside = FromOutside {
            step: [("in".to_owned(), ())].into_iter().collect(),
            outputs: [("res".to_owned(), "$steps.in__a.out".to_owned())].into_iter().collect(),
            first: "in__a".to_owned(),
        };
        for (before, after) in [
            ("$steps.in.res", "$steps.in__a.out"),
            ("$steps.in", "$steps.in__a"),
            ("$steps.in.results", "$steps.in.results"),
            ("$steps.in.*", "$steps.in.*"),
            ("$steps.in__a.out", "$steps.in__a.out"),
        ] {
            assert_eq!(rewritten(before, &outside), after, "{before}");
        }
    }

    #[test]
    fn room_is_bounded() {
        let inside = bound(&[("x", "0123456789")], &[]);
        let mut room = Room::new(25);
        let (start, mut noted) = (Pointer::root(), |_: &Pointer, _: &Substitute| {});
        let mut rewriter = Rewriter::new(&inside, &mut room, &start, &mut noted);
        assert_eq!(rewriter.text("$inputs.x $inputs.x $inputs.x"), None);
        assert!(room.is_exceeded());
    }
}
