"""A pack as PDF: the slides of the HTML laid out on pages of 16 to 9, tagged for screen readers, drawings as vectors."""

from __future__ import annotations

from html import escape

from carehomes.briefing.content import Pack
from carehomes.briefing.html_file import slides_html

#: Fixed places in inches, since paper does not give way; letters never under 10 points.
_STYLE = """
@page { size: 13.333in 7.5in; margin: 0; }
body { margin: 0; font-family: Arial, "Liberation Sans", sans-serif; color: #212B32; font-size: 12pt; }
.cb-slide { position: relative; box-sizing: border-box; width: 13.333in; height: 7.5in; padding: 0.26in 0.45in 0; break-inside: avoid; }
.cb-slide + .cb-slide { break-before: page; }
header { color: #4C6272; font-weight: bold; }
header span + span { position: absolute; right: 0.45in; } header b { color: #8A4B00; }
header img { max-width: 1.3in; max-height: 0.42in; margin-left: 0.2in; vertical-align: top; }
h2 { margin: 0.06in 0; font-size: 18pt; line-height: 1.2; }
.cb-cover { border-top: 0.2in solid #005EB8; } .cb-cover h2 { font-size: 28pt; margin-top: 0.3in; }
.cb-cover li { font-size: 15pt; } .cb-cover footer { top: 6.62in; }
p { margin: 0 0 0.1in; color: #4C6272; }
.cb-body svg { display: block; width: 12.4in; height: 5in; }
.cb-both svg { float: left; width: 8.3in; }
.cb-both ul { margin-left: 8.5in; }
ul { margin: 0; padding-left: 0.2in; }
li { margin: 0 0 0.09in; line-height: 1.3; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 11pt; }
th { text-align: left; vertical-align: bottom; border-bottom: 1.5pt solid #212B32; padding: 0.03in 0.08in 0.03in 0; }
td { vertical-align: top; border-bottom: 0.5pt solid #E8EDEE; padding: 0.05in 0.08in 0.05in 0; }
.n { text-align: right; }
footer { position: absolute; left: 0.45in; top: 6.82in; width: 12.4in; font-size: 10pt; color: #4C6272; }
footer span + span { position: absolute; right: 0; bottom: -0.15in; }
footer span:first-child { display: block; width: 11.8in; }
"""
#: What is said where the libraries are not there that lay out text.
MISSING = (
    "A PDF needs Pango, which this machine lacks. Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install "
    "pango; Windows: see WeasyPrint's first steps. Until then take the PowerPoint or the HTML, which a browser prints."
)


def missing() -> str:
    """Return what to do where the machine lacks the libraries that lay out text, '' where they are there."""
    try:
        # Dear to import, and only here needed.
        import weasyprint
    except OSError:
        return MISSING
    return "" if weasyprint else MISSING


def pdf_file(pack: Pack) -> bytes:
    """Return ``pack`` as a tagged PDF (PDF/UA-1). The same pack gives the same bytes.

    Raises ``ValueError`` with what to do where the machine lacks the libraries that lay out text.
    """
    if problem := missing():
        raise ValueError(problem)
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    slides = "".join(slides_html(pack))
    head = f'<meta charset="utf-8"><title>{escape(pack.title)}: {escape(pack.area)}</title><style>{_STYLE}</style>'
    # Nothing is fetched: a pack has all that it needs in itself, its logo too.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
    page = HTML(string=f'<html lang="en-GB"><head>{head}</head><body>{slides}</body></html>', url_fetcher=fetcher)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made
