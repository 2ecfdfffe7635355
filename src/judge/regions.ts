import type { Prediction } from '../declare/types.ts';
import type { MeasureReading } from '../plan/types.ts';
import type { Region } from './types.ts';

type OnPairs = Extract<
  Prediction,
  { kind: 'equivalent' | 'differs' | 'greater' | 'less' | 'nonInferior' | 'ordered' }
>;

/**
 * The region of the difference first arm − second arm (of logarithms on the scale `ratio`, where bounds are ratios).
 *
 * `equivalent` ±margin; `differs` outside ±by; `greater` above by; `less` below −by; `nonInferior` above −margin, or below
 * the margin where lower is better; `ordered` later − earlier above 0, or below where it decreases.
 */
export function regionOf(prediction: OnPairs, reading: MeasureReading | undefined): Region {
  const size = (bound: number | undefined) =>
    prediction.scale === 'ratio' ? Math.abs(Math.log(bound ?? 1)) : (bound ?? 0);
  switch (prediction.kind) {
    case 'equivalent':
      return { lower: -size(prediction.margin), upper: size(prediction.margin) };
    case 'differs':
      return { lower: 0 - size(prediction.by), upper: size(prediction.by), outside: true };
    case 'greater':
      return { lower: size(prediction.by), upper: Infinity };
    case 'less':
      return { lower: -Infinity, upper: 0 - size(prediction.by) };
    case 'nonInferior':
      return reading?.better === 'lower'
        ? { lower: -Infinity, upper: size(prediction.margin) }
        : { lower: 0 - size(prediction.margin), upper: Infinity };
    case 'ordered':
      return prediction.direction === 'increasing'
        ? { lower: 0, upper: Infinity }
        : { lower: -Infinity, upper: 0 };
  }
}
