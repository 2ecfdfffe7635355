import type { BaselineCase } from '../baseline/baseline-schema.ts';
import { battery } from '../battery/battery.ts';
import { compareInLooks, type SizeFinding, type TrainSeeds } from './compare-in-looks.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';

/** Seeds that both sides have, in the order in which looks take them. */
export const seedsOfBoth = ({ runs }: PlannedCase, before: BaselineCase): readonly string[] =>
  Object.keys(runs).filter((seed) => before.runs[seed]);

/** Sweep → its cases in the battery, all of them, whichever are asked. */
function sweepsOf(cases: readonly PlannedCase[]): ReadonlyMap<string, readonly string[]> {
  const names = new Set(cases.map(({ sweep }) => sweep).filter((name) => name !== undefined));
  return new Map(
    [...names].map((name) => [name, battery.filter(({ sweep }) => sweep === name).map(({ id }) => id)]),
  );
}

/**
 * How much cases have changed that have changed for certain, in looks.
 *
 * @param looks seeds at each look; all at once where there is one
 */
export async function sizeOfChange(
  changed: readonly PlannedCase[],
  all: readonly PlannedCase[],
  before: Readonly<Record<string, BaselineCase>>,
  { looks, train }: { readonly looks: readonly number[]; readonly train: TrainSeeds },
): Promise<readonly SizeFinding[]> {
  if (changed.length === 0) return [];
  const cases = changed.map((planned) => {
    const there = before[planned.id]!;
    return { planned, before: there, seeds: seedsOfBoth(planned, there) };
  });
  const most = Math.max(...cases.map(({ seeds }) => seeds.length));
  const planned = looks.filter((count) => count < most);
  return compareInLooks(cases, { train, looks: [...planned, most], sweeps: sweepsOf(all) });
}
