//! Structs that come from `macro_rules!`, in part or as a whole.
#![deny(warnings)]
use block_runtime::prelude::*;

macro_rules! threshold_block {
    ($name:ident, $id:literal, $field:ident: $type:ty = $default:expr) => {
        /// Compares with a threshold.
        #[derive(Block)]
        #[block(id = $id, outputs = Compared, state = Vec<i64>)]
        struct $name {
            /// What is compared.
            value: In<Float>,
            /// What it is compared with.
            #[block(default = $default, example = 0.5, min = 0)]
            $field: $type,
            #[block(flatten)]
            label: Label,
        }

        #[derive(Outputs)]
        struct Compared {
            /// True when the value is above the threshold.
            is_above: Out<Boolean>,
        }

        /// How the result is named.
        #[derive(Properties)]
        struct Label {
            /// Text beside the result.
            #[block(default)]
            label: String,
        }

        impl Run for $name {
            fn run(&self, context: &mut Context<'_, Vec<i64>>) -> Result<Compared, BlockError> {
                context.state.push(i64::from(self.label.label.is_empty()));
                Ok(Compared { is_above: Out(*self.value > *self.$field) })
            }
        }
    };
}

threshold_block!(Threshold, "test/threshold@v1", threshold: Or<f64> = 0.5);

fn main() {
    let def = block::<Threshold>().def;
    let names: Vec<_> = def.properties().map(|property| property.name).collect();
    assert_eq!(names, ["value", "threshold", "label"]);
}
