import { headline } from './headline.ts';
import type { HypothesisResult, Results } from './results.ts';
import { duration, effect } from './words.ts';

/** What of a suite came out the same under other seeds. */
export interface Agreement {
  /** Hypotheses whose verdict is the same in every block. */
  readonly same: number;
  readonly total: number;
  /** Ids whose verdict is `supported` in one block and `refuted` in another. */
  readonly flips: readonly string[];
}

const verdictsOf = (id: string, blocks: readonly Results[]) =>
  blocks.map(({ hypotheses }) => hypotheses.find((each) => each.id === id)?.verdict);

/**
 * Compares the verdicts of one suite over disjoint blocks of seeds.
 *
 * @throws RangeError for fewer than two blocks
 */
export function agreementOf(blocks: readonly Results[]): Agreement {
  if (blocks.length < 2)
    throw new RangeError(`Cannot compare blocks of seeds: expected at least 2, got ${blocks.length}`);
  const ids = blocks[0]!.hypotheses.map(({ id }) => id);
  const isSame = (id: string) => new Set(verdictsOf(id, blocks)).size === 1;
  const isFlip = (id: string) => {
    const verdicts = verdictsOf(id, blocks);
    return verdicts.includes('supported') && verdicts.includes('refuted');
  };
  return { same: ids.filter(isSame).length, total: ids.length, flips: ids.filter(isFlip) };
}

function cellOf(result: HypothesisResult | undefined): string {
  if (result === undefined) return '–';
  const finding = headline(result);
  return finding === undefined ? result.verdict : `${result.verdict}: ${effect(finding)}`;
}

/** The page that shows it: hypothesis × block of seeds → verdict, effect, interval. */
export function reproductionPage(blocks: readonly Results[]): string {
  const { same, total, flips } = agreementOf(blocks);
  const { settings } = blocks[0]!;
  const seeds = blocks.map((block) => `\`--seed ${block.settings.baseSeed}\``);
  const rows = blocks[0]!.hypotheses.map(({ id, expected }) => {
    const cells = blocks.map(({ hypotheses }) => cellOf(hypotheses.find((each) => each.id === id)));
    return `| ${[`\`${id}\``, expected, ...cells].join(' | ')} |`;
  });
  return [
    '# Reproduction',
    '',
    `The ${settings.tier} tier under ${blocks.length} disjoint blocks of seeds, made by \`npm run reproduce\` (${settings.engineVersion}, ${settings.platform}).`,
    `${same} of ${total} verdicts agree over all blocks; ${flips.length === 0 ? 'none flips' : `${flips.join(', ')} flips`} between supported and refuted.`,
    `Wall time of the blocks: ${blocks.map(({ durationMs, runs }) => `${duration(durationMs)} (${runs.trained} runs trained, ${runs.cached} from the store)`).join(', ')}.`,
    '',
    `| hypothesis | expected | ${seeds.join(' | ')} |`,
    `| --- | --- | ${seeds.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}
