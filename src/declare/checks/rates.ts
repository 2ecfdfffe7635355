import { kinds } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import { typeOf, type Check, type PlacedPrediction, type Remark } from './parts.ts';

/** Fields of a prediction that speak of rates, and what is expected of them. */
type Fields = Readonly<Record<string, unknown>>;
type Rule = (prediction: Fields) => string | undefined;

const rate: (field: string) => Rule = (field) => (prediction) => {
  const value = prediction[field];
  return typeof value !== 'number' || (value >= 0 && value <= 1) ? undefined : 'expected a rate from 0 to 1';
};
const difference: (field: string) => Rule = (field) => (prediction) => {
  const value = prediction[field];
  return typeof value !== 'number' || value < 1 ? undefined : 'expected a difference of rates below 1';
};

/** Whether a bound leaves rates beyond it. */
const possible: Rule = ({ kind, than, by = 0 }) => {
  if (typeof than !== 'number' || typeof by !== 'number') return undefined;
  if (kind === 'above' && than + by >= 1)
    return 'expected than + by below 1, so that there are rates above it';
  if (kind === 'below' && than - by <= 0)
    return 'expected than − by above 0, so that there are rates below it';
  return undefined;
};

/** Whether a margin leaves rates that are not equal to a value. */
const leavesSome: Rule = ({ kind, value, margin }) =>
  kind === 'equals' &&
  typeof value === 'number' &&
  typeof margin === 'number' &&
  value - margin <= 0 &&
  value + margin >= 1
    ? `expected a margin that leaves rates outside of ${value} ± margin, below ${Math.max(value, 1 - value)}`
    : undefined;

/** What a yes/no measure asks of a prediction, field by field; the first that is broken is told. */
const rules: readonly (readonly [field: string, rule: Rule])[] = [
  [
    'method',
    ({ method }) =>
      method === undefined ? undefined : 'expected no method: rates have exact tests of their own',
  ],
  [
    'scale',
    ({ scale }) =>
      scale === 'ratio' ? 'expected "difference": a rate may be 0, and then has no ratio' : undefined,
  ],
  ['value', rate('value')],
  ['than', rate('than')],
  ['margin', difference('margin')],
  ['margin', leavesSome],
  ['by', difference('by')],
  ['than', possible],
  [
    'atLeast',
    ({ atLeast }) =>
      atLeast === undefined
        ? undefined
        : 'expected none: a trend of rates is tested, not measured; declare `greater` or `less` with `by` between two arms',
  ],
];

function broken({ prediction, path }: PlacedPrediction): readonly Remark[] {
  const fields = prediction as unknown as Fields;
  const told = rules.flatMap(([field, rule]) => {
    const expected = rule(fields);
    return expected === undefined ? [] : [{ field, expected }];
  });
  return told
    .filter(({ field }, index) => told.findIndex((each) => each.field === field) === index)
    .map(({ field, expected }) => ({
      path: `${path}.${field}`,
      message: `${expected} (${quote(prediction.measure)} is a yes/no measure), got ${quote(fields[field])}`,
    }));
}

/**
 * What is claimed of a yes/no measure is claimed of rates: no method, no ratio, bounds from 0 to 1, and only rates
 * beside it.
 */
export const ratesFit: Check = ({ measures, predictions }) =>
  predictions.flatMap((placed): readonly Remark[] => {
    const { prediction, path } = placed;
    const own = typeOf(measures, prediction.measure);
    const beside = [...(kinds[prediction.kind].measures ?? []), ...(kinds[prediction.kind].either ?? [])];
    const mixed = beside.flatMap((field) => {
      const name = (prediction as unknown as Fields)[field];
      const other = typeof name === 'string' ? typeOf(measures, name) : undefined;
      return other === undefined || own === undefined || (own === 'yes/no') === (other === 'yes/no')
        ? []
        : [
            {
              path: `${path}.${field}`,
              message: `expected ${own === 'yes/no' ? 'another yes/no measure' : 'a measure of numbers'} beside ${quote(prediction.measure)}, got ${quote(name)} (${other})`,
            },
          ];
    });
    return [...mixed, ...(own === 'yes/no' ? broken(placed) : [])];
  });
