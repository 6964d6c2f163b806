//! The seal: a digest of the whole file that stands in the file itself.
//!
//! It is the SHA-256 of all bytes of the file, with the digits of the seal taken as zeros. They
//! stand in the metadata, which is not compressed. Who changes the file can make a new seal, too:
//! it finds accidents and careless changes, and whether the file is what was approved is for the
//! ledger to say.

use sha2::{Digest, Sha256};

use crate::approval::record::Hex;

/// What stands before the digits.
const BEFORE: &str = "<aktas:seal>sha256:";

/// What stands after them.
const AFTER: &str = "</aktas:seal>";

/// How many digits there are.
const DIGITS: usize = 64;

/// What a seal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// There is none, or more than one.
    Missing,
    /// The file is as it was made.
    Whole,
    /// It is not.
    Broken,
}

/// The seal as it stands in the metadata until the file is finished.
pub(super) fn blank() -> String {
    format!("{BEFORE}{}{AFTER}", "0".repeat(DIGITS))
}

/// Puts the digits into a finished file, if it has a place for them.
pub(super) fn seal(file: &mut [u8]) {
    if let Some(from) = place(file) {
        let digits = Hex(&Sha256::digest(&*file).into()).to_string();
        let digits = digits.trim_start_matches("sha256:").as_bytes();
        file[from..from + DIGITS].copy_from_slice(digits);
    }
}

/// Whether a file is as it was made, by its own seal.
#[must_use]
pub fn check(file: &[u8]) -> Seal {
    let Some(from) = place(file) else {
        return Seal::Missing;
    };
    let mut hasher = Sha256::new();
    hasher.update(&file[..from]);
    hasher.update([b'0'; DIGITS]);
    hasher.update(&file[from + DIGITS..]);
    let wanted = Hex(&hasher.finalize().into()).to_string();
    if wanted.trim_start_matches("sha256:").as_bytes() == &file[from..from + DIGITS] {
        Seal::Whole
    } else {
        Seal::Broken
    }
}

/// Where the digits start.
fn place(file: &[u8]) -> Option<usize> {
    let mut found = file
        .windows(BEFORE.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == BEFORE.as_bytes());
    let from = found.next()?.0 + BEFORE.len();
    let after = file.get(from + DIGITS..)?;
    (found.next().is_none() && after.starts_with(AFTER.as_bytes())).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_changed_byte_breaks_a_seal() {
        let mut file = format!("%PDF {} %%EOF", blank()).into_bytes();
        assert_eq!(check(&file), Seal::Broken);
        seal(&mut file);
        assert_eq!(check(&file), Seal::Whole);
        for index in 0..file.len() {
            let mut changed = file.clone();
            changed[index] ^= 1;
            assert_ne!(check(&changed), Seal::Whole, "byte {index}");
        }
        file.push(b'\n');
        assert_eq!(check(&file), Seal::Broken);
    }

    #[test]
    fn two_seals_are_none() {
        let mut file = [blank(), blank()].concat().into_bytes();
        seal(&mut file);
        assert_eq!(check(&file), Seal::Missing);
    }
}
