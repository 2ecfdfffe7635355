import type { AnyProgram, Program } from '../../program/types.ts';
import { fuse } from './fuse.ts';
import { Graph, modelBytes } from './graph.ts';
import { inputName, lowerNodes, outputName } from './lower-nodes.ts';
import { lowerLoop } from './loop.ts';

function lowerStraight(program: Program): Graph {
  const graph = new Graph('v');
  const bound = new Map(
    program.inputs.map(({ name, id }) => {
      const { shape, dtype } = program.values[id]!;
      return [id, graph.input(inputName(name), dtype, shape)];
    }),
  );
  const names = lowerNodes(graph, program, bound);
  for (const { name, id } of program.outputs) {
    const { shape, dtype } = program.values[id]!;
    graph.output(outputName(name), names.get(id)!, dtype, shape);
  }
  return graph;
}

/**
 * A program or a loop, simplified and fused, as the bytes of an ONNX model. Equal programs give equal bytes; the
 * program's name is no part of them.
 *
 * Inputs are called `in/<port>`, a loop's resident tables `table/<port>`, outputs `out/<port>`.
 *
 * @throws AssayError `program` where a kernel has no lowering or a loop's ports do not fit its body
 */
export function lowerToOnnx(program: AnyProgram): Uint8Array {
  return modelBytes(
    program.kind === 'program'
      ? lowerStraight(fuse(program))
      : lowerLoop({ ...program, body: fuse(program.body) }),
  );
}
