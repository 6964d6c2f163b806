//! The editor that a place is opened in: an address that the system gives to it.

use std::env;
use std::str::FromStr;

/// An address that opens a place, with gaps `{path}`, `{line}` and `{column}`; none, so that places are copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor(pub(super) Option<String>);

const VSCODE: &str = "vscode://file/{path}:{line}:{column}";
const VSCODIUM: &str = "vscodium://file/{path}:{line}:{column}";
const IDEA: &str = "idea://open?file={path}&line={line}&column={column}";

impl FromStr for Editor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = match text {
            "none" => return Ok(Self(None)),
            "vscode" => VSCODE,
            "vscodium" => VSCODIUM,
            "idea" => IDEA,
            own if is_address(own) => own,
            _ => {
                return Err(
                    "it is none of `vscode`, `vscodium`, `idea`, `none`, and no address such as \
                     `myeditor://open?file={path}&line={line}`",
                );
            }
        };
        Ok(Self(Some(address.to_owned())))
    }
}

impl Editor {
    /// The editor whose terminal this is.
    pub(super) fn of_environment() -> Self {
        let says = |name: &str, what: &str| env::var(name).is_ok_and(|value| value.contains(what));
        // VSCodium gives its terminal the name of the other; its helpers stand in a folder of its own.
        let is_codium = || {
            let mut names = [
                "VSCODE_GIT_ASKPASS_NODE",
                "VSCODE_GIT_ASKPASS_MAIN",
                "GIT_ASKPASS",
            ]
            .into_iter();
            names.any(|name| says(name, "codium") || says(name, "Codium"))
        };
        let address = if says("TERM_PROGRAM", "vscode") {
            Some(if is_codium() { VSCODIUM } else { VSCODE })
        } else if says("TERMINAL_EMULATOR", "JetBrains") {
            Some(IDEA)
        } else {
            None
        };
        Self(address.map(str::to_owned))
    }
}

/// Whether a text is an address of another program, which names the file. One that a browser would itself
/// open or run is none.
fn is_address(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else {
        return false;
    };
    // Browsers read capitals as small letters; without them, there is one name to look for.
    let is_sign =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "+-.".contains(sign);
    let is_scheme =
        scheme.starts_with(|first: char| first.is_ascii_lowercase()) && scheme.chars().all(is_sign);
    let of_browser = ["javascript", "data", "blob", "file", "about", "view-source"];
    let is_whole = text.contains("{path}") && !text.contains(char::is_control);
    is_scheme && is_whole && !of_browser.contains(&scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_name_or_an_address() {
        let of = |text: &str| text.parse::<Editor>();
        assert_eq!(of("none"), Ok(Editor(None)));
        assert_eq!(of("vscode"), Ok(Editor(Some(VSCODE.to_owned()))));
        let own = "my-editor://open?file={path}&line={line}";
        assert_eq!(of(own), Ok(Editor(Some(own.to_owned()))));
        for wrong in [
            "emacs",
            "x://open",
            "javascript:alert('{path}')",
            "javaScript:alert('{path}')",
            "1x:{path}",
            ":{path}",
            "{path}",
            "x:{path}\u{1}",
        ] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
