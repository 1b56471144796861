import "./app/mantine.css";
import "./app/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { begin } from "./app/begin.ts";
import { styleNonce } from "./app/nonce.ts";
import { preload } from "./app/routes.tsx";

// Where dialogs lock the page behind them, the library that does it looks for the nonce of its style element here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

// Both are asked for before anything is drawn.
const start = Promise.all([begin(), preload(location.pathname.replace(/^\/ui/, ""))]).then(([who]) => who);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App start={start} />
  </StrictMode>,
);
