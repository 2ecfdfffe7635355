// The program room's public face: trace, gradients, hessianVectorProduct, print, serialize, simplify, batchOver.
export type * from './types.ts';
