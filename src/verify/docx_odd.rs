//! What in a DOCX can hide words, cover them, or show others than those that stand there.

use quick_xml::events::BytesStart;

use super::docx_lists::{told, value};

/// Elements that hide or cover words, or show others than those that stand there.
const ODD: [&[u8]; 20] = [
    b"ins",
    b"moveFrom",
    b"moveTo",
    b"cellIns",
    b"cellDel",
    b"AlternateContent",
    b"framePr",
    b"bdo",
    b"dir",
    b"oMath",
    b"wsp",
    b"wgp",
    b"rect",
    b"roundrect",
    b"oval",
    b"polyline",
    b"anchor",
    b"fitText",
    b"ruby",
    b"eastAsianLayout",
];

/// Elements that do so unless they are turned off.
const SWITCHES: [&[u8]; 5] = [b"vanish", b"specVanish", b"strike", b"dstrike", b"rtl"];

/// What an element does to words, if that is not usual.
pub(super) fn odd(name: &[u8], element: &BytesStart<'_>) -> Option<String> {
    let said = value(element);
    let name_of = || String::from_utf8_lossy(name).into_owned();
    let number = || said.parse::<i64>().unwrap_or_default();
    let off = matches!(said.as_str(), "0" | "false" | "off");
    match name {
        _ if ODD.contains(&name) => Some(name_of()),
        _ if SWITCHES.contains(&name) && !off => Some(name_of()),
        b"color" if is_light(&said) => Some(format!("color {said}")),
        b"color" if !told(element, "themeColor").is_empty() => {
            Some(format!("color {}", told(element, "themeColor")))
        }
        b"textDirection" if said != "lrTb" => Some(format!("textDirection {said}")),
        b"highlight" if said != "none" => Some(format!("highlight {said}")),
        b"shd" => {
            let fill = told(element, "fill");
            let dark = !matches!(said.as_str(), "clear" | "nil") || is_dark(&fill);
            dark.then(|| format!("shd {said} {fill}"))
        }
        b"sz" | b"w" if !said.is_empty() && number() < if name == b"sz" { 10 } else { 50 } => {
            Some(format!("{} {said}", name_of()))
        }
        b"vertAlign" if said != "baseline" => Some(said),
        b"spacing" if number() < -20 => Some(format!("spacing {said}")),
        b"spacing" if told(element, "lineRule") == "exact" => {
            let line = told(element, "line");
            (line.parse::<u32>().unwrap_or(0) < 120).then(|| format!("spacing {line}"))
        }
        b"trHeight" if told(element, "hRule") == "exact" => Some(name_of()),
        b"rFonts" => {
            let font = told(element, "ascii");
            let is_other = ["Wingdings", "Webdings", "Symbol"]
                .iter()
                .any(|one| font.starts_with(one));
            is_other.then_some(font)
        }
        b"fldSimple" => {
            let asked = told(element, "instr");
            asked
                .split_whitespace()
                .next()
                .map(|kind| format!("field {kind}"))
        }
        _ => None,
    }
}

/// How bright a color is, of 255; none of what is none.
fn brightness(color: &str) -> Option<u32> {
    let color = u32::from_str_radix(color, 16)
        .ok()
        .filter(|_| color.len() == 6)?;
    let [_, red, green, blue] = color.to_be_bytes();
    Some((299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000)
}

fn is_light(color: &str) -> bool {
    brightness(color).is_some_and(|bright| bright > 150)
}

fn is_dark(color: &str) -> bool {
    brightness(color).is_some_and(|bright| bright < 120)
}
