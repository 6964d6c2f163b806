"""Lets the judges look at documents that aktas made.

    judge.py FILES CONTENT …             the files in FILES made from CONTENT/*.yaml, in DOCX, PDF,
                                         HTML; more such pairs may follow
    judge.py --self-test FILES CONTENT … shows each judge broken files, which it must find broken

One line for each judge and document, and at the end `N passed, N failed`. A judge that cannot
work fails.
"""

import argparse
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judges import agreement, closing, edits, office, outside, pages, readback, signatures, signed_pdf, verified, word
from judges.common import ROOT, Doc, Fault

JUDGES = {
    "open-xml-sdk": outside.open_xml_sdk,
    "verapdf": outside.verapdf,
    "qpdf": outside.qpdf,
    "mupdf": outside.mupdf,
    "fonts": outside.fonts,
    "glyphs": outside.glyphs,
    "pdf-properties": outside.pdf_properties,
    "html-strict": outside.html_strict,
    "html-alone": outside.html_alone,
    "word-rows": word.rows,
    "word-language": word.language,
    "word-properties": word.properties,
    "word-provenance": word.provenance,
    "word-headings": word.headings,
    "word-pictures": word.pictures,
    "word-controls": word.controls,
    "word-closing": closing.stays,
    "reads-python-docx": readback.read_by_python_docx,
    "reads-mammoth": readback.read_by_mammoth,
    "reads-office": readback.read_by_libreoffice,
    "counts-office": readback.counted_by_libreoffice,
    "same-pages": pages.same_pages,
    "legible": pages.legible,
    "same-order": pages.same_order,
    "edited-python-docx": edits.edited_by_python_docx,
    "saved-office": edits.saved_by_libreoffice,
    "edited-office": edits.edited_by_libreoffice,
    "verified-office": verified.saved_by_libreoffice,
    "signed-office": signatures.by_libreoffice,
    "signed-signxml": signatures.by_signxml,
    "signed-valid": signatures.valid_for_others,
    "signed-poppler": signed_pdf.by_poppler,
    "signed-pyhanko": signed_pdf.by_pyhanko,
    "signed-verapdf": signed_pdf.by_verapdf,
    "signed-qpdf": signed_pdf.by_qpdf,
    "same-words": agreement.same_words,
    "same-headings": agreement.same_headings,
    "same-lists": agreement.same_lists,
    "same-notes": agreement.same_notes,
    "same-contents": agreement.same_contents,
    "same-tables": agreement.same_tables,
    "same-descriptions": agreement.same_descriptions,
    "nothing-untold": agreement.nothing_untold,
    "all-content": agreement.all_content,
}


def verdict(judge, doc):
    """What a judge says of a document: nothing if it is sound."""
    try:
        JUDGES[judge](doc)
    except Fault as fault:
        return str(fault)
    except Exception:  # a judge that breaks down has not passed the document
        return "the judge broke down\n" + traceback.format_exc()
    return None


def documents(files, content):
    """The documents of a folder of content; each must be there in all formats."""
    found = []
    for yaml in sorted(content.glob("*.yaml")):
        made = {ending: files / f"{yaml.stem}.{ending}" for ending in ("docx", "pdf", "html")}
        for path in made.values():
            if not path.is_file():
                sys.exit(f"{path} was not made; run `aktas build --to docx,pdf,html --out {files}`")
        dump = ROOT / "tests/golden" / yaml.stem / "document.txt"
        if not dump.is_file():
            sys.exit(f"{dump} is not there; add the document to tests/golden.rs")
        found.append(Doc(yaml=yaml, dump=dump, **made))
    if not found:
        sys.exit(f"{content} holds no documents")
    return found


def _for_office(doc):
    """The files that LibreOffice will be asked for."""
    yield from (doc.docx, edits.edited(doc.docx)[0])
    try:
        yield from signatures.signed(doc.docx)
    except Fault:
        pass  # which is what the judges of signatures will find


def judge(docs):
    """Every judge on every document."""
    office.prepare([path for doc in docs for path in _for_office(doc)])
    tasks = [(name, doc) for doc in docs for name in JUDGES]

    def work(task):
        began = time.monotonic()
        return *task, verdict(*task), time.monotonic() - began

    with ThreadPoolExecutor(2) as pool:
        return [
            (name, doc.name, fault, seconds) for name, doc, fault, seconds in pool.map(work, tasks)
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--self-test", action="store_true", help="judge the judges")
    parser.add_argument("folders", type=Path, nargs="+", help="FILES CONTENT, in pairs")
    arguments = parser.parse_args()
    folders = arguments.folders
    if len(folders) % 2:
        parser.error("the folders come in pairs: FILES CONTENT")
    docs = [doc for pair in zip(folders[::2], folders[1::2]) for doc in documents(*pair)]
    if arguments.self_test:
        import broken

        results = broken.judge_the_judges(docs, verdict, JUDGES)
    else:
        results = judge(docs)
    for name, subject, fault, seconds in results:
        state = "FAIL" if fault else "ok  "
        print(f"{state} {name:<18} {subject:<44} {seconds:5.1f} s")
        if fault:
            print("     " + fault.replace("\n", "\n     "))
    failed = sum(1 for result in results if result[2])
    print(f"{len(results) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
