import type { LoadedHypothesis } from '../declare/types.ts';
import type { Family } from '../judge/family.ts';
import type { Judgement } from '../judge/types.ts';
import type { Measured, MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan, Key } from '../plan/types.ts';
import type { RunRecord, TrainResult } from '../train/types.ts';
import { findingOf, known } from './finding-result.ts';
import { headline } from './headline.ts';
import { countKnownAnswers } from './known-answers.ts';
import { eagerArms } from './planned-remarks.ts';
import { toBound, type HypothesisResult, type Results } from './results.ts';

/** One hypothesis with everything that the stages found out about it. */
export interface Judged {
  readonly loaded: LoadedHypothesis;
  readonly analysis: AnalysisPlan;
  readonly table: MeasureTable;
  readonly judgement: Judgement;
}

/** What a run of the suite was told, and what is known of it beside the verdicts. */
export interface SuiteFacts {
  readonly version: string;
  readonly settings: Results['settings'];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly interrupted: boolean;
  readonly training: TrainResult;
  /** How the claims stand when all of the suite are counted together. */
  readonly family?: Family;
  /** What training was estimated to take and what it took. */
  readonly estimate: Results['estimate'];
  /** Flags that a replay needs beside the hypothesis, the arm and the seed. */
  readonly replayFlags: readonly string[];
}

type ValueResult = HypothesisResult['values'][string][string][string];

function valueOf(measured: Measured): ValueResult {
  if ('missing' in measured) return measured;
  const { value, censored, standardError, curve, detail } = measured;
  if (Number.isNaN(value)) return { missing: 'not a number' };
  const error = known(standardError);
  return {
    value: toBound(value),
    ...(censored === undefined ? {} : { censored }),
    ...(error === undefined ? {} : { standardError: error }),
    ...(curve === undefined
      ? {}
      : {
          curve: {
            at: curve.at.map(toBound),
            values: curve.values.map((each) => (Number.isNaN(each) ? 'Infinity' : toBound(each))),
          },
        }),
    ...(detail === undefined
      ? {}
      : {
          detail: Object.fromEntries(
            Object.entries(detail).flatMap(([name, each]) =>
              Number.isNaN(each) ? [] : [[name, toBound(each)]],
            ),
          ),
        }),
  };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, f: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));

/** Counts over runs: where each came from, and how many diverged or are missing. */
export function countRuns(keys: readonly Key[], training: TrainResult): Results['runs'] {
  const unique = [...new Set(keys)];
  const records = unique.flatMap((key) => training.records.get(key) ?? []);
  const cached = unique.filter((key) => training.cached.has(key)).length;
  return {
    total: unique.length,
    cached,
    trained: records.length - cached,
    diverged: records.filter(({ outcome }) => outcome.kind === 'diverged').length,
    missing: unique.length - records.length,
  };
}

/** The keys of all runs of a hypothesis. */
export const keysOf = ({ runs }: AnalysisPlan): Key[] =>
  Object.values(runs).flatMap((seeds) => Object.values(seeds));

/**
 * The run that a reader would look at first: one that diverged or is missing, else the first of the deciding finding.
 */
function telling(
  result: Pick<HypothesisResult, 'findings' | 'verdict'>,
  analysis: AnalysisPlan,
  training: TrainResult,
) {
  const odd = analysis.arms
    .flatMap((arm) => Object.entries(analysis.runs[arm] ?? {}).map(([seed, key]) => ({ arm, seed, key })))
    .find(({ key }) => training.records.get(key)?.outcome.kind !== 'finished');
  if (odd !== undefined) return odd;
  const finding = headline(result as HypothesisResult);
  // Arms may stand in lists of lists.
  const [spoken] = [finding?.prediction['arms']].flat(Infinity);
  const arm = typeof spoken === 'string' ? spoken : (analysis.arms[0] ?? '');
  const block = analysis.over?.blocks.find(({ name }) => name === finding?.combination?.decidedBy);
  return { arm, seed: (block ?? analysis).seeds[0] ?? '' };
}

const valuesOf = (table: MeasureTable): HypothesisResult['values'] =>
  mapValues(table, (measures) => mapValues(measures, (seeds) => mapValues(seeds, valueOf)));

