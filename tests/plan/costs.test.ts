import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as tf from '@tensorflow/tfjs';
import { stepMicroseconds } from '../../src/plan/costs/step-cost.ts';
import { type Work, workOf } from '../../src/plan/costs/work.ts';
import { trace } from '../../src/program/index.ts';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

describe('the work of a step', () => {
  test('is counted from the program as it is traced', () => {
    const inputs = { w: float(6, 3), x: float(4, 2, 3) };
    const body = trace('step', inputs, ({ w, x }) => {
      const rows = tf.reshape(x, [4, 6]); // a view costs nothing
      return { w: tf.add(w, 1), loss: tf.sum(tf.relu(tf.matMul(rows, w as tf.Tensor2D))) };
    });
    const table = { table: 'x', indices: 'rows', rows: 9, storage: 'float32', scale: 1, offset: 0 } as const;
    const work = workOf({ body, carried: ['w'], gathered: [{ ...table, input: 'x' }] });
    expect(work).toEqual({
      kernels: 4, // Add, BatchMatMul, Relu, Sum
      elements: 6 * 3 + 4 * 3,
      reduced: 4 * 3,
      products: 1,
      multiplications: 4 * 6 * 3,
      packed: 6 * 3,
      convolutions: 0,
      convolved: 0,
      pooled: 0,
      gathered: 4 * 2 * 3,
      carried: 1,
    } satisfies Work);
  });

  test('of a convolution is a multiplication for each weight at each place', () => {
    const body = trace('step', { filter: float(3, 3, 2, 5), x: float(1, 8, 8, 2) }, ({ filter, x }) => ({
      y: tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
    }));
    const work = workOf({ body, carried: [], gathered: [] });
    expect(work).toMatchObject({ convolutions: 1, convolved: 8 * 8 * 5 * (3 * 3 * 2) });
  });
});

describe('the model of costs', () => {
  const path = new URL('../../bench/costs/measured.json', import.meta.url);
  const { rows } = JSON.parse(readFileSync(path, 'utf8')) as {
    rows: { name: string; lanes: number; microseconds: number; work: Work }[];
  };

  test('comes within a third of nine of ten steps that it was fitted to', () => {
    const near = rows.filter(({ lanes, microseconds, work }) => {
      const ratio = stepMicroseconds(work, lanes) / microseconds;
      return ratio > 0.75 && ratio < 4 / 3;
    });
    expect(near.length).toBeGreaterThan(0.9 * rows.length);
  });

  test('says that a block costs about as much as one of its lanes, or as all of them, or something between', () => {
    // Products have one rate alone and another in lockstep, fitted apart: up to a quarter of a step either way.
    for (const { work } of rows.filter(({ work: { convolutions } }) => convolutions === 0)) {
      const alone = stepMicroseconds(work);
      for (const lanes of [2, 4, 8, 16]) {
        expect(stepMicroseconds(work, lanes)).toBeGreaterThan(alone * 0.75);
        expect(stepMicroseconds(work, lanes)).toBeLessThan(alone * lanes * 1.25);
      }
    }
  });
});
