import type { Change, Json, Revision } from '../registration/types.ts';
import type { HypothesisResult, Results } from './results.ts';
import { plural } from './words.ts';

const MOST = 100;

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** A change in words: `predictions[0].margin 0.02 → 0.05`. */
export const changeInWords = ({ path, before, after }: Change): string =>
  `${path} ${shown(before)} → ${shown(after)}`;

const day = (at: string) => at.slice(0, 10);

const titles: { readonly [K in Revision['kind']]: (revision: Revision) => string } = {
  'since judged': ({ at, versions, baseSeed, verdict }) =>
    `changed after its runs were judged ${verdict} on ${day(at)} (base seed ${baseSeed}${versions === undefined ? '' : `, ${versions} versions in all`})`,
  'since locked': ({ at }) => `differs from the lock of ${day(at)}`,
  amended: ({ at, reason, judged }) =>
    `lock amended on ${day(at)}${judged === undefined ? '' : ', after its runs were judged'}${reason === undefined ? '' : ` (${reason})`}`,
};

/**
 * What a reader must know of how the terms of a claim came about, line by line; of no weight where `warns` is false.
 */
export interface RegistrationLine {
  readonly warns: boolean;
  readonly text: string;
}

/** All that is to be said of the terms of a claim: what changed with old and new, and how it stands to the lock. */
export function registrationLines({ registration }: HypothesisResult): readonly RegistrationLine[] {
  if (registration === undefined) return [];
  const { lock, lockedAt, judgedBeforeLock, revisions, otherSeeds } = registration;
  const locked = lockedAt === undefined ? [] : [{ warns: false, text: `locked on ${day(lockedAt)}` }];
  return [
    ...revisions.map((revision) => ({
      warns: revision.kind !== 'amended' || revision.judged !== undefined,
      text: `${titles[revision.kind](revision)}: ${revision.changes.map(changeInWords).join(', ')}`,
    })),
    ...(judgedBeforeLock === undefined
      ? locked
      : [{ warns: true, text: `locked after its runs were judged on ${day(judgedBeforeLock)}` }]),
    ...(lock === 'missing' ? [{ warns: false, text: 'not in the lock' }] : []),
    ...otherSeeds.map(({ baseSeed, at, verdict }) => ({
      warns: false,
      text: `judged ${verdict} under base seed ${baseSeed} on ${day(at)}`,
    })),
  ];
}

/** The lines that warn. */
export const registrationWarnings = (result: HypothesisResult): readonly string[] =>
  registrationLines(result)
    .filter(({ warns }) => warns)
    .map(({ text }) => text);

const states = { kept: 'as locked', changed: 'changed', missing: 'not in the lock' } as const;

/** How the claims of a suite stand to the lock: `58 as locked, 1 changed`; nothing where there is no lock. */
function lockInWords({ hypotheses }: Results): string | undefined {
  const counts = (['kept', 'changed', 'missing'] as const)
    .map((state) => [state, hypotheses.filter((each) => each.registration?.lock === state).length] as const)
    .filter(([, count]) => count > 0);
  return counts.length === 0
    ? undefined
    : counts.map(([state, count]) => `${count} ${states[state]}`).join(', ');
}

/** How many claims were changed after their runs were judged; nothing where none was. */
function changedInWords({ hypotheses }: Results): string | undefined {
  const changed = hypotheses.filter((each) =>
    (each.registration?.revisions ?? []).some(
      ({ kind, judged }) => kind === 'since judged' || judged !== undefined,
    ),
  ).length;
  if (changed === 0) return undefined;
  return `${plural(changed, 'claim')} changed after ${changed === 1 ? 'its' : 'their'} runs were judged`;
}

/** Under which other base seeds claims were judged before; nothing where none was. */
function seedsInWords({ hypotheses }: Results): string | undefined {
  const others = hypotheses.map((each) =>
    (each.registration?.otherSeeds ?? []).map(({ baseSeed }) => baseSeed),
  );
  const claims = others.filter((seeds) => seeds.length > 0).length;
  if (claims === 0) return undefined;
  return `${plural(claims, 'claim')} also judged under base seed ${[...new Set(others.flat())].join(', ')}`;
}

/** What a summary says of all claims together: the lock, changes after judging, other seeds. */
export const registrationSummary = (results: Results): readonly (readonly [string, string])[] =>
  [
    ['lock', lockInWords(results)] as const,
    ['terms', changedInWords(results)] as const,
    ['other seeds', seedsInWords(results)] as const,
  ].flatMap(([name, words]) => (words === undefined ? [] : [[name, words] as const]));
