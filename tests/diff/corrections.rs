//! The table of corrections: what a report says otherwise than when it was approved first, and why.

use std::fs;

use super::command::{Ran, aktas};
use super::forms::repository;
use super::{BRANCHES, OLD, Project, REPORT, TRAINING, with};

const NOW: &str = "{ id: now, cells: [2026 m., 18331, ~, 5181, 925, 1924] }";
const CORRECTED: &str = "{ id: now, cells: [2026 m., 18341, ~, 5181, 925, 1924] }";

fn report() -> Project {
    let project = Project::new();
    project.write(OLD, REPORT);
    project.write("content/data/training-2026.csv", TRAINING);
    project.write("content/data/library-branches-2026.xlsx", BRANCHES);
    project
}

fn endorse(project: &Project, number: &str, more: &[&str]) -> Ran {
    let args = [
        "approve",
        OLD,
        "--number",
        number,
        "--date",
        "2027-02-01",
        "--by",
        "S. S.",
    ];
    let ran = aktas(project, &[&args, more].concat());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    ran
}

/// The table of corrections in print: a line for each row, its cells parted by `|`.
fn table(project: &Project) -> Vec<String> {
    let built = aktas(project, &["build", OLD, "--to", "html", "--out", "seen"]);
    assert_eq!(built.status, Some(0), "{built:?}");
    let page = fs::read_to_string(project.path("seen/old.html")).unwrap();
    let Some((_, rest)) = page.split_once("Pataisymai po pritarimo") else {
        return Vec::new();
    };
    let (table, _) = rest.split_once("</table>").unwrap();
    let (_, body) = table.split_once("<tbody>").unwrap();
    let rows = body.split("</tr>").filter(|row| row.contains("<th"));
    let cells = |row: &str| -> String {
        let (mut text, mut inside) = (String::new(), false);
        for sign in row.replace("</th>", " | ").replace("</td>", " | ").chars() {
            inside |= sign == '<';
            text.extend((!inside).then_some(sign));
            inside &= sign != '>';
        }
        let text = text
            .replace(['\u{a0}', '\u{202f}'], " ")
            .replace('\u{ad}', "");
        text.split('|')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("|")
            .trim_end_matches('|')
            .to_owned()
    };
    rows.map(cells).collect()
}

#[test]
fn a_report_lists_what_was_corrected_since_it_was_endorsed() {
    let project = report();
    let git = repository(&project);
    assert_eq!(table(&project), [""; 0]);
    endorse(&project, "T-1", &[]);
    assert_eq!(table(&project), [""; 0]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "endorsed"]);
    project.write(
        OLD,
        with(
            REPORT,
            &[
                (NOW, CORRECTED),
                ("internet-sessions: 9718", "internet-sessions: 9719"),
            ],
        ),
    );
    git(&["commit", "-qam", "Patikslinti duomenys"]);
    // While it is a draft, the commits tell the reasons; what is not committed has none.
    let told = table(&project);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told.iter()
            .all(|row| row.ends_with("|Patikslinti duomenys")),
        "{told:#?}"
    );
    assert!(
        told[1].contains("Registruoti vartotojai, 2026 m., Gyventojų skaičius|18 331|18 341|"),
        "{told:#?}"
    );
    let text = fs::read_to_string(project.path(OLD)).unwrap();
    project.write(
        OLD,
        with(
            &text,
            &[("internet-sessions: 9719", "internet-sessions: 9720")],
        ),
    );
    assert!(
        table(&project)[0].ends_with("|9 718|9 720|–"),
        "{:#?}",
        table(&project)
    );
}

