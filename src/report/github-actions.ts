import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { headline, statusOf, type Status } from './headline.ts';
import type { Results } from './results.ts';
import { effect, pValue, region } from './words.ts';

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands: Readonly<Record<Exclude<Status, 'as expected'>, string>> = {
  contradicted: 'error',
  invalid: 'error',
  inconclusive: 'warning',
};

/** One workflow command a hypothesis that is not as expected; it marks the file of the hypothesis. */
export function githubActions(results: Results): string {
  const lines = results.hypotheses.flatMap((result) => {
    const status = statusOf(result);
    if (status === 'as expected') return [];
    const finding = headline(result);
    const message = [
      `${result.verdict}, expected ${result.expected}: ${result.claim}`,
      ...(result.reason === undefined ? [] : [result.reason]),
      ...(finding === undefined
        ? []
        : [
            `${finding.statement}: ${effect(finding)}, allowed ${region(finding)}, ${sampleSize(finding)}` +
              (finding.p === undefined ? '' : `, ${pValue(finding.p)}`),
          ]),
      ...(finding === undefined
        ? []
        : [
            ...foundInBlocks(result, finding).map(
              ({ block, finding: own }) => `${block}: ${own.verdict}, ${effect(own)}, ${sampleSize(own)}`,
            ),
            ...combinedInWords(finding).map(([name, text]) => `${name} ${text}`),
          ]),
      ...(finding?.replicatesNeeded === undefined
        ? []
        : [`needs about n = ${finding.replicatesNeeded} for power 0.9`]),
      result.replay,
    ].join('\n');
    return [
      `::${commands[status]} file=${property(result.file)},line=1,title=${property(result.id)}::${data(message)}`,
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}
