import type { DType, ValueType } from '../types.ts';
import {
  axesOf,
  axisOf,
  inputType,
  numberInput,
  reducedShape,
  type ShapeRule,
  typeOf,
} from '../shape-rule.ts';

function reduce(attribute: 'axis' | 'reductionIndices', dtype: (x: DType) => DType): ShapeRule {
  return (inputs, attributes) => {
    const x = inputType(inputs, 'x');
    const axes = axesOf(attributes[attribute], x.shape.length);
    return typeOf(reducedShape(x.shape, axes, attributes['keepDims'] === true), dtype(x.dtype));
  };
}

const argument: ShapeRule = (inputs, { axis }) => {
  const { shape } = numberInput(inputs, 'x');
  return typeOf(reducedShape(shape, [axisOf(axis, shape.length)], false), 'int32');
};

const counted = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);
const keep = (dtype: DType): DType => dtype;

/** Shape rules of kernels that reduce or scan along axes. */
export const reductionShapes = {
  All: reduce('axis', () => 'bool'),
  Any: reduce('axis', () => 'bool'),
  ArgMax: argument,
  ArgMin: argument,
  Cumsum: ((inputs): ValueType => {
    const x = inputType(inputs, 'x');
    return typeOf(x.shape, counted(x.dtype));
  }) as ShapeRule,
  Max: reduce('reductionIndices', keep),
  Mean: reduce('axis', () => 'float32'),
  Min: reduce('axis', keep),
  Prod: reduce('axis', counted),
  Softmax: ((inputs) => inputType(inputs, 'logits')) as ShapeRule,
  Sum: reduce('axis', counted),
} satisfies Record<string, ShapeRule>;
