//! The words by which an import knows the parts of a document, in Lithuanian.
//!
//! The only file of the import that knows a language: what a person calls a goal, a column or a
//! month in a document. All are in small letters; stems, where the words decline.

/// What a column of a plan tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// The number of the row, which is counted anew.
    Number,
    /// What is to be done.
    What,
    /// Who does it.
    Who,
    /// When.
    When,
    /// Where.
    Where,
    /// By what means.
    Resources,
    /// How success is seen, or what is expected.
    Success,
    /// Which institutions answer for it.
    Responsible,
    /// Who helps.
    Partners,
    /// The money of a year.
    Money(i32),
    /// Where the money comes from.
    Sources,
}

/// Stems of what heads a column, in the order in which they decide.
const ROLES: &[(&str, Role)] = &[
    ("eil", Role::Number),
    ("šaltini", Role::Sources),
    ("atsakingos į", Role::Responsible),
    ("atsakinga į", Role::Responsible),
    ("atsakingos instit", Role::Responsible),
    ("atsakinga instit", Role::Responsible),
    ("atsakingos asociac", Role::Responsible),
    ("partner", Role::Partners),
    ("vykdytoj", Role::Who),
    ("atsaking", Role::Who),
    ("laikas", Role::When),
    ("laikotarp", Role::When),
    ("terminas", Role::When),
    ("data", Role::When),
    ("vieta", Role::Where),
    ("ištekli", Role::Resources),
    ("lėšos", Role::Resources),
    ("kriterij", Role::Success),
    ("rodikl", Role::Success),
    ("rezultat", Role::Success),
    ("pavadinim", Role::What),
    ("priemon", Role::What),
    ("veikl", Role::What),
    ("renginys", Role::What),
];

/// What a column tells by its head.
#[must_use]
pub(super) fn role(head: &str) -> Option<Role> {
    let head = head.to_lowercase();
    if let Some(year) = only_year(&head) {
        return Some(Role::Money(year));
    }
    if matches!(head.trim_end_matches('.'), "nr" | "no") {
        return Some(Role::Number);
    }
    let found = ROLES.iter().find(|(stem, _)| head.contains(stem));
    found.map(|(_, role)| *role)
}

/// The year that a text is, with its sign or without: „2025 m.“.
fn only_year(text: &str) -> Option<i32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text[digits.len()..].trim().trim_end_matches('.');
    let is_year = digits.len() == 4 && matches!(rest, "" | "m" | "metai" | "metams");
    let year = digits.parse().ok()?;
    (is_year && (1990..2100).contains(&year)).then_some(year)
}

/// Stems of the months from January on.
pub(super) const MONTHS: [&str; 12] = [
    "saus", "vasar", "kov", "baland", "geguž", "birž", "liep", "rugpj", "rugs", "spal", "lapkr",
    "gruod",
];

/// Terms without a date, and the words of the content that say them.
pub(super) const TERMS: &[(&str, &str)] = &[
    ("nuolat", "continuous"),
    ("nuolatos", "continuous"),
    ("visus metus", "whole-period"),
    ("visus mokslo metus", "whole-period"),
    ("per visus metus", "whole-period"),
    ("visą laikotarpį", "whole-period"),
    ("pagal poreikį", "as-needed"),
    ("esant poreikiui", "as-needed"),
    ("kas savaitę", "weekly"),
    ("kiekvieną savaitę", "weekly"),
    ("kas mėnesį", "monthly"),
    ("kas mėn", "monthly"),
    ("kiekvieną mėnesį", "monthly"),
    ("kas du mėnesius", "every-2-months"),
    ("kas du mėn", "every-2-months"),
    ("kas 2 mėn", "every-2-months"),
    ("kas ketvirtį", "quarterly"),
    ("kas ketv", "quarterly"),
    ("kiekvieną ketvirtį", "quarterly"),
];

/// The words of marks, and what the content calls them.
pub(super) const MARKS: &[(&str, &str)] = &[
    ("patvirtint", "approved"),
    ("pritart", "endorsed"),
    ("suderint", "agreed"),
];

/// Stems of acts, and what the content calls them.
pub(super) const ACTS: &[(&str, &str)] = &[
    ("įsakym", "order"),
    ("protokol", "protocol"),
    ("sprendim", "decision"),
    ("nutarim", "resolution"),
    ("rašt", "letter"),
];

/// Who heads an institution or decides for it, after its name in the genitive.
pub(super) const HEADS: &[&str] = &[
    "direktoriaus",
    "direktorės",
    "vadovo",
    "vadovės",
    "tarybos",
    "mero",
    "merės",
    "pirmininko",
    "pirmininkės",
    "prezidento",
    "prezidentės",
    "valdybos",
    "visuotinio",
];

/// What institutions are, in the genitive and the nominative.
pub(super) const INSTITUTIONS: &[(&str, &str)] = &[
    ("gimnazijos", "gimnazija"),
    ("progimnazijos", "progimnazija"),
    ("mokyklos", "mokykla"),
    ("mokyklos-darželio", "mokykla-darželis"),
    ("lopšelio-darželio", "lopšelis-darželis"),
    ("darželio", "darželis"),
    ("bibliotekos", "biblioteka"),
    ("centro", "centras"),
    ("asociacijos", "asociacija"),
    ("draugijos", "draugija"),
    ("bendrijos", "bendrija"),
    ("sąjungos", "sąjunga"),
    ("kolegijos", "kolegija"),
    ("universiteto", "universitetas"),
    ("akademijos", "akademija"),
    ("muziejaus", "muziejus"),
    ("savivaldybės", "savivaldybė"),
    ("tarnybos", "tarnyba"),
    ("agentūros", "agentūra"),
    ("įstaigos", "įstaiga"),
];

