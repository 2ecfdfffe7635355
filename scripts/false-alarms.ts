/**
 * Checks optimizers against rewritings of themselves with fresh seeds, 200 times, and writes docs/false-alarms.json and
 * from it docs/false-alarms.md. What is there is kept, and what is missing is done, case by case: a run may be stopped
 * and continued.
 *
 *     npm run false-alarms
 *     npm run false-alarms -- --case 'Rosenbrock, rate 0.001' --case 'embedding, rate 0.05, batch 10'    # these cases alone
 *     npm run false-alarms -- --shard 1/4 --file part-1.json                                     # a quarter of the checks, elsewhere
 *     npm run false-alarms -- --merge part-1.json --merge part-2.json --minutes 0
 *
 * Whatever is weaker than `same within rounding` is a false alarm: but for the same mathematics that rounds up to a
 * hundred times worse, which a check passes too. Checks of other sources (`src/check/sameness`, the battery, the
 * rewritings) are not kept.
 *
 * Exit code 1 where the rate of checks with a false alarm is established to exceed 1 %.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { battery } from '../src/check/index.ts';
import { sha256 } from '../src/store/index.ts';
import { families } from '../tests/check/pairs/families.ts';
import { judgePair } from '../tests/check/pairs/judge-pair.ts';
import { falseAlarmsPage } from './false-alarms/page.ts';
import {
  checksOf,
  isJudged,
  merged,
  ratesOf,
  shardOf,
  withFound,
  type Letter,
  type Tally,
} from './false-alarms/tally.ts';

const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '200' },
    case: { type: 'string', multiple: true },
    shard: { type: 'string', default: '1/1' },
    file: { type: 'string' },
    merge: { type: 'string', multiple: true, default: [] },
    /** Stops, with all that was found written, after so long. */
    minutes: { type: 'string', default: 'Infinity' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const file = values.file ?? join(root, 'docs/false-alarms.json');
const checks = Number(values.checks);
const cases = battery.filter(({ id }) => values.case?.includes(id) ?? true);
const pairs = Object.entries(families).flatMap(([family, { base, same }]) =>
  Object.entries(same).map(([name, make]) => ({ name: `${family}: ${name}`, pair: [base, make] as const })),
);

/** Digest of what decides, and of what is compared. */
function sources(): string {
  const filesOf = (directory: string): readonly string[] =>
    readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort();
  const files = [
    ...filesOf('src/check/sameness'),
    join(root, 'src/check/battery/battery.ts'),
    ...filesOf('src/check/battery/models'),
    ...filesOf('tests/check/pairs'),
  ];
  return sha256(files.map((path) => sha256(readFileSync(path))).join());
}

const readTally = (path: string): Tally => JSON.parse(readFileSync(path, 'utf8')) as Tally;

const none: Tally = { sources: sources(), checks, cases: cases.map(({ id }) => id), rows: [] };
let tally = [...(existsSync(file) ? [file] : []), ...values.merge].map(readTally).reduce(merged, none);

async function save(): Promise<void> {
  // Another shard may have written meanwhile.
  if (existsSync(file)) tally = merged(tally, readTally(file));
  const rows = tally.rows.map((row) => `    ${JSON.stringify(row)}`);
  const { rows: _rows, ...head } = tally;
  const text = JSON.stringify({ ...head, rows: [] }, null, 2).replace(
    '"rows": []',
    `"rows": [\n${rows.join(',\n')}\n  ]`,
  );
  writeFileSync(file, `${text}\n`);
  if (values.file !== undefined) return;
  const page = join(root, 'docs/false-alarms.md');
  const options = { ...(await resolveConfig(page)), parser: 'markdown', filepath: page };
  writeFileSync(page, await format(falseAlarmsPage(tally), options));
}

/** The exact levels that a check passes. */
function letterOf(level: string, times: number): Letter {
  if (level === 'equal programs') return 'p';
  if (level === 'same bytes') return 'b';
  if (level === 'same within rounding') return 'r';
  return level === 'same mathematics, less exact' && times <= 100 ? 'e' : 'x';
}

const end = Date.now() + 60_000 * Number(values.minutes);
let found = 0;
for (const each of cases)
  for (const check of checksOf(checks, shardOf(values.shard))) {
    if (isJudged(tally, check, each.id)) continue;
    if (Date.now() > end) break;
    const { name, pair } = pairs[check % pairs.length]!;
    const judged = await judgePair(each, pair, `false-alarms ${check}`);
    const { level, times = 0 } = judged === 'equal programs' ? { level: judged } : judged;
    const letter = letterOf(level, times);
    const alarm =
      letter === 'x' ? { alarm: `${each.id}: ${level} (${times.toPrecision(2)} × rounding)` } : {};
    tally = withFound(tally, { check, rewriting: name, id: each.id, letter, ...alarm });
    if (++found % 20 === 0) await save();
    if (process.stderr.isTTY) process.stderr.write(`\r${found} cases judged, at ${each.id}, check ${check}`);
  }
await save();
const { perCheck, perCase, whole } = ratesOf(tally);
process.stdout.write(`${JSON.stringify({ cases: whole, perCheck, perCase }, null, 2)}\n`);
process.exitCode = (perCheck?.interval[0] ?? 0) > 0.01 ? 1 : 0;
