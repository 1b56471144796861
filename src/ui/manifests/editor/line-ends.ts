/** A text as the editor gives it back: its line ends are LF, whatever they were. Only then does "unchanged" mean that. */
export const withLineFeeds = (text: string): string => text.replaceAll(/\r\n?/g, "\n");
