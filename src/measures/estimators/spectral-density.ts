import type { Draws } from '../definition.ts';
import { lanczos } from './lanczos.ts';
import { normals } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

/** A spectrum as point masses: ascending eigenvalues and weights that sum to one. */
export interface SpectralDensity {
  readonly eigenvalues: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Estimates the distribution of eigenvalues by stochastic Lanczos quadrature: each random start gives the Gauss
 * quadrature of its own spectral measure (Ritz values θ_i with weights first_i²); the estimate is their mean.
 *
 *     (1/n) Tr f(A) ≈ Σ_i weight_i f(eigenvalue_i)
 *
 * @see Ubaru, Chen & Saad 2017; Ghorbani, Krishnan & Xiao 2019, algorithm 1
 */
export async function spectralDensity(
  operator: SymmetricOperator,
  draws: Draws,
  { probes, iterations }: { probes: number; iterations: number },
): Promise<SpectralDensity> {
  const points: { value: number; weight: number }[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const { eigen } = await lanczos(operator, normals(operator.dimension, draws), iterations);
    eigen.values.forEach((value, i) => points.push({ value, weight: eigen.first[i]! ** 2 / probes }));
  }
  points.sort((a, b) => a.value - b.value);
  return { eigenvalues: points.map(({ value }) => value), weights: points.map(({ weight }) => weight) };
}

/** Σ weight · eigenvalue^order: the order-th moment of the spectrum, (1/n) Tr(A^order). */
export const spectralMoment = ({ eigenvalues, weights }: SpectralDensity, order: number): number =>
  eigenvalues.reduce((sum, value, i) => sum + weights[i]! * value ** order, 0);

/** Share of the spectrum at or below each of the eigenvalues: a distribution function. */
export function cumulative({ weights }: SpectralDensity): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}
