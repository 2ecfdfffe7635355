import { broadcastShapes, floatInput, type ShapeRule, typeOf } from '../shape-rule.ts';

/** Shape rules of matrix products. */
export const matrixShapes = {
  BatchMatMul: ((inputs, attributes) => {
    const a = floatInput(inputs, 'a').shape;
    const b = floatInput(inputs, 'b').shape;
    const inner = [
      a.at(attributes['transposeA'] === true ? -2 : -1),
      b.at(attributes['transposeB'] === true ? -1 : -2),
    ];
    if (inner[0] !== inner[1])
      throw new RangeError(
        `Cannot multiply matrices: expected equal inner lengths, got ${inner[0]} and ${inner[1]}`,
      );
    const rows = a.at(attributes['transposeA'] === true ? -1 : -2)!;
    const columns = b.at(attributes['transposeB'] === true ? -2 : -1)!;
    return typeOf([...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), rows, columns], 'float32');
  }) as ShapeRule,
} satisfies Record<string, ShapeRule>;
