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
      `| ${row.case.method} | ${row.case.data} | ${row.case.size} | ${names.map((name) => cell(row, name)).join(' | ')} | ${row.exceeded.length ? (row.case.limitation ?? '**not explained**') : ''} |`,
  );
  return [
    `| method | data | n | ${heads.join(' | ')} | limitation |`,
    `|---|---|---|${names.map(() => '---:|').join('')}---|`,
    ...lines,
  ].join('\n');
}

/** docs/calibration.md. */
export function calibrationPage(rows: readonly Calibration[]): string {
  const sections = [...new Set(rows.map((row) => row.case.section))];
  const trials = rows[0]?.trials ?? 0;
  const exceeding = rows.filter((row) => row.exceeded.length > 0);
  return `# Calibration

How often each method errs at the boundary of its null, in percent of ${trials.toLocaleString('en')} simulated data sets a row. Written by
\`npm run calibrate\`; do not edit. A rate is marked † where it exceeds its bound by more than three standard errors of a rate at the bound
(${percent(3 * Math.sqrt((0.05 * 0.95) / trials))} points at 5 %); the last column then names the limitation. A method that exceeds its bound without
a known limitation fails the command.

*greater*, *less*, *two-sided*, *equivalence* and *minimal effect*: the claim is made although the parameter lies exactly on its boundary. *not covered*: the
interval at level 90 % misses the parameter. A small number of pairs makes exact tests conservative, since p takes few values.

Data. *normal*: standard normal. *skewed*: exponential (skewness 2); paired: *skewed arms* is the difference of two, *skewed differences* is one itself.
*heteroscedastic*: paired, every other seed has three times the spread; independent, the first (smaller) arm has. *discrete*: normal to the nearest half.

${rows.length} rows, ${exceeding.length} with a marked rate.

${sections
  .map((section) => `## ${section}\n\n${sectionTable(rows.filter((row) => row.case.section === section))}\n`)
  .join('\n')}`;
}
