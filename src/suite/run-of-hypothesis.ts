import { firstSeedOf, SEEDS_OF_A_BLOCK } from '../declare/over.ts';
import { didYouMean } from '../declare/suggest.ts';
import type { LoadedHypothesis } from '../declare/types.ts';
import { AssayError } from '../errors.ts';
import { selectHypotheses, type Wanted } from './select-hypotheses.ts';

/**
 * The one hypothesis that a word means: by its id, else by the only path or id in which the word occurs.
 *
 * @throws AssayError `configuration` where none or several fit
 */
export async function oneHypothesis(
  word: string,
  wanted: Pick<Wanted, 'root' | 'settings' | 'on'>,
): Promise<LoadedHypothesis> {
  const { hypotheses } = await selectHypotheses({ ...wanted, filters: [word], allTiers: true });
  const exact = hypotheses.find(({ hypothesis, file }) => hypothesis.id === word || file === word);
  if (exact !== undefined) return exact;
  if (hypotheses.length === 1) return hypotheses[0]!;
  throw new AssayError(
    'configuration',
    `Cannot tell which hypothesis "${word}" means: expected one, got ${hypotheses.map(({ hypothesis }) => hypothesis.id).join(', ')}`,
  );
}

/**
 * The run of an arm and a seed (`<base>/<index>`), of a hypothesis planned with as many seeds as it takes.
 *
 * @throws AssayError `configuration` where there is no such arm, or the seed is not of that form
 */
export function runOf(
  { hypothesis, ...loaded }: LoadedHypothesis,
  { arm, seed }: { readonly arm: string; readonly seed: string },
): {
  readonly loaded: LoadedHypothesis;
  readonly baseSeed: string;
  readonly arm: string;
  readonly seed: string;
} {
  const arms = Object.keys(hypothesis.arms);
  if (!arms.includes(arm))
    throw new AssayError(
      'configuration',
      `Cannot find the run: expected an arm of ${hypothesis.id} (${arms.join(', ')}), got "${arm}"${didYouMean(arm, arms)}`,
    );
  const match = /^(.+)\/(\d+)$/.exec(seed);
  if (match === null)
    throw new AssayError(
      'configuration',
      `Cannot find the run: expected a seed such as "0/3" (base seed / replicate), got "${seed}"`,
    );
  const blocks = Object.keys(hypothesis.over ?? {});
  const index = Number(match[2]);
  const inBlock = blocks.length === 0 ? index : index % SEEDS_OF_A_BLOCK;
  if (blocks.length > 0 && index - inBlock >= firstSeedOf(blocks.length))
    throw new AssayError(
      'configuration',
      `Cannot find the run: expected a seed of a block of ${hypothesis.id} (${blocks.map((name, at) => `${name} from ${match[1]}/${firstSeedOf(at)} on`).join(', ')}), got "${seed}"`,
    );
  const replicates = inBlock + 1;
  return { loaded: { ...loaded, hypothesis: { ...hypothesis, replicates } }, baseSeed: match[1]!, arm, seed };
}
