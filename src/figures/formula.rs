//! Formulas: exact arithmetic over names.
//!
//! ```text
//! relation  = formula ( "=" | "<=" | ">=" | "<" | ">" ) formula
//! formula   = term { ( "+" | "-" ) term }
//! term      = factor { ( "*" | "/" ) factor }
//! factor    = number | name | function "(" arguments ")" | "(" formula ")" | "-" factor
//! arguments = argument { ( "," | ";" ) argument }
//! argument  = name ".." name | formula
//! function  = "sum" | "round" | "share" | "change" | "growth" | "average" | "min" | "max" | "count"
//! name      = word { "." word }
//! ```
//!
//! A word is `a-z`, `0-9` and `-`, so a minus sign needs a space before it. The first word of a
//! name starts with a letter. `−`, `×`, `·` and `÷` may be written for `-`, `*`, `*` and `/`. A number may have
//! a decimal comma or point and spaces between groups of three: a comma with digits on both sides
//! is a decimal comma, any other one stands between arguments.
//!
//! A formula has at most 250 operations and 32 levels of brackets; a sum that cannot be kept to its
//! last digit is a fault, and never rounded unseen. What names mean where is told to authors in
//! `templates/common/FORMULAS.md`.
//!
//! What has no value counts as nothing in `+`, `-` and the functions over many values; a product,
//! a quotient, a share or a change of it has no value either.

use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;

use super::round;
use crate::content::parse_decimal;
use crate::diagnostics::{Message, say};

/// How deep parentheses may be nested.
const MAX_DEPTH: usize = 32;

/// How many operations a formula may have: more is no formula that a person wrote, and takes more
/// of the stack than there is.
const MAX_OPERATIONS: usize = 250;

/// A formula that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(Decimal),
    /// The value of a name.
    Name(Name),
    /// The value with the other sign.
    Negative(Box<Self>),
    /// Two values joined.
    Binary(Box<Self>, Operator, Box<Self>),
    /// A function of values.
    Call(Function, Vec<Argument>),
}

/// A name in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name, such as `stock.end.books`.
    pub text: String,
    /// Its bytes in the formula.
    pub range: Range<usize>,
}

/// What joins two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    By,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The sum of many values.
    Sum,
    /// The mean of many values.
    Average,
    /// The least of many values.
    Min,
    /// The greatest of many values.
    Max,
    /// How many there are.
    Count,
    /// `round(value, decimals)`, half up.
    Round,
    /// `share(part, whole)`: what per cent of the whole the part is.
    Share,
    /// `change(now, before)`: the difference.
    Change,
    /// `growth(now, before)`: the difference in per cent of what was before.
    Growth,
}

impl Function {
    /// Every function with its name.
    pub const ALL: [(&'static str, Self); 9] = [
        ("sum", Self::Sum),
        ("average", Self::Average),
        ("min", Self::Min),
        ("max", Self::Max),
        ("count", Self::Count),
        ("round", Self::Round),
        ("share", Self::Share),
        ("change", Self::Change),
        ("growth", Self::Growth),
    ];

    /// Whether it takes any number of values, and so ranges and groups too.
    #[must_use]
    pub const fn takes_many(self) -> bool {
        matches!(
            self,
            Self::Sum | Self::Average | Self::Min | Self::Max | Self::Count
        )
    }

    fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, function)| *function)
    }

    fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, function)| *function == self);
        found.map_or("", |(name, _)| name)
    }
}

/// What a function is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A value.
    Value(Expression),
    /// All values from one name to another, in the order of the table.
    Range(Name, Name),
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `>`
    More,
}

impl Comparison {
    /// Whether it holds.
    #[must_use]
    pub fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
            Self::Less => left < right,
            Self::More => left > right,
        }
    }

    /// The sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::More => ">",
        }
    }
}

/// Why a text is no formula: what is wrong, and where in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub why: Message,
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
}

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A name that means nothing; the hint may say what was meant.
    UnknownName(Name, Message, Option<Message>),
    /// A figure that the document could state, and does not.
    Missing(Name),
    /// The divisor with names at these bytes, in these words, is zero; whether it is that of a
    /// share or a growth, which then only have no value.
    ZeroDivisor(Range<usize>, String, bool),
    /// A name depends on the formula itself.
    Circular(Name),
    /// More digits than can be kept exactly.
    TooLarge,
    /// What a name stands for has a fault that is told at its own place.
    Told,
}

