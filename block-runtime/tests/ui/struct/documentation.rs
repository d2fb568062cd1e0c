//! Doc comments.
use block_runtime::block::Block as _;
use block_runtime::prelude::*;

#[derive(Block)]
#[block(id = "test/undocumented@v1", outputs = Outcome)]
struct Undocumented { //~ block `Undocumented` has no documentation: add a `///` comment
    image: In<Image>, //~ field `image` has no documentation: add a `///` comment
    ///
    blank: i64, //~ field `blank` has no documentation
    #[block(default = Mode::Fast)]
    mode: Or<Mode>, //~ field `mode` has no documentation
}

#[derive(Outputs)]
struct Outcome {
    image: Out<Image>, //~ output `image` has no documentation
}

#[derive(Clone, Copy, Choice)]
enum Mode {
    Fast, //~ variant `Fast` has no documentation
    /// Takes its time.
    Slow,
}

fn main() {
    let _ = (Undocumented::DEF, [Mode::Fast, Mode::Slow]);
}
