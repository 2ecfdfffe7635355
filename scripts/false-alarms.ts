/**
 * Checks optimizers against rewritings of themselves with fresh seeds, 200 times, and writes docs/false-alarms.json.
 *
 *     npm run false-alarms
 *     npm run false-alarms -- --case 'Rosenbrock, rate 0.001' --checks 50 --print      # prints and does not write
 *
 * The two sides of a check are paired as those of a real one are: start, order and noise of each seed are the same, and so are the
 * mathematics; what differs is how they are written, and with it how they round. Whatever is weaker than `same within rounding` is a false
 * alarm: but for the same mathematics that rounds up to a hundred times worse, which a check passes too.
 *
 * Exit code 1 where the rate of false alarms is established to exceed 1 %.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { battery } from '../src/check/index.ts';
import { betaQuantile } from '../src/statistics/index.ts';
import { families } from '../tests/check/pairs/families.ts';
import { judgePair } from '../tests/check/pairs/judge-pair.ts';

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '200' },
    case: { type: 'string', multiple: true },
    print: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const checks = Number(values.checks);
const cases = battery.filter(({ id }) => values.case?.includes(id) ?? true);
const pairs = Object.entries(families).flatMap(([family, { base, same }]) =>
  Object.entries(same).map(([name, make]) => ({ name: `${family}: ${name}`, pair: [base, make] as const })),
);

/** The exact levels that a check passes. */
const passes = (level: string, times = 0): boolean =>
  ['equal programs', 'same bytes', 'same within rounding'].includes(level) ||
  (level === 'same mathematics, less exact' && times <= 100);

const counts: Record<string, number> = {};
const alarms: string[] = [];
let largestHalfUlps = 0;
let done = 0;
for (let check = 0; check < checks; check++) {
  const { name, pair } = pairs[check % pairs.length]!;
  const raised: string[] = [];
  for (const each of cases) {
    const found = await judgePair(each, pair, `false-alarms ${check}`);
    const level = found === 'equal programs' ? found : found.level;
    counts[level] = (counts[level] ?? 0) + 1;
    if (found === 'equal programs') continue;
    largestHalfUlps = Math.max(largestHalfUlps, found.halfUlps ?? 0);
    if (!passes(level, found.times))
      raised.push(`${each.id}: ${level} (${found.times?.toPrecision(2)} × rounding)`);
  }
  if (raised.length > 0) alarms.push(`check ${check}, ${name}; ${raised.join('; ')}`);
  done++;
  if (process.stderr.isTTY)
    process.stderr.write(`\r${done} of ${checks} checks, ${alarms.length} false alarms`);
}

/** Clopper & Pearson's interval of 95 % for a rate of `count` in `checks`. */
const bounds = (count: number): readonly [number, number] => [
  count === 0 ? 0 : betaQuantile(0.025, count, checks - count + 1),
  count === checks ? 1 : betaQuantile(0.975, count + 1, checks - count),
];
const result = {
  checks,
  rewritings: pairs.length,
  cases: cases.map(({ id }) => id),
  /** Levels of the cases of all checks. */
  counts,
  alarms,
  interval: bounds(alarms.length),
  largestHalfUlps,
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (!values.print) writeFileSync(`${root}/docs/false-alarms.json`, `${JSON.stringify(result, null, 2)}\n`);
process.exitCode = bounds(alarms.length)[0] > 0.01 ? 1 : 0;
