/** Seeds of a case at each planned look: few decide a change that matters, the rest are trained where they do not. */
export const LOOKS: readonly number[] = [6, 12, 24];

/** Error rate of a check: that it calls anything regressed that is not, and of each equivalence. */
export const ALPHA = 0.05;
