import { broadcastShapes, floatInput, type ShapeRule, typeOf } from '../shape-rule.ts';
import type { KernelName } from '../signatures.ts';

/** Shape rules of matrix products. */
export const matrixShapes = {
  BatchMatMul: (inputs, { transposeA, transposeB }) => {
    const a = floatInput(inputs, 'a').shape;
    const b = floatInput(inputs, 'b').shape;
    const inner = [a.at(transposeA === true ? -2 : -1), b.at(transposeB === true ? -1 : -2)];
    if (inner[0] !== inner[1])
      throw new RangeError(
        `Cannot multiply matrices: expected equal inner lengths, got ${inner[0]} and ${inner[1]}`,
      );
    const rows = a.at(transposeA === true ? -1 : -2)!;
    const columns = b.at(transposeB === true ? -2 : -1)!;
    return typeOf([...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), rows, columns], 'float32');
  },
} satisfies { readonly [K in KernelName]?: ShapeRule<K> };
