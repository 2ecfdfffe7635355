import { betaQuantile } from '../../src/statistics/index.ts';

/** What a check found of a case, a letter each, so that a check is a line of text. */
export const letters = {
  p: 'equal programs',
  b: 'same bytes',
  r: 'same within rounding',
  e: 'same mathematics, less exact (by 100 times at most)',
  x: 'a false alarm',
  '-': 'not judged yet',
} as const;

export type Letter = keyof typeof letters;

/** One check of a rewriting against its base, with a seed of its own. */
export interface Checked {
  readonly check: number;
  readonly rewriting: string;
  /** A letter for each case of the tally, in their order. */
  readonly found: string;
  /** What raised an alarm, case by case. */
  readonly alarms?: readonly string[];
}

/** All checks so far. */
export interface Tally {
  /** Digest of what decides and of what is compared: checks of other sources are not counted together. */
  readonly sources: string;
  readonly checks: number;
  readonly cases: readonly string[];
  readonly rows: readonly Checked[];
}

/** How often something happened, and Clopper & Pearson's interval of 95 % for its rate. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly interval: readonly [number, number];
}

/** @example rateOf(0, 200).interval // [0, 0.0183] */
export const rateOf = (count: number, of: number): Rate => ({
  count,
  of,
  interval: [
    count === 0 ? 0 : betaQuantile(0.025, count, of - count + 1),
    count === of ? 1 : betaQuantile(0.975, count + 1, of - count),
  ],
});

/** The checks of one shard of `n`, counted from 1: those whose number leaves the shard's on division by `n`. */
export const checksOf = (checks: number, [shard, shards]: readonly [number, number]): readonly number[] =>
  Array.from({ length: checks }, (_, check) => check).filter((check) => check % shards === shard - 1);

/** `2/4` as numbers. @throws RangeError where it is no such thing */
export function shardOf(text: string): readonly [number, number] {
  const [, shard, shards] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (shard !== undefined && Number(shard) >= 1 && Number(shard) <= Number(shards))
    return [Number(shard), Number(shards)];
  throw new RangeError(`Cannot take a shard: expected <number>/<of how many>, 1/4 say, got "${text}"`);
}

/**
 * Two tallies as one: what either has judged. A tally of other sources gives nothing to the first.
 *
 * @example merged(tally, tallyOfAnotherShard)
 */
export function merged(first: Tally, second: Tally): Tally {
  if (second.sources !== first.sources) return first;
  const cases = [...new Set([...first.cases, ...second.cases])];
  const rows = new Map<number, Checked>();
  for (const { cases: own, rows: theirs } of [first, second])
    for (const row of theirs) {
      const known = rows.get(row.check);
      const found = cases.map((id, at) => {
        const letter = row.found[own.indexOf(id)] ?? '-';
        return letter === '-' ? (known?.found[at] ?? '-') : letter;
      });
      const alarms = [...new Set([...(known?.alarms ?? []), ...(row.alarms ?? [])])];
      const { check, rewriting } = row;
      const said = alarms.length === 0 ? {} : { alarms };
      rows.set(check, { check, rewriting, found: found.join(''), ...said });
    }
  const checks = Math.max(first.checks, second.checks);
  return {
    sources: first.sources,
    checks,
    cases,
    rows: [...rows.values()].sort((a, b) => a.check - b.check),
  };
}

/** A tally with one more case of one check. */
export function withFound(
  tally: Tally,
  {
    check,
    rewriting,
    id,
    letter,
    alarm,
  }: { check: number; rewriting: string; id: string; letter: Letter; alarm?: string },
): Tally {
  const alarms = alarm === undefined ? {} : { alarms: [alarm] };
  const row: Checked = { check, rewriting, found: letter, ...alarms };
  return merged(tally, { ...tally, cases: [id], rows: [row] });
}

/** Whether a check has judged a case. */
export const isJudged = ({ cases, rows }: Tally, check: number, id: string): boolean =>
  (rows.find((row) => row.check === check)?.found[cases.indexOf(id)] ?? '-') !== '-';

/**
 * The cases that every check has judged, and how often an alarm was raised: in a check by any of them, and in a case.
 */
export function ratesOf({ cases, rows, checks }: Tally) {
  const whole = cases.filter(
    (_, at) => rows.length === checks && rows.every(({ found }) => found[at] !== '-'),
  );
  const places = whole.map((id) => cases.indexOf(id));
  const raised = rows.filter(({ found }) => places.some((at) => found[at] === 'x')).length;
  const judged = rows.flatMap(({ found }) => [...found]).filter((letter) => letter !== '-');
  return {
    /** Cases that all checks have judged. */
    whole,
    perCheck: whole.length === 0 ? undefined : rateOf(raised, checks),
    perCase:
      judged.length === 0
        ? undefined
        : rateOf(judged.filter((letter) => letter === 'x').length, judged.length),
  };
}
