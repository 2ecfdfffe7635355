import { sizeOf } from '../kernels/shape-rule.ts';
import type { elementwiseShapes } from '../kernels/shapes/elementwise.ts';
import type { AttributesFor } from '../kernels/signatures.ts';
import type { DType, ValueType } from '../types.ts';
import { attributeNumber, broadcastMap, type DoubleRule, type Elements, settled } from './rule.ts';

/** Half an integer is rounded to the even one. */
function round(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** erf x = 2/√π·exp(−x²)·Σ 2ⁿ·x²ⁿ⁺¹/(1·3·…·(2n + 1)): no term has another sign, so none cancels. */
function erf(x: number): number {
  // Beyond, 1 − erf x is less than half a unit in the last place of 1.
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const [SELU_SCALE, SELU_ALPHA] = [1.0507009873554805, 1.6732632423543772];

type Outputs = { readonly outputs: readonly [ValueType, ...ValueType[]] };
type One = { readonly x: Elements };

/** A function of numbers at each element of a value of the data type. */
function mapped(dtype: DType, x: Elements, compute: (x: number) => number): Elements {
  const result = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) result[i] = compute(x[i]!);
  return settled(dtype, result);
}

/** A kernel of one operand, element by element. */
const plain =
  (compute: (x: number) => number) =>
  ({ outputs: [{ dtype }] }: Outputs) =>
  ({ x }: One): Elements =>
    mapped(dtype, x, compute);

/** Gives a function of pairs of numbers at each element of a result to which both operands broadcast. */
function joint(
  one: ValueType,
  other: ValueType,
  { shape, dtype }: ValueType,
  compute: (a: number, b: number) => number,
): (a: Elements, b: Elements) => Elements {
  const size = sizeOf(shape);
  const left = broadcastMap(one.shape, shape);
  const right = broadcastMap(other.shape, shape);
  return (a, b) => {
    const result = new Float64Array(size);
    if (left === undefined && right === undefined)
      for (let i = 0; i < size; i++) result[i] = compute(a[i]!, b[i]!);
    else if (left === undefined) for (let i = 0; i < size; i++) result[i] = compute(a[i]!, b[right![i]!]!);
    else if (right === undefined) for (let i = 0; i < size; i++) result[i] = compute(a[left[i]!]!, b[i]!);
    else for (let i = 0; i < size; i++) result[i] = compute(a[left[i]!]!, b[right[i]!]!);
    return settled(dtype, result);
  };
}

type Two<V> = Readonly<Record<'a' | 'b', V>>;

/** A kernel of two operands that broadcast. */
const binary =
  (compute: (a: number, b: number) => number) =>
  ({ inputs, outputs }: Outputs & { readonly inputs: Two<ValueType> }) => {
    const evaluate = joint(inputs.a, inputs.b, outputs[0], compute);
    return ({ a, b }: Two<Elements>): Elements => evaluate(a, b);
  };

const truth = (compute: (a: number, b: number) => boolean) => binary((a, b) => (compute(a, b) ? 1 : 0));

const filled =
  (value: number) =>
  ({ outputs }: Outputs) => {
    const result = new Float64Array(sizeOf(outputs[0].shape)).fill(value);
    return (): Elements => result;
  };

/** An integer divided by 0 is what an Int32Array makes of it: 0. */
const floorDiv = (a: number, b: number): number => Math.floor(a / b);

/** The remainder has the sign of the divisor. */
function mod(a: number, b: number): number {
  const rest = a % b;
  return (a < 0 && b < 0) || (a >= 0 && b >= 0) ? rest : (rest + b) % b;
}

const select: DoubleRule<'Select'> = ({ inputs, outputs }) => {
  const { shape, dtype } = outputs[0];
  const size = sizeOf(shape);
  const [ofCondition, ofT, ofE] = [inputs.condition, inputs.t, inputs.e].map((type) =>
    broadcastMap(type.shape, shape),
  );
  return ({ condition, t, e }) => {
    const result = new Float64Array(size);
    for (let i = 0; i < size; i++)
      result[i] = condition[ofCondition?.[i] ?? i] !== 0 ? t[ofT?.[i] ?? i]! : e[ofE?.[i] ?? i]!;
    return settled(dtype, result);
  };
};

const addN: DoubleRule<'AddN'> = ({ outputs }) => {
  const { shape, dtype } = outputs[0];
  const size = sizeOf(shape);
  return (inputs) => {
    const result = new Float64Array(size);
    for (const x of Object.values(inputs)) for (let i = 0; i < size; i++) result[i]! += x[i]!;
    return settled(dtype, result);
  };
};

/** Whole numbers of a float; truths are all that is not 0. */
const cast: DoubleRule<'Cast'> = ({ inputs, outputs }) => {
  const { dtype } = outputs[0];
  const order: readonly DType[] = ['bool', 'int32', 'float32'];
  const widens = order.indexOf(dtype) >= order.indexOf(inputs.x.dtype);
  return ({ x }) => (widens ? x : settled(dtype, x.slice()));
};

const clip = ({ clipValueMin, clipValueMax }: AttributesFor<'ClipByValue'>) => {
  const [low, high] = [attributeNumber(clipValueMin, -Infinity), attributeNumber(clipValueMax, Infinity)];
  return (x: number): number => (x > high ? high : x < low ? low : x);
};

const step = ({ alpha }: AttributesFor<'Step'>) => {
  const otherwise = attributeNumber(alpha, 0);
  return (x: number): number => (Number.isNaN(x) ? NaN : x > 0 ? 1 : otherwise);
};

const leaky = ({ alpha }: AttributesFor<'LeakyRelu'>) => {
  const slope = attributeNumber(alpha, 0.2);
  return (x: number): number => (x < 0 ? slope * x : x);
};

const identity =
  () =>
  ({ x }: One): Elements =>
    x;

/** Kernels that work element by element. NaN gives NaN, but for comparisons, truths and integers. */
export const elementwiseDouble: { readonly [K in keyof typeof elementwiseShapes]: DoubleRule<K> } = {
  Abs: plain(Math.abs),
  Acos: plain(Math.acos),
  Acosh: plain(Math.acosh),
  Asin: plain(Math.asin),
  Asinh: plain(Math.asinh),
  Atan: plain(Math.atan),
  Atanh: plain(Math.atanh),
  Ceil: plain(Math.ceil),
  ClipByValue: (call) => plain(clip(call.attributes))(call),
  Cos: plain(Math.cos),
  Cosh: plain(Math.cosh),
  Elu: plain((x) => (x >= 0 ? x : Math.expm1(x))),
  Erf: plain(erf),
  Exp: plain(Math.exp),
  Expm1: plain(Math.expm1),
  Floor: plain(Math.floor),
  Identity: identity,
  IsFinite: plain((x) => Number(Number.isFinite(x))),
  IsInf: plain((x) => Number(Math.abs(x) === Infinity)),
  IsNan: plain((x) => Number(Number.isNaN(x))),
  LeakyRelu: (call) => plain(leaky(call.attributes))(call),
  Log: plain(Math.log),
  Log1p: plain(Math.log1p),
  LogicalNot: plain((x) => (x === 0 ? 1 : 0)),
  Neg: plain((x) => -x),
  OnesLike: filled(1),
  Reciprocal: plain((x) => 1 / x),
  Relu: plain((x) => Math.max(0, x)),
  Relu6: plain((x) => Math.min(Math.max(0, x), 6)),
  Round: plain(round),
  Rsqrt: plain((x) => 1 / Math.sqrt(x)),
  Selu: plain((x) => SELU_SCALE * (x >= 0 ? x : SELU_ALPHA * Math.expm1(x))),
  Sigmoid: plain((x) => 1 / (1 + Math.exp(-x))),
  Sign: plain(Math.sign),
  Sin: plain(Math.sin),
  Sinh: plain(Math.sinh),
  Softplus: plain((x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
  Sqrt: plain(Math.sqrt),
  Square: plain((x) => x * x),
  Step: (call) => plain(step(call.attributes))(call),
  Tan: plain(Math.tan),
  Tanh: plain(Math.tanh),
  ZerosLike: filled(0),

  Add: binary((a, b) => a + b),
  Atan2: binary(Math.atan2),
  EluGrad: ({ inputs, outputs }) => {
    const evaluate = joint(inputs.dy, inputs.y, outputs[0], (dy, y) => (y >= 0 ? dy : dy * (y + 1)));
    return ({ dy, y }) => evaluate(dy, y);
  },
  FloorDiv: binary(floorDiv),
  Maximum: binary(Math.max),
  Minimum: binary(Math.min),
  Mod: binary(mod),
  Multiply: binary((a, b) => a * b),
  Pow: binary(Math.pow),
  Prelu: ({ inputs, outputs }) => {
    const evaluate = joint(inputs.x, inputs.alpha, outputs[0], (x, slope) => (x < 0 ? slope * x : x));
    return ({ x, alpha }) => evaluate(x, alpha);
  },
  RealDiv: binary((a, b) => a / b),
  SquaredDifference: binary((a, b) => (a - b) * (a - b)),
  Sub: binary((a, b) => a - b),

  Equal: truth((a, b) => a === b),
  NotEqual: truth((a, b) => a !== b),
  Greater: truth((a, b) => a > b),
  GreaterEqual: truth((a, b) => a >= b),
  Less: truth((a, b) => a < b),
  LessEqual: truth((a, b) => a <= b),
  LogicalAnd: truth((a, b) => a !== 0 && b !== 0),
  LogicalOr: truth((a, b) => a !== 0 || b !== 0),

  AddN: addN,
  Cast: cast,
  Select: select,
};
