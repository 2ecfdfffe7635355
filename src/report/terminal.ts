import { Chalk, type ChalkInstance } from 'chalk';
import { combinedInWords, foundInBlocks, sampleSize } from './blocks.ts';
import { headline, statusOf, type Status } from './headline.ts';
import { aboutKnownAnswers, apart, evidenceInWords } from './known-answers.ts';
import { registrationLines, registrationSummary } from './registration-words.ts';
import type { FindingResult, HypothesisResult, Results } from './results.ts';
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

/** How a terminal reporter may paint and how much it tells. */
export interface TerminalOptions {
  readonly color: boolean;
  /** Every finding with its method, effect sizes and notes, and each design. */
  readonly verbose?: boolean;
}

const signs: Readonly<Record<Status, string>> = {
  'as expected': '✓',
  contradicted: '✗',
  inconclusive: '?',
  invalid: '!',
};

const paints: Readonly<Record<Status, (chalk: ChalkInstance) => ChalkInstance>> = {
  'as expected': (chalk) => chalk.green,
  contradicted: (chalk) => chalk.red,
  inconclusive: (chalk) => chalk.yellow,
  invalid: (chalk) => chalk.magenta,
};

const findingSigns = { supported: '✓', refuted: '✗', inconclusive: '?', invalid: '!' } as const;

function numbers(finding: FindingResult): string {
  if (finding.estimate === undefined) return effect(finding);
  return [
    effect(finding),
    region(finding),
    ...(finding.p === undefined ? [] : [pValue(finding.p)]),
    sampleSize(finding),
  ].join('  ');
}

const needs = (finding: FindingResult): string[] => {
  const seeds = needed(finding);
  return seeds === undefined ? [] : [`       ${seeds}`];
};

function verdictLine(result: HypothesisResult, chalk: ChalkInstance): string {
  const status = statusOf(result);
  const paint = paints[status](chalk);
  const shown = headline(result);
  const parts = [
    paint(`${signs[status]} ${result.verdict.padEnd(12)}`),
    chalk.bold(result.id),
    ...(shown === undefined ? [] : [`${shown.prediction.measure} ${numbers(shown)}`]),
    chalk.dim(runCounts(result.runs)),
    chalk.dim(duration(result.trainingMs)),
  ];
  const expectation = result.asExpected
    ? result.expected === 'supported'
      ? ''
      : ' (as expected)'
    : ` (expected ${result.expected})`;
  return ` ${parts.join('  ')}${expectation}`;
}

function findingLines(finding: FindingResult, chalk: ChalkInstance, detail: boolean): string[] {
  const role = finding.role === 'control' ? 'control: ' : '';
  const sign = findingSigns[finding.verdict];
  const lines = [`     ${sign} ${role}${finding.statement}`];
  if (!detail) return [`${lines[0]}  ${chalk.dim(numbers(finding))}`, ...needs(finding)];
  const level = finding.interval === undefined ? '' : ` at ${number(finding.interval.level * 100)} %`;
  if (finding.estimate !== undefined) {
    lines.push(`       estimate  ${effect(finding)}${level}  (${finding.parameter})`);
    lines.push(`       allowed   ${region(finding)}`);
    const p = finding.p === undefined ? '' : `, ${pValue(finding.p)}`;
    lines.push(`       n         ${sampleSize(finding).replace('n = ', '')}${p}, ${finding.method}`);
  }
  for (const size of finding.effectSizes) {
    const range =
      size.interval === undefined ? '' : ` [${number(size.interval.lower)}, ${number(size.interval.upper)}]`;
    lines.push(`       effect    ${size.name} ${number(size.estimate)}${range}`);
  }
  if (finding.reason !== undefined) lines.push(`       reason    ${finding.reason}`);
  return [
    ...lines,
    ...needs(finding),
    ...besideIt(finding).map((words) => chalk.dim(`       beside it ${words}`)),
    ...(finding.notes ?? []).map((note) => chalk.dim(`       note      ${note}`)),
  ];
}

/** A block's finding, or how all of them became one, under the finding that they became. */
function blockLines(
  result: HypothesisResult,
  finding: FindingResult,
  chalk: ChalkInstance,
  detail: boolean,
): string[] {
  const rows = combinedInWords(finding);
  const wide = Math.max(0, ...(result.blocks ?? []).map(({ name }) => name.length));
  const found = foundInBlocks(result, finding).map(
    ({ block, finding: own }) => `       ${findingSigns[own.verdict]} ${block.padEnd(wide)}  ${numbers(own)}`,
  );
  const combined = detail
    ? rows.map(([name, text]) => `       ${name.padEnd(16)}  ${text}`)
    : rows.length === 0
      ? []
      : [
          `       ${rows
            .filter(([name]) => name !== 'or by')
            .map(([name, text]) => `${name} ${text}`)
            .join('; ')}`,
        ];
  return [...found, ...combined].map((line) => chalk.dim(line));
}

function armLines(arms: HypothesisResult['arms']): string[] {
  return Object.entries(arms).map(([arm, covariates]) => {
    const shown = Object.entries(covariates).map(([name, value]) => `${name} ${number(value)}`);
    return `       arm       ${arm}  ${shown.join('  ')}`;
  });
}

