//! The pictures of a file: each once, however often it is shown.

use std::sync::Arc;

use crate::document::Image;

/// Pictures in the order in which they are shown first.
#[derive(Debug, Default)]
pub(super) struct Images {
    images: Vec<Arc<Image>>,
}

impl Images {
    /// The number of a picture, from 0; equal pictures have one number.
    pub(super) fn number(&mut self, image: &Arc<Image>) -> usize {
        self.find(image).unwrap_or_else(|| {
            self.images.push(image.clone());
            self.images.len() - 1
        })
    }

    /// The number of a picture, if it has one.
    pub(super) fn find(&self, image: &Arc<Image>) -> Option<usize> {
        self.images.iter().position(|known| known == image)
    }

    /// All pictures in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Image> {
        self.images.iter().map(|image| &**image)
    }
}
