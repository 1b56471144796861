import { type Diagnostic, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { Finding } from "../../../api/contract/index.ts";
import classes from "./code-editor.module.css";
import { editorSetup } from "./editor-setup.ts";
import { findingRange } from "./finding-range.ts";
import type { SchemaNode } from "./schema-node.ts";

export interface EditorHandle {
  /** Puts the cursor there and shows it. Both from 1. */
  readonly goTo: (line: number, column: number) => void;
  /** Replaces the text as one step that can be undone. */
  readonly replace: (text: string) => void;
}

export interface CodeEditorProps {
  readonly initialText: string;
  readonly onChange: (text: string) => void;
  readonly findings: readonly Finding[];
  readonly schema: SchemaNode | undefined;
  readonly handle: Ref<EditorHandle>;
}

/** The text of a manifest with colours, findings at their lines, and completion. It keeps its text itself. */
export function CodeEditor({ initialText, onChange, findings, schema, handle }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, schema });
  useEffect(() => {
    latest.current = { onChange, schema };
  });
  const first = useRef(initialText);
  useEffect(() => {
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          ...editorSetup(() => latest.current.schema),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    if (view.current !== undefined) showFindings(view.current, findings);
  }, [findings]);
  useImperativeHandle(handle, () => ({
    goTo: (line, column) => view.current && goTo(view.current, line, column),
    replace: (text) => view.current && replaceText(view.current, text),
  }));
  return <div ref={place} className={classes["editor"]} />;
}

function showFindings(view: EditorView, findings: readonly Finding[]): void {
  const { doc } = view.state;
  const diagnostics = findings.map(
    (finding): Diagnostic => ({
      ...findingRange(doc, finding),
      severity: finding.severity,
      source: finding.code,
      message: finding.message,
    }),
  );
  if (diagnostics.length === 0 && !hasDiagnostics(view)) return;
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function hasDiagnostics(view: EditorView): boolean {
  let count = 0;
  forEachDiagnostic(view.state, () => {
    count += 1;
  });
  return count > 0;
}

function goTo(view: EditorView, line: number, column: number): void {
  const { from, to } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  const anchor = Math.min(to, from + Math.max(0, column - 1));
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

/** Only what differs, so that cursor and folds stay where they are. */
function replaceText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  let start = 0;
  while (start < before.length && before[start] === text[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, text.length) - start;
  while (end < most && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from: start, to: before.length - end, insert: text.slice(start, text.length - end) },
  });
}
