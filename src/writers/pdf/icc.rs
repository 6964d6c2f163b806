//! A colour profile of sRGB, made here: three primaries and a curve.
//!
//! The format is ICC.1:2001-04 (version 2.4), the one that PDF/A-2 and every older program
//! take. Primaries are those of IEC 61966-2-1, adapted to the profile's white (D50) by the
//! Bradford matrix; the curve is a power of 2.2, near enough to that of sRGB to be taken for it
//! by eye, and black and white, which is all that our pages use, are exact.

/// The white of the profile connection space, D50 (clause 6.3.4.3).
const WHITE: [i32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED: [i32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [i32; 3] = [0x6299, 0xB785, 0x18DA];
/// What red and green leave of the white, so that the three add up to it in spite of rounding.
const BLUE: [i32; 3] = [
    WHITE[0] - RED[0] - GREEN[0],
    WHITE[1] - RED[1] - GREEN[1],
    WHITE[2] - RED[2] - GREEN[2],
];
/// 2.2 as a whole number of 256ths.
const GAMMA: u16 = 563;

const HEADER_LENGTH: usize = 128;
const TAG_LENGTH: usize = 12;

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
        (b"bTRC", curve()),
    ];
    let data_start = HEADER_LENGTH + 4 + TAG_LENGTH * tags.len();
    let (mut table, mut data) = (big(tags.len()), Vec::new());
    for (signature, content) in tags {
        table.extend_from_slice(signature);
        table.extend(big(data_start + data.len()));
        table.extend(big(content.len()));
        data.extend(content);
        // Every tag starts at a multiple of four bytes (clause 6.2.2).
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(data_start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// The header (clause 6.1); what is not said stays zero.
fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; HEADER_LENGTH];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &big(length));
    put(8, &[2, 0x40, 0, 0]); // version 2.4
    put(12, b"mntr"); // a display
    put(16, b"RGB ");
    put(20, b"XYZ "); // the connection space
    put(24, &[0x07, 0xD1, 0, 4, 0, 1]); // the date of the specification: 1 April 2001
    put(36, b"acsp"); // the sign of a profile
    put(68, &WHITE.map(i32::to_be_bytes).concat()); // the illuminant
    header
}

/// A text in one language (clause 6.5.17), with empty places for other scripts.
fn description(text: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend(big(text.len() + 1));
    tag.extend_from_slice(text.as_bytes());
    tag.push(0);
    tag.resize(tag.len() + 8 + 3 + 67, 0);
    tag
}

/// A text (clause 6.5.18).
fn text(text: &str) -> Vec<u8> {
    [b"text\0\0\0\0", text.as_bytes(), b"\0"].concat()
}

/// A colour (clause 6.5.26), in 65536ths.
fn xyz(values: [i32; 3]) -> Vec<u8> {
    [
        b"XYZ \0\0\0\0".to_vec(),
        values.map(i32::to_be_bytes).concat(),
    ]
    .concat()
}

/// A power curve (clause 6.5.3).
fn curve() -> Vec<u8> {
    [
        b"curv\0\0\0\0".as_slice(),
        &[0, 0, 0, 1],
        &GAMMA.to_be_bytes(),
    ]
    .concat()
}

fn big(number: usize) -> Vec<u8> {
    (number as u32).to_be_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blue_is_that_of_the_standard() {
        for (made, told) in BLUE.into_iter().zip([0.14307, 0.06061, 0.71410]) {
            assert!(
                (f64::from(made) / 65536.0 - told).abs() < 0.0004,
                "{made:X}"
            );
        }
    }

    #[test]
    fn the_profile_says_its_length() {
        let profile = srgb();
        assert_eq!(profile[..4], big(profile.len()));
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(profile.len() % 4, 0);
    }
}
