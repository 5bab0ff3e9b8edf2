"""What lies where on a drawn page: text that is cut, labels that lie over one another or stick out of their drawing."""

from __future__ import annotations

from playwright.sync_api import Page

#: Asked of the page itself, since only the browser knows how wide a text became. It answers with sentences, none where all is well.
#: The product's own markup stands in st.html; what lies in a region that scrolls by itself is never cut, and what is hidden on
#: purpose (.ch-hide, what is behind a tab) is not looked at. A text's box holds its ascent and descent: 3 px of two may meet.
_FAULTS = """
() => {
  const faults = [];
  const said = one => (one.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 60);
  const seen = one => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !one.closest('.ch-hide');
  const main = document.querySelector('[data-testid=stMain]');
  // What lies in a region that scrolls sideways, up to the page itself, is reached by scrolling.
  const scrolls = one => {
    for (let around = one; around && around !== main; around = around.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(around).overflowX)) return true;
    return false;
  };
  if (main.scrollWidth > main.clientWidth) faults.push(`the page is ${main.scrollWidth - main.clientWidth} px wider than its screen`);

  const boxOf = node => { const range = document.createRange(); range.selectNodeContents(node); return range.getBoundingClientRect(); };
  for (const root of document.querySelectorAll('[data-testid=stHtml]')) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());) {
      const own = node.parentElement;
      if (!node.textContent.trim() || own.closest('style, script, svg') || !seen(own)) continue;
      const box = boxOf(node);
      if (!box.width || !box.height) continue;
      for (let around = own; around && around !== main; around = around.parentElement) {
        const {overflowX, overflowY} = getComputedStyle(around), edge = around.getBoundingClientRect();
        if (['auto', 'scroll'].includes(overflowX) || ['auto', 'scroll'].includes(overflowY)) break;
        const wide = ['hidden', 'clip'].includes(overflowX) && (box.right > edge.right + 1 || box.left < edge.left - 1);
        const high = ['hidden', 'clip'].includes(overflowY) && (box.bottom > edge.bottom + 1 || box.top < edge.top - 1);
        if (wide || high) { faults.push(`cut: "${said(own)}"`); break; }
      }
      if (!scrolls(own) && own.closest('[data-testid=stMain]') && box.right > main.getBoundingClientRect().right + 1)
        faults.push(`beyond the right edge: "${said(own)}"`);
    }
  }

  // The boxes and table cells of the product: none wider than what holds it, none over its neighbour.
  for (const cell of document.querySelectorAll('[data-testid=stHtml] :is(td, th)')) {
    if (seen(cell) && cell.scrollWidth > cell.clientWidth + 1) faults.push(`wider than its cell: "${said(cell)}"`);
  }
  for (const card of document.querySelectorAll('.ch-kpi, [class*=st-key-card_]')) {
    if (!seen(card)) continue;
    const edge = card.getBoundingClientRect();
    for (const one of card.querySelectorAll('h2, p, span, small, b')) {
      const box = one.getBoundingClientRect();
      if (seen(one) && box.width && box.right > edge.right + 1 && !scrolls(one))
        faults.push(`out of its card: "${said(one)}"`);
    }
  }

  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    if (!seen(plot)) continue;
    const frame = plot.querySelector('.main-svg').getBoundingClientRect();
    const texts = [...plot.querySelectorAll('svg text')]
      .filter(one => said(one) && seen(one) && !one.closest('.hoverlayer, .modebar') && getComputedStyle(one).fillOpacity !== '0')
      .map(one => [said(one), one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    texts.forEach(([text, box], place) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        faults.push(`out of its drawing: "${text}"`);
      for (const [other, over] of texts.slice(place + 1)) {
        const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left);
        const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
        if (wide > 1 && high > 3) faults.push(`one over the other: "${text}" and "${other}"`);
      }
    });
  }
  return [...new Set(faults)];
}
"""


def faults(page: Page) -> list[str]:
    """Return what is cut, wider than its place, or lies over another text on ``page`` as it stands, in sentences; [] where nothing is."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
