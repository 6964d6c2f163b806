//! Lines of text in columns.

/// Lays rows out in columns two spaces apart; each is as wide as its widest cell, but at most as wide
/// as its limit, beyond which a cell is cut. A row may have fewer cells than there are columns.
pub(super) fn aligned(rows: &[Vec<String>], limits: &[usize]) -> String {
    let cells = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().zip(limits);
        cells.map(|(cell, limit)| cut(cell, *limit)).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..limits.len()).map(widest).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(wide - width(cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Names and what they are of, the names in a column.
pub(super) fn pairs(rows: Vec<(String, String)>) -> String {
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(name, of)| vec![name, of]).collect();
    aligned(&rows, &[usize::MAX, usize::MAX])
}

/// How many places of a terminal a text takes: a letter has one, with whatever stands on it.
fn width(text: &str) -> usize {
    text.chars().filter(|sign| !is_on_another(*sign)).count()
}

fn is_on_another(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A text in one line, of which the end is left out if it is too wide.
fn cut(text: &str, limit: usize) -> String {
    let line: String = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    if width(&line) <= limit {
        return line;
    }
    let (mut kept, mut room) = (String::new(), limit.saturating_sub(1));
    for sign in line.chars() {
        let wide = usize::from(!is_on_another(sign));
        if wide > room {
            break;
        }
        room -= wide;
        kept.push(sign);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_below_each_other_whatever_letters_they_have() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let rows: Vec<Vec<String>> = vec![
            row(&["žymą", "e\u{301}", "x"]),
            row(&["a", "b", "x"]),
            row(&["only"]),
            row(&["too long to stay", "b\nc"]),
        ];
        assert_eq!(
            aligned(&rows, &[8, 5, 5]),
            "žymą      e\u{301}    x\na         b    x\nonly\ntoo lon…  b c\n"
        );
    }
}
