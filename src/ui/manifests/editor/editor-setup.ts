import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { styleNonce } from "../../app/nonce.ts";
import { manifestCompletion, type SchemaSource } from "./completion.ts";
import { editorColours } from "./editor-colours.ts";
import { oidHover } from "./oid-hover.ts";
import { typeOverSelection } from "./type-over.ts";

/** All that makes a text field an editor of manifests. */
export function editorSetup(schema: SchemaSource): readonly Extension[] {
  return [
    // Styles are made by script; the policy takes them with the nonce of this page alone.
    EditorView.cspNonce.of(styleNonce()),
    EditorView.contentAttributes.of({
      "aria-label": "Text of the manifest",
      tabindex: "0",
      spellcheck: "false",
    }),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    lineNumbers(),
    lintGutter(),
    foldGutter(),
    codeFolding(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    typeOverSelection,
    search({ top: true }),
    yaml(),
    autocompletion({ override: [manifestCompletion(schema)], icons: false, activateOnTypingDelay: 80 }),
    oidHover(),
    editorColours,
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
  ];
}
