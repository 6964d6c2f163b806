//! The words for files that cannot be read.

use super::{Message, say};
use crate::source::{MAX_BYTES, Unreadable};

impl Unreadable {
    /// What is the matter, in a line that can stand alone.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Missing => say!("there is no such file"),
            Self::NoRight => say!("you have no right to read the file"),
            Self::Folder => say!("this is a folder, not a file"),
            Self::NotOrdinary => say!("this is not an ordinary file"),
            Self::TooLarge(bytes) => say!(
                "the file has {found} MB; {most} MB is the most",
                found = bytes >> 20,
                most = MAX_BYTES >> 20
            ),
            Self::NotUtf8 { line } => say!(
                "the file is not UTF-8: line {line} has bytes of another encoding",
                line
            ),
            Self::Other(why) => say!("the file cannot be read: {why}", why),
        }
    }

    /// What can be done about it, if that is known.
    #[must_use]
    pub fn hint(&self) -> Option<Message> {
        match self {
            Self::Missing => Some(say!("check the name and the folder")),
            Self::NoRight => Some(say!("ask the owner of the file for the right to read it")),
            Self::Folder => Some(say!("name a file")),
            Self::NotOrdinary => Some(say!("name a YAML file")),
            Self::TooLarge(_) => Some(say!(
                "check that this is the right file, or divide the document"
            )),
            Self::NotUtf8 { .. } => Some(say!(
                "save it as UTF-8 in your editor; it may be in Windows-1257 or UTF-16 now"
            )),
            Self::Other(_) => None,
        }
    }
}
