/** Names of methods by what they take, for tests that hold of all of them. */

/** Of one sample. */
export const ofOneSample = [
  'studentOneSample',
  'signFlip',
  'wilcoxonSignedRank',
  'skewGuardedMean',
  'signTest',
  'bootstrapMean',
  'anytimeMean',
];

/** The location of one sample beside that of another. */
export const ofLocations = [
  'studentPaired',
  'signFlipPaired',
  'wilcoxonPaired',
  'studentTwoSample',
  'welch',
  'mannWhitney',
  'permutation',
];

/** Of two samples, by a region. */
export const ofTwoSamples = [
  ...ofLocations,
  'brunnerMunzel',
  'brunnerMunzelPermutation',
  'guardedDifference',
  'bootstrapDifference',
  'energyEquivalence',
];
