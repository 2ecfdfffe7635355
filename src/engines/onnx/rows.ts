import type { LoopProgram, ProgramNode, ValueId } from '../../program/types.ts';
import { onnxKernels } from './kernels.ts';

/**
 * Lets vectors that a loop carries stay the rows [1, n] as which a step makes them, where every use of them takes a row
 * as well: the biases of a net under plain gradient descent. That saves a reshape a step.
 */
export function carryRows(loop: LoopProgram): LoopProgram {
  const { body } = loop;
  const makers = new Map(body.nodes.flatMap((node) => node.outputs.map((id) => [id, node] as const)));
  const takesRow = (id: ValueId) => (node: ProgramNode) =>
    Object.entries(node.inputs).every(
      ([port, each]) => each !== id || (node.kernel === onnxKernels.Gemm.name && port === 'c'),
    );
  const values = [...body.values];
  const rows = new Map<ValueId, ValueId>();
  for (const name of loop.carried) {
    const before = body.inputs.find((port) => port.name === name)!.id;
    const after = body.outputs.find((port) => port.name === name)!.id;
    const row = makers.get(after)?.kernel === 'Reshape' ? makers.get(after)!.inputs['x']! : undefined;
    const { shape } = body.values[before]!;
    if (row === undefined || shape.length !== 1 || body.values[row]!.shape.join() !== `1,${shape[0]}`)
      continue;
    const isShown = body.outputs.some(
      ({ id, name: other }) => id === before || (id === after && other !== name),
    );
    const isUsed = body.nodes.some(({ inputs }) => Object.values(inputs).includes(after));
    if (isShown || isUsed || !body.nodes.every(takesRow(before))) continue;
    values[before] = body.values[row]!;
    rows.set(after, row);
  }
  return {
    ...loop,
    body: {
      ...body,
      values,
      nodes: body.nodes.filter(({ outputs }) => !rows.has(outputs[0]!)),
      outputs: body.outputs.map(({ name, id }) => ({ name, id: rows.get(id) ?? id })),
    },
  };
}
