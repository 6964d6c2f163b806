//! Compare: two forms of a document beside each other.
//!
//! What changed is told twice, for two readers. By meaning, value by value, for the author: what is
//! told of the content and of the figures that follow from it ([`compare`], in words by [`told`]).
//! And as one document that shows both forms ([`merge`]), for whoever has to accept it: the writers
//! make the redline of it.

mod following;
mod form;
mod meaning;
mod merge;
mod returned;
pub mod told;
pub mod words;

pub use following::Follow;
pub use form::Form;
pub use meaning::{Comparison, Difference, compare};
pub use merge::merge;
pub use returned::{
    Edit, Hand, Home, Note, Origin, Returned, Size, Sort as Happened, carry_over, returned,
};
