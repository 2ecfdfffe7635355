import type { Hypothesis } from '../declare/types.ts';
import { changesBetween } from './changes.ts';
import { goneFrom } from './lock-steps.ts';
import { lockedAs } from './lock-file.ts';
import {
  digestOfHypotheses,
  digestOfLink,
  type Link,
  type Lock,
  type Locked,
  type Step,
} from './lock-schema.ts';
import { digestsOf, sameTerms, termsOf } from './terms.ts';

const EMPTY: Pick<Lock, 'hypotheses' | 'chain'> = { hypotheses: {}, chain: [] };

/** What is to be locked, and what of the project there is. */
export interface Locking {
  readonly hypotheses: readonly Hypothesis[];
  /** Every id of the project, also of what is not locked now. */
  readonly ids: readonly string[];
  /** When the runs of a hypothesis were first judged. */
  readonly judgedAt: (id: string) => string | undefined;
}

const entryOf = (hypothesis: Hypothesis): Locked => {
  const terms = termsOf(hypothesis);
  return { digests: digestsOf(terms), ...terms };
};

const withDate = (judged: string | undefined) => (judged === undefined ? {} : { judged });

/**
 * What must be said in a lock for it to hold these hypotheses: added, amended, renamed (the terms of one that is gone)
 * and removed ones.
 */
export function stepsTo(lock: Lock | undefined, { hypotheses, ids, judgedAt }: Locking): readonly Step[] {
  const before: Lock = lock ?? { schema: 1, ...EMPTY };
  const gone = new Set(goneFrom(before, ids));
  const steps = hypotheses.flatMap((hypothesis): readonly Step[] => {
    const { id } = hypothesis;
    const entry = entryOf(hypothesis);
    const locked = lockedAs(before, id);
    if (locked !== undefined) {
      const changes = changesBetween(locked, entry);
      return changes.length === 0 ? [] : [{ kind: 'amended', id, ...withDate(judgedAt(id)), changes }];
    }
    const from = [...gone].find((other) => sameTerms(before.hypotheses[other]!.digests, entry.digests));
    if (from === undefined) return [{ kind: 'added', id, ...withDate(judgedAt(id)) }];
    gone.delete(from);
    return [{ kind: 'renamed', id, from }];
  });
  return [...steps, ...[...gone].map((id) => ({ kind: 'removed', id, ...withDate(judgedAt(id)) }) as const)];
}

/** The lock with one link more. */
export function amended(
  lock: Lock | undefined,
  hypotheses: readonly Hypothesis[],
  steps: readonly Step[],
  said: Pick<Link, 'at' | 'tool' | 'reason'>,
): Lock {
  const before = lock ?? EMPTY;
  const leaving = steps.flatMap((step) =>
    step.kind === 'removed' ? [step.id] : step.kind === 'renamed' ? [step.from] : [],
  );
  const entries = new Map(Object.entries(before.hypotheses).filter(([id]) => !leaving.includes(id)));
  const arriving = steps.filter(({ kind }) => kind !== 'removed').map(({ id }) => id);
  for (const hypothesis of hypotheses)
    if (arriving.includes(hypothesis.id)) entries.set(hypothesis.id, entryOf(hypothesis));
  const after = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  const previous = before.chain.at(-1)?.digest;
  const link = {
    ...said,
    steps,
    hypotheses: digestOfHypotheses(after),
    ...(previous === undefined ? {} : { previous }),
  };
  return { schema: 1, hypotheses: after, chain: [...before.chain, { ...link, digest: digestOfLink(link) }] };
}
