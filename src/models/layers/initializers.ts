import type { Initializer } from '../types.ts';

/** Initial laws for weights that a model specification can name. */
export type WeightInit = 'he' | 'glorot' | 'orthogonal';

interface Fans {
  /** Inputs that feed one output of the layer; for a filter, height · width · input channels. */
  readonly fanIn: number;
  /** Outputs that one input feeds; for a filter, height · width · output channels. */
  readonly fanOut: number;
  readonly rectified: boolean;
}

const laws: Readonly<Record<WeightInit, (fans: Fans) => Initializer>> = {
  he: ({ fanIn }) => ({ kind: 'normal', standardDeviation: Math.sqrt(2 / fanIn) }),
  glorot: ({ fanIn, fanOut }) => ({ kind: 'uniform', limit: Math.sqrt(6 / (fanIn + fanOut)) }),
  orthogonal: ({ rectified }) => ({ kind: 'orthogonal', gain: rectified ? Math.SQRT2 : 1 }),
};

/**
 * The law from which a layer's weights start.
 *
 * `he`: N(0, 2 / fanIn), the same for every layer; `glorot`: U(−l, l) with l = √(6 / (fanIn + fanOut));
 * `orthogonal`: orthonormal rows or columns, scaled by √2 before a rectifier and by 1 otherwise.
 *
 * @see He et al. 2015, equation 10; Glorot & Bengio 2010, equation 16; Saxe et al. 2013, section 3.
 * @example weightInitializer('he', { fanIn: 8, fanOut: 4, rectified: true }); // normal of standard deviation 0.5
 */
export function weightInitializer(init: WeightInit, fans: Fans): Initializer {
  return laws[init](fans);
}
