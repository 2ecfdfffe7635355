import type { Program } from '../../../program/types.ts';
import { lossyMaxima } from '../../maxima.ts';

/** Marks the maxima and minima by which a NaN could be lost: ONNX Runtime's skip it, depending on where it stands. */
export function markMaxima(program: Program): Program {
  const lossy = lossyMaxima(program);
  const nodes = program.nodes.map((node) =>
    lossy.has(node) ? { ...node, attributes: { ...node.attributes, keepsNan: true } } : node,
  );
  return { ...program, nodes };
}
