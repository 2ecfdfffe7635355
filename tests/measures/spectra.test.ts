import { describe, expect, test } from 'vitest';
import { frobeniusNorm } from '../../src/measures/estimators/frobenius.ts';
import { extremeEigenvalues, lanczos } from '../../src/measures/estimators/lanczos.ts';
import { dot, normals } from '../../src/measures/estimators/operator.ts';
import {
  cumulative,
  spectralDensity,
  spectralMoment,
} from '../../src/measures/estimators/spectral-density.ts';
import { tridiagonalEigen } from '../../src/measures/estimators/tridiagonal.ts';
import {
  draws,
  jacobiEigenvalues,
  netLikeSpectrum,
  operatorOf,
  squaredFrobenius,
  withEigenvalues,
} from './matrices.ts';

const matrix = withEigenvalues(netLikeSpectrum(60), 'spectra');

describe('tridiagonal eigenvalues', () => {
  test('equal the dense ones of Jacobi, with unit eigenvectors', () => {
    const random = draws('tridiagonal');
    for (const n of [1, 2, 3, 10, 40]) {
      const diagonal = Array.from({ length: n }, () => random.normal());
      const offDiagonal = Array.from({ length: n - 1 }, () => random.normal());
      const dense = diagonal.map((value, i) =>
        Float64Array.from({ length: n }, (_, j) =>
          i === j ? value : Math.abs(i - j) === 1 ? offDiagonal[Math.min(i, j)]! : 0,
        ),
      );
      const { values, first, last } = tridiagonalEigen(diagonal, offDiagonal);
      // Both methods are backward stable: errors of a few n · 2⁻⁵² · ‖T‖.
      jacobiEigenvalues(dense).forEach((value, i) => expect(values[i]).toBeCloseTo(value, 11));
      expect(first.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 11);
      expect(last.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 11);
      // Rows of the eigenvector matrix turn the spectrum back into entries of T.
      expect(values.reduce((sum, value, i) => sum + value * first[i]! ** 2, 0)).toBeCloseTo(diagonal[0]!, 11);
      expect(values.reduce((sum, value, i) => sum + value * last[i]! ** 2, 0)).toBeCloseTo(
        diagonal.at(-1)!,
        11,
      );
    }
  });

  test('a diagonal matrix is its own spectrum', () => {
    expect(tridiagonalEigen([3, -1, 2], [0, 0]).values).toEqual([-1, 2, 3]);
  });
});

describe('Lanczos', () => {
  test('finds both ends of an indefinite spectrum, within the residuals that it reports', async () => {
    for (const [name, spectrum] of [
      ['net', netLikeSpectrum(60)],
      ['negative end dominates', netLikeSpectrum(60).map((value) => -value)],
      ['spread', Array.from({ length: 60 }, (_, i) => i - 20)],
    ] as const) {
      const dense = withEigenvalues(spectrum, name);
      const truth = jacobiEigenvalues(dense);
      const operator = operatorOf(dense);
      const found = await extremeEigenvalues(operator, normals(60, draws(name)), {
        relativeError: 1e-3,
        maxIterations: 60,
      });
      expect(found.converged, name).toBe(true);
      expect(found.iterations).toBe(operator.applications);
      // A symmetric matrix has an eigenvalue within the residual of each Ritz value; 1e-12 for rounding.
      expect(Math.abs(found.largest - truth.at(-1)!)).toBeLessThanOrEqual(found.largestResidual + 1e-12);
      if (Math.abs(truth[0]!) > Math.abs(truth.at(-1)!))
        expect(Math.abs(found.smallest - truth[0]!)).toBeLessThanOrEqual(found.smallestResidual + 1e-12);
    }
  });

  test('its basis stays orthonormal long after the largest eigenvalue has converged', async () => {
    const { basis } = await lanczos(operatorOf(matrix), normals(60, draws('basis')), 50);
    expect(basis).toHaveLength(50);
    // Two passes of orthogonalisation keep it at rounding level.
    for (let i = 0; i < basis.length; i++)
      for (let j = 0; j <= i; j++) expect(dot(basis[i]!, basis[j]!)).toBeCloseTo(i === j ? 1 : 0, 12);
  });

  test('run to the full dimension it gives every eigenvalue', async () => {
    const { eigen } = await lanczos(operatorOf(matrix), normals(60, draws('all')), 60);
    // Backward stable to about n · 2⁻⁵² · ‖A‖ with full reorthogonalisation.
    jacobiEigenvalues(matrix).forEach((value, i) => expect(eigen.values[i]).toBeCloseTo(value, 10));
  });

  test('an invariant start ends the process with nothing left over', async () => {
    const identity = withEigenvalues(new Array<number>(20).fill(2), 'identity');
    const found = await extremeEigenvalues(operatorOf(identity), normals(20, draws('identity')), {
      relativeError: 1e-3,
      maxIterations: 20,
    });
    expect(found).toMatchObject({ iterations: 1, converged: true });
    expect(found.largest).toBeCloseTo(2, 12); // rounding
  });

  test('too few iterations are reported as not converged', async () => {
    const dense = withEigenvalues(
      Array.from({ length: 60 }, (_, i) => i),
      'hard',
    );
    const found = await extremeEigenvalues(operatorOf(dense), normals(60, draws('hard')), {
      relativeError: 1e-6,
      maxIterations: 5,
    });
    expect(found).toMatchObject({ iterations: 5, converged: false });
  });
});

