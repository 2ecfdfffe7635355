/**
 * Checks an unchanged optimizer against itself with fresh seeds, 200 times, and writes docs/false-alarms.json.
 *
 *     npm run false-alarms
 *     npm run false-alarms -- --target adam --checks 50 --print      # prints and does not write
 *
 * A check of an unchanged program trains nothing, and a pair of runs with one seed is one run. So that there is something to
 * decide, both sides of a check get seeds of their own: a pool of runs is trained once for each case, and every check draws
 * two disjoint blocks of them, as the seeds of the baseline and as those of the target. Nothing that the tests pair is
 * related; the truth is that nothing has changed. Rosenbrock's cases, where nothing is drawn, are left out.
 *
 * Exit code 1 where the rate of `regressed` is established to exceed 5 %.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { battery, levels, loadTarget } from '../src/check/index.ts';
import { caseTrainer } from '../src/check/case-trainer.ts';
import { compareInLooks, type ChangedCase } from '../src/check/compare-in-looks.ts';
import { worstOf } from '../src/check/compare.ts';
import { LOOKS } from '../src/check/looks.ts';
import { planBattery } from '../src/check/plan-battery.ts';
import { summarize, type MeasuredRun } from '../src/check/summarize.ts';
import { engineNamed } from '../src/engines/index.ts';
import { stream } from '../src/random/index.ts';
import { betaQuantile } from '../src/statistics/index.ts';
import { openStore } from '../src/store/index.ts';

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'heavy-ball' },
    checks: { type: 'string', default: '200' },
    pool: { type: 'string', default: '72' },
    print: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const [checks, pool] = [Number(values.checks), Number(values.pool)];
const seeds = LOOKS.at(-1)!;
const workers = Number(process.env['ASSAY_WORKERS'] ?? 2);

const target = await loadTarget(`scripts/mutants/targets/${values.target}.optimizer.ts`, root);
const cases = battery.filter(({ deterministic }) => deterministic === undefined);
const planned = await planBattery(target, cases, {
  engine: await engineNamed('onnx'),
  baseSeed: 'false-alarms',
  seeds: pool,
});
const trainer = caseTrainer({ ...planned, opaque: false }, { store: openStore(`${root}/.assay`), workers });
const runs = await trainer.train(planned.cases.map(({ id, runs }) => ({ id, seeds: Object.keys(runs) })));

/** One side of a check: runs of the pool, by their place in the block. */
const side = (id: string, block: readonly number[]): ReadonlyMap<string, MeasuredRun> => {
  const all = [...runs.get(id)!.values()];
  return new Map(block.map((index, place) => [`${place}`, all[index]!]));
};

async function oneCheck(check: number) {
  const order = stream('false-alarms', 'probe', check).permutation(pool);
  const [there, here] = [[...order.slice(0, seeds)], [...order.slice(seeds, 2 * seeds)]];
  const changed = planned.cases.map((each): ChangedCase => {
    const summaries = [...side(each.id, there)].map(([place, run], index) => [
      place,
      summarize(run, index < LOOKS[0]!),
    ]);
    const { setting, programs } = each;
    const places = Array.from({ length: seeds }, (_, place) => `${place}`);
    return {
      planned: each,
      before: { setting, programs, runs: Object.fromEntries(summaries) },
      seeds: places,
    };
  });
  return compareInLooks(changed, {
    rounding: planned.rounding,
    looks: LOOKS,
    train: (wanted) =>
      Promise.resolve(
        new Map(
          wanted.map(({ id, seeds: places }) => [
            id,
            new Map([...side(id, here)].filter(([place]) => places.includes(place))),
          ]),
        ),
      ),
  });
}

const counts = Object.fromEntries(levels.map((level) => [level, 0]));
let comparisons = 0;
for (let check = 0; check < checks; check++) {
  const findings = await oneCheck(check);
  counts[worstOf(findings.map(({ level }) => level))]!++;
  comparisons = Math.max(comparisons, findings.flatMap(({ measures }) => measures).length);
}

/** Clopper & Pearson's interval of 95 % for a rate of `count` in `checks`. */
const bounds = (count: number): readonly [number, number] => [
  count === 0 ? 0 : betaQuantile(0.025, count, checks - count + 1),
  count === checks ? 1 : betaQuantile(0.975, count + 1, checks - count),
];
const regressed = counts['regressed']!;
const result = {
  target: values.target,
  checks,
  pool,
  seeds,
  cases: cases.length,
  comparisons,
  counts,
  regressed,
  interval: bounds(regressed),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
if (!values.print) writeFileSync(`${root}/docs/false-alarms.json`, `${JSON.stringify(result, null, 2)}\n`);
process.exitCode = bounds(regressed)[0] > 0.05 ? 1 : 0;