/// Adjectives that agree with the institution that they stand before, in the two cases.
pub(super) const ADJECTIVES: &[(&str, &str)] = &[
    ("viešosios", "viešoji"),
    ("aukštosios", "aukštoji"),
    ("pagrindinės", "pagrindinė"),
    ("pradinės", "pradinė"),
    ("vidurinės", "vidurinė"),
    ("centrinės", "centrinė"),
    ("nacionalinės", "nacionalinė"),
    ("jaunimo", "jaunimo"),
];

/// Stems of words that end the name of an institution in a title.
pub(super) const AFTER_NAME: &[&str] = &[
    "veikl", "metų", "strateg", "plan", "ataskait", "metodin", "lėš",
];

/// Text that a kind prints itself: lead-ins of lists and tables.
pub(super) const PRINTED: &[&str] = &[
    "priemonės",
    "planuojamos veiklos",
    "bendradarbiavimo priemonės",
    "planą kartu priima",
    "projektas",
];

/// Stems of words that stand before a goal, a direction and an objective.
pub(super) const GOAL: &[&str] = &["tikslas", "strateginis tikslas"];
/// The words after the number of a chapter.
pub(super) const CHAPTERS: &[&str] = &["skyrius", "skirsnis", "dalis"];
/// Signs of money in the head of a column.
pub(super) const MONEY: &[&str] = &["eur", "€"];
/// Where a name is to be signed.
pub(super) const SIGN_HERE: &str = "(parašas)";
/// See [`GOAL`].
pub(super) const DIRECTION: &[&str] = &["veiklos kryptis", "kryptis"];
/// See [`GOAL`].
pub(super) const OBJECTIVE: &[&str] = &["uždavinys"];
/// Before the tasks of a circle.
pub(super) const TASKS: &[&str] = &["uždaviniai"];
/// Before its priorities.
pub(super) const PRIORITIES: &[&str] = &["prioritetinės veiklos kryptys", "prioritetai"];
/// The heads of a table that looks back: goal, result, comment.
pub(super) const ANALYSIS: [&str; 3] = ["tiksl", "rezultat", "koment"];
/// The last word of who wrote a notice.
pub(super) const SOURCE: &str = "informacija";
/// The last word of what says whose annex a document is.
pub(super) const ANNEX: &str = "priedas";
/// The word after sources of money.
pub(super) const FUNDS: &str = "lėšos";
/// What a sum of all rows is called.
pub(super) const TOTAL: &str = "iš viso";
/// Who is responsible where all are.
pub(super) const ALL_INSTITUTIONS: &[&str] = &[
    "visos",
    "visi",
    "visos asociacijos",
    "visos planą priėmusios įstaigos",
];
/// What stands before a short name.
pub(super) const HEREAFTER: &str = " (toliau";
/// The title of a funding plan that has none.
pub(super) const FUNDING_TITLE: &str = "Lėšų planas";

/// What stands where the document does not tell what its kind needs.
pub(super) mod blank {
    /// The name of an institution.
    pub(in crate::import) const INSTITUTION: &str = "[įstaigos pavadinimas]";
    /// The same in the genitive.
    pub(in crate::import) const GENITIVE: &str = "[įstaigos pavadinimo kilmininkas]";
    /// A title.
    pub(in crate::import) const TITLE: &str = "[pavadinimas]";
    /// The name of a person.
    pub(in crate::import) const NAME: &str = "[vardas ir pavardė]";
    /// The post of a person.
    pub(in crate::import) const POST: &str = "[pareigos]";
    /// A body that gives a mark.
    pub(in crate::import) const BODY: &str = "[kas tvirtina]";
    /// A text.
    pub(in crate::import) const TEXT: &str = "[tekstas]";
    /// A person or a group.
    pub(in crate::import) const WHO: &str = "[kas atlieka]";
    /// A time.
    pub(in crate::import) const WHEN: &str = "[kada]";
    /// A place.
    pub(in crate::import) const WHERE: &str = "[kur]";
    /// What a picture shows.
    pub(in crate::import) const ALT: &str = "[kas pavaizduota]";
    /// A source of money.
    pub(in crate::import) const SOURCE: &str = "[lėšų šaltinis]";
}

/// Whether a text begins with one of the words, and what follows them and a sign: „Tikslas – …“.
#[must_use]
pub(super) fn after<'a>(text: &'a str, leads: &[&str]) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let lead = leads.iter().find(|lead| {
        let rest = lower.strip_prefix(**lead);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })?;
    let rest = text.get(lead.len()..)?;
    Some(rest.trim_start_matches([' ', '\u{a0}', ':', '.', '–', '-', '—']))
}

/// Whether a text is nothing but one of the words and a sign.
#[must_use]
pub(super) fn only(text: &str, leads: &[&str]) -> bool {
    after(text, leads).is_some_and(str::is_empty)
}
