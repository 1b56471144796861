// Runs before anything is painted, while the app is still on its way; served as it stands here.

// A dark page does not begin white. The key is the one that the theme writes.
{
  const wanted = localStorage.getItem("mantine-color-scheme-value") ?? "auto";
  const dark = wanted === "dark" || (wanted === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
}

// What the page needs is asked for at once, the answers beside the scripts: api/asked-ahead.ts hands them on.
{
  const isList = /^\/ui\/(?:devices\/?)?$/.test(location.pathname);
  const ask = (path) =>
    fetch(path)
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .catch(() => undefined);
  // A link that signs in does that first.
  if (!location.hash.startsWith("#sign-in=")) {
    const paths = ["/api/snmpgate/session", "/api/snmpgate/status"];
    if (isList) paths.unshift("/api/snmpgate/fleet");
    globalThis.askedAhead = new Map(paths.map((path) => [path, ask(path)]));
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
