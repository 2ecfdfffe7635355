import { analysisOfBlock } from '../judge/index.ts';
import { averagingFor, statementOf } from '../predictions/index.ts';
import type { AnalysisPlan, BlockPlan } from '../plan/types.ts';
import { fromBound, type HypothesisResult } from '../report/results.ts';
import { mean, standardDeviation } from '../statistics/descriptives.ts';
import { powerPaired } from '../statistics/power/power.ts';
import { powersFromPilot, type PlannedPower } from './planned-power.ts';

type Over = NonNullable<AnalysisPlan['over']>;

/** The analysis of a block at the rate at which it decides: refuting in any block has its share of the error rate. */
function ofBlock(analysis: AnalysisPlan, { blocks }: Over, block: BlockPlan): AnalysisPlan {
  const share = analysis.expected === 'refuted' ? 1 / blocks.length : 1;
  const alone = analysisOfBlock(analysis, block);
  return {
    ...alone,
    alpha: share * alone.alpha,
    predictions: alone.predictions.map((prediction) =>
      prediction.alpha === undefined ? prediction : { ...prediction, alpha: share * prediction.alpha },
    ),
  };
}

/** What a pilot found in one block, as if there were no others. */
function pilotOf(pilot: HypothesisResult | undefined, name: string): HypothesisResult | undefined {
  const block = pilot?.blocks?.find((each) => each.name === name);
  if (pilot === undefined || block === undefined) return undefined;
  const { findings, values, seeds, arms } = block;
  return { ...pilot, findings, values, seeds, arms };
}

function onAverage(
  analysis: AnalysisPlan,
  { blocks }: Over,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const toward = analysis.expected === 'refuted' ? 'refuted' : 'supported';
  return analysis.predictions.map((prediction, index) => {
    const statement = `${statementOf(prediction)}, on average over ${blocks.length} blocks`;
    const found = blocks.map(({ name }) => pilotOf(pilot, name)?.findings[index]);
    const estimates = found.flatMap((finding) => finding?.estimate ?? []).map(fromBound);
    if (averagingFor(prediction, analysis.descriptions[prediction.measure]?.values) === 'ranks')
      return { statement, toward, power: 'it is that of ranks of blocks' };
    if (estimates.length < blocks.length) return { statement, toward, power: 'no pilot' };
    const spread = standardDeviation(estimates);
    if (!(spread > 0)) return { statement, toward, power: 'the pilot has no spread' };
    const { lower, upper, outside } = found[0]!.region;
    const plan = {
      difference: mean(estimates),
      standardDeviation: spread,
      region: { lower: fromBound(lower), upper: fromBound(upper), ...(outside ? { outside } : {}) },
      alpha: prediction.alpha ?? analysis.alpha,
    };
    return { statement, toward, power: powerPaired(blocks.length, plan, toward) };
  });
}

/**
 * The power of each prediction from what a pilot showed: of each block where the claim is to hold in each; by the
 * spread of the blocks' effects where it is to hold on average, since there the blocks are the sample.
 */
export function plannedPowers(
  analysis: AnalysisPlan,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const { over } = analysis;
  if (over === undefined) return powersFromPilot(analysis, pilot);
  if (over.holds === 'on-average') return onAverage(analysis, over, pilot);
  return over.blocks.flatMap((block) =>
    powersFromPilot(ofBlock(analysis, over, block), pilotOf(pilot, block.name)).map((power) => ({
      ...power,
      statement: `${power.statement}, in ${block.name}`,
    })),
  );
}
