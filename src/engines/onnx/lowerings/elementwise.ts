import type { KernelName } from '../../../program/kernels/kernels.ts';
import type { DType, ValueType } from '../../../program/types.ts';
import { sameShape } from '../../../program/kernels/shape-rule.ts';
import { float, type Graph } from '../graph.ts';
import { cast, castCode, input, type LoweringCall, type LoweringRule, shapeOf } from '../lowering-rule.ts';

const unary =
  (type: string) =>
  (call: LoweringCall<'x'>): string =>
    call.graph.op(type, [input(call, 'x')]);

/** ONNX has no arithmetic on bool: it is done in int32 and cast back. */
const workingType = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);

const arithmetic =
  (compute: (call: LoweringCall<'a' | 'b'>, a: string, b: string, dtype: DType) => string) =>
  (call: LoweringCall<'a' | 'b'>): string => {
    const { dtype } = call.outputTypes[0];
    const working = workingType(dtype);
    const result = compute(call, input(call, 'a', working), input(call, 'b', working), working);
    return cast(call.graph, result, working, dtype);
  };

const binary = (type: string) => arithmetic(({ graph }, a, b) => graph.op(type, [a, b]));

const comparison =
  (type: string, negated = false) =>
  (call: LoweringCall<'a' | 'b'>): string => {
    const [a, b] = [call.inputTypes.a.dtype, call.inputTypes.b.dtype];
    const dtype = a === 'float32' || b === 'float32' ? 'float32' : 'int32';
    const result = call.graph.op(type, [input(call, 'a', dtype), input(call, 'b', dtype)]);
    return negated ? call.graph.op('Not', [result]) : result;
  };

const logical =
  (type: string) =>
  (call: LoweringCall<'a' | 'b'>): string =>
    call.graph.op(type, [input(call, 'a', 'bool'), input(call, 'b', 'bool')]);

/** x·log(u)/(u − 1) with u = 1 + x keeps the digits that 1 + x loses. */
const log1p: LoweringRule<'Log1p'> = (call) => {
  const { graph } = call;
  const x = input(call, 'x');
  const one = graph.scalar(1);
  const u = graph.op('Add', [x, one]);
  const rest = graph.op('Sub', [u, one]);
  const exact = graph.op('Equal', [u, one]);
  const safe = graph.op('Where', [exact, one, rest]);
  const scaled = graph.op('Div', [graph.op('Mul', [graph.op('Log', [u]), x]), safe]);
  const infinite = graph.op('IsInf', [u], { detect_negative: 0 });
  return graph.op('Where', [graph.op('Or', [exact, infinite]), x, scaled]);
};

/** (u − 1)·x/log(u) with u = exp(x), for small x; u − 1 elsewhere. */
const expm1: LoweringRule<'Expm1'> = (call) => {
  const { graph } = call;
  const x = input(call, 'x');
  const one = graph.scalar(1);
  const u = graph.op('Exp', [x]);
  const rest = graph.op('Sub', [u, one]);
  const small = graph.op('Less', [graph.op('Abs', [x]), one]);
  const exact = graph.op('Equal', [u, one]);
  const log = graph.op('Where', [exact, one, graph.op('Log', [u])]);
  const precise = graph.op('Where', [exact, x, graph.op('Div', [graph.op('Mul', [rest, x]), log])]);
  return graph.op('Where', [small, precise, rest]);
};

const atan2: LoweringRule<'Atan2'> = (call) => {
  const { graph } = call;
  const [a, b] = [input(call, 'a', 'float32'), input(call, 'b', 'float32')];
  const zero = graph.scalar(0);
  const base = graph.op('Atan', [graph.op('Div', [a, b])]);
  const up = graph.op('GreaterOrEqual', [a, zero]);
  const turn = graph.op('Where', [up, graph.scalar(Math.PI), graph.scalar(-Math.PI)]);
  const turned = graph.op('Where', [graph.op('Less', [b, zero]), graph.op('Add', [base, turn]), base]);
  const origin = graph.op('And', [graph.op('Equal', [a, zero]), graph.op('Equal', [b, zero])]);
  return graph.op('Where', [origin, zero, turned]);
};

