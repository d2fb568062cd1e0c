//! From the dialect of Python's `re` to that of `fancy-regex`.
//!
//! The two look alike, but many constructs mean something else: `$`, `\Z`, `\w`, `\b`, `&&` in a class, conditions by
//! name. So each expression is read by Python's rules, and written anew from constructs that have one meaning.
//! Groups lose their names, and of the flags only `i` is left.

mod characters;
mod groups;

use std::collections::BTreeMap;
use std::str::Chars;

use self::characters::Escape;
use super::flags::{Flag, Flags};

/// Why an expression cannot be used. Positions are in characters of the text as its author wrote it, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// Python does not accept it either.
    #[error("{cause} (at character {position})")]
    Malformed { position: usize, cause: &'static str },
    /// Python accepts it.
    #[error("{what} not supported (at character {position}); {remedy}")]
    Unsupported { position: usize, what: &'static str, remedy: &'static str },
}

/// The same expression for `fancy-regex`.
pub(super) fn translate(pattern: &str) -> Result<String, Fault> {
    let whole = Frame { kind: Kind::Whole, start: 0, flags: Flags::default(), previous: Previous::Nothing };
    let mut translator = Translator {
        pattern,
        rest: pattern.chars(),
        text: String::with_capacity(pattern.len()),
        current: whole,
        around: Vec::new(),
        groups: 0,
        names: BTreeMap::new(),
        last_condition: 0,
    };
    translator.run()
}

/// What a quantifier would repeat.
#[derive(Debug, Clone, Copy)]
enum Previous {
    Nothing,
    /// A place in the text, like `^`.
    Place,
    /// Something that starts here in what has been written.
    Atom(usize),
    Repeated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    /// With its number.
    Capturing(usize),
    Plain,
    /// With the number of groups before it.
    LookBehind(usize),
    Condition {
        has_else: bool,
    },
}

/// The whole expression, or a group that has been opened.
#[derive(Debug, Clone, Copy)]
struct Frame {
    kind: Kind,
    /// Where it starts in what has been written.
    start: usize,
    flags: Flags,
    previous: Previous,
}

struct Translator<'a> {
    pattern: &'a str,
    rest: Chars<'a>,
    text: String,
    current: Frame,
    around: Vec<Frame>,
    groups: usize,
    names: BTreeMap<&'a str, usize>,
    /// The highest number that a condition asks for; it may belong to a later group.
    last_condition: usize,
}

impl<'a> Translator<'a> {
    fn run(&mut self) -> Result<String, Fault> {
        while let Some(character) = self.rest.next() {
            match character {
                ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' if self.has(Flag::Verbose) => {}
                '#' if self.has(Flag::Verbose) => drop(self.rest.find(|character| *character == '\n')),
                '(' => self.open()?,
                ')' => self.close()?,
                '|' => self.alternative()?,
                '[' => self.class()?,
                '*' => self.repeat("*")?,
                '+' => self.repeat("+")?,
                '?' => self.repeat("?")?,
                '{' => match self.bounds()? {
                    Some(bounds) => self.repeat(&bounds)?,
                    None => self.literal('{'),
                },
                '.' => self.atom(if self.has(Flag::DotAll) { r"\O" } else { r"\N" }),
                '^' => self.place(if self.has(Flag::MultiLine) { "(?m:^)" } else { r"\A" }),
                '$' => self.place(if self.has(Flag::MultiLine) { "(?m:$)" } else { r"(?=\n?\z)" }),
                '\\' => self.escaped()?,
                other => self.literal(other),
            }
        }
        if self.current.kind != Kind::Whole {
            return Err(self.malformed("a group is not closed"));
        }
        if self.last_condition > self.groups {
            return Err(self.malformed("a condition asks for a group that does not exist"));
        }
        let flags = if self.has(Flag::IgnoreCase) { "(?i)" } else { "" };
        Ok(format!("{flags}{}", self.text))
    }

    fn has(&self, flag: Flag) -> bool {
        self.current.flags.has(flag)
    }

    fn position(&self) -> usize {
        self.pattern.chars().count() - self.rest.clone().count()
    }

    fn malformed(&self, cause: &'static str) -> Fault {
        Fault::Malformed { position: self.position(), cause }
    }

    fn unsupported(&self, what: &'static str, remedy: &'static str) -> Fault {
        Fault::Unsupported { position: self.position(), what, remedy }
    }

    fn eat(&mut self, expected: char) -> bool {
        self.eat_if(|character| character == expected).is_some()
    }

