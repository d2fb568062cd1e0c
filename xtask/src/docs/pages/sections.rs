//! Titles of the sections into which the book groups blocks.

use block_runtime::block::Section;
use block_runtime::describe::slug;

/// The title of a section, for people; blocks without a section stand under `Other`.
pub fn title(section: Option<Section>) -> &'static str {
    match section {
        Some(Section::Model) => "Models",
        Some(Section::Visualization) => "Visualizations",
        Some(Section::FlowControl) => "Logic and Branching",
        Some(Section::DataStorage) => "Data Storage",
        Some(Section::Notifications) => "Notifications",
        Some(Section::Transformation) => "Transformations",
        Some(Section::ClassicalCv) => "Classical Computer Vision",
        Some(Section::Video) => "Video",
        Some(Section::Advanced) => "Advanced",
        Some(Section::Analytics) => "Analytics",
        Some(Section::Industrial) => "Industrial",
        None => "Other",
    }
}

/// The address of a heading within its page.
pub fn anchor(heading: &str) -> String {
    slug(heading).replace('_', "-")
}
