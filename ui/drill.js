// A click on a bar, a tile, a point or into an outline opens what lies below it. The links are those of the table beside the drawing; nothing goes back to
// the server until one is followed, so a drawing costs no run more than it did.

const leads = (window.chLeads ??= new Map());

// What a point is about; an outline has no points, and says it itself.
const label = (one) => [one.customdata, one.data?.meta].find((found) => typeof found === "string");

function followed(event, of) {
  const point = event?.points?.find(label);
  return point && leads.get(of)?.[label(point)];
}

// Drawings come and go with tabs and runs: each is given its ear when the pointer first comes over it.
function listen(event) {
  const plot = event.target.closest?.(".js-plotly-plot");
  if (!plot?.on || plot.chListens) return;
  const of = [...leads.keys()].find((key) => plot.closest(`.st-key-${CSS.escape(key)}`));
  if (!of) return;
  plot.chListens = true;
  const hand = (on) => plot.querySelectorAll(".nsewdrag").forEach((one) => { one.style.cursor = on ? "pointer" : "default"; });
  plot.on("plotly_hover", (found) => hand(Boolean(followed(found, of))));
  plot.on("plotly_unhover", () => hand(false));
  plot.on("plotly_click", (found) => {
    const link = followed(found, of);
    if (link) window.location.assign(link);
  });
}

export default function ({ data }) {
  for (const key of data.holds) leads.set(key, data.leads);
  if (!window.chDrills) {
    window.chDrills = true;
    document.addEventListener("pointerover", listen, true);
  }
  // A drawing of the same name on the next page, or of a view that has no links, must not follow these.
  return () => data.holds.forEach((key) => leads.delete(key));
}
