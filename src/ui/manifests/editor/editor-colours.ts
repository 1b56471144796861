import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours are variables of the style sheet, so that both schemes have theirs and a switch needs no new editor.

const highlight = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: tags.content, color: "var(--code-text)" },
  { tag: [tags.lineComment, tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
  {
    tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.meta],
    color: "var(--code-mark)",
  },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: "var(--code-key)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--code-text)", backgroundColor: "var(--code-back)" },
  // The box around it shows the focus: here the gutter would cover a part of it.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--code-text)", paddingBlock: "6px" },
  ".cm-cursor": { borderLeftColor: "var(--code-text)" },
  ".cm-gutters": {
    color: "var(--code-comment)",
    backgroundColor: "var(--code-back)",
    borderRight: "1px solid var(--mantine-color-default-border)",
  },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-active)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--code-match)" },
  ".cm-searchMatch": { backgroundColor: "var(--code-match)", outline: "1px solid var(--code-mark)" },
  ".cm-matchingBracket": { backgroundColor: "var(--code-match)" },
  ".cm-foldPlaceholder": { color: "var(--code-comment)", backgroundColor: "transparent" },
  ".cm-tooltip, .cm-panels": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--mantine-color-body)",
    borderColor: "var(--mantine-color-default-border)",
  },
  ".cm-tooltip": { borderRadius: "4px", boxShadow: "var(--mantine-shadow-md)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--mantine-color-text)",
    backgroundColor: "var(--code-selection)",
  },
  ".cm-completionDetail": { color: "var(--mantine-color-dimmed)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "320px", padding: "6px 10px", fontFamily: "var(--mantine-font-family)" },
  ".cm-tooltip-hover .cm-object": {
    padding: "6px 10px",
    maxWidth: "380px",
    fontFamily: "var(--mantine-font-family)",
  },
  ".cm-diagnostic": { padding: "4px 10px", whiteSpace: "pre-wrap", maxWidth: "520px" },
  ".cm-textfield, .cm-button": {
    color: "inherit",
    backgroundImage: "none",
    backgroundColor: "var(--mantine-color-default)",
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "4px",
  },
});

export const editorColours = [look, syntaxHighlighting(highlight)];
