import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { MibObject } from "../../../api/contract/index.ts";
import { findObjects, valueWords } from "./mib-objects.ts";
import { objectOf, oidAt } from "./oid-at.ts";

/** Says what an OID is while the pointer rests on it. */
export function oidHover(): Extension {
  return hoverTooltip(async (view, pos) => {
    const { from, text } = view.state.doc.lineAt(pos);
    const word = oidAt(text, pos - from);
    if (word === undefined) return null;
    const [object] = await findObjects(objectOf(word.text), 1).catch(() => []);
    if (object === undefined) return null;
    return {
      pos: from + word.from,
      end: from + word.to,
      above: true,
      create: () => ({ dom: objectText(object, word.text) }),
    };
  });
}

function objectText(object: MibObject, written: string): HTMLElement {
  const { module, name, oid, kind, syntax } = object;
  const instance = written.replace(/^\./, "").startsWith(`${oid}.`)
    ? written.replace(/^\./, "").slice(oid.length)
    : "";
  const dom = document.createElement("div");
  dom.className = "cm-object";
  const title = document.createElement("strong");
  title.textContent = `${module}::${name}${instance}`;
  dom.append(title);
  const facts = [`${oid}, ${kind}${syntax === undefined ? "" : `, ${syntax}`}`, valueWords(object, 30)];
  for (const fact of facts.filter((one) => one !== "")) {
    const line = document.createElement("div");
    line.textContent = fact;
    dom.append(line);
  }
  return dom;
}
