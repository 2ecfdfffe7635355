import { describe, expect, test } from 'vitest';
import { loadDataset } from '../../src/datasets/index.ts';
import { dataSchema, type DataSpec } from '../../src/datasets/schema.ts';
import { eachPrediction, fitSoftmaxRegression } from '../../src/datasets/transforms/softmax-fit.ts';
import type { Dataset, Examples } from '../../src/datasets/types.ts';

const small = { train: 2000, test: 1000, downsample: 7 } as const;
const load = (spec: DataSpec) => loadDataset(dataSchema.parse(spec));
const original = () => load({ kind: 'fashion-mnist', ...small });
const redrawn = (wrong = false) => load({ kind: 'labels-from-model', of: 'fashion-mnist', ...small, wrong });

/** Traces of the gradients' covariance and of the Hessian of soft-max regression at the model, both exact. */
async function traces({ train }: Dataset) {
  const model = fitSoftmaxRegression((await original()).train, 10, 'labels');
  let covariance = 0;
  let hessian = 0;
  eachPrediction(model, train, (row, p) => {
    const norm = squaredNorm(train, row) + 1; // the bias sees a constant 1
    const squares = p.reduce((sum, value) => sum + value * value, 0);
    covariance += norm * (1 - 2 * p[train.labels[row]!]! + squares);
    hessian += norm * (1 - squares);
  });
  return { covariance, hessian };
}

function squaredNorm(examples: Examples, row: number): number {
  const size = examples.features.length / examples.count;
  let sum = 0;
  for (let j = 0; j < size; j++)
    sum += (examples.offset + examples.scale * examples.features[row * size + j]!) ** 2;
  return sum;
}

describe('labels drawn from a model', () => {
  test('leave the images as they are and are the same every time', async () => {
    const [before, after] = await Promise.all([original(), redrawn()]);
    expect([...after.train.features.subarray(0, 500)]).toEqual([...before.train.features.subarray(0, 500)]);
    expect(after.digest).not.toBe(before.digest);
    expect(after.digest.slice(0, 16)).toBe('49941603dd64e03e');
  });

  test('follow the model: each class is drawn as often as its probabilities say', async () => {
    const { train } = await redrawn();
    const model = fitSoftmaxRegression((await original()).train, 10, 'labels');
    const expected = Array<number>(10).fill(0);
    const variance = Array<number>(10).fill(0);
    const found = Array<number>(10).fill(0);
    eachPrediction(model, train, (row, p) => {
      p.forEach((value, label) => {
        expected[label]! += value;
        variance[label]! += value * (1 - value);
      });
      found[train.labels[row]!]!++;
    });
    found.forEach((count, label) =>
      expect(Math.abs(count - expected[label]!)).toBeLessThan(5 * Math.sqrt(variance[label]!)),
    );
  });

  test('make the covariance of the gradients the Hessian, which labels drawn wrongly do not', async () => {
    const right = await traces(await redrawn());
    const wrong = await traces(await redrawn(true));
    // The ratio's standard error over 2,000 examples is about 0.02.
    expect(Math.abs(right.covariance / right.hessian - 1)).toBeLessThan(0.1);
    expect(wrong.covariance / wrong.hessian).toBeLessThan(0.8); // measured 0.68
  });

  test('are learnable: the model that they come from classifies the original labels', async () => {
    const { test } = await original();
    const wrong = await redrawn(true); // the most probable class
    const hits = [...test.labels].filter((label, i) => label === wrong.test.labels[i]).length;
    expect(hits / test.count).toBeGreaterThan(0.65); // measured 0.7; guessing gives 0.1
  });
});
