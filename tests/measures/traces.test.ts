import { describe, expect, test } from 'vitest';
import { denseMatrix, exactTrace } from '../../src/measures/estimators/exact-trace.ts';
import { hutchPlusPlus } from '../../src/measures/estimators/hutch-plus-plus.ts';
import { hutchinson, samplesOf } from '../../src/measures/estimators/hutchinson.ts';
import { dot, signs } from '../../src/measures/estimators/operator.ts';
import { draws, netLikeSpectrum, operatorOf, squaredFrobenius, trace, withEigenvalues } from './matrices.ts';

const spectrum = netLikeSpectrum(40);
const matrix = withEigenvalues(spectrum, 'traces');
const truth = trace(matrix);

describe('exact trace', () => {
  test('is the sum of the diagonal and of the eigenvalues', async () => {
    const exact = await exactTrace(operatorOf(matrix));
    expect(exact).toBe(truth); // the same numbers in the same order
    // Four reflections of a 40 × 40 matrix in doubles: rounding of about 40 · 2⁻⁵² · ‖A‖.
    expect(exact).toBeCloseTo(
      spectrum.reduce((sum, value) => sum + value, 0),
      10,
    );
  });

  test('the dense matrix is recovered and symmetric', async () => {
    const dense = await denseMatrix(operatorOf(matrix));
    for (let i = 0; i < dense.length; i++)
      for (let j = 0; j < i; j++) {
        expect(dense[i]![j]).toBe(dense[j]![i]);
        expect(dense[i]![j]).toBeCloseTo(matrix[i]![j]!, 12); // symmetrised: rounding of the reflections
      }
  });
});

describe('Hutchinson', () => {
  test('one probe has the variance 2(‖A‖²_F − Σ a²_ii)', async () => {
    const operator = operatorOf(matrix);
    const random = draws('variance');
    const samples: number[] = [];
    for (let k = 0; k < 8000; k++) {
      const probe = signs(operator.dimension, random);
      samples.push(dot(probe, await operator.apply(probe)));
    }
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (samples.length - 1);
    const fourth = samples.reduce((sum, value) => sum + (value - mean) ** 4, 0) / samples.length;
    const theory = 2 * (squaredFrobenius(matrix) - matrix.reduce((sum, row, i) => sum + row[i]! ** 2, 0));
    // Four standard errors of a sample variance, √((m₄ − s⁴)/n): about 6 % of it here.
    const standardError = Math.sqrt((fourth - variance ** 2) / samples.length);
    expect(Math.abs(variance - theory)).toBeLessThan(4 * standardError);
    expect(standardError / theory).toBeLessThan(0.05);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * Math.sqrt(theory / samples.length)); // four standard errors
  });

  test('its error over its standard error is standard normal over many seeds', async () => {
    const scores: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      const samples = samplesOf(operatorOf(matrix), draws(`z${seed}`));
      const { estimate, standardError } = await hutchinson(samples, {
        relativeError: 0.05,
        maxPasses: 2000,
        blocks: 1,
      });
      scores.push((estimate - truth) / standardError);
    }
    const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
    const spread = Math.sqrt(scores.reduce((sum, value) => sum + value ** 2, 0) / scores.length);
    // Four standard errors of the mean of 200 scores are 0.28, of their spread 0.2; the rest is for the small bias of
    // stopping: low samples of a skewed law come with a low spread.
    expect(Math.abs(mean)).toBeLessThan(0.4);
    expect(spread).toBeGreaterThan(0.8);
    expect(spread).toBeLessThan(1.25);
    // 5 % of 200 are 10; 20 is beyond the 99.9 % quantile of a binomial.
    expect(scores.filter((score) => Math.abs(score) > 1.96).length).toBeLessThan(20);
  });

  test('it stops at the declared relative error, and not much later', async () => {
    const samples = samplesOf(operatorOf(matrix), draws('stop'));
    const loose = await hutchinson(samples, { relativeError: 0.1, maxPasses: 5000, blocks: 1 });
    const tight = await hutchinson(samples, { relativeError: 0.01, maxPasses: 5000, blocks: 1 });
    for (const [result, target] of [
      [loose, 0.1],
      [tight, 0.01],
    ] as const) {
      expect(result.converged).toBe(true);
      expect(result.standardError).toBeLessThanOrEqual(target * Math.abs(result.estimate));
    }
    expect(tight.passes).toBeGreaterThan(10 * loose.passes);
  });

  test('it says so when the allowed probes do not reach the declared error', async () => {
    const samples = samplesOf(operatorOf(matrix), draws('cap'));
    const result = await hutchinson(samples, { relativeError: 0.001, maxPasses: 20, blocks: 1 });
    expect(result).toMatchObject({ converged: false, passes: 20 });
    expect(result.standardError).toBeGreaterThan(0.001 * Math.abs(result.estimate));
  });

  test('the error of a single pass in a single block is unknown, not zero', async () => {
    const samples = samplesOf(operatorOf(matrix), draws('one'));
    const result = await hutchinson(samples, { relativeError: 1, maxPasses: 1, blocks: 1 });
    expect(result).toMatchObject({ standardError: Infinity, converged: false });
  });

  test('the same probes give the same estimate and count', async () => {
    const run = () =>
      hutchinson(samplesOf(operatorOf(matrix), draws('same')), {
        relativeError: 0.1,
        maxPasses: 500,
        blocks: 1,
      });
    expect(await run()).toEqual(await run());
  });

  test('independent blocks add their traces and their variances', async () => {
    const blocks = [withEigenvalues(spectrum, 'a'), withEigenvalues([...spectrum].reverse(), 'b')];
    const random = draws('blocks');
    const samples = async (passes: number) => {
      const values: Float64Array[] = [];
      for (let pass = 0; pass < passes; pass++) {
        const row = new Float64Array(blocks.length);
        for (const [b, block] of blocks.entries()) {
          const probe = signs(block.length, random);
          row[b] = dot(probe, await operatorOf(block).apply(probe));
        }
        values.push(row);
      }
      return values;
    };
    const result = await hutchinson(samples, { relativeError: 0.03, maxPasses: 3000, blocks: 2 });
    expect(result.converged).toBe(true);
    // Four standard errors.
    expect(Math.abs(result.estimate - 2 * truth)).toBeLessThan(4 * result.standardError);
    const theory = blocks
      .map((block) => 2 * (squaredFrobenius(block) - block.reduce((sum, row, i) => sum + row[i]! ** 2, 0)))
      .reduce((sum, value) => sum + value, 0);
    // The spread of an estimated standard error from hundreds of passes is a few per cent; a fifth is beyond doubt.
    expect(result.standardError / Math.sqrt(theory / result.passes)).toBeGreaterThan(0.8);
    expect(result.standardError / Math.sqrt(theory / result.passes)).toBeLessThan(1.2);
  });
});

