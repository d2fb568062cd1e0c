//! What `run` gives back for each combination of `batch`, `flow` and `output_depth`, and what it may be.
#![deny(warnings)]
use block_runtime::prelude::*;

/// One text.
#[derive(Outputs)]
struct Text {
    /// The text.
    text: Out<Str>,
    /// A text that may be missing.
    maybe: Option<Out<Str>>,
    /// A tuple of kinds.
    output: Out<(Str, LanguageModelOutput)>,
    #[allow(dead_code)]
    /// A raw name.
    r#match: Out<Wildcard>,
}

fn text() -> Text {
    Text {
        text: Out(String::new()),
        maybe: None,
        output: Out(String::new()),
        r#match: Out(Value::Null),
    }
}

macro_rules! blocks {
    ($($name:ident($($word:tt)*) $field:ty => $returns:ty: $value:expr;)+) => {$(
        /// A block.
        #[derive(Block)]
        #[block(id = "test/returns@v1", $($word)*)]
        struct $name {
            /// Its only property.
            value: $field,
        }

        impl Run for $name {
            fn run(&self, _: &mut Context<'_, ()>) -> Result<$returns, BlockError> {
                let _ = &self.value;
                Ok($value)
            }
        }
    )+

    const BLOCKS: &[Entry] = &[$(block::<$name>()),+, async_block::<Waits>()];
    };
}

blocks! {
    Nothing() i64 => (): ();
    One(outputs = Text) In<Image> => Text: text();
    Deeper(outputs = Text, output_depth = 1) In<Image> => Vec<Text>: vec![text()];
    Shallower(outputs = Text, output_depth = -1, batch) InGroups<Image> => Vec<Text>: vec![text()];
    Batch(outputs = Text, batch) OrBatch<String> => Vec<Text>: vec![text()];
    DeeperBatch(outputs = Text, batch, output_depth = 1) InMixed<Image> => Vec<Vec<Text>>: vec![vec![text()]];
    Decides(flow) Vec<StepRef> => Flow: Flow::default();
    DecidesBatch(flow, batch) OrMixed<bool> => Vec<Flow>: vec![Flow::default()];
}

/// Waits.
#[derive(Block)]
#[block(id = "test/waits@v1", outputs = Text, state = i64)]
struct Waits;

impl RunAsync for Waits {
    async fn run(&self, context: &mut Context<'_, i64>) -> Result<Text, BlockError> {
        *context.state += 1;
        Ok(text())
    }
}

fn main() {
    assert_eq!(BLOCKS.len(), 9);
    assert!(BLOCKS[4].def.batch && BLOCKS[6].def.flow_control && BLOCKS[8].def.stateful);
}
