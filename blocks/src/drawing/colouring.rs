//! How detections get their colours.

use block_runtime::prelude::*;

use super::colour::Colour;
use super::gradients;
use super::palette::{Palette, PaletteError};

/// How a block colours detections: the properties that all blocks share that do so.
#[derive(Debug, Properties)]
pub struct Colouring {
    /// Colours to choose from.
    #[block(default = ColorPalette::Default, example = "DEFAULT", example = "$inputs.color_palette")]
    pub color_palette: Or<Open<ColorPalette>>,

    /// How many colours are taken out of a Matplotlib palette, at equal distances along it; from 1. The other palettes
    /// take no notice.
    #[block(default = 10, example = 10, example = "$inputs.palette_size")]
    pub palette_size: Or<i64>,

    /// Colours of the palette `CUSTOM`, such as `#FF0000`, `rgb(255, 0, 0)` or `red`.
    #[block(default = Vec::new(), example = ["#FF0000", "#00FF00", "#0000FF"], example = "$inputs.custom_colors")]
    pub custom_colors: Or<Vec<String>>,

    /// What decides the colour of a detection. The first colour of the palette is number 0; behind the last one the
    /// first follows again.
    #[block(default = ColorAxis::Class, example = "CLASS", example = "$inputs.color_axis")]
    pub color_axis: Or<ColorAxis>,
}

/// Colours to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum ColorPalette {
    /// 21 bright colours.
    #[block(rename = "DEFAULT")]
    Default,
    /// The colours of `custom_colors`.
    #[block(rename = "CUSTOM")]
    Custom,
    /// Six violets.
    #[block(rename = "ROBOFLOW")]
    Roboflow,
    /// From violet through green to yellow.
    #[block(rename = "Matplotlib Viridis")]
    Viridis,
    /// From blue through pink to yellow.
    #[block(rename = "Matplotlib Plasma")]
    Plasma,
    /// From black through red to light yellow.
    #[block(rename = "Matplotlib Inferno")]
    Inferno,
    /// From black through purple to a light cream.
    #[block(rename = "Matplotlib Magma")]
    Magma,
    /// From blue through grey to yellow; made for people who see few colours.
    #[block(rename = "Matplotlib Cividis")]
    Cividis,
    /// 9 pale colours.
    #[block(rename = "Matplotlib Pastel1")]
    Pastel1,
    /// 8 pale colours.
    #[block(rename = "Matplotlib Pastel2")]
    Pastel2,
    /// 12 colours in pairs of a light and a dark one.
    #[block(rename = "Matplotlib Paired")]
    Paired,
    /// 8 colours, some of them loud.
    #[block(rename = "Matplotlib Accent")]
    Accent,
    /// 8 dark colours.
    #[block(rename = "Matplotlib Dark2")]
    Dark2,
    /// 9 strong colours.
    #[block(rename = "Matplotlib Set1")]
    Set1,
    /// 8 soft colours.
    #[block(rename = "Matplotlib Set2")]
    Set2,
    /// 12 light colours.
    #[block(rename = "Matplotlib Set3")]
    Set3,
    /// 10 colours that are easy to tell apart.
    #[block(rename = "Matplotlib Tab10")]
    Tab10,
    /// Those of `Tab10`, each with a lighter one.
    #[block(rename = "Matplotlib Tab20")]
    Tab20,
    /// 5 colours in four shades.
    #[block(rename = "Matplotlib Tab20b")]
    Tab20b,
    /// 5 other colours in four shades.
    #[block(rename = "Matplotlib Tab20c")]
    Tab20c,
}

/// What decides the colour of a detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ColorAxis {
    /// Its place among the detections of the image.
    Index,
    /// Its class: all objects of a class have one colour.
    Class,
    /// Its track: an object keeps its colour from frame to frame. Those whose track is not yet certain (-1) are grey.
    Track,
}

/// Why detections have no colours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColouringError {
    /// The palette has none.
    #[error(transparent)]
    Palette(#[from] PaletteError),
    /// A parameter names a palette that there is not.
    #[error("there is no palette `{0}`; choose one of those that the property lists, or LEGACY")]
    UnknownPalette(String),
    /// Detections of no track are coloured by their tracks.
    #[error(
        "the detections are not tracked, so they cannot be coloured by TRACK; put a tracker before this step, or colour them by CLASS or INDEX"
    )]
    NotTracked,
}

