// The stages of `check` one by one, for a program that looks at the plan before it trains.
import { loadSuite, openStore, planSuite, runSuite } from 'optimizer-assay';

const settings = {
  seed: '0',
  tier: 'quick',
  engine: 'onnx',
  dataDir: null,
  directory: 'hypotheses',
  tags: null,
};
const { hypotheses } = await loadSuite({ root: process.cwd(), settings });
const store = await openStore('.assay');
const planned = await planSuite(hypotheses, settings, store);
for (const { id, runs, steps } of planned.plan.estimates) console.log(`${id}: ${runs} runs, ${steps} steps`);

if (planned.plan.estimates.every(({ steps }) => steps < 1_000_000)) {
  const { summary, runs } = await runSuite(planned, { store, workers: 2 });
  console.log(`${summary.asExpected} of ${summary.total} as expected, ${runs.trained} runs trained`);
}
