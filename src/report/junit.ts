import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { headline, statusOf } from './headline.ts';
import { registrationLines, registrationWarnings } from './registration-words.ts';
import type { FindingResult, HypothesisResult, Results } from './results.ts';
import { besideIt, effect, pValue, region } from './words.ts';

/** Text inside XML: the five entities, and no control characters (XML 1.0 has none). */
function escape(text: string): string {
  return text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

function propertiesOf(result: HypothesisResult): string[] {
  const property = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`      <property${attributes({ name, value })}/>`];
  const finding = (one: FindingResult, prefix: string) => [
    ...property(`${prefix}statement`, one.statement),
    ...property(`${prefix}verdict`, one.verdict),
    ...property(
      `${prefix}effect`,
      one.estimate === undefined ? undefined : `${one.estimate} ${one.unit}`.trim(),
    ),
    ...property(
      `${prefix}interval`,
      one.interval === undefined ? undefined : `${one.interval.lower} ${one.interval.upper}`,
    ),
    ...property(`${prefix}p`, one.p),
    ...property(`${prefix}n`, one.n),
    ...(one.diagnostics ?? []).flatMap(({ name, says }) => property(`${prefix}${name}`, says)),
  ];
  return [
    ...property('verdict', result.verdict),
    ...property('expected', result.expected),
    ...property('replay', result.replay),
    ...property('lock', result.registration?.lock),
    ...registrationLines(result).flatMap(({ text }, index) => property(`terms.${index + 1}`, text)),
    ...result.findings.flatMap((one, index) => [
      ...finding(one, `finding.${index + 1}.`),
      ...combinedInWords(one).flatMap(([name, text]) => property(`finding.${index + 1}.${name}`, text)),
      ...foundInBlocks(result, one).flatMap(({ block, finding: own }) =>
        finding(own, `finding.${index + 1}.block.${block}.`),
      ),
    ]),
  ];
}

function outcomeOf(result: HypothesisResult): string[] {
  const status = statusOf(result);
  if (status === 'as expected') return [];
  const deciding = headline(result);
  const message = `${result.verdict}, expected ${result.expected}`;
  const lines = [
    result.claim,
    ...(result.reason === undefined ? [] : [result.reason]),
    ...registrationWarnings(result),
    ...(deciding === undefined
      ? []
      : [
          `${deciding.statement}: ${effect(deciding)}, allowed ${region(deciding)}, ${sampleSize(deciding)}` +
            (deciding.p === undefined ? '' : `, ${pValue(deciding.p)}`),
          ...besideIt(deciding),
        ]),
    result.replay,
  ];
  const tag = status === 'invalid' ? 'error' : 'failure';
  return [
    `      <${tag}${attributes({ message, type: result.verdict })}>${escape(lines.join('\n'))}</${tag}>`,
  ];
}

/**
 * Results as JUnit XML: a test case a hypothesis, with effect, interval, p and n of every finding as properties. What
 * contradicts its expectation or is inconclusive is a failure, what is invalid an error.
 */
export function junit(results: Results): string {
  const { hypotheses } = results;
  const statuses = hypotheses.map(statusOf);
  const errors = statuses.filter((status) => status === 'invalid').length;
  const failures = statuses.filter((status) => status !== 'as expected').length - errors;
  const counts = { tests: hypotheses.length, failures, errors, time: seconds(results.durationMs) };
  const cases = hypotheses.flatMap((result) => [
    `    <testcase${attributes({
      name: result.id,
      classname: result.file,
      file: result.file,
      time: seconds(result.trainingMs),
    })}>`,
    '      <properties>',
    ...propertiesOf(result).map((line) => `  ${line}`),
    '      </properties>',
    ...outcomeOf(result),
    '    </testcase>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'assay', ...counts })}>`,
    `  <testsuite${attributes({ name: 'hypotheses', ...counts, timestamp: results.startedAt })}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
