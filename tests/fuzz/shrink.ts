import { programOf, type Recipe } from './recipe.ts';

/** The recipe without a step: whoever used its value takes one of the step's operands. */
function without(recipe: Recipe, step: number, instead: number): Recipe {
  const gone = recipe.inputs.length + step;
  const moved = (index: number): number => (index === gone ? instead : index > gone ? index - 1 : index);
  return {
    ...recipe,
    steps: recipe.steps
      .filter((_, index) => index !== step)
      .map((one) => ({ ...one, args: one.args.map(moved) })),
    outputs: [...new Set(recipe.outputs.map(moved))],
    ...(recipe.loop && {
      loop: {
        ...recipe.loop,
        carried: recipe.loop.carried.map(([input, value]) => [input, moved(value)] as const),
      },
    }),
  };
}

/** Simpler recipes than one, the boldest first. */
function* simpler(recipe: Recipe): Generator<Recipe> {
  const { steps, outputs, loop, derivatives, inputs } = recipe;
  if (loop !== undefined) {
    const { loop: _, ...straight } = recipe;
    yield straight;
    if (loop.steps > 1) yield { ...recipe, loop: { ...loop, steps: 1 } };
    for (const pair of loop.carried)
      yield { ...recipe, loop: { ...loop, carried: loop.carried.filter((other) => other !== pair) } };
    for (const index of loop.scanned)
      if (loop.scanned.length > 1)
        yield { ...recipe, loop: { ...loop, scanned: loop.scanned.filter((other) => other !== index) } };
  }
  if (derivatives) yield { ...recipe, derivatives: false };
  for (const index of outputs)
    if (outputs.length > 1) yield { ...recipe, outputs: outputs.filter((other) => other !== index) };
  for (let step = steps.length - 1; step >= 0; step--) {
    for (const instead of new Set(steps[step]!.args)) yield without(recipe, step, instead);
    // A constant gives way to an input.
    if (steps[step]!.args.length === 0)
      for (const [index] of inputs.entries()) yield without(recipe, step, index);
  }
}

/**
 * A smaller recipe that fails as well: steps, outputs, derivatives and what makes a loop are left out as long as it
 * does.
 *
 * @param fails whether a recipe fails as the given one did; called for recipes that can be traced alone
 * @param tries largest number of calls
 */
export async function shrink(
  recipe: Recipe,
  fails: (recipe: Recipe) => Promise<boolean>,
  tries = 300,
): Promise<Recipe> {
  let smallest = recipe;
  for (let left = tries; left > 0;) {
    let found: Recipe | undefined;
    for (const candidate of simpler(smallest)) {
      if (left-- <= 0) return smallest;
      try {
        programOf(candidate);
      } catch {
        continue;
      }
      // What cannot be judged at all does not fail in the same way.
      if (await fails(candidate).catch(() => false)) {
        found = candidate;
        break;
      }
    }
    if (found === undefined) return smallest;
    smallest = found;
  }
  return smallest;
}
