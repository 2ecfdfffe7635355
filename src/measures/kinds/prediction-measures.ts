import { AssayError } from '../../errors.ts';
import { calibrationError as expectedCalibrationError } from '../estimators/calibration.ts';
import { dataLoop, overParts } from '../net/data-loop.ts';
import { walkData } from '../net/data-runs.ts';
import type { ProgramContext, StateContext, StateMeasure } from '../definition.ts';
import { WALK_BATCH } from '../net/hessian-operator.ts';
import { partsOf } from '../net/parts.ts';

type Split = 'train' | 'test';

/** Outputs of the net in evaluation mode, stacked `output` `[steps, batch, classes]`. */
function outputPrograms(kind: string, split: Split, context: ProgramContext) {
  if (context.lossKind !== 'cross-entropy')
    throw new AssayError(
      'configuration',
      `Cannot measure ${kind}: expected a workload with loss cross-entropy, got ${context.lossKind}`,
    );
  const parts = partsOf(context[split].count, WALK_BATCH);
  return overParts('outputs', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split,
      stacked: ['output'],
      body: (net) => ({ output: context.model.forward({ ...net, training: false }).output }),
    }),
  );
}

/** Calls `see` with the logits and the label of every example of the split, in order. */
async function eachExample(
  context: StateContext,
  split: Split,
  see: (logits: Float32Array, label: number, index: number) => void,
): Promise<void> {
  const { labels, count } = context[split];
  const { stacked } = await walkData(context, {
    program: 'outputs',
    parts: partsOf(count, WALK_BATCH),
    split,
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

/** Accuracy, with respect to the labels it was trained on, over the training examples whose label noise is `flipped`. */
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
      let count = 0;
      let correct = 0;
      let finite = true;
      await eachExample(context, 'train', (logits, label, index) => {
        if ((noise?.[index] ?? 0) !== flipped) return;
        finite &&= logits.every(Number.isFinite);
        count++;
        if (predictedClass(logits) === label) correct++;
      });
      if (count === 0) return { missing: 'every training label was flipped' };
      if (!finite) return { missing: 'the outputs of the net are not finite' };
      return { value: correct / count, detail: { examples: count } };
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
    await eachExample(context, 'test', (logits, label) => {
      const top = Math.max(...logits);
      const confidence = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      predictions.push({ confidence, correct: predictedClass(logits) === label });
    });
    if (predictions.some(({ confidence }) => !Number.isFinite(confidence)))
      return { missing: 'the outputs of the net are not finite' };
    return { value: expectedCalibrationError(predictions, bins) };
  },
};
