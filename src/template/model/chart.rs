//! From elements to charts. Whatever a chart cannot show is told at its element.

use rust_decimal::Decimal;

use super::Builder;
use super::inline::Ground;
use crate::diagnostics::{Code, Diagnostic, did_you_mean, say};
use crate::document::{Amount, Block, Chart, ChartSort, Role, Series, plain_text};
use crate::template::markup::Element;

/// The most series of a chart, and the most categories: more cannot be told apart on a page.
const MOST: (usize, usize) = (12, 60);

impl Builder<'_> {
    /// A chart. What is wrong with it is told, and then no document comes of it.
    pub(super) fn chart(&mut self, element: &Element<'_>) -> Option<Block> {
        self.attributes(element, &["type", "role", "id", "alt"]);
        let mut chart = Chart {
            id: self.id(element),
            role: self.chart_role(element),
            sort: self.chart_sort(element)?,
            caption: None,
            unit: String::new(),
            categories: Vec::new(),
            series: Vec::new(),
            axis: Vec::new(),
            alt: element.attribute("alt").unwrap_or_default().to_owned(),
            place: element.place,
        };
        let mut places = Vec::new();
        for child in self.elements(element) {
            match child.name {
                "caption" => {
                    let caption = self.caption(child);
                    chart.caption = (!caption.is_empty()).then_some(caption);
                }
                "unit" => chart.unit = self.words(child),
                "axis" => chart.axis = self.axis(child),
                "categories" => chart.categories = self.categories(child),
                "series" => {
                    chart.series.push(self.series(child));
                    places.push(child);
                }
                _ => {
                    self.misplaced(child, &["caption", "unit", "axis", "categories", "series"]);
                }
            }
        }
        for (series, place) in chart.series.iter().zip(places) {
            self.check_series(&chart, series, place);
        }
        self.check_chart(&chart, element);
        Some(Block::Chart(chart))
    }

    fn chart_sort(&mut self, element: &Element<'_>) -> Option<ChartSort> {
        match element.attribute("type") {
            Some("bar") => Some(ChartSort::Bar),
            Some("line") => Some(ChartSort::Line),
            Some("pie") => Some(ChartSort::Pie),
            other => {
                let found = super::elements::found(other);
                let message = say!(
                    "`type` must be `bar`, `line` or `pie`, found {found}",
                    found
                );
                self.fault(element.place, message);
                None
            }
        }
    }

    fn chart_role(&mut self, element: &Element<'_>) -> Role {
        let name = element.attribute("role").unwrap_or("chart");
        if let Some((role, _)) = self.style.charts.get_key_value(name) {
            return role.clone();
        }
        let hint = did_you_mean(name, self.style.charts.keys().map(|role| &**role));
        let hint = hint.map(|near| say!("did you mean `{near}`?", near));
        let message = say!("the style has no chart `{name}`", name);
        self.sink
            .push(Diagnostic::error(Code::InvalidMarkup, element.place, message).maybe_hint(hint));
        name.into()
    }

    /// The text of an element, in one look.
    fn words(&mut self, element: &Element<'_>) -> String {
        let outer = std::mem::replace(&mut self.ground, Ground::Words);
        let line = self.line(&element.children, element.place);
        self.ground = outer;
        plain_text(&line)
    }

    fn axis(&mut self, element: &Element<'_>) -> Vec<Amount> {
        self.attributes(element, &[]);
        let mut marks: Vec<Amount> = Vec::new();
        for child in self.elements(element) {
            if child.name != "tick" {
                self.misplaced(child, &["tick"]);
                continue;
            }
            self.attributes(child, &["value"]);
            let Some(mark) = self.amount(child, "value") else {
                continue;
            };
            if let Some(last) = marks.last().filter(|last| last.value >= mark.value) {
                let message = say!(
                    "the marks of an axis rise, but `{mark}` stands after `{last}`",
                    mark = mark.value.to_string(),
                    last = last.value.to_string()
                );
                self.fault(child.place, message);
            }
            marks.push(mark);
        }
        if marks.len() < 2 {
            let message = say!(
                "an axis has at least 2 marks, found {found}",
                found = marks.len()
            );
            self.fault(element.place, message);
        }
        marks
    }

    fn categories(&mut self, element: &Element<'_>) -> Vec<String> {
        self.attributes(element, &[]);
        let mut categories = Vec::new();
        for child in self.elements(element) {
            if child.name == "category" {
                self.attributes(child, &[]);
                categories.push(self.words(child));
            } else {
                self.misplaced(child, &["category"]);
            }
        }
        categories
    }

    fn series(&mut self, element: &Element<'_>) -> Series {
        self.attributes(element, &[]);
        let mut series = Series {
            name: String::new(),
            values: Vec::new(),
        };
        for child in self.elements(element) {
            match child.name {
                "name" => series.name = self.words(child),
                "value" => {
                    self.attributes(child, &["of"]);
                    let missing = child.attribute("of").is_none() && child.children.is_empty();
                    // A number that cannot be read is told, and is not told again as missing.
                    let amount = |this: &mut Self| {
                        let unread = Amount {
                            value: Decimal::ONE,
                            text: String::new(),
                        };
                        this.amount(child, "of").unwrap_or(unread)
                    };
                    series.values.push((!missing).then(|| amount(self)));
                }
                _ => self.misplaced(child, &["name", "value"]),
            }
        }
        series
    }

    /// The exact number in an attribute, and how it is printed.
    fn amount(&mut self, element: &Element<'_>, attribute: &str) -> Option<Amount> {
        let text = self.words(element);
        let number = element.attribute(attribute).unwrap_or_default();
        match Decimal::from_str_exact(number) {
            Ok(value) => Some(Amount { value, text }),
            Err(_) => {
                let message = say!(
                    "`{attribute}` must be a number such as `1234.5`, found `{number}`",
                    attribute,
                    number
                );
                self.fault(element.place, message);
                None
            }
        }
    }

    fn check_series(&mut self, chart: &Chart, series: &Series, element: &Element<'_>) {
        let (wanted, found) = (chart.categories.len(), series.values.len());
        if wanted != found {
            let message = say!(
                "every series has a value for each of the {wanted} categories, this one has {found}",
                wanted,
                found
            );
            self.fault(element.place, message);
        }
        if chart.series.len() > 1 && series.name.is_empty() {
            self.fault(
                element.place,
                say!("one of several series needs a `<name>`"),
            );
        }
        let values = series.values.iter().flatten();
        let negative = values
            .map(|amount| amount.value)
            .find(|value| *value < Decimal::ZERO);
        if let Some(value) = negative.filter(|_| chart.sort == ChartSort::Pie) {
            let message = say!(
                "a pie has no slice for a negative value, found `{value}`",
                value = value.to_string()
            );
            self.fault(element.place, message);
        }
    }

    fn check_chart(&mut self, chart: &Chart, element: &Element<'_>) {
        let is_pie = chart.sort == ChartSort::Pie;
        let mut values = chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten());
        let faults = [
            (
                chart.series.is_empty(),
                say!("a chart needs at least one `<series>`"),
            ),
            (
                chart.series.len() > MOST.0,
                say!(
                    "a chart shows at most {most} series, found {found}",
                    most = MOST.0,
                    found = chart.series.len()
                ),
            ),
            (
                chart.categories.len() > MOST.1,
                say!(
                    "a chart shows at most {most} categories, found {found}",
                    most = MOST.1,
                    found = chart.categories.len()
                ),
            ),
            (
                is_pie && chart.series.len() > 1,
                say!(
                    "a pie shows one series, found {found}",
                    found = chart.series.len()
                ),
            ),
            (
                is_pie && !chart.axis.is_empty(),
                say!("a pie has no `<axis>`"),
            ),
            (
                !is_pie && chart.axis.is_empty(),
                say!("a chart of bars or lines needs an `<axis>` with at least 2 marks"),
            ),
            (
                !chart.series.is_empty() && values.clone().next().is_none(),
                say!("the chart has no value to show"),
            ),
            (
                is_pie
                    && values.clone().next().is_some()
                    && values.all(|amount| amount.value.is_zero()),
                say!("a pie of which all values are 0 has no slices"),
            ),
            (
                chart.alt.trim().is_empty(),
                say!("a chart needs `alt`, which says in words what it shows"),
            ),
        ];
        for (_, message) in faults.into_iter().filter(|(wrong, _)| *wrong) {
            self.fault(element.place, message);
        }
    }
}
