import type { Block, Holds, Hypothesis } from '../declare/types.ts';
import { number } from '../report/words.ts';

const holdWords: Readonly<Record<Holds, string>> = {
  'in-each': 'every prediction must hold in each of them',
  'on-average': 'every prediction must hold of the mean over them',
};

/** The blocks of a hypothesis and what each says in the place of what stands above. */
export function blocksInWords({ over, holds = 'in-each' }: Hypothesis): string[] {
  if (over === undefined) return [];
  const own = (block: Block) =>
    Object.entries(block)
      .map(([field, value]) => `${field} ${JSON.stringify(value)}`)
      .join(', ');
  return [
    `Over ${Object.keys(over).length} blocks, each with seeds of its own; ${holdWords[holds]}:`,
    ...Object.entries(over).map(([name, block]) => `    ${name}: ${own(block) || 'as above'}`),
  ];
}

const ruleWords: Readonly<Record<Holds, string>> = {
  'in-each':
    ' in every block; refuted where one block\nrefutes one (Bonferroni over the blocks, Holm over the predictions);',
  'on-average':
    ", of the mean over blocks by\nStudent's t over them; refuted where one lies wholly outside (Holm over the predictions);",
};

/** When a hypothesis is supported, refuted, open or invalid. */
export function ruleInWords({
  alpha = 0.05,
  expected = 'supported',
  over,
  holds = 'in-each',
}: Hypothesis): string[] {
  const start = `Supported where the ${number(100 * (1 - 2 * alpha))} % interval of every prediction lies inside what it allows`;
  const rule =
    over === undefined
      ? '; refuted where one lies\nwholly outside (Holm over the predictions);'
      : ruleWords[holds];
  return [
    `${start}${rule} inconclusive otherwise; invalid where a control is not supported or a run`,
    `is missing. Expected: ${expected}.`,
  ];
}
