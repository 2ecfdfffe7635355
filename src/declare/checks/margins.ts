import { kinds } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import type { Check } from './parts.ts';

/** On the ratio scale a margin is a factor: 1.25 allows 0.8 … 1.25, and 1 or less would allow nothing. */
export const ratioMarginsExceedOne: Check = ({ predictions }) =>
  predictions.flatMap(({ prediction, path }) => {
    if (prediction.scale !== 'ratio') return [];
    return (['margin', 'by'] as const).flatMap((field) => {
      const value = (prediction as { readonly margin?: number; readonly by?: number })[field];
      return value === undefined || value > 1
        ? []
        : [
            {
              path: `${path}.${field}`,
              message: `expected a factor above 1 on the ratio scale (1.25 allows 0.8 … 1.25), got ${quote(value)}`,
            },
          ];
    });
  });

/** What each kind of prediction asks of its own fields. */
export const fieldsFit: Check = ({ predictions }) =>
  predictions.flatMap(({ prediction, path }) =>
    (kinds[prediction.kind].check?.(prediction) ?? []).map(({ field, message }) => ({
      path: `${path}.${field}`,
      message,
    })),
  );