/// What the names of a formula mean.
pub trait Scope {
    /// The value of a name; none if it has none, such as an empty cell.
    fn value(&mut self, name: &Name) -> Result<Option<Decimal>, Fault>;

    /// The values of a name that stands for many, such as `above`; none if it stands for one.
    fn group(&mut self, name: &Name) -> Result<Option<Vec<Option<Decimal>>>, Fault>;

    /// The values from one name to another.
    fn range(&mut self, from: &Name, to: &Name) -> Result<Vec<Option<Decimal>>, Fault>;
}

impl Expression {
    /// Reads a formula.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text, and where.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let mut parser = Parser::new(text);
        let whole = parser.sum()?;
        parser.end()?;
        Ok(whole)
    }

    /// Reads two formulas with a sign of comparison between them.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the text, and where.
    pub fn parse_relation(text: &str) -> Result<(Self, Comparison, Self), Unreadable> {
        let mut parser = Parser::new(text);
        let left = parser.sum()?;
        let Some(comparison) = parser.comparison() else {
            return Err(parser.fault(say!(
                "one of `=`, `<=`, `>=`, `<`, `>` is missing between two formulas"
            )));
        };
        let right = parser.sum()?;
        parser.end()?;
        Ok((left, comparison, right))
    }

    /// Computes the formula; none if what it is about has no value.
    ///
    /// # Errors
    ///
    /// Says why there can be no value.
    pub fn evaluate(&self, scope: &mut dyn Scope) -> Result<Option<Decimal>, Fault> {
        match self {
            Self::Number(number) => Ok(Some(*number)),
            Self::Name(name) => scope.value(name),
            Self::Negative(of) => Ok(of.evaluate(scope)?.map(|value| -value)),
            Self::Binary(..) => {
                // A long sum leans to the left: it is followed without going deeper.
                let mut steps = Vec::new();
                let mut first = self;
                while let Self::Binary(left, operator, right) = first {
                    steps.push((*operator, right));
                    first = left;
                }
                let mut value = first.evaluate(scope)?;
                for (operator, right) in steps.into_iter().rev() {
                    value = binary(value, operator, right.evaluate(scope)?, right)?;
                }
                Ok(value)
            }
            Self::Call(function, arguments) => call(*function, arguments, scope),
        }
    }

    /// The names that it is made of, from left to right; of a range both ends.
    #[must_use]
    pub fn names(&self) -> Vec<&Name> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<&'a Name>) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => found.push(name),
            Self::Negative(of) => of.gather(found),
            Self::Binary(left, _, right) => {
                left.gather(found);
                right.gather(found);
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    match argument {
                        Argument::Value(value) => value.gather(found),
                        Argument::Range(from, to) => found.extend([from, to]),
                    }
                }
            }
        }
    }

    /// The ranges that it is made of, by their ends.
    pub fn ranges<'a>(&'a self, found: &mut Vec<(&'a Name, &'a Name)>) {
        match self {
            Self::Number(_) | Self::Name(_) => {}
            Self::Negative(of) => of.ranges(found),
            Self::Binary(left, _, right) => {
                left.ranges(found);
                right.ranges(found);
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    match argument {
                        Argument::Value(value) => value.ranges(found),
                        Argument::Range(from, to) => found.push((from, to)),
                    }
                }
            }
        }
    }

    /// Whether it only adds and subtracts: its value is then a total of parts.
    #[must_use]
    pub fn is_total(&self) -> bool {
        match self {
            Self::Number(_) | Self::Name(_) => true,
            Self::Negative(of) => of.is_total(),
            Self::Binary(left, operator, right) => {
                matches!(operator, Operator::Plus | Operator::Minus)
                    && left.is_total()
                    && right.is_total()
            }
            Self::Call(function, arguments) => {
                *function == Function::Sum
                    && arguments.iter().all(|argument| match argument {
                        Argument::Value(value) => value.is_total(),
                        Argument::Range(..) => true,
                    })
            }
        }
    }

    /// Whether it only adds: what holds of parts and wholes then holds of its value too.
    #[must_use]
    pub fn adds(&self) -> bool {
        match self {
            Self::Number(_) | Self::Name(_) => true,
            Self::Binary(left, operator, right) => {
                *operator == Operator::Plus && left.adds() && right.adds()
            }
            Self::Call(Function::Sum, arguments) => {
                arguments.iter().all(|argument| match argument {
                    Argument::Value(value) => value.adds(),
                    Argument::Range(..) => true,
                })
            }
            Self::Negative(_) | Self::Call(..) => false,
        }
    }

    /// Whether it says how much something changed, so that a plus is worth printing.
    #[must_use]
    pub fn is_change(&self) -> bool {
        match self {
            Self::Call(Function::Change | Function::Growth, _) => true,
            Self::Call(Function::Round, arguments) => matches!(
                arguments.first(),
                Some(Argument::Value(value)) if value.is_change()
            ),
            _ => false,
        }
    }

    /// Whether it divides, so that its value can have decimals without end.
    #[must_use]
    pub fn divides(&self) -> bool {
        match self {
            Self::Number(_) | Self::Name(_) | Self::Call(Function::Round, _) => false,
            Self::Negative(of) => of.divides(),
            Self::Binary(left, operator, right) => {
                *operator == Operator::By || left.divides() || right.divides()
            }
            Self::Call(function, arguments) => {
                let inside = arguments.iter().any(|argument| match argument {
                    Argument::Value(value) => value.divides(),
                    Argument::Range(..) => false,
                });
                inside
                    || matches!(
                        function,
                        Function::Average | Function::Share | Function::Growth
                    )
            }
        }
    }

    /// The formula with each name and range in the words of `spell`, as in the header of a table
    /// („4+5+6“, „5/4×100“) or, with a space for `gap`, in a message; none if it has no short form.
    #[must_use]
    pub fn worked(&self, spell: Spell<'_>, gap: &str) -> Option<String> {
        Some(match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => spell(name, None)?,
            Self::Negative(of) => format!("−{}", of.worked_inside(spell, gap)?),
            Self::Binary(left, operator, right) => {
                let sign = match operator {
                    Operator::Plus => "+",
                    Operator::Minus => "−",
                    Operator::Times => "×",
                    Operator::By => "/",
                };
                let left = if matches!(operator, Operator::Times | Operator::By) {
                    left.worked_inside(spell, gap)?
                } else {
                    left.worked(spell, gap)?
                };
                let right = if *operator == Operator::Plus && !matches!(**right, Self::Negative(_))
                {
                    right.worked(spell, gap)?
                } else {
                    right.worked_inside(spell, gap)?
                };
                format!("{left}{gap}{sign}{gap}{right}")
            }
            Self::Call(function, arguments) => {
                let words: Option<Vec<String>> = arguments
                    .iter()
                    .map(|argument| match argument {
                        Argument::Value(value) if *function == Function::Sum => {
                            value.worked(spell, gap)
                        }
                        Argument::Value(value) => value.worked_inside(spell, gap),
                        Argument::Range(from, to) => spell(from, Some(to)),
                    })
                    .collect();
                let words = words?;
                match (function, words.as_slice()) {
                    (Function::Sum, words) => words.join(&format!("{gap}+{gap}")),
                    (Function::Share, [part, whole]) => {
                        format!("{part}{gap}/{gap}{whole}{gap}×{gap}100")
                    }
                    (Function::Change, [now, before]) => format!("{now}{gap}−{gap}{before}"),
                    (Function::Growth, [now, before]) => {
                        format!("({now}{gap}−{gap}{before}){gap}/{gap}{before}{gap}×{gap}100")
                    }
                    (Function::Round, [value, ..]) => value.clone(),
                    _ => return None,
                }
            }
        })
    }

    /// The same in brackets if it is more than one name.
    fn worked_inside(&self, spell: Spell<'_>, gap: &str) -> Option<String> {
        let worked = self.worked(spell, gap)?;
        Some(match self {
            Self::Number(_) | Self::Name(_) => worked,
            _ => format!("({worked})"),
        })
    }
}