const DEFAULT: &str = "\
    A351FBFF4040FFA1A0FF7633FFB633D1D4354CFB1294CF1A40DE8A1B964000D6C12E9CAA00C4FF3647976675FF0019EF863AFF530087CD3AFF\
    FF97CAFF39C9";
const LEGACY: &str = "\
    A351FBE6194B3CB44BFFE1190082C8F58231911EB446F0F0F032E6D2F53CFABEBE008080E6BEFFAA6E28FFFAC8800000AAFFC3";
const ROBOFLOW: &str = "C28DFCA351FB8315F96706CE5905B34D049A";
const PASTEL1: &str = "FBB4AEB3CDE3CCEBC5DECBE4FED9A6FFFFCCE5D8BDFDDAECF2F2F2";
const PASTEL2: &str = "B3E2CDFDCDACCBD5E8F4CAE4E6F5C9FFF2AEF1E2CCCCCCCC";
const PAIRED: &str = "A6CEE31F78B4B2DF8A33A02CFB9A99E31A1CFDBF6FFF7F00CAB2D66A3D9AFFFF99B15928";
const ACCENT: &str = "7FC97FBEAED4FDC086FFFF99386CB0F0027FBF5B16666666";
const DARK2: &str = "1B9E77D95F027570B3E7298A66A61EE6AB02A6761D666666";
const SET1: &str = "E41A1C377EB84DAF4A984EA3FF7F00FFFF33A65628F781BF999999";
const SET2: &str = "66C2A5FC8D628DA0CBE78AC3A6D854FFD92FE5C494B3B3B3";
const SET3: &str = "8DD3C7FFFFB3BEBADAFB807280B1D3FDB462B3DE69FCCDE5D9D9D9BC80BDCCEBC5FFED6F";
const TAB10: &str = "1F77B4FF7F0E2CA02CD627289467BD8C564BE377C27F7F7FBCBD2217BECF";
const TAB20: &str = "\
    1F77B4AEC7E8FF7F0EFFBB782CA02C98DF8AD62728FF98969467BDC5B0D58C564BC49C94E377C2F7B6D27F7F7FC7C7C7BCBD22DBDB8D17BECF\
    9EDAE5";
const TAB20B: &str = "\
    393B795254A36B6ECF9C9EDE6379398CA252B5CF6BCEDB9C8C6D31BD9E39E7BA52E7CB94843C39AD494AD6616BE7969C7B4173A55194CE6DBD\
    DE9ED6";
const TAB20C: &str = "\
    3182BD6BAED69ECAE1C6DBEFE6550DFD8D3CFDAE6BFDD0A231A35474C476A1D99BC7E9C0756BB19E9AC8BCBDDCDADAEB636363969696BDBDBD\
    D9D9D9";

/// Number of tracks that a tracker has not confirmed yet, and their colour.
const PENDING: (i64, Colour) = (-1, image::Rgb([128; 3]));

impl Colouring {
    /// A colouring as it is by default, for blocks that are made by hand.
    #[cfg(test)]
    pub fn by(color_axis: ColorAxis) -> Self {
        Self {
            color_palette: Open::Listed(ColorPalette::Default).into(),
            palette_size: 10.into(),
            custom_colors: Vec::new().into(),
            color_axis: color_axis.into(),
        }
    }

    /// The colour of each detection.
    ///
    /// # Errors
    /// [`ColouringError`] where there is no such palette, it has no colours, or the detections lack what decides.
    pub fn colours(&self, detections: &Detections) -> Result<Vec<Colour>, ColouringError> {
        let palette = self.palette()?;
        let colour = |number: i64| palette.colour(number).map_err(ColouringError::from);
        match *self.color_axis {
            ColorAxis::Index => (0..).take(detections.len()).map(colour).collect(),
            ColorAxis::Class => detections.class_ids().iter().copied().map(colour).collect(),
            ColorAxis::Track => {
                let tracks = detections.tracker_ids().ok_or(ColouringError::NotTracked)?.iter();
                tracks.map(|track| if *track == PENDING.0 { Ok(PENDING.1) } else { colour(*track) }).collect()
            }
        }
    }

