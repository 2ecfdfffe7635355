import { effect } from '../words.ts';
import type { SpecificationCurve } from './curve.ts';
import { agreementInWords, nameOf } from './words.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Specification curves as a page: a table a claim, and above them how much of each agrees. */
export function robustnessMarkdown(curves: readonly SpecificationCurve[]): string {
  const overview = curves.map(
    ({ id, verdict, agree, total, flips }) =>
      `| \`${id}\` | ${verdict} | ${agree} of ${total} | ${flips.length === 0 ? '–' : flips.join(', ')} |`,
  );
  const parts = curves.map((curve) => {
    const rows = curve.specifications.map(
      (one) =>
        `| ${nameOf(one)} | ${one.verdict} | ${cell(one.finding === undefined ? (one.reason ?? '–') : effect(one.finding))} | ${cell((one.decidedBy ?? []).join('; '))} |`,
    );
    return [
      `## ${curve.id}`,
      '',
      `${cell(curve.claim)}: ${curve.verdict}; ${agreementInWords(curve)}.`,
      '',
      `| variant | verdict | ${cell(curve.statement ?? 'effect')} | what made it another verdict |`,
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [
    '# Robustness',
    '',
    '| hypothesis | verdict | variants that agree | flips |',
    '| --- | --- | --- | --- |',
    ...overview,
    '',
    ...parts,
  ].join('\n');
}
