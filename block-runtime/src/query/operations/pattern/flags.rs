//! The flags of regular expressions.

/// A flag that an expression can set inside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    IgnoreCase = 1,
    MultiLine = 2,
    DotAll = 4,
    Verbose = 8,
    Ascii = 16,
    Unicode = 32,
}

impl Flag {
    pub(super) fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'i' => Self::IgnoreCase,
            'm' => Self::MultiLine,
            's' => Self::DotAll,
            'x' => Self::Verbose,
            'a' => Self::Ascii,
            'u' => Self::Unicode,
            _ => return None,
        })
    }
}

/// A set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u8);

impl Flags {
    /// Those of which one can be set at most.
    pub(super) const ALPHABETS: Self = Self(Flag::Ascii as u8 | Flag::Unicode as u8);

    pub(super) fn has(self, flag: Flag) -> bool {
        self.0 & flag as u8 != 0
    }

    #[must_use]
    pub(super) fn with(self, flag: Flag) -> Self {
        Self(self.0 | flag as u8)
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The flags of a group, or of the whole expression where more of them are set: only in a group does a new alphabet
    /// replace the one before.
    #[must_use]
    pub(super) fn changed(self, added: Self, removed: Self, is_whole: bool) -> Self {
        let replaced = if !is_whole && added.overlaps(Self::ALPHABETS) { Self::ALPHABETS.0 } else { 0 };
        Self((self.0 & !replaced & !removed.0) | added.0)
    }
}
