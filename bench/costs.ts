/**
 * `npm run costs`: measures steps and evaluations of the nets that claims train, alone and in lockstep, fits the rates
 * of the cost model (src/plan/costs) to them, and writes both: bench/costs/measured.json and
 * src/plan/costs/measured-rates.ts.
 *
 * Times are processor time, so that waiting for a core does not count; a yardstick runs before and after every stretch,
 * and what is kept is the ratio to it, times the yardstick's lower quartile. `--rounds n` sets the repetitions (default
 * 15); `--fit` fits again to what was measured last; `--engines` measures instead how many times longer the other
 * engines that are here take for the same steps, and keeps the rest.
 */
import { cpus } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engineAvailability, engineNamed, onnxEngine } from '../src/engines/index.ts';
import type { Engine, EngineName } from '../src/engines/types.ts';
import { probeMs } from '../src/suite/machine-pace.ts';
import { amountsOf, type Term, terms } from '../src/plan/costs/step-cost.ts';
import type { Work } from '../src/plan/costs/work.ts';
import { cases, interpreted, yardstick } from './costs/cases.ts';
import { nonNegativeLeastDeviations } from './costs/least-squares.ts';
import { type MeasuredCase, prepareCase } from './costs/training-case.ts';
import { median } from './measure.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    fit: { type: 'boolean', default: false },
    engines: { type: 'boolean', default: false },
  },
});

interface Row {
  readonly name: string;
  readonly lanes: number;
  readonly microseconds: number;
  readonly work: Work;
}

/** Times of a step over those of the native engine; without an engine that was never measured. */
type Slowdowns = Readonly<Partial<Record<EngineName, number>>>;

interface Measured {
  readonly date: string;
  readonly processor: string;
  readonly node: string;
  readonly engine: string;
  /** Milliseconds of the probe by which other machines are compared with this one. */
  readonly probeMs: number;
  readonly rows: readonly Row[];
  readonly slowdowns: Slowdowns;
}

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const table = place('./costs/measured.json');

/** A stretch of a case: microseconds of processor time a step. */
async function stretchOf(measured: MeasuredCase, milliseconds: number, engine: Engine = onnxEngine) {
  const { loop, work, feeds } = await prepareCase(measured);
  const executable = await engine.load(engine.lower(loop));
  const timed = async (all: ReturnType<typeof feeds>, steps: number): Promise<number> => {
    const before = process.cpuUsage();
    await executable.run(all);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / steps;
  };
  const few = feeds(4);
  await timed(few, 4);
  const steps = Math.max(4, Math.min(4000, Math.round((milliseconds * 1000) / (await timed(few, 4)))));
  const all = feeds(steps);
  return { work, run: () => timed(all, steps), dispose: () => executable.dispose() };
}

async function measure(rounds: number): Promise<Omit<Measured, 'slowdowns'>> {
  const standard = await stretchOf(yardstick, 5);
  const standards: number[] = [];
  const rows: Row[] = [];
  const probe = probeMs(); // in a fresh process, as a command has it
  for (const each of cases) {
    const stretch = await stretchOf(each, 10);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = await standard.run();
      const time = await stretch.run();
      const after = await standard.run();
      ratios.push((2 * time) / (before + after));
      standards.push(before);
    }
    rows.push({ name: each.name, lanes: each.lanes, microseconds: median(ratios), work: stretch.work });
    await stretch.dispose();
  }
  const quartile = standards.toSorted((a, b) => a - b)[standards.length >> 2]!;
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]!.model.trim(),
    node: process.version,
    engine: onnxEngine.version,
    probeMs: Number(probe.toPrecision(3)),
    rows: rows.map((row) => ({ ...row, microseconds: Number((row.microseconds * quartile).toPrecision(4)) })),
  };
}