/** What integers give where the divisor is 0: 0, as in TensorFlow.js; ONNX Runtime would stop. */
function unlessByZero(graph: Graph, b: string, divide: (divisor: string) => string): string {
  const [zero, one] = [0, 1].map((value) => graph.constant('int32', [], [value])) as [string, string];
  const byZero = graph.op('Equal', [b, zero]);
  return graph.op('Where', [byZero, zero, divide(graph.op('Where', [byZero, one, b]))]);
}

/** Floor division of integers: (a − a mod b)/b is exact. */
const floorDiv: LoweringRule<'FloorDiv'> = (call) => {
  const { graph } = call;
  if (call.inputTypes.a.dtype === 'float32' || call.inputTypes.b.dtype === 'float32') {
    const quotient = graph.op('Div', [input(call, 'a', 'float32'), input(call, 'b', 'float32')]);
    return graph.op('Cast', [graph.op('Floor', [quotient])], { to: castCode.int32 });
  }
  const [a, b] = [input(call, 'a', 'int32'), input(call, 'b', 'int32')];
  return unlessByZero(graph, b, (divisor) =>
    graph.op('Div', [graph.op('Sub', [a, graph.op('Mod', [a, divisor])]), divisor]),
  );
};

/** The remainder has the sign of the divisor. */
const mod = arithmetic(({ graph }, a, b, dtype) =>
  dtype === 'float32'
    ? graph.op('Sub', [a, graph.op('Mul', [b, graph.op('Floor', [graph.op('Div', [a, b])])])])
    : unlessByZero(graph, b, (divisor) => graph.op('Mod', [a, divisor])),
);

const square: LoweringRule<'Square'> = (call) => call.graph.op('Mul', [input(call, 'x'), input(call, 'x')]);

const squaredDifference = arithmetic(({ graph }, a, b) => {
  const difference = graph.op('Sub', [a, b]);
  return graph.op('Mul', [difference, difference]);
});

/** 1 where x > 0, else alpha. (A NaN gives alpha, where TensorFlow.js gives NaN.) */
const step: LoweringRule<'Step'> = (call) => {
  const { graph } = call;
  const x = input(call, 'x', 'float32');
  const positive = graph.op('Greater', [x, graph.scalar(0)]);
  const { alpha = 0 } = call.attributes;
  const { dtype } = call.outputTypes[0];
  if (alpha === 0) return graph.op('Cast', [positive], { to: castCode[dtype] });
  const result = graph.op('Where', [positive, graph.scalar(1), graph.scalar(alpha)]);
  return cast(graph, result, 'float32', dtype);
};

const select: LoweringRule<'Select'> = (call) => {
  const { dtype } = call.outputTypes[0];
  const working = workingType(dtype);
  const result = call.graph.op('Where', [
    input(call, 'condition', 'bool'),
    input(call, 't', working),
    input(call, 'e', working),
  ]);
  return cast(call.graph, result, working, dtype);
};

function clipped(call: LoweringCall<'x'>, lowest: number, highest: number): string {
  const { dtype } = call.outputTypes[0];
  const bound = (value: number): string => call.graph.constant(dtype, [], [value]);
  return call.graph.op('Clip', [input(call, 'x'), bound(lowest), bound(highest)]);
}

const filledLike =
  (value: number) =>
  ({
    graph,
    outputTypes,
  }: {
    readonly graph: Graph;
    readonly outputTypes: readonly [ValueType, ...ValueType[]];
  }) =>
    graph.filled(outputTypes[0].dtype, outputTypes[0].shape, value);

/** NaN is the integer 0, as an Int32Array has it; ONNX Runtime makes the lowest one of it. */
const castTo: LoweringRule<'Cast'> = (call) => {
  const { graph } = call;
  const { dtype } = call.outputTypes[0];
  if (call.inputTypes.x.dtype !== 'float32' || dtype !== 'int32') return input(call, 'x', dtype);
  const x = input(call, 'x');
  return cast(graph, graph.op('Where', [graph.op('IsNaN', [x]), graph.scalar(0), x]), 'float32', dtype);
};

