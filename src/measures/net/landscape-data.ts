import type { Examples } from '../../datasets/types.ts';
import type { ProgramContext, StateContext, StateMeasure } from '../definition.ts';
import type { MeasureKind } from '../schema.ts';

const sizeOf = (shapes: readonly (readonly number[])[]) =>
  shapes.reduce((sum, shape) => sum + shape.reduce((product, length) => product * length, 1), 0);

/** One example of zeros, as wide as the model has parameters: the loss of a landscape without its gradient noise. */
function origin(dimension: number): Examples {
  return {
    features: new Float32Array(dimension),
    featureShape: [dimension],
    scale: 1,
    offset: 0,
    labels: new Int32Array(1),
    count: 1,
  };
}

/**
 * Lets a measure of the training loss work on models that have no examples but a loss of their own (quadratic, double
 * well): it sees the loss without noise.
 */
export function onLandscapes<K extends MeasureKind>(measure: StateMeasure<K>): StateMeasure<K> {
  const programContext = (context: ProgramContext): ProgramContext => {
    if (context.train.count > 0) return context;
    const featureShape = [sizeOf(context.model.parameters.map(({ shape }) => shape))];
    const train = {
      count: 1,
      featureShape,
      storage: 'float32',
      scale: 1,
      offset: 0,
      labels: 'class',
    } as const;
    return { ...context, train };
  };
  const stateContext = (context: StateContext): StateContext =>
    context.train.count > 0
      ? context
      : {
          ...context,
          train: origin(sizeOf(Object.values(context.weights.parameters).map(({ shape }) => shape))),
        };
  return {
    ...measure,
    programs: (spec, context) => measure.programs(spec, programContext(context)),
    evaluate: (spec, context) => measure.evaluate(spec, stateContext(context)),
  };
}
