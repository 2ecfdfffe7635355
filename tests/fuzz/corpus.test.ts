import { describe, expect, test } from 'vitest';
import { onnxEngine, tfjsEngines } from '../../src/engines/index.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import { batchOver, interpret, simplify, trace } from '../../src/program/index.ts';
import { spread } from '../program/kernel-case.ts';
import { corpus, type CorpusCase } from './corpus.ts';
import { expectation, runOn, violation } from './laws.ts';

const all = Object.entries(corpus).flatMap(([part, cases]) =>
  cases.map((one) => ({ ...one, name: `${part}: ${one.what}` })),
);
const engines = [onnxEngine, tfjsEngines['tfjs-cpu'], tfjsEngines['tfjs-wasm']];
const replicates = 3;

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

const feedsOf = ({ inputs, feeds = {} }: CorpusCase): Tensors =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }], salt): [string, HostTensor] => [
      name,
      feeds[name] ?? { data: Float32Array.from(spread(sizeOf(shape), -1, 1, salt)), shape },
    ]),
  );

/** The feeds of several replicates, each moved by its own amount. */
const together = (feeds: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => {
      const all = Array.from({ length: replicates * data.length }, (_, i) => {
        const value = data[i % data.length]!;
        return data instanceof Float32Array ? value * (1 + Math.floor(i / data.length) / 8) : value;
      });
      const array = data.constructor as Float32ArrayConstructor;
      return [name, { data: array.from(all), shape: [replicates, ...shape] }];
    }),
  );

describe.each(all)('$name', (one) => {
  const program = trace('case', one.inputs, one.body);
  const feeds = feedsOf(one);
  const expected = expectation(program, feeds);

  test('every output can be judged', () => {
    for (const tolerance of Object.values(expected.tolerances)) expect(tolerance).toBeDefined();
  });

  test('simplified, it means the same', () => {
    expect(violation(expected, interpret(simplify(program))(feeds))).toBeUndefined();
  });

  test.each(engines)('$name gives what it means', async (engine) => {
    expect(violation(expected, await runOn(engine, program, feeds))).toBeUndefined();
  });

  test.each(engines)('$name gives in lockstep what it means', async (engine) => {
    const batched = batchOver(program, Object.keys(one.inputs), replicates);
    const many = together(feeds);
    expect(violation(expectation(batched, many), await runOn(engine, batched, many))).toBeUndefined();
  });

  test.skipIf(one.loss === undefined)('its gradient is its slope', () => {
    const run = interpret(program);
    const names = Object.keys(expected.results).flatMap((name) =>
      name.startsWith('d/') ? name.slice(2) : [],
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names)
      feeds[name]!.data.forEach((_, i) => {
        const at = (step: number): number => {
          const data = Float64Array.from(feeds[name]!.data, (value, j) => (i === j ? value + step : value));
          return run({ ...feeds, [name]: { ...feeds[name]!, data } })[one.loss!]!.data[0]!;
        };
        const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        // Truncation is 1e-10 times a third derivative, rounding 1e-16 of the loss over the step.
        expect(Math.abs(expected.results[`d/${name}`]!.data[i]! - slope)).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(slope)),
        );
      });
  });
});
