//! Palettes: lists of colours that are gone through again and again.

use std::num::NonZeroU32;

use super::colour::{Colour, ColourError, parse_colour};

/// Colours by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette(Colours);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Colours {
    /// All colours of a table, in their order.
    All(&'static str),
    /// Colours at equal distances along a table.
    Sampled { table: &'static str, count: NonZeroU32 },
    /// An author's own; at least one.
    Own(Vec<Colour>),
}

/// Why a palette has no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaletteError {
    /// An author's own palette without colours.
    #[error("the palette CUSTOM has no colours; list some in `custom_colors`, such as `#FF0000`")]
    Empty,
    /// One of its colours is none.
    #[error("`custom_colors`: {0}")]
    Colour(#[from] ColourError),
    /// A palette cannot have so many colours.
    #[error("a palette cannot have {0} colours; choose a `palette_size` of 1 or more")]
    Size(i64),
    /// A number below zero.
    #[error("the colour number {0} is below zero; palettes count from 0")]
    Number(i64),
}

/// Digits of a colour in a table.
const DIGITS: usize = 6;

impl Palette {
    /// All colours of a table of hexadecimal digits, six a colour.
    pub(super) const fn all(table: &'static str) -> Self {
        Self(Colours::All(table))
    }

    /// So many colours at equal distances along a table.
    ///
    /// # Errors
    /// [`PaletteError::Size`] where the number is not positive.
    pub(super) fn sampled(table: &'static str, count: i64) -> Result<Self, PaletteError> {
        // More colours than any table has tell no more.
        let capped = u32::try_from(count.min(u32::MAX.into())).ok().and_then(NonZeroU32::new);
        capped.map(|count| Self(Colours::Sampled { table, count })).ok_or(PaletteError::Size(count))
    }

    /// The colours that an author has listed.
    ///
    /// # Errors
    /// [`PaletteError`] where there are none, or one cannot be read.
    pub fn own(texts: &[String]) -> Result<Self, PaletteError> {
        if texts.is_empty() {
            return Err(PaletteError::Empty);
        }
        let colours: Result<_, ColourError> = texts.iter().map(|text| parse_colour(text)).collect();
        Ok(Self(Colours::Own(colours?)))
    }

    /// The colour of a number; behind the last colour the first one follows again.
    ///
    /// # Errors
    /// [`PaletteError::Number`] below zero.
    pub fn colour(&self, number: i64) -> Result<Colour, PaletteError> {
        let number = u64::try_from(number).map_err(|_| PaletteError::Number(number))?;
        let within = |count: usize| usize::try_from(number % (count.max(1) as u64)).unwrap_or_default();
        match &self.0 {
            Colours::All(table) => Ok(entry(table, within(table.len() / DIGITS))),
            Colours::Own(colours) => colours.get(within(colours.len())).copied().ok_or(PaletteError::Empty),
            Colours::Sampled { table, count } => {
                let number = u32::try_from(number % u64::from(count.get())).unwrap_or_default();
                Ok(entry(table, sample(table.len() / DIGITS, number, *count)))
            }
        }
    }
}

/// Which entry of a table stands for a colour of many, rounded as Matplotlib does.
fn sample(entries: usize, number: u32, count: NonZeroU32) -> usize {
    let last = count.get() - 1;
    let share = if number == last { f64::from(last.min(1)) } else { f64::from(number) * (1.0 / f64::from(last)) };
    #[expect(clippy::cast_precision_loss, reason = "tables are short")]
    let place = share * entries as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place within the table")]
    let place = place as usize;
    place.min(entries.saturating_sub(1))
}

fn entry(table: &str, place: usize) -> Colour {
    let digits = table.get(place * DIGITS..(place + 1) * DIGITS).unwrap_or_default();
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).unwrap_or_default().to_be_bytes();
    image::Rgb([red, green, blue])
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    const TABLE: &str = "000000111111222222333333444444";

    #[test]
    fn colours_come_again_behind_the_last_one() {
        let own = Palette::own(&["#123".to_owned(), "red".to_owned()]).unwrap();
        assert_eq!(own.colour(0), Ok(Rgb([0x11, 0x22, 0x33])));
        assert_eq!(own.colour(3), Ok(Rgb([255, 0, 0])));
        let all = Palette::all(TABLE);
        assert_eq!(all.colour(4), Ok(Rgb([0x44; 3])));
        assert_eq!(all.colour(5), Ok(Rgb([0; 3])));
        assert_eq!(all.colour(i64::MAX), Ok(Rgb([0x22; 3])));
    }

    #[test]
    fn samples_are_spread_over_the_table() {
        let samples = |count| {
            let palette = Palette::sampled(TABLE, count).unwrap();
            (0..count).map(|number| palette.colour(number).unwrap().0[0] / 0x11).collect::<Vec<_>>()
        };
        assert_eq!(samples(1), [0]);
        assert_eq!(samples(2), [0, 4]);
        assert_eq!(samples(3), [0, 2, 4]);
        assert_eq!(samples(8), [0, 0, 1, 2, 2, 3, 4, 4]);
        assert!(Palette::sampled(TABLE, i64::MAX).is_ok());
    }

    #[test]
    fn palettes_without_colours_and_numbers_below_zero_are_errors() {
        assert_eq!(Palette::own(&[]), Err(PaletteError::Empty));
        assert!(matches!(Palette::own(&["mauve".to_owned()]), Err(PaletteError::Colour(_))));
        assert_eq!(Palette::sampled(TABLE, 0), Err(PaletteError::Size(0)));
        assert_eq!(Palette::sampled(TABLE, -5), Err(PaletteError::Size(-5)));
        assert_eq!(Palette::all(TABLE).colour(-1), Err(PaletteError::Number(-1)));
    }
}
