"""PDF documents: each page's text as pdftotext answers it."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from check import PARAGRAPHS, piece, sample

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "pdf"))
from pdf import Document  # noqa: E402


@piece("page")
def page(data, p, report):
    with tempfile.NamedTemporaryFile() as f:
        f.write(data)
        f.flush()
        answer = subprocess.run(["pdftotext", "-enc", "UTF-8", "-eol", "unix", "-nodiag", f.name, "-"], capture_output=True, check=True).stdout
    return answer.split(b"\f")[int(p["name"]) - 1]


@sample
def pdf(folder):
    if not shutil.which("pdftotext"):
        return []
    files = []
    for name, how in ("letters", {}), ("forms", {"forms": True}), ("backwards", {"backwards": True}):
        doc = Document(title="قتلى بقصف على تل الورد")
        for n in range(2):
            sheet = doc.page()
            sheet.line("قتلى بقصف على تل الورد", y=780, size=18, **how)
            y = 730
            for p in PARAGRAPHS[2 * n : 2 * n + 2]:
                y = doc.paragraph(sheet, p, y, **how) - 12
        doc.save(folder / (name + ".pdf"))
        files.append((folder / (name + ".pdf"), 1))
    return files
