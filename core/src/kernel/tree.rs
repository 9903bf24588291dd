//! The hash tree of RFC 6962 (section 2.1): one root stands for a list of leaves, and a short path
//! shows that a leaf is among them. Leaves and inner nodes are hashed apart, so that neither can
//! pass for the other.

use super::seal::{Hash, sha256};

/// The hash of one leaf.
#[must_use]
pub fn leaf(bytes: &[u8]) -> Hash {
    sha256(&[&[0], bytes].concat())
}

fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left.as_slice(), right.as_slice()].concat())
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: usize) -> usize {
    size.next_power_of_two() / 2
}

/// The root over leaf hashes; of none it is the hash of nothing.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(split(more.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The neighbours that lead from the leaf at `index` to the root, nearest first; none for a leaf
/// that isn't there.
#[must_use]
pub fn path(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut path, neighbour) =
        if index < at { (path(left, index)?, root(right)) } else { (path(right, index - at)?, root(left)) };
    path.push(neighbour);
    Some(path)
}

/// The root that a leaf and its path lead to in a tree of `size` leaves; none for a path of the
/// wrong length.
#[must_use]
pub fn root_from(leaf: Hash, index: usize, size: usize, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    if size == 1 {
        return path.is_empty().then_some(leaf);
    }
    let at = split(size);
    let (neighbour, rest) = path.split_last()?;
    if index < at {
        Some(node(&root_from(leaf, index, at, rest)?, neighbour))
    } else {
        Some(node(neighbour, &root_from(leaf, index - at, size - at, rest)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The inputs and roots that Certificate Transparency's own tests use.
    const INPUTS: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn the_known_roots() {
        let leaves: Vec<Hash> = INPUTS.iter().map(|input| leaf(&hex::decode(input).unwrap())).collect();
        for (size, known) in (1..).zip(ROOTS) {
            assert_eq!(hex::encode(root(&leaves[..size])), known, "{size} leaves");
        }
        assert_eq!(
            hex::encode(root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    proptest! {
        #[test]
        fn a_path_leads_its_own_leaf_to_the_root_and_nothing_else(
            size in 1usize..70, at in 0usize..70, flipped in 0usize..32,
        ) {
            let leaves: Vec<Hash> = (0..size).map(|no| leaf(&no.to_be_bytes())).collect();
            let (root, index) = (root(&leaves), at % size);
            let path = path(&leaves, index).unwrap();
            prop_assert_eq!(root_from(leaves[index], index, size, &path), Some(root));
            let mut other = leaves[index];
            other[flipped] ^= 1;
            prop_assert_ne!(root_from(other, index, size, &path), Some(root));
            if size > 1 {
                prop_assert_ne!(root_from(leaves[index], (index + 1) % size, size, &path), Some(root));
                prop_assert_eq!(root_from(leaves[index], index, size, &path[1..]).filter(|found| *found == root), None);
            }
            prop_assert_eq!(super::path(&leaves, size), None);
        }
    }
}
