//! Regular expressions of Python's `re`, written so that they mean the same to the `regex` family of crates.
//!
//! Both know the same syntax for the most part. They part in what `$`, `\w` and `\s` match, in what is special within
//! square brackets, in octal numbers, and in escapes and groups that only one of them has.

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::Chars;

/// The same expression in the dialect of the crates.
///
/// # Errors
/// What Python refuses and the crates would take for something else, for people.
pub(super) fn translated(pattern: &str) -> Result<String, String> {
    let mut translation = Translation {
        rest: pattern.chars().peekable(),
        text: String::with_capacity(pattern.len()),
        ascii: false,
        several_lines: pattern.contains("(?") && has_flag(pattern, 'm'),
        begun: false,
        groups: 0,
        names: HashSet::new(),
    };
    translation.pattern()?;
    Ok(translation.text)
}

/// Whether a flag is set anywhere.
fn has_flag(pattern: &str, flag: char) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let flags = group.split(['-', ':', ')']).next().unwrap_or_default();
        flags.chars().all(|it| it.is_ascii_lowercase()) && flags.contains(flag)
    })
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    text: String,
    /// Whether `\w`, `\d`, `\s` and `\b` know ASCII only.
    ascii: bool,
    several_lines: bool,
    /// Whether something stands before, other than flags of the whole pattern.
    begun: bool,
    /// How many groups with a number have been opened.
    groups: u32,
    names: HashSet<String>,
}

/// What is behind a backslash, other than a character.
struct Set {
    /// What goes between square brackets.
    members: &'static str,
    negated: bool,
}

