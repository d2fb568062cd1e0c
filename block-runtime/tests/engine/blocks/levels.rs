//! Blocks that make batches deeper, that gather them, and that take two levels at once.

use block_runtime::prelude::*;

use super::{Anything, One, one};

/// The blocks of this module.
pub const BLOCKS: &[Entry] = &[
    block::<Explode>(),
    block::<BatchExplode>(),
    block::<ExplodeShared>(),
    block::<SourceBatch>(),
    block::<Collapse>(),
    block::<CollapseCast>(),
    block::<BatchCollapse>(),
    block::<BatchCollapseEmpty>(),
    block::<TwoLevel>(),
    block::<BatchTwoLevel>(),
];

/// What blocks yield that divide elements.
#[derive(Outputs)]
pub struct Item {
    /// One of the elements.
    item: Out<Wildcard>,
}

/// What blocks yield that gather elements.
#[derive(Outputs)]
pub struct Items {
    /// All of the elements.
    items: Out<Wildcard>,
}

fn items_of(value: &Value) -> Vec<Item> {
    match value {
        Value::List(items) => items.iter().map(|item| Item { item: Out(item.clone()) }).collect(),
        _ => Vec::new(),
    }
}

fn gathered<'a>(values: impl Iterator<Item = &'a Value>) -> Items {
    Items { items: Out(values.cloned().collect()) }
}

/// Make an element of each member of a list.
#[derive(Block)]
#[block(id = "test/explode@v1", outputs = Item, output_depth = 1)]
struct Explode {
    /// The list.
    data: In<Wildcard>,
}

impl Run for Explode {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Item>, BlockError> {
        Ok(items_of(&self.data))
    }
}

/// Make an element of each member of each list.
#[derive(Block)]
#[block(id = "test/batch_explode@v1", outputs = Item, batch, output_depth = 1)]
struct BatchExplode {
    /// The lists.
    data: InBatch<Wildcard>,
}

impl Run for BatchExplode {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Vec<Item>>, BlockError> {
        Ok(self.data.iter().map(items_of).collect())
    }
}

/// Make an element of each member of a list that all elements share.
#[derive(Block)]
#[block(id = "test/explode_shared@v1", outputs = Item, output_depth = 1)]
struct ExplodeShared {
    /// The elements.
    data: In<Wildcard>,
    /// The list.
    list: In<Wildcard>,
}

impl Run for ExplodeShared {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Item>, BlockError> {
        let _ = &self.data;
        Ok(items_of(&self.list))
    }
}

/// A batch out of nothing.
#[derive(Block)]
#[block(id = "test/source_batch@v1", outputs = Item, output_depth = 1)]
struct SourceBatch {
    /// How many elements.
    #[block(default = 3)]
    n: i64,
}

impl Run for SourceBatch {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Item>, BlockError> {
        Ok((0..self.n).map(|number| Item { item: Out(number.into()) }).collect())
    }
}

/// Gather the members of a group.
#[derive(Block)]
#[block(id = "test/collapse@v1", outputs = Items, output_depth = -1)]
struct Collapse {
    /// The members.
    data: InGroup<Wildcard>,
}

impl Run for Collapse {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Items, BlockError> {
        Ok(gathered(self.data.iter()))
    }
}

/// Gather the members of a group, which may be a single value.
#[derive(Block)]
#[block(id = "test/collapse_cast@v1", outputs = Items, output_depth = -1)]
struct CollapseCast {
    /// The members.
    #[block(cast_to_batch)]
    data: InGroup<Wildcard>,
}

impl Run for CollapseCast {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Items, BlockError> {
        Ok(gathered(self.data.iter()))
    }
}

/// Groups with their places, as the block has seen them.
fn told(groups: &Batch<Option<Batch<Value>>>) -> Value {
    let told = groups.enumerate().map(|(index, group)| {
        let members = group.as_ref().map(|group| {
            group
                .enumerate()
                .map(|(index, value)| Value::from(vec![format!("{index:?}").into(), value.clone()]))
                .collect()
        });
        Value::from(vec![Value::from(format!("{index:?}")), members.unwrap_or(Value::Null)])
    });
    told.collect()
}

/// Tell of the groups of a whole batch.
#[derive(Block)]
#[block(id = "test/batch_collapse@v1", outputs = Items, batch, output_depth = -1)]
struct BatchCollapse {
    /// The members of each group.
    data: InGroups<Wildcard>,
}

impl Run for BatchCollapse {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Items>, BlockError> {
        let told = told(&self.data);
        Ok(self.data.iter().map(|_| Items { items: Out(told.clone()) }).collect())
    }
}

/// Tell of the groups of a whole batch, empty ones included.
#[derive(Block)]
#[block(id = "test/batch_collapse_empty@v1", outputs = Items, batch, output_depth = -1, accepts_empty)]
struct BatchCollapseEmpty {
    /// The members of each group.
    data: InGroups<Wildcard>,
}

impl Run for BatchCollapseEmpty {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<Items>, BlockError> {
        let of = |group: &Option<Batch<Value>>| group.as_ref().map(|group| group.iter().cloned().collect::<Value>());
        Ok(self.data.iter().map(|group| Items { items: Out(of(group).unwrap_or("nothing".into())) }).collect())
    }
}

/// Put an image and its crops side by side.
#[derive(Block)]
#[block(id = "test/two_level@v1", outputs = One)]
struct TwoLevel {
    /// The image.
    #[block(depth = 0, depth_reference)]
    images: In<Wildcard>,
    /// Its crops.
    #[block(depth = 1)]
    crops: InGroup<Wildcard>,
}

impl Run for TwoLevel {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<One, BlockError> {
        let crops: Value = self.crops.iter().cloned().collect();
        Ok(one(vec![Value::clone(&self.images), crops]))
    }
}

/// Put images and their crops side by side, the whole batch at once.
#[derive(Block)]
#[block(id = "test/batch_two_level@v1", outputs = One, batch)]
struct BatchTwoLevel {
    /// The images.
    #[block(depth = 0, depth_reference)]
    images: OrBatch<Anything>,
    /// Their crops.
    #[block(depth = 1)]
    crops: InGroups<Wildcard>,
}

impl Run for BatchTwoLevel {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Vec<One>, BlockError> {
        let pairs = self.images.iter().zip(self.crops.iter());
        let crops = |crops: &Option<Batch<Value>>| {
            crops.as_ref().map(|crops| crops.iter().cloned().collect::<Value>()).unwrap_or_default()
        };
        Ok(pairs.map(|(image, group)| one(vec![image.0.clone(), crops(group)])).collect())
    }
}
