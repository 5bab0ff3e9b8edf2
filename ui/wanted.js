// The address that somebody asked for before signing in, kept by her own browser in this tab alone: a provider sends everybody back to the
// front page. Only the part behind the host is kept, and it is opened at this very host.
const KEY = "carehomes-wanted";
export default function ({ data }) {
  if (data.keep) {
    sessionStorage.setItem(KEY, window.location.pathname + window.location.search);
    return;
  }
  const wanted = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (wanted && wanted.startsWith("/") && !wanted.startsWith("//") && wanted !== window.location.pathname + window.location.search) {
    window.location.replace(wanted);
  }
}
