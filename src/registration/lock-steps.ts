import type { Link, Lock, Step } from './lock-schema.ts';

/** A step of a lock's chain with its link. */
export interface Said {
  readonly link: Link;
  readonly step: Step;
}

/** The steps of a lock that speak of a hypothesis, under the names that it had, the earliest first. */
export function stepsOf(lock: Lock, id: string): readonly Said[] {
  const own: Said[] = [];
  let name = id;
  for (const said of lock.chain.flatMap((link) => link.steps.map((step) => ({ link, step }))).reverse()) {
    if (said.step.id !== name) continue;
    own.unshift(said);
    if (said.step.kind === 'added') break; // what an earlier hypothesis of that name did is another story
    if (said.step.kind === 'renamed') name = said.step.from;
  }
  return own;
}

/** The names that a hypothesis has had, its present one first. */
export const namesOf = (lock: Lock | undefined, id: string): readonly string[] => [
  id,
  ...(lock === undefined ? [] : stepsOf(lock, id)).flatMap(({ step }) =>
    step.kind === 'renamed' ? [step.from] : [],
  ),
];

/** The names of a lock that the project no longer has. */
export const goneFrom = (lock: Lock, ids: readonly string[]): readonly string[] =>
  Object.keys(lock.hypotheses).filter((id) => !ids.includes(id));
