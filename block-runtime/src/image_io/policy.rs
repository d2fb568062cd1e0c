//! What is accepted as an image.

use crate::net::UrlPolicy;

/// Where images may come from and how large they may be. The default suits a server that reads what strangers send.
#[derive(Debug, Clone, Default)]
pub struct ImagePolicy {
    /// How large images may be.
    pub limits: ImageLimits,
    /// Which URLs are fetched.
    pub urls: UrlPolicy,
    /// Whether text may be the path of a file on this machine. Default: no. For programs that people run on their own
    /// files; never where somebody else writes the inputs.
    pub allow_local_files: bool,
}

/// How large images may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageLimits {
    /// The largest file in bytes. Default: 64 MiB.
    pub max_encoded_bytes: usize,
    /// The most pixels, as the header of the file tells. Default: 2²⁶, 67.1 megapixels, which in memory are 192 MiB.
    pub max_pixels: u64,
}

impl Default for ImageLimits {
    fn default() -> Self {
        Self { max_encoded_bytes: 64 << 20, max_pixels: 1 << 26 }
    }
}

impl ImageLimits {
    /// The most memory that a decoder may ask for: room for four channels of 16 bits.
    pub(super) fn decoder_bytes(&self) -> u64 {
        self.max_pixels.saturating_mul(8)
    }
}
