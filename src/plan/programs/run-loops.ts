import type { ExamplesShape } from '../../measures/index.ts';
import { sizeOf } from '../../program/kernels/shape-rule.ts';
import type { LoopProgram } from '../../program/types.ts';
import { rowsOfStep } from '../../samplers/index.ts';
import type { Artifacts } from '../artifacts.ts';
import type { Repeated, RunWork } from '../costs/run-cost.ts';
import { evaluationProgram } from './evaluation-programs.ts';
import { drawsOf, noiseOf, stepProgram } from './training-programs.ts';
import type { Job, ScheduleTensors } from '../types.ts';
import type { Workbench } from '../workbench.ts';

/** A loop that is traced where its description is new, and then once. */
export interface DescribedLoop {
  /** Plain data that determine the loop. */
  readonly description: object;
  /** Examples of a mini-batch, or of a chunk. */
  readonly size: number;
  /** How often it runs: steps of the schedule, or chunks of the set. */
  readonly count: number;
  readonly loop: () => LoopProgram;
}

/** Largest chunk of an evaluation, in examples: large enough for matrix products, small enough for the cache. */
const CHUNK = 500;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The training loop of one replicate for each mini-batch size of a schedule, ascending. */
export function stepLoops(bench: Workbench, schedule: ScheduleTensors): readonly DescribedLoop[] {
  const { optimizer, source, loss, context, identity } = bench;
  const scheduledMomentum = 'momentum' in schedule;
  const counts = new Map<number, number>();
  for (const size of schedule['batchSize']!.data) counts.set(size, (counts.get(size) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([batchSize, count]) => ({
      description: { program: 'step', batchSize, source, scheduledMomentum, of: identity },
      size: batchSize,
      count,
      loop: once(() =>
        stepProgram({ model: context.model, optimizer, loss, batchSize, source, scheduledMomentum }),
      ),
    }));
}

/**
 * What the model's code draws in a step of each mini-batch size; undefined where it draws nothing, as no model of ours
 * does.
 */
export function stepDraws(
  { condition, context, optimizer, source, loss }: Workbench,
  schedule: ScheduleTensors,
): Job['draws'] {
  if (condition.model.kind !== 'custom') return undefined;
  const sizes = [...new Set(schedule['batchSize']!.data)].sort((a, b) => a - b);
  const draws = sizes.map(
    (batchSize) =>
      [batchSize, drawsOf({ model: context.model, optimizer, loss, batchSize, source })] as const,
  );
  return draws.some(([, drawn]) => Object.keys(drawn).length > 0) ? Object.fromEntries(draws) : undefined;
}

/** Evaluation loops over equal chunks of a set, and over what is left of a set that they do not divide. */
export function evaluationLoops(
  { context, loss, dataset, identity }: Workbench,
  examples: ExamplesShape,
): readonly DescribedLoop[] {
  const chunk = Math.min(CHUNK, examples.count);
  const source = { kind: 'examples', examples, outputs: dataset.outputs } as const;
  return [
    { size: chunk, count: Math.floor(examples.count / chunk) },
    { size: examples.count % chunk, count: 1 },
  ]
    .filter(({ size }) => size > 0)
    .map(({ size, count }) => ({
      description: { program: 'evaluate', size, examples, of: identity },
      size,
      count,
      loop: once(() => evaluationProgram({ model: context.model, loss }, source, size)),
    }));
}

const numbersOf = (draws: Readonly<Record<string, { readonly shape: readonly number[] }>>): number =>
  Object.values(draws).reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** What a run of one replicate executes, and how often. */
export function runWorkOf(
  artifacts: Artifacts,
  bench: Workbench,
  schedule: ScheduleTensors,
  loops: {
    readonly steps: readonly DescribedLoop[];
    readonly train: readonly DescribedLoop[];
    readonly test: readonly DescribedLoop[];
  },
  drawn: Job['draws'],
): RunWork {
  const repeated = ({ description, loop, count }: DescribedLoop): Repeated => ({
    count,
    work: artifacts.workOf(description, loop),
  });
  const { context, optimizer, source, examples } = bench;
  const sizes = schedule['batchSize']!.data;
  const rowsOf = (size: number) => rowsOfStep(bench.condition.sampler, size, examples);
  const rows =
    examples === 0 ? 0 : loops.steps.reduce((sum, { size, count }) => sum + count * rowsOf(size), 0);
  const noise = noiseOf({ model: context.model, optimizer, source });
  return {
    steps: loops.steps.map(repeated),
    train: loops.train.map(repeated),
    test: loops.test.map(repeated),
    // A call ends where the mini-batch size changes, and where the run is evaluated.
    calls: sizes.filter((size, step) => size !== sizes[step - 1]).length + schedule['checks']!.data.length,
    rows: rows * (optimizer.batches ?? 1),
    draws:
      sizes.length * numbersOf(noise) +
      loops.steps.reduce((sum, { size, count }) => sum + count * numbersOf(drawn?.[size] ?? {}), 0),
  };
}
