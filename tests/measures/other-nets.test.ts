import { describe, expect, test } from 'vitest';
import { covarianceOperator, momentsOf } from '../../src/measures/net/covariance-operator.ts';
import { hessianCovarianceCosine } from '../../src/measures/kinds/covariance-measures.ts';
import { exactTrace } from '../../src/measures/estimators/exact-trace.ts';
import { hessianTrace } from '../../src/measures/kinds/hessian-trace.ts';
import type { StateMeasure } from '../../src/measures/index.ts';
import { buildModel } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import { evaluateOn, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const [classes, side] = [3, 6];

function standOf(spec: ModelSpec, featureShape: readonly number[]): Stand {
  const size = featureShape.reduce((product, length) => product * length, 1);
  const model = buildModel(spec, { features: featureShape, outputs: classes });
  const train = { ...randomExamples(37, size, classes, 'other nets'), featureShape };
  return {
    model,
    lossKind: 'cross-entropy',
    outputs: classes,
    train,
    weights: stateOf(model, 'other nets', 0.1),
  };
}

/** Tr(C) once from squared gradients and once by the products of C with unit vectors. */
const covarianceTraceTwice: StateMeasure<'hessianCovarianceCosine'> = {
  ...hessianCovarianceCosine,
  evaluate: async (_, context) => {
    const { count } = context.train;
    const { covarianceTrace, gradient } = await momentsOf(context, count);
    const byColumns = await exactTrace(covarianceOperator(context, count, gradient));
    return { value: covarianceTrace, detail: { byColumns } };
  },
};

describe.each<[string, Stand]>([
  ['a convolutional net', standOf({ kind: 'cnn', channels: [2, 3] }, [side, side])],
  ['a net with batch normalization', standOf({ kind: 'mlp', hidden: [5], normalization: 'batch' }, [4])],
  ['a net with layer normalization', standOf({ kind: 'mlp', hidden: [5], normalization: 'layer' }, [4])],
  ['a net with GELU', standOf({ kind: 'mlp', hidden: [5], activation: 'gelu' }, [4])],
])('%s', (_, stand) => {
  test('has a trace on which all methods agree, in evaluation mode', async () => {
    const exact = await evaluateOn(stand, hessianTrace, { kind: 'hessianTrace', method: 'exact' });
    for (const method of ['hutchinson', 'hutch++'] as const) {
      const { value, standardError } = await evaluateOn(stand, hessianTrace, {
        kind: 'hessianTrace',
        method,
        relativeError: 0.1,
      });
      // Four standard errors; Hutch++ may span everything, then rounding of float32 products is left.
      expect(Math.abs(value - exact.value)).toBeLessThan(4 * standardError! + 1e-4 * Math.abs(exact.value));
    }
  });

  test('has one Tr(C), from squared gradients and from products', async () => {
    const { value, detail } = await evaluateOn(stand, covarianceTraceTwice, {
      kind: 'hessianCovarianceCosine',
    });
    expect(value / detail!['byColumns']!).toBeCloseTo(1, 4); // sums of float32 in another order
  });
});
