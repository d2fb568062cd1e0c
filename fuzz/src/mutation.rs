//! Mutations of JSON: parts are replaced, copied, removed and renamed, so that what comes out is JSON still.
//!
//! Changes of single bytes hardly ever leave a definition that gets past the parser. Every fourth mutation is one of
//! bytes all the same, for the parser's own sake.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Map, Value as Json, json};

/// Numbers that follow from a seed; xorshift is plenty here.
struct Choices(u64);

impl Choices {
    fn pick(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % count.max(1)
    }
}

/// Changes the first `size` bytes of `data` and tells how many there are then; `words` are texts worth trying.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32, words: &[String]) -> usize {
    let mut choices = Choices(u64::from(seed) | 1 << 40);
    let parsed = crate::json(&data[..size]);
    let Some(mut json) = parsed.filter(|_| choices.pick(4) > 0) else { return fuzzer_mutate(data, size, max_size) };
    for _ in 0..=choices.pick(3) {
        change(&mut json, &mut choices, words);
    }
    let text = json.to_string();
    if text.len() > max_size.min(data.len()) {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

fn count(json: &Json) -> usize {
    1 + match json {
        Json::Array(items) => items.iter().map(count).sum(),
        Json::Object(members) => members.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The part with a number, in the order of the text.
fn part<'a>(json: &'a mut Json, number: &mut usize) -> Option<&'a mut Json> {
    if *number == 0 {
        return Some(json);
    }
    *number -= 1;
    let mut parts: Box<dyn Iterator<Item = &mut Json>> = match json {
        Json::Array(items) => Box::new(items.iter_mut()),
        Json::Object(members) => Box::new(members.values_mut()),
        _ => return None,
    };
    parts.find_map(|inner| part(inner, number))
}

fn change(json: &mut Json, choices: &mut Choices, words: &[String]) {
    let parts = count(json);
    let mut other = choices.pick(parts);
    let other = part(json, &mut other).cloned().unwrap_or_default();
    let mut number = choices.pick(parts);
    let Some(target) = part(json, &mut number) else { return };
    match (choices.pick(8), target) {
        (0, target) => *target = other,
        (1, target) => *target = leaf(choices, words),
        (2, Json::Array(items)) if !items.is_empty() => {
            items.remove(choices.pick(items.len()));
        }
        (2, Json::Object(members)) => {
            let name = members.keys().nth(choices.pick(members.len())).cloned().unwrap_or_default();
            members.shift_remove(&name);
        }
        (3, Json::Array(items)) if !items.is_empty() => {
            let copy = items[choices.pick(items.len())].clone();
            items.insert(choices.pick(items.len() + 1), copy);
        }
        (4, Json::Array(items)) => items.push(other),
        (4 | 5, Json::Object(members)) => {
            members.insert(word(choices, words), other);
        }
        (6, Json::Object(members)) if !members.is_empty() => rename(members, choices, words),
        (6, Json::Array(items)) => items.reverse(),
        (_, Json::String(text)) => *text = spliced(text, choices, words),
        (_, Json::Number(number)) => {
            let old = number.as_i64().unwrap_or_default();
            let new = [old.wrapping_add(1), old.wrapping_neg(), 0, i64::MAX, old.wrapping_mul(1000), -1];
            *number = new[choices.pick(new.len())].into();
        }
        (_, target) => *target = leaf(choices, words),
    }
}

fn rename(members: &mut Map<String, Json>, choices: &mut Choices, words: &[String]) {
    let name = members.keys().nth(choices.pick(members.len())).cloned().unwrap_or_default();
    if let Some(value) = members.shift_remove(&name) {
        members.insert(word(choices, words), value);
    }
}

fn word(choices: &mut Choices, words: &[String]) -> String {
    words.get(choices.pick(words.len())).cloned().unwrap_or_default()
}

/// A text, with a name between its dots exchanged for a word or changed at one place.
fn spliced(text: &str, choices: &mut Choices, words: &[String]) -> String {
    let mut names: Vec<String> = text.split('.').map(str::to_owned).collect();
    let place = choices.pick(names.len());
    let mut letters: Vec<char> = names[place].chars().collect();
    match choices.pick(4) {
        0 => names[place] = word(choices, words),
        1 => names.insert(place, word(choices, words)),
        2 if !letters.is_empty() => {
            letters.remove(choices.pick(letters.len()));
            names[place] = letters.into_iter().collect();
        }
        _ => {
            let letter = [' ', '$', '.', '*', 'a', '0', '"', '\u{0}', 'é', '𝄞'];
            letters.insert(choices.pick(letters.len() + 1), letter[choices.pick(letter.len())]);
            names[place] = letters.into_iter().collect();
        }
    }
    names.join(".")
}

fn leaf(choices: &mut Choices, words: &[String]) -> Json {
    match choices.pick(10) {
        0 => Json::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        4 => json!(1.5),
        5 => json!(choices.pick(20)),
        6 => json!(-1e300),
        _ => word(choices, words).into(),
    }
}
