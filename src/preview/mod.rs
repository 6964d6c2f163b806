//! Preview: the pages of a document in a browser on this machine, while it is written.
//!
//! One thread works on the document after every save ([`Desk`]) and publishes what is to be shown
//! ([`Shown`]); another one hands it out ([`Server`]). The page in the browser hears that there is something
//! new, asks for the state, and fetches only the pages that it does not have.
//!
//! Nobody else is let in: the address has a token, the server listens on this machine alone, and it answers
//! no other name of the machine and no other site ([`guard`]). It reads nothing from the disk: every answer
//! is part of the program or of what was published.

mod connections;
mod desk;
mod guard;
mod messages;
mod page;
mod routes;
mod server;
mod shown;
mod token;

pub use desk::{Desk, Wanted};
pub use server::Server;
pub use shown::Shown;
