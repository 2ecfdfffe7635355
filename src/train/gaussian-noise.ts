import type { Tensors } from '../engines/types.ts';
import type { Job } from '../plan/types.ts';
import { stream, type Random } from '../random/index.ts';

/**
 * The Gaussian draws of one run, step by step. Each name has a stream of its own, so that the numbers of a step do not
 * depend on how many steps are drawn at once. A live resource: every call advances it.
 */
export class GaussianNoise {
  readonly #specs: Job['noise'];
  readonly #streams: ReadonlyMap<string, Random>;

  constructor({ noise, seed }: Pick<Job, 'noise' | 'seed'>) {
    this.#specs = noise;
    this.#streams = new Map(Object.keys(noise).map((name) => [name, stream(seed, 'noise', name)]));
  }

  /** The draws of the next steps by name, `[steps, ...shape]`. */
  draw(steps: number, batchSize: number): Tensors {
    return Object.fromEntries(
      Object.entries(this.#specs).map(([name, { shape, variance }]) => {
        const size = shape.reduce((product, length) => product * length, steps);
        const deviation = variance === 'one' ? 1 : 1 / Math.sqrt(batchSize);
        const data = this.#streams.get(name)!.fillNormal(new Float32Array(size), 0, deviation);
        return [name, { data, shape: [steps, ...shape] }];
      }),
    );
  }
}
