//! The axes of a chart: its categories, and the marks of its values.

use rust_decimal::Decimal;

use super::Writer;
use crate::document::Amount;
use crate::layout::page::Shade;
use crate::length::Length;

/// The identities of the axes.
const AXES: [&str; 2] = ["111111111", "222222222"];

impl Writer<'_> {
    /// The identities of the axes, the end of the plot, and the axes.
    pub(super) fn axes(&mut self) {
        for axis in AXES {
            self.value("c:axId", axis);
        }
        self.xml.close();
        self.category_axis();
        self.value_axis();
    }

    fn category_axis(&mut self) {
        let lying = self.drawing.lying;
        self.xml.open("c:catAx", &[]);
        self.value("c:axId", AXES[0]);
        self.xml.open("c:scaling", &[]);
        // Word counts upwards; people read downwards.
        self.value("c:orientation", if lying { "maxMin" } else { "minMax" });
        self.xml.close();
        self.value("c:delete", "0");
        self.value("c:axPos", if lying { "l" } else { "b" });
        self.xml.leaf(
            "c:numFmt",
            &[("formatCode", "General"), ("sourceLinked", "0")],
        );
        self.value("c:majorTickMark", "none");
        self.value("c:minorTickMark", "none");
        // Beside the drawing, also where bars go below zero.
        self.value("c:tickLblPos", "low");
        self.line(Length::milli(850), Shade::Black);
        // Names that all have room lie; where names are left out, a program may turn them.
        self.letters(self.size, self.drawing.every <= 1);
        self.value("c:crossAx", AXES[1]);
        self.value("c:crosses", "autoZero");
        self.value("c:auto", "0");
        self.value("c:lblAlgn", "ctr");
        self.value("c:lblOffset", "100");
        self.value("c:tickLblSkip", &self.drawing.every.max(1).to_string());
        self.value("c:noMultiLvlLbl", "1");
        self.xml.close();
    }

    fn value_axis(&mut self) {
        let lying = self.drawing.lying;
        let marks = &self.chart.axis;
        self.xml.open("c:valAx", &[]);
        self.value("c:axId", AXES[1]);
        self.xml.open("c:scaling", &[]);
        self.value("c:orientation", "minMax");
        if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
            let (first, last) = (first.value.to_string(), last.value.to_string());
            self.value("c:max", &last);
            self.value("c:min", &first);
        }
        self.xml.close();
        self.value("c:delete", "0");
        self.value("c:axPos", if lying { "b" } else { "l" });
        self.xml.open("c:majorGridlines", &[]);
        self.line(Length::milli(350), Shade::Faint);
        self.xml.close();
        self.unit();
        let format = self.format(marks.iter());
        self.xml.leaf(
            "c:numFmt",
            &[("formatCode", &format), ("sourceLinked", "0")],
        );
        self.value("c:majorTickMark", "none");
        self.value("c:minorTickMark", "none");
        self.value("c:tickLblPos", "nextTo");
        self.xml.open("c:spPr", &[]);
        self.xml.open("a:ln", &[]);
        self.xml.leaf("a:noFill", &[]);
        self.xml.close();
        self.xml.close();
        self.letters(self.size, false);
        self.value("c:crossAx", AXES[0]);
        self.value("c:crosses", if lying { "max" } else { "autoZero" });
        self.value("c:crossBetween", "between");
        if let Some(step) = step(marks) {
            self.value("c:majorUnit", &step.to_string());
        }
        self.xml.close();
    }
}

/// The step of the marks, if they have one.
fn step(marks: &[Amount]) -> Option<Decimal> {
    let step = marks.get(1)?.value.checked_sub(marks.first()?.value)?;
    let even = marks
        .windows(2)
        .all(|pair| pair[1].value.checked_sub(pair[0].value) == Some(step));
    even.then(|| step.normalize())
}
