import type { Arm } from '../../declare/types.ts';
import type { OptimizerSpec } from '../../optimizers/schema.ts';
import type { ScheduleTensors } from '../types.ts';

/**
 * The covariates of an arm, averaged over its steps: `learningRate`, `batchSize`, `ratio` = η/S, `momentum` m (0
 * without), `noiseScale` = η(N/S − 1)/(1 − m), and whatever the arm declares itself (which wins).
 *
 * @param examples number N of training examples; 0 where there are none, and the noise scale is η/(S(1 − m))
 * @see Smith & Le 2017, equation 4; Smith et al. 2017, section 4 (momentum)
 * @example covariatesOf({ learningRate: 0.1, batchSize: 50 }, { kind: 'sgd' }, schedule, 1000).ratio // 0.002
 */
export function covariatesOf(
  arm: Arm,
  optimizer: OptimizerSpec,
  schedule: ScheduleTensors,
  examples: number,
): Readonly<Record<string, number>> {
  const rates = schedule['learningRate']!.data;
  const sizes = schedule['batchSize']!.data;
  const momenta = schedule['momentum']?.data;
  const constant = 'momentum' in optimizer ? (optimizer.momentum ?? 0) : 0;
  // The declared number, not its float32 rounding, where it is constant.
  const rate = (step: number) => (typeof arm.learningRate === 'number' ? arm.learningRate : rates[step]!);
  const momentum = (step: number) =>
    typeof arm.momentum === 'number' ? arm.momentum : (momenta?.[step] ?? constant);
  const mean = (value: (step: number) => number) => {
    if (isConstant(arm)) return value(0);
    let sum = 0;
    for (let step = 0; step < sizes.length; step++) sum += value(step);
    return sum / sizes.length;
  };
  return {
    learningRate: mean(rate),
    batchSize: mean((step) => sizes[step]!),
    ratio: mean((step) => rate(step) / sizes[step]!),
    momentum: mean(momentum),
    noiseScale: mean((step) => {
      const scale = examples === 0 ? 1 / sizes[step]! : examples / sizes[step]! - 1;
      return (rate(step) * scale) / (1 - momentum(step));
    }),
    ...arm.covariates,
  };
}

/** Last partial batches of an epoch do not count against a constant batch size. */
const isConstant = ({ learningRate, batchSize, momentum }: Arm): boolean =>
  [learningRate, batchSize, momentum ?? 0].every((value) => typeof value === 'number');
