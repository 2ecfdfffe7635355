import type { KernelName } from '../kernels/kernels.ts';
import { elementwiseDouble } from './elementwise.ts';
import { layoutDouble } from './layout.ts';
import { matrixDouble } from './matrix.ts';
import { reductionDouble } from './reduction.ts';
import type { DoubleRule } from './rule.ts';
import { spatialDouble } from './spatial.ts';

/** What each kernel computes, in double precision. */
export const doubleRules: { readonly [K in KernelName]: DoubleRule<K> } = {
  ...elementwiseDouble,
  ...layoutDouble,
  ...matrixDouble,
  ...reductionDouble,
  ...spatialDouble,
};