describe('Hutch++', () => {
  test('agrees with the trace within its standard error and needs fewer applications than Hutchinson', async () => {
    const operator = operatorOf(matrix);
    const target = { relativeError: 0.01, maxApplications: 4000 };
    const result = await hutchPlusPlus(operator, draws('h++'), target);
    expect(result.converged).toBe(true);
    expect(result.applications).toBe(operator.applications);
    expect(Math.abs(result.estimate - truth)).toBeLessThan(4 * result.standardError); // four standard errors
    const plain = await hutchinson(samplesOf(operatorOf(matrix), draws('h++')), {
      relativeError: 0.01,
      maxPasses: 20_000,
      blocks: 1,
    });
    expect(result.applications).toBeLessThan(plain.passes / 10);
  });

  test('is exact where the sketch spans the range', async () => {
    const low = withEigenvalues([5, -3, 2, ...new Array<number>(57).fill(0)], 'low');
    const result = await hutchPlusPlus(operatorOf(low), draws('low'), {
      relativeError: 0.01,
      maxApplications: 100,
    });
    expect(result.rank).toBe(3);
    expect(result.estimate).toBeCloseTo(4, 10); // rounding of doubles: 60 · 2⁻⁵² · ‖A‖
  });

  test('says so when the budget ends before the declared error', async () => {
    const flat = withEigenvalues(
      Array.from({ length: 200 }, (_, i) => Math.cos(i) + 0.01),
      'flat',
    );
    const result = await hutchPlusPlus(operatorOf(flat), draws('flat'), {
      relativeError: 0.001,
      maxApplications: 60,
    });
    expect(result.converged).toBe(false);
    expect(result.applications).toBeLessThanOrEqual(60);
  });
});
