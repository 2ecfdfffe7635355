import type { Tensors } from '../engines/types.ts';
import type { DrawSpec, Job } from '../plan/types.ts';
import { stream, type Random } from '../random/index.ts';
import type { Segment } from './segments.ts';

const laws: Readonly<Record<DrawSpec['law'], (random: Random, spec: DrawSpec) => number>> = {
  // Multiples of 2^-24, which single precision has without rounding: never 1.
  uniform: (random) => Math.floor(random.uniform() * 2 ** 24) / 2 ** 24,
  normal: (random) => random.normal(),
  'truncated-normal': (random) => random.truncatedNormal(),
  gamma: (random, { concentration }) => random.gamma(concentration!),
};

const sizeOf = ({ shape }: DrawSpec): number => shape.reduce((product, length) => product * length, 1);

/** Numbers that the model's code draws in a step of a mini-batch size. */
export const drawnInStep = ({ draws }: Pick<Job, 'draws'>, batchSize: number): number =>
  Object.values(draws?.[batchSize] ?? {}).reduce((sum, spec) => sum + sizeOf(spec), 0);

/**
 * What the model's code draws in the steps of a segment, by name, `[steps, ...shape]`. The numbers of a step depend on
 * the run's seed, the place and the step alone: neither on the other steps of a call, nor on other replicates, nor on
 * any seed that the code gives.
 *
 * @example stepDraws(job, { from: 0, to: 2, batchSize: 20 })['draw/0/0'] // masks of the first two steps
 */
export function stepDraws(
  { draws, seed }: Pick<Job, 'draws' | 'seed'>,
  { from, to, batchSize }: Pick<Segment, 'from' | 'to' | 'batchSize'>,
): Tensors {
  return Object.fromEntries(
    Object.entries(draws?.[batchSize] ?? {}).map(([name, spec]) => {
      const size = sizeOf(spec);
      const data = new Float32Array((to - from) * size);
      for (let step = from; step < to; step++) {
        const random = stream(seed, 'draw', name, step);
        for (let place = 0; place < size; place++)
          data[(step - from) * size + place] = laws[spec.law](random, spec);
      }
      return [name, { data, shape: [to - from, ...spec.shape] }];
    }),
  );
}
