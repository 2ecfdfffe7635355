import { type KernelName, kernelNames } from '../kernels/kernels.ts';
import { forAll, merged, rewrite } from './rewrite.ts';
import { arithmeticRules } from './simplifications/arithmetic.ts';
import { foldConstants, foldUniform } from './simplifications/constants.ts';
import { innerProduct } from './simplifications/inner-products.ts';
import { layoutRules } from './simplifications/layout.ts';
import { elementwiseShapes } from '../kernels/shapes/elementwise.ts';
import type { EngineKernel } from '../kernels/signature.ts';
import type { AnyProgram, Program } from '../types.ts';
import { verified } from '../verify.ts';

const elementwise = Object.keys(elementwiseShapes) as readonly KernelName[];

const rules = merged(
  layoutRules,
  forAll(elementwise, foldUniform),
  arithmeticRules,
  { Sum: [innerProduct] },
  forAll(kernelNames, foldConstants),
);

/** Constants that are one number throughout become `Fill` nodes, so that rules see them and programs stay small. */
function uniformAsFill(program: Program): Program {
  const uniform = program.constants.filter(
    ({ id, data }) =>
      program.values[id]!.shape.length > 0 &&
      data.length > 0 &&
      data.every((element) => Object.is(element, data[0])),
  );
  if (uniform.length === 0) return program;
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
 * operands left to broadcasting, in a canonical order. Simplifying once more changes nothing.
 *
 * Constant factors are gathered, so the last bits of results may differ from those of the program as recorded.
 *
 * @param kernels those of an engine that the program may hold
 */
export function simplify<P extends AnyProgram>(program: P, kernels: readonly EngineKernel[] = []): P {
  const given: AnyProgram = program;
  const result =
    given.kind === 'program'
      ? rewrite(given, rules, uniformAsFill)
      : Object.freeze({ ...given, body: simplify(given.body, kernels) });
  return verified(result, kernels) as P;
}
