//! Compare: two forms of a document beside each other.
//!
//! What changed is told twice, for two readers. By meaning, value by value, for the author: what is
//! told of the content and of the figures that follow from it. And as one document that shows both
//! forms ([`merge`]), for whoever has to accept it: the writers make the redline of it.

mod merge;

pub use merge::merge;
