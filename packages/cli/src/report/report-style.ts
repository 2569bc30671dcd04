/** The colours follow the system's scheme; wide tables and pictures scroll on their own. */
export const reportStyle = `:root {
  color-scheme: light dark;
  --text: #1b1f24; --faint: #57606a; --ground: #ffffff; --raised: #f4f6f8; --line: #d0d7de; --link: #0550ae;
  --passed: #116329; --failed: #a40e26; --error: #7d4e00; --event: #0550ae; --run: #6e7781; --alert: #a40e26; --incident: #6639ba;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --faint: #9198a1; --ground: #0d1117; --raised: #161b22; --line: #3d444d; --link: #79b8ff;
    --passed: #56d364; --failed: #ff8182; --error: #e3b341; --event: #79b8ff; --run: #9198a1; --alert: #ff8182; --incident: #bc8cff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main, header { max-width: 75rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: .75rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
section.case { border-top: 1px solid var(--line); margin-top: 1.5rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: break-word; }
td, tbody th { min-width: 4rem; max-width: 32rem; }
td.code { max-width: none; }
td:first-child { white-space: nowrap; }
caption { text-align: left; padding: .5rem .75rem; color: var(--faint); }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; background: var(--raised); white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .85rem; }
.code { white-space: pre; overflow-wrap: normal; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; margin: .5rem 0; }
.query td { border-top: 0; padding: 0 .75rem; }
.query tr:has(td.count:not(:empty)) { background: var(--raised); }
.faint { color: var(--faint); }
.passed { color: var(--passed); } .failed { color: var(--failed); } .error { color: var(--error); }
.state { font-weight: 600; white-space: nowrap; }
.totals { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
.totals li { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; }
.totals strong { display: block; font-size: 1.5rem; line-height: 1.2; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 1rem 0; }
.facts dt { color: var(--faint); } .facts dd { margin: 0; }
.matrix { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.matrix > li { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; }
.matrix h2 { font-size: 1rem; margin: 0 0 .5rem; }
.matrix ul { list-style: none; margin: 0; padding: 0; }
.technique { border-left: 4px solid var(--run); padding-left: .5rem; margin: .35rem 0; }
.technique.tested { border-left-color: var(--passed); }
meter { width: 8rem; height: .8rem; }
svg { display: block; min-width: 40rem; width: 100%; height: auto; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .faint { fill: var(--faint); } svg .grid { stroke: var(--line); } svg .event { fill: var(--event); }
svg .window { fill: var(--run); } svg .suppressed { fill: none; stroke: var(--run); stroke-dasharray: 3 2; }
svg .alert { fill: var(--alert); } svg .incident { fill: var(--incident); }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  .facts { grid-template-columns: 1fr; }
  .facts dd { margin-bottom: .35rem; }
  th, td { padding: .35rem .5rem; }
}
@media print { header, .skip { display: none; } .scroll { overflow: visible; } }
`
