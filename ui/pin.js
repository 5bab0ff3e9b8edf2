// The newest week, which nobody chose, is written into the address without an entry of its own in the history: Back then leads to where
// the reader came from, and not to the same page once more.
export default function ({ data }) {
  const here = new URL(window.location.href);
  if (here.searchParams.get("week")) return;
  here.searchParams.set("week", data.week);
  window.history.replaceState(window.history.state, "", here);
}
