import type { Finding, Judgement } from '../judge/types.ts';
import { findingOf } from '../report/finding-result.ts';
import { besideIt, effect, needed, pValue, region } from '../report/words.ts';

function line(finding: Finding): string {
  const result = findingOf(finding);
  const said = [
    effect(result),
    region(result),
    ...(result.p === undefined ? [] : [pValue(result.p)]),
    `n = ${result.n}`,
    ...(result.reason === undefined || result.estimate === undefined ? [] : [result.reason]),
    ...[needed(result) ?? []].flat(),
  ];
  return [`${result.verdict}: ${result.statement}`, said.join('  '), ...besideIt(result)].join('\n    ');
}

/** A judgement in words: each finding with its estimate, what is allowed, and what stands beside it. */
export const inWords = ({ verdict, reason, findings }: Judgement): string =>
  [reason === undefined ? verdict : `${verdict}: ${reason}`, ...findings.map(line)].join('\n  ');
