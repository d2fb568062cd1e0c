//! Escapes, and classes of characters.

use super::super::flags::Flag;
use super::{Fault, Translator};

/// What follows a backslash.
pub(super) enum Escape {
    Literal(char),
    /// `\d`, `\W`, …
    Class(char),
    /// `\A`, `\b`, …
    Place(char),
    Group(usize),
}

impl Translator<'_> {
    /// What is at a place that a letter stands for.
    pub(super) fn border(&self, letter: char) -> String {
        let word = self.members('w');
        match letter {
            'A' => r"\A".to_owned(),
            'Z' => r"\z".to_owned(),
            'b' => format!("(?:(?<={word})(?!{word})|(?<!{word})(?={word}))"),
            // Python finds none in an empty text.
            _ => format!(r"(?:(?<={word})(?={word})|(?<!{word})(?!{word})(?!\A\z))"),
        }
    }

    /// The class that a letter stands for. Marks are no parts of words in Python, and separators of records are space.
    pub(super) fn members(&self, letter: char) -> &'static str {
        match (letter, self.has(Flag::Ascii)) {
            ('d', false) => r"\d",
            ('D', false) => r"\D",
            ('s', false) => r"[\s\x1c-\x1f]",
            ('S', false) => r"[^\s\x1c-\x1f]",
            ('w', false) => r"[\pL\pN_]",
            ('d', true) => "[0-9]",
            ('D', true) => "[^0-9]",
            ('s', true) => r"[ \t-\r]",
            ('S', true) => r"[^ \t-\r]",
            ('w', true) => "[0-9A-Z_a-z]",
            (_, true) => "[^0-9A-Z_a-z]",
            (_, false) => r"[^\pL\pN_]",
        }
    }

    /// What follows a backslash.
    pub(super) fn escape(&mut self, in_class: bool) -> Result<Escape, Fault> {
        let Some(character) = self.rest.next() else { return Err(self.malformed("it ends with a backslash")) };
        Ok(Escape::Literal(match character {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => return Ok(Escape::Class(character)),
            'A' | 'Z' | 'b' | 'B' if !in_class => return Ok(Escape::Place(character)),
            'b' => '\x08',
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            'N' => return Err(self.unsupported(r"names of characters (`\N{…}`) are", "write the character itself")),
            '0'..='9' => return self.digits(character, in_class),
            letter if letter.is_ascii_alphabetic() => return Err(self.malformed("no escape has this letter")),
            other => other,
        }))
    }

    /// A character by its code in hexadecimal.
    fn code(&mut self, length: usize) -> Result<char, Fault> {
        let digits = self.eat_while(length, |character| character.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == length);
        code.and_then(char::from_u32).ok_or_else(|| self.malformed("an escape by code names no character"))
    }

    /// A character by its code in octal, or a reference to a group.
    fn digits(&mut self, first: char, in_class: bool) -> Result<Escape, Fault> {
        let octal = |character: char| character.is_digit(8);
        let mut digits = String::from(first);
        if first == '0' || in_class {
            digits.push_str(self.eat_while(2, octal));
        } else if let Some(second) = self.eat_if(|character| character.is_ascii_digit()) {
            digits.push(second);
            match self.rest.clone().next().filter(|third| octal(first) && octal(second) && octal(*third)) {
                Some(_) => digits.push_str(self.eat_while(1, octal)),
                None => return Ok(Escape::Group(digits.parse().unwrap_or(usize::MAX))),
            }
        } else {
            return Ok(Escape::Group(digits.parse().unwrap_or(usize::MAX)));
        }
        let code = u8::from_str_radix(&digits, 8);
        code.map(|code| Escape::Literal(char::from(code))).map_err(|_| self.malformed("an octal code is out of range"))
    }

    /// The rest of a class of characters.
    pub(super) fn class(&mut self) -> Result<(), Fault> {
        let is_negated = self.eat('^');
        self.atom(if is_negated { "[^" } else { "[" });
        let mut is_first = true;
        while let Some(low) = self.member(is_first)? {
            is_first = false;
            if !self.eat('-') {
                self.write_member(&low);
                continue;
            }
            let Some(high) = self.member(false)? else {
                self.write_member(&low);
                self.write_member(&Escape::Literal('-'));
                break;
            };
            match (&low, &high) {
                (Escape::Literal(from), Escape::Literal(to)) if from <= to => {
                    self.write_member(&low);
                    self.text.push('-');
                    self.write_member(&high);
                }
                _ => return Err(self.malformed("a range in a class does not lead from a character up to another")),
            }
        }
        self.text.push(']');
        Ok(())
    }

    /// The next member of a class; none where it ends.
    fn member(&mut self, is_first: bool) -> Result<Option<Escape>, Fault> {
        match self.rest.next() {
            None => Err(self.malformed("a class of characters is not closed")),
            Some(']') if !is_first => Ok(None),
            Some('\\') => self.escape(true).map(Some),
            Some(other) => Ok(Some(Escape::Literal(other))),
        }
    }

    fn write_member(&mut self, member: &Escape) {
        match member {
            Escape::Literal(character) => {
                if character.is_ascii_punctuation() {
                    self.text.push('\\');
                }
                self.text.push(*character);
            }
            Escape::Class(letter) => self.text.push_str(self.members(*letter)),
            Escape::Place(_) | Escape::Group(_) => unreachable!("escapes in classes are literals or classes"),
        }
    }
}
