//! Groups: with names, flags and conditions, and references to them.

use super::super::flags::{Flag, Flags};
use super::{Fault, Kind, Translator};

impl<'a> Translator<'a> {
    /// The rest of what opens a group, or stands in the brackets of one.
    pub(super) fn open(&mut self) -> Result<(), Fault> {
        let flags = self.current.flags;
        if !self.eat('?') {
            self.groups += 1;
            self.enter(Kind::Capturing(self.groups), "(", flags);
            return Ok(());
        }
        let unknown = "no group starts like this";
        match self.rest.next() {
            Some(':') => self.enter(Kind::Plain, "(?:", flags),
            Some('=') => self.enter(Kind::Plain, "(?=", flags),
            Some('!') => self.enter(Kind::Plain, "(?!", flags),
            Some('>') => self.enter(Kind::Plain, "(?>", flags),
            Some('<') if self.eat('=') => self.enter(Kind::LookBehind(self.groups), "(?<=", flags),
            Some('<') if self.eat('!') => self.enter(Kind::LookBehind(self.groups), "(?<!", flags),
            Some('#') => {
                self.until(')')?;
            }
            Some('P') if self.eat('<') => {
                let name = self.name('>')?;
                self.groups += 1;
                if self.names.insert(name, self.groups).is_some() {
                    return Err(self.malformed("two groups have the same name"));
                }
                self.enter(Kind::Capturing(self.groups), "(", flags);
            }
            Some('P') if self.eat('=') => {
                let name = self.name(')')?;
                self.refer(self.number(name)?)?;
            }
            Some('(') => self.condition()?,
            Some(first @ ('-' | 'a'..='z' | 'A'..='Z')) => self.flags(first)?,
            _ => return Err(self.malformed(unknown)),
        }
        Ok(())
    }

    fn until(&mut self, end: char) -> Result<&'a str, Fault> {
        let text = self.eat_while(usize::MAX, |character| character != end);
        if self.eat(end) { Ok(text) } else { Err(self.malformed("a group is not closed")) }
    }

    fn name(&mut self, end: char) -> Result<&'a str, Fault> {
        let name = self.until(end)?;
        let is_name =
            !name.starts_with(char::is_numeric) && name.chars().all(|part| part.is_alphanumeric() || part == '_');
        if is_name && !name.is_empty() { Ok(name) } else { Err(self.malformed("the name of a group is not a name")) }
    }

    fn number(&self, name: &str) -> Result<usize, Fault> {
        self.names.get(name).copied().ok_or_else(|| self.malformed("no group before has this name"))
    }

    fn is_open(&self, number: usize) -> bool {
        let mut frames = self.around.iter().chain([&self.current]);
        frames.any(|frame| frame.kind == Kind::Capturing(number))
    }

    /// Fails in a look behind for a group that is inside it.
    fn is_outside(&self, number: usize) -> Result<(), Fault> {
        let mut frames = self.around.iter().chain([&self.current]);
        match frames.find_map(|frame| if let Kind::LookBehind(groups) = frame.kind { Some(groups) } else { None }) {
            Some(groups) if number > groups => Err(self.malformed("a look behind refers to a group inside it")),
            _ => Ok(()),
        }
    }

    /// A reference to what a group has matched.
    pub(super) fn refer(&mut self, number: usize) -> Result<(), Fault> {
        if number > self.groups {
            return Err(self.malformed("no group before has this number"));
        }
        if self.is_open(number) {
            return Err(self.malformed("a group refers to itself"));
        }
        self.is_outside(number)?;
        self.atom(&format!(r"\k<{number}>"));
        Ok(())
    }

    /// The rest of `(?(1)…|…)`.
    fn condition(&mut self) -> Result<(), Fault> {
        let name = self.until(')')?;
        let number = if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.parse().ok().filter(|number| *number != 0).ok_or_else(|| self.malformed("no group has this number"))?
        } else {
            self.number(name)?
        };
        self.is_outside(number)?;
        if self.is_open(number) {
            let remedy = "ask after the group is closed";
            return Err(self.unsupported("a condition about the group that it stands in is", remedy));
        }
        self.last_condition = self.last_condition.max(number);
        // Without anything in its branches, `fancy-regex` would take it for a test.
        self.enter(Kind::Condition { has_else: false }, &format!("(?({number})(?=)"), self.current.flags);
        Ok(())
    }

    /// The rest of `(?im)` or `(?i-m:…)`.
    fn flags(&mut self, first: char) -> Result<(), Fault> {
        let (mut added, mut removed, mut is_minus) = (Flags::default(), Flags::default(), false);
        let mut next = Some(first);
        let ends_group = loop {
            match next {
                Some('-') if !is_minus => is_minus = true,
                Some(':') => break false,
                Some(')') if !is_minus => break true,
                Some('L') => return Err(self.malformed("the flag `L` is for bytes")),
                letter => {
                    let flag = letter.and_then(Flag::of).ok_or_else(|| self.malformed("no flag has this letter"))?;
                    let flags = if is_minus { &mut removed } else { &mut added };
                    *flags = flags.with(flag);
                }
            }
            next = self.rest.next();
        };
        let is_alone = is_minus && removed == Flags::default();
        if is_alone || added.overlaps(removed) || removed.overlaps(Flags::ALPHABETS) || added.contains(Flags::ALPHABETS)
        {
            return Err(self.malformed("the flags of a group contradict each other"));
        }
        let flags = self.current.flags.changed(added, removed, ends_group);
        if flags.contains(Flags::ALPHABETS) {
            return Err(self.malformed("the flags `a` and `u` contradict each other"));
        }
        if flags.has(Flag::Ascii) && flags.has(Flag::IgnoreCase) {
            let remedy = "leave out `a`, and write `[0-9]` for `\\d` or `[0-9A-Za-z_]` for `\\w`";
            return Err(self.unsupported("the flags `a` and `i` together are", remedy));
        }
        if !ends_group {
            let written = match (added.has(Flag::IgnoreCase), removed.has(Flag::IgnoreCase)) {
                (true, _) => "(?i:",
                (_, true) => "(?-i:",
                _ => "(?:",
            };
            self.enter(Kind::Plain, written, flags);
        } else if self.current.kind == Kind::Whole && self.text.is_empty() {
            self.current.flags = flags;
        } else {
            return Err(self.malformed("flags for the whole expression stand elsewhere than at its start"));
        }
        Ok(())
    }
}
