import { resolve } from 'node:path';
import { methodInWords, methodNamed, statementOf } from '../../predictions/index.ts';
import type { DeclaredData } from '../../declare/declared-data.ts';
import { seedsInWords } from '../../declare/replicates.ts';
import type { Tiered } from '../../declare/tiered.ts';
import type { Hypothesis, Prediction } from '../../declare/types.ts';
import { combinedInWords, foundInBlocks, sampleSize } from '../../report/blocks.ts';
import { headline } from '../../report/headline.ts';
import { registrationLines } from '../../report/registration-words.ts';
import { effect, number, region } from '../../report/words.ts';
import type { FindingResult, HypothesisResult } from '../../report/results.ts';
import { batchSizeWords, scheduleWords, type ScheduleSpec } from '../../schedules/index.ts';
import { stopWords } from '../../stops/index.ts';
import { blocksInWords, ruleInWords } from '../blocks-in-words.ts';
import { placeOf, settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { latestOf } from '../../suite/kept-results.ts';
import { oneHypothesis } from '../../suite/run-of-hypothesis.ts';
import type { RawSettings } from '../../suite/settings.ts';

const byMethod = (prediction: Prediction): string => {
  const method = methodNamed(prediction);
  return method === undefined ? '' : `, by ${methodInWords(method)}`;
};

const sentences = (prediction: Prediction, alpha: number): string[] => [
  `${statementOf(prediction)}`,
  `    one-sided error rate ${prediction.alpha ?? alpha}${byMethod(prediction)}` +
    `${prediction.scale === 'ratio' ? ', on the ratio scale' : ''}`,
  ...(prediction.because === undefined ? [] : [`    margin: ${prediction.because}`]),
];

const replicates = ({ replicates: said }: Hypothesis): string =>
  typeof said === 'object' && 'quick' in said
    ? `${seedsInWords(said.quick)} in the quick tier, ${seedsInWords(said.full)} in the full one`
    : `${seedsInWords(said)} in every tier`;

const sizeWords = (size: Tiered<number>) =>
  typeof size === 'number' ? `${size}` : `${size.quick} (full tier: ${size.full})`;

/** The data set, with the number of examples where the hypothesis says it. */
function dataWords(data: DeclaredData): string {
  const { train, test } = data as { readonly train?: Tiered<number>; readonly test?: Tiered<number> };
  const counts = [
    ...(train === undefined ? [] : [`${sizeWords(train)} training`]),
    ...(test === undefined ? [] : [`${sizeWords(test)} test`]),
  ];
  return counts.length === 0 ? data.kind : `${data.kind} (${counts.join(' and ')} examples)`;
}

const scheduled = (spec: ScheduleSpec): string =>
  typeof spec === 'number' ? number(spec) : scheduleWords(spec);
const setting = (value: unknown) => (typeof value === 'number' ? number(value) : JSON.stringify(value));

/** A hypothesis in words: what is claimed, how it is tried, and what would support or refute it. */
export function inWords(hypothesis: Hypothesis): string {
  const { id, claim, source, workload, optimizer, arms, stop, predictions, controls = [] } = hypothesis;
  const { alpha = 0.05 } = hypothesis;
  return [
    `${id}: ${claim}`,
    '',
    ...(source === undefined
      ? []
      : [
          `From ${[source.paper, source.arxiv, source.section, source.figure].filter(Boolean).join(', ')}.`,
          `    There: ${source.boundary.paper}`,
          `    Here: ${source.boundary.ours}`,
          `    May differ: ${source.boundary.mayDiffer}`,
          '',
        ]),
    `Trained: ${workload.model.kind} on ${dataWords(workload.data)} with ${workload.loss} by ${optimizer.kind}, stopped ${stopWords(stop)}; ${replicates(hypothesis)}.`,
    'All arms share their seeds, so they are compared in pairs.',
    ...Object.entries(arms).map(
      ([name, { learningRate, batchSize, momentum, ...others }]) =>
        `    ${name}: learning rate ${scheduled(learningRate)}` +
        `, batch size ${typeof batchSize === 'number' ? number(batchSize) : batchSizeWords(batchSize)}` +
        (momentum === undefined ? '' : `, momentum ${scheduled(momentum)}`) +
        Object.entries(others)
          .map(([field, value]) => `, ${field} ${setting(value)}`)
          .join(''),
    ),
    ...blocksInWords(hypothesis),
    '',
    predictions.length === 1 ? 'Predicted:' : 'Predicted, all of them together:',
    ...predictions.flatMap((prediction) => sentences(prediction, alpha)).map((line) => `    ${line}`),
    ...(controls.length === 0 ? [] : ['Controls, without which nothing may be concluded:']),
    ...controls.flatMap((control) => sentences(control, alpha)).map((line) => `    ${line}`),
    '',
    ...ruleInWords(hypothesis),
    '',
  ].join('\n');
}

/** What was found of a claim, and where it is made over blocks, what each of them found. */
function foundInWords(result: HypothesisResult, finding: FindingResult): string {
  return [
    `    ${finding.statement}: ${effect(finding)}, allowed ${region(finding)}, ${sampleSize(finding)}`,
    ...foundInBlocks(result, finding).map(
      ({ block, finding: own }) => `        ${block}: ${own.verdict}, ${effect(own)}, ${sampleSize(own)}`,
    ),
    ...combinedInWords(finding).map(([name, text]) => `        ${name} ${text}`),
    '',
  ].join('\n');
}

/** `assay explain <id>`: a hypothesis in words, and what the latest run found. */
export async function explain(io: Io, flags: RawSettings, word: string): Promise<number> {
  const settled = await settle(io, flags);
  const { hypothesis } = await oneHypothesis(word, placeOf(io, settled));
  io.stdout(inWords(hypothesis));
  const latest = await latestOf(resolve(io.cwd, settled.values.store ?? '.assay'), hypothesis.id);
  if (latest === undefined) {
    io.stdout('Not run yet.\n');
    return exitCodes.asExpected;
  }
  const { startedAt, result: found } = latest;
  io.stdout(`Latest run (${startedAt}): ${found.verdict}${found.reason ? `, ${found.reason}` : ''}\n`);
  const shown = headline(found);
  if (shown !== undefined) io.stdout(foundInWords(found, shown));
  for (const { text } of registrationLines(found)) io.stdout(`    ${text}\n`);
  return exitCodes.asExpected;
}
