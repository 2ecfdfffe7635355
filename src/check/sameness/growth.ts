import { HALF_ULP, type TensorDistances } from './distances.ts';

type Distances = Readonly<Record<string, TensorDistances>>;

/** A difference counts as more than rounding from so many times what rounding makes of the very run. */
export const BEYOND_ROUNDING = 5;

/** How far single precision takes a run from what its mathematics say, tensor by tensor and step by step. */
export interface Growth {
  /** ‖p − p′‖ that rounding makes, the largest in some steps around. */
  readonly value: Float64Array;
  readonly update: Float64Array;
}

/**
 * The largest value within some steps around each: rounding grows and shrinks along a run, and no two ways of rounding
 * at once.
 */
function aroundEach(values: Float64Array, reach: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let step = 0; step < values.length; step++) {
    const to = Math.min(values.length, step + reach + 1);
    for (let near = Math.max(0, step - reach); near < to; near++)
      result[step] = Math.max(result[step]!, values[near]!);
  }
  return result;
}

const largest = (lists: readonly Float64Array[]): Float64Array =>
  lists[0]!.map((value, step) => lists.reduce((most, list) => Math.max(most, list[step] ?? Infinity), value));

/**
 * The growth of rounding along a run, as it was measured: the distances of the run in single precision, and of
 * disturbed runs, from the run in 64 bit. Never less than half a unit in the last place of the parameters themselves.
 */
export function growthOf(measured: readonly Distances[], steps: number): Readonly<Record<string, Growth>> {
  const reach = Math.max(2, Math.round(steps / 20));
  const [first] = measured;
  return Object.fromEntries(
    Object.entries(first!).map(([name, { norm }]) => {
      const of = (kind: 'value' | 'update') => {
        const around = measured.map((each) =>
          aroundEach(each[name]![kind] ?? new Float64Array(norm.length), reach),
        );
        const floor = HALF_ULP * (kind === 'update' ? Math.SQRT2 : 1);
        return largest(around).map((value, step) => value + floor * norm[step]!);
      };
      return [name, { value: of('value'), update: of('update') }];
    }),
  );
}

/** How many times a tensor's distance is what rounding makes, step by step: the larger of parameters and updates. */
export function timesRounding({ value, update }: TensorDistances, growth: Growth | undefined): Float64Array {
  const ratio = (distance: number, rounding: number | undefined) =>
    distance === 0 ? 0 : distance / (rounding ?? 0);
  return value.map((distance, step) =>
    Math.max(
      ratio(distance, growth?.value[step]),
      update === undefined ? 0 : ratio(update[step]!, growth?.update[step]),
    ),
  );
}

/** The largest of some numbers; 0 where there are none. */
export const most = (values: ArrayLike<number>): number => {
  let found = 0;
  for (let i = 0; i < values.length; i++) found = Math.max(found, values[i]!);
  return found;
};
