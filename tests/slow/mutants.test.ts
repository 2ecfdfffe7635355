import { describe, expect, onTestFinished, test } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import { project } from '../cli/project.ts';
import { changedAt, differences } from '../mutants/mutate.ts';
import { threeFactors } from '../mutants/three-factors.ts';

// What verdict the original has is shown by the suite itself; a mutant differs from it in one field.
describe.each(Object.entries(threeFactors))('%s', (_row, mutant) => {
  const { original, path, becomes, seeds } = mutant;
  const mutated = changedAt(original, path, becomes);

  test(`where ${mutant.says}, nothing but ${path} differs`, () => {
    const found = differences(original, mutated);
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((place) => place !== path && !place.startsWith(`${path}.`))).toEqual([]);
    expect(mutant.verdict).not.toBe(original.expected ?? 'supported');
  });

  test(`where ${mutant.says}, it is ${mutant.verdict}`, async () => {
    const here = project(); // one each, as a module of one path is imported once
    onTestFinished(here.remove);
    here.writeHypothesis('mutant', seeds === undefined ? mutated : { ...mutated, replicates: seeds });
    const { output, error } = await here.run(['run', '--reporter', 'json']);
    expect(error).not.toContain('Cannot');
    const { hypotheses } = JSON.parse(output) as Results;
    expect(hypotheses.map(({ id, verdict }) => [id, verdict])).toEqual([[original.id, mutant.verdict]]);
  }, 180_000);
});
