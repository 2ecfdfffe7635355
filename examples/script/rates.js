// At which rates does the claim hold? `check` returns the results of hypotheses that a program makes.
import { check } from 'optimizer-assay';
import { at } from './hypotheses/rmsprop/starts-faster.hypothesis.js';

const { hypotheses } = await check([0.001, 0.002, 0.01].map(at), { workers: 2 });
for (const { id, verdict, findings } of hypotheses) {
  const { estimate, interval } = findings[0];
  // On the ratio scale estimates are logarithms.
  const [ratio, lower, upper] = [estimate, interval.lower, interval.upper].map((log) =>
    Math.exp(log).toFixed(2),
  );
  console.log(`${id}: ${verdict}, ×${ratio} [×${lower}, ×${upper}]`);
}
