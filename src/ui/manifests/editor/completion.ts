import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  insertCompletionText,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { MibObject } from "../../../api/contract/index.ts";
import { findObjects, valueWords, writtenOid } from "./mib-objects.ts";
import { offerAt } from "./offer.ts";
import type { EditorOption, ObjectWish } from "./option.ts";
import type { SchemaNode } from "./schema-node.ts";

/** The schema is asked for when the editor opens; until it is there nothing is offered. */
export type SchemaSource = () => SchemaNode | undefined;

const OBJECTS_MAX = 40;
/** Where something else is to be chosen at once. */
const GOES_ON = /(?:: |- |oid:|const:|\()$/;

export function manifestCompletion(schemaSource: SchemaSource): CompletionSource {
  return async (context) => {
    const schema = schemaSource();
    if (schema === undefined) return null;
    const offer = offerAt(context.state.doc.toString(), context.pos, schema);
    if (offer === undefined) return null;
    if ("objects" in offer) return await objectResult(context, offer);
    if (!context.explicit && offer.replaced === 0 && !atBegin(context)) return null;
    return { from: context.pos - offer.replaced, options: offer.options.map(completionOf) };
  };
}

/** Without being asked only where a key or a value begins. */
function atBegin({ state, pos }: CompletionContext): boolean {
  const { from, text } = state.doc.lineAt(pos);
  return (
    /(?:^|- |: |[{,[(]\s*)\s*"?$/.test(text.slice(0, pos - from)) && text.slice(0, pos - from).trim() !== ""
  );
}

function completionOf({ label, kind, detail, info, insert = label, boost }: EditorOption): Completion {
  return {
    label,
    type: kind,
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info }),
    ...(boost === undefined ? {} : { boost }),
    apply: (view, completion, from, to) => put(view, completion, insert, { from, to }),
  };
}

/** The cursor goes between brackets that were put in empty. */
function put(
  view: EditorView,
  completion: Completion,
  insert: string,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const inside = insert.indexOf("()");
  const change = insertCompletionText(view.state, insert, from, to);
  const cursor = inside < 0 ? {} : { selection: { anchor: from + inside + 1 } };
  view.dispatch({ ...change, ...cursor, annotations: pickedCompletion.of(completion) });
  if (GOES_ON.test(insert)) setTimeout(() => startCompletion(view), 0);
}

async function objectResult(context: CompletionContext, wish: ObjectWish): Promise<CompletionResult | null> {
  if (wish.objects.length < 2) return null;
  const objects = await findObjects(wish.objects, OBJECTS_MAX).catch(() => []);
  if (context.aborted || objects.length === 0) return null;
  const numeric = /^[\d.]+$/.test(wish.objects);
  const options = objects.map((object, i) =>
    objectCompletion(object, { numeric, inTable: wish.inTable, rank: i }),
  );
  // The service has chosen: what is typed need not be a part of what is offered.
  return { from: context.pos - wish.replaced, options, filter: false };
}

function objectCompletion(
  object: MibObject,
  { numeric, inTable, rank }: { readonly numeric: boolean; readonly inTable: boolean; readonly rank: number },
): Completion {
  const { name, module, oid, kind, syntax } = object;
  const fits = kind === (inTable ? "column" : "scalar");
  const values = valueWords(object);
  return {
    label: numeric ? oid : name,
    detail: numeric ? `${module}::${name}` : `${module}, ${kind}`,
    info: [`${module}::${name}`, oid, kind, syntax ?? "", values].filter((text) => text !== "").join("\n"),
    type: "object",
    boost: (fits ? 50 : 0) - rank,
    apply: (view, completion, from, to) => put(view, completion, writtenOid(object), { from, to }),
  };
}
