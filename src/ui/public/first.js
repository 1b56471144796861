// Runs before anything is painted, while the app is still on its way; served as it stands here.

// Null, too, in a browser that keeps nothing.
const kept = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// A dark page does not begin white. The key is the one that the theme writes.
{
  const wanted = kept("mantine-color-scheme-value") ?? "auto";
  const dark = wanted === "dark" || (wanted === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
}

// What the page needs is asked for at once, the answers beside the scripts: api/asked-ahead.ts hands them on.
{
  const isList = /^\/ui\/(?:devices\/?)?$/.test(location.pathname);
  const ask = (path) =>
    fetch(path)
      .then((answer) => (answer.status === 200 ? answer.json() : undefined))
      .catch(() => undefined);
  // A link that signs in does that first.
  if (!location.hash.startsWith("#sign-in=")) {
    const who = ask("/api/snmpgate/session?optional=true");
    // What would be refused is not asked. The service has said whether it would; behind a link from another site the
    // browser kept back the cookie until now, so it also counts who was known the last time (app/begin.ts).
    const { known: isKnownThere } = document.currentScript.dataset;
    const isKnown = isKnownThere === "yes" || kept("snmpgate-known") !== null;
    const rest = (path) => (isKnown ? ask(path) : who.then((known) => known && ask(path)));
    globalThis.askedAhead = new Map([
      ["/api/snmpgate/session?optional=true", who],
      ...(isList ? [["/api/snmpgate/fleet", rest("/api/snmpgate/fleet")]] : []),
      ["/api/snmpgate/status", rest("/api/snmpgate/status")],
    ]);
  }
  // None where nothing is built.
  const files = document.currentScript.dataset.list.split(" ").filter((file) => file !== "");
  for (const href of isList ? files : []) {
    const style = href.endsWith(".css");
    const rel = style ? "preload" : "modulepreload";
    document.head.append(
      Object.assign(document.createElement("link"), {
        rel,
        href,
        crossOrigin: "",
        as: style ? "style" : "script",
      }),
    );
  }
}
