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

/** The bracket of a breakdown runs upwards. */
export const bracketsRunUp: Check = ({ predictions }) =>
  predictions.flatMap(({ prediction, path }) =>
    prediction.kind === 'breaks' && prediction.between[0] >= prediction.between[1]
      ? [
          {
            path: `${path}.between`,
            message: `expected two factors in ascending order, got ${quote(prediction.between)}`,
          },
        ]
      : [],
  );

const contrasts: readonly string[] = [
  'differs',
  'greater',
  'less',
  'above',
  'below',
  'trend',
  'ordered',
  'breaks',
];
const equivalences: readonly string[] = ['equivalent', 'sameDistribution', 'sameCurve'];

/** An experiment that finds everything alike shows nothing unless it can also see a difference. */
export const equivalenceHasMustDiffer: Check = ({ predictions }) => {
  const equivalence = predictions.find(
    ({ prediction, role }) => role === 'predictions' && equivalences.includes(prediction.kind),
  );
  const sees = predictions.some(({ prediction }) => contrasts.includes(prediction.kind));
  return equivalence === undefined || sees
    ? []
    : [
        {
          path: 'controls',
          message: `expected a must-differ control beside the equivalence of ${equivalence.path} (an arm that the measure must tell apart), got none`,
          warning: true,
        },
      ];
};
