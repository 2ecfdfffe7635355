/**
 * Measures every method and verdict path at the boundary of its null; writes docs/calibration.json and from it
 * docs/calibration.md.
 *
 *     npm run calibrate                       # 4,000 data sets a row
 *     npm run calibrate -- --only Wilcoxon    # rows whose section or method holds the word; the others stay as they were
 *     npm run calibrate -- --missing          # rows that have fewer data sets than asked for
 *     npm run calibrate -- --marked --trials 40000   # marked rows within the assumptions anew, with ten times the data sets
 *     npm run calibrate -- --shard 1/2        # every other row, so that two processes share the work
 *     npm run calibrate -- --trials 400       # coarser; never replaces a row of more data sets
 *
 *     npm run calibrate -- --check            # 400 fresh data sets of each row; where one departs from what is stored,
 *                                             # all rows of its method are measured anew: the code has changed since
 *
 * Exit code 1 where a bound is exceeded on data that are what the method assumes.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrate, isUnexpected, type CalibrationCase } from '../bench/calibration/case.ts';
import { holding } from '../bench/calibration/lock.ts';
import { calibrationCases } from '../bench/calibration/registry.ts';
import { agrees, measured, nameOf, readResults, storeResult } from '../bench/calibration/results.ts';
import { calibrationPage } from '../bench/calibration/table.ts';
import { stream } from '../src/random/index.ts';

const { values } = parseArgs({
  options: {
    trials: { type: 'string' },
    only: { type: 'string' },
    shard: { type: 'string' },
    missing: { type: 'boolean' },
    marked: { type: 'boolean' },
    check: { type: 'boolean' },
  },
});
const trials = Number(values.trials ?? 4_000);
if (!(Number.isInteger(trials) && trials > 0))
  throw new RangeError(`Cannot calibrate: expected a positive whole number of trials, got ${values.trials}`);

const file = new URL('../docs/calibration.json', import.meta.url);
const known = readResults(file);
const [part, parts] = (values.shard ?? '1/1').split('/').map(Number) as [number, number];
if (!(Number.isInteger(part) && part >= 1 && part <= parts))
  throw new RangeError(`Cannot calibrate a part: expected --shard 1/2 or the like, got ${values.shard}`);
const chosen = calibrationCases
  .filter((testCase) => nameOf(testCase).includes(values.only ?? ''))
  // Before what depends on the rows that are there: two processes that start at different times share the work all the
  // same.
  .filter((_, index) => index % parts === part - 1)
  .filter((testCase) => !(values.missing && (known[nameOf(testCase)]?.trials ?? 0) >= trials))
  .filter((testCase) => !values.marked || measured([testCase], known).some(isUnexpected));
const simulate = (testCase: CalibrationCase, count: number, ...more: readonly string[]) => {
  const { section, method, data, size } = testCase;
  const random = stream('calibration', 'simulate', section, method, data, size, ...more);
  return calibrate(testCase, { trials: count, random });
};

/** Data sets that tell whether a row is still what the code gives. */
const CHECKED = 400;

const methodOf = ({ section, method }: CalibrationCase) => `${section} / ${method}`;

/** Methods of which a row is no longer what is stored: all their rows are measured anew. */
function departed(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const testCase of chosen) {
    const stored = known[nameOf(testCase)];
    const method = methodOf(testCase);
    if (stored === undefined || found.has(method) || agrees(stored, simulate(testCase, CHECKED, 'check')))
      continue;
    found.add(method);
    process.stderr.write(`${nameOf(testCase)} is not as stored\n`);
  }
  return found;
}

const stale = values.check ? departed() : undefined;
const wanted = chosen.filter((testCase) => stale === undefined || stale.has(methodOf(testCase)));
for (const [index, testCase] of wanted.entries()) {
  storeResult(file, simulate(testCase, trials));
  process.stderr.write(`${index + 1}/${wanted.length} ${nameOf(testCase)}\n`);
}

const rows = holding(file, () => {
  const results = readResults(file);
  const measuredRows = measured(calibrationCases, results);
  const missing = calibrationCases.filter((testCase) => results[nameOf(testCase)] === undefined);
  writeFileSync(new URL('../docs/calibration.md', import.meta.url), calibrationPage(measuredRows, missing));
  return measuredRows;
});
const unexpected = rows.filter(isUnexpected);
for (const { case: testCase, rates, exceeded } of unexpected)
  process.stderr.write(
    `${nameOf(testCase)}: ${exceeded.map((name) => `${name} ${rates[name]}`).join(', ')}\n`,
  );
process.exitCode = unexpected.length > 0 ? 1 : 0;
