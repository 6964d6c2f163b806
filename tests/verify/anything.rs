//! Bytes that anybody may have made: each that is flipped, files cut short, and noise.

use std::cell::RefCell;

use aktas::approval::Ledger;
use aktas::approval::record::digest;
use aktas::diagnostics::Message;
use aktas::verify::{Finding, Format, Project, Verdict, judge};
use proptest::prelude::*;

use crate::altered::parts;
use crate::scene::Scene;

/// A project in memory that has one file and one text.
struct Known {
    ledger: Ledger,
    record: String,
    file: Vec<u8>,
}

impl Project for Known {
    fn tool(&self) -> &str {
        aktas::run::TOOL
    }

    fn document_of(&mut self, found: &str) -> Option<String> {
        (digest(&self.file) == found).then(|| "plan".to_owned())
    }

    fn ledger(&mut self, id: &str) -> Result<Option<Ledger>, Message> {
        Ok((id == "plan").then(|| self.ledger.clone()))
    }

    fn now(&mut self, _: &str) -> Option<String> {
        Some(self.record.clone())
    }

    fn remake(&mut self, _: &str, digest: &str, entries: usize, _: Format) -> Option<Vec<u8>> {
        (digest == self.record && entries > 0).then(|| self.file.clone())
    }
}

fn known(scene: &Scene, format: &str) -> Known {
    let ledger = scene.ledger();
    Known {
        record: ledger.entries[0].entry.content.clone(),
        ledger,
        file: scene.file(format),
    }
}

fn found(known: &mut Known, file: &[u8]) -> Finding {
    judge(file, Some(known)).expect("the ledger is sound")
}

/// Where a text stands in a file.
fn find(file: &[u8], from: usize, text: &[u8]) -> usize {
    let found = file[from..]
        .windows(text.len())
        .position(|part| part == text);
    from + found.unwrap_or_else(|| panic!("{} is there", String::from_utf8_lossy(text)))
}

/// Flips a bit of each of the bytes, and tells those after which the file is still a rendering.
fn flipped(known: &mut Known, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let file = known.file.clone();
    let mut renderings = Vec::new();
    for place in places {
        let mut changed = file.clone();
        changed[place] ^= 1 << (place % 8);
        let finding = found(known, &changed);
        assert_ne!(finding.verdict, Verdict::Recorded, "byte {place}");
        if finding.verdict == Verdict::Rendering {
            renderings.push(place);
        } else {
            // A file that does not say any more which document it is of is not known.
            let lost = finding.told.is_none_or(|told| {
                told.document != "plan" || told.provenance.digest != known.record
            });
            let wanted = finding.verdict == Verdict::Altered || lost;
            assert!(
                wanted,
                "byte {place}: {:?}, {:?}",
                finding.verdict, finding.reasons
            );
        }
    }
    renderings
}

/// Another rendering has all parts as they were: the byte is one of the times, systems and lengths
/// that a zip file tells beside its directory, or of the bits between parts.
#[test]
fn no_flipped_byte_of_a_docx_goes_unseen() {
    let scene = Scene::approved();
    let mut known = known(&scene, "docx");
    let file = known.file.clone();
    let second = find(&file, 1, b"PK\x03\x04");
    let directory = find(&file, 0, b"PK\x01\x02");
    let places = (0..file.len()).step_by(97);
    let places = places.chain(0..100).chain(second - 20..second + 60);
    let renderings = flipped(&mut known, places.chain(directory..directory + 60));
    assert!(!renderings.is_empty());
    for place in renderings {
        let mut changed = file.clone();
        changed[place] ^= 1 << (place % 8);
        assert_eq!(parts(&changed), parts(&file), "byte {place}");
    }
}

#[test]
fn no_flipped_byte_of_a_pdf_goes_unseen() {
    let scene = Scene::approved();
    let mut known = known(&scene, "pdf");
    let file = known.file.clone();
    let metadata = find(&file, 0, b"<?xpacket begin");
    let metadata = metadata..find(&file, metadata, b"</rdf:RDF>");
    let content = find(&file, 0, b"stream\n") + 7;
    let mut places: Vec<usize> = (0..file.len()).step_by(97).collect();
    places.extend(metadata.clone().step_by(11));
    places.extend(find(&file, 0, b"<aktas:document>")..find(&file, 0, b"</aktas:seal>"));
    places.extend(content..content + 60);
    places.extend(file.len() - 40..file.len());
    let renderings = flipped(&mut known, places.into_iter());
    // Another rendering draws the same pages: the byte is one of the metadata, of the structure
    // of which the words are as they were, or of how the objects are found.
    for place in renderings {
        let mut changed = file.clone();
        changed[place] ^= 1 << (place % 8);
        let reasons = found(&mut known, &changed).reasons;
        let same = reasons
            .iter()
            .any(|reason| reason.to_string().contains("its pages are those"));
        assert!(same, "byte {place}: {reasons:?}");
    }
}