    fn palette(&self) -> Result<Palette, ColouringError> {
        let sampled = |table| Palette::sampled(table, *self.palette_size);
        let listed = match &*self.color_palette {
            Open::Listed(palette) => *palette,
            Open::Other(name) if name == "LEGACY" => return Ok(Palette::all(LEGACY)),
            Open::Other(name) => return Err(ColouringError::UnknownPalette(name.clone())),
        };
        Ok(match listed {
            ColorPalette::Default => Palette::all(DEFAULT),
            ColorPalette::Custom => Palette::own(&self.custom_colors)?,
            ColorPalette::Roboflow => Palette::all(ROBOFLOW),
            ColorPalette::Viridis => sampled(gradients::VIRIDIS)?,
            ColorPalette::Plasma => sampled(gradients::PLASMA)?,
            ColorPalette::Inferno => sampled(gradients::INFERNO)?,
            ColorPalette::Magma => sampled(gradients::MAGMA)?,
            ColorPalette::Cividis => sampled(gradients::CIVIDIS)?,
            ColorPalette::Pastel1 => sampled(PASTEL1)?,
            ColorPalette::Pastel2 => sampled(PASTEL2)?,
            ColorPalette::Paired => sampled(PAIRED)?,
            ColorPalette::Accent => sampled(ACCENT)?,
            ColorPalette::Dark2 => sampled(DARK2)?,
            ColorPalette::Set1 => sampled(SET1)?,
            ColorPalette::Set2 => sampled(SET2)?,
            ColorPalette::Set3 => sampled(SET3)?,
            ColorPalette::Tab10 => sampled(TAB10)?,
            ColorPalette::Tab20 => sampled(TAB20)?,
            ColorPalette::Tab20b => sampled(TAB20B)?,
            ColorPalette::Tab20c => sampled(TAB20C)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(color_palette: Open<ColorPalette>, palette_size: i64) -> Result<Colour, ColouringError> {
        let colouring = Colouring {
            color_palette: color_palette.into(),
            palette_size: palette_size.into(),
            custom_colors: vec!["red".to_owned()].into(),
            ..Colouring::by(ColorAxis::Index)
        };
        Ok(colouring.palette()?.colour(1)?)
    }

    #[test]
    fn palettes_have_the_colours_of_the_reference() {
        for (palette, expected) in [
            (ColorPalette::Default, [0xff, 0x40, 0x40]),
            (ColorPalette::Custom, [255, 0, 0]),
            (ColorPalette::Roboflow, [0xa3, 0x51, 0xfb]),
            (ColorPalette::Viridis, [0x3a, 0x52, 0x8b]),
            (ColorPalette::Plasma, [0x7e, 0x03, 0xa7]),
            (ColorPalette::Inferno, [0x57, 0x0f, 0x6d]),
            (ColorPalette::Magma, [0x50, 0x12, 0x7b]),
            (ColorPalette::Cividis, [0x43, 0x4e, 0x6b]),
            (ColorPalette::Pastel1, [0xcc, 0xeb, 0xc5]),
            (ColorPalette::Pastel2, [0xcb, 0xd5, 0xe8]),
            (ColorPalette::Paired, [0x33, 0xa0, 0x2c]),
            (ColorPalette::Accent, [0xfd, 0xc0, 0x86]),
            (ColorPalette::Dark2, [0x75, 0x70, 0xb3]),
            (ColorPalette::Set1, [0x4d, 0xaf, 0x4a]),
            (ColorPalette::Set2, [0x8d, 0xa0, 0xcb]),
            (ColorPalette::Set3, [0xfb, 0x80, 0x72]),
            (ColorPalette::Tab10, [0x2c, 0xa0, 0x2c]),
            (ColorPalette::Tab20, [0x98, 0xdf, 0x8a]),
            (ColorPalette::Tab20b, [0x8c, 0xa2, 0x52]),
            (ColorPalette::Tab20c, [0xfd, 0x8d, 0x3c]),
        ] {
            assert_eq!(first(palette.into(), 5), Ok(image::Rgb(expected)), "{palette:?}");
        }
    }

    #[test]
    fn references_may_bring_the_palette_that_is_not_listed() {
        assert_eq!(first(Open::Other("LEGACY".to_owned()), 0), Ok(image::Rgb([0xe6, 0x19, 0x4b])));
        let unknown = first(Open::Other("Matplotlib Hot".to_owned()), 5).unwrap_err();
        assert!(unknown.to_string().contains("LEGACY"), "{unknown}");
        assert!(first(ColorPalette::Magma.into(), 0).unwrap_err().to_string().contains("palette_size"));
    }
}
