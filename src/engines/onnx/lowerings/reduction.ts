import { axesOf, axisOf } from '../../../program/shape-rule.ts';
import type { DType } from '../../../program/types.ts';
import { cast, castCode, input, type LoweringRule, shapeOf } from '../lowering-rule.ts';

/** `ReduceSum` takes its axes as an input in opset 17, the others as an attribute. */
const reduce =
  (type: string, working: (dtype: DType) => DType = (dtype) => dtype, attribute = 'axis'): LoweringRule =>
  (call) => {
    const axes = axesOf(call.attributes[attribute], shapeOf(call, 'x').length);
    const dtype = working(call.inputTypes['x']!.dtype);
    const x = input(call, 'x', dtype);
    const keepdims = call.attributes['keepDims'] === true ? 1 : 0;
    const result =
      axes.length === 0
        ? x
        : type === 'ReduceSum'
          ? call.graph.op(type, [x, call.graph.longs(axes)], { keepdims })
          : call.graph.op(type, [x], { axes, keepdims });
    return cast(call.graph, result, dtype, call.outputTypes[0]!.dtype);
  };

const counted = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);

/** Whether there is a NaN is asked for apart, where `markMaxima` says so. */
const extreme = (type: 'ReduceMax' | 'ReduceMin', attribute = 'axis'): LoweringRule => {
  const plain = reduce(type, counted, attribute);
  return (call) => {
    const result = plain(call) as string;
    const axes = axesOf(call.attributes[attribute], shapeOf(call, 'x').length);
    if (call.attributes['keepsNan'] !== true || axes.length === 0) return result;
    const { graph } = call;
    const isNan = graph.op('Cast', [graph.op('IsNaN', [input(call, 'x')])], { to: castCode.float32 });
    const keepdims = call.attributes['keepDims'] === true ? 1 : 0;
    const any = graph.op('ReduceMax', [isNan], { axes, keepdims });
    return graph.op('Where', [graph.op('Greater', [any, graph.scalar(0)]), graph.scalar(NaN), result]);
  };
};

const argument =
  (type: string): LoweringRule =>
  (call) => {
    const axis = axisOf(call.attributes['axis'], shapeOf(call, 'x').length);
    const result = call.graph.op(type, [input(call, 'x')], { axis, keepdims: 0 });
    return call.graph.op('Cast', [result], { to: castCode.int32 });
  };

/** Lowerings of kernels that reduce or scan along axes. */
export const reductionLowerings = {
  All: reduce('ReduceMin', () => 'int32'),
  Any: reduce('ReduceMax', () => 'int32'),
  ArgMax: argument('ArgMax'),
  ArgMin: argument('ArgMin'),
  Cumsum: (call) => {
    const axis = axisOf(call.attributes['axis'], shapeOf(call, 'x').length);
    return call.graph.op(
      'CumSum',
      [input(call, 'x', call.outputTypes[0]!.dtype), call.graph.constant('int64', [], [axis])],
      {
        exclusive: call.attributes['exclusive'] === true ? 1 : 0,
        reverse: call.attributes['reverse'] === true ? 1 : 0,
      },
    );
  },
  Max: extreme('ReduceMax', 'reductionIndices'),
  Mean: reduce('ReduceMean', () => 'float32'),
  Min: extreme('ReduceMin'),
  Prod: reduce('ReduceProd', counted),
  Softmax: (call) =>
    call.graph.op('Softmax', [input(call, 'logits')], {
      axis: axisOf(call.attributes['dim'] ?? -1, shapeOf(call, 'logits').length),
    }),
  Sum: reduce('ReduceSum', counted),
} satisfies Readonly<Record<string, LoweringRule>>;
