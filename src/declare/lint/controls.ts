import { examplesOf } from '../checks/design.ts';
import { armsOf, type Check, type Parts, type PlacedPrediction } from '../checks/parts.ts';
import { batchSizeSchema, scheduleSchema } from '../../schedules/schema.ts';
import { targetOf } from '../../stops/index.ts';
import { stopSchema, type StopRule } from '../../stops/schema.ts';
import { trainingTime } from './training-amount.ts';

const isControl = ({ role, prediction }: PlacedPrediction) =>
  role === 'controls' && prediction.although === undefined;

function stopOf(parts: Parts, arm: string): StopRule | undefined {
  const own = stopSchema.safeParse(parts.arms[arm]?.['stop']);
  return own.success ? own.data : parts.stop;
}

/** Counts of steps and epochs, which a run that ends at a fixed number of them cannot change. */
const counted = ['steps', 'epochs'];

/** A control on a number that the design decides has an interval without width: it cannot fail. */
export const controlsCanFail: Check = (parts) =>
  parts.predictions.filter(isControl).flatMap((placed) => {
    const measure = parts.measures.find(({ name }) => name === placed.prediction.measure);
    if (measure === undefined || !counted.includes(measure.kind)) return [];
    const stops = armsOf(placed, Object.keys(parts.arms)).map(({ name }) => stopOf(parts, name));
    if (stops.some((stop) => stop === undefined || targetOf(stop) !== undefined)) return [];
    return [
      {
        path: `${placed.path}.measure`,
        message: `expected a control that can fail, got ${measure.kind} of runs whose number of ${measure.kind} the design decides; put it on the measure that is judged, or say why in \`although\``,
      },
    ];
  });

/**
 * Times of two arms differ beyond this factor: a control that compares them may see nothing but a training that was cut
 * short.
 */
const SAME_TRAINING = 1.25;

/** A control that compares arms of different amounts of training may pass because one of them is not trained. */
export const controlsTrainAlike: Check = (parts) =>
  parts.predictions.filter(isControl).flatMap((placed) => {
    const arms = armsOf(placed, Object.keys(parts.arms)).map(({ name }) => name);
    if (!('arms' in placed.prediction) || arms.length !== 2) return [];
    const times = arms.map((arm) => timeOf(parts, arm));
    const [first, second] = times;
    if (first === undefined || second === undefined) return [];
    const factor = Math.max(first, second) / Math.min(first, second);
    if (!(factor > SAME_TRAINING)) return [];
    return [
      {
        path: `${placed.path}.arms`,
        message: `expected arms of equal training, got ${arms[0]} trained for a time (learning rate × steps) of ${short(first)} and ${arms[1]} for ${short(second)}; compare arms that are trained alike, or say why in \`although\``,
      },
    ];
  });

const short = (value: number): string => `${Number(value.toPrecision(3))}`;

function timeOf(parts: Parts, name: string): number | undefined {
  const { learningRate, batchSize } = parts.arms[name] ?? {};
  const [rate, batch] = [scheduleSchema.safeParse(learningRate), batchSizeSchema.safeParse(batchSize)];
  const stop = stopOf(parts, name);
  if (!rate.success || !batch.success || stop === undefined) return undefined;
  const examples = examplesOf(parts, name);
  return trainingTime({
    learningRate: rate.data,
    batchSize: batch.data,
    stop,
    examples,
    gain: gainOf(parts, name),
  });
}

/**
 * How far a step goes for its learning rate: with momentum m in the long run 1/(1 − m) times as far, with SVAG's
 * amplification l 1/l.
 */
function gainOf({ arms, optimizer }: Parts, name: string): number {
  const own = arms[name] ?? {};
  const rule = (own['optimizer'] as Readonly<Record<string, unknown>> | undefined) ?? optimizer;
  const momentum = own['momentum'] ?? rule['momentum'];
  const { amplification } = rule;
  return (
    (typeof momentum === 'number' && momentum < 1 ? 1 / (1 - momentum) : 1) /
    (typeof amplification === 'number' ? amplification : 1)
  );
}
