import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { RawSettings } from '../../suite/settings.ts';

/** A hypothesis that runs as it is; the comments are the questions that make it an honest one. */
export const template = (id: string): string => `import { hypothesis } from 'optimizer-assay';

export default hypothesis({
  id: '${id}',
  // One sentence that could turn out to be false. Of which optimizer, which quantity, under which change?
  claim: 'Doubling learning rate and batch size together leaves the test accuracy alone',
  // Where is it claimed, and what separates the experiment there from this one?
  source: {
    paper: 'Author et al., Title, year',
    boundary: {
      paper: 'What did they train, on what, how often?',
      ours: 'A small MLP on 2,000 images of Fashion-MNIST, 14 by 14',
      mayDiffer: 'What may come out differently here although the claim is true there?',
    },
  },
  tags: ['draft'],
  workload: {
    model: { kind: 'mlp', hidden: [32] },
    data: { kind: 'fashion-mnist', train: 2000, test: 2000, downsample: 14 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  // Which conditions differ in what the claim speaks of, and in nothing else?
  // An arm may also have an optimizer, momentum, sampler, stop or workload of its own: docs/optimizers.md, docs/models.md.
  arms: {
    base: { learningRate: 0.05, batchSize: 20 },
    double: { learningRate: 0.1, batchSize: 40 },
    // An arm that must come out different; without one, "equivalent" could mean "the measure sees nothing".
    // It takes the rate and the number of steps of base, with a tenth of its batch: as much training, more noise.
    noisy: { learningRate: 0.05, batchSize: 2, stop: { kind: 'epochs', epochs: 0.5 } },
  },
  // Equal epochs is also equal training; does the claim hold at a matched training loss instead ({ kind: 'trainLoss', … })?
  stop: { kind: 'epochs', epochs: 5 },
  // How many seeds give the power to decide? \`assay plan\` says so after a first run, a pilot under a seed of its own.
  replicates: { quick: 6, full: 16 },
  // Which number does the claim speak of? docs/measures.md has them all.
  measures: ['testAccuracy'],
  predictions: [
    {
      kind: 'equivalent',
      measure: 'testAccuracy',
      arms: ['base', 'double'],
      margin: 0.03,
      because: 'Which difference would matter to a reader of the paper, and why?',
    },
  ],
  controls: [{ kind: 'greater', measure: 'testAccuracy', arms: ['base', 'noisy'], by: 0.03 }],
  // A rival claim, or one that is known to break here, says 'refuted'.
  expected: 'supported',
});
`;

/** What one does with a new hypothesis, in this order; CONTRIBUTING.md walks through it. */
const nextSteps = (id: string): string =>
  [
    `npx assay run ${id} --seed pilot   # a first run, under a seed that the suite does not use`,
    `npx assay plan ${id}   # the power that its number of seeds gives`,
    `npx assay lock ${id}   # what is promised, written down before the verdict`,
    `npx assay run ${id}   # the verdict`,
    `npx assay explain ${id}   # the design and the verdict in words`,
    '',
  ].join('\n');

/**
 * \`assay new <paper>/<claim>\`: writes a hypothesis that runs as it is.
 *
 * @throws AssayError \`configuration\` where the name is not a path of lower-case words, or the file exists
 */
export async function create(io: Io, flags: RawSettings, id: string): Promise<number> {
  if (!/^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)+$/.test(id))
    throw new AssayError(
      'configuration',
      `Cannot name a hypothesis: expected <paper>/<claim> in lower-case words with hyphens, got "${id}"`,
    );
  const { values } = await settle(io, flags);
  const file = join(values.directory, `${id}.hypothesis.ts`);
  const path = resolve(io.cwd, file);
  if (existsSync(path))
    throw new AssayError('configuration', `Cannot write ${file}: expected a new file, got one that exists`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, template(id));
  io.stdout(`${file}\n\nIt runs as it is:\n\n${nextSteps(id)}`);
  return exitCodes.asExpected;
}
