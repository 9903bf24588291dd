//! The walls, read from the tree.
