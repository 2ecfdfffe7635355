import * as tf from '@tensorflow/tfjs';
import { inspectCustom, SteppedOptimizer, type InspectedOptimizer } from '../../optimizers/index.ts';
import type { LawFinding, Target } from '../types.ts';
import {
  distance,
  gradientAt,
  landscapeParameters,
  LEARNING_RATE,
  plain,
  start,
  STEPS,
} from './landscape.ts';

/** What `tf.train.Optimizer` offers to save and restore its state. */
type Weighted = Pick<tf.Optimizer, 'getWeights' | 'setWeights'>;

/**
 * Deviation that is allowed, per way from the start: TensorFlow.js's Adam saves its step and takes β to that power,
 * which rounds otherwise than the product it had (10⁻⁷ of a correction).
 */
const TOLERANCE = 1e-5;

/** How saving and restoring the state of a `tf.train.Optimizer` went. */
export type Restoring =
  /** No optimizer of TensorFlow.js. */
  | { readonly kind: 'none' }
  /** It cannot be saved: `getWeights` or `setWeights` fails. */
  | { readonly kind: 'not offered'; readonly reason: string }
  | { readonly kind: 'tried'; readonly deviation: number; readonly holds: boolean };

type Stepper = {
  readonly stepped: SteppedOptimizer;
  readonly steps: (count: number) => void;
  readonly at: () => readonly number[];
};

/** A new optimizer on the landscape, at a point. */
function stepper({ make, form, rate, ownSchedule }: InspectedOptimizer, from: readonly number[]): Stepper {
  const stepped = new SteppedOptimizer(make, landscapeParameters);
  const sizes = landscapeParameters.map(({ name, shape }) => [name, shape[0]!] as const);
  const split = (z: readonly number[]): Record<string, tf.Tensor> => {
    let at = 0;
    return Object.fromEntries(sizes.map(([name, size]) => [name, tf.tensor1d(z.slice(at, (at += size)))]));
  };
  const at = () => sizes.flatMap(([name]) => [...stepped.variables.get(name)!.dataSync<'float32'>()]);
  stepped.within(() => stepped.assignParameters(split(from)));
  let fresh = true;
  const step = () =>
    stepped.within(() => {
      // One that changes its rate itself is given it once.
      if (fresh || !ownSchedule) rate?.write(stepped.instance, LEARNING_RATE);
      fresh = false;
      stepped.apply(split(gradientAt(plain, at())), form);
    });
  return { stepped, at, steps: (count) => Array.from({ length: count }).forEach(step) };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Stops an optimizer of TensorFlow.js after a dozen eager steps, saves its state by `getWeights`, gives it to a new one
 * by `setWeights`, and goes on: it must end where the uninterrupted one ends.
 *
 * @throws AssayError as inspecting an optimizer does
 */
export async function tryRestoring({ spec }: Pick<Target, 'spec'>): Promise<Restoring> {
  if (spec.kind !== 'custom') return { kind: 'none' };
  const inspected = await inspectCustom(spec, {
    from: process.cwd(),
    parameters: landscapeParameters,
    rates: new Float32Array(2 * STEPS).fill(LEARNING_RATE),
  });
  if ('update' in inspected) return { kind: 'none' };
  const whole = stepper(inspected, start);
  whole.steps(STEPS);
  const halfway = whole.at();
  const resumed = stepper(inspected, halfway);
  try {
    const saved = await (whole.stepped.instance as unknown as Weighted).getWeights();
    // Copies, as a file would give them back.
    const read = saved.map(({ name, tensor }) => ({
      name,
      tensor: tf.tensor(tensor.dataSync().slice(), tensor.shape, tensor.dtype),
    }));
    await (resumed.stepped.instance as unknown as Weighted).setWeights(read);
  } catch (error) {
    return { kind: 'not offered', reason: reasonOf(error) };
  }
  whole.steps(STEPS);
  resumed.steps(STEPS);
  const deviation = distance(resumed.at(), whole.at()) / distance(whole.at(), start);
  return { kind: 'tried', deviation, holds: deviation <= TOLERANCE };
}

/**
 * The law that what restored its state when it was recorded still does.
 *
 * @param recorded whether it did; nothing is said where it did not, or did not offer to
 */
export async function checkRestored(
  target: Pick<Target, 'spec'>,
  recorded: boolean | undefined,
): Promise<readonly LawFinding[]> {
  if (recorded !== true) return [];
  const found = await tryRestoring(target);
  const { holds, deviation } = found.kind === 'tried' ? found : { holds: false, deviation: Infinity };
  return [{ law: 'a restored run', holds, deviation, tolerance: TOLERANCE }];
}
