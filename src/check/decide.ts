import { testPairs } from '../judge/paired.ts';
import { allFinite, equivalent, greater, holm, less, mean, replicatesNeeded } from '../statistics/index.ts';
import type { PairedMeasure } from './measures.ts';
import type { MeasureFinding } from './types.ts';

/** The differences of one measure on one case, a seed each, positive where the target is worse. */
export interface Comparison extends Pick<PairedMeasure, 'measure' | 'unit' | 'margin'> {
  readonly differences: readonly number[];
  /** One run tells all: the difference is known, not estimated. */
  readonly deterministic: boolean;
}

export const ALPHA = 0.05;

/** p-values of the three claims: the difference lies within the margin, above it, below it. */
interface Claims {
  readonly same: number;
  readonly worse: number;
  readonly better: number;
}

/**
 * Ranks do not ask how far away infinity is. Where a run lacks the number, the signed-rank test decides on differences whose
 * infinite ones are put beyond all others.
 */
function ranked(differences: readonly number[], margin: number): readonly number[] {
  const finite = differences.filter(Number.isFinite).map(Math.abs);
  const beyond = 2 * Math.max(margin, ...finite) + 1;
  return differences.map((value) => Math.max(-beyond, Math.min(beyond, value)));
}

function claimsOf({ differences, margin, deterministic }: Comparison): Claims {
  if (deterministic) {
    const [value] = differences as [number];
    const certain = (holds: boolean) => (holds ? 0 : 1);
    return {
      same: certain(Math.abs(value) < margin),
      worse: certain(value >= margin),
      better: certain(value <= -margin),
    };
  }
  const method = allFinite(differences) ? 'student' : 'wilcoxon';
  const numbers = ranked(differences, margin);
  const p = (region: ReturnType<typeof equivalent>) =>
    testPairs(numbers, region, ALPHA, { method, effectSizes: false }).result.p ?? 1;
  return { same: p(equivalent(margin)), worse: p(greater(margin)), better: p(less(-margin)) };
}

/**
 * Decides every comparison of a battery by paired tests at α = 0.05: equivalent by TOST within the margin, regressed or
 * improved where the difference is established beyond it. That all are equivalent is a conjunction and needs no correction;
 * that any has regressed or improved is one of many chances, and its p-values go through Holm's over the battery.
 *
 * @returns a finding for each comparison, in their order
 */
export function decide(comparisons: readonly Comparison[]): readonly MeasureFinding[] {
  const claims = comparisons.map(claimsOf);
  const worse = holm(claims.map(({ worse }) => worse));
  const better = holm(claims.map(({ better }) => better));
  return comparisons.map((comparison, index) => {
    const { measure, unit, margin, differences, deterministic } = comparison;
    const decision =
      worse[index]! < ALPHA
        ? 'regressed'
        : claims[index]!.same < ALPHA
          ? 'equivalent'
          : better[index]! < ALPHA
            ? 'improved'
            : 'unresolved';
    const known = { measure, decision, margin, unit, n: differences.length } as const;
    if (!allFinite(differences)) {
      const missing = differences.filter((value) => !Number.isFinite(value)).length;
      return {
        ...known,
        reason: `${missing} of ${differences.length} seeds have the number on one side only`,
      };
    }
    const estimate = mean(differences);
    if (deterministic) return { ...known, estimate };
    const { interval } = testPairs(differences, equivalent(margin), ALPHA, { effectSizes: false }).result;
    const needed = decision === 'unresolved' ? seedsNeeded(comparison, comparisons.length) : undefined;
    return {
      ...known,
      estimate,
      ...(interval === undefined ? {} : { interval: { lower: interval.lower, upper: interval.upper } }),
      ...(needed === undefined ? {} : { seedsNeeded: needed }),
    };
  });
}

/** That something has changed is planned for at the first step of Holm's correction, which is the strictest. */
function seedsNeeded({ differences, margin }: Comparison, family: number): number | undefined {
  const changed = Math.abs(mean(differences)) > margin;
  const alpha = changed ? ALPHA / family : ALPHA;
  return replicatesNeeded(differences, equivalent(margin), { alpha }).total;
}
