import { describe, expect, test } from 'vitest';
import type { Tensors } from '../../src/engines/types.ts';
import {
  hessianFrobeniusNorm,
  hessianIdentityCosine,
  hessianLargestEigenvalue,
  hessianSpectralDensity,
} from '../../src/measures/kinds/hessian-spectrum.ts';
import { hessianTrace } from '../../src/measures/kinds/hessian-trace.ts';
import { buildModel } from '../../src/models/index.ts';
import type { Model } from '../../src/models/types.ts';
import { stream } from '../../src/random/index.ts';
import { jacobiEigenvalues, squaredFrobenius, trace } from './matrices.ts';
import type { Matrix } from './matrices.ts';
import { evaluateOn, examplesOf, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

// Products of the Hessian come back in float32 (2⁻²⁴ ≈ 6e-8 relative); sums of a few hundred terms lose one or two
// digits.
const FLOAT32 = 2e-5;
const near = (got: number, want: number, relative = FLOAT32) =>
  expect(Math.abs(got - want), `${got} against ${want}`).toBeLessThanOrEqual(relative * Math.abs(want));

const inputs = 5;
const rowsOf = (stand: Stand): number[][] =>
  Array.from({ length: stand.train.count }, (_, n) => [
    ...stand.train.features.subarray(n * inputs, (n + 1) * inputs),
    1, // the bias is the weight of a constant feature
  ]);

/** Linear regression with one output: H = (2/N) XᵀX. */
function linear(): { stand: Stand; hessian: Matrix } {
  const random = stream('linear', 'data');
  const count = 67; // a prime: the last batch is smaller
  const features = Array.from({ length: count }, () =>
    Array.from({ length: inputs }, (_, i) => (1 + i) * random.normal()),
  );
  const train = examplesOf(
    features,
    Float32Array.from({ length: count }, () => random.normal()),
  );
  const model = buildModel({ kind: 'linear-regression' }, { features: [inputs], outputs: 1 });
  const stand: Stand = {
    model,
    lossKind: 'mean-squared-error',
    outputs: 1,
    train,
    weights: stateOf(model, 'linear', 0.5),
  };
  const rows = rowsOf(stand);
  const hessian = Array.from({ length: inputs + 1 }, (_, i) =>
    Float64Array.from({ length: inputs + 1 }, (_, j) =>
      rows.reduce((sum, x) => sum + (2 / count) * x[i]! * x[j]!, 0),
    ),
  );
  return { stand, hessian };
}

/** Class probabilities of soft-max regression at the stand's weights. */
function probabilities(model: Model, parameters: Tensors, rows: readonly number[][], classes: number) {
  const [weight, bias] = model.parameters.map(({ name }) => parameters[name]!.data);
  return rows.map((x) => {
    const scores = Array.from({ length: classes }, (_, c) =>
      Math.exp(
        bias![c]! + x.slice(0, inputs).reduce((sum, value, i) => sum + value * weight![i * classes + c]!, 0),
      ),
    );
    const sum = scores.reduce((a, b) => a + b, 0);
    return scores.map((score) => score / sum);
  });
}

/** Soft-max regression: H = (1/N) Σ (diag p − ppᵀ) ⊗ xxᵀ. */
function softmax(classes: number): { stand: Stand; hessian: Matrix } {
  const count = 64;
  const train = randomExamples(count, inputs, classes, 'softmax');
  const model = buildModel({ kind: 'softmax-regression' }, { features: [inputs], outputs: classes });
  const stand: Stand = {
    model,
    lossKind: 'cross-entropy',
    outputs: classes,
    train,
    weights: stateOf(model, 'softmax', 0.5),
  };
  const rows = rowsOf(stand);
  const p = probabilities(model, stand.weights.parameters, rows, classes);
  const size = (inputs + 1) * classes; // index = feature · classes + class
  const hessian = Array.from({ length: size }, (_, a) =>
    Float64Array.from({ length: size }, (_, b) => {
      const [i, c, j, d] = [Math.floor(a / classes), a % classes, Math.floor(b / classes), b % classes];
      return rows.reduce(
        (sum, x, n) =>
          sum + ((c === d ? p[n]![c]! : 0) - p[n]![c]! * p[n]![d]!) * (x[i]! * x[j]!) * (1 / count),
        0,
      );
    }),
  );
  return { stand, hessian };
}

describe.each([
  ['linear regression, (2/N) XᵀX', linear()],
  ['soft-max regression, (1/N) Σ (diag p − ppᵀ) ⊗ xxᵀ', softmax(4)],
])('%s', (_, { stand, hessian }) => {
  const eigenvalues = jacobiEigenvalues(hessian);

  test('exact trace', async () => {
    const { value, standardError } = await evaluateOn(stand, hessianTrace, {
      kind: 'hessianTrace',
      method: 'exact',
    });
    near(value, trace(hessian));
    expect(standardError).toBe(0);
  });

  test("Hutchinson's trace, within its standard error", async () => {
    const { value, standardError, detail } = await evaluateOn(stand, hessianTrace, {
      kind: 'hessianTrace',
      relativeError: 0.02,
    });
    expect(detail!['converged']).toBe(1);
    expect(standardError).toBeGreaterThan(0);
    expect(Math.abs(value - trace(hessian))).toBeLessThan(4 * standardError!); // four standard errors
  });

  test('the trace by Hutch++, which spans so small a Hessian', async () => {
    const { value, standardError } = await evaluateOn(stand, hessianTrace, {
      kind: 'hessianTrace',
      method: 'hutch++',
      relativeError: 0.01,
    });
    // Four standard errors, and rounding where the sketch spans everything.
    expect(Math.abs(value - trace(hessian))).toBeLessThan(4 * standardError! + FLOAT32 * trace(hessian));
  });

  test('largest eigenvalue', async () => {
    const { value, detail } = await evaluateOn(stand, hessianLargestEigenvalue, {
      kind: 'hessianLargestEigenvalue',
      relativeError: 1e-4,
    });
    // Within the residual (there is an eigenvalue that near) and rounding.
    expect(Math.abs(value - eigenvalues.at(-1)!)).toBeLessThanOrEqual(
      detail!['largestResidual']! + FLOAT32 * value,
    );
    expect(detail!['converged']).toBe(1);
  });

  test('Frobenius norm', async () => {
    const { value, standardError } = await evaluateOn(stand, hessianFrobeniusNorm, {
      kind: 'hessianFrobeniusNorm',
      relativeError: 0.01,
    });
    const truth = Math.sqrt(squaredFrobenius(hessian));
    // Four standard errors, and rounding.
    expect(Math.abs(value - truth)).toBeLessThan(4 * standardError! + FLOAT32 * truth);
  });

  test('cosine with the identity', async () => {
    const { value, standardError, detail } = await evaluateOn(stand, hessianIdentityCosine, {
      kind: 'hessianIdentityCosine',
      relativeError: 0.01,
    });
    const truth = trace(hessian) / Math.sqrt(hessian.length * squaredFrobenius(hessian));
    // Four standard errors, and rounding.
    expect(Math.abs(value - truth)).toBeLessThan(4 * standardError! + FLOAT32 * truth);
    near(detail!['effectiveDirections']!, value ** 2 * hessian.length);
  });

  test('spectral density: its ends are the extreme eigenvalues, its moments those of the spectrum', async () => {
    const probes = 64;
    const { value, curve, detail } = await evaluateOn(stand, hessianSpectralDensity, {
      kind: 'hessianSpectralDensity',
      probes,
      iterations: 24,
    });
    near(detail!['largest']!, eigenvalues.at(-1)!, 1e-4); // float32 products over 24 iterations
    expect(curve!.values.at(-1)).toBeCloseTo(1, 10); // rounding of doubles
    const n = eigenvalues.length;
    const second = eigenvalues.reduce((sum, x) => sum + x ** 2, 0) / n;
    const spread = eigenvalues.reduce((sum, x) => sum + (x ** 2 - second) ** 2, 0);
    // Var(uᵀA²u) ≈ 2‖A² − mean‖²/n² a start; four standard errors of the second moment.
    expect(Math.abs(value ** 2 - second)).toBeLessThan(4 * Math.sqrt((2 * spread) / n ** 2 / probes));
  });
});

test('two classes are logistic regression twice over: Tr(H) = 2 Tr((1/N) Xᵀ diag(p(1−p)) X)', async () => {
  const { stand } = softmax(2);
  const rows = rowsOf(stand);
  const p = probabilities(stand.model, stand.weights.parameters, rows, 2);
  const logistic = rows.reduce(
    (sum, x, n) =>
      sum + (p[n]![0]! * p[n]![1]! * x.reduce((square, value) => square + value ** 2, 0)) / rows.length,
    0,
  );
  const { value } = await evaluateOn(stand, hessianTrace, { kind: 'hessianTrace', method: 'exact' });
  near(value, 2 * logistic);
});

test('`examples` takes the first of the training set', async () => {
  const { stand } = softmax(3);
  const first = { ...stand.train, features: stand.train.features.slice(0, 20 * inputs), count: 20 };
  const few = { ...stand, train: { ...first, labels: stand.train.labels.slice(0, 20) } };
  const spec = { kind: 'hessianTrace', method: 'exact' } as const;
  const declared = await evaluateOn(stand, hessianTrace, { ...spec, examples: 20 });
  near(declared.value, (await evaluateOn(few, hessianTrace, spec)).value);
});