/// What to write for a name, or for a range from one name to another.
pub type Spell<'a> = &'a dyn Fn(&Name, Option<&Name>) -> Option<String>;

impl fmt::Display for Expression {
    /// The formula as a person would write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(&name.text),
            Self::Negative(of) => write!(f, "-({of})"),
            Self::Binary(left, operator, right) => {
                let sign = match operator {
                    Operator::Plus => "+",
                    Operator::Minus => "-",
                    Operator::Times => "*",
                    Operator::By => "/",
                };
                let weak = matches!(operator, Operator::Plus | Operator::Minus);
                let side = |value: &Self, is_right: bool| match value {
                    Self::Binary(_, inner, _) => {
                        let inner_weak = matches!(inner, Operator::Plus | Operator::Minus);
                        let needs = (inner_weak && !weak) || (is_right && (inner_weak || !weak));
                        if needs {
                            format!("({value})")
                        } else {
                            value.to_string()
                        }
                    }
                    value => value.to_string(),
                };
                write!(f, "{} {sign} {}", side(left, false), side(right, true))
            }
            Self::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                for (index, argument) in arguments.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    match argument {
                        Argument::Value(value) => write!(f, "{value}")?,
                        Argument::Range(from, to) => write!(f, "{}..{}", from.text, to.text)?,
                    }
                }
                f.write_str(")")
            }
        }
    }
}

