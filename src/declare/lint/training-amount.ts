import { batchSizeAt, valueAt, type BatchSizeSpec, type ScheduleSpec } from '../../schedules/index.ts';
import { longestOf, targetOf, type Progress, type StopRule } from '../../stops/index.ts';

/** What decides how much an arm is trained, as far as it is declared. */
export interface DeclaredTraining {
  readonly learningRate: ScheduleSpec;
  readonly batchSize: BatchSizeSpec;
  readonly stop: StopRule;
  /** By how much a step moves further than its learning rate says: 1/(1 − momentum), or 1/l of SVAG. */
  readonly gain?: number;
  /** Training examples; an epoch is one step where there are none. */
  readonly examples: number | undefined;
}

/** Points per epoch at which schedules are read. */
const READINGS = 50;

/**
 * How much an arm is trained: the sum of its learning rates, which is the time of the differential equation that the
 * steps follow.
 *
 * ∫ g·η(e)·N/S(e) de over the epochs of the run, g the gain of a step; g·η·steps where both are constant.
 *
 * @returns undefined where training stops at a loss, which matches arms by what they reached, or where the number of
 * examples is not declared
 * @example trainingTime({ learningRate: 0.1, batchSize: 10, stop: { kind: 'epochs', epochs: 2 }, examples: 100 }) // 2
 */
export function trainingTime({ gain = 1, ...declared }: DeclaredTraining): number | undefined {
  const { stop } = declared;
  if (targetOf(stop) !== undefined) return undefined;
  const { of, length } = longestOf(stop);
  const time = sumsOfRates[of](length, declared);
  return time === undefined ? undefined : gain * time;
}

type Declared = Omit<DeclaredTraining, 'gain' | 'stop'>;

/** The sum of the learning rates of a run of some length, by what the length is counted in. */
const sumsOfRates: {
  readonly [Q in keyof Progress]: (length: number, declared: Declared) => number | undefined;
} = {
  time: (time) => time,
  steps: (steps, { learningRate }) => (typeof learningRate === 'number' ? learningRate * steps : undefined),
  epochs: (epochs, { learningRate, batchSize, examples }) => {
    if (examples === undefined) return undefined;
    const readings = Math.ceil(epochs * READINGS);
    let time = 0;
    for (let reading = 0; reading < readings; reading++) {
      const epoch = ((reading + 0.5) * epochs) / readings;
      const rate = valueAt(learningRate, epoch);
      const perEpoch = examples === 0 ? 1 : examples / batchSizeAt(batchSize, epoch, rate);
      time += (rate * perEpoch * epochs) / readings;
    }
    return time;
  },
};
