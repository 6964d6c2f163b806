//! Signs of fonts that have letters of their own, as signs of Unicode.

/// A sign of a font such as Wingdings, by its code in the font, with or without the offset of
/// private signs; none if it is not known.
pub(super) fn of_font(font: &str, code: u32) -> Option<char> {
    let table = match font {
        "Symbol" => SYMBOL,
        "Wingdings" => WINGDINGS,
        "Wingdings 2" => WINGDINGS_2,
        _ => return char::from_u32(code).filter(|sign| !is_private(*sign)),
    };
    let code = code & 0xFF;
    let found = table.iter().find(|(known, _)| u32::from(*known) == code);
    found.map(|(_, sign)| *sign)
}

/// Whether a sign means something only in its font.
pub(super) fn is_private(sign: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&sign)
}

const SYMBOL: &[(u8, char)] = &[
    (0x2D, '−'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x64, 'δ'),
    (0x6D, 'μ'),
    (0x70, 'π'),
    (0x73, 'σ'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xAE, '→'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xD7, '⋅'),
    (0xDE, '⇒'),
    (0xE5, '∑'),
];

const WINGDINGS: &[(u8, char)] = &[
    (0x6C, '●'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9F, '•'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xD8, '➢'),
    (0xE0, '→'),
    (0xE8, '➔'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0xA3, '☐'),
];

/// Whether the letters of a font are no letters.
pub(super) fn is_pictorial(font: &str) -> bool {
    matches!(font, "Symbol" | "Webdings") || font.starts_with("Wingdings")
}
