import type { Calibration } from './case.ts';

const percent = (rate: number): string => `${(100 * rate).toFixed(1)}`;

/** One rate: bold with a mark where it exceeds its bound. */
const cell = ({ rates, exceeded }: Calibration, name: string): string => {
  if (rates[name] === undefined) return '';
  return exceeded.includes(name) ? `**${percent(rates[name])}** †` : percent(rates[name]);
};

/** The rows of one section as a Markdown table: rates in percent, a column an error, its bound in the heading. */
function sectionTable(rows: readonly Calibration[]): string {
  const bounds = new Map<string, number>();
  for (const { case: each } of rows)
    for (const [name, bound] of Object.entries(each.bounds))
      bounds.set(name, Math.max(bound, bounds.get(name) ?? 0));
  const names = [...bounds.keys()];
  const heads = names.map((name) => `${name} (≤ ${percent(bounds.get(name)!)})`);
  const lines = rows.map(
    (row) =>
      `| ${row.case.method} | ${row.case.data} | ${row.case.size} | ${row.trials.toLocaleString('en')} | ${names.map((name) => cell(row, name)).join(' | ')} | ${row.exceeded.length ? (row.case.limitation ?? '**not explained**') : ''} |`,
  );
  return [
    `| method | data | n | data sets | ${heads.join(' | ')} | limitation |`,
    `|---|---|---|---:|${names.map(() => '---:|').join('')}---|`,
    ...lines,
  ].join('\n');
}

/** docs/calibration.md: the measured rows, and how many of the `planned` ones are still missing. */
export function calibrationPage(rows: readonly Calibration[], planned: number): string {
  const sections = [...new Set(rows.map((row) => row.case.section))];
  const exceeding = rows.filter((row) => row.exceeded.length > 0);
  return `# Calibration

How often each method errs at the boundary of its null, in percent of the simulated data sets of its row. Written by
\`npm run calibrate\`; do not edit. A rate is marked † where it exceeds its bound by more than three standard errors of a rate at the bound
(1.0 point at 5 % with 4,000 data sets, 2.1 with 1,000); the last column then names the limitation. A method that exceeds its bound without
a known limitation fails the command.

*greater*, *less*, *two-sided*, *equivalence* and *minimal effect*: the claim is made although the parameter lies exactly on its boundary. *not covered*: the
interval at level 90 % misses the parameter. *falsely supported*, *falsely refuted*: verdicts of the judge on a hypothesis whose truth is at its boundary. A small number of pairs makes exact tests conservative, since p takes few values.

Data. *normal*: standard normal. *skewed*: exponential (skewness 2); paired: *skewed arms* is the difference of two, *skewed differences* is one itself.
*heteroscedastic*: paired, every other seed has three times the spread; independent, the first (smaller) arm has; verdicts, arm k has k times the spread.
*discrete*: normal to the nearest half.

${rows.length} rows, ${exceeding.length} with a marked rate${planned > rows.length ? `, ${planned - rows.length} not measured yet` : ''}.

${sections
  .map((section) => `## ${section}\n\n${sectionTable(rows.filter((row) => row.case.section === section))}\n`)
  .join('\n')}`;
}
