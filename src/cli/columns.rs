//! Lines of text in columns.

/// The places of a terminal that a table may take: one of the usual 100 is left free.
const ROOM: usize = 99;

/// Lays rows out in columns two spaces apart. Each is as wide as its widest cell; where that is too
/// much together, each has at least its `share`, the first ones get what is left, and the ends of
/// cells are cut. A row may have fewer cells than there are columns.
pub(super) fn aligned(rows: &[Vec<String>], shares: &[usize]) -> String {
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or_default()
    };
    let wanted = (0..shares.len()).map(widest);
    let mut widths: Vec<usize> = wanted.clone().zip(shares).map(|(a, b)| a.min(*b)).collect();
    let taken = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    let mut left = ROOM.saturating_sub(taken);
    for (width, wanted) in widths.iter_mut().zip(wanted) {
        let more = left.min(wanted - *width);
        *width += more;
        left -= more;
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, wide) in row.iter().zip(&widths) {
            let cell = cut(cell, *wide);
            line.push_str(&cell);
            line.push_str(&" ".repeat(wide - width(&cell) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Names and what they are of, the names in a column.
pub(super) fn pairs(rows: Vec<(String, String)>) -> String {
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(name, of)| vec![name, of]).collect();
    let name = rows.iter().map(|row| width(&row[0])).max();
    aligned(&rows, &[name.unwrap_or_default(), usize::MAX])
}

/// A text in lines of so many places at most; a longer word has a line of its own.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
            row(&["longer", "b\nc"]),
        ];
        assert_eq!(
            aligned(&rows, &[3, 3, 3]),
            "žymą    e\u{301}    x\na       b    x\nonly\nlonger  b c\n"
        );
    }

    #[test]
    fn words_are_put_into_lines() {
        assert_eq!(wrapped("aa bb  cc\ndd", 5), ["aa bb", "cc dd"]);
        assert_eq!(wrapped("a žąsinas b", 4), ["a", "žąsinas", "b"]);
        assert!(wrapped(" ", 4).is_empty());
    }

    #[test]
    fn what_is_too_wide_is_cut_where_it_has_more_than_its_share() {
        let rows = vec![vec!["a".repeat(80), "b".repeat(10), "c".repeat(40)]];
        let line = aligned(&rows, &[30, 10, 20]);
        let widths: Vec<usize> = line.split_whitespace().map(width).collect();
        assert_eq!(widths, [65, 10, 20], "{line}");
        assert_eq!(width(line.trim_end()), ROOM);
    }
}
