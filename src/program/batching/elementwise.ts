import type { elementwiseShapes } from '../kernels/shapes/elementwise.ts';
import { aligned, type AnyBatchRule, type BatchRule, valuesOf, withAxis } from './rule.ts';

/** Operands keep their places; those of lower rank get axes of length 1 behind the replicate axis. */
const broadcast: AnyBatchRule = (call) => {
  const { kernel, attributes, rewriter, types } = call;
  const rank = types[0]!.shape.length;
  return rewriter.append({
    kernel,
    inputs: valuesOf(call, (operand) => aligned(call, operand, rank)),
    attributes,
  });
};

/** Kernels that do not broadcast: every operand gets the replicate axis. */
const equalShapes: AnyBatchRule = (call) => {
  const { kernel, attributes, rewriter } = call;
  return rewriter.append({
    kernel,
    inputs: valuesOf(call, (operand) => withAxis(call, operand)),
    attributes,
  });
};

/** Batching rules of kernels that work element by element. */
export const elementwiseBatching: { readonly [K in keyof typeof elementwiseShapes]: BatchRule<K> } = {
  Abs: broadcast,
  Acos: broadcast,
  Acosh: broadcast,
  Add: broadcast,
  AddN: equalShapes,
  Asin: broadcast,
  Asinh: broadcast,
  Atan: broadcast,
  Atan2: broadcast,
  Atanh: broadcast,
  Cast: broadcast,
  Ceil: broadcast,
  ClipByValue: broadcast,
  Cos: broadcast,
  Cosh: broadcast,
  Elu: broadcast,
  EluGrad: equalShapes,
  Equal: broadcast,
  Erf: broadcast,
  Exp: broadcast,
  Expm1: broadcast,
  Floor: broadcast,
  FloorDiv: broadcast,
  Greater: broadcast,
  GreaterEqual: broadcast,
  Identity: broadcast,
  IsFinite: broadcast,
  IsInf: broadcast,
  IsNan: broadcast,
  LeakyRelu: broadcast,
  Less: broadcast,
  LessEqual: broadcast,
  Log: broadcast,
  Log1p: broadcast,
  LogicalAnd: broadcast,
  LogicalNot: broadcast,
  LogicalOr: broadcast,
  Maximum: broadcast,
  Minimum: broadcast,
  Mod: broadcast,
  Multiply: broadcast,
  Neg: broadcast,
  NotEqual: broadcast,
  OnesLike: broadcast,
  Pow: broadcast,
  Prelu: broadcast,
  RealDiv: broadcast,
  Reciprocal: broadcast,
  Relu: broadcast,
  Relu6: broadcast,
  Round: broadcast,
  Rsqrt: broadcast,
  Select: equalShapes,
  Selu: broadcast,
  Sigmoid: broadcast,
  Sign: broadcast,
  Sin: broadcast,
  Sinh: broadcast,
  Softplus: broadcast,
  Sqrt: broadcast,
  Square: broadcast,
  SquaredDifference: broadcast,
  Step: broadcast,
  Sub: broadcast,
  Tan: broadcast,
  Tanh: broadcast,
  ZerosLike: broadcast,
};
