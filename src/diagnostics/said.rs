//! What can fill a gap of a message, and how it is said.
//!
//! [`Count`] is a count that no word agrees with. A [`Duration`] is said in seconds, and [`day`] says a date
//! as it is read, where a text of the author's is not quoted.

use std::borrow::Cow;
use std::time::Duration;

use super::{Message, say};

/// What can fill a gap of a message.
pub trait Said {
    /// The message that it is.
    fn said(&self) -> Message;
}

/// A count that no word agrees with, such as the 12 of „12 of 40 documents“.
#[derive(Debug, Clone, Copy)]
pub struct Count(pub usize);

impl Said for Count {
    fn said(&self) -> Message {
        Message::Count(self.0 as u64)
    }
}

/// In seconds with a decimal, and from a minute on in minutes: `0.4 s`, `2 min 5 s`.
impl Said for Duration {
    fn said(&self) -> Message {
        // Nobody asks for the second decimal of a second.
        let tenths = (self.as_millis() + 50) / 100;
        if tenths < 600 {
            let (whole, part) = ((tenths / 10) as u64, (tenths % 10) as u64);
            return say!("{whole}.{part} s", whole, part);
        }
        let seconds = (self.as_millis() + 500) / 1000;
        let (minutes, seconds) = ((seconds / 60) as u64, (seconds % 60) as u64);
        say!("{minutes} min {seconds} s", minutes, seconds)
    }
}

/// A date as it is said: `8 January 2027`; `None` if there is no such month.
///
/// What is quoted, and what stands in a table, is `2027-01-08` in all languages.
#[must_use]
pub fn day(year: i32, month: u32, day: u32) -> Option<Message> {
    Some(match month {
        1 => say!("{day} January {year}", day, year),
        2 => say!("{day} February {year}", day, year),
        3 => say!("{day} March {year}", day, year),
        4 => say!("{day} April {year}", day, year),
        5 => say!("{day} May {year}", day, year),
        6 => say!("{day} June {year}", day, year),
        7 => say!("{day} July {year}", day, year),
        8 => say!("{day} August {year}", day, year),
        9 => say!("{day} September {year}", day, year),
        10 => say!("{day} October {year}", day, year),
        11 => say!("{day} November {year}", day, year),
        12 => say!("{day} December {year}", day, year),
        _ => return None,
    })
}

impl Said for Message {
    fn said(&self) -> Message {
        self.clone()
    }
}

impl<T: Said + ?Sized> Said for &T {
    fn said(&self) -> Message {
        (**self).said()
    }
}

/// Makes things that say themselves by `Display`, in all languages alike, fill gaps.
macro_rules! said_by_display {
    ($($type:ty),+) => {
        $(impl Said for $type {
            fn said(&self) -> Message {
                Message::Verbatim(self.to_string())
            }
        })+
    };
}

said_by_display!(
    str,
    String,
    Cow<'_, str>,
    std::sync::Arc<str>,
    char,
    i32,
    i64,
    std::io::Error,
    super::Code
);

/// Makes numbers fill gaps.
macro_rules! said_as_number {
    ($($type:ty),+) => {
        $(impl Said for $type {
            fn said(&self) -> Message {
                Message::Number(u64::from(*self))
            }
        })+
    };
}

said_as_number!(u8, u16, u32, u64);

impl Said for usize {
    fn said(&self) -> Message {
        Message::Number(*self as u64)
    }
}