describe('Frobenius norm', () => {
  test('agrees with the entries within its standard error', async () => {
    const large = withEigenvalues(
      Array.from({ length: 120 }, (_, i) => (i < 20 ? 20 / (i + 1) : Math.cos(i))),
      'norm',
    );
    const truth = Math.sqrt(squaredFrobenius(large));
    const found = await frobeniusNorm(operatorOf(large), draws('norm'), {
      relativeError: 0.01,
      maxProbes: 512,
    });
    expect(found.converged).toBe(true);
    expect(found.standardError).toBeGreaterThan(0);
    expect(Math.abs(found.norm - truth)).toBeLessThan(4 * found.standardError); // four standard errors
  });

  test('is exact for a matrix that the Krylov space spans', async () => {
    const small = withEigenvalues([3, 4, -1, 2], 'small');
    const found = await frobeniusNorm(operatorOf(small), draws('small'), {
      relativeError: 0.01,
      maxProbes: 8,
    });
    expect(found.norm).toBeCloseTo(Math.sqrt(30), 12); // rounding
    expect(found.standardError).toBe(0);
  });
});

describe('spectral density', () => {
  test('its weights sum to one and its moments are those of the spectrum', async () => {
    const n = 60;
    const density = await spectralDensity(operatorOf(matrix), draws('density'), {
      probes: 200,
      iterations: 30,
    });
    const truth = jacobiEigenvalues(matrix);
    expect(spectralMoment(density, 0)).toBeCloseTo(1, 10); // quadrature weights are exact up to rounding
    for (const order of [1, 2]) {
      const moment = truth.reduce((sum, value) => sum + value ** order, 0) / n;
      // A unit Gaussian start has Var(uᵀBu) ≈ 2‖B − tr/n‖²/n² for B = A^order; four standard errors over 200 starts.
      const spread = truth.reduce((sum, value) => sum + (value ** order - moment) ** 2, 0);
      const standardError = Math.sqrt((2 * spread) / n ** 2 / 200);
      expect(Math.abs(spectralMoment(density, order) - moment)).toBeLessThan(4 * standardError);
    }
    expect(cumulative(density).at(-1)).toBeCloseTo(1, 10);
  });

  test('the ends of the spectrum are in it', async () => {
    const { eigenvalues } = await spectralDensity(operatorOf(matrix), draws('ends'), {
      probes: 2,
      iterations: 30,
    });
    expect(eigenvalues.at(-1)).toBeCloseTo(20, 8); // an isolated eigenvalue converges long before 30 iterations
  });
});
