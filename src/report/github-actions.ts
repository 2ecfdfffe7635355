import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { headline, statusOf, type Status } from './headline.ts';
import { registrationLines, registrationWarnings } from './registration-words.ts';
import type { HypothesisResult, Results } from './results.ts';
import { besideIt, effect, needed, pValue, region } from './words.ts';

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands: Readonly<Record<Status, string>> = {
  'as expected': 'warning',
  contradicted: 'error',
  invalid: 'error',
  inconclusive: 'warning',
};

function outcomeLines(result: HypothesisResult): readonly string[] {
  const finding = headline(result);
  return [
    ...(result.reason === undefined ? [] : [result.reason]),
    ...(finding === undefined
      ? []
      : [
          `${finding.statement}: ${effect(finding)}, allowed ${region(finding)}, ${sampleSize(finding)}` +
            (finding.p === undefined ? '' : `, ${pValue(finding.p)}`),
          ...foundInBlocks(result, finding).map(
            ({ block, finding: own }) => `${block}: ${own.verdict}, ${effect(own)}, ${sampleSize(own)}`,
          ),
          ...combinedInWords(finding).map(([name, text]) => `${name} ${text}`),
          ...besideIt(finding),
        ]),
    ...(finding === undefined || needed(finding) === undefined ? [] : [needed(finding)!]),
    result.replay,
  ];
}

/**
 * One workflow command a hypothesis that is not as expected, or whose terms changed after its runs were judged; it
 * marks the file of the hypothesis.
 */
export function githubActions(results: Results): string {
  const lines = results.hypotheses.flatMap((result) => {
    const status = statusOf(result);
    const terms = registrationWarnings(result);
    if (status === 'as expected' && terms.length === 0) return [];
    const message = [
      `${result.verdict}, expected ${result.expected}: ${result.claim}`,
      ...registrationLines(result).map(({ text }) => text),
      ...(status === 'as expected' ? [] : outcomeLines(result)),
    ].join('\n');
    return [
      `::${commands[status]} file=${property(result.file)},line=1,title=${property(result.id)}::${data(message)}`,
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}
