import type { DType } from '../types.ts';
import {
  broadcastShapes,
  floatInput,
  inputType,
  numberInput,
  type ShapeRule,
  typeOf,
} from '../shape-rule.ts';

const order: readonly DType[] = ['bool', 'int32', 'float32'];

/** The wider of two data types: bool < int32 < float32. */
export const wider = (a: DType, b: DType): DType => (order.indexOf(a) >= order.indexOf(b) ? a : b);

const same: ShapeRule = (inputs) => inputType(inputs, 'x');
const number: ShapeRule = (inputs) => numberInput(inputs, 'x');
const float: ShapeRule = (inputs) => floatInput(inputs, 'x');
const classified: ShapeRule = (inputs) => typeOf(floatInput(inputs, 'x').shape, 'bool');
const boolean: ShapeRule = (inputs) => typeOf(inputType(inputs, 'x').shape, 'bool');

function pair(first: string, second: string, dtype?: DType): ShapeRule {
  return (inputs) => {
    const a = inputType(inputs, first);
    const b = inputType(inputs, second);
    return typeOf(broadcastShapes(a.shape, b.shape), dtype ?? wider(a.dtype, b.dtype));
  };
}

const arithmetic = pair('a', 'b');
const comparison = pair('a', 'b', 'bool');

/** Shape rules of kernels that work element by element. */
export const elementwiseShapes = {
  Abs: number,
  Acos: float,
  Acosh: float,
  Asin: float,
  Asinh: float,
  Atan: float,
  Atanh: float,
  Ceil: same,
  ClipByValue: number,
  Cos: float,
  Cosh: float,
  Elu: float,
  Erf: float,
  Exp: float,
  Expm1: float,
  Floor: same,
  Identity: same,
  IsFinite: classified,
  IsInf: classified,
  IsNan: classified,
  LeakyRelu: float,
  Log: float,
  Log1p: float,
  LogicalNot: boolean,
  Neg: number,
  OnesLike: same,
  Reciprocal: float,
  Relu: number,
  Relu6: same,
  Round: float,
  Rsqrt: float,
  Selu: float,
  Sigmoid: float,
  Sign: number,
  Sin: float,
  Sinh: float,
  Softplus: float,
  Sqrt: float,
  Square: number,
  Step: same,
  Tan: float,
  Tanh: float,
  ZerosLike: same,

  Add: arithmetic,
  Atan2: arithmetic,
  FloorDiv: pair('a', 'b', 'int32'),
  Maximum: arithmetic,
  Minimum: arithmetic,
  Mod: arithmetic,
  Multiply: arithmetic,
  Pow: arithmetic,
  RealDiv: pair('a', 'b', 'float32'),
  SquaredDifference: arithmetic,
  Sub: arithmetic,
  EluGrad: pair('dy', 'y', 'float32'),
  Prelu: ((inputs) =>
    typeOf(
      broadcastShapes(floatInput(inputs, 'x').shape, floatInput(inputs, 'alpha').shape),
      'float32',
    )) as ShapeRule,

  Equal: comparison,
  NotEqual: comparison,
  Greater: comparison,
  GreaterEqual: comparison,
  Less: comparison,
  LessEqual: comparison,
  LogicalAnd: comparison,
  LogicalOr: comparison,

  AddN: ((inputs) => inputType(inputs, '0')) as ShapeRule,
  Cast: ((inputs, { dtype }) => typeOf(inputType(inputs, 'x').shape, dtype as DType)) as ShapeRule,
  Select: ((inputs) => {
    const t = inputType(inputs, 't');
    return typeOf(
      broadcastShapes(inputType(inputs, 'condition').shape, t.shape),
      wider(t.dtype, inputType(inputs, 'e').dtype),
    );
  }) as ShapeRule,
} satisfies Record<string, ShapeRule>;
