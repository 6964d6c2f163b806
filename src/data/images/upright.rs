//! Photographs that lie on their side, by the notes of the camera (EXIF).

use super::Fault;
use crate::diagnostics::say;

/// A turned photograph is shown upright by some programs and as it lies by others.
pub(super) fn check_upright(exif: &[u8]) -> Result<(), Fault> {
    let how = match orientation(exif) {
        None | Some(0 | 1) => return Ok(()),
        Some(3) => say!("is a photograph that is upside down, with a note for viewers to turn it"),
        Some(2 | 4) => say!("is a photograph that is mirrored, with a note for viewers to turn it"),
        Some(_) => {
            say!("is a photograph that lies on its side, with a note for viewers to turn it")
        }
    };
    Err(Fault::new(
        how,
        say!("open it in a program for pictures, turn it there and save it upright"),
    ))
}

/// The orientation (tag 0x0112) of the first directory of EXIF data (TIFF 6.0, section 2).
fn orientation(exif: &[u8]) -> Option<u16> {
    let small_end_first = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if small_end_first {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at + 2)?));
        Some(if small_end_first {
            second << 16 | first
        } else {
            first << 16 | second
        })
    };
    let directory = long(4)? as usize;
    let entries = directory.checked_add(2)?;
    let count = usize::from(short(directory)?);
    let tag = (0..count).map(|index| entries.saturating_add(index * 12));
    let found = tag.into_iter().find(|at| short(*at) == Some(0x0112))?;
    short(found.checked_add(8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orientation_is_read_in_both_orders_of_bytes() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        assert_eq!(orientation(little), Some(6));
        assert_eq!(orientation(big), Some(3));
        // Directories that are cut off, or lie outside the data, say nothing.
        assert_eq!(orientation(&little[..16]), None);
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), None);
        assert_eq!(orientation(b""), None);
    }
}
