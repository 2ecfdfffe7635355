import { describe, expect, test } from 'vitest';
import { stepLayout, type StepRules } from '../../src/plan/step-layout.ts';

const rules: StepRules = {
  learningRate: 0.1,
  batchSize: 4,
  sampler: 'epoch-shuffle',
  stop: { kind: 'epochs', epochs: 2 },
  examples: 10,
};
const layout = (over: Partial<StepRules>) => {
  const { batchSize, learningRate, checks } = stepLayout({ ...rules, ...over });
  return {
    sizes: [...batchSize!.data],
    rates: [...learningRate!.data].map((rate) => Number(rate.toFixed(6))),
    checks: [...checks!.data],
  };
};

describe('mini-batches', () => {
  test('the last partial batch of an epoch is trained, not dropped', () => {
    expect(layout({}).sizes).toEqual([4, 4, 2, 4, 4, 2]);
  });

  test('other samplers draw full batches across the ends of epochs', () => {
    expect(layout({ sampler: 'iid', stop: { kind: 'steps', steps: 4 } }).sizes).toEqual([4, 4, 4, 4]);
  });

  test('full-batch takes all examples whatever the batch size says', () => {
    expect(layout({ sampler: 'full-batch', stop: { kind: 'steps', steps: 2 } }).sizes).toEqual([10, 10]);
  });

  test('a batch-size schedule acts at the position where the step starts', () => {
    const batchSize = { kind: 'steps' as const, start: 2, at: [1], factor: 2.5 };
    expect(layout({ batchSize }).sizes).toEqual([2, 2, 2, 2, 2, 5, 5]);
  });

  test('a warm-up of the batch size climbs its levels, within epochs of the data', () => {
    const batchSize = { kind: 'warm-up' as const, from: 1, to: 5, over: 2, levels: 3 };
    // levels 1, 3, 5; the third is due from three quarters of the way, at 1.5 epochs
    expect(layout({ batchSize, stop: { kind: 'epochs', epochs: 3 } }).sizes).toEqual([
      1, 1, 1, 1, 1, 3, 2, 3, 3, 4, 5, 5,
    ]);
  });

  test('a cosine of the batch size comes down its levels', () => {
    const batchSize = { kind: 'cosine' as const, start: 5, end: 1, over: 2, levels: 3 };
    // the cosine is at 5, 4.4, 3, 2.1 where the first four steps start, and at 1.4 at 1.6 epochs
    expect(layout({ batchSize, stop: { kind: 'epochs', epochs: 3 } }).sizes).toEqual([
      5,
      5,
      3,
      3,
      ...Array<number>(14).fill(1),
    ]);
  });

  test('a batch larger than the data is an error', () => {
    expect(() => layout({ batchSize: 11 })).toThrow('at most the 10 training examples, got 11');
  });
});

describe('where a run ends', () => {
  test('after a number of steps, or when the learning rates add up', () => {
    expect(layout({ stop: { kind: 'steps', steps: 5 } }).sizes).toHaveLength(5);
    expect(layout({ stop: { kind: 'time', time: 1 } }).sizes).toHaveLength(10);
    expect(layout({ stop: { kind: 'time', time: 1 }, learningRate: 0.05 }).sizes).toHaveLength(20);
  });

  test('where there are no examples an epoch is a step', () => {
    const { sizes, rates } = layout({
      examples: 0,
      stop: { kind: 'steps', steps: 3 },
      learningRate: { kind: 'steps', start: 1, at: [2], factor: 0.5 },
    });
    expect(sizes).toEqual([4, 4, 4]);
    expect(rates).toEqual([1, 1, 0.5]);
  });
});

describe('checks', () => {
  test('without a target or a curve there is one, at the end', () => {
    expect(layout({}).checks).toEqual([6]);
  });

  test('a target loss is looked at every part of an epoch, at the first step that has passed it', () => {
    const stop = { kind: 'trainLoss', below: 0.1, checkEvery: 0.5, maxEpochs: 2 } as const;
    expect(layout({ batchSize: 2, stop }).checks).toEqual([3, 5, 8, 10]);
  });

  test('arms with other batch sizes are looked at within one step of the same positions', () => {
    const stop = { kind: 'trainLoss', below: 0.1, checkEvery: 0.25, maxEpochs: 3 } as const;
    for (const batchSize of [1, 2, 5]) {
      const { sizes, checks } = layout({ examples: 20, batchSize, stop });
      const positions = checks.map((step) => sizes.slice(0, step).reduce((sum, size) => sum + size, 0) / 20);
      expect(positions).toHaveLength(12);
      positions.forEach((position, index) => {
        expect(position).toBeGreaterThanOrEqual((index + 1) / 4);
        expect(position).toBeLessThan((index + 1) / 4 + batchSize / 20);
      });
    }
  });
});
