import { kernelNames } from './kernels.ts';
import { rewrite, type RewriteRule, type RewriteRules } from './rewrite.ts';
import { arithmeticRules } from './simplifications/arithmetic.ts';
import { foldConstants, foldUniform } from './simplifications/constants.ts';
import { innerProduct } from './simplifications/inner-products.ts';
import { layoutRules } from './simplifications/layout.ts';
import { elementwiseShapes } from './shapes/elementwise.ts';
import type { AnyProgram, Program } from './types.ts';

const rules: RewriteRules = Object.fromEntries(
  kernelNames.map((kernel): [string, RewriteRule[]] => [
    kernel,
    [
      ...(layoutRules[kernel] ?? []),
      ...(Object.hasOwn(elementwiseShapes, kernel) ? [foldUniform] : []),
      ...(arithmeticRules[kernel] ?? []),
      ...(kernel === 'Sum' ? [innerProduct] : []),
      foldConstants,
    ],
  ]),
);

/** Constants that are one number throughout become `Fill` nodes, so that rules see them and programs stay small. */
function uniformAsFill(program: Program): Program {
  const uniform = program.constants.filter(
    ({ id, data }) =>
      program.values[id]!.shape.length > 0 &&
      data.length > 0 &&
      data.every((element) => Object.is(element, data[0])),
  );
  const fills = uniform.map(({ id, data }) => {
    const { shape, dtype } = program.values[id]!;
    return { kernel: 'Fill', inputs: {}, attributes: { shape, value: data[0]!, dtype }, outputs: [id] };
  });
  return {
    ...program,
    constants: program.constants.filter((constant) => !uniform.includes(constant)),
    nodes: [...fills, ...program.nodes],
  };
}

/**
 * An equal program with less work: neutral operations, constants, common subexpressions and dead code removed, repeated
 * operands left to broadcasting, in a canonical order. Simplifying once more changes nothing, unless folding has made a constant that is
 * one number throughout.
 *
 * Constant factors are gathered, so the last bits of results may differ from those of the program as recorded.
 */
export function simplify<P extends AnyProgram>(program: P): P {
  const given: AnyProgram = program;
  const result =
    given.kind === 'program'
      ? rewrite(uniformAsFill(given), rules)
      : Object.freeze({ ...given, body: simplify(given.body) });
  return result as P;
}
