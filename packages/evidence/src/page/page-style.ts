/** The colours follow the system's scheme, and paper has none; wide tables scroll on their own, but on paper. */
export const pageStyle = `:root { color-scheme: light dark; --text: #1b1f24; --faint: #57606a; --ground: #ffffff; --raised: #f4f6f8; --line: #d0d7de; --link: #0550ae; --good: #116329; --bad: #a40e26; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9198a1; --ground: #0d1117; --raised: #161b22; --line: #3d444d; --link: #79b8ff; --good: #56d364; --bad: #ff8182; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2rem; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: break-word; }
caption { text-align: left; padding: .5rem .75rem; color: var(--faint); }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem; border-top: 1px solid var(--line); min-width: 4rem; }
thead th { border-top: 0; background: var(--raised); white-space: nowrap; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85em; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .faint { color: var(--faint); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .35rem; } }
@media print {
  :root { color-scheme: light; --text: #000; --faint: #444; --ground: #fff; --raised: #fff; --line: #999; --link: #000; --good: #000; --bad: #000; }
  body { font-size: 10pt; } .scroll { overflow: visible; border: 0; } tr { break-inside: avoid; } thead { display: table-header-group; }
}
`
