import type { Hypothesis } from '../declare/types.ts';
import { changesBetween } from './changes.ts';
import { countTerms, type JudgedTerms } from './judged.ts';
import { lockedAs } from './lock-file.ts';
import { stepsOf, type Said } from './lock-steps.ts';
import type { Lock } from './lock-schema.ts';
import { termsOf } from './terms.ts';
import type { Registration, Revision, Terms } from './types.ts';

/** What was known of a hypothesis before it is judged now. */
export interface Past {
  readonly lock: Lock | undefined;
  /** The earliest first, under all names that it had. */
  readonly judged: readonly JudgedTerms[];
  readonly baseSeed: string;
}

function sinceJudged(now: Terms, judged: readonly JudgedTerms[]): readonly Revision[] {
  const [first] = judged;
  const changes = first === undefined ? [] : changesBetween(first, now);
  if (first === undefined || changes.length === 0) return [];
  const versions = countTerms([...judged, now]);
  const { at, baseSeed, verdict } = first;
  return [{ kind: 'since judged', at, baseSeed, verdict, changes, ...(versions > 2 ? { versions } : {}) }];
}

/** The first judgement under each base seed but one. */
const othersOf = (judged: readonly JudgedTerms[], baseSeed: string): Registration['otherSeeds'] =>
  judged
    .filter((each, index) => judged.findIndex((other) => other.baseSeed === each.baseSeed) === index)
    .filter((each) => each.baseSeed !== baseSeed)
    .map(({ baseSeed: seed, at, verdict }) => ({ baseSeed: seed, at, verdict }));

const amendmentOf = ({ link: { at, reason }, step }: Said): readonly Revision[] =>
  step.kind !== 'amended'
    ? []
    : [
        {
          kind: 'amended',
          at,
          changes: step.changes,
          ...(reason === undefined ? {} : { reason }),
          ...(step.judged === undefined ? {} : { judged: step.judged }),
        },
      ];

/** How the terms of a hypothesis stand to the lock, and to those with which its runs were judged before. */
export function registrationOf(hypothesis: Hypothesis, { lock, judged, baseSeed }: Past): Registration {
  const now = termsOf(hypothesis);
  const revisions = sinceJudged(
    now,
    judged.filter((each) => each.baseSeed === baseSeed),
  );
  const otherSeeds = othersOf(judged, baseSeed);
  const locked = lock && lockedAs(lock, hypothesis.id);
  if (lock === undefined || locked === undefined)
    return { lock: lock === undefined ? 'none' : 'missing', revisions, otherSeeds };
  const said = stepsOf(lock, hypothesis.id);
  const lockedAt = said.at(-1)!.link.at;
  const changes = changesBetween(locked, now);
  const [first] = said;
  return {
    lock: changes.length === 0 ? 'kept' : 'changed',
    lockedAt,
    ...(first?.step.kind === 'added' && first.step.judged !== undefined
      ? { judgedBeforeLock: first.step.judged }
      : {}),
    revisions: [
      ...revisions,
      ...(changes.length === 0 ? [] : [{ kind: 'since locked', at: lockedAt, changes } as const]),
      ...said.flatMap(amendmentOf),
    ],
    otherSeeds,
  };
}
