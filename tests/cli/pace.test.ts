import { expect, test } from 'vitest';
import { machinePace, probeMs } from '../../src/cli/pace.ts';
import { probeMs as referenceMs } from '../../src/plan/costs/measured-rates.ts';

test('the pace of the machine is that of its probe over the reference, probed once', () => {
  expect(machinePace()).toBe(machinePace());
  expect(machinePace() * referenceMs).toBeGreaterThan(0);
  expect(probeMs()).toBeGreaterThan(0);
});
