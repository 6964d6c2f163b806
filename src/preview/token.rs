//! The token: what an address has to have, so that nobody can guess it.

use std::fmt::Write;

/// A token of 128 bits, in hexadecimal digits.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// A new one, by the random numbers of the system; `None` if it has none.
    pub(super) fn new() -> Option<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        let mut digits = String::new();
        for byte in bytes {
            // Writing into a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Some(Self(digits))
    }

    /// The digits.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is the token. It takes as long whichever digit is wrong.
    pub(super) fn is(&self, text: &str) -> bool {
        let (own, other) = (self.0.as_bytes(), text.as_bytes());
        let differing = own.iter().zip(other).fold(0, |differing, (own, other)| {
            std::hint::black_box(differing | (own ^ other))
        });
        own.len() == other.len() && differing == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_the_token() {
        let token = Token::new().expect("the system has random numbers");
        let text = token.as_str().to_owned();
        assert_eq!(text.len(), 32);
        assert!(token.is(&text));
        let longer = format!("{text}0");
        let other = Token::new().expect("the system has random numbers");
        for wrong in ["", &text[..31], &longer, other.as_str()] {
            assert!(!token.is(wrong), "{wrong}");
        }
    }
}
