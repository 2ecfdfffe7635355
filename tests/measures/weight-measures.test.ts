import { expect, test } from 'vitest';
import type { State } from '../../src/measures/index.ts';
import { parameterDistance } from '../../src/measures/kinds/weight-measures.ts';

const state = (...values: number[]): State => ({
  parameters: {
    weight: { data: Float32Array.from(values.slice(0, 2)), shape: [1, 2] },
    bias: { data: Float32Array.from(values.slice(2)), shape: [values.length - 2] },
  },
  statistics: { mean: { data: new Float32Array([100]), shape: [1] } },
});

test('the norm runs over all parameters and no running statistics', () => {
  expect(parameterDistance(state(3, 0, 4))).toBe(5);
});

test('the distance is between two states, and zero from a state to itself', () => {
  expect(parameterDistance(state(1, 2, 3), state(1, 2, 3))).toBe(0);
  expect(parameterDistance(state(4, 2, 7), state(1, 2, 3))).toBe(5);
});