#[test]
fn files_cut_short_and_made_longer_are_not_the_very_file() {
    let scene = Scene::approved();
    for format in ["docx", "pdf"] {
        let mut known = known(&scene, format);
        let file = known.file.clone();
        for length in (0..file.len()).step_by(file.len() / 40) {
            let verdict = found(&mut known, &file[..length]).verdict;
            assert!(
                verdict > Verdict::Rendering,
                "{format}, {length} bytes: {verdict:?}"
            );
        }
        for more in [&b"\n"[..], b" ", b"%%EOF\n", b"\0\0\0\0", &file] {
            let longer = [&file, more].concat();
            let verdict = found(&mut known, &longer).verdict;
            assert!(
                verdict > Verdict::Recorded,
                "{format}, {more:?}: {verdict:?}"
            );
        }
    }
}

/// A package whose part is small when packed and larger than memory when not.
#[test]
fn a_bomb_does_not_go_off() {
    use std::io::{Cursor, Write};
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    zip.start_file("word/document.xml", options)
        .expect("a part");
    let zeros = vec![0; 1 << 20];
    for _ in 0..300 {
        zip.write_all(&zeros).expect("memory takes it");
    }
    let file = zip.finish().expect("memory takes it").into_inner();
    let finding = judge(&file, None).expect("no ledger");
    assert_eq!(finding.verdict, Verdict::Altered);
    assert!(
        finding.reasons[0]
            .to_string()
            .contains("larger than any document")
    );
}

/// A tree of pages, and one of the structure, that lead back into themselves.
#[test]
fn what_leads_back_into_itself_ends() {
    let file = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R>>\nendobj\n\
        2 0 obj\n<</Type/Pages/Kids[2 0 R 4 0 R 4 0 R]/Count 3>>\nendobj\n\
        3 0 obj\n<</Type/StructTreeRoot/K[3 0 R 5 0 R]>>\nendobj\n\
        4 0 obj\n<</Type/Page/Parent 2 0 R/Contents 6 0 R>>\nendobj\n\
        5 0 obj\n<</S/P/K 5 0 R>>\nendobj\n6 0 obj\n6 0 R\nendobj\n\
        xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 7>>\nstartxref\n0\n%%EOF\n";
    let finding = judge(file.as_bytes(), None).expect("no ledger");
    assert!(finding.verdict >= Verdict::Altered);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn noise_is_no_document(
        head in proptest::sample::select(vec![&b""[..], b"PK\x03\x04", b"%PDF-1.7\n"]),
        noise in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let file = [head, &noise].concat();
        let finding = judge(&file, None).expect("no ledger");
        prop_assert!(finding.verdict >= Verdict::Altered);
    }
}

#[test]
fn no_change_of_many_bytes_makes_it_fail() {
    let scene = Scene::approved();
    for format in ["docx", "pdf"] {
        let known = RefCell::new(known(&scene, format));
        let file = known.borrow().file.clone();
        let change = (0..file.len(), any::<u8>(), 0..64usize);
        let changes = proptest::collection::vec(change, 1..20);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(30));
        let ran = runner.run(&changes, |changes| {
            let mut changed = file.clone();
            for (place, byte, length) in changes {
                let end = (place + length).min(changed.len());
                match byte % 3 {
                    0 => changed[place..end].fill(byte),
                    1 => drop(
                        changed.drain(place.min(changed.len())..end.max(place).min(changed.len())),
                    ),
                    _ => changed.extend_from_within(
                        place.min(changed.len())..end.max(place).min(changed.len()),
                    ),
                }
                if changed.len() <= file.len() {
                    changed.resize(file.len(), byte);
                }
            }
            let verdict = found(&mut known.borrow_mut(), &changed).verdict;
            prop_assert!(changed == file || verdict != Verdict::Recorded);
            Ok(())
        });
        ran.unwrap_or_else(|error| panic!("{format}: {error}"));
    }
}
