import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { Random } from './random.ts';

/** What a stream is drawn for. Two names never share numbers, so a change to one use leaves the others as they were. */
export type StreamName =
  | 'init' // starting parameters
  | 'order' // mini-batches
  | 'labels' // label noise and redrawn labels
  | 'augment'
  | 'probe' // Hutchinson, Lanczos
  | 'direction' // random directions through a landscape
  | 'bootstrap'
  | 'permutation' // permutation and sign-flip tests
  | 'data' // synthetic examples
  | 'subset'
  | 'noise' // gradient noise
  | 'draw' // draws of traced code: dropout
  | 'eager' // draws of code that trains eagerly
  | 'simulate'; // power and calibration

/**
 * The random stream of (seed, name, path): the same arguments give the same numbers on every machine and in every
 * process, and any other arguments give an independent stream.
 *
 * The state of a xoroshiro128+ generator is the first 128 bits of SHA-256 over the JSON text of the arguments, so the
 * string `'1'` and the number `1` name different streams.
 *
 * @param seed the replicate's seed
 * @param name what the numbers are for
 * @param path anything that tells sub-streams apart: epoch, parameter name, probe number
 * @throws RangeError if a number in `path` is not finite
 * @see Blackman & Vigna 2021, Scrambled linear pseudorandom number generators
 * @example stream('7', 'order', 3).permutation(10) // the order of epoch 3 of replicate 7
 */
export function stream(seed: string, name: StreamName, ...path: readonly (string | number)[]): Random {
  const wrong = path.find((part) => typeof part === 'number' && !Number.isFinite(part));
  if (wrong !== undefined)
    throw new RangeError(
      `Cannot open random stream ${name}: expected finite numbers in its path, got ${wrong}`,
    );
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, name, ...path]))
    .digest();
  const state = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset));
  return new Random(xoroshiro128plusFromState(state));
}
