import { battery } from '../../src/check/index.ts';
import { wordsOf } from '../../src/check/sameness/where.ts';
import { families } from '../../tests/check/pairs/families.ts';
import { judgePair } from '../../tests/check/pairs/judge-pair.ts';
import { rightLevels } from './expected.ts';

/** What was found of two optimizers that are the same mathematics, or are not. */
export interface PairRow {
  readonly name: string;
  readonly kind: 'same' | 'different';
  /** Case → level. */
  readonly levels: Readonly<Record<string, string>>;
  /** Largest distance in 64 bit, in half units of the last place of single precision. */
  readonly halfUlps: number;
  /** Largest difference by what rounding makes of the run. */
  readonly times: number;
  /** Where it parts, on the case where it is furthest beyond rounding. */
  readonly where: string;
  /** Whether every case has the level that it ought to have. */
  readonly right: boolean;
}

const passes = (level: string, times: number): boolean =>
  /^(equal programs|same bytes|same within rounding)$/.test(level) ||
  (level === 'same mathematics, less exact' && times <= 100);

/**
 * Whether a case has a level that it ought to have: by the table, or, of the same mathematics, one that a check passes.
 */
const isRight = (name: string, kind: PairRow['kind'], id: string, level: string, times: number): boolean =>
  (rightLevels(name, kind, id) ?? []).includes(level) || (kind === 'same' && passes(level, times));

/** Names of all pairs of `tests/check/pairs`. */
export const pairNames: readonly string[] = Object.entries(families).flatMap(([family, { same, diff }]) =>
  [...Object.keys(same), ...Object.keys(diff)].map((name) => `${family}: ${name}`),
);

/**
 * Judges pairs of `tests/check/pairs` on some cases of the battery, all where none is named.
 *
 * @param only which pairs, by name
 */
export async function judgedPairs(
  ids: readonly string[],
  only: RegExp,
  say: (line: string) => void,
): Promise<readonly PairRow[]> {
  const cases = battery.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const rows: PairRow[] = [];
  for (const [family, { base, same, diff }] of Object.entries(families))
    for (const [kind, pairs] of [
      ['same', same],
      ['different', diff],
    ] as const)
      for (const [name, make] of Object.entries(pairs)) {
        if (!only.test(`${family}: ${name}`)) continue;
        const found = [];
        for (const each of cases)
          found.push([each.id, await judgePair(each, [base, make], 'mutants')] as const);
        const row = rowOf(`${family}: ${name}`, kind, found);
        rows.push(row);
        say(`${row.right ? '✓' : '✗'} ${row.name} (${kind}): ${JSON.stringify(row.levels)}`);
      }
  return rows;
}

type Found = readonly (readonly [id: string, found: Awaited<ReturnType<typeof judgePair>>])[];

function rowOf(name: string, kind: PairRow['kind'], found: Found): PairRow {
  const judged = found.flatMap(([, each]) => (each === 'equal programs' ? [] : [each]));
  const furthest = [...judged].sort((a, b) => (b.times ?? 0) - (a.times ?? 0))[0];
  return {
    name,
    kind,
    levels: Object.fromEntries(
      found.map(([id, each]) => [id, each === 'equal programs' ? each : each.level]),
    ),
    halfUlps: Number(Math.max(0, ...judged.map(({ halfUlps = 0 }) => halfUlps)).toPrecision(2)),
    times: Number((furthest?.times ?? 0).toPrecision(2)),
    where: furthest?.where === undefined ? '' : wordsOf(furthest.where),
    right: found.every(([id, each]) =>
      each === 'equal programs'
        ? isRight(name, kind, id, each, 0)
        : isRight(name, kind, id, each.level, each.times ?? 0),
    ),
  };
}
