//! Tests of the expansions without a compiler: each mistake gives one error on the right token.
