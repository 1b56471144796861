import "./app/mantine.css";
import "./app/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { firstView } from "./app/first-view.ts";
import { styleNonce } from "./app/nonce.ts";

// Where dialogs lock the page behind them, the library that does it looks for the nonce of its style element here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

// Nothing is drawn that would be drawn anew a moment later: until then index.html says that it is coming.
void firstView(location.pathname.replace(/^\/ui/, "")).then((who) =>
  createRoot(root).render(
    <StrictMode>
      <App who={who} />
    </StrictMode>,
  ),
);
