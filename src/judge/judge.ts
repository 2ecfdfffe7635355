import type { Prediction } from '../declare/types.ts';
import type { MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { isInvalid, kinds, statementOf, type Assessment, type Verdict } from '../predictions/index.ts';
import { chanceOfDecision } from './futility.ts';
import { alphaAtLook } from './looks.ts';
import { standing } from './rule.ts';
import type { Finding, Judgement } from './types.ts';

export interface JudgeOptions {
  /** Effect sizes and numbers of replicates beside the verdicts; default true. */
  readonly details?: boolean;
  /** Which planned look this is, from 0; default the last. Each look spends its part of the error rate. */
  readonly look?: number;
}

/** A finding with the p-value of the opposite claim. */
type Judged = { readonly finding: Finding; readonly refutationP: number | undefined };

/**
 * Judges one hypothesis: every prediction and control by the one rule, then all of them together.
 *
 * Invalid where a control is not supported, a value is missing or data cannot be had; supported where every prediction is; refuted where one
 * is, at the hypothesis's error rate over all its predictions (Holm); inconclusive otherwise.
 *
 * @example judge(analysis, table).verdict // 'supported'
 */
export function judge(analysis: AnalysisPlan, table: MeasureTable, options: JudgeOptions = {}): Judgement {
  const { id, expected, unavailable } = analysis;
  if (unavailable !== undefined)
    return { id, verdict: 'invalid', expected, asExpected: false, reason: unavailable, findings: [] };
  const one = (role: Finding['role']) => (prediction: Prediction) =>
    judgeOne(role, prediction, analysis, table, options);
  const controls = analysis.controls.map(one('control'));
  const predictions = analysis.predictions.map(one('prediction'));
  const findings = [...predictions, ...controls].map(({ finding }) => finding);
  const alpha = alphaAtLook(analysis, analysis.alpha, options.look ?? Infinity);
  const { verdict, reason } = together(predictions, controls, alpha);
  return {
    id,
    verdict,
    expected,
    asExpected: verdict === expected,
    ...(reason === undefined ? {} : { reason }),
    ...prospect(analysis, findings, verdict, options.look),
    findings,
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

function judgeOne(
  role: Finding['role'],
  prediction: Prediction,
  analysis: AnalysisPlan,
  table: MeasureTable,
  { details = true, look = Infinity }: JudgeOptions,
): Judged {
  const alpha = alphaAtLook(
    analysis,
    prediction.alpha ?? analysis.alpha,
    look,
    kinds[prediction.kind].twoSided,
  );
  const assessed = kinds[prediction.kind].assess({ design: analysis, table, prediction, alpha, details });
  const { refutationP, ...assessment }: Assessment = isInvalid(assessed)
    ? withoutNumbers(assessed.invalid, prediction, analysis)
    : assessed;
  return { finding: { role, prediction, statement: statementOf(prediction), ...assessment }, refutationP };
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

function together(
  predictions: readonly Judged[],
  controls: readonly Judged[],
  alpha: number,
): { readonly verdict: Verdict; readonly reason?: string } {
  const broken = [...predictions, ...controls].find(({ finding }) => finding.verdict === 'invalid');
  if (broken !== undefined)
    return { verdict: 'invalid', reason: `${broken.finding.statement}: ${broken.finding.reason}` };
  const failed = controls.find(({ finding }) => finding.verdict !== 'supported');
  if (failed !== undefined)
    return { verdict: 'invalid', reason: `control not supported: ${failed.finding.statement}` };
  if (predictions.every(({ finding }) => finding.verdict === 'supported')) return { verdict: 'supported' };
  const stands = standing(
    predictions.map(({ refutationP }) => refutationP),
    alpha,
  );
  const refuted = predictions.find(({ finding }, index) => finding.verdict === 'refuted' && stands[index]);
  if (refuted !== undefined) return { verdict: 'refuted', reason: refuted.finding.statement };
  const open = predictions.find(({ finding }) => finding.verdict !== 'supported')!.finding;
  const why =
    open.verdict === 'refuted'
      ? ` (refuted alone, but not at the error rate over ${predictions.length} predictions)`
      : open.reason === undefined
        ? ''
        : ` (${open.reason})`;
  return { verdict: 'inconclusive', reason: `${open.statement}${why}` };
}
