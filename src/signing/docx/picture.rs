//! The picture that takes the place of a signature line: the rule of the line, and a tick on it if
//! the signature is valid, a cross if it is not. Who signed is said by the text beside the line and
//! by the program; a picture without words is right in every language.
//!
//! Office wants it as an enhanced metafile (MS-OE376 3.7.1.18; MS-EMF), whose records are made of
//! numbers of four bytes, the lowest first.

/// Width and height of the picture in pixels, 300 of them to an inch: those of the line.
const SIZE: (i32, i32) = (413, 165);

/// The same in hundredths of a millimetre.
const FRAME: (i32, i32) = (3500, 1400);

/// A page of A4 in such pixels, and in millimetres: the device for which the picture is drawn.
const DEVICE: [(i32, i32); 2] = [(2480, 3508), (210, 297)];

/// The ends of the rule.
const RULE: &[(i32, i32)] = &[(0, 162), (412, 162)];

/// A tick.
const TICK: &[(i32, i32)] = &[(30, 85), (75, 130), (165, 25)];

/// The two lines of a cross.
const CROSS: [&[(i32, i32)]; 2] = [&[(40, 30), (140, 130)], &[(140, 30), (40, 130)]];

/// Colours, blue in the highest byte of three.
const BLACK: i32 = 0;
const GREEN: i32 = 0x0032_7d2e;
const RED: i32 = 0x001c_1cb7;

/// The picture of a line whose signature is valid, or is not.
pub(super) fn picture(valid: bool) -> Vec<u8> {
    let mut records = drawn(1, BLACK, 4, &[RULE]);
    records.extend(if valid {
        drawn(2, GREEN, 16, &[TICK])
    } else {
        drawn(2, RED, 16, &CROSS)
    });
    // The end: no palette, and the size of this record once more.
    records.push(record(14, &[0, 16, 20]));
    let all: usize = records.iter().map(Vec::len).sum();
    let mut file = header(all + HEADER, records.len() + 1);
    file.extend(records.into_iter().flatten());
    file
}

/// The length of the header in bytes.
const HEADER: usize = 88;

/// The header of a file of so many bytes and records.
fn header(bytes: usize, records: usize) -> Vec<u8> {
    let (width, height) = SIZE;
    let [(pixels_x, pixels_y), (millimetres_x, millimetres_y)] = DEVICE;
    record(
        1,
        &[
            // The bounds, both ends within; the frame.
            0,
            0,
            width - 1,
            height - 1,
            0,
            0,
            FRAME.0,
            FRAME.1,
            // ` EMF`, and the version.
            0x464d_4520,
            0x1_0000,
            bytes as i32,
            records as i32,
            // Two pens and what is always there; no description, no palette.
            3,
            0,
            0,
            0,
            pixels_x,
            pixels_y,
            millimetres_x,
            millimetres_y,
        ],
    )
}

/// Lines drawn with a pen, which gets a number.
fn drawn(pen: i32, colour: i32, width: i32, lines: &[&[(i32, i32)]]) -> Vec<Vec<u8>> {
    // A pen without dashes; it is as wide as high.
    let mut records = vec![record(38, &[pen, 0, width, 0, colour]), record(37, &[pen])];
    for points in lines {
        let (width, height) = SIZE;
        let mut values = vec![0, 0, width - 1, height - 1, points.len() as i32];
        values.extend(points.iter().flat_map(|(x, y)| [*x, *y]));
        records.push(record(4, &values));
    }
    records
}

/// A record: its type, its length in bytes, its values.
fn record(kind: i32, values: &[i32]) -> Vec<u8> {
    let length = 8 + 4 * values.len();
    let numbers = [kind, length as i32];
    let numbers = numbers.iter().chain(values);
    numbers.flat_map(|number| number.to_le_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_records_are_as_many_and_as_long_as_the_header_says() {
        for valid in [true, false] {
            let file = picture(valid);
            let number = |at: usize| {
                let bytes = file[at..at + 4].try_into().expect("four bytes");
                u32::from_le_bytes(bytes) as usize
            };
            assert_eq!((number(0), number(4)), (1, HEADER));
            assert_eq!(&file[40..44], b" EMF");
            assert_eq!(number(48), file.len());
            let (mut at, mut kinds) = (0, Vec::new());
            while at < file.len() {
                kinds.push(number(at));
                at += number(at + 4);
            }
            assert_eq!((at, kinds.len()), (file.len(), number(52)));
            assert_eq!(kinds.last(), Some(&14));
        }
        assert_ne!(picture(true), picture(false));
    }
}
