import type { Combination, Finding, Opinion } from '../judge/types.ts';
import type { Interval } from '../statistics/types.ts';
import { toBound, type CombinationResult, type FindingResult } from './results.ts';

const intervalOf = ({ lower, upper, level }: Interval) => ({
  lower: toBound(lower),
  upper: toBound(upper),
  level,
});

/** A number for the results; what is not a number is left out, and the finding's reason says why. */
export const known = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? undefined : toBound(value);

function opinionOf({ estimate, interval, ...said }: Opinion): NonNullable<CombinationResult['mean']> {
  const shown = known(estimate);
  return {
    ...said,
    ...(shown === undefined ? {} : { estimate: shown }),
    ...(interval === undefined ? {} : { interval: intervalOf(interval) }),
  };
}

function heterogeneityOf({ tau, iSquared, q, p, next }: NonNullable<Combination['heterogeneity']>) {
  return {
    tau: toBound(tau),
    iSquared,
    q: toBound(q),
    p,
    ...(next === undefined ? {} : { next: intervalOf(next) }),
  };
}

const combinationOf = ({ mean, heterogeneity, opinions, ...said }: Combination): CombinationResult => ({
  ...said,
  ...(mean === undefined ? {} : { mean: opinionOf(mean) }),
  ...(heterogeneity === undefined ? {} : { heterogeneity: heterogeneityOf(heterogeneity) }),
  opinions: opinions.map(opinionOf),
});

/** A finding as results hold it: what is not a number is left out, infinity is spelt out. */
export function findingOf(finding: Finding): FindingResult {
  const {
    estimate,
    interval,
    region,
    effectSizes,
    prediction,
    notes,
    diagnostics,
    replicatesNeeded,
    p,
    ...others
  } = finding;
  const { combination, standardError: _, ...rest } = others;
  const shown = known(estimate);
  return {
    ...rest,
    prediction: { ...prediction } as unknown as FindingResult['prediction'],
    region: {
      lower: toBound(region.lower),
      upper: toBound(region.upper),
      ...(region.outside ? { outside: true } : {}),
    },
    ...(shown === undefined ? {} : { estimate: shown }),
    ...(interval === undefined ? {} : { interval: intervalOf(interval) }),
    ...(p === undefined ? {} : { p }),
    effectSizes: effectSizes.flatMap((size) => {
      const value = known(size.estimate);
      return value === undefined
        ? []
        : [
            {
              name: size.name,
              estimate: value,
              ...(size.interval === undefined ? {} : { interval: intervalOf(size.interval) }),
            },
          ];
    }),
    ...(replicatesNeeded === undefined || !Number.isFinite(replicatesNeeded)
      ? {}
      : { replicatesNeeded: Math.ceil(replicatesNeeded) }),
    ...(notes === undefined ? {} : { notes: [...notes] }),
    ...(diagnostics === undefined ? {} : { diagnostics: diagnostics.map((each) => ({ ...each })) }),
    ...(combination === undefined ? {} : { combination: combinationOf(combination) }),
  };
}
