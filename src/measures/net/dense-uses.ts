import type * as tf from '@tensorflow/tfjs';
import { activeRecorder } from '../../program/tracing/symbolic-backend.ts';
import { trace } from '../../program/index.ts';
import type { ProgramNode } from '../../program/types.ts';
import { dataLoopTypes, tracedNet } from './data-loop.ts';
import type { TracedNet } from './data-loop.ts';
import type { ProgramContext } from '../definition.ts';

/** How one parameter enters a net that is dense in it: where, and with which activations. */
export interface DenseUse {
  /** The value that the parameter is multiplied or added into, `[batch, outputs]`. */
  readonly output: tf.Tensor;
  /** For a weight, what it multiplies, `[batch, inputs]`; none for a bias. */
  readonly activations?: tf.Tensor;
}

/**
 * For each parameter its one use, where every parameter is either the weight of one matrix product `[batch, inputs] ×
 * [inputs, outputs]` or the bias of one sum `[batch, outputs] + [outputs]`; nothing where some parameter is used
 * otherwise. Called inside a trace, after the net's loss was recorded.
 *
 * With δ = ∂loss/∂output the gradient of example n is then the outer product a_n δ_nᵀ, or δ_n, so that sums of squares
 * of per-example gradients need no gradient of any example.
 *
 * @see Goodfellow 2015, Efficient per-example gradient computations
 */
export function denseUses(net: TracedNet): readonly DenseUse[] | undefined {
  const recorder = activeRecorder('look at the uses of parameters');
  const nodes = recorder.nodes.filter((node) => !recorder.derived.has(node));
  const batch = net.labels.shape[0]!;
  const uses = net.list.map((parameter) => {
    const id = recorder.idOf(parameter);
    const users = nodes.filter(({ inputs }) => Object.values(inputs).includes(id));
    const node = users[0];
    if (node === undefined || users.length > 1) return undefined;
    const other = Object.values(node.inputs).find((input) => input !== id);
    if (other === undefined) return undefined;
    const [output, operand] = [recorder.tensor(node.outputs[0]!), recorder.tensor(other)];
    if (output.rank !== 2 || output.shape[0] !== batch || operand.shape[0] !== batch) return undefined;
    if (isWeight(node, id, parameter)) return { output, activations: operand };
    return isBias(node, parameter, output) ? { output } : undefined;
  });
  return uses.every((use) => use !== undefined) ? uses : undefined;
}

const isWeight = ({ kernel, inputs, attributes }: ProgramNode, id: number, parameter: tf.Tensor) =>
  kernel === 'BatchMatMul' &&
  inputs['b'] === id &&
  parameter.rank === 2 &&
  attributes['transposeA'] !== true &&
  attributes['transposeB'] !== true;

const isBias = ({ kernel }: ProgramNode, parameter: tf.Tensor, output: tf.Tensor) =>
  kernel === 'Add' && parameter.rank === 1 && parameter.shape[0] === output.shape[1];

/** Kernels that are linear on either side of a kink: between them the outputs are affine in each layer's weights. */
const piecewiseLinear: ReadonlySet<string> = new Set([
  'BatchMatMul',
  'Add',
  'Relu',
  'Reshape',
  'Identity',
  'Cast',
]);

/** What the structure of a net allows a measure to do. */
export interface NetStructure {
  /** Every parameter is a weight or a bias of one dense layer. */
  readonly dense: boolean;
  /** Moreover the outputs are piecewise linear in each single parameter. */
  readonly piecewiseLinear: boolean;
}

/** The structure of the model's net on its data, found by tracing it once on a batch of two. */
export function structureOf(context: ProgramContext): NetStructure {
  let structure: NetStructure = { dense: false, piecewiseLinear: false };
  if (context.lossKind === 'model') return structure;
  trace('structure', dataLoopTypes(context, 'train', 2), (inputs) => {
    const net = tracedNet(context, inputs);
    const { output } = context.model.forward({ ...net, training: false });
    const dense = denseUses(net) !== undefined;
    const { nodes } = activeRecorder('look at the kernels of a net');
    structure = { dense, piecewiseLinear: dense && nodes.every(({ kernel }) => piecewiseLinear.has(kernel)) };
    return { output };
  });
  return structure;
}
