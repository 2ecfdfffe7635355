import { fileURLToPath } from 'node:url';
import type * as tf from '@tensorflow/tfjs';
import type { ModelSpec } from '../../models/schema.ts';
import type { Model, NamedTensors } from '../../models/types.ts';
import { demandSteady, gradients, onceSteady, withDraws, type RepeatedCode } from '../../program/index.ts';
import { leavesOf } from '../../program/tree.ts';
import type { TracedLoss } from '../loss.ts';
import { batchInputName, batchInputs, type BatchSource } from './batch-inputs.ts';
import { netTypes } from './net-types.ts';

/** Examples of a mini-batch on which a model is tried. */
const EXAMPLES = 2;

/** This package: its nets have no counters, as its tests know. */
const here = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Demands that a model by reference, its loss and its gradient are the same program at every step of a run, and the
 * loss the same when it is evaluated. Each export is asked once for a shape of data in the life of the process.
 *
 * @throws Unsteady where a counter or a switch in JavaScript, which a trace would freeze, makes another program
 * @example demandSteadyModel({ spec: condition.model, model, loss, source, steps: 200 });
 */
export function demandSteadyModel({
  spec,
  steps,
  ...parts
}: {
  readonly spec: ModelSpec;
  readonly model: Model;
  readonly loss: TracedLoss;
  readonly source: BatchSource;
  readonly steps: number;
}): void {
  if (spec.kind !== 'custom' || spec.module.startsWith(here)) return;
  onceSteady(JSON.stringify(spec), () =>
    demandSteady(`model ${parts.model.kind}`, trainingCode(parts), { steps, beside: evaluationCode(parts) }),
  );
}

type Parts = Pick<Parameters<typeof demandSteadyModel>[0], 'model' | 'loss' | 'source'>;

const inputsOf = ({ model, source }: Parts) => ({
  ...netTypes(model),
  ...batchInputs(0, EXAMPLES, source).types,
});

const netOf = (inputs: NamedTensors) => ({
  statistics: leavesOf(inputs, 'statistics'),
  features: inputs[batchInputName(0, 'features')]!,
  labels: inputs[batchInputName(0, 'labels')] ?? (inputs[batchInputName(0, 'features')] as tf.Tensor),
});

/** The loss of a mini-batch that is trained, and its gradient: a gradient of the user's own may count too. */
const trainingCode = (parts: Parts): RepeatedCode => ({
  inputs: inputsOf(parts),
  body: (inputs) => {
    const parameters = leavesOf(inputs, 'parameters');
    const outcome = withDraws('draw', () => parts.loss({ parameters, ...netOf(inputs), training: true }));
    const found = gradients(outcome.loss, Object.values(parameters));
    return {
      loss: outcome.loss,
      ...outcome.statistics,
      ...Object.fromEntries(found.map((gradient, index) => [`gradient ${index}`, gradient])),
    };
  },
});

const evaluationCode = (parts: Parts): RepeatedCode => ({
  inputs: inputsOf(parts),
  body: (inputs) => ({
    loss: parts.loss({ parameters: leavesOf(inputs, 'parameters'), ...netOf(inputs), training: false }).loss,
  }),
});