const covariatesOf = (covariates: AnalysisPlan['covariates']): HypothesisResult['arms'] =>
  mapValues(covariates, (each) => ({ ...each }));

/** The blocks of a hypothesis, each with its own design and values. */
function blocksOf({ analysis, table, judgement }: Judged): Pick<HypothesisResult, 'blocks'> {
  const { over } = analysis;
  if (over === undefined) return {};
  const blocks = over.blocks.map(({ name, seeds, covariates }) => {
    const own = new Set(seeds);
    const judged = judgement.blocks?.find((block) => block.name === name);
    return {
      name,
      verdict: judged?.verdict ?? ('invalid' as const),
      ...(judged?.reason === undefined ? {} : { reason: judged.reason }),
      arms: covariatesOf(covariates),
      seeds: [...seeds],
      findings: (judged?.findings ?? []).map(findingOf),
      values: mapValues(valuesOf(table), (measures) =>
        mapValues(measures, (row) =>
          Object.fromEntries(Object.entries(row).filter(([seed]) => own.has(seed))),
        ),
      ),
    };
  });
  return { blocks };
}

function hypothesisResult(judged: Judged, facts: SuiteFacts): HypothesisResult {
  const { loaded, analysis, table, judgement } = judged;
  const { training } = facts;
  const keys = keysOf(analysis);
  const records = keys.flatMap((key): RunRecord[] => {
    const record = training.records.get(key);
    return record === undefined ? [] : [record];
  });
  const findings = judgement.findings.map(findingOf);
  const { arm, seed } = telling({ findings, verdict: judgement.verdict }, analysis, training);
  const flags = facts.replayFlags.map((flag) => ` ${flag}`).join('');
  return {
    id: analysis.id,
    file: analysis.file,
    claim: analysis.claim,
    ...(analysis.source === undefined ? {} : { source: analysis.source as HypothesisResult['source'] }),
    tags: [...(loaded.hypothesis.tags ?? [])],
    verdict: judgement.verdict,
    expected: judgement.expected,
    asExpected: judgement.asExpected,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    alpha: analysis.alpha,
    arms: covariatesOf(analysis.covariates),
    seeds: [...analysis.seeds],
    runs: countRuns(keys, training),
    trainingMs: records.reduce((sum, { durationMs }) => sum + durationMs, 0),
    findings,
    values: analysis.over === undefined ? valuesOf(table) : {},
    ...blocksOf(judged),
    replay: keys.length === 0 ? '' : `npx assay replay ${analysis.id} --arm ${arm} --seed ${seed}${flags}`,
  };
}

/** Puts together what the stages found: the results, version 1. Computes no statistic. */
export function resultsOf(judged: readonly Judged[], facts: SuiteFacts): Results {
  const hypotheses = judged.map((each) => hypothesisResult(each, facts));
  const count = (verdict: HypothesisResult['verdict']) =>
    hypotheses.filter((result) => result.verdict === verdict).length;
  return {
    schema: 1,
    tool: { name: 'optimizer-assay', version: facts.version },
    settings: facts.settings,
    startedAt: facts.startedAt,
    durationMs: facts.durationMs,
    interrupted: facts.interrupted,
    runs: countRuns(
      judged.flatMap(({ analysis }) => keysOf(analysis)),
      facts.training,
    ),
    ...(facts.estimate === undefined ? {} : { estimate: facts.estimate }),
    summary: {
      total: hypotheses.length,
      asExpected: hypotheses.filter(({ asExpected }) => asExpected).length,
      supported: count('supported'),
      refuted: count('refuted'),
      inconclusive: count('inconclusive'),
      invalid: count('invalid'),
      ...countKnownAnswers(hypotheses),
      ...(facts.family === undefined
        ? {}
        : { family: { ...facts.family, notFamilywise: [...facts.family.notFamilywise] } }),
    },
    hypotheses,
    failures: facts.training.failures.map(({ key, message }) => ({ run: key, message })),
    warnings: judged.flatMap(({ loaded, analysis }) => [
      ...loaded.warnings,
      ...eagerArms(analysis).map((remark) => ({ file: loaded.file, ...remark })),
    ]),
  };
}
