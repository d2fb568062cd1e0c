//! Blocks about single values.

use std::sync::Arc;

use block_runtime::prelude::*;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    block::<NoneIf>(),
    block::<Source>(),
    block::<Listing>(),
    block::<Items>(),
    block::<ImageIn>(),
    block::<TextIn>(),
    block::<IntegerIn>(),
    block::<Reverse>(),
    block::<Plain>(),
    block::<Counter>(),
    block::<Laborious>(),
    block::<Meeting>(),
    block::<Hide>(),
    block::<Raw>(),
];

/// Nothing for zero.
#[derive(Block)]
#[block(id = "test/none_if@v1", outputs = One)]
struct NoneIf {
    /// What to give back.
    data: Or<Anything>,
}

impl Run for NoneIf {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(if matches!(**self.data, Value::Integer(0)) { Value::Null } else { Value::clone(&self.data) }))
    }
}

/// A number out of nothing.
#[derive(Block)]
#[block(id = "test/source@v1", outputs = One)]
struct Source {
    /// The number.
    #[block(default = 3)]
    n: i64,
}

impl Run for Source {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(self.n))
    }
}

/// A list of what is given in a list, or in an object.
#[derive(Block)]
#[block(id = "test/listing@v1", outputs = One)]
struct Listing {
    /// Values in order.
    #[block(default)]
    items: Vec<Or<Anything>>,
    /// Values by name.
    #[block(default)]
    named: IndexMap<String, Or<Anything>>,
    /// An object of lists, which holds no references.
    deep: Option<IndexMap<String, Vec<Json>>>,
}

impl Run for Listing {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let mut members: IndexMap<String, Value> = IndexMap::new();
        members.insert("items".into(), self.items.iter().map(|item| Value::clone(item)).collect());
        members
            .insert("named".into(), self.named.iter().map(|(name, item)| (name.clone(), Value::clone(item))).collect());
        if let Some(deep) = &self.deep {
            let lists = deep
                .iter()
                .map(|(name, items)| (name.clone(), items.iter().map(|item| Value::from_json(&item.0)).collect()));
            members.insert("deep".into(), lists.collect());
        }
        Ok(one(members))
    }
}

/// Make a list of two of what is given.
#[derive(Block)]
#[block(id = "test/items@v1", outputs = One)]
struct Items {
    /// What to put into the list.
    data: Or<Anything>,
}

impl Run for Items {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(vec![Value::clone(&self.data), Value::clone(&self.data)]))
    }
}

/// Take an image.
#[derive(Block)]
#[block(id = "test/image_in@v1", outputs = One)]
struct ImageIn {
    /// The image.
    image: In<Image>,
}

impl Run for ImageIn {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(Value::from(self.image.clone())))
    }
}

/// What blocks yield that make text.
#[derive(Outputs)]
pub struct Text {
    /// The text.
    out: Out<Str>,
}

/// Take text.
#[derive(Block)]
#[block(id = "test/text_in@v1", outputs = Text)]
struct TextIn {
    /// The text.
    text: Or<String>,
}

impl Run for TextIn {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Text, BlockError> {
        Ok(Text { out: Out(self.text.clone()) })
    }
}

/// Take a whole number.
#[derive(Block)]
#[block(id = "test/integer_in@v1", outputs = One)]
struct IntegerIn {
    /// The number.
    #[block(max = 100)]
    v: Or<i64>,
}

impl Run for IntegerIn {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(*self.v))
    }
}

/// Take a parameter in its other direction.
#[derive(Block)]
#[block(id = "test/reverse@v1", outputs = One)]
struct Reverse {
    /// The value.
    #[block(origin = WorkflowParameter)]
    value: Or<i64>,
}

impl Run for Reverse {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(-*self.value))
    }
}

/// Literals only.
#[derive(Block)]
#[block(id = "test/plain@v1", outputs = One)]
struct Plain {
    /// Text that is never a reference.
    text: String,
}

impl Run for Plain {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        Ok(one(self.text.clone()))
    }
}

/// Count the elements that a step has seen.
#[derive(Block)]
#[block(id = "test/counter@v1", outputs = One, state = i64)]
struct Counter {
    /// Anything.
    data: Or<Anything>,
}

impl Run for Counter {
    fn run(&self, context: &mut Context<'_, i64>) -> Result<One, BlockError> {
        let _ = &self.data;
        *context.state += 1;
        Ok(one(*context.state))
    }
}

/// What a secret is hidden in.
#[derive(Outputs)]
pub struct Hidden {
    /// The secret by itself.
    secret: Out<SecretText>,
    /// The secret in a list of any kind.
    list: Out<Wildcard>,
}

/// Make a secret of text.
#[derive(Block)]
#[block(id = "test/hide@v1", outputs = Hidden)]
struct Hide {
    /// The text.
    text: Or<String>,
}

impl Run for Hide {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Hidden, BlockError> {
        let secret = Secret::from(self.text.as_str());
        Ok(Hidden { secret: Out(secret.clone()), list: Out(vec![secret].into()) })
    }
}

/// Values that JSON does not have.
#[derive(Block)]
#[block(id = "test/raw@v1", outputs = One)]
struct Raw {}

impl Run for Raw {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let bytes = Value::Bytes(Arc::from(*b"hello"));
        Ok(one([Value::from(f64::NAN), Value::from(f64::INFINITY), bytes].into_iter().collect::<Value>()))
    }
}

/// Take long enough for elements to be shared out over the processors.
#[derive(Block)]
#[block(id = "test/laborious@v1", outputs = One)]
struct Laborious {
    /// What to give back; 13 fails.
    data: Or<Anything>,
}

impl Run for Laborious {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        std::thread::sleep(std::time::Duration::from_micros(200));
        if matches!(**self.data, Value::Integer(13)) {
            return Err(BlockError::new("thirteen"));
        }
        Ok(one(Value::clone(&self.data)))
    }
}

/// Wait at a barrier, which lets nobody pass until all have come.
#[derive(Block)]
#[block(id = "test/meeting@v1", outputs = One)]
struct Meeting {
    /// What to give back.
    data: Or<Anything>,
    /// The barrier.
    place: In<Wildcard>,
}

impl Run for Meeting {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        if let Some(barrier) = self.place.downcast::<std::sync::Barrier>() {
            barrier.wait();
        }
        Ok(one(Value::clone(&self.data)))
    }
}
