import { fromBound, toBound, type Bound, type FindingResult, type Results } from './results.ts';

/**
 * A number with three significant digits, without an exponent between 0.0001 and a million.
 *
 * @example number(0.0012345) // '0.00123'
 */
export function number(bound: Bound): string {
  const value = fromBound(bound);
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 1e-4 || size >= 1e6) return value.toExponential(2).replace('e+', 'e');
  return size >= 100
    ? String(Number(value.toFixed(size >= 1000 ? 0 : 1)))
    : String(Number(value.toPrecision(3)));
}

/** `p = 0.031`, with two significant digits. */
export function pValue(p: number): string {
  if (p < 1e-16) return 'p < 1e-16';
  if (p > 0.99) return 'p > 0.99';
  return p < 1e-4 ? `p = ${p.toExponential(1)}` : `p = ${Number(p.toPrecision(2))}`;
}

/** On the scale of log ratios numbers read as factors: `×1.25`. */
export const inUnit = (unit: string) => (bound: Bound) =>
  unit === 'log ratio' ? `×${number(toBound(Math.exp(fromBound(bound))))}` : number(bound);

/** `-0.0012 [-0.0043, 0.0019]` with the unit behind, or the reason why there is no number; log ratios as factors. */
export function effect({
  estimate,
  interval,
  unit,
  reason,
}: Pick<FindingResult, 'estimate' | 'interval' | 'unit' | 'reason'>): string {
  if (estimate === undefined) return reason ?? 'no estimate';
  const shown = inUnit(unit);
  const range = interval === undefined ? '' : ` [${shown(interval.lower)}, ${shown(interval.upper)}]`;
  const behind = unit === '' || unit === 'log ratio' ? '' : ` ${unit}`;
  return `${shown(estimate)}${range}${behind}`;
}

/** What stands beside a verdict, a few words each. */
export const besideIt = (finding: Pick<FindingResult, 'diagnostics'> | undefined): readonly string[] =>
  (finding?.diagnostics ?? []).map(({ says }) => says);

/** What the claim allows, in words: `within ±0.01`, `above 0.02`, `apart from 0`, `within ×0.8 … ×1.25`. */
export function region({ region: { lower, upper, outside }, unit }: FindingResult): string {
  const [low, high] = [fromBound(lower), fromBound(upper)];
  const shown = inUnit(unit);
  if (outside && low === high) return `apart from ${shown(lower)}`;
  const where = outside ? 'outside' : 'within';
  if (low === -Infinity && high === Infinity) return 'anywhere';
  if (high === Infinity) return outside ? `below ${shown(lower)}` : `above ${shown(lower)}`;
  if (low === -Infinity) return outside ? `above ${shown(upper)}` : `below ${shown(upper)}`;
  if (low === -high && unit !== 'log ratio') return `${where} ±${number(high)}`;
  return `${where} ${shown(lower)} … ${shown(upper)}`;
}

/**
 * How many seeds an undecided finding takes, and for which verdict, or why no number is known; undefined where it is
 * decided.
 *
 * @example needed({ verdict: 'inconclusive', replicatesNeeded: 24, replicatesFor: 'refuted' }) // 'needs about n = 24 to be refuted with power 0.9'
 */
export function needed({
  verdict,
  replicatesNeeded,
  replicatesFor,
  undecidable,
}: Pick<FindingResult, 'verdict' | 'replicatesNeeded' | 'replicatesFor' | 'undecidable'>):
  string | undefined {
  if (verdict !== 'inconclusive') return undefined;
  if (replicatesNeeded === undefined) return undecidable;
  return `needs about n = ${replicatesNeeded} ${replicatesFor === 'refuted' ? 'to be refuted with' : 'for'} power 0.9`;
}

/**
 * A duration as people read it.
 *
 * @example duration(83_000) // '1 min 23 s'
 */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 run`, `2 runs`. */
export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Where runs came from: `6 runs cached`, `4 runs trained, 2 cached`, with what diverged or is missing. */
export function runCounts(runs: {
  readonly cached: number;
  readonly trained: number;
  readonly diverged: number;
  readonly missing: number;
}): string {
  const parts = [
    [runs.trained, 'trained'],
    [runs.cached, 'cached'],
    [runs.diverged, 'diverged'],
    [runs.missing, 'missing'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0);
  if (shown.length === 0) return 'no runs';
  return shown.map(([n, word], index) => `${index === 0 ? plural(n, 'run') : n} ${word}`).join(', ');
}

/**
 * How the supported claims stand when all claims of the suite are counted together.
 *
 * @param most names of claims that are shown; how many more there are is told
 */
export const familyInWords = (family: NonNullable<Results['summary']['family']>, most = Infinity): string => {
  const { alpha, supported, familywise, falseDiscovery, notFamilywise } = family;
  const rate = `${number(100 * alpha)} %`;
  const named = notFamilywise.slice(0, most).join(', ');
  const more = notFamilywise.length > most ? ` and ${notFamilywise.length - most} more` : '';
  const fallen = notFamilywise.length === 0 ? '' : `; not family-wise: ${named}${more}`;
  return `over the suite ${familywise} of ${plural(supported, 'supported claim')} at a family-wise rate of ${rate}, ${falseDiscovery} at a false discovery rate of ${rate}${fallen}`;
};
