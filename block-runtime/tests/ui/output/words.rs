//! Outputs.
use block_runtime::block::Outputs as _;
use block_runtime::prelude::*;

#[derive(Outputs)]
#[block(id = "test/outputs@v1")] //~ unknown outputs attribute `id`
struct Words {
    /// Unknown.
    #[block(renam = "picture")] //~ unknown output attribute `renam`, did you mean `rename`?
    image: Out<Image>,
    /// No text.
    #[block(rename = 5)] //~ `rename` needs text in double quotation marks
    number: Out<Integer>,
    /// Taken.
    #[block(rename = "image")] //~ two outputs have the name `image`
    picture: Out<Image>,
}

fn main() {
    let _ = Words::OUTPUTS;
}
