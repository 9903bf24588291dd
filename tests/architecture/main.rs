//! The walls, read from the tree: a wrong arrow, an impure rule, an unsigned write, a room without
//! its floor or a name that says nothing fails here.

mod codes;
mod direction;
mod names;
mod purity;
mod tree;
