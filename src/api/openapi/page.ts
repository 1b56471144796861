import { curlText, scopeOf } from "./curl.ts";
import type { Content, JsonSchema, OpenApiDocument, Operation } from "./document.ts";
import { anchor, type Html, html, prose } from "./html.ts";
import { fieldsTable, typeText } from "./schema-text.ts";

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** The document as a page to read: no scripts, nothing from elsewhere. @param stylePath  where its style is served */
export function docsPage(document: OpenApiDocument, stylePath: string): string {
  const { info, components } = document;
  const groups = groupsOf(document);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${info.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="${stylePath}"></head>
<body>
<nav aria-label="Contents"><strong>${info.title}</strong> <small>${info.version}</small>
${[...groups].map(([tag, entries]) => navGroup(tag, entries))}
<p><a href="#shapes">Shapes</a></p></nav>
<main><h1>${info.title}</h1>
<p>${prose(info.description ?? "")}</p>
<p>The examples take <code>SNMPGATE=http://127.0.0.1:9999</code> and a <code>TOKEN</code> from
<code>snmpgate token create</code>. The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
${[...groups].map(([tag, entries]) => group(tag, entries, components.schemas))}
<section id="shapes"><h2>Shapes</h2>
${Object.entries(components.schemas).map(([name, schema]) => shape(name, schema))}</section>
</main></body></html>
`.text;
}

function groupsOf({ paths }: OpenApiDocument): ReadonlyMap<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), { path, method, operation }]);
    }
  }
  return groups;
}

function idOf({ method, path }: Entry): string {
  return anchor(`${method}-${path}`);
}

function navGroup(tag: string, entries: readonly Entry[]): Html {
  const items = entries.map(
    (entry) => html`<li><a href="#${idOf(entry)}">${entry.operation.summary}</a></li>`,
  );
  return html`<details><summary>${tag}</summary><ul>${items}</ul></details>`;
}

function group(tag: string, entries: readonly Entry[], schemas: Readonly<Record<string, JsonSchema>>): Html {
  return html`<section id="${anchor(tag)}"><h2>${tag}</h2>${entries.map((entry) => article(entry, schemas))}</section>`;
}

function article(entry: Entry, schemas: Readonly<Record<string, JsonSchema>>): Html {
  const { path, method, operation } = entry;
  return html`<article id="${idOf(entry)}">
<h3>${operation.summary}</h3>
<p class="call"><b>${method.toUpperCase()}</b> <code>${path}</code> ${scopeMark(operation)}</p>
${textBehindScope(operation).map((text) => html`<p>${prose(text)}</p>`)}
${parameters(operation)}
${operation.requestBody === undefined ? "" : html`<h4>Body</h4>${contents(operation.requestBody.content)}`}
<h4>Answers</h4><table><tbody>${Object.entries(operation.responses).map(answerRow)}</tbody></table>
<pre><code>${curlText(path, method, operation, schemas)}</code></pre>
</article>`;
}

function scopeMark(operation: Operation): Html {
  const scope = scopeOf(operation);
  return scope === undefined
    ? html`<span class="scope">no scope</span>`
    : html`<span class="scope">scope ${scope}</span>`;
}

/** The scope is shown beside the path already. */
function textBehindScope({ description = "" }: Operation): string[] {
  return description.split("\n\n").filter((text) => text !== "" && !text.startsWith("Scope `"));
}

function parameters({ parameters: list = [] }: Operation): Html | string {
  if (list.length === 0) return "";
  const rows = list.map(
    ({ name, in: place, required = false, description, schema }) =>
      html`<tr><td><code>${name}</code> <small>${place}${required ? "" : ", optional"}</small></td><td>${typeText(schema)}${byDefault(schema)}</td><td>${prose(description ?? textIn(schema))}</td></tr>`,
  );
  return html`<h4>Parameters</h4><table><tbody>${rows}</tbody></table>`;
}

function byDefault({ default: value }: JsonSchema): string {
  return value === undefined ? "" : `, default ${JSON.stringify(value)}`;
}

function textIn({ description }: JsonSchema): string {
  return typeof description === "string" ? description : "";
}

/** A body that may come under several names is shown once. */
function contents(content: Content): Html[] {
  const types = Object.keys(content);
  const schemas = Object.values(content).map(({ schema = {} }) => schema);
  const isOne = new Set(schemas.map((schema) => JSON.stringify(schema))).size === 1;
  const shown = isOne
    ? [[types.join(", "), schemas[0]!] as const]
    : types.map((type, i) => [type, schemas[i]!] as const);
  return shown.map(
    ([type, schema]) => html`<p><code>${type}</code>: ${typeText(schema)} ${prose(textIn(schema))}</p>`,
  );
}

function answerRow([status, { description, content = {} }]: readonly [
  string,
  Operation["responses"][string],
]): Html {
  return html`<tr><td><code>${status}</code></td><td>${description}</td><td>${contents(content)}</td></tr>`;
}

function shape(name: string, schema: JsonSchema): Html {
  return html`<article id="schema-${name}"><h3>${name}</h3><p>${prose(textIn(schema))}</p>${fieldsTable(schema)}</article>`;
}
