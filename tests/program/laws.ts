import * as tf from '@tensorflow/tfjs';
import { onnxEngine } from '../../src/engines/index.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import { gradients, hessianVectorProduct, trace } from '../../src/program/index.ts';
import type { DType, Program } from '../../src/program/types.ts';
import { type CaseInput, type KernelCase, spread } from './kernel-case.ts';

/** A case's input as host memory. */
export function hostTensor({ shape, dtype, values }: CaseInput): HostTensor {
  const data =
    dtype === 'float32'
      ? Float32Array.from(values)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : Uint8Array.from(values);
  return { data, shape };
}

/** Names of the inputs through which gradients flow. */
export const floatInputs = ({ inputs, fixed = [] }: KernelCase): string[] =>
  Object.keys(inputs).filter((name) => inputs[name]!.dtype === 'float32' && !fixed.includes(name));

function call(kernel: string, tensors: Record<string, tf.Tensor>, attributes: object): tf.Tensor[] {
  const variadic = '0' in tensors;
  const inputs = (variadic ? Object.values(tensors) : tensors) as tf.NamedTensorMap;
  const result = tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);
  return Array.isArray(result) ? result : [result as tf.Tensor];
}

/** The kernel as a program with outputs `0`, `1` … */
export function forwardProgram(kernel: string, kernelCase: KernelCase): Program {
  return trace(kernel, kernelCase.inputs, (tensors: Record<string, tf.Tensor>) =>
    Object.fromEntries(call(kernel, tensors, kernelCase.attributes).map((y, index) => [index, y])),
  );
}

/** The kernel's outputs as TensorFlow.js's own CPU backend computes them. */
export function onCpuBackend(kernel: string, kernelCase: KernelCase): HostTensor[] {
  void tf.setBackend('cpu');
  let outputs: HostTensor[] = [];
  tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(kernelCase.inputs).map(([name, input]) => [
        name,
        tf.tensor([...input.values], [...input.shape], input.dtype),
      ]),
    );
    // The backend's cast keeps the array of the type before, so the values are copied into the declared type.
    outputs = call(kernel, tensors, kernelCase.attributes).map((y) =>
      hostTensor({ shape: y.shape, dtype: y.dtype as DType, values: [...y.dataSync()] }),
    );
  });
  return outputs;
}

/** A scalar that depends on every output nonlinearly: Σ w·y + ½ Σ w·y², with fixed weights w. */
function scalarOf(outputs: readonly tf.Tensor[]): tf.Scalar {
  const terms = outputs
    .filter((y) => y.dtype === 'float32')
    .map((y, index) => {
      const weights = tf.tensor(spread(y.size, 0.3, 1, index), y.shape);
      return tf.sum(tf.mul(weights, tf.add(y, tf.mul(0.5, tf.square(y)))));
    });
  return tf.addN(terms) as tf.Scalar;
}

/** Loss, its gradients `d/<input>` and Hessian-vector products `h/<input>` with vectors fed as `v/<input>`. */
export function derivativeProgram(kernel: string, kernelCase: KernelCase): Program {
  const names = floatInputs(kernelCase);
  const vectors = Object.fromEntries(names.map((name) => [`v/${name}`, kernelCase.inputs[name]!]));
  return trace(kernel, { ...kernelCase.inputs, ...vectors }, (tensors: Record<string, tf.Tensor>) => {
    const own = Object.fromEntries(Object.keys(kernelCase.inputs).map((name) => [name, tensors[name]!]));
    const loss = scalarOf(call(kernel, own, kernelCase.attributes));
    const parameters = names.map((name) => own[name]!);
    const first = gradients(loss, parameters);
    const second = hessianVectorProduct(
      loss,
      parameters,
      names.map((name) => tensors[`v/${name}`]!),
    );
    return {
      loss,
      ...Object.fromEntries(names.map((name, index) => [`d/${name}`, first[index]!])),
      ...Object.fromEntries(names.map((name, index) => [`h/${name}`, second[index]!])),
    };
  });
}

/** Runs a program once on the ONNX engine. */
export async function runOnce(program: Program, feeds: Tensors): Promise<Tensors> {
  const executable = await onnxEngine.load(onnxEngine.lower(program));
  const result = await executable.run(feeds);
  await executable.dispose();
  return result;
}

/** The case's feeds, and directions of the float inputs as `v/<input>`. */
export function feedsOf(kernelCase: KernelCase, directions: Readonly<Record<string, number[]>>): Tensors {
  const own = Object.entries(kernelCase.inputs).map(([name, input]) => [name, hostTensor(input)]);
  const vectors = Object.entries(directions).map(([name, values]) => [
    `v/${name}`,
    hostTensor({ ...kernelCase.inputs[name]!, values }),
  ]);
  return Object.fromEntries([...own, ...vectors]) as Tensors;
}

/** A direction a float input. */
export const directionsOf = (kernelCase: KernelCase, salt: number): Record<string, number[]> =>
  Object.fromEntries(
    floatInputs(kernelCase).map((name) => [
      name,
      spread(kernelCase.inputs[name]!.values.length, -1, 1, salt),
    ]),
  );

/** The case with its float inputs moved by `distance` along the directions. */
export function moved(
  kernelCase: KernelCase,
  directions: Readonly<Record<string, readonly number[]>>,
  distance: number,
): KernelCase {
  const inputs = Object.entries(kernelCase.inputs).map(([name, input]) => {
    const direction = directions[name];
    if (direction === undefined) return [name, input];
    const values = input.values.map((value, index) => value + distance * direction[index]!);
    return [name, { ...input, values }];
  });
  return { ...kernelCase, inputs: Object.fromEntries(inputs) as KernelCase['inputs'] };
}

/** Σ over all float inputs of result[prefix/name]·direction[name]. */
export function dot(
  result: Tensors,
  prefix: string,
  directions: Readonly<Record<string, readonly number[]>>,
): number {
  return Object.entries(directions).reduce((sum, [name, direction]) => {
    const { data } = result[`${prefix}/${name}`]!;
    return sum + direction.reduce((part, value, index) => part + value * data[index]!, 0);
  }, 0);
}
