/** What stands in the templates of a screen for that which is shown. */
const PLACEHOLDER = "$(entityConditions)";

/** Of what may stand in a selector without quotes. */
const BARE = /^[\w:.-]+$/;

/**
 * Puts what a screen shows in the place of `$(entityConditions)`, wherever it stands (spec 4 §5.3): on a page of one
 * entity `type(t),entityId(id)`, on a list `type(t)`. As text, for clients ask with the selector as it then is.
 * @param conditions  what the placeholder stands for, `shownEntity` or `shownList`
 */
export const withEntityConditions = (template: string, conditions: string): string =>
  template.replaceAll(PLACEHOLDER, () => conditions);

export const shownEntity = (type: string, id: string): string =>
  `${shownList(type)},entityId(${selectorValue(id)})`;

export const shownList = (type: string): string => `type(${selectorValue(type)})`;

/** A value of a selector: in quotes where it could not be read otherwise. */
export const selectorValue = (text: string): string =>
  BARE.test(text) ? text : `"${text.replaceAll(/[~"]/g, "~$&")}"`;