fn binary(
    a: Option<Decimal>,
    operator: Operator,
    b: Option<Decimal>,
    divisor: &Expression,
) -> Result<Option<Decimal>, Fault> {
    let (a, b) = match (a, operator, b) {
        (Some(a), _, Some(b)) => (a, b),
        (Some(a), Operator::Plus | Operator::Minus, None) => return Ok(Some(a)),
        (None, Operator::Plus, Some(b)) => return Ok(Some(b)),
        (None, Operator::Minus, Some(b)) => return Ok(Some(-b)),
        _ => return Ok(None),
    };
    let value = match operator {
        Operator::Plus => add(a, b),
        Operator::Minus => add(a, -b),
        Operator::Times => a.checked_mul(b),
        Operator::By if b.is_zero() => return Err(zero(divisor, false)),
        Operator::By => a.checked_div(b),
    };
    value.map(Some).ok_or(Fault::TooLarge)
}

/// The sum, if it can be kept to the last digit. A quotient has no last digit: it has 28 and more.
fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    let is_whole = |value: Decimal| value.mantissa().unsigned_abs() < 10_u128.pow(27);
    let kept = sum.scale() >= a.scale().max(b.scale());
    (kept || !is_whole(a) || !is_whole(b)).then_some(sum)
}

fn zero(divisor: &Expression, is_soft: bool) -> Fault {
    Fault::ZeroDivisor(extent(divisor), divisor.to_string(), is_soft)
}

/// The bytes from the first to the last name of an expression; nothing if it has none.
fn extent(expression: &Expression) -> Range<usize> {
    let names = expression.names();
    match (names.first(), names.last()) {
        (Some(first), Some(last)) => first.range.start..last.range.end,
        _ => 0..0,
    }
}

fn call(
    function: Function,
    arguments: &[Argument],
    scope: &mut dyn Scope,
) -> Result<Option<Decimal>, Fault> {
    if function.takes_many() {
        return many(function, &values(arguments, scope)?);
    }
    // The parser gives these functions two values.
    let [Argument::Value(first), Argument::Value(second)] = arguments else {
        return Ok(None);
    };
    let (Some(a), Some(b)) = (first.evaluate(scope)?, second.evaluate(scope)?) else {
        return Ok(None);
    };
    let hundred = Decimal::ONE_HUNDRED;
    let value = match function {
        Function::Round => {
            let decimals = u32::try_from(b.trunc().mantissa()).unwrap_or(0).min(28);
            Some(round(a, decimals))
        }
        Function::Change => add(a, -b),
        _ if b.is_zero() => return Err(zero(second, true)),
        Function::Share => a.checked_mul(hundred).and_then(|a| a.checked_div(b)),
        _ => a
            .checked_sub(b)
            .and_then(|difference| difference.checked_mul(hundred))
            .and_then(|difference| difference.checked_div(b)),
    };
    value.map(Some).ok_or(Fault::TooLarge)
}

/// The values of the arguments of a function over many, those without a value left out.
fn values(arguments: &[Argument], scope: &mut dyn Scope) -> Result<Vec<Decimal>, Fault> {
    let mut all = Vec::new();
    for argument in arguments {
        match argument {
            Argument::Value(Expression::Name(name)) => match scope.group(name)? {
                Some(group) => all.extend(group.into_iter().flatten()),
                None => all.extend(scope.value(name)?),
            },
            Argument::Value(value) => all.extend(value.evaluate(scope)?),
            Argument::Range(from, to) => all.extend(scope.range(from, to)?.into_iter().flatten()),
        }
    }
    Ok(all)
}

