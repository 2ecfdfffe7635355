import {
  allFinite,
  equivalent,
  greater,
  holm,
  less,
  mean,
  replicatesNeeded,
  roundingOfLogarithms,
  skewGuardedMean,
  wilcoxonSignedRank,
  withoutSpread,
  type Region,
} from '../../statistics/index.ts';
import { ALPHA } from './looks.ts';
import type { PairedMeasure } from './measures.ts';
import type { MeasureFinding } from '../types.ts';

/** The differences of one measure on one case, a seed each, positive where the target is worse. */
export interface Comparison extends Pick<PairedMeasure, 'measure' | 'unit' | 'margin'> {
  readonly differences: readonly number[];
  /** One run tells all: the difference is known, not estimated. */
  readonly deterministic: boolean;
}

/** At which error rate, and beside which decisions of earlier looks, comparisons are decided. */
export interface Deciding {
  /** This look's share of the error rate. */
  readonly alpha?: number;
  /** Decisions of earlier looks: they stay members of the family. */
  readonly settled?: readonly Pick<MeasureFinding, 'decision'>[];
}

/** p-values of the three claims: the difference lies within the margin, above it, below it. */
interface Claims {
  readonly same: number;
  readonly worse: number;
  readonly better: number;
}

/**
 * Ranks do not ask how far away infinity is. Where a run lacks the number, the signed-rank test decides on differences
 * whose infinite ones are put beyond all others.
 */
function ranked(differences: readonly number[], margin: number): readonly number[] {
  const finite = differences.filter(Number.isFinite).map(Math.abs);
  const beyond = 2 * Math.max(margin, ...finite) + 1;
  return differences.map((value) => Math.max(-beyond, Math.min(beyond, value)));
}

/** Whether every seed has the same difference, but for the rounding of logarithms: then nothing is left to estimate. */
const isCertain = ({ differences, deterministic }: Comparison): boolean =>
  deterministic ||
  differences.every((value) => value === differences[0]) ||
  withoutSpread(differences, roundingOfLogarithms(differences));

function claimsOf(comparison: Comparison): Claims {
  const { differences, margin } = comparison;
  if (isCertain(comparison)) {
    const [value] = differences as [number];
    const certain = (holds: boolean) => (holds ? 0 : 1);
    return {
      same: certain(Math.abs(value) < margin),
      worse: certain(value >= margin),
      better: certain(value <= -margin),
    };
  }
  const numbers = ranked(differences, margin);
  const p = (region: Region) =>
    (allFinite(differences)
      ? skewGuardedMean(numbers, { region, alpha: ALPHA, effectSizes: false, repeated: true })
      : wilcoxonSignedRank(numbers, { region, alpha: ALPHA })
    ).p ?? 1;
  return { same: p(equivalent(margin)), worse: p(greater(margin)), better: p(less(-margin)) };
}

/**
 * Decides the comparisons of one case by paired tests at the error rate of a look: equivalent by TOST within the
 * margin, regressed or improved where the difference is established beyond it, by Student's t that is guarded against
 * skewness: differences of logarithms of losses near a minimum have a longer tail on one side. That all are equivalent
 * is a conjunction and needs no correction; that any has regressed or improved is one of several chances, and its
 * p-values go through Holm's over the case's own. A difference that is the same on every seed is certain and needs no
 * test. What was settled at an earlier look stays in the family: as a rejected hypothesis where it was one, and else as
 * one that never will be.
 *
 * @returns a finding for each comparison, in their order
 */
export function decide(
  comparisons: readonly Comparison[],
  { alpha = ALPHA, settled = [] }: Deciding = {},
): readonly MeasureFinding[] {
  const claims = comparisons.map(claimsOf);
  const family = (claim: 'worse' | 'better', decision: MeasureFinding['decision']) =>
    holm([
      ...claims.map((each) => each[claim]),
      ...settled.map((earlier) => (earlier.decision === decision ? 0 : 1)),
    ]);
  const worse = family('worse', 'regressed');
  const better = family('better', 'improved');
  return comparisons.map((comparison, index) => {
    const decision =
      worse[index]! < alpha
        ? 'regressed'
        : claims[index]!.same < alpha
          ? 'equivalent'
          : better[index]! < alpha
            ? 'improved'
            : 'not decided';
    return findingOf(comparison, decision, { alpha, family: comparisons.length + settled.length });
  });
}

function findingOf(
  comparison: Comparison,
  decision: MeasureFinding['decision'],
  { alpha, family }: { readonly alpha: number; readonly family: number },
): MeasureFinding {
  const { measure, unit, margin, differences } = comparison;
  const known = { measure, decision, margin, unit, n: differences.length } as const;
  if (!allFinite(differences)) {
    const missing = differences.filter((value) => !Number.isFinite(value)).length;
    const lost = differences.filter((value) => value === Infinity).length;
    const side =
      lost === missing ? 'only the baseline has' : lost === 0 ? 'only the target has' : 'one side only has';
    return { ...known, reason: `${side} the number, in ${missing} of ${differences.length} seeds` };
  }
  const estimate = mean(differences);
  if (isCertain(comparison)) return { ...known, estimate };
  const { interval } = skewGuardedMean(differences, {
    region: equivalent(margin),
    alpha,
    effectSizes: false,
    repeated: true,
  });
  const needed = decision === 'not decided' ? seedsNeeded(comparison, alpha, family) : undefined;
  return {
    ...known,
    estimate,
    ...(interval === undefined ? {} : { interval: { lower: interval.lower, upper: interval.upper } }),
    ...(needed === undefined ? {} : { seedsNeeded: needed }),
  };
}

/**
 * More seeds that would decide. That something has changed is planned for at the first step of Holm's correction, which
 * is the strictest.
 */
function seedsNeeded({ differences, margin }: Comparison, alpha: number, family: number): number | undefined {
  const changed = Math.abs(mean(differences)) > margin;
  const needed = replicatesNeeded(differences, equivalent(margin), {
    alpha: changed ? alpha / family : alpha,
  });
  // As many as there are have just not decided.
  return needed.more === undefined || needed.more === 0 ? undefined : needed.total;
}
