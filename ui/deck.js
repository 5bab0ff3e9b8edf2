// Slides one at a time: arrow keys, Home and End, and the whole screen. Nothing goes back to the server.

const known = new WeakMap();
const LOOK = `
  .cb-show { outline-offset: 2px; }
  .cb-show .cb-slide { margin: 0 auto; }
  .cb-show:fullscreen { background: #212B32; max-width: none; display: flex; flex-direction: column; justify-content: center; }
  .cb-show:fullscreen .cb-slide { width: min(100vw, 177.7vh); font-size: min(1.18vw, 2.1vh); }
  .cb-show:fullscreen .cb-bar { display: none; }
  .cb-bar { display: flex; gap: 0.6em; align-items: center; padding: 0.5em 0; font: 14px Arial, sans-serif; color: #212B32; }
  .cb-bar button { font: inherit; padding: 0.3em 0.9em; border: 1px solid #4C6272; border-radius: 4px; background: #FFFFFF;
    color: #005EB8; cursor: pointer; }
  .cb-bar button:disabled { color: #4C6272; cursor: default; }`;

function element(kind, own = {}) {
  return Object.assign(document.createElement(kind), own);
}

function made(parent, data) {
  const style = element("style", { textContent: data.style + LOOK });
  const show = element("div", { className: "cb-show cb-deck", tabIndex: 0 });
  show.setAttribute("role", "region");
  show.setAttribute("aria-label", "The slides of the pack; the arrow keys turn them");
  const bar = element("div", { className: "cb-bar" });
  const [back, next, full] = ["Previous", "Next", "Full screen"].map((told) => element("button", { type: "button", textContent: told }));
  const where = element("span");
  where.setAttribute("aria-live", "polite");
  bar.append(back, next, full, where);
  const stage = element("div");
  show.append(bar, stage);
  const { slides } = data;
  let at = 0;
  const turn = (to) => {
    at = Math.max(0, Math.min(slides.length - 1, to));
    stage.innerHTML = slides[at];
    where.textContent = `Slide ${at + 1} of ${slides.length}`;
    back.disabled = at === 0;
    next.disabled = at === slides.length - 1;
  };
  back.addEventListener("click", () => turn(at - 1));
  next.addEventListener("click", () => turn(at + 1));
  full.addEventListener("click", () => {
    show.requestFullscreen?.();
    show.focus();
  });
  show.addEventListener("keydown", (event) => {
    const to = { ArrowRight: at + 1, PageDown: at + 1, ArrowLeft: at - 1, PageUp: at - 1, Home: 0, End: slides.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    turn(to);
  });
  parent.replaceChildren(style, show);
  turn(0);
  return slides;
}

export default function ({ parentElement, data }) {
  const held = known.get(parentElement);
  // A run of the page leaves the slide that is being looked at.
  if (held && held.length === data.slides.length && held.every((one, at) => one === data.slides[at])) return;
  known.set(parentElement, made(parentElement, data));
}
