import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { AnyProgram, LoopProgram, Program, ProgramNode } from '../../src/program/types.ts';
import { trace } from '../../src/program/index.ts';
import { verify } from '../../src/program/verify.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import { signatures } from '../../src/program/kernels/signatures.ts';
import type { Signature } from '../../src/program/kernels/signature.ts';
import { kernelCases } from './cases.ts';
import { forwardProgram } from './laws.ts';

/** y = 2·Σ x² over the rows of x. */
const program = trace('sum', { x: { shape: [3, 2], dtype: 'float32' } }, ({ x }) => ({
  y: tf.mul(tf.sum(tf.square(x), 0), tf.tensor1d([2, 2])),
}));

const withNode = (index: number, change: Partial<ProgramNode>): Program => ({
  ...program,
  nodes: program.nodes.map((node, at) => (at === index ? { ...node, ...change } : node)),
});

const loop: LoopProgram = {
  kind: 'loop',
  name: 'steps',
  body: trace(
    'step',
    { x: { shape: [2], dtype: 'float32' }, rate: { shape: [], dtype: 'float32' } },
    ({ x, rate }) => ({ x: tf.mul(x, rate), loss: tf.sum(x) }),
  ),
  carried: ['x'],
  scanned: ['rate'],
  gathered: [],
  stacked: ['loss'],
};

const square = program.nodes[0]!;

describe('what is wrong with a program is told:', () => {
  test.each<[what: string, wrong: AnyProgram, message: string]>([
    ['a kernel that nobody knows', withNode(0, { kernel: 'Cube' }), 'node 0, Cube, is no known kernel'],
    ['an input that is missing', withNode(0, { inputs: {} }), "node 0, Square, lacks its input 'x'"],
    [
      'an input that the kernel has not',
      withNode(0, { inputs: { ...square.inputs, z: square.inputs['x']! } }),
      "node 0, Square, has no input 'z'",
    ],
    [
      'an attribute of another type',
      withNode(1, { attributes: { axis: 'rows', keepDims: false } }),
      'node 1, Sum, expects a whole number or a list of them as \'axis\', got "rows"',
    ],
    [
      'an attribute that the kernel has not',
      withNode(0, { attributes: { axis: [0] } }),
      "node 0, Square, has no attribute 'axis'",
    ],
    [
      'a type that the shape rule does not give',
      withNode(1, { attributes: { axis: [1], keepDims: false } }),
      'node 1, Sum, gives float32[3], and float32[2] is stated',
    ],
    [
      'a value that is used before it is there',
      { ...program, nodes: program.nodes.toReversed() },
      "node 0, Multiply, takes 'a' before it is there",
    ],
    [
      'a value that is made twice',
      withNode(1, { outputs: square.outputs }),
      `node 1, Sum, has id ${square.outputs[0]}, which another has`,
    ],
    [
      'a constant of another length',
      { ...program, constants: program.constants.map((one) => ({ ...one, data: new Float32Array(3) })) },
      'is stated as float32[2], got 3 numbers',
    ],
    [
      'an output that nobody makes',
      { ...program, nodes: program.nodes.slice(0, 2) },
      "output 'y' is never made",
    ],
    [
      'two outputs of one name',
      { ...program, outputs: [...program.outputs, ...program.outputs] },
      "two outputs are called 'y'",
    ],
    [
      'a loop that carries what its body has not',
      { ...loop, carried: ['x', 'v'] },
      "its body has no input 'v'",
    ],
    ['a loop whose input comes in two ways', { ...loop, scanned: ['rate', 'x'] }, "'x' comes in two ways"],
    [
      'a loop that carries what comes out as another type',
      {
        ...loop,
        body: {
          ...loop.body,
          outputs: loop.body.outputs.map((port) => ({ ...port, id: loop.body.outputs[1]!.id })),
        },
      },
      "'x' goes in as float32[2] and comes out as float32[]",
    ],
    [
      'a loop that stacks what its body has not',
      { ...loop, stacked: ['norm'] },
      "its body has no output 'norm'",
    ],
  ])('%s', (_, wrong, message) => {
    expect(() => verify(wrong)).toThrow(message);
  });

  test('and nothing of one that is right', () => {
    verify(program);
    verify(loop);
  });
});

describe.each(kernelNames)('the signature of %s', (kernel) => {
  test.each(kernelCases[kernel].map((one) => [one.what, one] as const))('fits: %s', (_, one) => {
    verify(forwardProgram(kernel, one));
  });

  test('names its inputs as the calls do that are held against TensorFlow.js', () => {
    const { inputs }: Signature = signatures[kernel];
    if (inputs === undefined) return;
    for (const one of kernelCases[kernel]) expect(Object.keys(one.inputs)).toEqual(inputs);
  });
});