function designLines({ arms, seeds, source, blocks }: HypothesisResult, chalk: ChalkInstance): string[] {
  const designs = blocks ?? [{ arms, seeds, name: undefined }];
  const rows = designs.flatMap(({ name, ...design }) => [
    ...(name === undefined ? [] : [`       block     ${name}`]),
    ...armLines(design.arms),
    `       seeds     ${design.seeds.join(' ')}`,
  ]);
  const boundary =
    source === undefined
      ? []
      : [
          `       paper     ${[source.paper, source.arxiv, source.section, source.figure].filter(Boolean).join(', ')}`,
          `       there     ${source.boundary.paper}`,
          `       here      ${source.boundary.ours}`,
          `       may differ ${source.boundary.mayDiffer}`,
        ];
  return [...rows, ...boundary].map((line) => chalk.dim(line));
}

function termsLines(
  result: HypothesisResult,
  { verbose = false }: TerminalOptions,
  chalk: ChalkInstance,
): string[] {
  return registrationLines(result)
    .filter(({ warns }) => warns || verbose)
    .map(({ warns, text }) => (warns ? chalk.yellow(`     ! ${text}`) : chalk.dim(`     ${text}`)));
}

function hypothesisLines(result: HypothesisResult, options: TerminalOptions, chalk: ChalkInstance): string[] {
  const status = statusOf(result);
  const detail = options.verbose === true || status !== 'as expected';
  const several = result.findings.length > 1 || result.blocks !== undefined;
  const findings =
    several || detail
      ? result.findings.flatMap((finding) => [
          ...findingLines(finding, chalk, detail),
          ...(detail || finding.role === 'prediction' ? blockLines(result, finding, chalk, detail) : []),
        ])
      : [];
  const beside = besideIt(headline(result));
  return [
    verdictLine(result, chalk),
    ...(detail || beside.length === 0 ? [] : [chalk.dim(`     ${beside.join('; ')}`)]),
    ...(detail ? [`     ${result.claim}`, chalk.dim(`     ${result.file}`)] : []),
    ...(result.reason === undefined || !detail ? [] : [`     ${result.reason}`]),
    ...termsLines(result, options, chalk),
    ...(options.verbose ? designLines(result, chalk) : []),
    ...findings,
    // Unwrapped and alone on its line, so that it can be copied whole.
    ...(status !== 'as expected' && result.replay !== '' ? ['     replay one run:', result.replay] : []),
  ];
}

/** What training cost against what was planned, in thread time. */
const estimateWords = (estimate: Results['estimate']): string =>
  estimate === undefined
    ? ''
    : `; ${duration(estimate.measuredMs)} of training, estimated ${duration(estimate.estimatedMs)}` +
      (estimate.medianRatio === undefined
        ? ''
        : ` (a run ×${number(estimate.medianRatio)} its estimate in the median)`);

function summaryLines(results: Results, chalk: ChalkInstance): string[] {
  const { summary, runs, settings } = results;
  const unexpected = summary.total - summary.asExpected;
  const counts = (['supported', 'refuted', 'inconclusive', 'invalid'] as const)
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => `${summary[verdict]} ${verdict}`);
  const trained =
    runs.trained === 0 && runs.missing === 0 && runs.total > 0
      ? `nothing trained: all ${plural(runs.cached, 'run')} came from the store`
      : runCounts(runs);
  const evidence = evidenceInWords(summary);
  const outcome = `${summary.asExpected} as expected, ${unexpected} not`;
  return [
    ` Hypotheses  ${(unexpected === 0 ? chalk.green : chalk.red)(outcome)}${counts.length > 0 ? `  (${counts.join(', ')})` : ''}`,
    ...(evidence === undefined ? [] : [` Evidence    ${evidence}`]),
    ...(summary.family === undefined || summary.family.supported < 2
      ? []
      : [` Family      ${familyInWords(summary.family, 3)}`]),
    ...registrationSummary(results).map(
      ([name, words]) => ` ${`${name[0]!.toUpperCase()}${name.slice(1)}`.padEnd(12)}${words}`,
    ),
    ` Runs        ${trained}`,
    ` Design      seed ${settings.baseSeed}, ${settings.tier} tier, ${settings.engineVersion}, ${plural(settings.workers, 'worker')}`,
    ` Time        ${duration(results.durationMs)}${estimateWords(results.estimate)}`,
    ...(results.interrupted
      ? [chalk.yellow(' Interrupted: this report is partial; the same command resumes it')]
      : []),
  ];
}

/**
 * Results as a person reads them at a terminal: a verdict line a hypothesis, its findings indented, more where
 * something is not as expected, and a summary.
 */
export function terminal(results: Results, options: TerminalOptions): string {
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  const warnings = results.warnings.map(
    ({ file, path, message }) =>
      ` ${chalk.yellow('warning')} ${[file, path].filter(Boolean).join(' ')}: ${message}`,
  );
  const failures = results.failures.map(
    ({ run, message }) => ` ${chalk.red('failed')} run ${run.slice(0, 12)}: ${message}`,
  );
  const { onData, knownAnswers } = apart(results.hypotheses);
  const shown = (hypotheses: readonly HypothesisResult[]) =>
    hypotheses.flatMap((result) => hypothesisLines(result, options, chalk));
  const lines = [
    ...shown(onData),
    ...(knownAnswers.length === 0
      ? []
      : [...(onData.length === 0 ? [] : ['']), chalk.dim(` ${aboutKnownAnswers}`), ...shown(knownAnswers)]),
    ...failures,
    ...warnings,
    '',
    ...summaryLines(results, chalk),
  ];
  return `${lines.join('\n')}\n`;
}
