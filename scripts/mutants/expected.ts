/** The cases on which pairs are judged: no tensor but one, sparse gradients, a net, and a long run to a minimum. */
export const expectedCases = [
  'ill-conditioned quadratic, rate 0.01',
  'sparse gradients, rate 0.1, batch 10',
  'MLP, steps from 0.02, batch 50',
  'far valley, cosine from 0.01 over 3,000 steps',
] as const;

/** What levels a letter stands for. */
const levelsOf: Readonly<Record<string, readonly string[]>> = {
  c: ['changed'],
  l: ['changed by less than rounding'],
  e: ['same mathematics, less exact'],
  s: ['equal programs', 'same bytes', 'same within rounding'],
};

/** What ought to be said of a pair: a letter for each case, and why where it is not `changed`. */
interface Expected {
  readonly levels: string;
  readonly because?: string;
}

const everywhere: Expected = { levels: 'cccc' };
const oneTensor = (because: string): Expected => ({ levels: 'sccs', because });
const epsilon = 'ε counts where gradients come near it: hardly on a quadratic, not in a valley of large ones';

/** Pair → what ought to be said of it, reasoned from what differs; pairs of the same mathematics are `s` on all. */
const expected: Readonly<Record<string, Expected>> = {
  'sgdm: lr*1.0001': everywhere,
  'sgdm: lr*1.00001': everywhere,
  'sgdm: mu .90001': everywhere,
  'sgdm: decay 1e-6': {
    levels: 'lccl',
    because: 'a decay of 10⁻⁸ a step is below rounding where no noise amplifies it',
  },
  'sgdm: lost at half': {
    levels: 'cccs',
    because: 'the valley has come to rest by then: there is no velocity to lose',
  },
  'sgdm: lost at 95%': { levels: 'cccs', because: 'the valley has come to rest by then' },
  'nesterov: lr*1.00001': everywhere,
  'nesterov: mu .90001': everywhere,
  'adam: lr*1.0001': everywhere,
  'adam: lr*1.00001': { levels: 'llll', because: '1 − βᵗ by powers rounds to 10⁻⁵ of the rate' },
  'adam: eps 1e-7': { levels: 'lccs', because: epsilon },
  'adam: eps scaled': { levels: 'lccs', because: epsilon },
  'adam: bf16 moments': { levels: 'eeee', because: 'eight bits written out: 64 bit see through them' },
  'adam: count off by one': everywhere,
  'adam: moments lost': everywhere,
  'adam: decay 1e-6': { levels: 'sccl', because: 'before an Adam along the axes of a quadratic it cancels' },
  'adam: b1 .90001': { levels: 'lccl', because: 'below the rounding of 1 − βᵗ where gradients do not jump' },
  'adam: eps inside': { levels: 'sccs', because: epsilon },
  'adam-averages: lr*1.00001': everywhere,
  'adam-averages: eps 1e-7': { levels: 'lccs', because: epsilon },
  'adam-averages: b1 .90001': { levels: 'cccl', because: 'a minimum is the same for all' },
  'adamw: decay +1e-6': { levels: 'lcll', because: 'a decay of 10⁻⁸ a step is below the rounding of 1 − βᵗ' },
  'adamw: decay 0.0101': everywhere,
  'amsgrad: max not kept': everywhere,
  'rmsprop: lr*1.00001': { levels: 'cccl', because: 'the valley’s steps are of one size in the end' },
  'rmsprop: eps 1e-7': { levels: 'cccs', because: epsilon },
  'rmsprop: b .90001': { levels: 'cccl', because: 'the valley’s steps are of one size in the end' },
  'lion: lr*1.00001': everywhere,
  'lion: decay .0101': everywhere,
  'lion: b1 .90001': { levels: 'cscs', because: 'no sign flips' },
  'lion: b1 .901': { levels: 'cccl', because: 'a flip or two, near the minimum' },
  'lion: b2 .9901': everywhere,
  'groups: decay on biases': oneTensor('no bias'),
  'lookahead4: fast evaluated': everywhere,
  'lookaheadsync: never syncs': everywhere,
  'restarts: one step late': everywhere,
  'Adam, reported: kozistr/pytorch_optimizer#305: corrected from 1 twice': everywhere,
  'Adam, reported: PennyLaneAI/pennylane#1928: corrected twice': everywhere,
  'Adam, reported: karpathy/convnetjs#70: multiplies by the root': everywhere,
  'Adam, reported: mila-iqia/blocks#1175: betas swapped': everywhere,
  'Adam, reported: deepspeedai/DeepSpeed#7718: gradients too small': oneTensor(
    `a factor cancels but for ε; ${epsilon}`,
  ),
  'Adam, reported: deepspeedai/DeepSpeed#1945: gradients in bfloat16': {
    levels: 'eeee',
    because: 'eight bits written out: 64 bit see through them',
  },
  'AdamW, reported: huggingface/transformers#14539: decay after the step': everywhere,
  'AdamW, reported: HomericIntelligence/Odyssey#5674: decay without the rate': everywhere,
  'Adagrad: PennyLaneAI/pennylane#1928: index not advanced': oneTensor('one tensor: its index is the first'),
  'descent: simd_neuralnet#78: a decay of the rate by default': everywhere,
  'D-Adaptation: kozistr/pytorch_optimizer#159: no bias correction': everywhere,
  'Lion, reported: bitsandbytes#1992: decay inside the sign': everywhere,
  'Adafactor: pytorch-image-models#2790: clips the wrong way': everywhere,
  'LARS: Spijkervet/SimCLR#27: what is 0 never moves': oneTensor('no tensor starts at 0'),
  'LAMB: pytorch-lamb#3: decay in the gradient': everywhere,
  'RAdam: google-deepmind/optax#15: rectified from 5': everywhere,
  'schedule-free: facebookresearch/schedule_free#22: y evaluated for x': everywhere,
  'SAM: google-deepmind/optax#1788: weights not put back': everywhere,
  'scale of a shape: google-deepmind/optax#1249: of the transposed one': oneTensor('no matrix'),
  'flashlight#143: a counter per tensor: wrong': oneTensor('one tensor: its counter is the step'),
  'mlx#473: dampening of the first step: wrong': everywhere,
  'tensorflow#23668: dense for lazy: wrong': oneTensor('no gradient is 0'),
  'mxnet#8925: decay multiplies: wrong': everywhere,
};

/** What ought to be said of a pair; undefined for a pair that is not in the table. */
export const expectedOf = (name: string, kind: 'same' | 'different'): Expected | undefined =>
  kind === 'same' ? { levels: 'ssss' } : expected[name];

/** The levels that are right for a pair on a case; undefined where nothing is said of it. */
export function rightLevels(
  name: string,
  kind: 'same' | 'different',
  id: string,
): readonly string[] | undefined {
  const at = (expectedCases as readonly string[]).indexOf(id);
  const letter = expectedOf(name, kind)?.levels[at];
  return letter === undefined ? undefined : levelsOf[letter];
}
