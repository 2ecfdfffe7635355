import { AssayError } from '../../errors.ts';
import { calibrationError as expectedCalibrationError } from '../estimators/calibration.ts';
import { dataLoop, overParts } from '../net/data-loop.ts';
import { walkData } from '../net/data-runs.ts';
import type { ProgramContext, State, StateContext, StateMeasure } from '../definition.ts';
import { WALK_BATCH } from '../net/hessian-operator.ts';
import { partsOf } from '../net/parts.ts';
import type { MeasureValue, MissingValue } from '../types.ts';

type Split = 'train' | 'test';

/** Outputs of the net in evaluation mode, stacked `output` `[steps, batch, classes]`, by programs of this name. */
export function outputPrograms(kind: string, split: Split, context: ProgramContext, name = 'outputs') {
  if (context.lossKind !== 'cross-entropy')
    throw new AssayError(
      'configuration',
      `Cannot measure ${kind}: expected a workload with loss cross-entropy, got ${context.lossKind}`,
    );
  const parts = partsOf(context[split].count, WALK_BATCH);
  return overParts(name, parts, ({ batch }, part) =>
    dataLoop(context, batch, {
      name: part,
      split,
      stacked: ['output'],
      body: (net) => ({ output: context.model.forward({ ...net, training: false }).output }),
    }),
  );
}

/**
 * Where the outputs of a net are looked at: on a split, by the programs of a name, at a state (the end when absent).
 */
interface Looked {
  readonly split: Split;
  readonly program?: string;
  readonly state?: State;
}

/** Calls `see` with the logits and the label of every example of the split, in order. */
async function eachExample(
  context: StateContext,
  { split, program = 'outputs', state = context.weights }: Looked,
  see: (logits: Float32Array, label: number, index: number) => void,
): Promise<void> {
  const { labels, count } = context[split];
  const { stacked } = await walkData(context, {
    program,
    parts: partsOf(count, WALK_BATCH),
    split,
    state,
  });
  let index = 0;
  for (const { output } of stacked) {
    const classes = output!.shape.at(-1)!;
    const data = output!.data as Float32Array;
    for (let from = 0; from < data.length; from += classes, index++)
      see(data.subarray(from, from + classes), labels[index]!, index);
  }
}

const predictedClass = (logits: Float32Array) => logits.indexOf(Math.max(...logits));

/**
 * The share of examples, of those that count, whose label the net gives.
 *
 * @param counts whether the example of an index counts; all when absent
 */
export async function accuracyOf(
  context: StateContext,
  looked: Looked,
  counts: (index: number) => boolean = () => true,
): Promise<MeasureValue | MissingValue> {
  let [examples, correct, finite] = [0, 0, true];
  await eachExample(context, looked, (logits, label, index) => {
    if (!counts(index)) return;
    finite &&= logits.every(Number.isFinite);
    examples++;
    if (predictedClass(logits) === label) correct++;
  });
  if (!finite) return { missing: 'the outputs of the net are not finite' };
  return examples === 0
    ? { missing: 'no example counts' }
    : { value: correct / examples, detail: { examples } };
}

/**
 * Accuracy, with respect to the labels it was trained on, over the training examples whose label noise is `flipped`.
 */
function trainingAccuracy<K extends 'flippedLabelAccuracy' | 'cleanLabelAccuracy'>(
  kind: K,
  flipped: 0 | 1,
): StateMeasure<K> {
  return {
    kind,
    unit: 'fraction',
    scale: 'linear',
    better: flipped === 1 ? 'neither' : 'higher',
    worst: 'chance',
    needs: 'weights',
    version: 1,
    programs: (_, context) => outputPrograms(kind, 'train', context),
    evaluate: async (_, context) => {
      const noise = context.flipped;
      if (flipped === 1 && !noise?.includes(1)) return { missing: 'no training label was flipped' };
      if (flipped === 0 && noise?.every((each) => each === 1))
        return { missing: 'every training label was flipped' };
      return accuracyOf(context, { split: 'train' }, (index) => (noise?.[index] ?? 0) === flipped);
    },
  };
}

/** Fraction of flipped training labels that the net reproduces: what it has memorised. */
export const flippedLabelAccuracy = trainingAccuracy('flippedLabelAccuracy', 1);

/** Accuracy on the training examples whose labels were left as they are. */
export const cleanLabelAccuracy = trainingAccuracy('cleanLabelAccuracy', 0);

/** Expected calibration error on the test set, in [0, 1]: see `calibration.ts`. */
export const calibrationError: StateMeasure<'calibrationError'> = {
  kind: 'calibrationError',
  unit: 'fraction',
  scale: 'linear',
  better: 'lower',
  worst: 'none',
  needs: 'weights',
  version: 1,
  programs: (_, context) => outputPrograms('calibrationError', 'test', context),
  evaluate: async ({ bins }, context) => {
    const predictions: { confidence: number; correct: boolean }[] = [];
    await eachExample(context, { split: 'test' }, (logits, label) => {
      const top = Math.max(...logits);
      const confidence = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      predictions.push({ confidence, correct: predictedClass(logits) === label });
    });
    if (predictions.some(({ confidence }) => !Number.isFinite(confidence)))
      return { missing: 'the outputs of the net are not finite' };
    return { value: expectedCalibrationError(predictions, bins) };
  },
};
