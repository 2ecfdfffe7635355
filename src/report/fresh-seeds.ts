import { z } from 'zod';
import { median } from 'simple-statistics';
import { duration } from './words.ts';

/** How one hypothesis came out under one base seed. */
const outcomeSchema = z.object({
  /**
   * Digest of design, analysis and the sources that judge: a verdict counts for the hypothesis that is there now only
   * where it has the same.
   */
  terms: z.string(),
  verdict: z.string(),
  asExpected: z.boolean(),
  runs: z.number(),
  trainingMs: z.number(),
});

/** One invocation of the command: the hypotheses that a base seed had not judged yet. */
const blockSchema = z.object({
  seed: z.string(),
  at: z.string(),
  commit: z.string(),
  engine: z.string(),
  durationMs: z.number(),
  outcomes: z.record(z.string(), outcomeSchema),
});

export const freshSeedsSchema = z.object({
  /** In the order in which they were drawn; none is ever taken out. */
  seeds: z.array(z.string()),
  blocks: z.array(blockSchema),
});

export type FreshSeeds = z.infer<typeof freshSeedsSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;

/** Id of each hypothesis that is there now, with the digest of its terms. */
export type TermsById = ReadonlyMap<string, string>;

/** What a seed says of the hypotheses as they are now; later blocks only add what earlier ones lack. */
export function outcomesOf(
  { blocks }: FreshSeeds,
  seed: string,
  now: TermsById,
): ReadonlyMap<string, Outcome> {
  const found = new Map<string, Outcome>();
  for (const block of blocks.filter((each) => each.seed === seed))
    for (const [id, outcome] of Object.entries(block.outcomes))
      if (now.get(id) === outcome.terms && !found.has(id)) found.set(id, outcome);
  return found;
}

/** The hypotheses that a seed has not judged as they are now. */
export const missingOf = (known: FreshSeeds, seed: string, now: TermsById): readonly string[] =>
  [...now.keys()].filter((id) => !outcomesOf(known, seed, now).has(id));

/**
 * Outcomes under terms that are no more: they stay on the page, so that a claim cannot shed a bad seed by being
 * rewritten.
 */
function formerOf({ blocks }: FreshSeeds, now: TermsById): readonly string[] {
  const tallies = new Map<string, { id: string; terms: string; n: number; other: string[] }>();
  for (const { seed, outcomes } of blocks)
    for (const [id, { terms, verdict, asExpected }] of Object.entries(outcomes)) {
      if (now.get(id) === terms) continue;
      const tally = tallies.get(`${id} ${terms}`) ?? { id, terms, n: 0, other: [] };
      tally.n++;
      if (!asExpected) tally.other.push(`${verdict} (${seed})`);
      tallies.set(`${id} ${terms}`, tally);
    }
  return [...tallies.values()].map(
    ({ id, terms, n, other }) =>
      `| \`${id}\` | ${terms.slice(0, 8)} | ${n} | ${other.join(', ') || 'none'} |`,
  );
}

/** The page that shows it: how many seeds are green, and what came out otherwise. */
export function freshSeedsPage(known: FreshSeeds, now: TermsById): string {
  const rows = known.seeds.map((seed) => {
    const outcomes = [...outcomesOf(known, seed, now)];
    const other = outcomes.filter(([, { asExpected }]) => !asExpected);
    return {
      seed,
      judged: outcomes.length,
      other,
      runs: outcomes.reduce((sum, [, { runs }]) => sum + runs, 0),
      trainingMs: outcomes.reduce((sum, [, { trainingMs }]) => sum + trainingMs, 0),
    };
  });
  const whole = rows.filter(({ judged }) => judged === now.size);
  const green = whole.filter(({ other }) => other.length === 0);
  const ofWhole = (value: (row: (typeof rows)[number]) => number) => median(whole.map(value));
  const former = formerOf(known, now);
  return [
    '# Fresh base seeds',
    '',
    'Base seeds drawn at random, each written down before its first run, made by `npm run fresh-seeds`. A verdict counts as long as design and analysis of its hypothesis, and the sources that judge, are what they were; what changes is judged again under the same seeds, and what was said before stays at the end of this page.',
    '',
    whole.length === 0
      ? `No seed has judged all ${now.size} hypotheses of the quick tier yet.`
      : `**${green.length} of ${whole.length} seeds are green**: all ${now.size} hypotheses of the quick tier as expected. In the median a seed takes ${ofWhole(({ runs }) => runs)} runs and ${duration(ofWhole(({ trainingMs }) => trainingMs))} of training; hypotheses that share runs count them each.`,
    '',
    '| base seed | judged | as expected | not as expected |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ seed, judged, other }) =>
        `| \`${seed}\` | ${judged} | ${judged - other.length} | ${other.map(([id, { verdict }]) => `\`${id}\` ${verdict}`).join(', ') || '–'} |`,
    ),
    '',
    ...(former.length === 0
      ? []
      : [
          '## Under terms that were changed since',
          '',
          '| hypothesis | terms | seeds | not as expected |',
          '| --- | --- | --- | --- |',
          ...former,
          '',
        ]),
  ].join('\n');
}
