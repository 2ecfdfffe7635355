import { escapeMarkup } from './svg.ts';

const style = `
:root { color-scheme: light dark; --line: #8888; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; --void: #8250df; --band: #1a7f3733; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
section { border-top: 2px solid var(--line); margin-top: 2rem; } h3 { font-size: 1rem; margin-bottom: .2rem; }
code, pre { font: 13px/1.4 ui-monospace, monospace; } pre { overflow-x: auto; border: 1px solid var(--line); padding: .5rem; }
svg { width: 100%; max-width: 44rem; font: 11px system-ui, sans-serif; fill: currentColor; }
.band { fill: var(--band); } .axis, .zero, .pair { stroke: var(--line); fill: none; } .zero { stroke-dasharray: 3 3; }
.interval { stroke: currentColor; stroke-width: 2; } .point { fill-opacity: .6; } .point.open { fill: none; stroke: currentColor; }
.as-expected { color: var(--good); } .contradicted { color: var(--bad); } .inconclusive { color: var(--open); } .invalid { color: var(--void); }
`;

/** One self-contained page: no script, nothing loaded from elsewhere; readable on paper and in the dark. */
export const page = (title: string, body: readonly string[]): string =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeMarkup(title)}</title><style>${style}</style></head><body>`,
    ...body,
    '</body></html>',
    '',
  ].join('\n');
