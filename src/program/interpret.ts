import { interpretLoop } from './double/loop.ts';
import { type Disturbance, straight } from './double/straight.ts';
import { type Interpretation, numbersOf, type Precision } from './double/tensor.ts';
import type { AnyProgram, Program } from './types.ts';

function interpretStraight(program: Program, precision: Precision, disturb?: Disturbance): Interpretation {
  const run = straight(program, precision, disturb);
  return (feeds) => {
    const inputs = program.inputs.map(({ name, id }) => {
      return [
        name,
        Float64Array.from(numbersOf(program.name, feeds, name, program.values[id]!.shape)),
      ] as const;
    });
    const results = run(new Map(inputs));
    const outputs = program.outputs.map(({ name, id }) => {
      return [name, { data: results.get(name)!.slice(), shape: program.values[id]!.shape }] as const;
    });
    return Object.fromEntries(outputs);
  };
}

/**
 * A program or a loop as plain loops over 64-bit numbers: what its mathematics say, to which engines are held.
 *
 * Kernels mean what they mean to TensorFlow.js: maxima that tie are the first, halves are rounded to even, an index
 * that is no class gives a row of off values. NaN gives NaN, also through maxima and signs. Attributes and feeds are
 * taken as they are given, and so are constants, whose 0.1 is the nearest number of single precision, as for an engine,
 * unless they were traced `inDoubles`.
 *
 * @param precision `single` rounds every value of type float32 as soon as it is computed (sums are still added up in
 * double precision)
 * @param disturb is shown what every node gave, and may change it
 * @returns takes feeds by name, as engines take them (of a loop: carried, scanned, indices, tables, fixed), and gives
 * the results, of a loop carried and stacked
 * @throws AssayError `program` where a program has kernels of an engine, and, when run, where a feed is missing or has
 * another shape
 *
 * @example
 * const square = trace('square', { x: { shape: [2], dtype: 'float32' } }, ({ x }) => ({ y: tf.square(x) }));
 * interpret(square)({ x: { data: Float64Array.of(1, 3), shape: [2] } }); // { y: { data: [1, 9], shape: [2] } }
 */
export function interpret(
  program: AnyProgram,
  precision: Precision = 'double',
  disturb?: Disturbance,
): Interpretation {
  return program.kind === 'loop'
    ? interpretLoop(program, straight(program.body, precision, disturb), precision)
    : interpretStraight(program, precision, disturb);
}
