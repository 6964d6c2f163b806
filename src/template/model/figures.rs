//! Figures: `<figure><img src alt/>…<figcaption>…</figcaption></figure>`.

use super::Builder;
use crate::diagnostics::{Code, Diagnostic, did_you_mean, say};
use crate::document::{Block, Figure, Inline, Picture, Role};
use crate::template::markup::Element;

/// The look of a figure that names none.
const DEFAULT: &str = "photo";

impl Builder<'_> {
    /// Pictures in a row, with a text under them.
    pub(super) fn figure(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["role", "id"]);
        let role = self.figure_role(element);
        let (mut pictures, mut caption) = (Vec::new(), None);
        let mut sound = true;
        for child in self.elements(element) {
            match child.name {
                "img" => match self.picture(child) {
                    Some(picture) => pictures.push(picture),
                    None => sound = false,
                },
                "figcaption" => caption = self.figcaption(child).or(caption),
                _ => self.misplaced(child, &["img", "figcaption"]),
            }
        }
        if pictures.is_empty() {
            if sound {
                self.fault(element.place, say!("`<figure>` holds no `<img/>`"));
            }
            return None;
        }
        Some(Block::Figure(Figure {
            id: self.id(element),
            role,
            pictures,
            caption,
        }))
    }

    fn figcaption(&mut self, element: &Element<'_>) -> Option<Vec<Inline>> {
        let content = self.caption(element);
        (!content.is_empty()).then_some(content)
    }

    fn picture(&mut self, element: &Element<'_>) -> Option<Picture> {
        self.attributes(element, &["src", "alt"]);
        self.empty(element);
        let alt = element.attribute("alt").unwrap_or_default();
        let alt = self.typography.apply(alt.trim(), ' ');
        if alt.is_empty() {
            let message = say!("`<img>` needs `alt`, which says what is to be seen");
            self.fault(element.place, message);
        }
        let source = element.attribute("src").unwrap_or_default();
        let image = self.images.get(source).cloned();
        if image.is_none() {
            let message = if source.is_empty() {
                say!("`<img>` needs `src`")
            } else {
                say!("`{source}` is not a picture of the document", source)
            };
            self.fault(element.place, message);
        }
        let (image, place) = (image?, element.place);
        (!alt.is_empty()).then_some(Picture { image, alt, place })
    }

    fn figure_role(&mut self, element: &Element<'_>) -> Role {
        let name = element.attribute("role").unwrap_or(DEFAULT);
        let figures = &self.style.figures;
        if let Some((role, _)) = figures.get_key_value(name) {
            return role.clone();
        }
        let hint = did_you_mean(name, figures.keys().map(|role| &**role));
        let hint = hint.map(|near| say!("did you mean `{near}`?", near));
        let message = say!("the style has no figure `{name}`", name);
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        name.into()
    }
}