/** ONNX repeats the slopes over x, never x over the slopes. */
const prelu: LoweringRule<'Prelu'> = (call) => {
  const { graph } = call;
  const [x, alpha] = [input(call, 'x'), input(call, 'alpha')];
  if (sameShape(shapeOf(call, 'x'), call.outputTypes[0].shape)) return graph.op('PRelu', [x, alpha]);
  const negative = graph.op('Less', [x, graph.scalar(0)]);
  return graph.op('Where', [negative, graph.op('Mul', [alpha, x]), x]);
};

/** dy where y > 0, else dy·(y + 1). */
const eluGrad: LoweringRule<'EluGrad'> = (call) => {
  const { graph } = call;
  const [dy, y] = [input(call, 'dy'), input(call, 'y')];
  const positive = graph.op('Greater', [y, graph.scalar(0)]);
  const scaled = graph.op('Mul', [dy, graph.op('Add', [y, graph.scalar(1)])]);
  return graph.op('Where', [positive, dy, scaled]);
};

const isFinite: LoweringRule<'IsFinite'> = (call) => {
  const { graph } = call;
  const x = input(call, 'x', 'float32');
  return graph.op('Not', [graph.op('Or', [graph.op('IsNaN', [x]), graph.op('IsInf', [x])])]);
};

/** Lowerings of kernels that work element by element. */
export const elementwiseLowerings = {
  Abs: unary('Abs'),
  Acos: unary('Acos'),
  Acosh: unary('Acosh'),
  Asin: unary('Asin'),
  Asinh: unary('Asinh'),
  Atan: unary('Atan'),
  Atanh: unary('Atanh'),
  Ceil: unary('Ceil'),
  ClipByValue: (call) => clipped(call, call.attributes.clipValueMin, call.attributes.clipValueMax),
  Cos: unary('Cos'),
  Cosh: unary('Cosh'),
  Elu: unary('Elu'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Expm1: expm1,
  Floor: unary('Floor'),
  Identity: (call) => input(call, 'x'),
  IsFinite: isFinite,
  IsInf: (call) => call.graph.op('IsInf', [input(call, 'x', 'float32')]),
  IsNan: (call) => call.graph.op('IsNaN', [input(call, 'x', 'float32')]),
  LeakyRelu: (call) =>
    call.graph.op('LeakyRelu', [input(call, 'x')], {
      alpha: float(call.attributes.alpha ?? 0.2),
    }),
  Log: unary('Log'),
  Log1p: log1p,
  LogicalNot: (call) => call.graph.op('Not', [input(call, 'x', 'bool')]),
  Neg: unary('Neg'),
  OnesLike: filledLike(1),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Relu6: (call) => clipped(call, 0, 6),
  Round: unary('Round'),
  Rsqrt: (call) => call.graph.op('Reciprocal', [call.graph.op('Sqrt', [input(call, 'x', 'float32')])]),
  Selu: unary('Selu'),
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Sin: unary('Sin'),
  Sinh: unary('Sinh'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Square: square,
  Step: step,
  Tan: unary('Tan'),
  Tanh: unary('Tanh'),
  ZerosLike: filledLike(0),

  Add: binary('Add'),
  Atan2: atan2,
  EluGrad: eluGrad,
  FloorDiv: floorDiv,
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Mod: mod,
  Multiply: binary('Mul'),
  Pow: binary('Pow'),
  Prelu: prelu,
  RealDiv: binary('Div'),
  SquaredDifference: squaredDifference,
  Sub: binary('Sub'),

  Equal: comparison('Equal'),
  NotEqual: comparison('Equal', true),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),

  AddN: ({ graph, inputs }) => graph.op('Sum', Object.values(inputs)),
  Cast: castTo,
  Select: select,
} satisfies { readonly [K in KernelName]?: LoweringRule<K> };
