import * as tf from '@tensorflow/tfjs';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import { gradients, hessianVectorProduct, trace } from '../../src/program/index.ts';
import type { DType, LoopProgram, Program, ValueType } from '../../src/program/types.ts';
import { stream } from '../../src/random/index.ts';

/** What a call of TensorFlow.js is given after its tensors. */
export type Extra = number | string | boolean | readonly Extra[];

/** One call: `tf[call](...tensors, ...extra)`, or `tf[call]([...tensors], ...extra)`. */
export interface Step {
  readonly call: string;
  /** Numbers of earlier values: inputs first, then steps. */
  readonly args: readonly number[];
  readonly list?: boolean;
  readonly extra: readonly Extra[];
}

export interface Input {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A generated program as data: what is drawn, shrunk, printed and built. */
export interface Recipe {
  readonly seed: number;
  readonly inputs: readonly Input[];
  readonly steps: readonly Step[];
  /** Numbers of values. */
  readonly outputs: readonly number[];
  /** Whether the gradient of Σ w·y over the float outputs, and its product with a vector, are outputs too. */
  readonly derivatives: boolean;
  /** As the body of a loop: inputs that take an output of theirs, by numbers, and inputs that take a row a step. */
  readonly loop?: {
    readonly steps: number;
    readonly carried: readonly (readonly [input: number, value: number])[];
    readonly scanned: readonly number[];
  };
}

type Method = (...args: unknown[]) => tf.Tensor;

/** Runs one step. @throws whatever TensorFlow.js or the trace refuses */
export function apply({ call, args, list, extra }: Step, values: readonly tf.Tensor[]): tf.Tensor {
  const tensors = args.map((index) => values[index]!);
  const method = (tf as unknown as Readonly<Record<string, Method>>)[call]!;
  return list === true ? method(tensors, ...extra) : method(...tensors, ...extra);
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** Irregular weights, the same for one size always. */
const weights = (size: number, salt: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.cos((i + 1) * 1.3 + salt));

/** Numbers of the inputs by which derivatives are taken. */
export const parametersOf = ({ inputs }: Recipe): number[] =>
  inputs.flatMap(({ dtype }, index) => (dtype === 'float32' ? [index] : []));

/** Direction in which the gradient is differentiated. */
export const vectorOf = ({ shape }: Input, index: number): Float32Array => weights(sizeOf(shape), index + 1);

/** Σ w·y of some tensors. */
function lossOf(outputs: readonly tf.Tensor[]): tf.Scalar {
  const terms = outputs.map((y, index) => tf.sum(tf.mul(y, tf.tensor(weights(y.size, index), y.shape))));
  return (terms.length === 1 ? terms[0]! : tf.addN(terms)) as tf.Scalar;
}

/** The program of a recipe. @throws what the trace refuses */
export function programOf(recipe: Recipe): Program {
  const { inputs, steps, outputs, derivatives, loop } = recipe;
  const types = Object.fromEntries(inputs.map((input, index): [string, ValueType] => [`x${index}`, input]));
  return trace(`seed ${recipe.seed}`, types, (tensors: Record<string, tf.Tensor>) => {
    const values = inputs.map((_, index) => tensors[`x${index}`]!);
    for (const step of steps) values.push(apply(step, values));
    const results: Record<string, tf.Tensor> = {};
    for (const index of outputs) results[`y${index}`] = values[index]!;
    for (const [input, value] of loop?.carried ?? []) results[`x${input}`] = values[value]!;
    if (!derivatives) return results;
    const loss = lossOf(outputs.map((index) => values[index]!).filter(({ dtype }) => dtype === 'float32'));
    const numbers = parametersOf(recipe);
    const parameters = numbers.map((index) => values[index]!);
    const vectors = numbers.map((index) =>
      tf.tensor(vectorOf(inputs[index]!, index), [...inputs[index]!.shape]),
    );
    const first = gradients(loss, parameters);
    const second = hessianVectorProduct(loss, parameters, vectors);
    results['loss'] = loss;
    numbers.forEach((index, i) => {
      results[`d/x${index}`] = first[i]!;
      results[`h/x${index}`] = second[i]!;
    });
    return results;
  });
}

/** The recipe's program as the body of a loop. */
export function loopOf({ outputs, loop }: Recipe, body: Program): LoopProgram {
  return {
    kind: 'loop',
    name: body.name,
    body,
    carried: loop!.carried.map(([input]) => `x${input}`),
    scanned: loop!.scanned.map((input) => `x${input}`),
    gathered: [],
    stacked: outputs.map((index) => `y${index}`),
  };
}

/** Numbers of a data type for an input: floats around 0 with ties now and then, small whole numbers, truths. */
function drawn(
  seed: number,
  index: number,
  replicate: number,
  dtype: DType,
  shape: readonly number[],
): HostTensor {
  const random = stream(String(seed), 'data', 'fuzz', index, replicate);
  const size = sizeOf(shape);
  if (dtype === 'int32')
    return { data: Int32Array.from({ length: size }, () => random.integer(5) - 1), shape };
  if (dtype === 'bool') return { data: Uint8Array.from({ length: size }, () => random.integer(2)), shape };
  const coarse = random.integer(8) === 0;
  const data = Float32Array.from({ length: size }, () =>
    coarse ? Math.round(2 * random.normal()) / 2 : 0.8 * random.normal(),
  );
  return { data, shape };
}

/** Feeds of one replicate; of a loop with an axis of steps in front of what is scanned. */
export function feedsOf({ seed, inputs, loop }: Recipe, replicate = 0): Tensors {
  return Object.fromEntries(
    inputs.map(({ shape, dtype }, index) => {
      const whole = loop?.scanned.includes(index) === true ? [loop.steps, ...shape] : shape;
      return [`x${index}`, drawn(seed, index, replicate, dtype, whole)];
    }),
  );
}

const literal = (extra: Extra): string => JSON.stringify(extra).replaceAll('"', "'");

/** A recipe as TypeScript that traces the same program. */
export function printRecipe({ seed, inputs, steps, outputs, derivatives, loop }: Recipe): string {
  const name = (index: number): string => (index < inputs.length ? `x${index}` : `v${index - inputs.length}`);
  const lines = steps.map(({ call, args, list, extra }, index) => {
    const tensors = args.map(name).join(', ');
    const given = [list === true ? `[${tensors}]` : tensors, ...extra.map(literal)].filter(Boolean);
    return `  const v${index} = tf.${call}(${given.join(', ')});`;
  });
  const types = inputs.map(({ shape, dtype }, index) => `x${index}: ${dtype}[${shape.join()}]`);
  return [
    `// seed ${seed}: ${types.join(', ')}${derivatives ? '; with gradients and a Hessian-vector product' : ''}`,
    `({ ${inputs.map((_, index) => `x${index}`).join(', ')} }) => {`,
    ...lines,
    `  return { ${outputs.map(name).join(', ')} };`,
    '}',
    ...(loop === undefined
      ? []
      : [
          `// ${loop.steps} steps; carried ${loop.carried.map(([input, value]) => `x${input} ← ${name(value)}`).join(', ')}; scanned ${loop.scanned.map(name).join(', ')}`,
        ]),
  ].join('\n');
}
