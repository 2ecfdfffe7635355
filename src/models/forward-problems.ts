import * as tf from '@tensorflow/tfjs';
import type { Problem } from '../errors.ts';
import { describe, isRecord, kindOf } from './outcome.ts';
import type { DataShape, Model, NamedTensors, ParameterSpec } from './types.ts';

/** What a model's forward pass returns, or its loss. */
type Forward = ReturnType<Model['forward']>;

/**
 * What is wrong with the outcome of a forward pass on a mini-batch of `batch` examples: its form, the output's shape
 * `[batch, outputs]` (a model with a loss of its own gives any) and data type, and the running statistics.
 *
 * @example forwardProblems(model, data, 3, model.forward(input)); // [] where all is well
 */
export function forwardProblems(
  model: Model,
  data: DataShape,
  batch: number,
  outcome: unknown,
): readonly Problem[] {
  if (!isRecord(outcome) || !('output' in outcome) || !isRecord(outcome.statistics))
    return [{ path: 'forward', message: `expected { output, statistics }, got ${kindOf(outcome)}` }];
  const { output, statistics } = outcome as unknown as Forward;
  return [...outputProblems(model, data, batch, output), ...statisticsProblems(model.statistics, statistics)];
}

function outputProblems(
  { loss }: Model,
  { outputs }: DataShape,
  batch: number,
  output: unknown,
): readonly Problem[] {
  const problem = (message: string) => [{ path: 'output', message }];
  if (!(output instanceof tf.Tensor)) return problem(`expected a tensor, got ${kindOf(output)}`);
  if (output.dtype !== 'float32') return problem(`expected data type float32, got ${describe(output)}`);
  if (loss !== undefined || output.shape.join() === [batch, outputs].join()) return [];
  return problem(`expected shape [${batch},${outputs}], got [${output.shape}]`);
}

function statisticsProblems(declared: readonly ParameterSpec[], returned: NamedTensors): readonly Problem[] {
  const known = new Set(declared.map(({ name }) => name));
  return [
    ...declared.flatMap(({ name, shape }) => {
      const tensor: unknown = returned[name];
      if (tensor === undefined) return [{ path: name, message: 'expected its new value, got none' }];
      if (!(tensor instanceof tf.Tensor))
        return [{ path: name, message: `expected a tensor, got ${kindOf(tensor)}` }];
      if (tensor.dtype === 'float32' && tensor.shape.join() === shape.join()) return [];
      return [{ path: name, message: `expected float32[${shape}], got ${describe(tensor)}` }];
    }),
    ...Object.keys(returned)
      .filter((name) => !known.has(name))
      .map((name) => ({ path: name, message: 'expected only declared running statistics, got this one' })),
  ];
}

/** What is wrong with the outcome of a model's own loss. */
export function lossProblems(outcome: unknown): readonly Problem[] {
  if (outcome instanceof tf.Tensor && outcome.dtype === 'float32' && outcome.size === 1) return [];
  return [{ path: 'loss', message: `expected a float32 scalar, got ${kindOf(outcome)}` }];
}
