import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** Dense and calm: many rows fit, and colour is left for what needs a look. */
export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: 9,
  autoContrast: true,
  defaultRadius: "sm",
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "1.35rem" }, h2: { fontSize: "1.1rem" }, h3: { fontSize: "1rem" } },
  },
  components: {
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none", fw: 600 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 420 } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: "sm" } },
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", size: "md" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs" } },
    MultiSelect: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Textarea: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Card: { defaultProps: { withBorder: true, padding: "sm" } },
  },
});

/** What Mantine's own colours lack to 4.5 : 1 (WCAG 2.2, 1.4.3): lesser text, and letters on tinted badges. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#59616a",
    "--mantine-color-placeholder": "#6b737b",
    "--mantine-color-green-light-color": "#1e6b2f",
    "--mantine-color-yellow-light-color": "#7a4700",
    "--mantine-color-orange-light-color": "#8f3a00",
    "--mantine-color-red-light-color": "#b02020",
    "--mantine-color-blue-light-color": "#14538a",
    "--mantine-color-cyan-light-color": "#095c6b",
    "--mantine-color-gray-light-color": "#495057",
    "--mantine-color-cyan-filled-hover": "#085766",
  },
  dark: { "--mantine-color-dimmed": "#a9adb2", "--mantine-color-placeholder": "#8f949a" },
});
