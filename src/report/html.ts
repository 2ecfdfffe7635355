import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { statusOf, type Status } from './headline.ts';
import { aboutKnownAnswers, apart, evidenceInWords } from './known-answers.ts';
import { page } from './page.ts';
import { intervalPlot, pointsPlot } from './plots.ts';
import { registrationLines, registrationSummary, registrationWarnings } from './registration-words.ts';
import type { FindingResult, HypothesisResult, Results } from './results.ts';
import { escapeMarkup as escape } from './svg.ts';
import {
  besideIt,
  duration,
  effect,
  familyInWords,
  needed,
  number,
  plural,
  pValue,
  region,
  runCounts,
} from './words.ts';

const order: readonly Status[] = ['contradicted', 'invalid', 'inconclusive', 'as expected'];
const classOf = (status: Status) => status.replace(' ', '-');
const anchor = (id: string) => id.replaceAll('/', '--');

const verdictOf = (result: HypothesisResult) => {
  const expectation =
    result.expected === 'supported' && result.asExpected ? '' : `, expected ${result.expected}`;
  return `<strong class="${classOf(statusOf(result))}">${result.verdict}${expectation}</strong>`;
};

const rows = (cells: readonly (readonly [string, string])[]) =>
  `<table>${cells.map(([name, value]) => `<tr><th>${escape(name)}</th><td>${value}</td></tr>`).join('')}</table>`;

/** What each block found, as a row each with its picture. */
function blocksOfFinding(result: HypothesisResult, finding: FindingResult): string {
  const found = foundInBlocks(result, finding);
  if (found.length === 0) return '';
  const lines = found.map(({ block, finding: own }) => {
    const facts = [effect(own), ...(own.p === undefined ? [] : [pValue(own.p)]), sampleSize(own)].join(', ');
    return `<tr><th>${escape(block)}</th><td>${own.verdict}</td><td>${escape(facts)}</td><td>${intervalPlot(own)}</td></tr>`;
  });
  return `<table>${lines.join('\n')}</table>`;
}

function findingPart(result: HypothesisResult, finding: FindingResult): string {
  const level = finding.interval === undefined ? '' : ` at ${number(finding.interval.level * 100)} %`;
  const facts = [
    ['verdict', finding.verdict],
    ...(finding.estimate === undefined
      ? []
      : [['estimate', `${effect(finding)}${level} (${finding.parameter})`]]),
    ['allowed', region(finding)],
    [
      'n',
      `${sampleSize(finding).replace('n = ', '')}${finding.p === undefined ? '' : `, ${pValue(finding.p)}`}, ${finding.method}`,
    ],
    ...finding.effectSizes.map(({ name, estimate, interval }) => [
      name,
      `${number(estimate)}${interval === undefined ? '' : ` [${number(interval.lower)}, ${number(interval.upper)}]`}`,
    ]),
    ...combinedInWords(finding),
    ...(finding.reason === undefined ? [] : [['reason', finding.reason]]),
    ...(needed(finding) === undefined ? [] : [['seeds', needed(finding)!]]),
    ...(typeof finding.prediction['because'] === 'string' ? [['margin', finding.prediction['because']]] : []),
    ...besideIt(finding).map((words) => ['beside it', words]),
    ...(finding.notes ?? []).map((note) => ['note', note]),
  ].map(([name, value]) => [name!, escape(value!)] as const);
  const role = finding.role === 'control' ? 'control: ' : '';
  return `<h3>${role}${escape(finding.statement)}</h3>${intervalPlot(finding)}${rows(facts)}${blocksOfFinding(result, finding)}`;
}

function sourcePart({ source }: HypothesisResult): string {
  if (source === undefined) return '';
  const paper = [source.paper, source.arxiv && `arXiv:${source.arxiv}`, source.section, source.figure];
  return `<h3>The paper and this experiment</h3>${rows(
    [
      ['paper', paper.filter(Boolean).join(', ')],
      ['there', source.boundary.paper],
      ['here', source.boundary.ours],
      ['may differ', source.boundary.mayDiffer],
    ].map(([name, value]) => [name!, escape(value!)] as const),
  )}`;
}

const covariateRows = (arms: HypothesisResult['arms']) =>
  Object.entries(arms).map(
    ([arm, values]) =>
      [
        arm,
        Object.entries(values)
          .map(([name, value]) => `${escape(name)} ${number(value)}`)
          .join(' · '),
      ] as const,
  );

function designPart(result: HypothesisResult): string {
  const { arms, seeds, alpha, runs, trainingMs, file, blocks } = result;
  const designs = blocks ?? [{ name: undefined, arms, seeds }];
  return `<h3>Design</h3>${rows([
    ...designs.flatMap(({ name, ...design }) => [
      ...(name === undefined ? [] : [['block', escape(name)] as const]),
      ...covariateRows(design.arms),
      ['seeds', escape(design.seeds.join(' '))] as const,
    ]),
    ['alpha', `${number(alpha)} one-sided`],
    ['runs', `${runCounts(runs)}, ${duration(trainingMs)} of training`],
    ['file', `<code>${escape(file)}</code>`],
  ])}`;
}

