import type { Row } from './examine.ts';
import { expectedOf } from './expected.ts';
import type { GateRow } from './gates.ts';
import type { PairRow } from './pairs.ts';

const line = ({ name, level, caught, kind, seeds, runs, seconds, evidence }: Row) => {
  const found =
    kind === 'bug' ? (caught ? 'caught' : '**missed**') : caught ? '**false alarm**' : 'recognized';
  return `| ${name} | ${found} | ${level} | ${seeds ?? '–'} | ${runs} | ${seconds} | ${evidence} |`;
};

const head = (what: string) =>
  `| ${what} | | level | seeds | runs | seconds | evidence |\n|---|---|---|---|---|---|---|`;

const levelsOf = ({ levels }: PairRow): string => {
  const counts = new Map<string, number>();
  for (const level of Object.values(levels)) counts.set(level, (counts.get(level) ?? 0) + 1);
  return [...counts].map(([level, count]) => `${count} ${level}`).join(', ');
};

function pairsSection(pairs: readonly PairRow[]): string {
  if (pairs.length === 0) return '';
  const of = (kind: PairRow['kind']) => pairs.filter((row) => row.kind === kind);
  const right = (kind: PairRow['kind']) => of(kind).filter((row) => row.right).length;
  const shown = (row: PairRow) =>
    `| ${row.name} | ${row.right ? 'right' : '**wrong**'} | ${levelsOf(row)} | ${row.halfUlps ?? '∞'} | ${row.times ?? '∞'} | ${row.where} | ${expectedOf(row.name, row.kind)?.because ?? ''} |`;
  const title =
    '| pair | | levels of the cases | half-ulps in 64 bit | × rounding | where | why not on all |\n|---|---|---|---|---|---|---|';
  return `
## Pairs of optimizers

Optimizers of \`tests/check/pairs\`, in several ways of writing and with small changes, many of them after public reports of bugs; a family
and what is changed. *Right* means that each case has the level that \`scripts/mutants/expected.ts\` gives it, one by one, from what differs. On ${Object.keys(pairs[0]!.levels).join('; ')}.

${right('different')} of ${of('different').length} that differ are told, at the level of each case.

${title}
${of('different').map(shown).join('\n')}

${right('same')} of ${of('same').length} that are the same are called so on every case.

${title}
${of('same').map(shown).join('\n')}
`;
}

function gatesSection(gates: readonly GateRow[]): string {
  if (gates.length === 0) return '';
  const told = gates.filter(({ noticed }) => noticed.length > 0).length;
  const rows = gates.map(({ name, noticed }) => `| ${name} | ${noticed.join('; ') || '**nobody**'} |`);
  return `
## Gates of our own

Thresholds and conditions of \`src/check/sameness\`, turned round or moved out of reach in a copy of the project (\`npm run mutants -- --gates\`), and
the pairs of optimizers, of eight on one case, that then come out otherwise than they ought to. ${told} of ${gates.length} are noticed.

| gate | noticed by |
|---|---|
${rows.join('\n')}
`;
}

/** What a page of mutants is made of. */
interface MutantsPage {
  readonly rows: readonly Row[];
  /** Names of mutants of the table that have no row yet. */
  readonly missing: readonly string[];
  readonly pairs: readonly PairRow[];
  readonly gates: readonly GateRow[];
}

/** The rows as a page of Markdown. */
export function mutantsPage({ rows, missing, pairs, gates }: MutantsPage): string {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind);
  const [bugs, refactorings] = [of('bug'), of('refactoring')];
  const caught = bugs.filter(({ caught }) => caught).length;
  const recognized = refactorings.filter(({ caught }) => !caught).length;
  return `# Planted bugs

\`npm run mutants\` makes this page. Each bug is an edit of one or two places of the sources (\`scripts/mutants/table.ts\`), made in
a copy of the project; the check runs there, against a baseline that the project as it is has recorded. *Caught* means that
\`assay check\` does not exit with 0. *Seeds* are the most that any case needed, *runs* all that were
trained, *seconds* those of the whole command on the machine that made the page. Rows may be of some cases of the battery
(\`--case\`): these are of four, on a machine with much other work.

${caught} of ${bugs.length} bugs are caught.

${head('bug')}
${bugs.map(line).join('\n')}

${recognized} of ${refactorings.length} refactorings, which keep the mathematics, are recognized.

${head('refactoring')}
${refactorings.map(line).join('\n')}
${missing.length === 0 ? '' : `\nNot run yet: ${missing.join('; ')}.\n`}${pairsSection(pairs)}${gatesSection(gates)}`;
}
