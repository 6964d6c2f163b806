//! The form of an act's number, such as `V-12` or `(1.3)-T1-45`.

use crate::diagnostics::{Code, Diagnostic, Message, say};
use crate::source::Span;

/// The most signs that a number has.
const LONGEST: usize = 40;

/// The signs that a number has besides letters and digits.
const SIGNS: &str = "-/.() ,_";

/// What is printed before a number, and no part of it.
const LEADS: [&str; 4] = ["nr", "no", "№", "#"];

/// Everything that is wrong with a number, which stands at `place`.
pub(super) fn faults(number: &str, place: Span) -> Vec<Diagnostic> {
    let fault = |message: Message| Diagnostic::error(Code::InvalidAct, place, message);
    if number.trim().is_empty() {
        return vec![fault(say!("the number of the act is empty")).hint(say!(
            "write the number under which the act is registered, such as `V-12`"
        ))];
    }
    let mut faults = Vec::new();
    if number.trim() != number {
        faults.push(fault(say!("the number begins or ends with a space")));
    }
    if let Some(rest) = without_lead(number.trim()) {
        let message = say!("„Nr.“ is printed before the number, and is no part of it");
        faults.push(fault(message).hint(say!("write `{rest}`", rest)));
    }
    let length = number.chars().count();
    if length > LONGEST {
        faults.push(fault(say!(
            "the number has {length} signs, more than {most}",
            length,
            most = LONGEST
        )));
    }
    if !number.contains(|sign: char| sign.is_ascii_digit()) {
        faults.push(fault(say!("the number has no digit")).hint(say!(
            "write the number under which the act is registered, such as `V-12`"
        )));
    }
    let known = |sign: char| sign.is_alphanumeric() || SIGNS.contains(sign);
    let inside = without_lead(number.trim()).unwrap_or(number);
    if let Some(sign) = inside.chars().find(|sign| !known(*sign)) {
        let what = if sign.is_control() || sign.is_whitespace() {
            format!("U+{:04X}", sign as u32)
        } else {
            sign.to_string()
        };
        faults.push(
            fault(say!("the number has the sign `{what}`", what)).hint(say!(
                "a number has letters, digits and the signs `- / . , ( ) _`"
            )),
        );
    }
    faults
}

/// What follows „Nr.“, if a number begins with it.
fn without_lead(number: &str) -> Option<&str> {
    let lead = |lead: &&str| {
        let head = number.get(..lead.len())?;
        let rest = number.get(lead.len()..)?;
        // „NR-5“ is a number of its own: what leads ends with a dot or a space.
        let sign = !lead.starts_with(char::is_alphabetic);
        let ends = sign || rest.starts_with(['.', ' ']);
        (head.to_lowercase() == **lead && ends).then(|| rest.trim_start_matches(['.', ' ']))
    };
    LEADS.iter().find_map(lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn told(number: &str) -> Vec<String> {
        let place = Span::new(Sources::default().add("", ""), 0..0);
        let told = faults(number, place).into_iter();
        told.map(|fault| fault.message.to_string()).collect()
    }

    #[test]
    fn numbers_as_they_are_registered_are_sound() {
        let sound = [
            "V-12",
            "3",
            "T1-45",
            "(1.3)-T1-45",
            "V-12/2027",
            "NR-5",
            "No5",
            "12, 13",
            "ŠV1-7_a",
        ];
        for number in sound {
            assert_eq!(told(number), Vec::<String>::new(), "{number}");
        }
        assert_eq!(told(&"7".repeat(40)), Vec::<String>::new());
    }

    #[test]
    fn each_fault_of_a_number_is_told() {
        let lead = "„Nr.“ is printed before the number, and is no part of it";
        for (number, wanted) in [
            ("", &["the number of the act is empty"][..]),
            ("  ", &["the number of the act is empty"]),
            (" V-12", &["the number begins or ends with a space"]),
            ("Nr. V-12", &[lead]),
            ("nr V-12", &[lead]),
            ("№5", &[lead]),
            ("V", &["the number has no digit"]),
            ("V-1\n2", &["the number has the sign `U+000A`"]),
            ("V-1\u{a0}2", &["the number has the sign `U+00A0`"]),
            ("V–12", &["the number has the sign `–`"]),
            (
                " Nr. „V“",
                &[
                    "the number begins or ends with a space",
                    lead,
                    "the number has no digit",
                    "the number has the sign `„`",
                ],
            ),
        ] {
            assert_eq!(told(number), wanted, "{number:?}");
        }
        let long = told(&"7".repeat(41));
        assert_eq!(long, ["the number has 41 signs, more than 40"]);
    }
}
