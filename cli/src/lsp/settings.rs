//! What the user of an editor can choose.

use std::path::PathBuf;

use serde::Deserialize;

/// The settings, as editors send them when they start and when they change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Which findings are told.
    pub diagnostics: Diagnostics,
    /// What is shown between the lines.
    pub hints: Hints,
    /// Address of the book, for links from diagnostics.
    pub docs: Option<String>,
    /// Folder of saved workflows of the workspace `local`.
    pub workflows: Option<PathBuf>,
}

/// Which findings are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Diagnostics {
    /// Codes that are not told; `shape` stands for all that the JSON Schema tells.
    pub ignore: Vec<String>,
}

/// What is shown between the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// The kinds of data behind references.
    pub kinds: bool,
    /// The defaults of properties that are left out.
    pub defaults: bool,
}

impl Default for Hints {
    fn default() -> Self {
        Self { kinds: true, defaults: true }
    }
}

impl Settings {
    const NAMES: [&str; 4] = ["diagnostics", "hints", "docs", "workflows"];

    /// Reads what an editor sends, which may stand below `blocks`; nothing where it says nothing about this program.
    ///
    /// Some editors send the settings of other programs too, or empty ones after those that they have started with.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn read(sent: &serde_json::Value) -> Result<Option<Self>, String> {
        let own = match sent.get("blocks") {
            Some(serde_json::Value::Null) => return Ok(Some(Self::default())),
            Some(own) => own,
            None if Self::NAMES.iter().any(|name| sent.get(name).is_some()) => sent,
            None => return Ok(None),
        };
        Self::deserialize(own).map(Some).map_err(|error| format!("the settings of `blocks` cannot be used: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_may_stand_below_the_name_of_the_program() {
        let settings = json!({"diagnostics": {"ignore": ["unused-input"]}, "hints": {"kinds": false}});
        let read = Settings::read(&settings).unwrap().unwrap();
        assert_eq!(read.diagnostics.ignore, ["unused-input"]);
        assert_eq!(read.hints, Hints { kinds: false, defaults: true });
        assert_eq!(Settings::read(&json!({"blocks": settings})), Ok(Some(read)));
        assert_eq!(Settings::read(&json!({"blocks": null})), Ok(Some(Settings::default())));
        assert!(Settings::read(&json!({"hints": 1})).unwrap_err().contains("cannot be used"));
    }
    #[test]
    fn settings_of_others_say_nothing() {
        for sent in [json!(null), json!({}), json!([]), json!({"yaml": {"format": {"enable": true}}})] {
            assert_eq!(Settings::read(&sent), Ok(None), "{sent}");
        }
    }
}
