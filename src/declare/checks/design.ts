import { dataKinds } from '../../datasets/schema.ts';
import type { ValueType } from '../../measures/schema.ts';
import { kinds } from '../../predictions/index.ts';
import { largestBatchSize } from '../../schedules/index.ts';
import { batchSizeSchema } from '../../schedules/schema.ts';
import { quote } from '../problems.ts';
import { fromTier, type Tiered } from '../tiered.ts';
import { armsOf, typeOf, type Check, type Parts } from './parts.ts';

/** Training examples of an arm, in the tier that has fewest. */
export function examplesOf(parts: Parts, arm: string): number | undefined {
  const own = (parts.arms[arm]?.['workload'] as { data?: { train?: unknown; kind?: string } } | undefined)
    ?.data;
  const data = own ?? parts.data;
  if (data === undefined) return undefined;
  const declared = 'train' in data ? data.train : undefined;
  return isSize(declared) ? Math.min(...fromTier(declared, parts.tier)) : publishedOf(data.kind);
}

/** Training examples of the whole published set, where there is one. */
const publishedOf = (kind: string | undefined): number | undefined =>
  (dataKinds as Readonly<Record<string, { readonly published: number | null }>>)[kind ?? '']?.published ??
  undefined;

const isSize = (value: unknown): value is Tiered<number> =>
  typeof value === 'number' ||
  (typeof value === 'object' && value !== null && 'quick' in value && 'full' in value);

/** Measures that look at flipped labels. */
const needLabelNoise: ReadonlySet<string> = new Set([
  'flippedLabelAccuracy',
  'flippedLabelAccuracyCurve',
  'cleanLabelAccuracy',
  'testAccuracyAtMemorization',
]);

/** The largest batch that a declaration asks for, where it can be read off. */
function largestBatch(declared: unknown): number | undefined {
  const parsed = batchSizeSchema.safeParse(declared);
  return parsed.success ? largestBatchSize(parsed.data) : undefined;
}

/** A batch is drawn from the training examples, so it cannot be larger than they are many. */
export const batchesFit: Check = (parts) =>
  Object.entries(parts.arms).flatMap(([name, arm]) => {
    const batch = largestBatch(arm['batchSize']);
    const examples = examplesOf(parts, name);
    return batch === undefined || examples === undefined || batch <= examples
      ? []
      : [
          {
            path: `arms.${name}.batchSize`,
            message: `expected at most the ${examples} training examples, got ${batch}`,
          },
        ];
  });

/** A comparison needs arms to compare. */
export const armsSuffice: Check = ({ arms, predictions }) => {
  const names = Object.keys(arms);
  const few = predictions.flatMap((placed) => {
    const spoken = armsOf(placed, names).length;
    const { fewestArms: least, rather } = kinds[placed.prediction.kind];
    const hasOwn = 'arms' in placed.prediction && placed.prediction.arms !== undefined;
    return least === undefined || spoken >= least
      ? []
      : [
          {
            path: hasOwn ? `${placed.path}.arms` : 'arms',
            message: `expected at least ${least} arms for the prediction ${quote(placed.prediction.kind)} at ${placed.path}, got ${spoken}${rather === undefined ? '' : `; declare ${rather}`}`,
          },
        ];
  });
  return names.length === 0
    ? [{ path: 'arms', message: 'expected at least one arm, got none' }, ...few]
    : few;
};

/** What a measure must give for a prediction to take it. */
const takes = (values: readonly ValueType[]): string =>
  values.length === 1 && values[0] === 'curve'
    ? 'a curve'
    : `a measure whose values are ${values.join(', ')}`;

const closedForms = ['quadratic', 'double-well', 'rosenbrock', 'custom'];

/** What a measure, a prediction or a loss needs of the workload is there. */
export const workloadFits: Check = ({ arms, workload, data, measures, predictions }) => {
  const model = (workload['model'] as { kind?: unknown } | undefined)?.kind;
  const dataOfArms = Object.values(arms).map(
    (arm) => (arm['workload'] as { data?: object } | undefined)?.data,
  );
  const noisy = [data, ...dataOfArms].some(
    (each) => each !== undefined && 'labelNoise' in each && each.labelNoise !== undefined,
  );
  const ownLoss =
    workload['loss'] === 'model' && typeof model === 'string' && !closedForms.includes(model)
      ? [
          {
            path: 'workload.loss',
            message: `expected "cross-entropy" or "mean-squared-error" (the model ${quote(model)} has no loss of its own), got "model"`,
          },
        ]
      : [];
  const flips = measures
    .filter(({ kind }) => needLabelNoise.has(kind))
    .filter(() => data !== undefined && !noisy)
    .map(({ kind, path }) => ({
      path,
      message: `expected \`labelNoise\` in workload.data, which ${kind} needs, got none`,
    }));
  const untaken = predictions.flatMap(({ prediction, path }) => {
    const measure = measures.find(({ name }) => name === prediction.measure);
    const type = typeOf(measures, prediction.measure);
    // A curve's own number is its mean from the declared position on, so every other prediction takes it as well.
    const { values, instead = {} } = kinds[prediction.kind];
    if (measure === undefined || type === undefined || values.includes(type)) return [];
    const other = instead[type] === undefined ? '' : `; of a ${type} measure declare ${instead[type]}`;
    return [
      {
        path: `${path}.measure`,
        message: `expected ${takes(values)} for the prediction "${prediction.kind}", got ${quote(measure.kind)}${other}`,
      },
    ];
  });
  return [...ownLoss, ...flips, ...untaken];
};