#[test]
fn what_was_approved_anew_has_the_same_bytes_whatever_happens_in_the_repository() {
    let project = report();
    let git = repository(&project);
    endorse(&project, "T-1", &[]);
    let reasons = "corrections:\n  - { of: users.now.population, why: Patikslino statistikos departamentas }\n\npreamble:";
    project.write(
        OLD,
        with(
            REPORT,
            &[
                (NOW, CORRECTED),
                ("internet-sessions: 9718", "internet-sessions: 9719"),
                ("\npreamble:", &format!("\n{reasons}")),
            ],
        ),
    );
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Taisymas"]);
    let silent = endorse(&project, "T-2", &["--dry-run"]);
    assert!(
        silent
            .err
            .contains("warning[unexplained-correction]: 1 correction has no reason"),
        "{silent:?}"
    );
    let done = endorse(
        &project,
        "T-2",
        &["--reason", "Tarybos pastabos", "--to", "docx,pdf"],
    );
    assert!(!done.err.contains("unexplained"), "{done:?}");
    let told = table(&project);
    assert!(
        told[0].ends_with("|9 718|9 719|Tarybos pastabos"),
        "{told:#?}"
    );
    assert!(
        told[1].ends_with("|18 331|18 341|Patikslino statistikos departamentas"),
        "{told:#?}"
    );
    assert_eq!(told.len(), 2, "{told:#?}");
    let read = |folder: &str| {
        ["docx", "pdf"]
            .map(|ending| fs::read(project.path(&format!("{folder}/old.{ending}"))).unwrap())
    };
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Pritarta iš naujo"]);
    project.write("content/other.txt", "a");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Kita"]);
    let built = aktas(&project, &["build", OLD, "--approved", "--out", "again"]);
    assert_eq!(built.status, Some(0), "{built:?}");
    assert!(read("out") == read("again"));
    let verified = aktas(&project, &["verify", "again/old.pdf", "again/old.docx"]);
    assert_eq!(verified.status, Some(0), "{verified:?}");
}

#[test]
fn a_commit_from_before_is_no_reason_and_a_key_is_no_name() {
    let project = report();
    let git = repository(&project);
    endorse(&project, "T-1", &[]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Pritarta"]);
    let changes = [
        ("name: Daiva Šviesūnė,", "name: Daiva Šviesūnienė,"),
        (
            "    - Atnaujintos Šaltupio ir Vėjuonių bibliotekų patalpos, penkiose bibliotekose pakeisti kompiuteriai.\n",
            "",
        ),
        // What stands where a line was left out is older than the record.
        (
            "miesto biblioteka ir 20 kaimo padalinių: Alksnupių, Ąžuolynės, Balandiškių, Daubarių,\n",
            "miesto\n",
        ),
    ];
    project.write(OLD, with(REPORT, &changes));
    git(&["commit", "-qam", "Patikslinta"]);
    let told = table(&project);
    assert_eq!(told.len(), 3, "{told:#?}");
    assert_eq!(
        told[0],
        "„Daiva Šviesūnienė“|Daiva Šviesūnė|Daiva Šviesūnienė|Patikslinta"
    );
    let why = |row: &String| row.rsplit('|').next().map(str::to_owned);
    let whys: Vec<String> = told.iter().filter_map(why).collect();
    assert_eq!(whys, ["Patikslinta", "–", "–"], "{told:#?}");
    // Of a shallow clone nobody knows which commit wrote what.
    let clone = Project::new();
    let from = format!("file://{}", project.path("").display());
    let to = clone.path("shallow");
    git(&["clone", "-q", "--depth", "1", &from, to.to_str().unwrap()]);
    let shallow = [
        "build",
        "shallow/content/old.yaml",
        "--to",
        "html",
        "--out",
        "seen",
    ];
    let built = aktas(&clone, &shallow);
    assert_eq!(built.status, Some(0), "{built:?}");
    let page = fs::read_to_string(clone.path("seen/old.html")).unwrap();
    assert!(page.contains("Pataisymai po pritarimo") && !page.contains("Patikslinta"));
}

#[test]
fn a_reason_of_what_was_not_corrected_is_told() {
    let project = report();
    endorse(&project, "T-1", &[]);
    let reasons = "corrections:\n  - { of: users.now.all, why: Niekas }\n\npreamble:";
    project.write(
        OLD,
        with(
            REPORT,
            &[(NOW, CORRECTED), ("\npreamble:", &format!("\n{reasons}"))],
        ),
    );
    let told = aktas(&project, &["check", OLD]);
    assert!(
        told.out
            .contains("warning[needless-reason]: `users.now.all`"),
        "{told:?}"
    );
    let records = project.path("content/approvals/library-report-2026");
    fs::remove_dir_all(records).unwrap();
    let told = aktas(&project, &["check", OLD]);
    assert!(
        told.out.contains("the corrections cannot be listed"),
        "{told:?}"
    );
}
