/**
 * The stages of a check one by one, for a program that wants to look between them; each is loaded when it is called.
 */
import type { Results } from '../report/results.ts';
import type { LoadedHypothesis, LoadedSuite } from '../declare/index.ts';
import type { Prediction } from '../declare/types.ts';
import type { Store } from '../store/types.ts';
import type { Judgement } from '../judge/types.ts';
import type { NumbersOfArms, NumbersOptions, NumbersPrediction } from './judge-numbers.ts';
import type { PlannedSuite, PlanSettings } from './plan-suite.ts';
import type { RunOptions } from './run-suite.ts';
import type { Wanted } from './select-hypotheses.ts';

/**
 * Loads and validates the hypotheses that are meant.
 *
 * @throws AssayError `configuration` with every problem of the files, or where nothing fits a filter
 * @example
 * const settings = { directory: 'hypotheses', tags: null, tier: 'quick' } as const;
 * const { hypotheses } = await loadSuite({ root: process.cwd(), settings, filters: ['three-factors'] });
 */
export async function loadSuite(wanted: Wanted): Promise<LoadedSuite> {
  return (await import('./select-hypotheses.ts')).selectHypotheses(wanted);
}

/** A store in a directory, which is made where it is missing; null keeps everything in memory. */
export async function openStore(directory: string | null): Promise<Store> {
  return (await import('../store/index.ts')).openStore(directory);
}

/**
 * Plans hypotheses: their runs, programs, costs and analyses. Trains nothing.
 *
 * @throws AssayError `program` where a model, loss or optimizer cannot be traced; `data` where data are missing
 * @example
 * const settings = { seed: '0', tier: 'quick', engine: 'onnx', dataDir: null, directory: 'hypotheses' } as const;
 * const planned = await planSuite(hypotheses, settings, await openStore('.assay'));
 */
export async function planSuite(
  hypotheses: readonly LoadedHypothesis[],
  settings: PlanSettings,
  store: Store,
): Promise<PlannedSuite> {
  return (await import('./plan-suite.ts')).planSuite(hypotheses, settings, store);
}

/**
 * Trains what the store does not hold, measures, judges. Prints nothing: `on` hears how it goes.
 *
 * @throws AssayError `integrity` where a stored record is damaged, `configuration` where the engine cannot be loaded
 * @example const results = await runSuite(planned, { store, workers: 2, on: ({ kind }) => console.log(kind) });
 */
export async function runSuite(suite: PlannedSuite, options: RunOptions): Promise<Results> {
  return (await import('./run-suite.ts')).runSuite(suite, options);
}

/**
 * Judges numbers that are at hand, whoever trained the runs: arms are compared seed by seed, by the tests that judge
 * hypotheses.
 *
 * @param numbers by arm, one a seed; those at one position belong together
 * @param predictions as a hypothesis has them; modules of methods by reference are found from the working directory
 * @throws AssayError `configuration` where arms have unequally many numbers, or a prediction is wrong, with every
 * problem
 * @example
 * const { verdict } = await judge(
 *   { adam: [0.91, 0.9, 0.92, 0.91, 0.9], sgd: [0.88, 0.87, 0.88, 0.89, 0.87] },
 *   { kind: 'greater', arms: ['adam', 'sgd'], by: 0.01 },
 * );
 */
export async function judge(
  numbers: NumbersOfArms,
  predictions: NumbersPrediction | readonly NumbersPrediction[],
  options: NumbersOptions = {},
): Promise<Judgement> {
  const [{ judgeNumbers }, { customTests }] = await Promise.all([
    import('./judge-numbers.ts'),
    import('../plan/measuring/custom-tests.ts'),
  ]);
  const claims = [predictions, options.controls ?? []].flat() as readonly Prediction[];
  return judgeNumbers(numbers, predictions, options, await customTests(claims, process.cwd()));
}
