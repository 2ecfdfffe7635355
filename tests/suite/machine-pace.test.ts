import { expect, test } from 'vitest';
import { machinePace } from '../../src/suite/machine-pace.ts';

test('the machine is probed once: two probes never take the same time to the nanosecond', () => {
  expect(machinePace()).toBe(machinePace());
});