fn many(function: Function, values: &[Decimal]) -> Result<Option<Decimal>, Fault> {
    if function == Function::Count {
        return Ok(Some(Decimal::from(values.len())));
    }
    if values.is_empty() {
        return Ok(None);
    }
    let sum = || {
        let mut values = values.iter();
        values
            .try_fold(Decimal::ZERO, |sum, value| add(sum, *value))
            .ok_or(Fault::TooLarge)
    };
    Ok(match function {
        Function::Min => values.iter().min().copied(),
        Function::Max => values.iter().max().copied(),
        Function::Average => sum()?.checked_div(Decimal::from(values.len())),
        _ => Some(sum()?),
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    operations: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let mut parser = Self {
            text,
            at: 0,
            depth: 0,
            operations: 0,
        };
        parser.space();
        parser
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, signs: &[char]) -> bool {
        let Some(sign) = self.rest().chars().next().filter(|c| signs.contains(c)) else {
            return false;
        };
        self.at += sign.len_utf8();
        self.space();
        true
    }

    /// Counts an operation or an argument.
    fn count(&mut self) -> Result<(), Unreadable> {
        self.operations += 1;
        if self.operations > MAX_OPERATIONS {
            return Err(self.fault(say!(
                "it has more than {most} operations; add up a range, `sum(a..b)`",
                most = MAX_OPERATIONS
            )));
        }
        Ok(())
    }

    /// A fault at what comes next.
    fn fault(&self, why: Message) -> Unreadable {
        let length = self.rest().find(char::is_whitespace);
        let end = self.at + length.unwrap_or(self.rest().len());
        Unreadable {
            why,
            range: self.at..end,
        }
    }

    fn end(&self) -> Result<(), Unreadable> {
        if self.rest().is_empty() {
            return Ok(());
        }
        Err(self.fault(say!(
            "`{rest}` is too much in it",
            rest = self.rest().trim_end()
        )))
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let signs = [
            ("<=", Comparison::AtMost),
            ("≤", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("≥", Comparison::AtLeast),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        let rest = self.rest();
        let (sign, comparison) = signs.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
        self.at += sign.len();
        self.space();
        Some(comparison)
    }

    fn sum(&mut self) -> Result<Expression, Unreadable> {
        let mut value = self.product()?;
        loop {
            let operator = if self.take(&['+']) {
                Operator::Plus
            } else if self.take(&['-', '\u{2212}', '–']) {
                Operator::Minus
            } else {
                return Ok(value);
            };
            self.count()?;
            value = Expression::Binary(Box::new(value), operator, Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression, Unreadable> {
        let mut value = self.factor()?;
        loop {
            let operator = if self.take(&['*', '×', '·']) {
                Operator::Times
            } else if self.take(&['/', '÷']) {
                Operator::By
            } else {
                return Ok(value);
            };
            self.count()?;
            value = Expression::Binary(Box::new(value), operator, Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Expression, Unreadable> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(say!(
                "it is nested deeper than {most} levels",
                most = MAX_DEPTH
            )));
        }
        let value = self.inner_factor();
        self.depth -= 1;
        value
    }

    fn inner_factor(&mut self) -> Result<Expression, Unreadable> {
        if self.take(&['(']) {
            let value = self.sum()?;
            self.close()?;
            return Ok(value);
        }
        if self.take(&['-', '\u{2212}']) {
            return Ok(Expression::Negative(Box::new(self.factor()?)));
        }
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            return self.number().map(Expression::Number);
        }
        let name = self.name()?;
        if !self.rest().starts_with('(') {
            return Ok(Expression::Name(name));
        }
        let Some(function) = Function::named(&name.text) else {
            let known: Vec<String> = Function::ALL
                .iter()
                .map(|(n, _)| format!("`{n}`"))
                .collect();
            return Err(Unreadable {
                why: say!(
                    "there is no function `{name}`; there are {list}",
                    name = name.text,
                    list = known.join(", ")
                ),
                range: name.range,
            });
        };
        self.take(&['(']);
        let arguments = self.arguments(function)?;
        if !function.takes_many() && arguments.len() != 2 {
            return Err(Unreadable {
                why: say!(
                    "`{name}` takes two values, found {found}",
                    name = name.text,
                    found = arguments.len()
                ),
                range: name.range,
            });
        }
        Ok(Expression::Call(function, arguments))
    }

    fn arguments(&mut self, function: Function) -> Result<Vec<Argument>, Unreadable> {
        let mut arguments = Vec::new();
        loop {
            let value = self.sum()?;
            match value {
                Expression::Name(from) if self.rest().starts_with("..") => {
                    if !function.takes_many() {
                        return Err(self.fault(say!(
                            "`{function}` takes no range",
                            function = function.name()
                        )));
                    }
                    self.at += 2;
                    self.space();
                    arguments.push(Argument::Range(from, self.name()?));
                }
                value => arguments.push(Argument::Value(value)),
            }
            if !self.take(&[',', ';']) {
                self.close()?;
                return Ok(arguments);
            }
        }
    }

    fn close(&mut self) -> Result<(), Unreadable> {
        if self.take(&[')']) {
            Ok(())
        } else {
            Err(self.fault(say!("a `)` is missing")))
        }
    }

    fn name(&mut self) -> Result<Name, Unreadable> {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_ascii_lowercase()) {
            let capital = rest.starts_with(char::is_alphabetic);
            return Err(self.fault(if capital {
                say!("names are written with small letters a–z, digits and `-`")
            } else {
                say!("a name or a number is missing in it")
            }));
        }
        let bytes = rest.as_bytes();
        let in_word = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        };
        let mut end = 0;
        while in_word(end) || (bytes.get(end) == Some(&b'.') && in_word(end + 1)) {
            end += 1;
        }
        let name = Name {
            text: rest[..end].to_owned(),
            range: self.at..self.at + end,
        };
        self.at += end;
        self.space();
        Ok(name)
    }

    fn number(&mut self) -> Result<Decimal, Unreadable> {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = digits(rest);
        // A space with exactly three digits after it is inside the number.
        while let Some(space) = rest[end..]
            .chars()
            .next()
            .filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        {
            let after = end + space.len_utf8();
            if end > 3 && !rest[..end].contains([' ', '\u{a0}', '\u{202f}'])
                || digits(&rest[after..]) != 3
            {
                break;
            }
            end = after + 3;
        }
        if let Some(point) = rest[end..]
            .chars()
            .next()
            .filter(|c| matches!(c, ',' | '.'))
        {
            let decimals = digits(&rest[end + point.len_utf8()..]);
            if decimals > 0 {
                end += point.len_utf8() + decimals;
            }
        }
        let Some(number) = parse_decimal(&rest[..end]) else {
            return Err(Unreadable {
                why: say!("`{text}` is not a number", text = rest[..end]),
                range: self.at..self.at + end,
            });
        };
        self.at += end;
        self.space();
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `loans` is 5000, `stock` 24000, `none` 0; `empty` has no value; `all` is 1, nothing, 2.
    struct Some5000;

    impl Scope for Some5000 {
        fn value(&mut self, name: &Name) -> Result<Option<Decimal>, Fault> {
            match name.text.as_str() {
                "loans" => Ok(Some(Decimal::from(5000))),
                "stock" => Ok(Some(Decimal::from(24000))),
                "none" => Ok(Some(Decimal::ZERO)),
                "empty" => Ok(None),
                _ => Err(Fault::Missing(name.clone())),
            }
        }

        fn group(&mut self, name: &Name) -> Result<Option<Vec<Option<Decimal>>>, Fault> {
            let all = vec![Some(Decimal::ONE), None, Some(Decimal::TWO)];
            Ok((name.text == "all").then_some(all))
        }

        fn range(&mut self, _: &Name, _: &Name) -> Result<Vec<Option<Decimal>>, Fault> {
            Ok(vec![Some(Decimal::ONE), Some(Decimal::TEN), None])
        }
    }

    fn value(formula: &str) -> String {
        match Expression::parse(formula) {
            Err(fault) => format!("{} at {:?}", fault.why, fault.range),
            Ok(formula) => match formula.evaluate(&mut Some5000) {
                Ok(Some(value)) => value.normalize().to_string(),
                Ok(None) => "nothing".to_owned(),
                Err(fault) => format!("{fault:?}"),
            },
        }
    }

    #[test]
    fn arithmetic_has_the_usual_order() {
        assert_eq!(value("1 + 2 * 3"), "7");
        assert_eq!(value("(1 + 2) × 3 − 4 ÷ 2"), "7");
        assert_eq!(value("-(2 - 5) * 2"), "6");
        assert_eq!(value("10 - 4 - 3"), "3");
        assert_eq!(value("0.1 + 0,2"), "0.3");
        assert_eq!(value("1 200,50 + 174 211"), "175411.5");
    }

    #[test]
    fn functions_take_many_values_or_two() {
        assert_eq!(value("sum(a..b, all, 4)"), "18");
        assert_eq!(value("average(all)"), "1.5");
        assert_eq!(value("min(3; 2)"), "2");
        assert_eq!(value("max(3, 2)"), "3");
        assert_eq!(value("count(all)"), "2");
        assert_eq!(value("round(loans / stock, 2)"), "0.21");
        assert_eq!(value("round(2,5, 0)"), "3");
        assert_eq!(value("round(0,25, 1,9)"), "0.3");
        assert_eq!(value("share(1, 8)"), "12.5");
        assert_eq!(value("change(5, 8)"), "-3");
        assert_eq!(value("growth(5, 8)"), "-37.5");
        assert_eq!(
            value("round(1)"),
            "`round` takes two values, found 1 at 0..5"
        );
        assert_eq!(value("round(a..b, 2)"), "`round` takes no range at 7..11");
        assert!(value("median(1, 2)").starts_with("there is no function `median`"));
    }

    #[test]
    fn what_has_no_value_counts_as_nothing_in_sums_only() {
        assert_eq!(value("loans + empty"), "5000");
        assert_eq!(value("empty - loans"), "-5000");
        assert_eq!(value("empty + empty"), "nothing");
        assert_eq!(value("loans * empty"), "nothing");
        assert_eq!(value("share(empty, stock)"), "nothing");
        assert_eq!(value("sum(empty)"), "nothing");
        assert_eq!(value("count(empty)"), "0");
    }

    #[test]
    fn what_has_no_value_says_why() {
        assert_eq!(value("loans / none"), "ZeroDivisor(8..12, \"none\", false)");
        assert_eq!(
            value("growth(1, none)"),
            "ZeroDivisor(10..14, \"none\", true)"
        );
        assert_eq!(
            value("loans / (loans - 5000)"),
            "ZeroDivisor(9..14, \"loans - 5000\", false)"
        );
        assert_eq!(value("(loans"), "a `)` is missing at 6..6");
        assert_eq!(value("loans stock"), "`stock` is too much in it at 6..11");
        assert_eq!(
            value("loans /"),
            "a name or a number is missing in it at 7..7"
        );
        assert!(value("Loans").starts_with("names are written with small letters"));
        assert!(value(&"(".repeat(100)).contains("nested deeper"));
        let large = "99999999999999999999999";
        assert_eq!(value(&format!("{large} * {large}")), "TooLarge");
        assert_eq!(value("999999999999999999999999 + 0,000001"), "TooLarge");
        assert!(value(&"1 + ".repeat(251)).contains("more than 250 operations"));
    }

    #[test]
    fn a_formula_prints_as_it_is_meant() {
        let written = |text: &str| Expression::parse(text).map(|formula| formula.to_string());
        for formula in [
            "a + b - c",
            "a - (b - c)",
            "a + (b - c)",
            "a * (b * c)",
            "a * (b + c) / d",
            "a / (b * c)",
            "sum(a..b, above)",
            "round(share(a, b), 1)",
        ] {
            assert_eq!(written(formula), Ok(formula.to_owned()));
        }
    }

    #[test]
    fn a_note_names_columns_by_their_numbers() {
        let spell = |name: &Name, to: Option<&Name>| {
            let number = |name: &Name| name.text[1..].parse::<usize>().ok();
            let (from, to) = (number(name)?, number(to.unwrap_or(name))?);
            let all: Vec<String> = (from..=to).map(|n| n.to_string()).collect();
            Some(all.join("+"))
        };
        let note = |text: &str| Expression::parse(text).ok()?.worked(&spell, "");
        assert_eq!(note("c4 + c5 + c6").as_deref(), Some("4+5+6"));
        assert_eq!(note("sum(c4..c7)").as_deref(), Some("4+5+6+7"));
        assert_eq!(note("share(c5, c4)").as_deref(), Some("5/4×100"));
        assert_eq!(note("growth(c3, c2)").as_deref(), Some("(3−2)/2×100"));
        assert_eq!(note("c2 / (c3 + c4)").as_deref(), Some("2/(3+4)"));
        assert_eq!(note("average(c4..c7)"), None);
    }
}
