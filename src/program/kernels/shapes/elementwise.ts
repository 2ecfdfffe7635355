import type { DType, ValueType } from '../../types.ts';
import { broadcastShapes, floatInput, numberInput, type ShapeRule, typeOf } from '../shape-rule.ts';
import type { KernelName } from '../signatures.ts';

const order: readonly DType[] = ['bool', 'int32', 'float32'];

/** The wider of two data types: bool < int32 < float32. */
export const wider = (a: DType, b: DType): DType => (order.indexOf(a) >= order.indexOf(b) ? a : b);

/** Types of some inputs by their names. */
type Types<Name extends string> = Readonly<Record<Name, ValueType>>;

const same = ({ x }: Types<'x'>): ValueType => x;
const number = (inputs: Types<'x'>): ValueType => numberInput(inputs, 'x');
const float = (inputs: Types<'x'>): ValueType => floatInput(inputs, 'x');
const classified = (inputs: Types<'x'>): ValueType => typeOf(floatInput(inputs, 'x').shape, 'bool');
const boolean = ({ x }: Types<'x'>): ValueType => typeOf(x.shape, 'bool');

const joint = (one: ValueType, other: ValueType, dtype = wider(one.dtype, other.dtype)): ValueType =>
  typeOf(broadcastShapes(one.shape, other.shape), dtype);

const arithmetic = ({ a, b }: Types<'a' | 'b'>): ValueType => joint(a, b);
const comparison = ({ a, b }: Types<'a' | 'b'>): ValueType => joint(a, b, 'bool');

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
  FloorDiv: ({ a, b }) => joint(a, b, 'int32'),
  Maximum: arithmetic,
  Minimum: arithmetic,
  Mod: arithmetic,
  Multiply: arithmetic,
  Pow: arithmetic,
  RealDiv: ({ a, b }) => joint(a, b, 'float32'),
  SquaredDifference: arithmetic,
  Sub: arithmetic,
  EluGrad: ({ dy, y }) => joint(dy, y, 'float32'),
  Prelu: (inputs) => joint(floatInput(inputs, 'x'), floatInput(inputs, 'alpha'), 'float32'),

  Equal: comparison,
  NotEqual: comparison,
  Greater: comparison,
  GreaterEqual: comparison,
  Less: comparison,
  LessEqual: comparison,
  LogicalAnd: comparison,
  LogicalOr: comparison,

  AddN: (inputs) => Object.values(inputs)[0]!,
  Cast: ({ x }, { dtype }) => typeOf(x.shape, dtype),
  Select: ({ condition, t, e }) => typeOf(broadcastShapes(condition.shape, t.shape), wider(t.dtype, e.dtype)),
} satisfies { readonly [K in KernelName]?: ShapeRule<K> };
