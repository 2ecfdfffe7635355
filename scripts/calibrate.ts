/**
 * Measures every method and verdict path at the boundary of its null and writes docs/calibration.md.
 *
 *     npm run calibrate                      # 4,000 data sets a row
 *     npm run calibrate -- --trials 400      # quicker, coarser; prints and does not write
 *     npm run calibrate -- --only Wilcoxon   # rows whose method holds the word; prints and does not write
 *
 * Exit code 1 where a bound is exceeded without a known limitation.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrate, isUnexpected, type Calibration } from '../bench/calibration/case.ts';
import { calibrationCases } from '../bench/calibration/registry.ts';
import { calibrationPage } from '../bench/calibration/table.ts';
import { stream } from '../src/random/index.ts';

const { values } = parseArgs({ options: { trials: { type: 'string' }, only: { type: 'string' } } });
const trials = Number(values.trials ?? 4_000);
if (!(Number.isInteger(trials) && trials > 0))
  throw new RangeError(`Cannot calibrate: expected a positive whole number of trials, got ${values.trials}`);
const chosen = calibrationCases.filter(({ method }) => method.includes(values.only ?? ''));

const rows: Calibration[] = [];
for (const testCase of chosen) {
  const { section, method, data, size } = testCase;
  const random = stream('calibration', 'simulate', section, method, data, size);
  rows.push(calibrate(testCase, { trials, random }));
  process.stderr.write(`${rows.length}/${chosen.length} ${section}: ${method}, ${data}, ${size}\n`);
}

const page = calibrationPage(rows);
if (values.trials === undefined && values.only === undefined)
  writeFileSync(new URL('../docs/calibration.md', import.meta.url), page);
else process.stdout.write(page);

const unexpected = rows.filter(isUnexpected);
for (const { case: each, rates, exceeded } of unexpected)
  process.stderr.write(
    `${each.method}, ${each.data}, n = ${each.size}: ${exceeded.map((name) => `${name} ${rates[name]}`).join(', ')}\n`,
  );
process.exitCode = unexpected.length > 0 ? 1 : 0;
