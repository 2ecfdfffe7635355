import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { headline, statusOf } from './headline.ts';
import { aboutKnownAnswers, apart, evidenceInWords } from './known-answers.ts';
import { registrationSummary, registrationWarnings } from './registration-words.ts';
import type { FindingResult, HypothesisResult, Results } from './results.ts';
import { besideIt, duration, effect, familyInWords, plural, pValue, region, runCounts } from './words.ts';

/** Text in a cell of a table: no line breaks, no bars. */
const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');

const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

const marks = { 'as expected': '✅', contradicted: '❌', inconclusive: '❔', invalid: '⚠️' } as const;

function paperSection({ source }: HypothesisResult): string {
  if (source === undefined) return '–';
  const place = [source.section, source.figure].filter(Boolean).join(', ');
  const paper = source.arxiv === undefined ? source.paper : `arXiv:${source.arxiv}`;
  return place === '' ? paper : `${paper}, ${place}`;
}

function effectCell(finding: FindingResult | undefined): string {
  if (finding === undefined) return '–';
  const p = finding.p === undefined ? '' : `, ${pValue(finding.p)}`;
  return `${finding.prediction.measure}: ${effect(finding)} (${region(finding)}${p}, ${sampleSize(finding)})`;
}

/** `supported`, or `refuted, as expected` where the file says so. */
function verdictCell(result: HypothesisResult): string {
  const status = statusOf(result);
  const expected =
    result.expected === 'supported' && status === 'as expected'
      ? ''
      : result.asExpected
        ? ', as expected'
        : ` (expected ${result.expected})`;
  return `${marks[status]} ${result.verdict}${expected}`;
}

/** What each block of a claim found, and how they became one verdict: a table for each hypothesis over blocks. */
function blocksPart(result: HypothesisResult): readonly string[] {
  const { blocks, findings } = result;
  if (blocks === undefined) return [];
  const rows = findings.flatMap((finding) => [
    ...foundInBlocks(result, finding).map(({ block, finding: own }) => [
      own.statement,
      block,
      own.verdict,
      `${effect(own)}${own.p === undefined ? '' : `, ${pValue(own.p)}`}, ${sampleSize(own)}`,
    ]),
    [
      finding.statement,
      '**all**',
      `**${finding.verdict}**`,
      combinedInWords(finding)
        .map(([name, text]) => `${name} ${text}`)
        .join('; '),
    ],
  ]);
  return [
    `### ${result.id}: ${plural(blocks.length, 'block')}`,
    '',
    row(['Claim', 'Block', 'Verdict', 'Effect']),
    row(['---', '---', '---', '---']),
    ...rows.map(row),
    '',
  ];
}

/**
 * The claims as a table: claim → section of the paper → verdict → effect with its interval → training time; known
 * answers in one of their own.
 */
export function claimsTable({ hypotheses }: Pick<Results, 'hypotheses'>): string {
  const { onData, knownAnswers } = apart(hypotheses);
  if (knownAnswers.length === 0) return tableOf(onData);
  return [
    ...(onData.length === 0 ? [] : [tableOf(onData), '']),
    aboutKnownAnswers,
    '',
    tableOf(knownAnswers),
  ].join('\n');
}

function tableOf(hypotheses: readonly HypothesisResult[]): string {
  return [
    row(['Claim', 'Paper', 'Verdict', 'Effect', 'Time']),
    row(['---', '---', '---', '---', '---']),
    ...hypotheses.map((result) =>
      row([
        `${result.claim} (\`${result.id}\`)`,
        paperSection(result),
        `${verdictCell(result)}${registrationWarnings(result).length > 0 ? ', ⚠️ terms changed' : ''}`,
        effectCell(headline(result)),
        duration(result.trainingMs),
      ]),
    ),
  ].join('\n');
}

/** How the claims stand to the lock, and what changed after it was judged, with old and new. */
function termsSection(results: Results): string[] {
  const sentences = registrationSummary(results).map(([name, words]) => `${name}: ${words}.`);
  const lines = results.hypotheses.flatMap((result) =>
    registrationWarnings(result).map((text) => `* \`${result.id}\`: ${text}`),
  );
  return [
    ...(sentences.length === 0 ? [] : [sentences.join(' '), '']),
    ...(lines.length === 0 ? [] : [...lines, '']),
  ];
}

/** What stands beside the finding that each verdict shows. */
function besideSection(results: Results): string[] {
  const lines = results.hypotheses.flatMap((result) => {
    const words = besideIt(headline(result));
    return words.length === 0 ? [] : [`* \`${result.id}\`: ${words.join('; ')}`];
  });
  return lines.length === 0 ? [] : ['### Beside the verdicts', '', ...lines, ''];
}

/** Results as a Markdown page: a sentence, the table of claims, and the replay line of whatever is not as expected. */
export function markdown(results: Results): string {
  const { summary, settings } = results;
  const evidence = evidenceInWords(summary);
  const unexpected = results.hypotheses.filter((result) => statusOf(result) !== 'as expected');
  const details = unexpected.flatMap((result) => [
    `### ${result.id}: ${result.verdict}, expected ${result.expected}`,
    '',
    ...(result.reason === undefined ? [] : [result.reason, '']),
    ...result.findings.map(
      (finding) => `* ${finding.role} – ${finding.statement}: **${finding.verdict}**, ${effect(finding)}`,
    ),
    '',
    ...(result.replay === '' ? [] : ['```sh', result.replay, '```', '']),
  ]);
  return [
    `${summary.asExpected} of ${plural(summary.total, 'hypothesis', 'hypotheses')} as expected${evidence === undefined ? '' : `: ${evidence}`}; ${runCounts(results.runs)}; ` +
      `seed ${settings.baseSeed}, ${settings.tier} tier, ${settings.engineVersion}; ${duration(results.durationMs)}.` +
      (results.interrupted ? ' **Interrupted: partial.**' : ''),
    '',
    claimsTable(results),
    '',
    ...(summary.family === undefined ? [] : [`Multiplicity: ${familyInWords(summary.family)}.`, '']),
    ...results.hypotheses.flatMap(blocksPart),
    ...besideSection(results),
    ...termsSection(results),
    ...details,
  ].join('\n');
}
