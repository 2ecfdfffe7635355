import { expect, test } from 'vitest';
import {
  isOver,
  longestOf,
  stopWords,
  targetOf,
  type Progress,
  type StopRule,
} from '../../src/stops/index.ts';
import { stopKinds, stopSchema } from '../../src/stops/schema.ts';

const epochs: StopRule = { kind: 'epochs', epochs: 2.5 };
const steps: StopRule = { kind: 'steps', steps: 10 };
const time: StopRule = { kind: 'time', time: 0.3 };
const trainLoss: StopRule = { kind: 'trainLoss', below: 0.5, checkEvery: 2, maxEpochs: 80 };
const rules = [epochs, steps, time, trainLoss];

test('the rules of these tests are one of each kind, and parse', () => {
  expect(rules.map(({ kind }) => kind)).toEqual(Object.keys(stopKinds));
  expect(rules.map((rule) => stopSchema.parse(rule))).toEqual(rules);
});

test.each<[StopRule, Partial<Progress>, Partial<Progress>]>([
  [epochs, { epochs: 2.49 }, { epochs: 2.5 }],
  [steps, { steps: 9 }, { steps: 10 }],
  // 0.1 + 0.1 + 0.1 is 0.30000000000000004, and ten times 0.03 is 0.29999999999999993
  [time, { time: 0.2 }, { time: Array.from({ length: 10 }).reduce<number>((sum) => sum + 0.03, 0) }],
  [trainLoss, { epochs: 79 }, { epochs: 80 }],
])('%j is not over at %j, and over at %j', (rule, before, after) => {
  const start = { steps: 0, epochs: 0, time: 0 };
  expect(isOver(rule, { ...start, ...before })).toBe(false);
  expect(isOver(rule, { ...start, ...after })).toBe(true);
  // What another rule counts does not end it.
  const { of } = longestOf(rule);
  expect(isOver(rule, { steps: 1e9, epochs: 1e9, time: 1e9, [of]: 0 })).toBe(false);
});

test('a training loss alone ends a run before its latest end', () => {
  expect(rules.map(targetOf)).toEqual([undefined, undefined, undefined, { below: 0.5, checkEvery: 2 }]);
});

test('stop rules in words', () => {
  expect(rules.map(stopWords)).toEqual([
    'after 2.5 epochs',
    'after 10 steps',
    'when learning rate times steps reaches 0.3',
    'when the training loss is below 0.5, checked every 2 epochs, after 80 epochs at the latest',
  ]);
});
