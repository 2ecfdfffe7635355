import type { Calibration, CalibrationCase } from './case.ts';

const percent = (rate: number): string => `${(100 * rate).toFixed(1)}`;

/** One rate: bold with a mark where it exceeds its bound. */
const cell = ({ rates, exceeded }: Calibration, name: string): string => {
  if (rates[name] === undefined) return '';
  return exceeded.includes(name) ? `**${percent(rates[name])}** †` : percent(rates[name]);
};

/**
 * Rows as a Markdown table: rates in percent, a column an error, its bound in the heading; `further` columns at the
 * end.
 */
function rowsTable(
  rows: readonly Calibration[],
  further: Readonly<Record<string, (row: Calibration) => string>> = {},
): string {
  const bounds = new Map<string, number>();
  for (const { case: each } of rows)
    for (const [name, bound] of Object.entries(each.bounds))
      bounds.set(name, Math.max(bound, bounds.get(name) ?? 0));
  const names = [...bounds.keys()];
  const heads = names.map((name) => `${name} (≤ ${percent(bounds.get(name)!)})`);
  const lines = rows.map((row) =>
    [
      row.case.method,
      row.case.data,
      row.case.size,
      row.trials.toLocaleString('en'),
      ...names.map((name) => cell(row, name)),
      ...Object.values(further).map((text) => text(row)),
    ].join(' | '),
  );
  return [
    `| ${['method', 'data', 'n', 'data sets', ...heads, ...Object.keys(further)].join(' | ')} |`,
    `|---|---|---|---:|${names.map(() => '---:|').join('')}${Object.keys(further)
      .map(() => '---|')
      .join('')}`,
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

/**
 * What to choose instead of a row outside its assumptions: where the row that the advice speaks of was measured and
 * does not keep its bounds either, that is said in its place.
 */
const adviceOf =
  (rows: readonly Calibration[]) =>
  ({ case: { outside, ...own } }: Calibration): string => {
    const { choose, row } = outside!;
    const [method, size] = [row?.method ?? own.method, row?.size ?? own.size];
    const advised = rows.find(
      ({ case: each }) =>
        each.section === own.section &&
        each.method === method &&
        each.data === own.data &&
        each.size === size,
    );
    if (row === undefined || advised === undefined || advised.exceeded.length === 0) return choose;
    const worst = Math.max(...advised.exceeded.map((name) => advised.rates[name]!));
    return `nothing here: ${method} at n = ${size} errs at ${percent(worst)} %, too`;
  };

const reasons = (rows: readonly Calibration[]) => ({
  'why it may exceed its bound': ({ case: { outside } }: Calibration) => outside!.because,
  'choose instead': adviceOf(rows),
});

/** What is not measured yet, as a list of methods by section; nothing where all is. */
function missingList(missing: readonly CalibrationCase[]): string {
  if (missing.length === 0) return '';
  const counts = new Map<string, Map<string, number>>();
  for (const { section, method } of missing) {
    const methods = counts.get(section) ?? new Map<string, number>();
    counts.set(section, methods.set(method, (methods.get(method) ?? 0) + 1));
  }
  const lines = [...counts].map(
    ([section, methods]) => `* ${section}: ${[...methods].map(([name, n]) => `${name} (${n})`).join('; ')}`,
  );
  return `
## Not measured yet

Rows that the page does not have, by method: those of new methods, and of methods whose code changed. \`npm run calibrate -- --missing\` measures them.

${lines.join('\n')}
`;
}

/** docs/calibration.md: the measured rows, and which are still missing. */
export function calibrationPage(rows: readonly Calibration[], missing: readonly CalibrationCase[]): string {
  const within = rows.filter((row) => row.case.outside === undefined);
  const outside = rows.filter((row) => row.case.outside !== undefined);
  const sections = (some: readonly Calibration[]) => [...new Set(some.map((row) => row.case.section))];
  const of = (some: readonly Calibration[], section: string) =>
    some.filter((row) => row.case.section === section);
  const exceeding = (some: readonly Calibration[]) => some.filter((row) => row.exceeded.length > 0).length;
  const fewest = Math.min(...rows.map(({ trials }) => trials));
  return `# Calibration

How often each method errs at the boundary of its null, in percent of the simulated data sets of its row. Written by
\`npm run calibrate\`; do not edit. A rate is marked † where it exceeds its bound by more than three standard errors of a rate at the bound
(1.03 points at 5 % with 4,000 data sets). A marked row whose data are what the method assumes fails the command.

*greater*, *less*, *two-sided*, *equivalence* and *minimal effect*: the claim is made although the parameter lies exactly on its boundary. *not covered*: the
interval at level 90 % misses the parameter. *falsely supported*, *falsely refuted*: verdicts of the judge on a hypothesis whose truth is at its boundary; with looks, at
whichever look it stopped. *not covered, no effect*: of effect sizes, whose other columns are at an effect of one standard deviation. *missed*: a study of planned power 0.9 does not find
what it was planned for. A small number of pairs makes exact tests conservative, since p takes few values.

Data. *normal*: standard normal. *skewed*: exponential (skewness 2); paired: *skewed arms* is the difference of two, as arms that share seeds give it, *skewed differences* is one itself.
*heteroscedastic*: paired, every other seed has three times the spread; independent, the first (smaller) arm has; verdicts and arms along a ladder, arm k has k times the spread;
rank correlations, as many pairs have three times the spread as have one.
*discrete*: normal to the nearest half.

Draws. Methods that resample draw 999 times here (bootstraps, and Welch's t with permutation, 499; tests of distributions, curves and several arms, and effect sizes, 99 or 199) where their default is
9,999; the verdicts draw what the judge draws.

Three standard errors are exceeded by chance about once in 740 rates that lie at their bound, and this page has thousands. Whether a mark is chance is told by more
data sets: \`npm run calibrate -- --marked --trials 40000\` measures the marked rows within the assumptions anew. The column *data sets* says what a row has.

| | rows | with a marked rate |
|---|---:|---:|
| within the assumptions of the method | ${within.length.toLocaleString('en')} | ${exceeding(within)} |
| [outside them](#outside-the-assumptions) | ${outside.length} | ${exceeding(outside)} |

${missing.length > 0 ? `${missing.length} of ${(rows.length + missing.length).toLocaleString('en')} rows are [not measured yet](#not-measured-yet). The others have` : 'Every row has'} at least ${fewest.toLocaleString('en')} data sets.

${sections(within)
  .map((section) => `## ${section}\n\n${rowsTable(of(within, section))}\n`)
  .join('\n')}
## Outside the assumptions

What happens where the data break what a method assumes, and what to choose for such data. No bound is promised here.

${sections(outside)
  .map(
    (section) =>
      `### ${section}, outside the assumptions\n\n${rowsTable(of(outside, section), reasons(rows))}\n`,
  )
  .join('\n')}${missingList(missing)}`;
}
