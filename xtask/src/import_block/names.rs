//! Names in Rust for names in JSON.

/// Words that a field cannot be called without `r#`.
const KEYWORDS: [&str; 41] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "try", "unsafe", "use", "where", "while",
];

/// `roboflow_core/image_blur@v1` as `roboflow_core_image_blur_v1`.
pub fn module(id: &str) -> String {
    words(id).join("_").to_lowercase()
}

/// `roboflow_core/image_blur@v1` as `ImageBlur`.
pub fn block(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id);
    pascal(name.split('@').next().unwrap_or(name))
}

/// `blur_type` as `BlurType`, `gpt-4o` as `Gpt4o`, `3d-model` as `V3dModel`.
pub fn pascal(text: &str) -> String {
    let joined: String = words(text).into_iter().map(capitalised).collect();
    match joined.chars().next() {
        None => "Other".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("V{joined}"),
        Some(_) if matches!(joined.as_str(), "Self") => format!("{joined}Value"),
        Some(_) => joined,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn capitalised(word: &str) -> String {
    let shouted = !word.chars().any(|c| c.is_ascii_lowercase());
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let rest = chars.map(|c| if shouted { c.to_ascii_lowercase() } else { c });
    first.into_iter().chain(rest).collect()
}

/// A field of this name, and whether it must be renamed to have it in JSON.
pub fn field(name: &str) -> (String, bool) {
    let mut written = words(name).join("_").to_lowercase();
    if written.is_empty() || written.starts_with(|c: char| c.is_ascii_digit()) || written == "self" {
        written.insert_str(0, "value_");
    }
    let renamed = written != name;
    if KEYWORDS.contains(&written.as_str()) {
        written.insert_str(0, "r#");
    }
    (written, renamed)
}

/// A name that is not among those taken, by a number at its end if need be.
pub fn unused(name: String, taken: &[String]) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let numbered = (2_u32..).map(|number| format!("{name}{number}"));
    numbered.into_iter().find(|candidate| !taken.contains(candidate)).unwrap_or(name)
}

/// Name of a variant in JSON where nothing is said about it: its words in lower case, joined by this.
pub fn separated(variant: &str, separator: char) -> String {
    let mut text = String::new();
    for (place, c) in variant.char_indices() {
        if c.is_uppercase() && place > 0 {
            text.push(separator);
        }
        text.extend(c.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_speak() {
        assert_eq!(block("roboflow_core/camera-calibration@v1"), "CameraCalibration");
        assert_eq!(pascal("gpt-4o-mini"), "Gpt4oMini");
        assert_eq!(pascal("3d-model"), "V3dModel");
        assert_eq!(pascal("CENTER_OF_MASS"), "CenterOfMass");
        assert_eq!(pascal(">="), "Other");
        assert_eq!(field("match"), ("r#match".to_owned(), false));
        assert_eq!(field("maxTokens"), ("maxtokens".to_owned(), true));
        assert_eq!(unused("A".to_owned(), &["A".to_owned(), "A2".to_owned()]), "A3");
    }
}