/** How many times longer than the native engine each other engine here takes: the geometric mean over a few nets. */
async function measureEngines(rounds: number): Promise<Slowdowns> {
  const found: Partial<Record<EngineName, number>> = {};
  for (const { name, available } of await engineAvailability()) {
    if (!available || name === 'onnx') continue;
    const engine = await engineNamed(name);
    const logarithms: number[] = [];
    for (const each of interpreted) {
      const ours = await stretchOf(each, 10);
      const theirs = await stretchOf(each, 50, engine);
      const ratios: number[] = [];
      for (let round = 0; round < rounds; round++) ratios.push((await theirs.run()) / (await ours.run()));
      await Promise.all([ours.dispose(), theirs.dispose()]);
      logarithms.push(Math.log(median(ratios)));
      console.log(each.name.padEnd(44) + name.padStart(10) + `×${median(ratios).toFixed(1)}`.padStart(10));
    }
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
    found[name] = Number(Math.exp(mean).toPrecision(2));
  }
  return found;
}

const names = Object.keys(terms) as Term[];

/** Within a tenth, how near a row comes does not matter. */
const CLOSE = 0.1;

function fit(rows: readonly Row[]): Readonly<Record<Term, number>> {
  const x = nonNegativeLeastDeviations(
    rows.map(({ work, lanes, microseconds }) => {
      const amounts = amountsOf(work, lanes);
      return names.map((term) => amounts[term] / microseconds);
    }),
    CLOSE,
  );
  return Object.fromEntries(names.map((term, index) => [term, Number(x[index]!.toPrecision(3))])) as Record<
    Term,
    number
  >;
}

function moduleOf(
  { date, processor, node, engine, probeMs, slowdowns }: Measured,
  rates: Readonly<Record<Term, number>>,
): string {
  return [
    `/** Microseconds of each term of a step, written by \`npm run costs\`: ${processor}, Node ${node}, ONNX Runtime ${engine}, ${date}. */`,
    'export const rates = {',
    ...names.map((term) => `  ${term}: ${rates[term]},`),
    '} as const;',
    '',
    '/** Milliseconds of the probe of src/suite/machine-pace.ts on the machine of these rates. */',
    `export const probeMs = ${probeMs};`,
    '',
    '/** Times of a step over those of the native engine: the geometric mean over a few nets, written by `npm run costs -- --engines`. */',
    'export const slowdowns: Readonly<Record<string, number>> = {',
    '  onnx: 1,',
    ...Object.entries(slowdowns).map(([name, value]) => `  '${name}': ${value},`),
    '};',
    '',
  ].join('\n');
}

const last = JSON.parse(readFileSync(table, 'utf8')) as Measured;
const rounds = Number(options.rounds);
const measured: Measured = {
  ...(options.fit || options.engines ? last : await measure(rounds)),
  slowdowns: { ...last.slowdowns, ...(options.engines ? await measureEngines(rounds) : {}) },
};
const rates = fit(measured.rows);
const errors: number[] = [];
for (const { name, lanes, microseconds, work } of measured.rows) {
  const amounts = amountsOf(work, lanes);
  const predicted = names.reduce((sum, term) => sum + amounts[term] * rates[term], 0);
  errors.push(Math.abs(Math.log(predicted / microseconds)));
  console.log(
    name.padEnd(44) +
      `×${lanes}`.padStart(4) +
      [microseconds, predicted].map((value) => value.toFixed(1).padStart(10)).join('') +
      (predicted / microseconds).toFixed(2).padStart(7),
  );
}
const sorted = errors.toSorted((a, b) => a - b);
const factor = (part: number) => Math.exp(sorted[Math.floor(part * (sorted.length - 1))]!).toFixed(2);
console.log(
  `\nMeasured and modelled microseconds a step of all lanes; within a factor ${factor(0.5)} in the median, ${factor(0.9)} for nine of ten.`,
);
writeFileSync(table, `${JSON.stringify(measured, null, 2)}\n`);
writeFileSync(place('../src/plan/costs/measured-rates.ts'), moduleOf(measured, rates));
