import type { AttributesFor, KernelName } from '../../../program/kernels/signatures.ts';
import { axesOf, axisOf } from '../../../program/kernels/shape-rule.ts';
import type { DType } from '../../../program/types.ts';
import { cast, castCode, input, type LoweringCall, type LoweringRule, shapeOf } from '../lowering-rule.ts';

type Axes = number | readonly number[] | undefined;

interface Reduction {
  readonly type: string;
  readonly axes: Axes;
  readonly keepDims: boolean | undefined;
  /** The type in which it is computed. */
  readonly dtype: DType;
}

/** `ReduceSum` takes its axes as an input in opset 17, the others as an attribute. */
function reduced(call: LoweringCall<'x'>, { type, axes: given, keepDims, dtype }: Reduction): string {
  const axes = axesOf(given, shapeOf(call, 'x').length);
  const x = input(call, 'x', dtype);
  const keepdims = keepDims === true ? 1 : 0;
  const result =
    axes.length === 0
      ? x
      : type === 'ReduceSum'
        ? call.graph.op(type, [x, call.graph.longs(axes)], { keepdims })
        : call.graph.op(type, [x], { axes, keepdims });
  return cast(call.graph, result, dtype, call.outputTypes[0].dtype);
}

const reduce =
  (type: string, working: (dtype: DType) => DType) =>
  (call: LoweringCall<'x', AttributesFor<'Sum'>>): string => {
    const { axis: axes, keepDims } = call.attributes;
    return reduced(call, { type, axes, keepDims, dtype: working(call.inputTypes.x.dtype) });
  };

const counted = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);

/** Whether there is a NaN is asked for apart, where `markMaxima` says so. */
function extreme(
  call: LoweringCall<
    'x',
    { readonly keepDims?: boolean | undefined; readonly keepsNan?: boolean | undefined }
  >,
  type: 'ReduceMax' | 'ReduceMin',
  given: Axes,
): string {
  const { keepDims, keepsNan } = call.attributes;
  const result = reduced(call, { type, axes: given, keepDims, dtype: counted(call.inputTypes.x.dtype) });
  const axes = axesOf(given, shapeOf(call, 'x').length);
  if (keepsNan !== true || axes.length === 0) return result;
  const { graph } = call;
  const isNan = graph.op('Cast', [graph.op('IsNaN', [input(call, 'x')])], { to: castCode.float32 });
  const any = graph.op('ReduceMax', [isNan], { axes, keepdims: keepDims === true ? 1 : 0 });
  return graph.op('Where', [graph.op('Greater', [any, graph.scalar(0)]), graph.scalar(NaN), result]);
}

const argument =
  (type: string) =>
  (call: LoweringCall<'x', AttributesFor<'ArgMax'>>): string => {
    const axis = axisOf(call.attributes.axis, shapeOf(call, 'x').length);
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
    const { axis, exclusive, reverse } = call.attributes;
    const along = axisOf(axis, shapeOf(call, 'x').length);
    return call.graph.op(
      'CumSum',
      [input(call, 'x', call.outputTypes[0].dtype), call.graph.constant('int64', [], [along])],
      { exclusive: exclusive === true ? 1 : 0, reverse: reverse === true ? 1 : 0 },
    );
  },
  Max: (call) => extreme(call, 'ReduceMax', call.attributes.reductionIndices),
  Mean: reduce('ReduceMean', () => 'float32'),
  Min: (call) => extreme(call, 'ReduceMin', call.attributes.axis),
  Prod: reduce('ReduceProd', counted),
  Softmax: (call) =>
    call.graph.op('Softmax', [input(call, 'logits')], {
      axis: axisOf(call.attributes.dim ?? -1, shapeOf(call, 'logits').length),
    }),
  Sum: reduce('ReduceSum', counted),
} satisfies { readonly [K in KernelName]?: LoweringRule<K> };
