import type { Holds, Prediction } from '../declare/types.ts';
import type { MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import {
  assessBy,
  averagingFor,
  diagnose,
  isInvalid,
  isTwoSided,
  kinds,
  statementOf,
  type Assessment,
  type Verdict,
} from '../predictions/index.ts';
import { inEach } from './blocks/in-each.ts';
import { analysisOfBlock, type Judged } from './blocks/of-block.ts';
import { onAverage } from './blocks/on-average.ts';
import { guardedByAllRuns } from './blocks/pooled.ts';
import { chanceOfDecision } from './futility.ts';
import { alphaAtLook } from './looks.ts';
import { standing } from './rule.ts';
import { withSeedsNeeded } from './seeds-needed.ts';
import type { BlockJudgement, Finding, Judgement } from './types.ts';

export interface JudgeOptions {
  /** Effect sizes and numbers of replicates beside the verdicts; default true. */
  readonly details?: boolean;
  /** Which planned look this is, from 0; default the last. Each look spends its part of the error rate. */
  readonly look?: number;
}

/** All that a hypothesis claims, judged. */
interface Claims {
  readonly predictions: readonly Judged[];
  readonly controls: readonly Judged[];
}

/** The same of several blocks together, with each of them alone. */
interface ClaimsOverBlocks extends Claims {
  readonly blocks: readonly BlockJudgement[];
}

/**
 * Judges one hypothesis: every prediction and control by the one rule, then all of them together.
 *
 * Invalid where a control is not supported, a value is missing or data cannot be had; supported where every prediction
 * is; refuted where one is, at the hypothesis's error rate over all its predictions (Holm); inconclusive otherwise.
 * Over blocks each block is judged alone, and their findings become one a prediction, as the hypothesis says: in each,
 * or on average. Controls must hold in each block.
 *
 * @example judge(analysis, table).verdict // 'supported'
 */
export function judge(analysis: AnalysisPlan, table: MeasureTable, options: JudgeOptions = {}): Judgement {
  const { id, expected, unavailable, over } = analysis;
  if (unavailable !== undefined)
    return { id, verdict: 'invalid', expected, asExpected: false, reason: unavailable, findings: [] };
  const claims: Claims & Partial<ClaimsOverBlocks> =
    over === undefined
      ? judgeAll(analysis, table, options)
      : judgeOver({ ...analysis, over }, table, options);
  const findings =
    options.details === false
      ? findingsOf(claims)
      : findingsOf(claims).map((finding) => withSeedsNeeded(finding, analysis, table));
  const { verdict, reason } = together(claims, analysis, options);
  return {
    id,
    verdict,
    expected,
    asExpected: verdict === expected,
    ...(reason === undefined ? {} : { reason }),
    ...prospect(analysis, chancesOf(claims, over?.holds), verdict, options.look),
    findings,
    ...(claims.blocks === undefined ? {} : { blocks: claims.blocks }),
  };
}

/**
 * The findings whose prospects are those of the claim: in each block each of its own; of a mean over blocks there are
 * none.
 */
const chancesOf = (
  claims: Claims & Partial<ClaimsOverBlocks>,
  holds: Holds | undefined,
): readonly Finding[] =>
  holds === 'on-average' ? [] : (claims.blocks?.flatMap(({ findings }) => findings) ?? findingsOf(claims));

const findingsOf = ({ predictions, controls }: Claims): readonly Finding[] =>
  [...predictions, ...controls].map(({ finding }) => finding);

function judgeAll(analysis: AnalysisPlan, table: MeasureTable, options: JudgeOptions): Claims {
  const one = (role: Finding['role']) => (prediction: Prediction) =>
    judgeOne(role, prediction, analysis, table, options);
  return {
    predictions: analysis.predictions.map(one('prediction')),
    controls: analysis.controls.map(one('control')),
  };
}

function judgeOver(
  analysis: AnalysisPlan & Required<Pick<AnalysisPlan, 'over'>>,
  table: MeasureTable,
  options: JudgeOptions,
): ClaimsOverBlocks {
  const { holds, blocks } = analysis.over;
  const details = options.details ?? true;
  const alone = blocks.map((block) => ({
    block: block.name,
    claims: judgeAll(analysisOfBlock(analysis, block), table, options),
  }));
  const found = (of: keyof Claims, index: number) =>
    alone.map(({ block, claims }) => ({ block, ...claims[of][index]! }));
  const rules = (prediction: Prediction) => ({
    alpha: rateOf(prediction, analysis, options.look),
    averaging: averagingFor(prediction, analysis.descriptions[prediction.measure]?.values),
    details,
  });
  const combine = (prediction: Prediction, i: number): Judged => {
    const ofBlocks = found('predictions', i);
    const by = rules(prediction);
    if (holds === 'in-each') return inEach(ofBlocks, by);
    const mean = onAverage(ofBlocks, by);
    return by.averaging === 'rates'
      ? guardedByAllRuns(mean, judgeOne('prediction', prediction, analysis, table, options))
      : mean;
  };
  return {
    predictions: analysis.predictions.map(combine),
    controls: analysis.controls.map((control, i) => inEach(found('controls', i), rules(control))),
    blocks: alone.map(({ block, claims }) => ({
      name: block,
      ...together(claims, analysis, options),
      findings: findingsOf(claims),
    })),
  };
}

/** Whether going on is worth while, of what is undecided at an early look. */
function prospect(
  analysis: AnalysisPlan,
  findings: readonly Finding[],
  verdict: Verdict,
  look = Infinity,
): Pick<Judgement, 'chanceOfDecision'> {
  if (verdict !== 'inconclusive' || look >= analysis.looks.length - 1) return {};
  return { chanceOfDecision: chanceOfDecision(analysis, findings, look) };
}

/** The error rate of a prediction at a look. */
const rateOf = (prediction: Prediction, analysis: AnalysisPlan, look = Infinity): number =>
  alphaAtLook(analysis, prediction.alpha ?? analysis.alpha, look, isTwoSided(prediction));

function judgeOne(
  role: Finding['role'],
  prediction: Prediction,
  analysis: AnalysisPlan,
  table: MeasureTable,
  { details = true, look }: JudgeOptions,
): Judged {
  const alpha = rateOf(prediction, analysis, look);
  const given = { design: analysis, table, prediction, alpha, details };
  const assessed = assessBy(kinds[prediction.kind], given);
  const { refutationP, basis, ...assessment }: Assessment = isInvalid(assessed)
    ? withoutNumbers(assessed.invalid, prediction, analysis)
    : assessed;
  const diagnostics = details ? diagnose(given, assessment, basis) : [];
  return {
    finding: {
      role,
      prediction,
      statement: statementOf(prediction),
      ...assessment,
      ...(diagnostics.length === 0 ? {} : { diagnostics }),
    },
    refutationP,
  };
}

function withoutNumbers(reason: string, { measure }: Prediction, analysis: AnalysisPlan): Assessment {
  return {
    verdict: 'invalid',
    method: 'none',
    parameter: measure,
    unit: analysis.descriptions[measure]?.unit ?? '',
    region: { lower: -Infinity, upper: Infinity },
    n: 0,
    effectSizes: [],
    reason,
  };
}

/** A claim in words, with the block that decides on it. */
const named = ({ statement, combination }: Finding): string =>
  combination?.decidedBy === undefined ? statement : `${statement} (block ${combination.decidedBy})`;

function together(
  { predictions, controls }: Claims,
  analysis: AnalysisPlan,
  { look = Infinity }: JudgeOptions,
): { readonly verdict: Verdict; readonly reason?: string } {
  const broken = [...predictions, ...controls].find(({ finding }) => finding.verdict === 'invalid');
  if (broken !== undefined)
    return { verdict: 'invalid', reason: `${broken.finding.statement}: ${broken.finding.reason}` };
  const failed = controls.find(({ finding }) => finding.verdict !== 'supported');
  if (failed !== undefined)
    return { verdict: 'invalid', reason: `control not supported: ${named(failed.finding)}` };
  if (predictions.every(({ finding }) => finding.verdict === 'supported')) return { verdict: 'supported' };
  const stands = standing(
    predictions.map(({ refutationP }) => refutationP),
    alphaAtLook(analysis, analysis.alpha, look),
  );
  const refuted = predictions.find(({ finding }, index) => finding.verdict === 'refuted' && stands[index]);
  if (refuted !== undefined) return { verdict: 'refuted', reason: named(refuted.finding) };
  const open = predictions.find(({ finding }) => finding.verdict !== 'supported')!.finding;
  const why =
    open.verdict === 'refuted'
      ? ` (refuted alone, but not at the error rate over ${predictions.length} predictions)`
      : open.reason === undefined
        ? ''
        : ` (${open.reason})`;
  return { verdict: 'inconclusive', reason: `${named(open)}${why}` };
}