/** How the terms stand to the lock and to those that were judged before: what warns is strong. */
const termsPart = (result: HypothesisResult): readonly string[] =>
  registrationLines(result).map(
    ({ warns, text }) => `<p>${warns ? `<strong>${escape(text)}</strong>` : escape(text)}</p>`,
  );

/** The values of each measure by arm, of a hypothesis or of one of its blocks. */
function pointsPart(
  design: Pick<HypothesisResult, 'values' | 'arms'> & { readonly name?: string },
): string[] {
  const measures = [...new Set(Object.values(design.values).flatMap((each) => Object.keys(each)))];
  const of = design.name === undefined ? '' : `${design.name}: `;
  return measures
    .map((measure) => [measure, pointsPlot(design, measure)] as const)
    .filter(([, plot]) => plot !== '')
    .map(
      ([measure, plot]) =>
        `<h3>${escape(of)}${escape(measure)} by arm; runs of one seed are joined</h3>${plot}`,
    );
}

function hypothesisPart(result: HypothesisResult): string {
  return [
    `<section id="${escape(anchor(result.id))}">`,
    `<h2>${escape(result.id)}</h2><p>${verdictOf(result)} – ${escape(result.claim)}</p>`,
    result.reason === undefined ? '' : `<p>${escape(result.reason)}</p>`,
    ...termsPart(result),
    ...result.findings.map((finding) => findingPart(result, finding)),
    ...(result.blocks === undefined ? pointsPart(result) : result.blocks.flatMap(pointsPart)),
    designPart(result),
    sourcePart(result),
    `<h3>Replay one run</h3><pre>${escape(result.replay)}</pre>`,
    '</section>',
  ].join('\n');
}

/** The index of the claims on data, and of those with a known answer under a heading of their own. */
function indexPart({ hypotheses }: Results): string {
  const { onData, knownAnswers } = apart(hypotheses);
  const known =
    knownAnswers.length === 0 ? '' : `<p>${escape(aboutKnownAnswers)}</p>${indexOf(knownAnswers)}`;
  return `${onData.length === 0 ? '' : indexOf(onData)}${known}`;
}

function indexOf(hypotheses: readonly HypothesisResult[]): string {
  const sorted = [...hypotheses].sort((a, b) => order.indexOf(statusOf(a)) - order.indexOf(statusOf(b)));
  const lines = sorted.map(
    (result) =>
      `<tr><td>${[verdictOf(result), ...(registrationWarnings(result).length > 0 ? ['terms changed'] : [])].join(', ')}</td><td><a href="#${escape(anchor(result.id))}">${escape(result.id)}</a></td><td>${escape(result.claim)}</td></tr>`,
  );
  return `<table><tr><th>verdict</th><th>hypothesis</th><th>claim</th></tr>${lines.join('\n')}</table>`;
}

/**
 * Results as one self-contained page: an index by verdict, then a section a claim with its plots, design, boundary to
 * the paper and replay line. No script, nothing loaded from elsewhere; readable on paper and in the dark.
 */
export function html(results: Results): string {
  const { summary, settings, runs } = results;
  const evidence = evidenceInWords(summary);
  const facts = rows(
    [
      [
        'hypotheses',
        `${summary.asExpected} of ${plural(summary.total, 'hypothesis', 'hypotheses')} as expected`,
      ],
      ...(evidence === undefined ? [] : [['evidence', evidence]]),
      ...(summary.family === undefined ? [] : [['multiplicity', familyInWords(summary.family)]]),
      ...registrationSummary(results),
      ['runs', runCounts(runs)],
      ['seed and tier', `${settings.baseSeed}, ${settings.tier}`],
      ['engine', `${settings.engineVersion} on ${settings.platform}, Node.js ${settings.node}`],
      ['started', `${results.startedAt}, took ${duration(results.durationMs)}`],
      ['assay', results.tool.version],
    ].map(([name, value]) => [name!, escape(value!)] as const),
  );
  const remarks = [
    ...results.failures.map(({ run, message }) => `run ${run}: ${message}`),
    ...results.warnings.map(
      ({ file, path, message }) => `${[file, path].filter(Boolean).join(' ')}: ${message}`,
    ),
  ];
  return page(`assay: ${summary.asExpected} of ${summary.total} as expected`, [
    '<h1>Hypotheses</h1>',
    results.interrupted ? '<p><strong>Interrupted: this report is partial.</strong></p>' : '',
    facts,
    indexPart(results),
    ...(remarks.length === 0
      ? []
      : [`<ul>${remarks.map((remark) => `<li>${escape(remark)}</li>`).join('')}</ul>`]),
    ...results.hypotheses.map(hypothesisPart),
  ]);
}