    fn eat_if(&mut self, accepts: impl Fn(char) -> bool) -> Option<char> {
        let mut rest = self.rest.clone();
        let character = rest.next().filter(|character| accepts(*character))?;
        self.rest = rest;
        Some(character)
    }

    /// The characters that are accepted, up to a number of them.
    fn eat_while(&mut self, limit: usize, accepts: impl Fn(char) -> bool) -> &'a str {
        let text = self.rest.as_str();
        let length = text.chars().take(limit).take_while(|character| accepts(*character)).map(char::len_utf8).sum();
        let (eaten, rest) = text.split_at(length);
        self.rest = rest.chars();
        eaten
    }

    fn atom(&mut self, written: &str) {
        self.current.previous = Previous::Atom(self.text.len());
        self.text.push_str(written);
    }

    fn place(&mut self, written: &str) {
        self.text.push_str(written);
        self.current.previous = Previous::Place;
    }

    fn literal(&mut self, character: char) {
        self.current.previous = Previous::Atom(self.text.len());
        // `\<` and `\>` stand for borders of words.
        if character.is_ascii_punctuation() && !matches!(character, '<' | '>') {
            self.text.push('\\');
        }
        self.text.push(character);
    }

    fn escaped(&mut self) -> Result<(), Fault> {
        match self.escape(false)? {
            Escape::Literal(character) => self.literal(character),
            Escape::Class(letter) => self.atom(self.members(letter)),
            Escape::Place(letter) => self.place(&self.border(letter)),
            Escape::Group(number) => self.refer(number)?,
        }
        Ok(())
    }

    /// The rest of `{2,3}`; none where the brace stands for itself.
    fn bounds(&mut self) -> Result<Option<String>, Fault> {
        let before = self.rest.clone();
        let digit = |character: char| character.is_ascii_digit();
        let low = self.eat_while(usize::MAX, digit);
        let high = if self.eat(',') { self.eat_while(usize::MAX, digit) } else { low };
        if !self.eat('}') || before.as_str().starts_with('}') {
            self.rest = before;
            return Ok(None);
        }
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| self.malformed("a repetition is too large"));
        let low = if low.is_empty() { 0 } else { number(low)? };
        if high.is_empty() {
            return Ok(Some(format!("{{{low},}}")));
        }
        let high = number(high)?;
        if low > high {
            return Err(self.malformed("a repetition has a minimum above its maximum"));
        }
        Ok(Some(format!("{{{low},{high}}}")))
    }

    fn repeat(&mut self, bounds: &str) -> Result<(), Fault> {
        let start = match self.current.previous {
            Previous::Atom(start) => start,
            Previous::Nothing | Previous::Place => return Err(self.malformed("a quantifier has nothing to repeat")),
            Previous::Repeated => return Err(self.malformed("a quantifier follows another")),
        };
        // `fancy-regex` does not repeat what is certainly empty; an alternative that never matches makes it uncertain.
        let mut inside = self.text.get(start..).unwrap_or_default();
        while let Some(group) = ["(?:", "(?i:", "(?-i:"].iter().find_map(|open| inside.strip_prefix(open)) {
            inside = group;
        }
        if [")", "(?=", "(?!", "(?<"].iter().any(|empty| inside.starts_with(empty)) {
            self.text.insert_str(start, "(?:");
            self.text.push_str("|(?!))");
        }
        self.text.push_str(bounds);
        if let Some(manner) = self.eat_if(|character| matches!(character, '?' | '+')) {
            self.text.push(manner);
        }
        self.current.previous = Previous::Repeated;
        Ok(())
    }

    fn alternative(&mut self) -> Result<(), Fault> {
        match &mut self.current.kind {
            Kind::Condition { has_else: true } => return Err(self.malformed("a condition has more than two branches")),
            Kind::Condition { has_else } => *has_else = true,
            _ => {}
        }
        self.text.push('|');
        self.current.previous = Previous::Nothing;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(outer) = self.around.pop() else { return Err(self.malformed("a `)` closes nothing")) };
        self.text.push(')');
        self.current = Frame { previous: Previous::Atom(self.current.start), ..outer };
        Ok(())
    }

    fn enter(&mut self, kind: Kind, written: &str, flags: Flags) {
        let start = self.text.len();
        self.text.push_str(written);
        self.around.push(self.current);
        self.current = Frame { kind, start, flags, previous: Previous::Nothing };
    }
}
