/** The style of the docs page: the reader's own fonts, light or dark as the reader has it. */
export const STYLE = `
:root { color-scheme: light dark; --line: #d5d9de; --soft: #f4f6f8; --text: #1b1f24; --dim: #57606a; --page: #fff; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --line: #343b44; --soft: #1c2128; --text: #dde3ea; --dim: #98a2ae; --page: #12161b; --link: #79b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 18rem minmax(0, 1fr); color: var(--text); background: var(--page);
  font: 16px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: .9rem; }
nav ul { margin: .25rem 0 .75rem; padding-left: 1rem; list-style: none; }
nav li { margin: .3rem 0; }
nav summary { margin-top: .5rem; cursor: pointer; font-weight: 600; }
main { max-width: 62rem; padding: 1.5rem 2rem 6rem; }
a { color: var(--link); }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); padding-bottom: .3rem; }
article { margin: 1.5rem 0; padding: 0 0 1rem; border-bottom: 1px solid var(--line); }
article:target > h3 { text-decoration: underline; }
h3 { margin: 0 0 .25rem; font-size: 1.1rem; }
h4 { margin: .75rem 0 .25rem; font-size: .85rem; color: var(--dim); }
p { margin: .4rem 0; }
small, .scope { color: var(--dim); font-size: .85rem; }
.call code { font-size: 1rem; overflow-wrap: anywhere; }
.call b { display: inline-block; min-width: 4rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .88rem; }
pre { margin: .75rem 0 0; padding: .75rem 1rem; overflow-x: auto; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .35rem .6rem .35rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
td:first-child { width: 30%; overflow-wrap: anywhere; }
td p { margin: 0; }
@media (max-width: 60rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;
