import type { CombinationResult, FindingResult, HypothesisResult } from './results.ts';
import { effect, inUnit, number, plural, pValue } from './words.ts';

/** What one block found. */
export interface FoundInBlock {
  readonly block: string;
  readonly finding: FindingResult;
}

/** What each block found of one finding of a hypothesis; nothing where there are no blocks. */
export const foundInBlocks = (
  { findings, blocks = [] }: Pick<HypothesisResult, 'findings' | 'blocks'>,
  finding: FindingResult,
): readonly FoundInBlock[] => {
  const index = findings.indexOf(finding);
  return blocks.flatMap(({ name, findings: own }) =>
    own[index] === undefined ? [] : [{ block: name, finding: own[index] }],
  );
};

/** `n = 8`, or `5 blocks` where the mean over them is what counts. */
export const sampleSize = ({ n, combination }: FindingResult): string =>
  combination?.holds === 'on-average' && combination.decidedBy === undefined
    ? plural(combination.blocks, 'block')
    : `n = ${n}`;

const p = ({ p }: { readonly p?: number | undefined }) => (p === undefined ? '' : `, ${pValue(p)}`);

/** One way to combine blocks, in words. */
const opinion = (said: NonNullable<CombinationResult['mean']>, { unit }: FindingResult): string =>
  `${effect({ ...said, unit, reason: undefined })}${p(said)}, ${said.verdict}`;

/**
 * How the findings of blocks became one: names and texts, the same in every report; nothing where there are no blocks.
 */
export function combinedInWords(finding: FindingResult): readonly (readonly [name: string, text: string])[] {
  const { combination, unit, method } = finding;
  if (combination === undefined) return [];
  const { decidedBy, mean, heterogeneity, opinions, holds } = combination;
  const shown = inUnit(unit);
  const level = (share: number) => `${number(100 * share)} %`;
  return [
    ['decided by', decidedBy === undefined ? `the mean (${method})` : `block ${decidedBy}`],
    ...(mean === undefined || holds === 'on-average'
      ? []
      : [['mean over blocks', opinion(mean, finding)] as const]),
    ...(heterogeneity === undefined
      ? []
      : [
          [
            'blocks differ',
            `τ = ${shown(heterogeneity.tau)}, I² = ${level(heterogeneity.iSquared)}${p(heterogeneity)}`,
          ] as const,
        ]),
    ...(heterogeneity?.next === undefined
      ? []
      : [
          [
            'next block',
            `[${shown(heterogeneity.next.lower)}, ${shown(heterogeneity.next.upper)}] at ${level(heterogeneity.next.level)}`,
          ] as const,
        ]),
    ...opinions.map((each) => ['or by', `${each.method}: ${opinion(each, finding)}`] as const),
  ];
}
