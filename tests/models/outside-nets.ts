import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { NamedTensors } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';

interface Listed {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
type Entries = Readonly<Record<string, Listed>>;

/** A net with all that PyTorch says of it; `fixtures/models/pytorch.py` makes them. */
export interface OutsideNet {
  readonly spec: ModelSpec;
  readonly outputs: number;
  readonly parameters: Entries;
  readonly statistics: Entries;
  readonly features: Listed;
  readonly labels: readonly number[];
  readonly loss: number;
  readonly output: readonly number[];
  readonly evaluated: readonly number[];
  readonly updated: Entries;
  readonly gradients: Entries;
  readonly direction: Entries;
  readonly hessianVectorProduct: Entries;
}

const file = new URL('../../fixtures/models/pytorch.json', import.meta.url);

export const { cases, tool } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly tool: string;
  readonly cases: readonly OutsideNet[];
};

export const tensorOf = ({ shape, values }: Listed): tf.Tensor =>
  tf.tensor([...values], [...shape], 'float32');

export const tensorsOf = (entries: Entries): NamedTensors =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, tensorOf(entry)]));

export function largestDifference(
  actual: { dataSync(): ArrayLike<number> },
  expected: readonly number[],
): number {
  const values = actual.dataSync();
  if (values.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, index) => Math.abs(value - values[index]!)));
}
