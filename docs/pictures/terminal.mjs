// Draws text as a terminal window: node bin/snmpgate demo --for 20s | node docs/pictures/terminal.mjs > docs/pictures/demo.svg
// Everything but the last screen is cut: a picture of a page-long log helps nobody.
const COLUMNS = 132;
const [CHARACTER, LINE, PADDING, BAR] = [7.85, 18, 16, 30];

let text = "";
for await (const chunk of process.stdin) text += chunk;
const start = text.lastIndexOf("snmpgate demo ·");
const lines = ["$ npm run demo", "", ...text.slice(Math.max(0, start)).trimEnd().split("\n")].map((line) =>
  line.length > COLUMNS ? `${line.slice(0, COLUMNS - 1)}…` : line,
);
const width = Math.ceil(COLUMNS * CHARACTER + 2 * PADDING);
const height = BAR + lines.length * LINE + 2 * PADDING;

const rows = lines.map((line, i) => {
  const y = BAR + PADDING + (i + 0.75) * LINE;
  return `<text x="${PADDING}" y="${y}" xml:space="preserve">${coloured(escaped(line))}</text>`;
});
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="snmpgate demo in a terminal">
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d6dce5}.ok{fill:#7ee0a1}.warn{fill:#ffc971}.bad{fill:#ff8f8f}.dim{fill:#8b97a8}.cmd{fill:#9fd0ff}</style>
<rect width="${width}" height="${height}" rx="10" fill="#14181f"/>
<circle cx="20" cy="16" r="5" fill="#ff5f57"/><circle cx="38" cy="16" r="5" fill="#febc2e"/><circle cx="56" cy="16" r="5" fill="#28c840"/>
${rows.join("\n")}
</svg>
`);

function escaped(line) {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function coloured(line) {
  if (line.startsWith("$ ")) return `<tspan class="cmd">${line}</tspan>`;
  return line
    .replace(/ OK /g, ' <tspan class="ok">OK</tspan> ')
    .replace(/ WARNING /g, ' <tspan class="warn">WARNING</tspan> ')
    .replace(/ (\w+_ERROR) /g, ' <tspan class="bad">$1</tspan> ')
    .replace(/^(device +name .*)$/, '<tspan class="dim">$1</tspan>')
    .replace(/^(entities|relationships|lines|errors)( +)/, '<tspan class="dim">$1</tspan>$2');
}
