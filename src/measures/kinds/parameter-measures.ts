import type { State, StateMeasure } from '../definition.ts';
import type { MissingValue } from '../types.ts';

/** Where a parameter is: its name (the first parameter's when absent) and the place in it, row-major. */
interface Place {
  readonly parameter?: string | undefined;
  readonly index: number;
}

function valueAt({ parameters }: State, { parameter, index }: Place): number | MissingValue {
  const name = parameter ?? Object.keys(parameters)[0]!;
  const tensor = parameters[name];
  if (tensor === undefined)
    return { missing: `the model has no parameter ${name}: it has ${Object.keys(parameters).join(', ')}` };
  return (
    tensor.data[index] ?? { missing: `parameter ${name} has ${tensor.data.length} values, none at ${index}` }
  );
}

const shared = {
  unit: '',
  scale: 'linear',
  better: 'neither',
  worst: 'none',
  needs: 'weights',
  version: 1,
} as const;

/** One coordinate of the end of training: for the laws of simple landscapes. */
export const parameter: StateMeasure<'parameter'> = {
  kind: 'parameter',
  ...shared,
  programs: () => ({}),
  evaluate: async (spec, { weights }) => {
    const value = valueAt(weights, spec);
    return typeof value === 'number' ? { value } : value;
  },
};

/** Whether one coordinate ends above a threshold, 1 or 0: over seeds, the occupancy of a basin. */
export const parameterAbove: StateMeasure<'parameterAbove'> = {
  kind: 'parameterAbove',
  ...shared,
  unit: 'fraction',
  programs: () => ({}),
  evaluate: async (spec, { weights }) => {
    const value = valueAt(weights, spec);
    return typeof value === 'number' ? { value: value > spec.threshold ? 1 : 0 } : value;
  },
};