impl Translation<'_> {
    fn pattern(&mut self) -> Result<(), String> {
        while let Some(character) = self.rest.next() {
            if character == '(' {
                self.group()?;
                continue;
            }
            self.begun = true;
            match character {
                '\\' => self.escape()?,
                '[' => self.set()?,
                '$' if !self.several_lines => self.text.push_str(r"(?=\n?\z)"),
                other => self.text.push(other),
            }
        }
        Ok(())
    }

    /// What stands behind a backslash outside square brackets.
    fn escape(&mut self) -> Result<(), String> {
        let Some(character) = self.rest.next() else { return Err("a backslash is at the end".to_owned()) };
        if let Some(set) = self.known_set(character) {
            let sign = if set.negated { "^" } else { "" };
            self.text.extend(["[", sign, set.members, "]"]);
            return Ok(());
        }
        match character {
            'Z' => self.text.push_str(r"\z"),
            'b' if self.ascii => {
                self.text.push_str("(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))");
            }
            'B' if self.ascii => {
                self.text.push_str("(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))");
            }
            'A' | 'b' | 'B' => self.text.extend(['\\', character]),
            '0' => self.octal("")?,
            '1'..='9' => self.reference(character)?,
            other => self.character(other)?,
        }
        Ok(())
    }

    /// What stands between square brackets.
    fn set(&mut self) -> Result<(), String> {
        self.text.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.text.push('^');
        }
        if let Some(literal) = self.rest.next_if(|it| matches!(it, ']' | '-')) {
            self.text.extend(['\\', literal]);
        }
        while let Some(character) = self.rest.next() {
            match character {
                ']' => {
                    self.text.push(']');
                    return Ok(());
                }
                '[' | '&' | '~' => self.text.extend(['\\', character]),
                '\\' => self.escape_in_set()?,
                other => self.text.push(other),
            }
        }
        Err("`[` is not closed".to_owned())
    }

    fn escape_in_set(&mut self) -> Result<(), String> {
        let Some(character) = self.rest.next() else { return Err("a backslash is at the end".to_owned()) };
        match self.known_set(character) {
            Some(Set { members, negated: false }) => self.text.push_str(members),
            Some(Set { members, negated: true }) => self.text.extend(["[^", members, "]"]),
            None => match character {
                'b' => self.text.push_str(r"\x08"),
                '0'..='7' => self.octal(character.encode_utf8(&mut [0; 4]))?,
                other => self.character(other)?,
            },
        }
        Ok(())
    }

    fn known_set(&self, name: char) -> Option<Set> {
        let members = match (name, self.ascii) {
            ('w' | 'W', false) => r"\p{L}\p{N}_",
            ('w' | 'W', true) => "0-9A-Za-z_",
            ('s' | 'S', false) => r"\s\x1c-\x1f",
            ('s' | 'S', true) => r"\t-\r ",
            ('d' | 'D', false) => r"\d",
            ('d' | 'D', true) => "0-9",
            _ => return None,
        };
        Some(Set { members, negated: name.is_ascii_uppercase() })
    }

    /// A character that stands behind a backslash, or is named there.
    fn character(&mut self, character: char) -> Result<(), String> {
        match character {
            'a' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' | 'u' | 'U' => self.text.extend(['\\', character]),
            letter if letter.is_ascii_alphanumeric() => return Err(format!("`\\{letter}` stands for nothing")),
            '<' | '>' => self.text.push(character),
            other if other.is_ascii() => self.text.extend(['\\', other]),
            other => self.text.push(other),
        }
        Ok(())
    }

    /// A character by its number of up to three octal digits, of which the first ones have been read.
    fn octal(&mut self, first: &str) -> Result<(), String> {
        let mut digits = first.to_owned();
        let more = if first.is_empty() { 2 } else { 3 };
        while digits.len() < more
            && let Some(digit) = self.rest.next_if(|it| matches!(it, '0'..='7'))
        {
            digits.push(digit);
        }
        self.number(&digits)
    }

    fn number(&mut self, digits: &str) -> Result<(), String> {
        let number = if digits.is_empty() { Ok(0) } else { u8::from_str_radix(digits, 8) };
        let number = number.map_err(|_| format!("`\\{digits}` is beyond `\\377`"))?;
        self.text.extend([r"\x", format!("{number:02x}").as_str()]);
        Ok(())
    }

    /// A group by its number, or a character by three octal digits.
    fn reference(&mut self, first: char) -> Result<(), String> {
        let mut digits = String::from(first);
        digits.extend(self.rest.next_if(char::is_ascii_digit));
        if digits.len() == 2
            && digits.bytes().all(|digit| digit < b'8')
            && let Some(third) = self.rest.next_if(|it| matches!(it, '0'..='7'))
        {
            digits.push(third);
            return self.number(&digits);
        }
        if digits.parse().is_ok_and(|number: u32| number <= self.groups) {
            // In brackets, so that digits behind it are not part of the number.
            self.text.extend(["(?:\\", digits.as_str(), ")"]);
            Ok(())
        } else {
            Err(format!("there is no group {digits} before `\\{digits}`"))
        }
    }

    /// What stands behind an opening bracket, up to where the pattern of the group begins.
    fn group(&mut self) -> Result<(), String> {
        self.text.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            self.groups += 1;
            self.begun = true;
            return Ok(());
        }
        let Some(kind) = self.rest.next() else { return Err("`(?` is not closed".to_owned()) };
        match kind {
            '<' => match self.rest.peek() {
                Some('=' | '!') => self.text.push_str("?<"),
                _ => return Err("groups get their names by `(?P<name>`".to_owned()),
            },
            'P' if self.rest.peek() == Some(&'<') => {
                let name: String = self.rest.by_ref().skip(1).take_while(|it| *it != '>').collect();
                self.text.extend(["?P<", name.as_str(), ">"]);
                self.groups += 1;
                if !self.names.insert(name.clone()) {
                    return Err(format!("two groups are called `{name}`"));
                }
            }
            '#' => {
                // The comment itself may look like anything.
                if !self.rest.by_ref().any(|it| it == ')') {
                    return Err("a comment is not closed".to_owned());
                }
                self.text.pop();
            }
            'a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x' | '-' => return self.flags(kind),
            other => self.text.extend(['?', other]),
        }
        self.begun = true;
        Ok(())
    }

    /// Flags, of which the first has been read: of the whole pattern, or of a group.
    fn flags(&mut self, first: char) -> Result<(), String> {
        let mut flags = String::from(first);
        while let Some(flag) = self.rest.next_if(|it| it.is_ascii_alphabetic() || *it == '-') {
            flags.push(flag);
        }
        let of_group = match self.rest.next() {
            Some(':') => true,
            Some(')') if self.begun => return Err("flags of the whole pattern stand at its start".to_owned()),
            Some(')') if !flags.contains('-') => false,
            _ => return Err(format!("`(?{flags}` is not closed")),
        };
        if flags.contains('L') || (of_group && flags.contains('a')) {
            return Err(format!("the flags `{flags}` are not possible here"));
        }
        self.ascii |= flags.contains('a');
        self.begun |= of_group;
        // What is left of them may be nothing: Unicode is the default.
        let flags = flags.replace(['a', 'u'], "");
        let end = if of_group { ":" } else { ")" };
        if flags.is_empty() && !of_group {
            self.text.pop();
        } else {
            self.text.extend(["?", flags.as_str(), end]);
        }
        Ok(())
    }
}
