import type { Extension, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Typing over a selection, done without the browser: Chromium would give what is typed the colours of what it replaces,
 * by an inline style, which the policy of the page refuses with an error on the console each time.
 */
export const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data }, view) => {
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== "insertText" || data === null || empty || view.composing) return false;
    const insert = (): Transaction =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    // Such as brackets that close themselves around what is selected.
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    return true;
  },
});
