import type * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { engineNamed } from '../../src/engines/index.ts';
import type { EngineName, HostTensor } from '../../src/engines/index.ts';
import { buildModel, losses } from '../../src/models/index.ts';
import type { NamedTensors } from '../../src/models/index.ts';
import { gradients, hessianVectorProduct, trace } from '../../src/program/index.ts';
import type { Program, ValueType } from '../../src/program/types.ts';
import { cases, tool } from './outside-nets.ts';
import type { OutsideNet } from './outside-nets.ts';

const grouped = <T>(group: string, entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${group}/${name}`, entry]));

/** Loss, gradient and Hessian-vector product of a net in training, as a program. */
function derivatives(net: OutsideNet): Program {
  const [, ...features] = net.features.shape;
  const model = buildModel(net.spec, { features, outputs: net.outputs });
  const types = (entries: Readonly<Record<string, { shape: readonly number[] }>>) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, { shape }]) => [name, { shape, dtype: 'float32' } as ValueType]),
    );
  const inputs: Record<string, ValueType> = {
    ...grouped('parameters', types(net.parameters)),
    ...grouped('statistics', types(net.statistics)),
    ...grouped('direction', types(net.parameters)),
    ...types({ features: net.features }),
    labels: { shape: [net.labels.length], dtype: 'int32' },
  };
  return trace('derivatives', inputs, (tensors: NamedTensors) => {
    const named = (group: string, entries: object): NamedTensors =>
      Object.fromEntries(Object.keys(entries).map((name) => [name, tensors[`${group}/${name}`]!]));
    const parameters = named('parameters', net.parameters);
    const names = Object.keys(parameters);
    const values = Object.values(parameters);
    const { output, statistics } = model.forward({
      parameters,
      statistics: named('statistics', net.statistics),
      features: tensors.features!,
      training: true,
    });
    const loss = losses['cross-entropy'](output, tensors.labels!);
    const byName = (list: readonly tf.Tensor[]): NamedTensors =>
      Object.fromEntries(names.map((name, index) => [name, list[index]!]));
    const direction = Object.values(named('direction', net.parameters));
    return {
      loss,
      output,
      ...grouped('updated', statistics),
      ...grouped('gradient', byName(gradients(loss, values))),
      ...grouped('product', byName(hessianVectorProduct(loss, values, direction))),
    };
  });
}

const host = ({ shape, values }: { shape: readonly number[]; values: readonly number[] }): HostTensor => ({
  data: Float32Array.from(values),
  shape,
});

async function evaluate(engineName: EngineName, net: OutsideNet) {
  const engine = await engineNamed(engineName);
  const executable = await engine.load(engine.lower(derivatives(net)));
  const hosts = (entries: OutsideNet['parameters']) =>
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, host(entry)]));
  const results = await executable.run({
    ...grouped('parameters', hosts(net.parameters)),
    ...grouped('statistics', hosts(net.statistics)),
    ...grouped('direction', hosts(net.direction)),
    features: host(net.features),
    labels: { data: Int32Array.from(net.labels), shape: [net.labels.length] },
  });
  await executable.dispose();
  return results;
}

/** Largest difference, as a fraction of the largest expected value (at least 1). */
function difference(actual: HostTensor, expected: readonly number[]): number {
  if (actual.data.length !== expected.length) return Infinity;
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - actual.data[index]!))) / scale;
}

/**
 * The outside values are in double precision; ours round to float32 (6e-8) in sums and products of a few dozen values.
 */
const ROUNDING = 2e-5;

describe.each(['onnx', 'tfjs-cpu'] as const)('on %s', (engine) => {
  test.each(cases)(`the derivatives are those of ${tool}: $spec`, async (net) => {
    const results = await evaluate(engine, net);
    expect(difference(results.loss!, [net.loss])).toBeLessThan(ROUNDING);
    expect(difference(results.output!, net.output)).toBeLessThan(ROUNDING);
    for (const [name, { values }] of Object.entries(net.updated))
      expect(difference(results[`updated/${name}`]!, values), `updated ${name}`).toBeLessThan(ROUNDING);
    for (const [name, { values }] of Object.entries(net.gradients))
      expect(difference(results[`gradient/${name}`]!, values), `gradient ${name}`).toBeLessThan(ROUNDING);
    for (const [name, { values }] of Object.entries(net.hessianVectorProduct))
      expect(difference(results[`product/${name}`]!, values), `product ${name}`).toBeLessThan(ROUNDING);
  });
});
